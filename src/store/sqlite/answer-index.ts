import Database from 'better-sqlite3'
import type { AnswerIndex, AnswerScores, AnswerTerms, QuestionScore } from '../answers.ts'

/** English words by their stem; accents do not count. */
const TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"

const TABLES = `
  create virtual table answers using fts5(title, section, asked, words, body, ${TOKENS});
  create virtual table questions using fts5(question, answer unindexed, ${TOKENS});
`
/** Made when it is asked for: most questions have no strange word. */
const PIECES = "create virtual table pieces using fts5(letters, tokenize = 'trigram')"

/** How much a word counts in each column of `answers`. */
const BY_TEXT = `
  select rowid as answer, -bm25(answers, 2.0, 1.0, 2.0, 1.0, 1.0) as score from answers where answers match ?
`
const BY_QUESTION = 'select rowid as question, answer, -bm25(questions) as score from questions where questions match ?'
const BY_PIECES = 'select rowid as answer, -bm25(pieces) as score from pieces where pieces match ?'

/** Makes the full text of answers, in memory; an answer is known by its place in the list. */
export function makeAnswerIndex(answers: readonly AnswerTerms[]): AnswerIndex {
  const db = new Database(':memory:')
  db.exec(TABLES)
  const addAnswer = db.prepare('insert into answers (rowid, title, section, asked, words, body) values (?, ?, ?, ?, ?, ?)')
  const addQuestion = db.prepare('insert into questions (question, answer) values (?, ?)')
  db.transaction(() => {
    for (const [i, { title, section, asked, words, body }] of answers.entries()) {
      addAnswer.run(i, title, section, asked.join(' '), words, body)
      for (const question of [title, section, ...asked]) addQuestion.run(question, i)
    }
  })()
  const byText = scores(db, BY_TEXT)
  let byPieces: ((pieces: readonly string[]) => AnswerScores) | null = null
  const byQuestion = db.prepare<[string], QuestionScore>(BY_QUESTION)
  return {
    byText: (word) => byText([word]),
    byQuestion: (word) => byQuestion.all(anyOf([word])),
    byPieces: (pieces) => {
      if (pieces.length === 0) return new Map()
      byPieces ??= piecesOf(db, answers)
      return byPieces(pieces)
    },
    close: () => db.close(),
  }
}

function scores(db: Database.Database, sql: string): (words: readonly string[]) => AnswerScores {
  const query = db.prepare<[string], { answer: number; score: number }>(sql)
  return (words) => new Map(query.all(anyOf(words)).map(({ answer, score }) => [answer, score]))
}

function piecesOf(db: Database.Database, answers: readonly AnswerTerms[]): (pieces: readonly string[]) => AnswerScores {
  db.exec(PIECES)
  const add = db.prepare('insert into pieces (rowid, letters) values (?, ?)')
  db.transaction(() => {
    for (const [i, { title, section, asked, words }] of answers.entries()) add.run(i, [title, section, ...asked, words].join(' '))
  })()
  return scores(db, BY_PIECES)
}

/** An expression that any of the words matches; within quotes none of them is an operator. */
function anyOf(words: readonly string[]): string {
  return [...new Set(words)].map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ')
}
