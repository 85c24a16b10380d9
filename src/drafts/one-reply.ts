import type { Context } from '../app/context.ts'
import type { ReplyValues } from '../mail/fill-reply.ts'
import type { Partner } from '../partners/partner.ts'
import { readReply } from '../reference/replies.ts'
import type { RecordReader } from '../store/store.ts'
import { checkSet, prepareReply, readSet } from './replies.ts'
import { type WrittenDraft, writeDrafts } from './write.ts'

interface Drafting {
  /** The name of the reply. */
  reply: string
  partner: Partner | null
  known: ReplyValues
  folder: string
  /** What --set says. */
  typed: readonly string[] | undefined
}

/** Fills one reply and writes it. Throws usage errors, and what filling and writing refuse. */
export async function draftReply(
  context: Context,
  store: RecordReader,
  { reply: name, partner, known, folder, typed }: Drafting,
): Promise<WrittenDraft[]> {
  const reply = readReply(name, context.repliesFolder)
  const set = readSet(typed)
  await checkSet(set, [reply])
  return writeDrafts(context, folder, [await prepareReply(context, store, reply, { partner, known, set })], null)
}
