import type { CommonFlags, Context } from '../../app/context.ts'
import { readCount } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { type KnownAnswer, readAnswers } from '../../reference/answers.ts'
import { print } from '../../terminal/print.ts'
import { foundView } from './answers-view.ts'
import { ofPage } from './pages.ts'

export interface SearchFlags extends CommonFlags {
  limit: string
  page?: string
}

/** Shows the best answers to a question: the first in full. */
export async function runSearch(context: Context, { limit, page }: SearchFlags, words: readonly string[]): Promise<ExitCode> {
  const most = readCount('--limit', limit, { what: 'number of answers', least: 1, digits: 3, example: '--limit 3' })
  const asked = words.join(' ').trim()
  const { answers, unknown } = await find(context, asked, page)
  if (answers.length === 0) throw failure('no_answer', `no answer in the handbook for "${asked}"`)
  print(context.io, context.format, foundView({ asked, unknown, answers: answers.slice(0, most) }, context))
  return ExitCode.yes
}

interface Found {
  /** Best first. */
  answers: KnownAnswer[]
  /** The words of the question that are in no answer. */
  unknown: string[]
}

/** The answers that match a question. Throws usage errors. */
export async function find(context: Context, asked: string, page: string | undefined): Promise<Found> {
  if (asked === '') throw usageError('missing: the question', 'add it: phd handbook search <words>')
  const { TermReader } = await import('../../handbook/question.ts')
  const { AnswerSearch } = await import('../../handbook/search.ts')
  const { readDeskWords } = await import('../../reference/answers.ts')
  const { answerIndexMaker } = await import('../../app/database.ts')
  const answers = ofPage(readAnswers(context.answersFolder), page)
  const search = new AnswerSearch(answers, new TermReader(readDeskWords()), await answerIndexMaker())
  try {
    return {
      answers: search.find(asked, context.today).map(({ answer }) => answer),
      unknown: search.unknownWords(asked),
    }
  } finally {
    search.close()
  }
}
