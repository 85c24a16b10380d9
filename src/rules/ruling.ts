/** Whether a verdict lets a person decide as they wish. */

import type { Check, Decision } from './verdict.ts'

export interface Wish {
  decision: 'approved' | 'denied'
  /** A decision against the verdict, with reason and approver. */
  override: boolean
  /** Approved beyond the program's limit, by the two who may. */
  exception: boolean
}

export type RulingRefused =
  /** The verdict says the other thing, or cannot tell. */
  | 'against_verdict'
  | 'cannot_tell'
  /** Legal must be asked about a restricted party. */
  | 'restricted'
  /** There is nothing to override. */
  | 'nothing_to_override'
  /** A check fails, or is unknown, that no exception lifts. */
  | 'exception_barred'
  | 'exception_unknown'
  | 'nothing_to_except'

interface Judged {
  decision: Decision
  checks: readonly Check[]
  restricted: boolean
}

/**
 * Why a decision must not be recorded; null where it may. An exception lifts what the policy does not bar it from lifting (Partner
 * Support, NFR Requests Outside of Program Guidelines); what is against the verdict otherwise needs an override.
 */
export function whyNotDecide(
  { decision, checks, restricted }: Judged,
  wish: Wish,
  barredBy: readonly string[],
): RulingRefused | null {
  const needed = wish.decision === 'approved' ? 'eligible' : 'not_eligible'
  if (wish.exception) {
    const barring = checks.filter(({ id }) => barredBy.includes(id))
    if (barring.some(({ outcome }) => outcome === 'fail')) return 'exception_barred'
    if (checks.some(({ outcome }) => outcome === 'unknown')) return 'exception_unknown'
    if (decision === 'eligible') return 'nothing_to_except'
    return restricted && !wish.override ? 'restricted' : null
  }
  const isRestricted = restricted && wish.decision === 'approved'
  if (wish.override) return decision === needed && !isRestricted ? 'nothing_to_override' : null
  if (decision === 'needs_review') return 'cannot_tell'
  if (decision !== needed) return 'against_verdict'
  return isRestricted ? 'restricted' : null
}
