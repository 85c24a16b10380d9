/** Whether the versions of a desk in a file are what each import left; see records-check/check.ts. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { checkRecords, OF_VERSIONS, type RecordsCheck } from '../../records-check/check.ts'
import { entriesOf } from '../audit.ts'
import { fileRows } from '../moving/read-rows.ts'

/** Reads all of them as they are at one moment. */
export async function verifyRecords(db: Database.Database, kinds: readonly Kind[]): Promise<RecordsCheck> {
  const isHeld = db.inTransaction
  if (!isHeld) db.exec('BEGIN')
  try {
    return await checkRecords(kinds, entriesOf(db, null, OF_VERSIONS), fileRows(db))
  } finally {
    if (!isHeld && db.inTransaction) db.exec('ROLLBACK')
  }
}
