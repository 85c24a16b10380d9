/** Records that a step of a quarter's work is done, or is not done after all. */

import type { Context } from '../../app/context.ts'
import { givenValue, neededReason } from '../../app/option-values.ts'
import type { DoneFlags, ReopenFlags } from '../../app/quarters/options.ts'
import { unknownValue } from '../../app/usage.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { cleanLine } from '../../mail/read/clean.ts'
import { STEP_ACTIONS, type StepOf, stepDone, stepDoneEntry, stepReopenedEntry } from '../../requests/quarter-steps.ts'
import { quarterAfter } from '../../rules/fiscal.ts'
import type { StepDone } from '../../rules/quarters/steps.ts'
import type { NewAuditEntry, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { type RecordedStep, recordView } from './record-view.ts'
import { nextOf, type QuarterWork, readQuarter } from './work.ts'

/** What records on the steps of one work; `workOf` gives it by the policy of the day. */
export function recorder(workOf: (context: Context) => QuarterWork) {
  return {
    done: (context: Context, flags: DoneFlags, step: string) => runDone(context, flags, workOf(context), step),
    reopen: (context: Context, flags: ReopenFlags, step: string) => runReopen(context, flags, workOf(context), step),
  }
}

/** Records a step as done. Throws usage errors, and `already_recorded` where it is. */
async function runDone(context: Context, flags: DoneFlags, work: QuarterWork, step: string): Promise<ExitCode> {
  const of = stepOf(context, flags, work, step)
  const note = cleanLine(givenValue('--note', flags.note) ?? '') || null
  return record(context, of, (before) => {
    if (before) {
      const message = `"${step}" of ${of.quarter} is already recorded as done, by ${before.by} (audit entry ${before.entry})`
      throw failure(
        'already_recorded',
        message,
        `to reopen it: phd ${work.command} reopen ${step} --quarter ${of.quarter} --reason "…"`,
      )
    }
    return { entry: stepDoneEntry(of, note), status: 'done', note }
  })
}

/** Records that a step is not done after all. Throws usage errors, and `not_noted` where it was not recorded as done. */
async function runReopen(context: Context, flags: ReopenFlags, work: QuarterWork, step: string): Promise<ExitCode> {
  const of = stepOf(context, flags, work, step)
  const reason = cleanLine(neededReason(flags.reason, 'missing: the reason', 'the file for Japan was the old one'))
  return record(context, of, (before) => {
    if (!before)
      throw failure(
        'not_noted',
        `"${step}" of ${of.quarter} is not recorded as done`,
        `see: phd ${work.command} status --quarter ${of.quarter}`,
      )
    return { entry: stepReopenedEntry(of, before.entry, reason), status: 'reopened', note: reason }
  })
}

/** The step that is meant: one that a person records, of a quarter whose work may have begun. Throws usage errors. */
function stepOf(context: Context, flags: { quarter?: string }, work: QuarterWork, step: string): StepOf {
  const known = work.policy.steps.flatMap(({ id, recorded }) => (recorded ? [id] : []))
  if (!known.includes(step)) throw unknownValue(`unknown step "${step}"`, step, known)
  const next = nextOf(work, context)
  const quarter = readQuarter(flags.quarter) ?? next
  if (quarter.first > next.first)
    throw usageError(`${quarter.name} is too early: ${next.name} comes first`, `use ${next.name} or one before it`)
  if (quarter.first < quarterAfter(next, -8).first)
    throw usageError(`${quarter.name} is more than two years ago`, 'check the quarter')
  return { work: work.id, quarter: quarter.name, step }
}

async function record(
  context: Context,
  of: StepOf,
  make: (before: StepDone | null) => { entry: NewAuditEntry; status: 'done' | 'reopened'; note: string | null },
): Promise<ExitCode> {
  const store: Store = await context.openStore('record')
  try {
    const { entry, status, note } = make(stepDone(await store.entriesOf(STEP_ACTIONS), of))
    const [recorded] = context.dryRun ? [] : await store.record([entry])
    const { at, actor: by } = recorded ?? { at: context.now, actor: context.actor }
    const result: RecordedStep = {
      ...of,
      status: context.dryRun ? 'dry_run' : status,
      note,
      at,
      by,
      entry: recorded?.id ?? null,
    }
    print(context.io, context.format, recordView(result, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}
