/** Decides on a request: plans, fills the drafts, asks, records, and prints what became of it. */

import type { Context } from '../app/context.ts'
import { ExitCode } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { print } from '../terminal/print.ts'
import { verdictText } from '../verdicts/view.ts'
import { carryOut } from './carry-out.ts'
import type { DecisionCase } from './case.ts'
import { refuseTaken, takeable, takeableForm } from './claims.ts'
import { prepareDrafts } from './drafts.ts'
import { type DecideFlags, readTyped } from './options.ts'
import { type DecisionPlan, planDecision, type RefusedPlan } from './plan.ts'
import { type DecisionResult, decisionView } from './view.ts'

/** Makes the decision, or refuses it; gives the exit code. */
export async function decide(context: Context, store: Store, flags: DecideFlags, about: DecisionCase): Promise<ExitCode> {
  const work = about.request ? takeable(about.request) : about.form && takeableForm(about.form)
  if (work && !flags.takeOver) await refuseTaken(store, work, context.actor)
  const plan = planDecision(about, readTyped(context, flags, about.authorities.notNames), context)
  const result = resultOf(context, about, plan)
  if (plan.outcome === 'refused') {
    print(context.io, context.format, decisionView(result, false, context.io))
    return plan.exitCode
  }
  const drafts = await prepareDrafts(context, store, flags, about, plan)
  const asks = context.interactive && !flags.yes && !context.dryRun
  if (asks) await confirm(context, about, plan)
  if (context.dryRun) {
    print(context.io, context.format, decisionView({ ...result, unwritten: drafts?.prepared ?? [] }, false, context.io))
    return ExitCode.yes
  }
  if (work && flags.takeOver) await store.take(work.wanted, { takeOver: true })
  const { remarks, ...done } = await carryOut(store, about, plan, drafts)
  const recorded = { ...result, ...done, remarks: [...result.remarks, ...remarks] }
  print(context.io, context.format, decisionView(recorded, asks, context.io))
  return ExitCode.yes
}

/** What is printed of a decision, before anything is recorded. */
function resultOf(
  { dryRun, actor, now }: Context,
  { decision, verdict, request }: DecisionCase,
  plan: DecisionPlan | RefusedPlan,
): DecisionResult {
  const isRefused = plan.outcome === 'refused'
  return {
    decision,
    status: isRefused ? 'refused' : dryRun ? 'dry_run' : 'recorded',
    verdict,
    request: request?.id ?? null,
    entry: null,
    requester: plan.requester,
    override: isRefused ? null : plan.override,
    exception: isRefused ? null : plan.exception,
    actor,
    at: now,
    drafts: [],
    unwritten: [],
    leftToDo: isRefused ? [] : plan.leftToDo,
    remarks: isRefused ? [] : plan.remarks,
    refusal: isRefused ? plan.refusal : null,
  }
}

/** Shows the verdict and asks whether to go on. */
async function confirm(context: Context, { decision, verdict }: DecisionCase, { override }: DecisionPlan): Promise<void> {
  const { io } = context
  io.result(`${io.prose(verdictText(verdict, io))}\n`)
  const { askToGoOn } = await import('../terminal/prompts.ts')
  const what = { approved: 'Approve', denied: 'Deny', exception: 'Ask for an exception for' }[decision]
  await askToGoOn(`${override ? 'OVERRIDE: ' : ''}${what} ${verdict.partner.name} (${verdict.partner.id})?`)
}
