import type { Context } from '../../app/context.ts'
import { runStatus, type StatusFlags } from '../../decisions/quarters/status.ts'
import { rebateWork } from '../../decisions/quarters/works.ts'
import type { ExitCode } from '../../errors.ts'

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
