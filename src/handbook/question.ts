/** The words of a question and of an answer, made comparable: by the desk's own words, and across languages. Pure. */

/** Words that mean the same at the desk, in any language, and words that mean nothing by themselves. */
export interface DeskWords {
  /** By concept, what people say for it. A `*` at the beginning or end of a word stands for any letters. */
  concepts: Readonly<Record<string, readonly string[]>>
  stopWords: readonly string[]
}

/** A word that is said, or what it begins with, ends with or holds. */
interface Pattern {
  core: string
  /** Whether anything may stand before it, and behind it. */
  before: boolean
  behind: boolean
}

/** What one way to say a concept looks like in a text. */
interface Saying {
  concept: string
  first: Pattern
  /** The words behind the first. */
  others: readonly Pattern[]
}

/** What a word says by itself, and what it may begin to say with the words behind it. */
interface KnownWord {
  isStop: boolean
  concepts: readonly string[]
  longer: readonly Saying[]
}

/** What is said in a language that puts no spaces between words, and the concepts that it is said for. */
type UnspacedSaying = [text: string, concepts: string[]]

/** A text in the words that are compared. */
export interface Terms {
  /** Its own words, without those that mean nothing. */
  words: readonly string[]
  /** The concepts that it names. */
  concepts: readonly string[]
  /** What it speaks of, one after the other: each as its word and the concepts (`conceptTerm`) that the word is said for. */
  things: readonly (readonly string[])[]
}

/** A concept as a word that nobody writes. */
export function conceptTerm(concept: string): string {
  return `q${concept.replaceAll('_', '')}q`
}

const WORD = /[\p{L}\p{N}]+/gu
const ASCII_WORD = /[a-z0-9]+/g
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu
const ASCII = /^[\x20-\x7e\n]*$/
const ACCENTS = /[\u0300-\u036f]+/gu

