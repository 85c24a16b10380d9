/** Copying a whole desk from a file, and into a new one. */

import { existsSync, lstatSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { flushFile, makeFolders } from '../../../files/disk.ts'
import type { Kind } from '../../../records/kind.ts'
import type { FileNames, Moving } from '../../moving/desk-rows.ts'
import { asDamage, asUserError } from '../engine-errors.ts'
import { hardened } from '../health.ts'
import { openToLook } from '../opening/look.ts'
import { upgrade } from '../opening/open.ts'
import { refuseExposed, refusePlace, tune } from '../opening/up-to-date.ts'
import { isCurrent } from '../schema.ts'
import { fileRows } from './read-rows.ts'
import { writeTable } from './write-rows.ts'

/** Nobody else has a file in making open. */
const WAIT_SECONDS = 5

/** What copies the desk in a file, or makes the file of a copy. */
export function fileMoving(file: string, kinds: readonly Kind[], files: FileNames): Moving {
  return {
    read: async (work) => {
      const db = opened(file, kinds)
      try {
        db.exec('BEGIN')
        return await work(fileRows(db))
      } catch (error) {
        throw asDamage(error, file)
      } finally {
        if (db.inTransaction) db.exec('ROLLBACK')
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

function opened(file: string, kinds: readonly Kind[]): Database.Database {
  try {
    refusePlace(file)
    refuseExposed(file)
    const db = openToLook(file)
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
