import type { CommonFlags, Context } from '../../app/context.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import type { ExitCode } from '../../errors.ts'
import { type Deal, opportunityIdOf } from '../../partners/deals/deal.ts'
import type { DealOrder } from '../../partners/deals/packed-deals.ts'
import { compareText } from '../../records/compare.ts'
import { printRows } from '../../terminal/print-rows.ts'
import { conflictsView } from './conflicts-view.ts'

/** Lists the opportunities with more than one approved registration of a program, and those registrations. */
export async function runDealConflicts(context: Context, _flags: CommonFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const list = await readDealList(context, store, undefined, { isKept: isConflict, order: BY_OPPORTUNITY })
    await printRows(context.io, context.format, conflictsView(list, context.io))
    return listCode(list)
  } finally {
    await store.close()
  }
}

function isConflict({ finding }: Deal): boolean {
  return finding.problems.some(({ code }) => code === 'second_approved' || code === 'second_service_attach')
}

/** Those of one opportunity together, of each program in the order they were approved. */
const BY_OPPORTUNITY: DealOrder<{ on: string | null; program: 0 | 1; approved: string | null; name: string }> = {
  keyOf: (deal) => ({
    on: opportunityIdOf(deal),
    program: deal.finding.problems.some(({ code }) => code === 'second_approved') ? 0 : 1,
    approved: deal.record.approved,
    name: deal.record.name,
  }),
  compare: (a, b) =>
    compareText(a.on, b.on) || a.program - b.program || compareText(a.approved, b.approved) || compareText(a.name, b.name),
}
