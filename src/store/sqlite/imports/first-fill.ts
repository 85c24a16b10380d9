/** The first import of a database, by far the biggest change it ever sees, is written once: to the file, not to the log first. */

import type Database from 'better-sqlite3'
import { isFilled } from '../health.ts'
import { isBusy } from '../patience.ts'

/** A smaller file is quicker taken by way of the log. */
const LEAST_BYTES = 4_000_000

/**
 * Does some work that fills a database, with a journal in place of the log where nothing was recorded yet and nobody else has it open.
 * Whoever opens it meanwhile waits, because there is nothing to read. When the work was killed, the next to open the database goes back.
 */
export async function filledWithoutLog<T>(db: Database.Database, bytes: number, work: () => Promise<T>): Promise<T> {
  if (db.memory || bytes < LEAST_BYTES || isFilled(db) || !switchTo(db, 'delete')) return work()
  // What is committed stays so when the power goes: that the journal is gone is on the disk too. With a log it is the same as before.
  db.pragma('synchronous = EXTRA')
  try {
    return await work()
  } finally {
    backToLog(db)
  }
}

/** What became of the work stays what it is told to be: where there is no way back now, the next to open the database takes it. */
function backToLog(db: Database.Database): void {
  try {
    switchTo(db, 'wal')
  } catch {}
}

/** Gives whether it was possible: another process may use the database. */
function switchTo(db: Database.Database, mode: 'delete' | 'wal'): boolean {
  const wait = db.pragma('busy_timeout', { simple: true }) as number
  db.pragma('busy_timeout = 0')
  try {
    return db.pragma(`journal_mode = ${mode}`, { simple: true }) === mode
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    db.pragma(`busy_timeout = ${wait}`)
  }
}
