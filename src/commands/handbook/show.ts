import type { Context } from '../../app/context.ts'
import { ExitCode, failure } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import { readAnswers } from '../../reference/answers.ts'
import { print } from '../../terminal/print.ts'
import { answerView } from './answers-view.ts'

/** Shows one answer in full. */
export async function runShow(context: Context, name: string): Promise<ExitCode> {
  const answers = readAnswers(context.answersFolder)
  const answer = answers.find((each) => each.name === name)
  if (!answer) {
    const near = didYouMean(
      name,
      answers.map((each) => each.name),
    )
    throw failure('no_such_answer', `unknown answer "${name}"${near}`)
  }
  print(context.io, context.format, answerView(answer, context))
  return ExitCode.yes
}