/** What English hangs on to a word: "won't" is not "won". */
const CONTRACTED = /\b(?:won't|can't|shan't)\b|n't\b|'(?:s|re|ll|ve|d|m)\b/g

/** By so many letters sayings are kept; of those that may begin anyhow, by what they have at least. */
const FIRST_LETTERS = 2
const LEAST_WITHIN = 3

/** Case, width, accents and contractions removed. */
function plain(text: string): string {
  const folded = ASCII.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().normalize('NFD').replace(ACCENTS, '').normalize('NFC')
  return folded.replaceAll('ß', 'ss').replaceAll('’', "'").replace(CONTRACTED, '')
}

/** Reads texts by the desk's words. */
export class TermReader {
  readonly #stop: ReadonlySet<string>
  /** The sayings by the first letters of their first word. */
  readonly #sayings = new Map<string, Saying[]>()
  /** Those that may begin anyhow, by the first letters of what they hold. */
  readonly #within = new Map<string, Saying[]>()
  /** By their first letter, the longest first. */
  readonly #unspaced = new Map<string, UnspacedSaying[]>()
  /** What is known of a word: texts say the same words again and again. */
  readonly #known = new Map<string, KnownWord>()

  constructor({ concepts, stopWords }: DeskWords) {
    this.#stop = new Set(stopWords.map(plain))
    const unspaced = new Map<string, string[]>()
    for (const [concept, sayings] of Object.entries(concepts)) {
      for (const said of sayings.map(plain)) {
        if (said.search(UNSPACED) === -1) this.#add(concept, said)
        else unspaced.set(said, [...(unspaced.get(said) ?? []), concept])
      }
    }
    for (const saying of [...unspaced].sort(([a], [b]) => b.length - a.length)) push(this.#unspaced, saying[0].charAt(0), saying)
  }

  #add(concept: string, said: string): void {
    const [first, ...others] = said
      .split(/[^\p{L}\p{N}*]+/u)
      .filter((word) => word !== '')
      .map(patternOf)
    if (!first) return
    const saying = { concept, first, others }
    if (first.before) push(this.#within, first.core.slice(0, LEAST_WITHIN), saying)
    else push(this.#sayings, first.core.slice(0, FIRST_LETTERS), saying)
  }

  #knownOf(word: string): KnownWord {
    const known = this.#known.get(word)
    if (known) return known
    const said = (this.#sayings.get(word.slice(0, FIRST_LETTERS)) ?? []).filter(({ first }) => isSaid(first, word))
    for (let i = 0; i + LEAST_WITHIN <= word.length; i++) {
      for (const saying of this.#within.get(word.slice(i, i + LEAST_WITHIN)) ?? []) {
        if (isSaid(saying.first, word) && !said.includes(saying)) said.push(saying)
      }
    }
    const concepts = said.filter(({ others }) => others.length === 0).map(({ concept }) => concept)
    const found = { isStop: this.#stop.has(word), concepts, longer: said.filter(({ others }) => others.length > 0) }
    this.#known.set(word, found)
    return found
  }

  /** The terms of a text, in its order; a word that appears twice is given twice. */
  read(text: string): Terms {
    const words: string[] = []
    const concepts = new Set<string>()
    const things: string[][] = []
    this.#each(text, (word, named, isSameThing) => {
      if (word !== null) words.push(word)
      const terms = word === null ? [] : [word]
      for (const concept of named) {
        if (!concepts.has(concept)) terms.push(conceptTerm(concept))
        concepts.add(concept)
      }
      if (isSameThing) things.at(-1)?.push(...terms)
      else things.push(terms)
    })
    return { words, concepts: [...concepts], things: things.filter((thing) => thing.length > 0) }
  }

  /** Words and concepts of a text with blanks between them, each concept once; every word goes into `known` as well. */
  indexed(text: string, known: Set<string>): string {
    const terms: string[] = []
    const concepts = new Set<string>()
    this.#each(text, (word, named) => {
      if (word !== null) {
        terms.push(word)
        known.add(word)
      }
      for (const concept of named) concepts.add(concept)
    })
    for (const concept of concepts) terms.push(conceptTerm(concept))
    return terms.join(' ')
  }

  /** Takes each word of a text, null where it means nothing, with the concepts that it is said for. */
  #each(text: string, take: (word: string | null, concepts: readonly string[], isSameThing: boolean) => void): void {
    const folded = plain(text)
    const isAscii = ASCII.test(folded)
    const isUnspaced = !isAscii && folded.search(UNSPACED) !== -1
    const all = (isUnspaced ? folded.replace(UNSPACED, ' ') : folded).match(isAscii ? ASCII_WORD : WORD) ?? []
    for (let at = 0; at < all.length; at++) {
      const word = all[at] ?? ''
      const { isStop, concepts, longer } = this.#knownOf(word)
      take(isStop ? null : word, longer.length === 0 ? concepts : [...concepts, ...conceptsFrom(longer, all, at)], false)
    }
    if (!isUnspaced) return
    const { said, left } = this.#saidWithin(folded)
    for (const [run, concepts] of said) {
      take(null, concepts, false)
      for (const pair of pairsOf(run)) take(pair, [], true)
    }
    for (const pair of (left.match(UNSPACED) ?? []).flatMap(pairsOf)) take(pair, [], false)
  }

  /** What is said in a text without spaces, from its beginning on the longest first, and what is left of it. */
  #saidWithin(text: string): { said: UnspacedSaying[]; left: string } {
    const said: UnspacedSaying[] = []
    let left = ''
    for (let at = 0; at < text.length; ) {
      const saying = this.#unspaced.get(text.charAt(at))?.find(([each]) => text.startsWith(each, at))
      if (saying) said.push(saying)
      left += saying ? ' ' : text.charAt(at)
      at += saying?.[0].length ?? 1
    }
    return { said, left }
  }
}

/** The concepts that are said in more than one word, from the word at a place on. */
function conceptsFrom(sayings: readonly Saying[], words: readonly string[], at: number): string[] {
  return sayings.flatMap(({ concept, others }) =>
    others.every((other, i) => isSaid(other, words[at + 1 + i] ?? '')) ? [concept] : [],
  )
}

function push<T>(lists: Map<string, T[]>, under: string, item: T): void {
  const list = lists.get(under)
  if (list) list.push(item)
  else lists.set(under, [item])
}

function patternOf(word: string): Pattern {
  return { core: word.replaceAll('*', ''), before: word.startsWith('*'), behind: word.endsWith('*') }
}

function isSaid({ core, before, behind }: Pattern, word: string): boolean {
  if (!before) return behind ? word.startsWith(core) : word === core
  return behind ? word.includes(core) : word.endsWith(core)
}

/** What stands before a word, or is an ending or a particle alone: "を" of "を担当". */
const BEFORE_WORD = /^\p{Script=Hiragana}/u

/** Of a text without spaces, each letter with the next: they stand for its words. */
function pairsOf(run: string): string[] {
  const letters = [...run]
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  return pairs.filter((pair) => !BEFORE_WORD.test(pair))
}
