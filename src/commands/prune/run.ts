import type { CommonFlags, Context } from '../../app/context.ts'
import { readDay } from '../../app/option-values.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { addDays, addMonths } from '../../rules/day.ts'
import type { PruneOutcome, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { costLines, pruneView, whatGoes } from './prune-view.ts'

export interface PruneFlags extends CommonFlags {
  olderThan: string
}

/** Removes what records were before a day; asks first, unless `--yes` was given. Throws what pruning throws. */
export async function runPrune(context: Context, { olderThan, yes }: PruneFlags): Promise<ExitCode> {
  const before = dayOf(olderThan, context.today)
  const store = await context.openStore('change')
  try {
    const request = { before, dryRun: context.dryRun }
    if (!yes && !context.dryRun) await confirm(context, store, olderThan, { ...request, dryRun: true })
    print(context.io, context.format, pruneView(await store.prune(request), context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** The day whose history is kept: as it was typed, or so long before today. Throws a usage error. */
function dayOf(typed: string, today: string): string {
  const [, count = '', unit = ''] = /^(\d{1,4})([dwmy])$/.exec(typed) ?? []
  const before = count === '' ? readDay('--older-than', typed, '365d or 2025-11-20') : ago(today, Number(count), unit)
  if (before === undefined) throw usageError('--older-than needs a value', 'write it as 365d, or as 2025-11-20')
  if (!/^(?:19|20)/.test(before)) throw usageError(`--older-than ${typed} is too long ago`, 'write it as 365d, or as 2025-11-20')
  if (before > today) throw usageError(`--older-than ${typed} has not come yet`, 'write a day before today, or as 365d')
  return before
}

function ago(today: string, count: number, unit: string): string {
  if (unit === 'd' || unit === 'w') return addDays(today, -count * (unit === 'w' ? 7 : 1))
  return addMonths(today, -count * (unit === 'y' ? 12 : 1))
}

/** Says what it costs, and asks a person; where phd cannot ask, throws the usage error that names --yes. */
async function confirm(
  { interactive, io }: Context,
  store: Store,
  olderThan: string,
  request: Parameters<Store['prune']>[0],
): Promise<void> {
  if (!interactive) {
    throw usageError(
      `pruning the history before ${request.before} needs --yes when phd cannot prompt`,
      `check what it would remove: phd prune --older-than ${olderThan} --dry-run; then: phd prune --older-than ${olderThan} --yes`,
    )
  }
  const outcome: PruneOutcome = await store.prune(request)
  if (outcome.status === 'unchanged') return
  for (const line of [whatGoes(outcome), ...costLines(outcome)]) io.note(`  ${line}`)
  const { askToGoOn } = await import('../../terminal/prompts.ts')
  await askToGoOn(`Prune the history before ${outcome.before}, for good?`)
}
