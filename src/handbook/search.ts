/** Finds the answers that fit a question best. */

import { nearest } from '../records/near.ts'
import type { AnswerIndex, AnswerScores, AnswerTerms } from '../store/answers.ts'
import { type Answer, isRetired } from './answer.ts'
import { conceptTerm, type TermReader, type Terms } from './question.ts'

export interface FoundAnswer<A extends Answer> {
  answer: A
  /** How well it fits beside the others; greater is better. */
  score: number
}

/** How much each way to compare counts. */
const WEIGHTS = { text: 0.55, question: 0.35, pieces: 0.1 }
/** How much a concept counts beside a word as rare. */
const CONCEPT = 1.5
/** How much a second term of the same thing adds: who says "invoice" names the word and the concept. */
const OTHER_TERM = 0.3
const IS_CONCEPT = /^q[a-z]+q$/
/** A further answer of a section that was named already counts this much less. */
const SAME_SECTION = 0.9
/** What is retired counts this much less than what holds. */
const RETIRED = 0.95
/** What any question may ask: alone they say nothing about what it is about. */
const ASKING = new Set(
  [
    ...['how', 'who', 'where', 'deadline', 'not_allowed', 'contact', 'see', 'create', 'choose', 'first', 'again'],
    ...['meaning', 'difference', 'problem', 'reason', 'type', 'year', 'month'],
  ].map(conceptTerm),
)
/** A shorter word is near too many others to be taken for misspelled; one not much longer, unless both begin with the same letter. */
const SHORTEST_WORD = 5
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
    const prepared = (each: string): string => this.#reader.indexed(each, this.#words)
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
    const strange = this.#strange(question)
    const { things } = this.#reader.read([question, ...strange.flatMap((word) => this.#meant(word))].join(' ; '))
    const byText = this.#byText(things)
    if (!things.flat().some((term) => !ASKING.has(term) && byText.terms.has(term))) return []
    const scores = new Map<number, number>()
    const add = (found: AnswerScores, weight: number): void => {
      const most = Math.max(...found.values())
      for (const [i, score] of found) scores.set(i, (scores.get(i) ?? 0) + (weight * score) / most)
    }
    add(byText.scores, WEIGHTS.text)
    add(this.#byQuestion(things), WEIGHTS.question)
    add(this.#index.byPieces(pieces(strange)), WEIGHTS.pieces)
    const found = [...scores].flatMap(([i, score]) => {
      const answer = this.#answers[i]
      return answer ? [{ answer, score: isRetired(answer, today) ? score * RETIRED : score }] : []
    })
    return bySection(found.sort(betterFirst))
  }

  /** How well the texts of answers fit what a question speaks of, and the terms that any of them has. */
  #byText(things: Terms['things']): { scores: AnswerScores; terms: ReadonlySet<string> } {
    const scores = new Map<number, number>()
    const terms = new Set<string>()
    for (const thing of things) {
      const best = new Map<number, number>()
      for (const term of thing) {
        const found = this.#index.byText(term)
        if (found.size > 0) terms.add(term)
        for (const [answer, score] of found) addTerm(best, answer, score * weightOf(term))
      }
      addUp(scores, best)
    }
    return { scores, terms }
  }

  /** How well that question of each answer fits that fits best. */
  #byQuestion(things: Terms['things']): AnswerScores {
    const scores = new Map<number, number>()
    const answerOf = new Map<number, number>()
    for (const thing of things) {
      const best = new Map<number, number>()
      for (const term of thing) {
        for (const { question, answer, score } of this.#index.byQuestion(term)) {
          answerOf.set(question, answer)
          addTerm(best, question, score * weightOf(term))
        }
      }
      addUp(scores, best)
    }
    const byAnswer = new Map<number, number>()
    for (const [question, answer] of answerOf) {
      byAnswer.set(answer, Math.max(byAnswer.get(answer) ?? 0, scores.get(question) ?? 0))
    }
    return byAnswer
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

  /** The words of a question that no answer has, and that say nothing at the desk. */
  #strange(question: string): string[] {
    const { words } = this.#reader.read(question)
    return words.filter((word) => !this.#words.has(word) && this.#reader.read(word).concepts.length === 0)
  }

  /** The word that a misspelled one, or one with "ae" for "ä", is meant to be; none where none is near. */
  #meant(word: string): string[] {
    const umlaut = word.replace(/([aou])e/g, '$1')
    if (umlaut !== word && (this.#words.has(umlaut) || this.#reader.read(umlaut).concepts.length > 0)) return [umlaut]
    const { length } = word
    if (length < SHORTEST_WORD) return []
    const most = length < 9 ? 1 : 2
    const isLike = (each: string): boolean =>
      Math.abs(each.length - length) <= most && (length >= LONG_WORD || each[0] === word[0])
    return nearest(word, [...this.#words].filter(isLike), most).slice(0, 1)
  }

  close(): void {
    this.#index.close()
  }
}

/** How much a term counts: a concept more than a word, which may stand anywhere. */
function weightOf(term: string): number {
  return IS_CONCEPT.test(term) ? CONCEPT : 1
}

/** Adds the score of a further term of the same thing: the best counts, of the others a part. */
function addTerm(scores: Map<number, number>, at: number, score: number): void {
  const before = scores.get(at) ?? 0
  scores.set(at, Math.max(before, score) + OTHER_TERM * Math.min(before, score))
}

function addUp(sums: Map<number, number>, scores: AnswerScores): void {
  for (const [at, score] of scores) sums.set(at, (sums.get(at) ?? 0) + score)
}

/** Pieces of three letters of the longer words. */
function pieces(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const letters = [...word]
    return letters.length < 5 ? [] : letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
  })
}

/** Of two that fit as well, the one that holds since later comes first. */
function betterFirst(a: FoundAnswer<Answer>, b: FoundAnswer<Answer>): number {
  if (a.score !== b.score) return b.score - a.score
  if (a.answer.since !== b.answer.since) return a.answer.since > b.answer.since ? -1 : 1
  return a.answer.name < b.answer.name ? -1 : 1
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
