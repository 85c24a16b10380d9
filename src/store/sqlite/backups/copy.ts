/** Copies a whole database, page by page, while others read and write it. */

import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { flushFile } from '../../../files/disk.ts'
import type { Copying } from '../../backups.ts'
import { damaged } from '../engine-errors.ts'
import { hardened } from '../health.ts'

/** Pages that are copied before the event loop runs: 4 MiB, so that a bar moves and Ctrl-C is heard. */
const AT_A_TIME = 512

/**
 * Copies a database as it is at one moment into a file that is there and empty. A transaction that only reads holds the moment, so
 * that the copy is never begun again, however much others write. The copy is a file by itself, without a log beside it, and on the
 * disk. Throws what the engine says.
 */
export async function copyMoment(db: Database.Database, to: string, { showPages, signal }: Copying): Promise<void> {
  db.exec('BEGIN')
  try {
    // What is read first holds the moment; a bare BEGIN does not.
    db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get()
    const pages = db.pragma('page_count', { simple: true }) as number
    const copied = await copyPages(db, to, (done, total) => {
      if (signal?.aborted) throw stopped()
      showPages?.(done, total)
    })
    if (copied < pages) throw damaged(db.name)
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
  settle(to)
}

/**
 * Copies every page into a database, in one transaction of it. `step` is called before the first, when nobody else can write
 * to it, and then again and again; what it throws ends the copy with nothing changed. Gives how many pages were copied; none: someone
 * else is writing to it.
 */
export async function copyPages(
  from: Database.Database,
  to: string,
  step: (done: number, total: number) => void,
): Promise<number> {
  // The package would cut them off, and write to another file.
  if (to.trim() !== to) throw failure('cannot_write', `"${to}" ends with a blank`, 'use a name without one')
  const { totalPages, remainingPages } = await from.backup(to, {
    progress: ({ totalPages: total, remainingPages: left }) => {
      step(total - left, total)
      return AT_A_TIME
    },
  })
  return totalPages - remainingPages
}

/** Makes a copy a file by itself: whoever reads it makes no log beside it. */
function settle(file: string): void {
  const db = new Database(file, { fileMustExist: true })
  try {
    hardened(db)
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
  flushFile(file)
}

function stopped() {
  return failure('interrupted', 'stopped: nothing was changed', 'run the command again when you like')
}
