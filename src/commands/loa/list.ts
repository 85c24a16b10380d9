import type { Context } from '../../app/context.ts'
import { type ListFlags, printRequests } from '../../decisions/lists/print-requests.ts'
import { listRequest } from '../../decisions/lists/rows.ts'
import type { ExitCode } from '../../errors.ts'
import { type DeskRequest, isOpen, requestsWhere } from '../../requests/request.ts'
import { letterPolicy } from '../../verdicts/letter-rule.ts'

/** Lists open requests, late ones first. */
export async function runLoaList(context: Context, flags: ListFlags): Promise<ExitCode> {
  return printRequests(context, flags, async (store, days) => {
    const { slaBusinessDays } = await letterPolicy(context)
    const isListed = (request: DeskRequest): boolean => request.question === 'loa' && (flags.closed || isOpen(request))
    const recorded = await requestsWhere(store, isListed)
    const requests = recorded.map((request) => listRequest(context, request, { days, slaBusinessDays }, null))
    return { question: 'loa', requests, slaBusinessDays, form: null }
  })
}
