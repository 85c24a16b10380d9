import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { ExitCode, PhdError } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import type { Store } from '../store.ts'
import { asUserError } from './engine-errors.ts'
import { migrate } from './schema.ts'
import { SqliteStore } from './sqlite-store.ts'

/** How long a writer waits for another one, in milliseconds. */
const WAIT = 30_000

/**
 * Opens the database, making it (0600, in a folder of 0700) where there is none.
 * Throws PhdError: `database_unreadable`, `database_exposed`, `not_a_phd_database`, `newer_database`, `busy`.
 */
export function openStore(file: string, kinds: readonly Kind[]): Store {
  try {
    const inMemory = file === ':memory:'
    // An empty file is no database yet, and may not be private.
    const isNew = !inMemory && (!existsSync(file) || statSync(file).size === 0)
    if (isNew) makeFolder(dirname(file))
    else if (!inMemory) refuseExposed(file)
    const db = new Database(file, { timeout: WAIT })
    try {
      if (isNew) chmodSync(file, 0o600)
      db.pragma('trusted_schema = OFF')
      migrateAndTune(db, file, kinds)
      return new SqliteStore(db)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw asUserError(error, file, true)
  }
}

/** Level by level: asked for all at once, the system may try for ever where a folder cannot be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

function migrateAndTune(db: Database.Database, file: string, kinds: readonly Kind[]): void {
  db.pragma('foreign_keys = ON')
  db.pragma('synchronous = NORMAL')
  if (db.pragma('journal_mode', { simple: true }) !== 'wal') {
    // Rows are long: pages of twice the usual size make a big import a fifth faster.
    db.pragma('page_size = 8192')
    // Asked before switching to WAL, so that the file of another program is not touched.
    migrate(db, file, kinds)
    db.pragma('journal_mode = WAL')
    return
  }
  migrate(db, file, kinds)
}

/** A database that others may write is not evidence. */
function refuseExposed(file: string): void {
  if (process.platform === 'win32') return
  if ((statSync(file).mode & 0o022) !== 0) {
    throw new PhdError('database_exposed', ExitCode.refused, `${file} can be changed by other users of this machine`, {
      hint: `take their right away: chmod 600 ${file}`,
    })
  }
}
