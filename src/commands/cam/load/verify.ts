import type { CommonFlags, Context } from '../../../app/context.ts'
import { givenValue } from '../../../app/option-values.ts'
import { ExitCode, highestCode } from '../../../errors.ts'
import { exportedPlan, isSettled, readProgress } from '../../../plans/progress.ts'
import { hasNews, type VerifiedChange, verifiedEntries, verifyPlans } from '../../../plans/verify.ts'
import { print } from '../../../terminal/print.ts'
import { planNumber } from '../plan-file.ts'
import { verifyView } from './verify-view.ts'

export interface VerifyFlags extends CommonFlags {
  plan?: string
}

/** Checks in the records whether the changes of exported plans landed. */
export async function runVerify(context: Context, flags: VerifyFlags): Promise<ExitCode> {
  const store = await context.openStore('decide')
  try {
    const plans = await readProgress(store)
    const named = givenValue('--plan', flags.plan)
    const wanted = named === undefined ? plans.filter((plan) => !isSettled(plan)) : [exportedPlan(plans, await planNumber(named))]
    const verified = await verifyPlans(store, wanted)
    const news = verified.filter(hasNews)
    const entries = news.flatMap(verifiedEntries)
    if (entries.length > 0 && !context.dryRun) await store.record(entries)
    const statusOfNews = context.dryRun ? ('dry_run' as const) : ('verified' as const)
    const shown = verified.map((each) => ({ ...each, status: news.includes(each) ? statusOfNews : ('unchanged' as const) }))
    print(context.io, context.format, verifyView(shown, context.io))
    return highestCode(verified.flatMap(({ changes }) => changes.map(({ found }) => EXIT_OF[found])))
  } finally {
    await store.close()
  }
}

const EXIT_OF: Readonly<Record<VerifiedChange['found'], ExitCode>> = {
  landed: ExitCode.yes,
  superseded: ExitCode.yes,
  overwritten: ExitCode.no,
  open: ExitCode.no,
  not_seen: ExitCode.cannotTell,
  gone: ExitCode.cannotTell,
  unclear: ExitCode.cannotTell,
}
