/** What the tests of doctor ask it, and the state they bring a desk to. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { type Desk, fixtures } from './phd.ts'

interface Found {
  code: string
  level: string
  message: string
  details: string[]
  hint: string | null
}

interface DoctorJson {
  database: { state: string; schema: number | null; signs: string[] }
  findings: Found[]
  fixes: { code: string; state: string; failure: string | null; copy: string | null; path?: string; files?: string[] }[] | null
  words: { kind: string; field: string; words: { word: string; rows: number; source: { file: string; line: number } }[] }[]
  plans: { id: string; waitsFor: string; changes: number; days: number }[]
}

/** What doctor prints as JSON, with its exit code. */
export function doctor(desk: Desk, ...args: string[]): DoctorJson & { exit: number | null } {
  const { stdout, code } = desk.phd('doctor', '--json', ...args)
  return { ...(JSON.parse(stdout) as DoctorJson), exit: code }
}

/** The findings with a code. */
export function found(desk: Desk, code: string, ...args: string[]): Found[] {
  return doctor(desk, ...args).findings.filter((each) => each.code === code)
}

/** A desk where doctor finds nothing that needs a person: its calendar reaches far. */
export function healthy(desk: Desk): Desk {
  return desk
    .write('calendar.csv', 'Date,Last Day,Name,What,Region', '2028-12-25,,Christmas,Holiday,', '2028-07-04,,Fourth,Holiday,US')
    .imported('calendar.csv')
}

/** Puts the database of an older phd in place of the desk's. */
export function olderDatabase(desk: Desk, schema: number): void {
  desk.imported()
  const packed = readFileSync(join(fixtures, 'databases', `schema-${schema}.db.gz`))
  writeFileSync(desk.db, gunzipSync(packed), { mode: 0o600 })
}

/** Changes names while an index does not look, as a bug of a disk would: the table has what the index lacks. */
export function breakIndex(desk: Desk, change: string): void {
  const connect = (use: (db: Database.Database) => void): void => {
    const db = new Database(desk.db)
    db.unsafeMode()
    db.pragma('writable_schema = ON')
    use(db)
    db.close()
  }
  let index: unknown[] = []
  connect((db) => {
    const row = db.prepare("SELECT * FROM sqlite_schema WHERE name = 'names_folded'").raw().get()
    index = row as unknown[]
    db.exec("DELETE FROM sqlite_schema WHERE name = 'names_folded'")
  })
  connect((db) => db.exec(change))
  connect((db) => db.prepare('INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)').run(...index))
}
