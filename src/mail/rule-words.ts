/** Finds the words of the rules in the text of a mail. */

import type { ClassifyRules } from './kinds.ts'

/** How much of a text counts. */
export const LOOKED_AT = 1 << 14

/** How the subject of an answer or a forwarded mail begins. */
export const ANSWER = /^\s*(?:re|aw|sv|antw|odp|r|ref|rif|res|fwd?|wg|tr|rv|pd|i|enc|doorst|返信|転送)\s*(?:\[\d+\])?\s*[:：]/i

/** A subject without "Re:" and the like. */
export function bareOf(subject: string): string {
  return subject.replace(/^(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|odp|pd|antw|ref|enc)\s*:\s*)+/, '').trim()
}

/** A text without its signature and disclaimer, whose slogans say nothing about the mail. */
export function withoutEnding(text: string, { closings, disclaimers }: ClassifyRules['endings']): string {
  const ends = new Set(closings.map(fold))
  const lines = text.split('\n')
  const at = lines.findIndex((line, i) => {
    const words = tokens(fold(line))
    return (i > 0 && ends.has(words)) || (i > 0 && has(fold(line), disclaimers))
  })
  return at === -1 ? text : lines.slice(0, at).join('\n')
}

/** Whether a text of words has a term: whole words, `*` for any ending; in scripts without spaces, anywhere. */
export function contains(text: string, term: string): boolean {
  let sought = SOUGHT.get(term)
  if (sought === undefined) {
    sought = soughtOf(fold(term))
    SOUGHT.set(term, sought)
  }
  return text.includes(sought)
}

/** The search text of each term, made once: there are few terms and many mails. */
const SOUGHT = new Map<string, string>()

export function soughtOf(folded: string): string {
  if (UNSPACED.test(folded)) return folded
  return folded.endsWith('*') ? ` ${tokens(folded.slice(0, -1))}` : ` ${tokens(folded)} `
}

/** Scripts without spaces between words. */
export const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff]/

/** Whether a text has one of the terms. */
export function has(text: string, terms: readonly string[]): boolean {
  const words = ` ${tokens(text)} `
  return terms.some((term) => contains(words, term))
}

/** A text in lower case, without differences of width and the accents of Latin letters. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
}

/** Words with one space between them. */
export function tokens(text: string): string {
  return text.replace(/[^\p{L}\p{N}\u2022]+/gu, ' ').trim()
}
