import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { isWhole, type ReadLead, readLeads } from '../../app/lists/leads.ts'
import { ExitCode } from '../../errors.ts'
import { compareText } from '../../records/compare.ts'
import { print } from '../../terminal/print.ts'
import { leadDues } from './dues.ts'
import { isLate, leadListView, nextDay } from './leads-view.ts'

export interface LeadListFlags extends CommonFlags, DueDatesFlags {
  partner?: string
  closed?: boolean
}

/** Lists the leads that wait for their partner, late ones first; all of them with `--closed`. */
export async function runLeadList(context: Context, flags: LeadListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { leads, ...about } = await readLeads(context, store, flags.partner)
    const { today, now, asOf, io, format } = context
    const listed = leads.filter(({ answer }) => flags.closed || answer.outcome !== 'out').sort(byUrgency(today))
    await keepDueDates(context, flags, () => leadDues(listed))
    print(io, format, leadListView({ ...about, today, now, asOf, leads: listed }, io))
    return isWhole(about) ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    store.close()
  }
}

/** Late ones first, then by the day of the next step; those without a day last. */
function byUrgency(today: string): (a: ReadLead, b: ReadLead) => number {
  const due = ({ days }: ReadLead): string => nextDay(days, today) ?? '9999'
  return (a, b) =>
    Number(isLate(b, today)) - Number(isLate(a, today)) ||
    compareText(due(a), due(b)) ||
    compareText(a.record.lead, b.record.lead)
}
