/** Finds the answers that fit a question best. */

import { nearest } from '../records/near.ts'
import type { AnswerIndex, AnswerScores, AnswerTerms } from '../store/answers.ts'
import { type Answer, isRetired } from './answer.ts'
import type { TermReader, Terms } from './question.ts'

export interface FoundAnswer<A extends Answer> {
  answer: A
  /** How well it fits beside the others; greater is better. */
  score: number
}

/** How much each way to compare counts. */
const WEIGHTS = { text: 0.45, question: 0.45, pieces: 0.1 }
/** A further answer of a section that was named already counts this much less. */
const SAME_SECTION = 0.9
/** What is retired counts this much less than what holds. */
const RETIRED = 0.95
/** What any question may ask: alone they say nothing about what it is about. */
const ASKING = new Set(['how', 'who', 'where', 'deadline', 'not_allowed', 'contact'])
/** A shorter word is near too many others to be taken for misspelled. */
const LONG_WORD = 7
/** What two forms of a word have in common at least. */
const SHORTEST_STEM = 4

/** Looks through a list of answers. */
export class AnswerSearch<A extends Answer> {
  readonly #answers: readonly A[]
  readonly #reader: TermReader
  readonly #index: AnswerIndex
  /** Every word of the answers. */
  readonly #words = new Set<string>()

  constructor(answers: readonly A[], reader: TermReader, index: (terms: readonly AnswerTerms[]) => AnswerIndex) {
    this.#answers = answers
    this.#reader = reader
    this.#index = index(answers.map((answer) => this.#termsOf(answer)))
  }

  #termsOf({ title, section, asked, words, text }: Answer): AnswerTerms {
    const prepared = (each: string): string => {
      const terms = this.#reader.read(each)
      for (const word of terms.words) this.#words.add(word)
      return indexed(terms).join(' ')
    }
    return {
      title: prepared(title),
      section: prepared(section),
      asked: asked.map(prepared),
      words: prepared(words.join(' ; ')),
      body: prepared(text),
    }
  }

  /** The answers that have to do with a question, best first; `today` (YYYY-MM-DD) says what is retired. */
  find(question: string, today: string): FoundAnswer<A>[] {
    const terms = this.#reader.read(this.#spelled(question))
    const words = indexed(terms)
    const about = indexed({ ...terms, concepts: terms.concepts.filter((concept) => !ASKING.has(concept)) })
    if (this.#index.byText(about).size === 0) return []
    const scores = new Map<number, number>()
    const add = (found: AnswerScores, weight: number): void => {
      const most = Math.max(...found.values())
      for (const [i, score] of found) scores.set(i, (scores.get(i) ?? 0) + (weight * score) / most)
    }
    add(this.#index.byText(words), WEIGHTS.text)
    add(this.#index.byQuestion(words), WEIGHTS.question)
    add(this.#index.byPieces(pieces(terms)), WEIGHTS.pieces)
    const found = [...scores].flatMap(([i, score]) => {
      const answer = this.#answers[i]
      return answer ? [{ answer, score: isRetired(answer, today) ? score * RETIRED : score }] : []
    })
    return bySection(found.sort(betterFirst))
  }

  /**
   * The words of a question that stand in no answer, in whatever form, and that the desk has no other word for; none where they are few
   * beside the others.
   */
  unknownWords(question: string): string[] {
    const known = [...this.#words]
    const unknown = this.#strange(question).filter((word) => {
      if (word.length < SHORTEST_STEM || this.#meant(word).length > 0) return false
      const stem = word.slice(0, Math.max(SHORTEST_STEM, word.length - 3))
      return !known.some((each) => each.startsWith(stem))
    })
    return unknown.length * 3 < this.#reader.read(question).words.length ? [] : unknown
  }

  /** The question, and behind it the words that its misspelled ones are meant to be. */
  #spelled(question: string): string {
    return [question, ...this.#strange(question).flatMap((word) => this.#meant(word))].join(' ; ')
  }

  /** The words of a question that no answer has, and that say nothing at the desk. */
  #strange(question: string): string[] {
    const { words } = this.#reader.read(question)
    return words.filter((word) => !this.#words.has(word) && this.#reader.read(word).concepts.length === 0)
  }

  /** The word of an answer that a misspelled one is meant to be; none where none is near. */
  #meant(word: string): string[] {
    if (word.length < LONG_WORD) return []
    return nearest(word, this.#words, word.length < 9 ? 1 : 2).slice(0, 1)
  }

  close(): void {
    this.#index.close()
  }
}

/** Words and concepts as one list: a concept is a word that nobody writes. */
function indexed({ words, concepts }: Terms): string[] {
  return [...words, ...concepts.map((concept) => `q${concept.replace(/[^a-z]/g, '')}q`)]
}

/** Pieces of three letters of the longer words. */
function pieces({ words }: Terms): string[] {
  return words.flatMap((word) => {
    const letters = [...word]
    return letters.length < 5 ? [] : letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
  })
}

function betterFirst(a: FoundAnswer<Answer>, b: FoundAnswer<Answer>): number {
  return b.score - a.score || (a.answer.name < b.answer.name ? -1 : 1)
}

/** Lets other sections come before a second and third answer of one that was named. */
function bySection<A extends Answer>(found: readonly FoundAnswer<A>[]): FoundAnswer<A>[] {
  const seen = new Map<string, number>()
  return found
    .map(({ answer, score }) => {
      const key = `${answer.page}\n${answer.section}`
      const before = seen.get(key) ?? 0
      seen.set(key, before + 1)
      return { answer, score: score * SAME_SECTION ** before }
    })
    .sort(betterFirst)
}
