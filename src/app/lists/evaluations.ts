import { partnerIndex } from '../../partners/every/partner-index.ts'
import { sourceOf } from '../../partners/facts.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { compareText } from '../../records/compare.ts'
import { type EvaluationLicense, evaluationLicenses } from '../../records/kinds/licenses/evaluation-licenses.ts'
import { foldName } from '../../records/name.ts'
import { type EvaluationPolicyFile, readEvaluationPolicyFile } from '../../reference/leads.ts'
import { type EvaluationFacts, type EvaluationTerm, type RegistrationState, termOf } from '../../rules/leads/evaluation.ts'
import { policyFor } from '../../rules/policy.ts'
import type { Source } from '../../rules/verdict.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import type { Context } from '../context.ts'

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
  list: NewestList | null
  /** Rejected rows: one names its partner and not its customer, so it may be of any. */
  rejected: RejectedRows | null
  /** The day of "now" by UTC: a license ends at midnight UTC, wherever the desk is. */
  today: string
}

/** Reads every evaluation license, in the order of its start. Throws `no_policy`. */
export async function readEvaluations(context: Context, store: RecordReader): Promise<ReadEvaluations> {
  const policy = policyFor(readEvaluationPolicyFile().versions, context.today, 'evaluation licenses')
  const today = context.now.slice(0, 10)
  const { index } = await partnerIndex(store)
  const judged = (row: Stored<EvaluationLicense>): ReadEvaluation => {
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
  }
  const all: ReadEvaluation[] = []
  for await (const rows of store.recordBatches(evaluationLicenses)) for (const row of rows) all.push(judged(row))
  const list = await newestOf(context, store, evaluationLicenses)
  return { all: all.sort(byStart), policy, list, rejected: await rejectedOf(store, evaluationLicenses), today }
}

function byStart(a: ReadEvaluation, b: ReadEvaluation): number {
  return compareText(a.record.startDate, b.record.startDate) || compareText(a.record.evaluation, b.record.evaluation)
}

/** Why the number of a customer's evaluations may be wrong: `isKnown`: whether any list has the customer; `hasMaybe`: whether one is of a name that may be the same customer's. */
export function doubtOf(
  { list, rejected }: Pick<ReadEvaluations, 'list' | 'rejected'>,
  own: readonly ReadEvaluation[],
  { isKnown, hasMaybe }: { isKnown: boolean; hasMaybe: boolean },
): EvaluationFacts['doubt'] {
  if (list === null) return 'no_list'
  if (list.isOld) return 'stale_list'
  if (rejected !== null || own.some(({ isInDoubt }) => isInDoubt)) return 'set_aside'
  if (hasMaybe) return 'other_form'
  return isKnown ? null : 'unknown_customer'
}
