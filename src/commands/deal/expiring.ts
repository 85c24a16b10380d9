import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import { readWithin } from '../../decisions/lists/expiring.ts'
import type { ExitCode } from '../../errors.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import type { DealOrder } from '../../partners/deals/packed-deals.ts'
import { compareText } from '../../records/compare.ts'
import { addDays } from '../../rules/day.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { lastDues } from './dues.ts'
import { expiringView } from './expiring-view.ts'
import { ManagerNames, wantedBy } from './list.ts'

export interface ExpiringFlags extends CommonFlags, DueDatesFlags {
  within: string
  partner?: string
  manager?: string
}

const BY_LAST_DAY: DealOrder<{ expires: string | null; name: string }> = {
  keyOf: ({ finding: { expires }, record: { name } }) => ({ expires, name }),
  compare: (a, b) => compareText(a.expires, b.expires) || compareText(a.name, b.name),
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
    const managers = new ManagerNames(manager)
    const last = addDays(context.today, within)
    let over = 0
    const isKept = (deal: Deal): boolean => {
      const { phase, expires, problems } = deal.finding
      managers.add(deal)
      if (!isWanted(deal)) return false
      if (problems.some(({ code }) => code === 'expired_still_approved')) over++
      return phase === 'running' && expires !== null && expires <= last
    }
    const list = await readDealList(context, store, undefined, { isKept, order: BY_LAST_DAY })
    managers.tellUnknown(context)
    await keepDueDates(context, flags, () => lastDues(list.deals))
    await printRows(context.io, context.format, expiringView({ ...list, within, over }, context.io))
    return listCode(list)
  } finally {
    await store.close()
  }
}
