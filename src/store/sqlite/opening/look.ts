/** Opening a file without changing anything in it or beside it. */

import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { hardened } from '../health.ts'

/**
 * Whether changes lie in a log beside the file. Who opens it to write, and is the last to close it, writes them into the file; who can
 * only read leaves them. Where there is none the engine makes one just to read, and only who may write takes it away again.
 */
export function hasLog(file: string): boolean {
  return (statSync(`${itself(file)}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** Whether a first import was killed: the file cannot be read before what it left is taken back, which opening it to write does. */
export function hasJournal(file: string): boolean {
  return existsSync(`${itself(file)}-journal`)
}

/** The engine keeps its own files beside the file itself, not beside a link to it. */
function itself(file: string): string {
  return existsSync(file) ? realpathSync.native(file) : file
}

/** Whether the engine makes a log beside a file just to read it, by the byte in its header that says so. */
function makesLog(path: string): boolean {
  const header = Buffer.alloc(20)
  const fd = openSync(path, 'r')
  try {
    return readSync(fd, header) === header.length && header[18] === 2
  } finally {
    closeSync(fd)
  }
}

/**
 * Opens a file to read it alone, trusting nothing in it. A log beside it stays as it is; where there is none but will be one, who may
 * write takes it away again. A journal beside it is of a first import that was killed: it is taken back, for the file is unreadable before.
 */
export function openToLook(path: string, timeout = 5000): Database.Database {
  const readonly = hasLog(path) || (!makesLog(path) && !hasJournal(path))
  const db = new Database(path, { readonly, fileMustExist: true, timeout })
  try {
    hardened(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
