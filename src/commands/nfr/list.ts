import type { CommonFlags, Context } from '../../app/context.ts'
import { deskCalendar } from '../../app/desk-calendar.ts'
import { givenValue } from '../../app/option-values.ts'
import { type RequestList, requestsView } from '../../decisions/lists/requests-view.ts'
import { byUrgency, listForm, listRequest } from '../../decisions/lists/rows.ts'
import { requestsFor, waitingForms } from '../../decisions/which-request.ts'
import { ExitCode } from '../../errors.ts'
import { nfrRequests } from '../../records/kinds/nfr-requests.ts'
import { type DeskRequest, isOpen } from '../../requests/request.ts'
import { print } from '../../terminal/print.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import { typeName } from '../../verdicts/license-words.ts'

export interface ListFlags extends CommonFlags {
  closed?: boolean
  region?: string
}

/** Lists open requests, late ones first. */
export async function runNfrList(context: Context, flags: ListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const days = await deskCalendar(context, store, givenValue('--region', flags.region))
    const policy = await licensePolicy(context)
    const clock = { days, slaBusinessDays: policy.slaBusinessDays }
    const all = requestsFor('nfr', await store.requestEntries())
    const asked = ({ ask }: DeskRequest): string | null =>
      ask && `${ask.users} ${typeName(ask.type, policy)}${ask.renewal ? ', renewal' : ''}`
    const recorded = all.filter((request) => flags.closed || isOpen(request))
    const forms = await waitingForms(context, store, policy, all)
    const newest = (await store.newestImports()).find(({ kind }) => kind === nfrRequests.kind)
    const list: RequestList = {
      question: 'nfr',
      requests: [
        ...recorded.map((request) => listRequest(context, request, clock, asked(request))),
        ...forms.map((form) => listForm(context, form, clock)),
      ].sort(byUrgency),
      today: context.today,
      slaBusinessDays: policy.slaBusinessDays,
      form: newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt } : null,
      now: context.now,
      asOf: context.asOf,
    }
    print(context.io, context.format, requestsView(list, context.io))
    return ExitCode.yes
  } finally {
    store.close()
  }
}
