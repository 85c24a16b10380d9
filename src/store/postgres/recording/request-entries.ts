/** The entries of requests and letters. */

import { isOpenedBy } from '../../readings.ts'
import { type RawAuditEntry, REQUEST_ACTIONS, type RequestsOf } from '../../store.ts'
import type { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import type { View } from '../view.ts'
import { entriesByRequest, entriesWhere, ofActions } from './audit.ts'

const OPENING = ['loa_requested', 'nfr_requested']

/** The entries of requests and letters made up to a moment (ISO 8601, UTC; null: all), oldest first: all, or some with all that happened to their requests. */
export async function requestEntries(link: Connection, until: string | null, of?: RequestsOf): Promise<RawAuditEntry[]> {
  const among = (ids: (bound: Bound) => string): Promise<RawAuditEntry[]> =>
    entriesWhere(link, until, (bound) => `id IN (${ids(bound)}) AND ${ofActions(REQUEST_ACTIONS)(bound)}`)
  if (!of) return entriesWhere(link, until, ofActions(REQUEST_ACTIONS))
  if ('partnerIds' in of)
    return among((bound) => {
      const partners = bound.texts(of.partnerIds)
      return `SELECT id FROM audit WHERE partner_id = ANY(${partners})
        UNION SELECT id FROM audit WHERE request IN (SELECT request FROM audit WHERE partner_id = ANY(${partners}))`
    })
  if ('unnamed' in of)
    return among(
      () => `SELECT id FROM audit WHERE request IN (
        SELECT request FROM audit WHERE request IS NOT NULL GROUP BY request HAVING count(partner_id) = 0)`,
    )
  const numbers = 'request' in of ? [of.request] : await openedBy(link, until, of)
  return numbers.length === 0 ? [] : among((bound) => `SELECT id FROM audit WHERE request = ANY(${bound.numbers(numbers)})`)
}

async function openedBy(link: Connection, until: string | null, of: Parameters<typeof isOpenedBy>[0]): Promise<number[]> {
  const openings = await entriesWhere(link, until, ofActions(OPENING))
  return openings.flatMap((opening) => (isOpenedBy(of, opening) ? opening.id : []))
}

/** So many entries come at a time, and the rest of the last one's request. */
const BATCH = 500

/** The entries of all requests and letters made up to a moment: requests by number, and none of them in two batches. */
export async function* requestBatches(view: View, until: string | null): AsyncGenerator<RawAuditEntry[], void, void> {
  let batch: RawAuditEntry[] = []
  for await (const part of entriesByRequest(view, until, ofActions(REQUEST_ACTIONS)))
    for (const entry of part) {
      if (batch.length >= BATCH && (entry.request === null || entry.request !== batch.at(-1)?.request)) {
        yield batch
        batch = []
      }
      batch.push(entry)
    }
  if (batch.length > 0) yield batch
}
