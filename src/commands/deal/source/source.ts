/** `phd deal source`: what the Sales Qualified Source of an opportunity must be, and whether it is. */

import type { CommonFlags, Context } from '../../../app/context.ts'
import { ExitCode, highestCode, usageError } from '../../../errors.ts'
import { type Opportunity, opportunities } from '../../../records/kinds/opportunities.ts'
import { readDealPolicyFile } from '../../../reference/deals.ts'
import { readSourcePolicies } from '../../../reference/sources.ts'
import { olderThan } from '../../../rules/checks.ts'
import { policyFor } from '../../../rules/policy.ts'
import { sourceOf } from '../../../rules/sources/source.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'
import { print } from '../../../terminal/print.ts'
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
    store.close()
  }
}

async function answerOne(context: Context, store: RecordReader, subject: string): Promise<ExitCode> {
  const { sourceView } = await import('./source-view.ts')
  const opportunity = await findOpportunity(store, subject)
  const [answer] = await answersFor(context, store, [opportunity])
  if (!answer) throw new Error('one opportunity has one answer')
  print(context.io, context.format, sourceView(answer, context.io))
  return codeOf(answer)
}

async function answerAll(context: Context, store: RecordReader): Promise<ExitCode> {
  const { sourcesView } = await import('./sources-view.ts')
  const answers = await context.io.waiting('Checking all opportunities', async () =>
    answersFor(context, store, await store.records(opportunities)),
  )
  const sorted = answers.sort((a, b) => rankOf(a) - rankOf(b) || byName(a, b))
  print(context.io, context.format, sourcesView(sorted, context.io))
  if (sorted.length === 0) return ExitCode.cannotTell
  return highestCode(sorted.map(codeOf))
}

async function answersFor(context: Context, store: RecordReader, of: readonly Stored<Opportunity>[]): Promise<SourceAnswer[]> {
  const { today, now: evaluatedAt, asOf, maxAgeDays } = context
  const policy = policyFor(readSourcePolicies(), today, 'the source of opportunities')
  const { partnerSourced } = policyFor(readDealPolicyFile().versions, today, 'deal registrations')
  const frame = { policy, partnerSourced, isOld: olderThan(evaluatedAt, maxAgeDays) }
  const evidences = await SourceEvidences.read(store, of.length === 1 ? await store.records(opportunities) : of)
  return of.map((opportunity) => {
    const finding = sourceOf(evidences.of(opportunity), frame)
    return { opportunity, finding, policy, evaluatedAt, asOf }
  })
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

function byName({ opportunity: { record: a } }: SourceAnswer, { opportunity: { record: b } }: SourceAnswer): number {
  const [one, other] = [`${a.name}\n${a.id}`, `${b.name}\n${b.id}`]
  return one < other ? -1 : one > other ? 1 : 0
}
