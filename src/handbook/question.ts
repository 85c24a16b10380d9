/** The words of a question and of an answer, made comparable: by the desk's own words, and across languages. Pure. */

/** Words that mean the same at the desk, in any language, and words that mean nothing by themselves. */
export interface DeskWords {
  /** By concept, what people say for it. A word may begin or end with `*`: any beginning, any end. */
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

/** What is said in a language that puts no spaces between words, and the concepts that it is said for. */
type UnspacedSaying = [text: string, concepts: string[]]

/** A text in the words that are compared. */
export interface Terms {
  /** Its own words, without those that mean nothing. */
  words: readonly string[]
  /** The concepts that it names. */
  concepts: readonly string[]
}

const WORD = /[\p{L}\p{N}]+/gu
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu
const ASCII = /^[\x20-\x7e\n]*$/
const ACCENTS = /[\u0300-\u036f]+/gu

/** What English hangs on to a word: "won't" is not "won". */
const CONTRACTED = /\b(?:won't|can't|shan't)\b|n't\b|'(?:s|re|ll|ve|d|m)\b/g

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
  /** The sayings by the first letters of their first word; those that may begin anyhow are under "". */
  readonly #sayings = new Map<string, Saying[]>()
  /** The longest first. */
  readonly #unspaced: UnspacedSaying[]
  /** Sayings by a word that they may begin with: texts say the same words again and again. */
  readonly #beginning = new Map<string, readonly Saying[]>()

  constructor({ concepts, stopWords }: DeskWords) {
    this.#stop = new Set(stopWords.map(plain))
    const unspaced = new Map<string, string[]>()
    for (const [concept, sayings] of Object.entries(concepts)) {
      for (const said of sayings.map(plain)) {
        if (said.search(UNSPACED) === -1) this.#add(concept, said)
        else unspaced.set(said, [...(unspaced.get(said) ?? []), concept])
      }
    }
    this.#unspaced = [...unspaced].sort(([a], [b]) => b.length - a.length)
  }

  #add(concept: string, said: string): void {
    const [first, ...others] = said
      .split(/[^\p{L}\p{N}*]+/u)
      .filter((word) => word !== '')
      .map(patternOf)
    if (!first) return
    const under = first.before ? '' : first.core.slice(0, 2)
    this.#sayings.set(under, [...(this.#sayings.get(under) ?? []), { concept, first, others }])
  }

  #sayingsFrom(word: string): readonly Saying[] {
    const known = this.#beginning.get(word)
    if (known) return known
    const sayings = [word.slice(0, 2), '']
      .flatMap((under) => this.#sayings.get(under) ?? [])
      .filter(({ first }) => isSaid(first, word))
    this.#beginning.set(word, sayings)
    return sayings
  }

  /** The terms of a text, in its order; a word that appears twice is given twice. */
  read(text: string): Terms {
    const folded = plain(text)
    const runs = folded.match(UNSPACED) ?? []
    const all = (runs.length > 0 ? folded.replace(UNSPACED, ' ') : folded).match(WORD) ?? []
    const concepts: string[] = []
    for (const [at, word] of all.entries()) {
      for (const { concept, others } of this.#sayingsFrom(word)) {
        if (others.every((other, i) => isSaid(other, all[at + 1 + i] ?? ''))) concepts.push(concept)
      }
    }
    if (runs.length > 0) concepts.push(...this.#conceptsWithin(folded))
    const pairs = runs.flatMap(pairsOf)
    return { words: [...all.filter((word) => !this.#stop.has(word)), ...pairs], concepts: [...new Set(concepts)] }
  }

  /** The concepts of a text without spaces. What is said within something longer that was said does not count. */
  #conceptsWithin(text: string): string[] {
    let left = text
    return this.#unspaced.flatMap(([said, concepts]) => {
      if (!left.includes(said)) return []
      left = left.replaceAll(said, ' ')
      return concepts
    })
  }
}

function patternOf(word: string): Pattern {
  return { core: word.replaceAll('*', ''), before: word.startsWith('*'), behind: word.endsWith('*') }
}

function isSaid({ core, before, behind }: Pattern, word: string): boolean {
  if (!before) return behind ? word.startsWith(core) : word === core
  return behind ? word.includes(core) : word.endsWith(core)
}

/** Endings and particles alone. */
const HIRAGANA = /^\p{Script=Hiragana}+$/u

/** Of a text without spaces, each letter with the next: they stand for its words. */
function pairsOf(run: string): string[] {
  const letters = [...run]
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  return pairs.filter((pair) => !HIRAGANA.test(pair))
}
