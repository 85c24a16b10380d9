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

/** A text as `contains` takes it: its words with a space around each, and each of them once. */
export interface Searchable {
  text: string
  words: ReadonlySet<string>
}

/** A text as it is searched. */
export function searchable(text: string): Searchable {
  return inWords(spaced(fold(text)))
}

/** The same of words that are folded, with one space between them. */
export function inWords(words: string): Searchable {
  return { text: ` ${words} `, words: new Set(words.split(' ')) }
}

/** Several texts as one; no term goes from one into the next. */
export function together(texts: readonly Searchable[]): Searchable {
  return { text: texts.map(({ text }) => text).join(BETWEEN), words: new Set(texts.flatMap(({ words }) => [...words])) }
}

/** No term has it. */
const BETWEEN = '\u2022'

/** Whether a searchable text has a term: whole words, `*` for any ending. */
export function contains({ text, words }: Searchable, term: string): boolean {
  let sought = SOUGHT.get(term)
  if (sought === undefined) {
    sought = soughtOf(term)
    SOUGHT.set(term, sought)
  }
  // Looking a word up takes a fraction of the time of searching the text, and most terms are not there.
  if (sought.word !== null && !words.has(sought.word)) return false
  return sought.isOne || text.includes(sought.text)
}

interface Sought {
  text: string
  /** Its first word, where the text must have it as a whole. */
  word: string | null
  /** Whether that is all of it. */
  isOne: boolean
}

/** What is sought of each term, made once: there are few terms and many mails. */
const SOUGHT = new Map<string, Sought>()

function soughtOf(term: string): Sought {
  const words = spaced(fold(term))
  if (WITHIN_WORDS.test(words)) return { text: words, word: null, isOne: false }
  const [first = '', ...more] = words.split(' ')
  if (!term.endsWith('*')) return { text: ` ${words} `, word: first, isOne: more.length === 0 }
  return { text: ` ${words}`, word: more.length === 0 ? null : first, isOne: false }
}

/** Whether a text has one of the terms. */
export function hasTerm(text: string, terms: readonly string[]): boolean {
  const searched = searchable(text)
  return terms.some((term) => contains(searched, term))
}
