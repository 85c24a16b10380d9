/** Finds terms of the rules in a text, as people in a hurry write them: case, accents, signs and invisible characters do not count. */

/** Of a long text only the beginning counts. */
export const LOOKED_AT = 1 << 14

/** Scripts without spaces between words. */
export const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
/** Scripts in which a term may be within a word: these, and Arabic, which writes articles and prepositions as part of a word. */
export const WITHIN_WORDS = new RegExp(`${UNSPACED.source}|[\u0600-\u06ff]`)

/** Invisible characters, and accents of Latin letters. */
const NOT_COUNTED = /(?:\p{Cf}|[\u0300-\u036f])+/gu

/** A text in lower case, without differences of width and without characters that do not count. */
export function fold(text: string, notCounted: RegExp = NOT_COUNTED): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFD').replace(notCounted, '').normalize('NFC')
}

/** The words of a folded text, with one space between them. */
export function spaced(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** A text as `contains` takes it. */
export function searchable(text: string): string {
  return ` ${spaced(fold(text))} `
}

/** Whether a searchable text has a term: whole words, `*` for any ending. */
export function contains(text: string, term: string): boolean {
  let sought = SOUGHT.get(term)
  if (sought === undefined) {
    sought = soughtOf(term)
    SOUGHT.set(term, sought)
  }
  return text.includes(sought)
}

/** The search text of each term, made once: there are few terms and many mails. */
const SOUGHT = new Map<string, string>()

function soughtOf(term: string): string {
  const words = spaced(fold(term))
  if (WITHIN_WORDS.test(words)) return words
  return term.endsWith('*') ? ` ${words}` : ` ${words} `
}

/** Whether a text has one of the terms. */
export function hasTerm(text: string, terms: readonly string[]): boolean {
  const searched = searchable(text)
  return terms.some((term) => contains(searched, term))
}
