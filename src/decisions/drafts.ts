/** The drafts of a decision: filled before anything is recorded, so that a value that is missing stops it. */

import type { Context } from '../app/context.ts'
import type { PreparedDraft } from '../drafts/draft-files.ts'
import { checkSet, prepareReply, readSet } from '../drafts/replies.ts'
import { failure, usageError } from '../errors.ts'
import type { ReplyValues } from '../mail/reply.ts'
import type { Partner } from '../partners/partner.ts'
import type { DraftRecord } from '../requests/entries.ts'
import type { Requester } from '../requests/request.ts'
import type { Basis, NewAuditEntry, RecordReader, Store } from '../store/store.ts'
import { sentencesOf } from '../verdicts/sentences.ts'
import type { PartnerVerdict } from '../verdicts/verdict.ts'
import type { DecideFlags } from './options.ts'

/** What the replies of a decision are filled with, beside what phd knows of the partner; kept with the decision. */
export function valuesOf(verdict: PartnerVerdict, requester: Requester, values: ReplyValues): ReplyValues {
  const told = sentencesOf(verdict).missing.flatMap(({ forPartner }) => forPartner ?? [])
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
    verdict,
    known,
    isDenial,
  }: { partner: Partner; replies: readonly string[]; verdict: PartnerVerdict; known: ReplyValues; isDenial: boolean },
): Promise<PreparedDraft[]> {
  const set = readSet(flags.set)
  if (flags.draft === undefined) {
    if (set.size > 0) throw usageError('--set is for the drafts', 'say --draft <folder> too')
    return []
  }
  const { readReply } = await import('../reference/replies.ts')
  const found = replies.map((name) => readReply(name, context.replies))
  await checkSet(set, found)
  const isUntold = sentencesOf(verdict).missing.some(({ forPartner }) => forPartner?.text === null)
  if (isDenial && isUntold && !set.has('trainings')) {
    throw failure(
      'missing_values',
      'the draft cannot be written: which trainings are missing cannot be told from what was imported',
      'look at the row of the dashboard, and say --set trainings="1 more person: <course>", once for each',
      { missing: ['trainings'] },
    )
  }
  const drafts: PreparedDraft[] = []
  for (const reply of found) drafts.push(await prepareReply(context, store, reply, { partner, known, set }))
  return drafts
}

/** The drafts of a decision in a folder, written and on the disk; they get their names once the decision is recorded. */
export async function stageDrafts(folder: string, prepared: readonly PreparedDraft[]) {
  const { StagedFiles } = await import('../files/staged-files.ts')
  const staged = new StagedFiles(folder)
  const drafts = prepared.map(({ reply, name, content }) => ({ reply: reply.name, ...staged.add(name, content, reply.name) }))
  return {
    /** What the decision says of them. */
    records: drafts.map(({ reply, file, sha256 }): DraftRecord => ({ reply, file, sha256 })),
    /** Records the entries, the last of which speaks of the drafts. */
    async record(store: Store, entries: readonly NewAuditEntry[], basis: Basis) {
      const last = entries.at(-1)
      const speaking = last ? [...entries.slice(0, -1), { ...last, files: drafts }] : []
      const { recorded, paths } = await staged.record(store, speaking, basis)
      return { recorded, written: drafts.map(({ reply, staged: name }) => ({ reply, file: paths.get(name) ?? '' })) }
    },
  }
}

/**
 * Writes drafts that no entry speaks of, all of them or none; gives their paths. `request`: the number of one whose replies they are again,
 * so that they stand for those that were lost.
 */
export async function writeDrafts(context: Context, folder: string, prepared: readonly PreparedDraft[], request: number | null) {
  const { StagedFiles } = await import('../files/staged-files.ts')
  // What a run that was killed left in the folder comes first. Who asks for a moment of the past changes nothing that was recorded.
  const store = context.asOf === null ? await context.openStore('change') : null
  try {
    const staged = new StagedFiles(folder)
    for (const { reply, name, content } of prepared) staged.add(name, content, reply.name)
    const paths = staged.publish()
    if (request !== null) for (const { reply } of prepared) await store?.replacePromise(request, reply.name)
    return prepared.map(({ reply }, i) => ({ reply: reply.name, file: paths[i] ?? '' }))
  } finally {
    store?.close()
  }
}
