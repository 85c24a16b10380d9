import type { CommonFlags, Context } from '../../app/context.ts'
import { listCode, readDealList } from '../../app/lists/deals.ts'
import type { ExitCode } from '../../errors.ts'
import { type Deal, opportunityIdOf } from '../../partners/deals/read-deals.ts'
import { compareText } from '../../records/compare.ts'
import { print } from '../../terminal/print.ts'
import { conflictsView } from './conflicts-view.ts'

/** Lists the opportunities with more than one approved registration of a program, and those registrations. */
export async function runDealConflicts(context: Context, _flags: CommonFlags): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const list = await readDealList(context, store, undefined)
    const deals = list.deals.filter(isConflict).sort(byOpportunity)
    print(context.io, context.format, conflictsView({ ...list, deals }, context.io))
    return listCode(list)
  } finally {
    store.close()
  }
}

function isConflict({ finding }: Deal): boolean {
  return finding.problems.some(({ code }) => code === 'second_approved' || code === 'second_service_attach')
}

/** Those of one opportunity together, of each program in the order they were approved. */
function byOpportunity(a: Deal, b: Deal): number {
  const program = ({ finding }: Deal): number => (finding.problems.some(({ code }) => code === 'second_approved') ? 0 : 1)
  return (
    compareText(opportunityIdOf(a), opportunityIdOf(b)) ||
    program(a) - program(b) ||
    compareText(a.record.approved, b.record.approved) ||
    compareText(a.record.name, b.record.name)
  )
}
