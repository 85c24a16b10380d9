import { chmodSync, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { makeFolders } from '../../../files/disk.ts'
import type { Kind } from '../../../records/kind.ts'
import type { OpenOptions } from '../../engine.ts'
import { refusePrunedMoment } from '../../pruned.ts'
import type { AsOf, RecordReader, Store } from '../../store.ts'
import { asUserError } from '../engine-errors.ts'
import { hardened } from '../health.ts'
import { entryAt, momentOf } from '../imports/import-entries.ts'
import { prunedHistory } from '../past/prune.ts'
import { isBusy } from '../patience.ts'
import { checkToRead, isCurrent, migrate } from '../schema.ts'
import { openToLook } from './look.ts'
import { openUpToDate, refuseExposed, refusePlace, tune, WAYS, type Way } from './up-to-date.ts'

/** Opens a database that has this program's schema, compared part by part; null where it has an older one. Changes and throws as `openUpToDate`. */
export function openCurrent<S extends RecordReader>(
  file: string,
  kinds: readonly Kind[],
  options: OpenOptions,
  way: Way<S>,
): S | null {
  return openUpToDate(
    file,
    async () => kinds,
    options,
    way,
    (db) => isCurrent(db, file, kinds),
  )
}

/** An empty store that is gone when it is closed. */
export function openInMemory(kinds: readonly Kind[], { waitSeconds: _, ...options }: OpenOptions): Store {
  const db = new Database(':memory:')
  hardened(db)
  tune(db)
  migrate(db, db.name, kinds)
  return WAYS.toWrite.store(db, async () => kinds, options)
}

/**
 * Brings a database to this program's schema, after a checked copy of an older one; makes it (0600, in a folder of 0700) where there is
 * none, and takes back what a killed first import left. Throws PhdError: `database_unreadable`, `database_exposed`,
 * `database_damaged`, `not_a_phd_database`, `foreign_schema`, `newer_database`, `busy`.
 */
export function upgrade(file: string, kinds: readonly Kind[], waitSeconds: number): void {
  try {
    // An empty file is not a database yet, and may not be private.
    const isNew = !existsSync(file) || statSync(file).size === 0
    refusePlace(file)
    if (isNew) makeFolders(dirname(file))
    else refuseExposed(file)
    const db = new Database(file, { timeout: waitSeconds * 1000 })
    try {
      if (isNew) chmodSync(file, 0o600)
      hardened(db)
      migrateAndTune(db, file, kinds, waitSeconds)
    } finally {
      db.close()
    }
  } catch (error) {
    throw asUserError(error, file, true)
  }
}

function migrateAndTune(db: Database.Database, file: string, kinds: readonly Kind[], waitSeconds: number): void {
  tune(db)
  if (db.pragma('journal_mode', { simple: true }) !== 'wal') {
    // Rows are long: pages of twice the usual size make a big import a fifth faster.
    db.pragma('page_size = 8192')
    // Asked before switching to WAL, so that the file of another program is not touched.
    migrate(db, file, kinds)
    blockingUntilFree(waitSeconds, () => db.pragma('journal_mode = WAL'))
    return
  }
  migrate(db, file, kinds)
}

/**
 * Tries again while another process is in the way, because the engine does not wait by itself for this change alone. It blocks: a
 * database is made once, in milliseconds.
 */
function blockingUntilFree(waitSeconds: number, change: () => void): void {
  const until = performance.now() + waitSeconds * 1000
  for (;;) {
    try {
      change()
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/**
 * The last entry of the list of imports that had come by a moment, or that has a number, with its time.
 * Throws a usage error where there is no such import, and what opening a database throws.
 */
export function findAsOf(file: string, kinds: readonly Kind[], wanted: { moment: string } | { entry: number }): AsOf {
  let db: Database.Database | null = null
  try {
    refusePlace(file)
    refuseExposed(file)
    db = openToLook(file)
    const isNew = checkToRead(db, file, kinds) === 0
    if ('moment' in wanted && isNew) return { entry: 0, moment: wanted.moment }
    const moment = 'moment' in wanted ? wanted.moment : isNew ? null : momentOf(db, wanted.entry)
    if (moment === null) throw failure('as_of_unknown', `no import ${'entry' in wanted ? wanted.entry : ''}`)
    const entry = 'entry' in wanted ? wanted.entry : entryAt(db, moment)
    refusePrunedMoment(prunedHistory(db), { entry, moment: 'moment' in wanted ? moment : null })
    return { entry, moment }
  } catch (error) {
    throw asUserError(error, file, true)
  } finally {
    db?.close()
  }
}
