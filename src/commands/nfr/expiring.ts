import type { CommonFlags, Context } from '../../app/context.ts'
import { type DueDatesFlags, keepDueDates } from '../../app/due-dates.ts'
import { givenValue } from '../../app/option-values.ts'
import { endingDues } from '../../decisions/lists/dues.ts'
import { expiringSource, readWithin } from '../../decisions/lists/expiring.ts'
import { expiringView } from '../../decisions/lists/expiring-view.ts'
import { NO_DRAFTS } from '../../drafts/batch.ts'
import { ExitCode, usageError } from '../../errors.ts'
import { nfrLicenses } from '../../records/kinds/licenses/nfr-licenses.ts'
import { expiringLicenses } from '../../requests/expiring.ts'
import { print } from '../../terminal/print.ts'
import { licensePolicy } from '../../verdicts/license-rule.ts'
import { draftReminders } from './reminders.ts'

export interface ExpiringFlags extends CommonFlags, DueDatesFlags {
  within: string
  draft?: string
  set?: readonly string[]
}

/** Lists licenses that end soon, and drafts reminders. */
export async function runNfrExpiring(context: Context, flags: ExpiringFlags): Promise<ExitCode> {
  const within = readWithin(flags.within)
  const folder = givenValue('--draft', flags.draft)
  if (folder === undefined && flags.set) throw usageError('--set is for the reminders', 'add --draft <folder>')
  const store = await context.openStore('read')
  try {
    const policy = await licensePolicy(context)
    // A license ends at midnight UTC, wherever the desk is.
    const items = await expiringLicenses(store, policy, { today: context.now.slice(0, 10), within })
    await keepDueDates(context, flags, () => endingDues('nfr', items))
    const { drafts, undrafted } =
      folder === undefined ? NO_DRAFTS : await draftReminders(context, store, { items, policy, folder, typed: flags.set })
    const source = await expiringSource(context, store, nfrLicenses)
    print(context.io, context.format, expiringView({ ...source, question: 'nfr', within, items, drafts, undrafted }, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
