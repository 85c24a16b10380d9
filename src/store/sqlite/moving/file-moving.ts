/** Copying a whole desk from a file, and into a new one. */

import { existsSync, lstatSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { flushFile, makeFolders } from '../../../files/disk.ts'
import type { Kind } from '../../../records/kind.ts'
import type { FileNames, Moving } from '../../moving/desk-rows.ts'
import { marked } from '../../moving/moved.ts'
import { asDamage, asUserError } from '../engine-errors.ts'
import { hardened } from '../health.ts'
import { openToLook } from '../opening/look.ts'
import { upgrade } from '../opening/open.ts'
import { refuseExposed, refusePlace, tune } from '../opening/up-to-date.ts'
import { isCurrent } from '../schema.ts'
import { leave, refuseMoved, takeUp } from './leaving.ts'
import { fileRows } from './read-rows.ts'
import { writeTable } from './write-rows.ts'

/** So long is waited for others. Nobody else has a file in making open. */
const WAIT_SECONDS = 5

/** What copies the desk in a file, or makes the file of a copy. */
export function fileMoving(file: string, kinds: readonly Kind[], files: FileNames): Moving {
  return {
    // Whoever is told of it may be in another folder.
    place: resolve(file),
    read: async (work, leaving) => {
      const db = opened(file, kinds, leaving !== null)
      try {
        // Who records waits from here on, where the desk is left.
        db.exec(leaving ? 'BEGIN IMMEDIATE' : 'BEGIN')
        if (leaving) refuseMoved(db, file)
        const done = await work(fileRows(db))
        if (leaving) await marked(file, leaving.to, async () => leave(db, leaving))
        return done
      } catch (error) {
        throw asDamage(error, file)
      } finally {
        if (db.inTransaction) db.exec('ROLLBACK')
        db.close()
      }
    },
    reopen: async (by, dryRun) => {
      const db = opened(file, kinds, true)
      try {
        return takeUp(db, by, dryRun)
      } catch (error) {
        throw asUserError(error, file)
      } finally {
        db.close()
      }
    },
    checkEmpty: async () => checkFree(file),
    receive: async (work) => {
      checkFree(file)
      makeFolders(dirname(file))
      const made = files.temporary(file)
      try {
        upgrade(made, kinds, WAIT_SECONDS)
        const done = await filled(made, (db) =>
          work({ ...fileRows(db), write: (table, parts) => writeTable(db, kinds, table, parts) }),
        )
        if (!files.name(made, file)) throw taken(file)
        return done
      } catch (error) {
        throw asUserError(error, file)
      } finally {
        for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${made}${end}`, { force: true })
      }
    },
  }
}

function opened(file: string, kinds: readonly Kind[], toWrite: boolean): Database.Database {
  try {
    refusePlace(file)
    refuseExposed(file)
    const db = toWrite ? new Database(file, { fileMustExist: true, timeout: WAIT_SECONDS * 1000 }) : openToLook(file)
    hardened(db)
    if (toWrite) tune(db)
    if (isCurrent(db, file, kinds)) return db
    db.close()
  } catch (error) {
    throw asUserError(error, file, true)
  }
  throw failure('busy', `another phd is changing ${file}`, 'nothing was changed; try again in a moment')
}

/** Lets work fill a database, and gives it to the disk. */
async function filled<T>(made: string, work: (db: Database.Database) => Promise<T>): Promise<T> {
  const db = new Database(made, { fileMustExist: true })
  try {
    hardened(db)
    tune(db)
    // Until it has its name nobody needs it: it is flushed once.
    db.pragma('synchronous = OFF')
    return await work(db)
  } finally {
    db.close()
    flushFile(made)
  }
}

function checkFree(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })) throw taken(file)
  if (existsSync(dirname(file))) refusePlace(file)
}

function taken(file: string) {
  return failure(
    'desk_not_empty',
    `${file} already exists; not overwritten`,
    'nothing was changed; name a file that is not there yet',
  )
}
