/** The entries of requests and letters. */

import type Database from 'better-sqlite3'
import { isOpenedBy } from '../../readings.ts'
import { type RawAuditEntry, REQUEST_ACTIONS, type RequestsOf } from '../../store.ts'
import { entriesWhere, NO_LATER, OF_ACTIONS } from '../audit.ts'

const ACTIONS = JSON.stringify(REQUEST_ACTIONS)
const OPENING = JSON.stringify(['loa_requested', 'nfr_requested'])

// Each part reads the index alone; asked with OR, the engine would read every entry.
const OF_REQUESTS = 'SELECT id FROM audit INDEXED BY audit_partner WHERE request IN'
const PARTNERS = 'partner_id IN (SELECT value FROM json_each(@partners))'
const OF_PARTNERS = `SELECT id FROM audit WHERE ${PARTNERS}
  UNION ${OF_REQUESTS} (SELECT request FROM audit WHERE ${PARTNERS} AND request IS NOT NULL)`
const UNNAMED = `${OF_REQUESTS} (SELECT request FROM audit INDEXED BY audit_partner WHERE request IS NOT NULL
  GROUP BY request HAVING count(partner_id) = 0)`

/** The entries of requests and letters made up to a moment (ISO 8601, UTC; null: all), oldest first: all, or some with all that happened to their requests. */
export function requestEntries(db: Database.Database, until: string | null, of?: RequestsOf): RawAuditEntry[] {
  const bound = { until, actions: ACTIONS }
  if (!of) return entriesWhere(db, OF_ACTIONS, bound)
  const among = (ids: string, more: object): RawAuditEntry[] =>
    entriesWhere(db, `id IN (${ids}) AND ${OF_ACTIONS}`, { ...bound, ...more })
  if ('partnerIds' in of) return among(OF_PARTNERS, { partners: JSON.stringify(of.partnerIds) })
  if ('unnamed' in of) return among(UNNAMED, {})
  const numbers =
    'request' in of
      ? [of.request]
      : entriesWhere(db, OF_ACTIONS, { until, actions: OPENING }).flatMap((opening) =>
          isOpenedBy(of, opening) ? opening.id : [],
        )
  return among(`${OF_REQUESTS} (SELECT value FROM json_each(@requests))`, { requests: JSON.stringify(numbers) })
}

/** So many entries are read at a time, and the rest of the last one's request. */
const BATCH = 500

/**
 * The numbers of the entries of all requests and letters made up to a moment, as batches to read: requests by number, and none of them in
 * two batches.
 */
export function requestNumbers(db: Database.Database, until: string | null): Int32Array[] {
  const batches: Int32Array[] = []
  let batch: number[] = []
  let last: number | null = null
  for (const { id, request } of inOrderOfRequests(db, until)) {
    if (batch.length >= BATCH && (request === null || request !== last)) {
      batches.push(Int32Array.from(batch))
      batch = []
    }
    batch.push(id)
    last = request
  }
  return batch.length > 0 ? [...batches, Int32Array.from(batch)] : batches
}

function inOrderOfRequests(db: Database.Database, until: string | null): Iterable<Pick<RawAuditEntry, 'id' | 'request'>> {
  return db
    .prepare<[object], Pick<RawAuditEntry, 'id' | 'request'>>(
      `SELECT id, request FROM audit WHERE ${OF_ACTIONS} AND ${NO_LATER} ORDER BY request, id`,
    )
    .iterate({ until, actions: ACTIONS })
}
