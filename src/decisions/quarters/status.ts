import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { ExitCode } from '../../errors.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { stepDues } from './dues.ts'
import { type QuarterStatus, statusView } from './status-view.ts'
import { type QuarterState, type QuarterWork, quarterStates, readQuarter } from './work.ts'

export interface StatusFlags extends CommonFlags, DueDatesFlags {
  quarter?: string
}

/**
 * Prints how the work of a quarter stands; `more` gives what the work has in addition. Ends with 1 if a step is late, with 4 if
 * not everything that was asked for could be done.
 */
export async function runStatus(
  context: Context,
  flags: StatusFlags,
  work: QuarterWork,
  more: (store: RecordReader, quarters: readonly QuarterState[]) => Promise<QuarterStatus['more']>,
): Promise<ExitCode> {
  const asked = readQuarter(flags.quarter)
  const store = await context.openStore('read')
  try {
    const quarters = await quarterStates(context, store, work, asked)
    await keepDueDates(context, flags, () => stepDues(work, quarters))
    const { io, format, today, now, asOf } = context
    const own = await more(store, quarters)
    print(io, format, statusView({ work, quarters, today, now, asOf, more: own }, io))
    if (!own.isWhole) return ExitCode.cannotTell
    return quarters.some(({ steps }) => steps.some(({ state }) => state === 'late')) ? ExitCode.no : ExitCode.yes
  } finally {
    await store.close()
  }
}
