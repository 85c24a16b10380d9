import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { readAnswers } from '../../reference/answers.ts'
import { print } from '../../terminal/print.ts'
import { answersView, linksView } from './answers-view.ts'
import { ofPage } from './pages.ts'

export interface ListFlags extends CommonFlags {
  page?: string
}
export type LinksFlags = ListFlags

/** Lists every answer. */
export async function runList(context: Context, { page }: ListFlags): Promise<ExitCode> {
  print(context.io, context.format, answersView(ofPage(readAnswers(context.answersFolder), page), context))
  return ExitCode.yes
}

/** How many of the best answers the links come from. */
const MOST_ANSWERS = 5

/** Lists the links in the answers: in all of them, or in the best ones for some words. */
export async function runLinks(context: Context, { page }: LinksFlags, words: readonly string[]): Promise<ExitCode> {
  const asked = words.join(' ').trim()
  const answers =
    asked === ''
      ? ofPage(readAnswers(context.answersFolder), page)
      : (await (await import('./search.ts')).find(context, asked, page)).answers.slice(0, MOST_ANSWERS)
  print(context.io, context.format, linksView(answers, context.io))
  return ExitCode.yes
}
