/** The drafts of a decision: filled before anything is recorded, so that a missing value stops it. */

import type { Context } from '../app/context.ts'
import { givenValue } from '../app/option-values.ts'
import type { PreparedDraft } from '../drafts/prepared.ts'
import { checkSet, prepareReply, readSet } from '../drafts/replies.ts'
import { failure, usageError } from '../errors.ts'
import type { RecordReader } from '../store/store.ts'
import { isTrainingUnknown } from '../verdicts/verdict.ts'
import type { DecisionCase } from './case.ts'
import type { DecideFlags } from './options.ts'
import type { DecisionPlan } from './plan.ts'

/** The drafts of a decision, and the folder they go to. */
export interface DecisionDrafts {
  folder: string
  prepared: readonly PreparedDraft[]
}

/** Fills the replies; null where no drafts are asked for. Throws usage errors, `missing_values`, and what filling a reply throws. */
export async function prepareDrafts(
  context: Context,
  store: RecordReader,
  flags: Pick<DecideFlags, 'draft' | 'set'>,
  { decision, verdict }: DecisionCase,
  { replies, values }: DecisionPlan,
): Promise<DecisionDrafts | null> {
  const set = readSet(flags.set)
  if (flags.draft === undefined) {
    if (set.size > 0) throw usageError('--set is for the drafts', 'add --draft <folder>')
    return null
  }
  const { readReply } = await import('../reference/replies.ts')
  const found = replies.map((name) => readReply(name, context.repliesFolder))
  await checkSet(set, found)
  if (decision === 'denied' && isTrainingUnknown(verdict) && !set.has('trainings')) {
    throw failure(
      'missing_values',
      'the draft cannot be written: the imported data does not say which trainings are missing',
      'check the row of the dashboard, and add --set trainings="1 more person: <course>", once for each',
      { missing: ['trainings'] },
    )
  }
  const { partner } = verdict
  const prepared: PreparedDraft[] = []
  for (const reply of found) prepared.push(await prepareReply(context, store, reply, { partner, known: values, set }))
  return { folder: givenValue('--draft', flags.draft) ?? '', prepared }
}
