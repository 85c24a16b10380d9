import type { Context } from '../../app/context.ts'
import { runStatus, type StatusFlags } from '../../decisions/quarters/status.ts'
import type { QuarterWork } from '../../decisions/quarters/work.ts'
import type { ExitCode } from '../../errors.ts'
import { type RebatePolicy, readRebatePolicies } from '../../reference/quarter-work.ts'
import { policyFor } from '../../rules/policy.ts'

/** The work on rebates by the policy of the day. Throws `no_policy`. */
export function rebateWork({ today }: Pick<Context, 'today'>): QuarterWork & { policy: RebatePolicy } {
  const policy = policyFor(readRebatePolicies(), today, 'rebates')
  return { id: 'rebates', title: 'rebates', command: 'rebate', schema: 'phd.rebate/1', policy, offset: 0 }
}

/** Shows until when exceptions are collected, when they are reviewed, and by when rebates are paid. */
export async function runRebateStatus(context: Context, flags: StatusFlags): Promise<ExitCode> {
  const work = rebateWork(context)
  const { collectedBy, reviewedBy, outcomes } = work.policy
  return runStatus(context, flags, work, async () => ({
    isWhole: true,
    json: { collectedBy, reviewedBy, outcomes },
    lines: [
      `exceptions are collected by ${collectedBy.join(' and ')}`,
      `they are reviewed by ${reviewedBy.join(', ')}`,
      `possible outcomes: ${outcomes.join('; ')}`,
    ],
  }))
}
