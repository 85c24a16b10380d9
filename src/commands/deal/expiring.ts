import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import { readWithin } from '../../decisions/lists/expiring.ts'
import type { ExitCode } from '../../errors.ts'
import { compareText } from '../../records/compare.ts'
import { addDays } from '../../rules/day.ts'
import { print } from '../../terminal/print.ts'
import { lastDues } from './dues.ts'
import { expiringView } from './expiring-view.ts'
import { tellUnknownManager, wantedBy } from './list.ts'

export interface ExpiringFlags extends CommonFlags, DueDatesFlags {
  within: string
  partner?: string
  manager?: string
}

/** Lists running registrations whose last day is near, soonest first, and what an extension needs. */
export async function runDealExpiring(context: Context, flags: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(flags.within)
  const { partner, manager } = flags
  const store = await context.openStore('read')
  try {
    const isWanted = await wantedBy(context, store, {
      ...(partner !== undefined && { partner }),
      ...(manager !== undefined && { manager }),
    })
    const list = await readDealList(context, store, undefined)
    tellUnknownManager(context, list.deals, manager)
    const last = addDays(context.today, within)
    const wanted = list.deals.filter(isWanted)
    const deals = wanted
      .filter(({ finding: { phase, expires } }) => phase === 'running' && expires !== null && expires <= last)
      .sort((a, b) => compareText(a.finding.expires, b.finding.expires) || compareText(a.record.name, b.record.name))
    const over = wanted.filter(({ finding }) => finding.problems.some(({ code }) => code === 'expired_still_approved')).length
    await keepDueDates(context, flags, () => lastDues(deals))
    print(context.io, context.format, expiringView({ ...list, deals, within, over }, context.io))
    return listCode(list)
  } finally {
    store.close()
  }
}
