import type Database from 'better-sqlite3'

const known = new WeakMap<Database.Database, Set<string>>()

/** The hashes of the entries that a connection added to the audit itself: it knows of them. */
export function ownEntries(db: Database.Database): Set<string> {
  const own = known.get(db) ?? new Set<string>()
  known.set(db, own)
  return own
}
