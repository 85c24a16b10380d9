/** Runs the checks of a rule: for one partner, those a file names, or all. */

import { choosePartner } from '../app/choose-partner.ts'
import type { CommonFlags, Context } from '../app/context.ts'
import { exitCodeOf, explain } from '../app/failures.ts'
import { readyForAll } from '../app/long-run.ts'
import { givenValue } from '../app/option-values.ts'
import { ExitCode, failure, highestCode, PhdError, usageError } from '../errors.ts'
import { hasPartners, noAccounts, type Resolved, resolvePartners } from '../partners/resolve.ts'
import type { RecordReader } from '../store/store.ts'
import { print } from '../terminal/print.ts'
import { printRows } from '../terminal/print-rows.ts'
import { type UnresolvedName, verdictsListing } from './list-view.ts'
import { checkOne, type Rule } from './rule.ts'
import type { AnyVerdict } from './verdict.ts'
import { verdictView } from './view.ts'

export interface CheckFlags extends CommonFlags {
  all?: boolean
  file?: string
}

/** So many names of a file are looked up at a time. */
const BATCH = 300

/** The exit code of a verdict. */
const EXIT_OF = { eligible: ExitCode.yes, not_eligible: ExitCode.no, needs_review: ExitCode.cannotTell } as const

/**
 * Checks a partner, all of them, or those in a file, by the rule that `readRule` gives; `command` is named in hints. Throws
 * usage errors, and what choosing a partner throws.
 */
export async function runCheck(
  context: Context,
  { all, file }: CheckFlags,
  subject: string | undefined,
  readRule: (store: RecordReader) => Promise<Rule<AnyVerdict>>,
  command: string,
): Promise<ExitCode> {
  const list = givenValue('--file', file)
  if ([subject !== undefined, all, list !== undefined].filter(Boolean).length > 1) {
    throw usageError('name one partner, or use --all or --file', `see: ${command} --help`)
  }
  const store = await context.openStore('read')
  try {
    if (all) return await checkAll(context, store, await readRule(store))
    if (list !== undefined) return await checkFile(context, store, await readRule(store), list)
    const found = await choosePartner(context, store, subject)
    const verdict = await checkOne(await readRule(store), found)
    print(context.io, context.format, verdictView(verdict, context.io))
    return EXIT_OF[verdict.decision]
  } finally {
    await store.close()
  }
}

async function checkAll(context: Context, store: RecordReader, rule: Rule<AnyVerdict>): Promise<ExitCode> {
  readyForAll(context)
  let highest: ExitCode = ExitCode.yes
  const verdicts = async function* (): AsyncGenerator<IteratorObject<AnyVerdict>> {
    let isNone = true
    for await (const some of rule.checkAll()) {
      isNone = false
      yield some.map((verdict) => {
        highest = highestCode([highest, EXIT_OF[verdict.decision]])
        return verdict
      })
    }
    if (isNone) throw await noAccounts(store)
  }
  await printRows(context.io, context.format, verdictsListing(rule.question, verdicts(), context.io))
  return highest
}

async function checkFile(context: Context, store: RecordReader, rule: Rule<AnyVerdict>, file: string): Promise<ExitCode> {
  const codes: ExitCode[] = []
  if (!(await hasPartners(store))) throw await noAccounts(store)
  const names = await namesIn(file)
  const found = async function* (): AsyncGenerator<readonly (AnyVerdict | UnresolvedName)[]> {
    const unresolved: UnresolvedName[] = []
    for (let at = 0; at < names.length; at += BATCH) {
      const some = names.slice(at, at + BATCH)
      const outcomes = await resolvePartners(
        store,
        some.map(({ name }) => name),
      )
      const resolved: Resolved[] = []
      for (const [i, { line, name }] of some.entries()) {
        const outcome = outcomes[i]
        if (!(outcome instanceof PhdError)) resolved.push(...(outcome ? [outcome] : []))
        else if (exitCodeOf(outcome) !== ExitCode.notFound) throw outcome
        else unresolved.push({ line, name, error: explain(outcome) })
      }
      const verdicts = await rule.check(resolved)
      for (const { decision } of verdicts) codes.push(EXIT_OF[decision])
      yield verdicts
    }
    if (unresolved.length > 0) codes.push(ExitCode.notFound)
    yield unresolved
  }
  await printRows(context.io, context.format, {
    ...verdictsListing(rule.question, found(), context.io),
    waiting: undefined,
  })
  return highestCode(codes)
}

/** The names of a list, one per line; blank lines are skipped. */
async function namesIn(file: string): Promise<{ line: number; name: string }[]> {
  const { readText } = await import('../imports/read/read-text.ts')
  const text = readText(file)
  const names = text
    .split(/\r\n|\n|\r/)
    .map((name, i) => ({ line: i + 1, name: name.trim() }))
    .filter(({ name }) => name !== '')
  if (names.length === 0) throw failure('empty_file', `${file} names no partners`, 'write one partner per line')
  return names
}
