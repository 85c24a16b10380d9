/**
 * Finds a distributor's information in a text: its name, its address, its price list or its quote number. Such a text must never go
 * to a reseller (Ecosystem Operations, Rules of Engagement for Distributor Quotes and Orders).
 */

import { fold, spaced, WITHIN_WORDS } from './terms.ts'

/** What identifies a distributor. */
export interface DistributorMarks {
  names: readonly string[]
  domains: readonly string[]
  /** How its quote numbers begin. */
  quotePrefixes: readonly string[]
}

/** Words that together name a distributor's information. */
export interface DistributorWords {
  distributor: readonly string[]
  /** Price lists, prices and quotes. */
  paper: readonly string[]
  /** Both in one word. */
  both: readonly string[]
}

/** At most so many words between the two. */
const BETWEEN = 3
/** A shorter name may be part of another word. */
const LONG_NAME = 6

/** Finds a distributor's information; made once for many texts. */
export class DistributorText {
  readonly #phrases: { shown: string; phrase: string; word: string }[]
  readonly #literals: { shown: string; pattern: RegExp }[]
  readonly #words: { distributor: Set<string>; paper: Set<string>; both: string[] }

  constructor(distributors: readonly DistributorMarks[], { distributor, paper, both }: DistributorWords) {
    const names = new Set(distributors.flatMap((each) => each.names))
    this.#phrases = [...names].map((shown) => ({
      shown,
      phrase: wordsOf(shown),
      word: wordsOf(shown).replaceAll(' ', ''),
    }))
    this.#literals = [
      ...[...new Set(distributors.flatMap(({ domains }) => domains))].map((domain) => ({
        shown: domain,
        pattern: new RegExp(`(?<![a-z0-9-])${escaped(domain.toLowerCase())}(?![a-z0-9-])`),
      })),
      ...[...new Set(distributors.flatMap(({ quotePrefixes }) => quotePrefixes))].map((prefix) => ({
        shown: `${prefix}…`,
        pattern: new RegExp(`(?<![a-z0-9])${escaped(fold(prefix))}[a-z]{0,4}[- ]?\\d{2,}`),
      })),
    ]
    const folded = (list: readonly string[]): Set<string> => new Set(list.map(wordsOf))
    this.#words = { distributor: folded(distributor), paper: folded(paper), both: [...folded(both)] }
  }

  /** The first mark of a distributor in a text; null where there is none. */
  find(text: string): string | null {
    const plain = fold(text)
    const words = spaced(plain)
    const searched = ` ${words} `
    for (const { shown, phrase, word } of this.#phrases) {
      if (phrase === '') continue
      if (WITHIN_WORDS.test(phrase) ? words.includes(phrase) : searched.includes(` ${phrase} `)) return shown
      // "AmazicQuote.pdf": a long name within a word is still that name.
      if (word.length >= LONG_NAME && words.includes(word)) return shown
    }
    return this.#literals.find(({ pattern }) => pattern.test(plain))?.shown ?? this.#paper(words)
  }

  /** A price list or quote of any distributor. */
  #paper(words: string): string | null {
    const { distributor, paper, both } = this.#words
    const compound = both.find((term) => (WITHIN_WORDS.test(term) ? words.includes(term) : ` ${words} `.includes(` ${term}`)))
    if (compound !== undefined) return compound
    const list = words.split(' ')
    for (const [i, word] of list.entries()) {
      if (!distributor.has(word)) continue
      const near = list.slice(Math.max(0, i - BETWEEN - 2), i + BETWEEN + 3)
      const found = near.find((each, at) => paper.has(each) || paper.has(`${each} ${near[at + 1] ?? ''}`))
      if (found !== undefined) return `${word} … ${found}`
    }
    return null
  }
}

/** The words of a name or a term. */
function wordsOf(text: string): string {
  return spaced(fold(text))
}

/** A pattern that finds just this text. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
