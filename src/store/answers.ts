/** What the store promises of the full text of answers. Each search makes it in memory. */

/** The words of an answer, ready to be compared, with blanks between them. */
export interface AnswerTerms {
  title: string
  section: string
  /** Each question that it answers. */
  asked: readonly string[]
  words: string
  body: string
}

/** How well answers fit, by their place in the list; greater is better. Those that share nothing are not there. */
export type AnswerScores = ReadonlyMap<number, number>

/** How well a question of an answer fits. */
export interface QuestionScore {
  /** The question, by a number of the index. */
  question: number
  /** Its answer, by its place in the list. */
  answer: number
  score: number
}

export interface AnswerIndex {
  /** By a word in any of their texts, the title before the rest. */
  byText(word: string): AnswerScores
  /** By a word in each question that they answer. */
  byQuestion(word: string): readonly QuestionScore[]
  /** By pieces of three letters: misspelled words, and those put together. */
  byPieces(pieces: readonly string[]): AnswerScores
  close(): void
}
