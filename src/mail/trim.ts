/** Takes off what says nothing about a mail: "Re:" before its subject, and the signature and disclaimer below its text. */

import type { ClassifyRules } from './kinds.ts'
import { contains, fold, searchable } from './terms.ts'

/** How the subject of an answer or a forwarded mail begins. */
export const ANSWER = /^\s*(?:re|aw|sv|antw|odp|r|ref|rif|res|fwd?|wg|tr|rv|pd|i|enc|doorst|返信|転送)\s*(?:\[\d+\])?\s*[:：]/i

/** A subject without "Re:" and the like. */
export function bareOf(subject: string): string {
  return subject.replace(/^(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|odp|pd|antw|ref|enc)\s*:\s*)+/, '').trim()
}

/** A text without its signature and disclaimer, whose slogans say nothing about the mail. */
export function withoutEnding(text: string, { closings, disclaimers }: ClassifyRules['endings']): string {
  const ends = foldedOnce(closings)
  const lines = text.split('\n')
  const at = lines.findIndex((line, i) => {
    if (i === 0) return false
    const searched = searchable(line)
    // An item of a list is not a closing.
    return (ends.has(searched.text.trim()) && !line.includes('\u2022')) || disclaimers.some((term) => contains(searched, term))
  })
  return at === -1 ? text : lines.slice(0, at).join('\n')
}

/** Closings by their list, folded once for many mails. */
const folded = new WeakMap<readonly string[], ReadonlySet<string>>()

function foldedOnce(closings: readonly string[]): ReadonlySet<string> {
  const known = folded.get(closings)
  if (known) return known
  const ends = new Set(closings.map((closing) => fold(closing)))
  folded.set(closings, ends)
  return ends
}
