/** Requests from the license request form that wait for an answer. */

import { indexFor } from '../partners/linking/linked-names.ts'
import { typeOf } from '../partners/nfr-evidence.ts'
import type { Partner, PartnerLookup } from '../partners/partner.ts'
import { type DateOrder, decidedBy, parseDate, settleDate } from '../records/date-order.ts'
import { KEY_MARK } from '../records/key.ts'
import { type NfrRequest, nfrRequests } from '../records/kinds/licenses/nfr-requests.ts'
import { foldName } from '../records/name.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { Stored } from '../store/store.ts'
import type { DeskRequest, Requester } from './request.ts'

/** A row of the form that is not decided yet. */
export interface FormRequest {
  /** How a person names it: "form:4", by its line. */
  reference: string
  key: string
  /** The partner it names; null if it fits none or several. */
  partner: Partner | null
  partnerText: string
  requester: Requester
  /** The day it was sent, YYYY-MM-DD; null if month and day are ambiguous. */
  received: string | null
  receivedText: string
  /** Id of the type; null if the form has an unknown word for it. */
  type: string | null
  typeText: string
  users: number | null
  renewal: boolean
  justification: string | null
  /** Its state by the sheet; null if the sheet says nothing. */
  status: string | null
  source: Stored<NfrRequest>['source']
  /** The recorded request that this row may be, changed in the sheet since: sent at the same time, and the same in all but one other value. */
  changedSince: number | null
}

interface FormOptions {
  policy: Pick<NfrPolicy, 'types'>
  /** What the sheet calls a request that is done, compared without case. */
  doneWords: readonly string[]
  /** The order of month and day in the sheet; null where nothing says it. */
  dateOrder: DateOrder | null
}

/** The rows of the form that wait: not done by the sheet, and not decided in phd. */
export async function openFormRequests(
  store: PartnerLookup,
  rows: readonly Stored<NfrRequest>[],
  requests: ReadonlyArray<Pick<DeskRequest, 'id' | 'formKey'>>,
  { policy, doneWords, dateOrder }: FormOptions,
): Promise<FormRequest[]> {
  const known = new Set(requests.flatMap(({ formKey }) => formKey ?? []))
  const done = new Set(doneWords.map((word) => foldName(word).folded))
  const changed = (key: string): number | null =>
    requests.find(({ formKey }) => formKey !== null && isChange(formKey, key))?.id ?? null
  const open = rows.flatMap(({ record, source }) => {
    const key = nfrRequests.key(record)
    if (key === null || known.has(key) || done.has(foldName(record.status ?? '').folded)) return []
    return [{ key, record, source, named: { name: record.partner, accountId: record.accountId } }]
  })
  const index = await indexFor(
    store,
    open.map(({ named }) => named),
  )
  const waiting = open.map(
    ({ key, record, source, named }): FormRequest => ({
      reference: `form:${source.line}`,
      key,
      partner: index.link(named).partner,
      partnerText: record.partner ?? '',
      requester: { name: record.requester, address: record.email },
      received: settleDate(parseDate(record.timestamp ?? ''), dateOrder),
      receivedText: record.timestamp ?? '',
      type: typeOf(record.licenseType ?? '', policy),
      typeText: record.licenseType ?? '',
      users: record.seats,
      renewal: /^\s*renew/i.test(record.requestType ?? ''),
      justification: record.justification,
      status: record.status?.trim() || null,
      source,
      changedSince: changed(key),
    }),
  )
  return withReferences(waiting)
}

function isChange(one: string, other: string): boolean {
  const [sent, ...rest] = one.split(KEY_MARK)
  const [otherSent, ...otherRest] = other.split(KEY_MARK)
  return sent === otherSent && rest.filter((part, i) => part !== otherRest[i]).length === 1
}

/** If two files have a row on the same line, its reference names the import too. */
function withReferences(waiting: FormRequest[]): FormRequest[] {
  const lines = Map.groupBy(waiting, ({ source }) => source.line)
  return waiting.map((form) => {
    const { importId, line } = form.source
    return (lines.get(line)?.length ?? 0) > 1 ? { ...form, reference: `form:${importId}.${line}` } : form
  })
}

/** The order of month and day, by the first time in the sheet that has one reading only. */
export function orderOf(rows: readonly Stored<NfrRequest>[]): DateOrder | null {
  for (const { record } of rows) {
    const date = parseDate(record.timestamp ?? '')
    const order = date !== null && typeof date === 'object' ? decidedBy(date) : null
    if (order) return order
  }
  return null
}
