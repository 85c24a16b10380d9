/** Whether a text names a company as a whole name, and not as a part of another's; and whether it has a deal id. Pure. */

import { differInLegalForm, type FoldedName, foldName } from '../../records/name.ts'

/** How a text names a company. */
export type Named =
  | { is: 'whole' }
  /** Only within what may be a longer name, or with another legal form; `within`: what is there. */
  | { is: 'part'; within: string }
  | { is: 'absent' }

interface Word {
  folded: string
  start: number
  end: number
}

const WORDS = /[\p{L}\p{N}\p{M}+#&@]+/gu
/** So many places of a name are looked at; a text that has more of it is not a document. */
const MOST_PLACES = 500
/** A legal form has at most so many words, and so many characters where it is written without a space. */
const FORM_WORDS = 7
const FORM_LETTERS = 6
/** What joins two words to one name without a space. */
const JOINS = /^[-\u2010-\u2013./_@]$/
const NO_CASE = /^[\p{Lo}\p{Lm}]/u
const BEGINS_NAME = /^[\p{Lu}\p{Lt}\p{N}]/u
const PARTICLE = /^\p{Script=Hiragana}/u

/**
 * Finds a name in a text by the folding of names: case, accents, punctuation, spaces and line breaks do not matter. Without its legal
 * form it counts too, unless another form stands there. `beside`: words that may stand next to a name without being a part of it, in lower case.
 */
export function namedIn(text: string | FoldedText, name: string, beside: ReadonlySet<string>): Named {
  const page = typeof text === 'string' ? foldText(text) : text
  const { plain } = page
  const target = foldName(name)
  let part: Named = { is: 'absent' }
  let looked = 0
  for (const needle of new Set([target.folded, target.core])) {
    if (needle === '') continue
    for (let at = page.joined.indexOf(needle); at !== -1 && looked < MOST_PLACES; at = page.joined.indexOf(needle, at + 1)) {
      looked++
      const place = placeAt(page, at, at + needle.length)
      if (place === null) continue
      const named = judge({ plain, target, beside, words: page.words }, place)
      if (named.is === 'whole') return named
      if (part.is === 'absent') part = named
    }
  }
  return part
}

/** A text whose words are folded, to look for several names in it. */
export interface FoldedText {
  plain: string
  words: readonly Word[]
  joined: string
  /** Where each word begins in `joined`. */
  starts: readonly number[]
}

/** Folds the words of a text; a second takes about a million characters. */
export function foldText(text: string): FoldedText {
  const plain = text.normalize('NFKC').replace(/\u00ad/g, '')
  const words: Word[] = []
  const starts: number[] = []
  const pieces: string[] = []
  let length = 0
  for (const { 0: word, index } of plain.matchAll(WORDS)) {
    const { folded } = foldName(word)
    words.push({ folded, start: index, end: index + word.length })
    starts.push(length)
    pieces.push(folded)
    length += folded.length
  }
  return { plain, words, joined: pieces.join(''), starts }
}

/** Where a name is: its first and last word, and its characters in the text. */
interface Place {
  first: number
  last: number
  start: number
  end: number
}

/** The place of characters of the joined words; null where they are a part of a word that is written with spaces. */
function placeAt({ words, starts }: FoldedText, from: number, to: number): Place | null {
  const first = wordAt(starts, from)
  const last = wordAt(starts, to - 1)
  const [head, tail] = [words[first], words[last]]
  if (!head || !tail) return null
  const before = from - (starts[first] ?? 0)
  const after = (starts[last] ?? 0) + tail.folded.length - to
  // Only scripts without spaces have names within a word, and there a character stays one when it is folded.
  const isAlone = (word: Word, cut: number): boolean =>
    cut === 0 || (NO_CASE.test(word.folded) && word.folded.length === word.end - word.start)
  if (!isAlone(head, before) || !isAlone(tail, after)) return null
  return { first, last, start: head.start + before, end: tail.end - after }
}

function wordAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

interface Reading {
  plain: string
  target: FoldedName
  beside: ReadonlySet<string>
  words: readonly Word[]
}

/** Whether a name at a place is whole: with the legal form around it, if there is one. */
function judge(reading: Reading, place: Place): Named {
  const { plain, target } = reading
  const own = withForm(reading, place)
  const found = foldName(plain.slice(own.start, own.end))
  const shown = (from: number, to: number): Named => ({
    is: 'part',
    within: plain.slice(from, to).replace(/\s+/g, ' ').slice(0, 120),
  })
  if (differInLegalForm(found, target)) return shown(own.start, own.end)
  const right = longerTo(reading, own, found.folded !== found.core)
  const left = longerFrom(reading, own)
  return right === null && left === null ? { is: 'whole' } : shown(left ?? own.start, right ?? own.end)
}

/** The place with the legal form that stands with the name, before or behind it. */
function withForm({ plain, target, words }: Reading, place: Place): Place {
  let own = place
  const grows = (start: number, end: number): boolean => {
    const { folded, core } = foldName(plain.slice(start, end))
    return core === target.core && folded !== core
  }
  for (let count = 1; count <= FORM_WORDS; count++) {
    const word = words[place.last + count]
    if (!word) break
    if (grows(place.start, word.end)) own = { ...own, last: place.last + count, end: word.end }
  }
  for (let count = 1; count <= 2; count++) {
    const word = words[place.first - count]
    if (word && grows(word.start, own.end)) own = { ...own, first: place.first - count, start: word.start }
  }
  for (let count = FORM_LETTERS; count >= 1; count--) {
    const [head, tail] = [words[own.first], words[own.last]]
    if (head && own.start - count >= head.start && grows(own.start - count, own.end)) own = { ...own, start: own.start - count }
    if (tail && own.end + count <= tail.end && grows(own.start, own.end + count)) own = { ...own, end: own.end + count }
  }
  return own
}

/** Where a longer name ends that the name is the beginning of; null where it is not one. */
function longerTo(reading: Reading, { start, end, last }: Place, endsInForm: boolean): number | null {
  const { plain, words } = reading
  const word = words[last]
  if (word && end < word.end) return PARTICLE.test(plain.slice(end)) ? null : word.end
  const next = words[last + 1]
  if (!next) return null
  const text = plain.slice(next.start, next.end)
  const between = plain.slice(end, next.start)
  // A possessive is not a part of a name.
  if (/^['’]$/.test(between)) return /^s$/i.test(text) ? null : next.end
  if (JOINS.test(between)) return next.end
  if (endsInForm) return null
  if (/^[ \t\u00a0]+$/.test(between) && BEGINS_NAME.test(text) && !isBeside(reading, text)) return next.end
  return /^\s+$/.test(between) ? formBehind(reading, start, last) : null
}

/** Where words behind a name make it a longer one with a legal form, over the end of a line too; null where they do not. */
function formBehind(reading: Reading, start: number, last: number): number | null {
  const { plain, words } = reading
  for (let count = 1; count <= 4; count++) {
    const word = words[last + count]
    if (!word || isBeside(reading, plain.slice(word.start, word.end))) return null
    const longer = plain.slice(start, word.end)
    if (/[,;:()"“”]/.test(longer) || !BEGINS_NAME.test(plain.slice(word.start))) return null
    const { folded, core } = foldName(longer)
    if (folded !== core) return word.end
  }
  return null
}

/** Where a longer name begins that the name is the end of; null where it is not one. */
function longerFrom(reading: Reading, { start, first }: Place): number | null {
  const { plain, words } = reading
  const word = words[first]
  if (word && start > word.start) return PARTICLE.test(plain.slice(start - 1)) ? null : word.start
  const before = words[first - 1]
  if (!before) return null
  const text = plain.slice(before.start, before.end)
  const between = plain.slice(before.end, start)
  if (JOINS.test(between)) return before.start
  return /^[ \t\u00a0]+$/.test(between) && BEGINS_NAME.test(text) && !isBeside(reading, text) ? before.start : null
}

function isBeside({ beside }: Reading, word: string): boolean {
  return beside.has(word.toLowerCase())
}

/** Whether a text has a deal id: exactly its characters in any case, also broken over the end of a line. */
export function hasDealId(text: string, id: string): boolean {
  const characters = [...id.normalize('NFKC').trim()]
  if (characters.length === 0) return false
  const one = (character: string): string =>
    /[-\u2010-\u2015]/.test(character) ? '[-\\u2010-\\u2015]' : character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const within = characters.map(one).join('(?:[ \\t]*\\r?\\n[ \\t]*)?')
  const end = '(?![\\p{L}\\p{N}]|[-\\u2010-\\u2015]\\p{N})'
  return new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}-)${within}${end}`, 'iu').test(text.normalize('NFKC').replace(/\u00ad/g, ''))
}
