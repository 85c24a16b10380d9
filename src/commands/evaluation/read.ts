import type { Context } from '../../app/context.ts'
import { sourceOf } from '../../partners/facts.ts'
import { wholeIndex } from '../../partners/linked-names.ts'
import { compareText } from '../../records/compare.ts'
import { type EvaluationLicense, evaluationLicenses } from '../../records/kinds/evaluation-licenses.ts'
import { foldName } from '../../records/name.ts'
import { type EvaluationPolicyFile, readEvaluationPolicyFile } from '../../reference/leads.ts'
import { type EvaluationFacts, type EvaluationTerm, type RegistrationState, termOf } from '../../rules/leads/evaluation.ts'
import { policyFor } from '../../rules/policy.ts'
import { isStale, type Source } from '../../rules/verdict.ts'
import type { ImportEntry, RecordReader } from '../../store/store.ts'

/** An evaluation license with its term. */
export interface ReadEvaluation {
  record: EvaluationLicense
  /** The customer's name, folded. */
  folded: string
  partner: { id: string; name: string } | null
  term: EvaluationTerm
  source: Source
  isInDoubt: boolean
}

/** A registration of the customer, as it was found. */
export interface FoundRegistration {
  name: string
  dealId: string | null
  status: string | null
  approved: string | null
  expires: string | null
  partnerText: string | null
  state: RegistrationState
  source: Source
}

/** All evaluation licenses, and what they were read from. */
export interface ReadEvaluations {
  all: readonly ReadEvaluation[]
  policy: EvaluationPolicyFile['versions'][number]
  list: { file: string; lastSeenAt: string; isOld: boolean } | null
  /** The day of "now" by UTC: a license ends at midnight UTC, wherever the desk is. */
  today: string
}

/** Reads every evaluation license, in the order of its start. Throws `no_policy`. */
export async function readEvaluations(context: Context, store: RecordReader): Promise<ReadEvaluations> {
  const policy = policyFor(readEvaluationPolicyFile().versions, context.today, 'evaluation licenses')
  const today = context.now.slice(0, 10)
  const { index } = await wholeIndex(store)
  const all = (await store.records(evaluationLicenses)).map((row) => {
    const { customer, partner: name, partnerId: accountId, startDate: start, endDate: end } = row.record
    const { partner } = name === null && accountId === null ? { partner: null } : index.link({ name, accountId })
    return {
      record: row.record,
      folded: foldName(customer ?? '').folded,
      partner: partner && { id: partner.id, name: partner.name },
      term: termOf({ start, end }, policy, today),
      source: sourceOf(row),
      isInDoubt: row.doubt !== null,
    }
  })
  const list = await newestOf(context, store, evaluationLicenses.kind)
  return { all: all.sort(byStart), policy, list, today }
}

function byStart(a: ReadEvaluation, b: ReadEvaluation): number {
  return compareText(a.record.startDate, b.record.startDate) || compareText(a.record.evaluation, b.record.evaluation)
}

/** The newest list of a kind, and whether it is older than evidence may be; null where none was imported. */
export async function newestOf(
  { now, maxAgeDays }: Context,
  store: RecordReader,
  kind: string,
): Promise<(Pick<ImportEntry, 'file' | 'lastSeenAt'> & { isOld: boolean }) | null> {
  const newest = (await store.newestImports()).find((each) => each.kind === kind)
  return newest ? { file: newest.file, lastSeenAt: newest.lastSeenAt, isOld: isStale(newest, now, maxAgeDays) } : null
}

/** Why the number of a customer's evaluations may be wrong: a rejected row may have another. */
export function doubtOf(
  { list }: Pick<ReadEvaluations, 'list'>,
  own: readonly ReadEvaluation[],
  isSetAside: boolean,
): EvaluationFacts['doubt'] {
  if (list === null) return 'no_list'
  if (list.isOld) return 'stale_list'
  return isSetAside || own.some(({ isInDoubt }) => isInDoubt) ? 'set_aside' : null
}
