/** `phd deal source`: what the Sales Qualified Source of an opportunity must be, and whether it is. */

import type { CommonFlags, Context } from '../../../app/context.ts'
import { ExitCode, highestCode, usageError } from '../../../errors.ts'
import { TextPool } from '../../../packed/text-pool.ts'
import { type Opportunity, opportunities } from '../../../records/kinds/opportunities.ts'
import { readDealPolicyFile } from '../../../reference/deals.ts'
import { readSourcePolicies } from '../../../reference/sources.ts'
import { olderThan } from '../../../rules/checks.ts'
import { policyFor } from '../../../rules/policy.ts'
import { sourceOf } from '../../../rules/sources/source.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'
import { print } from '../../../terminal/print.ts'
import { printRows } from '../../../terminal/print-rows.ts'
import { findOpportunity } from '../opportunity/find.ts'
import type { SourceAnswer } from './answer.ts'
import { SourceEvidences } from './evidence.ts'

export interface SourceFlags extends CommonFlags {
  all?: boolean
}

/** Answers for one opportunity, or for all. */
export async function runSource(context: Context, { all }: SourceFlags, subject: string | undefined): Promise<ExitCode> {
  if (all && subject !== undefined) throw usageError('name one opportunity, or use --all', 'see: phd deal source --help')
  if (!all && subject === undefined)
    throw usageError('missing: the opportunity', 'name it by id or name, or use --all: phd deal source 0064M000AAAAAAIQY5')
  const store = await context.openStore('read')
  try {
    return all ? await answerAll(context, store) : await answerOne(context, store, subject ?? '')
  } finally {
    await store.close()
  }
}

async function answerOne(context: Context, store: RecordReader, subject: string): Promise<ExitCode> {
  const { sourceView } = await import('./source-view.ts')
  const opportunity = await findOpportunity(store, subject)
  const [answer] = await (await answering(context, store))([opportunity])
  if (!answer) throw new Error('one opportunity has one answer')
  print(context.io, context.format, sourceView(answer, context.io))
  return codeOf(answer)
}

async function answerAll(context: Context, store: RecordReader): Promise<ExitCode> {
  const { sourcesListing } = await import('./sources-view.ts')
  const answersFor = await answering(context, store)
  let highest: ExitCode = ExitCode.yes
  const count = await printRows(context.io, context.format, {
    ...sourcesListing(sortedAnswers(store, answersFor), context.io),
    each: (answer) => {
      highest = highestCode([highest, codeOf(answer)])
    },
  })
  return count === 0 ? ExitCode.cannotTell : highest
}

type AnswersFor = (some: readonly Stored<Opportunity>[]) => Promise<SourceAnswer[]>

async function answering(context: Context, store: RecordReader): Promise<AnswersFor> {
  const { today, now: evaluatedAt, asOf, maxAgeDays } = context
  const policy = policyFor(readSourcePolicies(), today, 'the source of opportunities')
  const { partnerSourced } = policyFor(readDealPolicyFile().versions, today, 'deal registrations')
  const frame = { policy, partnerSourced, isOld: olderThan(evaluatedAt, maxAgeDays) }
  const evidences = await SourceEvidences.read(store)
  return async (some) => {
    const found = await evidences.of(some)
    return found.map((evidence, i) => {
      const opportunity = some[i] as Stored<Opportunity>
      return { opportunity, finding: sourceOf(evidence, frame), policy, evaluatedAt, asOf }
    })
  }
}

/** So many opportunities are read at a time. */
const BATCH = 500

/** The answers for all, differing ones first: each is made once to know its place, and again when it is its turn. */
async function* sortedAnswers(store: RecordReader, answersFor: AnswersFor): AsyncGenerator<readonly SourceAnswer[]> {
  const versions = await store.versionsInOrder(opportunities)
  const read = async (some: Int32Array): Promise<Stored<Opportunity>[]> => {
    const rows = await store.recordsOfVersions(opportunities, some)
    return Array.from(some).flatMap((version) => rows.get(version) ?? [])
  }
  const keys = new TextPool()
  for (let at = 0; at < versions.length; at += BATCH)
    for (const answer of await answersFor(await read(versions.subarray(at, at + BATCH)))) {
      const { name, id } = answer.opportunity.record
      keys.add(`${rankOf(answer)}${name}\n${id}`)
    }
  const order = Int32Array.from(versions.keys()).sort((a, b) => keys.compare(a, b) || a - b)
  const sorted = order.map((place) => versions[place] ?? 0)
  for (let at = 0; at < sorted.length; at += BATCH) yield await answersFor(await read(sorted.subarray(at, at + BATCH)))
}

/** Yes: every field that a page settles is as it must be; no: one differs; cannot tell: the source is not shown, or not in the export. */
export function codeOf({ finding: { source, others } }: SourceAnswer): ExitCode {
  if (source.agrees === null) return ExitCode.cannotTell
  return source.agrees && others.every(({ agrees }) => agrees !== false) ? ExitCode.yes : ExitCode.no
}

/** Differing ones first, then those that something is expected of, then the rest. */
function rankOf(answer: SourceAnswer): number {
  const { source, others } = answer.finding
  if (source.agrees === false) return 0
  if (others.some(({ agrees }) => agrees === false)) return 1
  if (source.expected !== null) return source.agrees === null ? 2 : 4
  return 3
}
