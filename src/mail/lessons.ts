/**
 * What the desk taught: words of corrected mails, weighed by a naive Bayes classifier beside the words of the rules.
 * Of a lesson only hashes of its words are kept, so no mail can be read out of it; the words of the mail at hand are hashed to compare.
 */

import { createHash } from 'node:crypto'

/** A mail that a person said the kind of. */
export interface Lesson<Kind extends string = string> {
  /** The number of its entry in the audit. */
  entry: number
  kind: Kind
  /** The hashes of its words. */
  words: readonly string[]
}

/** What lessons say of a mail. */
export interface Taught<Kind extends string = string> {
  kind: Kind
  /** From 0 to 1, among the kinds that were taught. */
  probability: number
  /** The words of the mail that only lessons of this kind have, and the lessons that have any of them. */
  words: readonly string[]
  lessons: readonly number[]
}

/** So many words are told, and so many are kept of a mail. */
const [TOLD, MOST_WORDS] = [8, 300]
/** Where nothing is written between words, two letters stand for one. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u

/** The words of a mail that a lesson may rest on: no numbers, nothing short, and none of `without`, such as the names of people. */
export function lessonWords(text: string, without: readonly string[] = []): string[] {
  const left = new Set(without.flatMap(wordsIn))
  return [...new Set(wordsIn(text))].filter((word) => !left.has(word)).slice(0, MOST_WORDS)
}

function wordsIn(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
  return folded.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
    if (/\p{N}/u.test(word)) return []
    if (!UNSPACED.test(word)) return word.length < 4 ? [] : [word]
    const letters = [...word]
    return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
  })
}

/** What is kept of a word. */
export function wordHash(word: string): string {
  return createHash('sha256').update(word).digest('hex').slice(0, 12)
}

/** The lessons in force, ready to be asked. */
export class LessonBook<Kind extends string = string> {
  readonly #lessons: readonly Lesson<Kind>[]
  /** Of each kind in how many lessons a word is, and how many words its lessons have. */
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

  /** The likeliest of the taught kinds by the words of a mail; null where too few of them are in its lessons. */
  weigh(words: readonly string[], least: { words: number; share: number }): Taught<Kind> | null {
    const known = words.map((word) => [word, wordHash(word)] as const).filter(([, hash]) => this.#vocabulary.has(hash))
    const scores = [...this.#kinds].map(([kind, { having, total }]) => ({
      kind,
      having,
      // Every kind is as likely beforehand: what is corrected is no sample of what comes in.
      score: known.reduce((sum, [, hash]) => sum + Math.log(((having.get(hash) ?? 0) + 1) / (total + this.#vocabulary.size)), 0),
    }))
    const [best] = scores.sort((a, b) => b.score - a.score || (a.kind < b.kind ? -1 : 1))
    if (!best) return null
    const own = known.filter(([, hash]) => best.having.has(hash))
    // Words that mails of several kinds have, such as a greeting, tell none of them.
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
