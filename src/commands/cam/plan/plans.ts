import type { CommonFlags, Context } from '../../../app/context.ts'
import { neededReason } from '../../../app/option-values.ts'
import { ExitCode, failure } from '../../../errors.ts'
import { CAM_ACTION, planEntry } from '../../../plans/entries.ts'
import { exportedPlan, readProgress } from '../../../plans/progress.ts'
import { print } from '../../../terminal/print.ts'
import { planNumber } from '../plan-file.ts'
import { plansView } from './plans-view.ts'

export interface CloseFlags extends CommonFlags {
  reason?: string
}

/** Lists the exported plans and their states. */
export async function runPlans(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    print(context.io, context.format, plansView(await readProgress(store), context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Closes a plan without finishing it; nothing changes in Salesforce. */
export async function runClose(context: Context, { reason: stated }: CloseFlags, [named = '']: string[]): Promise<ExitCode> {
  const reason = neededReason(stated, 'closing a plan needs a reason', 'the rest was done by hand')
  const store = await context.openStore('decide')
  try {
    const plans = await readProgress(store)
    const plan = exportedPlan(plans, await planNumber(named))
    if (plan.closed)
      throw failure('plan_closed', `plan ${plan.id} was already closed by ${plan.closed.actor}`, 'see: phd cam plans')
    const entry = planEntry({ action: CAM_ACTION.closed, body: { plan: plan.id, reason } }, null)
    const [recorded] = context.dryRun ? [] : await store.record([entry])
    const { at, actor } = recorded ?? { at: context.now, actor: context.actor }
    const closed = { at, actor, reason }
    print(context.io, context.format, plansView([{ ...plan, closed }], context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
