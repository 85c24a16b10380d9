/** What a mail asks for within its kind, where the handbook has a special answer. Told by words, which are data; in doubt, none. */

import type { MailKind } from './kinds.ts'
import { hasTerm, LOOKED_AT } from './terms.ts'

export const TOPICS = ['licence_resend', 'tailored_letter', 'nfr_exception', 'nfr_minutes', 'seat_reduction'] as const
export type TopicId = (typeof TOPICS)[number]

export interface TopicRule {
  id: TopicId
  /** The kinds of mail it may stand in; `other`: of no known kind. */
  kinds: readonly MailKind[]
  /** One sentence (the subject, or one of the new text) must have a word of each group; `*` stands for any ending. */
  all: ReadonlyArray<readonly string[]>
  handbook: { page: string; section: string }
}

/** Where a sentence ends. A line break alone does not end it: mail programs break lines anywhere. */
const END = /[.!?:;](?=\s|$)|[\u3002\uff01\uff1f]|\n\s*(?:\n|[-*\u2022])/

/** The topic of a mail; null where it has none, or several. */
export function topicOf(
  kind: MailKind,
  { subject, fresh }: { subject: string; fresh: string },
  rules: readonly TopicRule[],
): TopicRule | null {
  const sentences = [subject.slice(0, LOOKED_AT), ...fresh.slice(0, LOOKED_AT).split(END)]
  const found = rules.filter(
    ({ kinds, all }) => kinds.includes(kind) && sentences.some((sentence) => all.every((group) => hasTerm(sentence, group))),
  )
  return found.length === 1 ? (found[0] ?? null) : null
}
