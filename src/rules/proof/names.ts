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
/** A name in quotes and parentheses is short for what stands before it. */
const SHORT_FOR = /^[^()\n]{0,60}\((?:[\p{Ll}\s,]{0,40})["“”„«‘'’]/u
/** What joins a name to the rest of a longer one, and how the rest may begin. */
const JOINED =
  /^\s+(?:and|und|et|y|e|og|och|en|i)\s+(?:sons?|söhne|fils|hijos|figli|zonen|brothers|daughters|partners?|associates|co|company)(?![\p{L}\p{N}])/iu
const OF = /^\s+(?:of|de|del|di|do|da|du|des|von|van)\s+(?=\p{Lu})/u
/** A place in parentheses may stand in a name before its legal form: "Acme (UK) Ltd". */
const IN_PARENTHESES = /^\s*\(\p{Lu}[^()\n]{0,30}\)\s*/u
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
  const reading: Reading = { plain, target, beside, words: page.words, hasCapitals: /[\p{Lu}\p{Lt}]/u.test(name) }
  let looked = 0
  let part: Judged | null = null
  let isLonger = false
  let isWhole = false
  for (const needle of new Set([target.folded, target.core])) {
    if (needle === '') continue
    for (let at = page.joined.indexOf(needle); at !== -1 && looked < MOST_PLACES; at = page.joined.indexOf(needle, at + 1)) {
      looked++
      const place = placeAt(page, at, at + needle.length)
      if (place === null) continue
      const judged = judge(reading, place)
      if (judged.isWhole && judged.hasForm) return { is: 'whole' }
      if (judged.isWhole) isWhole = true
      else {
        part ??= judged
        isLonger ||= isLongerCompany(reading, judged)
      }
    }
  }
  // Without its form it may be short for a longer name: 'Acme Solutions GmbH ("Acme")'.
  if (isWhole && !isLonger) return { is: 'whole' }
  return part === null
    ? { is: 'absent' }
    : { is: 'part', within: plain.slice(part.from, part.to).replace(/\s+/g, ' ').slice(0, 120) }
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

/** What was found at a place: the name, with a legal form or without one, or something longer. */
interface Judged {
  isWhole: boolean
  hasForm: boolean
  from: number
  to: number
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
  /** Whether the name itself is written with capitals: a text may have it without them. */
  hasCapitals: boolean
}

/** Whether a name at a place is whole: with the legal form around it, if there is one. */
function judge(reading: Reading, place: Place): Judged {
  const { plain, target } = reading
  const own = withForm(reading, place)
  const found = foldName(plain.slice(own.start, own.end))
  const hasForm = found.folded !== found.core
  if (differInLegalForm(found, target)) return { isWhole: false, hasForm, from: own.start, to: own.end }
  const right = longerTo(reading, own, hasForm)
  const left = longerFrom(reading, own)
  return { isWhole: right === null && left === null, hasForm, from: left ?? own.start, to: right ?? own.end }
}

/** Whether what is longer than the name is surely another company: a legal form ends it, or the name is defined as short for it. */
function isLongerCompany({ plain }: Reading, { from, to }: Judged): boolean {
  const rest = plain.slice(from, to + 120)
  if (SHORT_FOR.test(rest.slice(to - from))) return true
  const words = [...rest.matchAll(WORDS)]
  return words.some(({ 0: word, index }) => {
    const end = index + word.length
    if (end < to - from) return false
    const longer = rest.slice(0, end)
    if (/[;:()"“”\n]|, /.test(longer.slice(to - from))) return false
    const { folded, core } = foldName(longer)
    return folded !== core
  })
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
    // A sign alone ends no form.
    if (!/^[&+]+$/.test(word.folded) && grows(place.start, word.end)) own = { ...own, last: place.last + count, end: word.end }
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
  const after = plain.slice(end, end + 120)
  const joined = JOINED.exec(after)
  if (joined) return end + joined[0].length
  const isJoined = /^\s*$/.test(between) && /^[&+]/.test(text)
  if (endsInForm) return isJoined && /^[&+]\s*(?:co|sons|söhne)(?![\p{L}\p{N}])/iu.test(plain.slice(next.start)) ? next.end : null
  if (isJoined) return words[last + 2]?.end ?? next.end
  if (/^[ \t\u00a0]+$/.test(between) && mayBeginName(reading, text, plain.slice(start, end)) && !isBeside(reading, text))
    return next.end
  return (/^\s+$/.test(between) ? formBehind(reading, start, last) : null) ?? formLater(reading, start, end)
}

/** Where a legal form ends that stands behind a name with a place between them: "of Canada Ltd", "(UK) Ltd". */
function formLater({ plain }: Reading, start: number, end: number): number | null {
  const after = plain.slice(end, end + 120)
  const inParentheses = IN_PARENTHESES.exec(after)
  const from = inParentheses?.[0].length ?? OF.exec(after)?.[0].length ?? 0
  if (from === 0) return null
  const name = inParentheses ? 'x' : plain.slice(start, end)
  let count = 0
  for (const { 0: word, index } of after.slice(from).matchAll(WORDS)) {
    const behind = after.slice(from, from + index + word.length)
    if (++count > FORM_WORDS || /[;:()"“”\n]/.test(behind)) return null
    const { folded, core } = foldName(`${name} ${behind}`)
    if (folded !== core && (!inParentheses || core === name)) return end + from + behind.length
  }
  return null
}

/** Whether a word may go on a name: it has a capital, or the text has the name itself without its capitals. */
function mayBeginName({ hasCapitals }: Reading, text: string, name: string): boolean {
  return BEGINS_NAME.test(text) || (hasCapitals && !/[\p{Lu}\p{Lt}]/u.test(name) && /\p{Ll}/u.test(name) && /^\p{Ll}/u.test(text))
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
function longerFrom(reading: Reading, { start, end, first }: Place): number | null {
  const { plain, words } = reading
  const word = words[first]
  if (word && start > word.start) return PARTICLE.test(plain.slice(start - 1)) ? null : word.start
  const before = words[first - 1]
  if (!before) return null
  const text = plain.slice(before.start, before.end)
  const between = plain.slice(before.end, start)
  if (JOINS.test(between)) return before.start
  if (!/^[ \t\u00a0]+$/.test(between)) return null
  // "Smith & Acme GmbH" is one name; "Smith Ltd & Acme GmbH" are two.
  if (/^[&+]$/.test(text)) return endsInForm(reading, first - 2) ? null : before.start
  return mayBeginName(reading, text, plain.slice(start, end)) && !isBeside(reading, text) ? before.start : null
}

/** Whether a legal form ends with a word. */
function endsInForm({ plain, words }: Reading, last: number): boolean {
  const end = words[last]?.end
  if (end === undefined) return true
  return [1, 2, 3, 4].some((count) => {
    const start = words[last - count]?.start
    if (start === undefined) return false
    const { folded, core } = foldName(plain.slice(start, end))
    return folded !== core
  })
}

function isBeside({ beside }: Reading, word: string): boolean {
  // A single capital letter is a part of a name, whatever word it may be.
  return beside.has(word.toLowerCase()) && (word.length > 1 || word === word.toLowerCase())
}

/**
 * Whether a text has a deal id: exactly its characters in any case, also broken over the end of a line at its hyphen. It may have it where
 * the number itself is broken, is written otherwise, or goes on: "DR-7007" and "77" on the next line may be two numbers.
 */
export function idIn(text: string, id: string): Named {
  const characters = [...id.normalize('NFKC').trim()]
  if (characters.length === 0) return { is: 'absent' }
  const plain = text.normalize('NFKC').replace(/\u00ad/g, '')
  const hyphen = `[-${DASHES}]`
  const isHyphen = (character: string | undefined): boolean => character !== undefined && new RegExp(hyphen, 'u').test(character)
  const one = (character: string): string => (isHyphen(character) ? hyphen : character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const exact = characters.map((each, i) => `${one(each)}${isHyphen(each) || isHyphen(characters[i + 1]) ? BREAK : ''}`).join('')
  if (new RegExp(`(?<![\\p{L}\\p{N}_]|\\p{N}-)${exact}(?![\\p{L}\\p{N}_]|[-./${DASHES}]\\p{N})`, 'iu').test(plain))
    return { is: 'whole' }
  const loose = characters.map((each) => (isHyphen(each) ? '' : one(each))).join(`[\\s\\p{Cf}_\u2212${DASHES}-]{0,3}`)
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${loose}(?!\\p{N})[^\\s]{0,9}`, 'iu').exec(plain)
  return found ? { is: 'part', within: found[0].replace(/\s+/g, ' ') } : { is: 'absent' }
}

const DASHES = '\\u2010-\\u2015'
const BREAK = '(?:[ \\t]*\\r?\\n[ \\t]*)?'
