import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { eachLead, isWhole, type ReadLead } from '../../app/lists/leads.ts'
import { ExitCode } from '../../errors.ts'
import { PackedInOrder } from '../../packed/packed-in-order.ts'
import { compareText } from '../../records/compare.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { leadDues } from './dues.ts'
import { isLate, leadListing, nextDay } from './leads-view.ts'

export interface LeadListFlags extends CommonFlags, DueDatesFlags {
  partner?: string
  closed?: boolean
}

/** What the list is ordered by. */
interface Urgency {
  isLate: boolean
  day: string
  lead: string
}

/** Lists the leads that wait for their partner, late ones first; all of them with `--closed`. */
export async function runLeadList(context: Context, flags: LeadListFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { today, now, asOf, io, format } = context
    const listed = new PackedInOrder<ReadLead, Urgency>()
    const about = await eachLead(context, store, flags.partner, (lead) => {
      if (flags.closed || lead.answer.outcome !== 'out') listed.push(lead, urgencyOf(lead, today))
    })
    listed.sort(byUrgency)
    await keepDueDates(context, flags, () => leadDues(listed))
    await printRows(io, format, leadListing({ ...about, today, now, asOf, leads: listed }, io))
    return isWhole(about) ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

function urgencyOf(lead: ReadLead, today: string): Urgency {
  return { isLate: isLate(lead, today), day: nextDay(lead.days, today) ?? '9999', lead: lead.record.lead ?? '' }
}

/** Late ones first, then by the day of the next step; those without a day last. */
function byUrgency(a: Urgency, b: Urgency): number {
  return Number(b.isLate) - Number(a.isLate) || compareText(a.day, b.day) || compareText(a.lead, b.lead)
}
