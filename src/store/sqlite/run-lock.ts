/** Locks by the engine, on files that stay empty: they end with the process that holds them, however it ends. */

import { lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { failure } from '../../errors.ts'
import { makeFolders, refuseExposedPlace } from '../../files/disk.ts'
import type { HeldLock } from '../store.ts'
import { isBusy } from './patience.ts'

/** Long enough for one that only looks, in milliseconds. */
const LOOK = 200

/**
 * Takes a lock, making its file (0600, in a folder of 0700) where there is none; null: another process holds it.
 * Throws `exposed_folder`, `linked_folder`, `not_a_file`, and what the system or the engine says.
 */
export function tryLock(file: string): HeldLock | null {
  refuseExposedPlace(dirname(file))
  makeFolders(dirname(file))
  refuseOther(file)
  const db = new Database(file, { timeout: LOOK })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return { release: () => void db.close() }
  } catch (error) {
    db.close()
    if (isBusy(error)) return null
    throw error
  }
}

/** Whether a process holds it now. Throws what the engine says. */
export function isLocked(file: string): boolean {
  if (!lstatSync(file, { throwIfNoEntry: false })) return false
  refuseOther(file)
  const db = new Database(file, { readonly: true, timeout: 0 })
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    db.close()
  }
}

function refuseOther(file: string): void {
  const there = lstatSync(file, { throwIfNoEntry: false })
  if (there && !there.isFile()) throw failure('not_a_file', `${file} is not a regular file`, 'move it away')
}
