import Database from 'better-sqlite3'
import type { AnswerIndex, AnswerScores, AnswerTerms } from '../answers.ts'

/** English words by their stem; accents do not count. */
const TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"

const TABLES = `
  create virtual table answers using fts5(title, section, asked, words, body, ${TOKENS});
  create virtual table questions using fts5(question, answer unindexed, ${TOKENS});
  create virtual table pieces using fts5(letters, tokenize = 'trigram');
`

/** How much a word counts in each column of `answers`. */
const BY_TEXT = `
  select rowid as answer, -bm25(answers, 2.0, 1.0, 2.0, 1.0, 1.0) as score from answers where answers match ?
`
/** The best question of an answer comes last, so that it is the one that counts. */
const BY_QUESTION = 'select answer, -bm25(questions) as score from questions where questions match ? order by score'
const BY_PIECES = 'select rowid as answer, -bm25(pieces) as score from pieces where pieces match ?'

/** Makes the full text of answers, in memory; an answer is known by its place in the list. */
export function makeAnswerIndex(answers: readonly AnswerTerms[]): AnswerIndex {
  const db = new Database(':memory:')
  db.exec(TABLES)
  const addAnswer = db.prepare('insert into answers (rowid, title, section, asked, words, body) values (?, ?, ?, ?, ?, ?)')
  const addQuestion = db.prepare('insert into questions (question, answer) values (?, ?)')
  const addPieces = db.prepare('insert into pieces (rowid, letters) values (?, ?)')
  db.transaction(() => {
    for (const [i, { title, section, asked, words, body }] of answers.entries()) {
      addAnswer.run(i, title, section, asked.join(' '), words, body)
      for (const question of [title, section, ...asked]) addQuestion.run(question, i)
      addPieces.run(i, [title, section, ...asked, words].join(' '))
    }
  })()
  const scores = (sql: string): ((words: readonly string[]) => AnswerScores) => {
    const query = db.prepare<[string], { answer: number; score: number }>(sql)
    return (words) => {
      if (words.length === 0) return new Map()
      return new Map(query.all(anyOf(words)).map(({ answer, score }) => [answer, score]))
    }
  }
  return {
    byText: scores(BY_TEXT),
    byQuestion: scores(BY_QUESTION),
    byPieces: scores(BY_PIECES),
    close: () => db.close(),
  }
}

/** An expression that any of the words matches; within quotes none of them is an operator. */
function anyOf(words: readonly string[]): string {
  return [...new Set(words)].map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ')
}
