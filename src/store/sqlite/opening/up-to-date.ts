/** Opens a database that is as this program makes one: nearly every command does, and needs nothing of what brings another there. */

import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { refuseExposedPlace } from '../../../files/disk.ts'
import { FOLD_VERSION } from '../../../records/name.ts'
import type { OpenOptions } from '../../engine.ts'
import { movedAway, movedSentence } from '../../moving/moved.ts'
import type { RecordReader, Store } from '../../store.ts'
import { asUserError } from '../engine-errors.ts'
import { hardened, movedIn } from '../health.ts'
import { type LoadKinds, SqliteReader } from '../reader.ts'
import { SqliteStore } from '../sqlite-store.ts'
import { hasJournal, hasLog } from './look.ts'

/** Says in the file's header that it is a database of phd's: "phd1". */
export const APPLICATION_ID = 0x70686431

/** What the engine keeps by itself: what it counted for its plans. Its own indexes have no statement. */
const OF_THE_ENGINE = "'sqlite_stat1', 'sqlite_stat4', 'sqlite_sequence'"

/** All that a database says it is made of. */
export const OBJECTS = `sqlite_schema WHERE NOT (type = 'index' AND sql IS NULL) AND NOT (type = 'table' AND name IN (${OF_THE_ENGINE}))`

/** What the parts of an object, and the objects, are set apart by in {@link schemaText}. */
export const BETWEEN_PARTS = '\u001f'
export const BETWEEN_OBJECTS = '\u001e'

/** All of a database's schema in one text, which is compared at once. */
export function schemaText(db: Database.Database): string {
  return (
    db
      .prepare<[], string>(
        `SELECT application_id || ' ' || user_version || char(10) || coalesce((SELECT group_concat(type || char(31) || name || char(31)
          || coalesce(sql, ''), char(30) ORDER BY type, name) FROM ${OBJECTS}), '') FROM pragma_application_id, pragma_user_version`,
      )
      .pluck()
      .get() ?? ''
  )
}

/** The schema that the build wrote down beside the program, with what tells the kinds it is for; null where the program was not built. */
export function writtenSchema(): { shape: string; text: string } | null {
  const file = join(import.meta.dirname, 'schema.txt')
  if (!existsSync(file)) return null
  const [shape = '', ...rest] = readFileSync(file, 'utf8').split('\n')
  return { shape, text: rest.join('\n') }
}

/** Whether a database has the schema that the build wrote down. Where it has not, its parts say more. */
function isUpToDate(db: Database.Database): boolean {
  const written = writtenSchema()
  if (written === null || schemaText(db) !== written.text) return false
  const known = db.prepare<[string, string], number>(
    "SELECT count(*) FROM meta WHERE (name, value) IN (VALUES ('kinds', ?), ('fold', ?))",
  )
  return known.pluck().get(written.shape, String(FOLD_VERSION)) === 2
}

/** One of the two ways in which a database is opened. */
export interface Way<S extends RecordReader> {
  toRead: boolean
  store: (db: Database.Database, loadKinds: LoadKinds, options: Omit<OpenOptions, 'waitSeconds'>) => S
}

/** Who opens a database to read gets nothing that could write. */
export const WAYS: { toRead: Way<RecordReader>; toWrite: Way<Store> } = {
  toRead: { toRead: true, store: (db, loadKinds, { asOf }) => new SqliteReader(db, loadKinds, asOf) },
  toWrite: { toRead: false, store: (db, loadKinds, options) => new SqliteStore(db, loadKinds, options) },
}

/**
 * Opens a database as it is, to read or to write, or gives null where that is not as `isCurrent` wants it. Nothing in it is changed, and
 * nothing beside it: see `Engine`, which says what is thrown.
 */
export function openUpToDate<S extends RecordReader>(
  file: string,
  loadKinds: LoadKinds,
  { waitSeconds, ...rest }: OpenOptions,
  { toRead, store }: Way<S>,
  isCurrent: (db: Database.Database) => boolean = isUpToDate,
): S | null {
  try {
    refusePlace(file)
    refuseExposed(file)
    // What a killed first import left is taken back first.
    if (hasJournal(file)) return null
    const db = new Database(file, { fileMustExist: true, readonly: toRead && hasLog(file), timeout: waitSeconds * 1000 })
    try {
      hardened(db)
      tune(db)
      if (toRead) db.pragma('query_only = ON')
      if (db.pragma('journal_mode', { simple: true }) === 'wal' && isCurrent(db)) {
        const moved = movedIn(db)
        if (moved && !toRead) throw movedAway(file, moved)
        if (moved) rest.note?.(`phd: ${movedSentence(file, moved)}; what was recorded there since is not here`)
        return store(db, loadKinds, rest)
      }
    } catch (error) {
      db.close()
      throw error
    }
    db.close()
    return null
  } catch (error) {
    throw asUserError(error, file, true)
  }
}

/** How every connection that may write works. */
export function tune(db: Database.Database): void {
  db.pragma('foreign_keys = ON')
  // Pages that many questions need are few, and the others are read once: 16 MB, as the engine is built, take longer to get than to do without.
  db.pragma('cache_size = -2000')
  // What was recorded is on the disk: each write is one transaction, so that it costs little.
  db.pragma('synchronous = FULL')
  // A Mac keeps what is flushed in the disk's own memory, unless it is asked so. Elsewhere it says nothing.
  db.pragma('fullfsync = ON')
}

/** Where others can replace the database, or put a log beside it, it is not evidence. */
export function refusePlace(file: string): void {
  refuseExposedPlace(dirname(file), 'database_exposed')
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() && existsSync(file))
    refuseExposedPlace(dirname(realpathSync(file)), 'database_exposed')
}

/** A database that others may write is not evidence. */
export function refuseExposed(file: string): void {
  if (process.platform === 'win32') return
  if ((statSync(file).mode & 0o022) !== 0) {
    throw failure('database_exposed', `${file} can be changed by other users of this machine`, {
      chmod: { mode: '600', path: file },
    })
  }
}
