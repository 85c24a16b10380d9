/**
 * What the desk taught: words of corrected mails, weighed by a naive Bayes classifier in addition to the words of the rules.
 * A lesson keeps only hashes of words, so no mail can be read from it; to compare, the words of a mail are hashed too.
 */

import { createHash } from 'node:crypto'
import { fold, spaced, UNSPACED } from './terms.ts'

/** A mail whose kind a person corrected. */
export interface Lesson<Kind extends string = string> {
  /** Its audit entry. */
  entry: number
  kind: Kind
  /** The hashes of its words. */
  words: readonly string[]
}

/** What lessons say about a mail. */
export interface Taught<Kind extends string = string> {
  kind: Kind
  /** From 0 to 1, among the taught kinds. */
  probability: number
  /** The words of the mail that only lessons of this kind have, and the lessons that have any of them. */
  words: readonly string[]
  lessons: readonly number[]
}

/** How many words are shown, and how many a lesson keeps. */
const [TOLD, MOST_WORDS] = [8, 300]
/** The accents of all letters: lessons that were taught have the hashes of words without them. */
const ACCENTS = /\p{M}+/gu

/** The words of a text that a lesson may keep: no numbers, nothing short, and none of `without`, such as names of people. */
export function lessonWords(text: string, without: readonly string[] = []): string[] {
  const excluded = new Set(without.flatMap(wordsIn))
  return [...new Set(wordsIn(text))].filter((word) => !excluded.has(word)).slice(0, MOST_WORDS)
}

function wordsIn(text: string): string[] {
  const words = spaced(fold(text, ACCENTS)).split(' ')
  return words.flatMap((word) => {
    if (/\p{N}/u.test(word)) return []
    if (!UNSPACED.test(word)) return word.length < 4 ? [] : [word]
    // Two letters count as a word.
    const letters = [...word]
    return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  })
}

/** The hash that a lesson keeps of a word. */
export function wordHash(word: string): string {
  return createHash('sha256').update(word).digest('hex').slice(0, 12)
}

/** The lessons in force. */
export class LessonBook<Kind extends string = string> {
  readonly #lessons: readonly Lesson<Kind>[]
  /** For each kind: how many of its lessons have a word, and how many words they have in all. */
  readonly #kinds = new Map<Kind, { having: Map<string, number>; total: number }>()
  readonly #vocabulary = new Set<string>()

  constructor(lessons: readonly Lesson<Kind>[]) {
    this.#lessons = lessons
    for (const { kind, words } of lessons) {
      const known = this.#kinds.get(kind) ?? { having: new Map<string, number>(), total: 0 }
      for (const word of new Set(words)) {
        known.having.set(word, (known.having.get(word) ?? 0) + 1)
        known.total++
        this.#vocabulary.add(word)
      }
      this.#kinds.set(kind, known)
    }
  }

  /** The most likely of the taught kinds by the words of a mail; null where too few of the words are in lessons. */
  weigh(words: readonly string[], least: { words: number; share: number }): Taught<Kind> | null {
    const known = words.map((word) => [word, wordHash(word)] as const).filter(([, hash]) => this.#vocabulary.has(hash))
    const scores = [...this.#kinds].map(([kind, { having, total }]) => ({
      kind,
      having,
      // Every kind starts out equally likely: corrected mails are not a sample of what comes in.
      score: known.reduce((sum, [, hash]) => sum + Math.log(((having.get(hash) ?? 0) + 1) / (total + this.#vocabulary.size)), 0),
    }))
    const [best] = scores.sort((a, b) => b.score - a.score || (a.kind < b.kind ? -1 : 1))
    if (!best) return null
    const own = known.filter(([, hash]) => best.having.has(hash))
    // Words that mails of several kinds have, such as a greeting, do not count.
    const telling = own.filter(([, hash]) => this.#kindsWith(hash) === 1)
    if (telling.length < least.words || own.length < words.length * least.share) return null
    const hashes = new Set(telling.map(([, hash]) => hash))
    return {
      kind: best.kind,
      probability: 1 / scores.reduce((sum, { score }) => sum + Math.exp(score - best.score), 0),
      words: telling.slice(0, TOLD).map(([word]) => word),
      lessons: this.#lessons
        .filter(({ kind, words: each }) => kind === best.kind && each.some((hash) => hashes.has(hash)))
        .map(({ entry }) => entry),
    }
  }

  #kindsWith(hash: string): number {
    return [...this.#kinds.values()].filter(({ having }) => having.has(hash)).length
  }
}
