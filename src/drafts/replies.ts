/** Fills standard replies with what phd knows and what a person typed. */

import type { Context } from '../app/context.ts'
import { usageError } from '../errors.ts'
import { fileSlug } from '../files/file-slug.ts'
import type { ReplyValues } from '../mail/fill-reply.ts'
import type { Partner } from '../partners/partner.ts'
import { didYouMean } from '../records/near.ts'
import type { KnownReply } from '../reference/replies.ts'
import type { RecordReader } from '../store/store.ts'
import type { PreparedDraft } from './prepared.ts'

/** The values of --set, by name; a name that was given several times is a list. */
export type SetValues = ReadonlyMap<string, readonly string[]>

/** Reads --set name=value, given any number of times. Throws usage errors. */
export function readSet(given: readonly string[] | undefined): SetValues {
  const values = new Map<string, string[]>()
  for (const each of given ?? []) {
    const [, name, value = ''] = /^([a-z][a-z0-9_]*)=(.*)$/s.exec(each) ?? []
    if (name === undefined) throw usageError(`--set ${each} is not name=value`, 'write it as --set requester_name="Ann Lee"')
    if (value.trim() === '') throw usageError(`--set ${name} has no value`, 'give it one, or remove it')
    values.set(name, [...(values.get(name) ?? []), value])
  }
  return values
}

interface Filling {
  partner: Partner | null
  /** What phd knows for just this reply. */
  known: ReplyValues
  set: SetValues
}

/** Fills one reply, and prepares its file. Throws usage errors and what filling refuses. */
export async function prepareReply(
  context: Context,
  store: RecordReader,
  reply: KnownReply,
  filling: Filling,
): Promise<PreparedDraft> {
  const { partner, known, set } = filling
  const { contactsOf, directory } = await import('../partners/contacts.ts')
  const { providedValues, PROVIDED } = await import('../mail/values.ts')
  const { fillReply } = await import('../mail/fill-reply.ts')
  const desk = (await import('../reference/reference.ts')).readDesk()
  const { holderOf } = await import('../reference/authorities.ts')
  const settable = new Set<string>([...PROVIDED, ...reply.declared.map(({ name }) => name)])
  const people = await directory(store)
  const facts = partner && {
    name: partner.name,
    id: partner.id,
    track: partner.account.record.track,
    ...contactsOf(people, partner),
  }
  const provided = providedValues(desk, people.find(null, holderOf('programs_director', context.today)), facts)
  const typed: Record<string, string | readonly string[]> = {}
  for (const [name, values] of set) {
    if (!settable.has(name)) continue
    const isList = reply.declared.some((each) => each.name === name && each.isList)
    if (!isList && values.length > 1) throw usageError(`--set ${name} was given ${values.length} times`, 'it has one value')
    typed[name] = isList ? values : (values[0] ?? '')
  }
  const values = { ...provided.values, ...known, ...typed }
  const filled = fillReply(reply, values, { why: provided.why, neverWriteTo: desk.neverWriteTo })
  const about = partner ? `${fileSlug(partner.name)}-` : ''
  if (reply.kind === 'text') return { reply, filled, name: `${about}${reply.name}.txt`, content: filled.body }
  const { draftFile } = await import('../mail/draft.ts')
  const { subject, to, cc, body } = filled
  const content = await draftFile({ from: desk.mailbox, to, cc, subject: subject ?? '', body, at: context.now })
  return { reply, filled, name: `${about}${reply.name}.eml`, content }
}

/** Throws a usage error for a value that none of the replies has. */
export async function checkSet(set: SetValues, replies: readonly KnownReply[]): Promise<void> {
  const { PROVIDED } = await import('../mail/values.ts')
  const declared = [...new Set(replies.flatMap((reply) => reply.declared.map(({ name }) => name)))]
  for (const name of set.keys()) {
    if (declared.includes(name) || (PROVIDED as readonly string[]).includes(name)) continue
    const known = [...declared, ...PROVIDED]
    throw usageError(
      `--set ${name} is not a value of ${replies.map((reply) => `"${reply.name}"`).join(' or ')}${didYouMean(name, known)}`,
      `the values are ${known.join(', ')}`,
    )
  }
}
