import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

/** The files a database is kept in. */
export const PARTS = ['', '-wal', '-shm'] as const

/** Copies a database that nobody has open, with all its files. */
export function copyDatabase(from: string, to: string): void {
  for (const part of PARTS) {
    rmSync(to + part, { force: true })
    if (existsSync(from + part)) copyFileSync(from + part, to + part)
  }
}

/** The bytes of a database and of its log, each as one number; an empty log says no more than none. */
export function bytesOf(file: string, read: (path: string) => Buffer): string {
  return PARTS.filter((part) => part !== '-shm')
    .map((part) => (existsSync(file + part) && statSync(file + part).size > 0 ? sha256(read(file + part)) : '-'))
    .join(' ')
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Every row of every table, as one number, and what the engine says of the file: "ok". */
export function stateOf(file: string): { signature: string; integrity: string } {
  const db = new Database(file)
  try {
    const integrity = db.pragma('integrity_check', { simple: true }) as string
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[]
    const hash = createHash('sha256').update(
      JSON.stringify(db.prepare('SELECT sql FROM sqlite_schema ORDER BY sql').pluck().all()),
    )
    for (const table of tables) {
      hash.update(`\n${table}\n`)
      // The first name of a promised file is another in each run, and a killed one may not have noted that it has its own.
      const columns = table === 'promised_files' ? 'id, entry, folder, file, sha256, about' : '*'
      for (const row of db.prepare(`SELECT ${columns} FROM ${table}`).raw().iterate()) hash.update(JSON.stringify(row))
    }
    return { signature: hash.digest('hex'), integrity }
  } finally {
    db.close()
  }
}

/** States by the bytes of the whole database, so that what was looked at once need not be read again. */
export class States {
  readonly #known = new Map<string, ReturnType<typeof stateOf>>()

  of(file: string): ReturnType<typeof stateOf> {
    const db = new Database(file)
    let bytes: string
    try {
      // What is committed, be it in the file or in the log beside it.
      bytes = sha256(db.serialize())
    } finally {
      db.close()
    }
    const state = this.#known.get(bytes) ?? stateOf(file)
    this.#known.set(bytes, state)
    return state
  }
}
