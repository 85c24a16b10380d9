/** Whether the versions of a desk on a server are what each import left; see records-check/check.ts. */

import type { Kind } from '../../../records/kind.ts'
import { checkRecords, OF_VERSIONS, type RecordsCheck } from '../../records-check/check.ts'
import type { Connection } from '../connection/connection.ts'
import { serverRows } from '../moving/read-rows.ts'
import { entriesWhere, ofActions } from '../recording/audit.ts'

/** Reads all of them as they are at one moment; `isHeld`: it is held already. */
export async function verifyRecords(link: Connection, kinds: readonly Kind[], isHeld: boolean): Promise<RecordsCheck> {
  if (!isHeld) await link.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0')
  try {
    return await checkRecords(kinds, await entriesWhere(link, null, ofActions(OF_VERSIONS)), serverRows(link))
  } finally {
    if (!isHeld) await link.run('ROLLBACK')
  }
}
