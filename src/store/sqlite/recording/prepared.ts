import type Database from 'better-sqlite3'

const known = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/** A statement, prepared once for a database: for what a run does over and over. */
export function prepared<Bound extends unknown[] | object, Row = unknown>(
  db: Database.Database,
  sql: string,
): Database.Statement<Bound extends unknown[] ? Bound : [Bound], Row> {
  const statements = known.get(db) ?? new Map<string, Database.Statement>()
  known.set(db, statements)
  const statement = statements.get(sql) ?? db.prepare(sql)
  statements.set(sql, statement)
  return statement as Database.Statement<Bound extends unknown[] ? Bound : [Bound], Row>
}
