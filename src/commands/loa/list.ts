import type { CommonFlags, Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { givenValue } from '../../app/option-values.ts'
import { requestsView } from '../../decisions/lists/requests-view.ts'
import { byUrgency, listRequest } from '../../decisions/lists/rows.ts'
import { requestsFor } from '../../decisions/which-request.ts'
import { ExitCode } from '../../errors.ts'
import { isOpen } from '../../requests/request.ts'
import { print } from '../../terminal/print.ts'
import { letterPolicy } from '../../verdicts/letter-rule.ts'

export interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

/** Lists open requests, late ones first. */
export async function runLoaList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const { slaBusinessDays } = await letterPolicy(context)
    const requests = requestsFor('loa', await store.requestEntries())
      .filter((request) => flags.closed || isOpen(request))
      .map((request) => listRequest(context, request, { days, slaBusinessDays }, null))
      .sort(byUrgency)
    const { today, now, asOf, io, format } = context
    print(io, format, requestsView({ question: 'loa', requests, today, slaBusinessDays, form: null, now, asOf }, io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}
