/** What a mail asks for within its kind, where the handbook has an answer of its own. By words, which are data; in doubt it is nothing. */

import type { MailKind } from './classify.ts'
import { wordsOf } from './distributor-text.ts'

export const TOPICS = ['licence_resend', 'tailored_letter', 'nfr_exception', 'nfr_minutes', 'seat_reduction'] as const
type TopicId = (typeof TOPICS)[number]

export interface TopicRule {
  id: TopicId
  /** The kinds of mail it may stand in; `other` is what is of no known kind. */
  kinds: readonly MailKind[]
  /** Of each group a word must stand in the subject or in what was written now; `*` stands for any ending. */
  all: ReadonlyArray<readonly string[]>
  handbook: { page: string; section: string }
}

const LOOKED_AT = 1 << 14
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/

/** The topic of a mail; null where it has none, or words of several. */
export function topicOf(
  kind: MailKind,
  { subject, fresh }: { subject: string; fresh: string },
  rules: readonly TopicRule[],
): TopicRule | null {
  const text = ` ${wordsOf(`${subject}\n${fresh.slice(0, LOOKED_AT)}`)} `
  const found = rules.filter(
    ({ kinds, all }) => kinds.includes(kind) && all.every((group) => group.some((term) => has(text, term))),
  )
  return found.length === 1 ? (found[0] ?? null) : null
}

function has(text: string, term: string): boolean {
  const word = wordsOf(term)
  if (UNSPACED.test(word)) return text.includes(word)
  return text.includes(term.endsWith('*') ? ` ${word}` : ` ${word} `)
}
