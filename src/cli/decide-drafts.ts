/** The drafts of a decision: filled before anything is recorded, so that a value that is missing stops it. */

import type { Context } from '../context.ts'
import { ExitCode, PhdError, usageError } from '../errors.ts'
import type { ReplyValues } from '../mail/reply.ts'
import type { PreparedDraft } from '../output/drafts.ts'
import type { VerdictAnswer } from '../output/verdict.ts'
import type { Partner } from '../partners/resolve.ts'
import type { Requester } from '../requests/request.ts'
import type { RecordReader } from '../store/store.ts'
import type { DecideFlags } from './decide-options.ts'
import { checkSet, prepareReply, readSet } from './replies.ts'

/** What the replies of a decision are filled with, beside what phd knows of the partner; kept with the decision. */
export function valuesOf(answer: VerdictAnswer, requester: Requester, values: ReplyValues): ReplyValues {
  const told = answer.missing.flatMap(({ forPartner }) => forPartner ?? [])
  const textsOf = (wanted: string): string[] => told.flatMap(({ what, text }) => (what === wanted && text !== null ? [text] : []))
  return {
    requester_name: requester.name ?? undefined,
    requester_email: requester.address ?? undefined,
    missing: textsOf('other'),
    trainings: textsOf('training'),
    ...values,
  }
}

/** Fills the replies. Throws usage errors, `missing_values`, and what filling a reply throws. */
export async function prepareDrafts(
  context: Context,
  store: RecordReader,
  flags: DecideFlags,
  {
    partner,
    replies,
    answer,
    known,
    isDenial,
  }: { partner: Partner; replies: readonly string[]; answer: VerdictAnswer; known: ReplyValues; isDenial: boolean },
): Promise<PreparedDraft[]> {
  const set = readSet(flags.set)
  if (flags.draft === undefined) {
    if (set.size > 0) throw usageError('--set is for the drafts', 'say --draft <folder> too')
    return []
  }
  const { readReply } = await import('../reference/replies.ts')
  const found = replies.map((name) => readReply(name, context.replies))
  await checkSet(set, found)
  const isUntold = answer.missing.some(({ forPartner }) => forPartner?.text === null)
  if (isDenial && isUntold && !set.has('trainings')) {
    throw new PhdError(
      'missing_values',
      ExitCode.refused,
      'the draft cannot be written: which trainings are missing cannot be told from what was imported',
      {
        hint: 'look at the row of the dashboard, and say --set trainings="1 more person: <course>", once for each',
        detail: { missing: ['trainings'] },
      },
    )
  }
  const drafts: PreparedDraft[] = []
  for (const reply of found) drafts.push(await prepareReply(context, store, reply, { partner, known, set }))
  return drafts
}
