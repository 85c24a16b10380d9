/** What the lists of requests have in common, whatever is asked for. */

import type { CommonFlags, Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode } from '../../errors.ts'
import type { BusinessDays } from '../../rules/business-days.ts'
import type { RecordReader } from '../../store/store.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { withClaims } from '../claims.ts'
import { requestDues } from './dues.ts'
import { type RequestList, requestsListing } from './requests-view.ts'
import { byUrgency } from './rows.ts'

export interface ListFlags extends CommonFlags, DueDatesFlags {
  closed?: boolean
  region?: string
}

/** Prints the requests that `readRequests` gives, late ones first, by the business days of `--region`. Throws usage errors. */
export async function printRequests(
  context: Context,
  flags: ListFlags,
  readRequests: (store: RecordReader, days: BusinessDays) => Promise<Omit<RequestList, 'today' | 'now' | 'asOf'>>,
): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const { requests, ...about } = await readRequests(store, days)
    const { today, now, asOf, io, format } = context
    const sorted = (await withClaims(store, requests)).toSorted(byUrgency)
    await keepDueDates(context, flags, () => requestDues(sorted))
    await printRows(io, format, requestsListing({ ...about, requests: sorted, today, now, asOf }, io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
