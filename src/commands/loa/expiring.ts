import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { endingDues } from '../../decisions/lists/dues.ts'
import { expiringSource, readWithin } from '../../decisions/lists/expiring.ts'
import { type ExpiringList, expiringView } from '../../decisions/lists/expiring-view.ts'
import { ExitCode } from '../../errors.ts'
import { lettersIssued } from '../../records/kinds/licenses/letters-issued.ts'
import { expiringLetters } from '../../requests/expiring.ts'
import { print } from '../../terminal/print.ts'

export interface ExpiringFlags extends CommonFlags, DueDatesFlags {
  within: string
}

/** Lists letters whose last day is near. */
export async function runLoaExpiring(context: Context, flags: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(flags.within)
  const store = await context.openStore('read')
  try {
    const items = await expiringLetters(store, { today: context.today, within })
    const source = await expiringSource(context, store, lettersIssued)
    const list: ExpiringList = { ...source, question: 'loa', within, items, drafts: [], undrafted: [] }
    await keepDueDates(context, flags, () => endingDues('loa', items))
    print(context.io, context.format, expiringView(list, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
