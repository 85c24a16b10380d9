/** How long an approved registration runs (Ecosystem Operations, Rules of Engagement, Standard Term and Extension). Pure. */

import { addDays } from '../day.ts'
import type { DealEvidence, DealPolicy, DealProblem, DealRecord } from './types.ts'

/** The standard last day, and that with the one standard extension; null where the day of approval is not known. */
function standardDays(
  { approved }: Pick<DealRecord, 'approved'>,
  { term }: DealPolicy,
): { last: string; extended: string } | null {
  if (approved === null) return null
  return { last: addDays(approved, term.days), extended: addDays(approved, term.days + term.extensionDays) }
}

/** The last day of an approved registration: the one that the record says, else the standard one, extended if the record says so. */
export function lastDayOf(record: Pick<DealRecord, 'approved' | 'expires' | 'extended'>, policy: DealPolicy): string | null {
  if (record.expires !== null) return record.expires
  const days = standardDays(record, policy)
  return days && (record.extended === true ? days.extended : days.last)
}

/** What is wrong with the days of an approved registration, evaluated on `today` (YYYY-MM-DD). */
export function termProblems(
  { record, place }: Pick<DealEvidence, 'record' | 'place'>,
  policy: DealPolicy,
  today: string,
): DealProblem[] {
  const { handbook } = policy.term
  const { approved, expires } = record
  const last = lastDayOf(record, policy)
  const days = standardDays(record, policy)
  const evidence = [
    { what: 'approved', value: approved, source: place('approved') },
    { what: 'expires', value: expires, source: place('expires') },
  ]
  const problems: DealProblem[] = []
  if (last !== null && last < today) problems.push({ code: 'expired_still_approved', expires: last, evidence, handbook })
  if (approved === null) problems.push({ code: 'approved_without_date', evidence: evidence.slice(0, 1), handbook })
  if (days && expires !== null && expires < days.last)
    problems.push({ code: 'expires_before_90_days', expires, standard: days.last, evidence, handbook })
  if (days && expires !== null && expires > days.extended)
    problems.push({ code: 'long_extension', expires, longest: days.extended, evidence, handbook })
  return problems
}

/** What an extension of a registration needs. */
export interface Extension {
  /** The standard one, or one that operations decides on. */
  kind: 'standard' | 'longer'
  /** The last day that the standard extension gives, or gave. */
  until: string | null
  /** Why only a longer one is left: the standard one is used, or would be over by now. */
  why: 'used' | 'over' | null
}

/** Which extension a registration may have: the standard one once, from the original approval; else a longer one. */
export function extensionOf(record: DealRecord, policy: DealPolicy, today: string): Extension {
  const days = standardDays(record, policy)
  const last = lastDayOf(record, policy)
  const isExtended = record.extended === true || (days !== null && last !== null && last > days.last)
  // Where the day of approval is blank, the last day is the standard one as far as anyone knows.
  const until = days?.extended ?? (last && addDays(last, policy.term.extensionDays))
  if (isExtended) return { kind: 'longer', until, why: 'used' }
  return until !== null && until < today ? { kind: 'longer', until, why: 'over' } : { kind: 'standard', until, why: null }
}
