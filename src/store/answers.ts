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

export interface AnswerIndex {
  /** By all their texts together, the title before the rest. */
  byText(words: readonly string[]): AnswerScores
  /** By the one question of each that is most like what was asked. */
  byQuestion(words: readonly string[]): AnswerScores
  /** By pieces of three letters: misspelled words, and those put together. */
  byPieces(pieces: readonly string[]): AnswerScores
  close(): void
}
