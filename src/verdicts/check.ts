/** Runs the checks of a rule: for one partner, those a file names, or all. */

import { choosePartner } from '../app/choose-partner.ts'
import { givenValue } from '../app/command.ts'
import type { CommonFlags, Context } from '../app/context.ts'
import { ExitCode, highestCode, PhdError, refusal, usageError } from '../errors.ts'
import { hasPartners, noAccounts, resolvePartner } from '../partners/resolve.ts'
import type { RecordReader } from '../store/store.ts'
import type { Judge } from './judge.ts'
import { printVerdict, printVerdicts, type UnresolvedName, type VerdictAnswer } from './view.ts'

export interface CheckFlags extends CommonFlags {
  all?: boolean
  file?: string
}

type AnyJudge = Judge<unknown, unknown>

/** The code that a verdict ends with. */
export const EXIT_OF = { eligible: ExitCode.yes, not_eligible: ExitCode.no, needs_review: ExitCode.cannotTell } as const

export async function runCheck(
  context: Context,
  { all, file }: CheckFlags,
  subject: string | undefined,
  makeJudge: (store: RecordReader) => Promise<AnyJudge>,
  command: string,
): Promise<ExitCode> {
  const list = givenValue('--file', file)
  if ([subject !== undefined, all, list !== undefined].filter(Boolean).length > 1) {
    throw usageError('name one partner, or say --all, or --file', `see: ${command} --help`)
  }
  const store = await context.openStore('read')
  try {
    const judge = await makeJudge(store)
    if (all) return await checkAll(context, store, judge)
    if (list !== undefined) return await checkFile(context, store, judge, list)
    const { partner, by } = await choosePartner(context, store, subject)
    const { answer } = await judge.one(partner, by)
    printVerdict(context, answer)
    return EXIT_OF[answer.decision]
  } finally {
    store.close()
  }
}

async function checkAll(context: Context, store: RecordReader, judge: AnyJudge): Promise<ExitCode> {
  const answers: VerdictAnswer[] = []
  for await (const { answer } of judge.all()) answers.push(answer)
  if (answers.length === 0) throw await noAccounts(store)
  printVerdicts(context, judge.question, answers, [])
  return highest(answers, [])
}

async function checkFile(context: Context, store: RecordReader, judge: AnyJudge, file: string): Promise<ExitCode> {
  const answers: VerdictAnswer[] = []
  const unresolved: UnresolvedName[] = []
  if (!(await hasPartners(store))) throw await noAccounts(store)
  for (const { line, name } of await namesIn(file)) {
    try {
      const { partner, by } = await resolvePartner(store, name)
      answers.push((await judge.one(partner, by)).answer)
    } catch (error) {
      if (!(error instanceof PhdError) || error.exitCode !== ExitCode.notFound) throw error
      unresolved.push({ line, name, error })
    }
  }
  printVerdicts(context, judge.question, answers, unresolved)
  return highest(answers, unresolved)
}

/** The names of a list, one a line; blank lines are passed over. */
async function namesIn(file: string): Promise<{ line: number; name: string }[]> {
  const { readText } = await import('../imports/read/read-text.ts')
  const text = readText(file)
  const names = text
    .split(/\r\n|\n|\r/)
    .map((name, i) => ({ line: i + 1, name: name.trim() }))
    .filter(({ name }) => name !== '')
  if (names.length === 0) throw refusal('empty_file', `${file} names no partner`, 'write one partner a line')
  return names
}

function highest(answers: readonly VerdictAnswer[], unresolved: readonly UnresolvedName[]): ExitCode {
  return highestCode([...answers.map(({ decision }) => EXIT_OF[decision]), ...unresolved.map(() => ExitCode.notFound)])
}
