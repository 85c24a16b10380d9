/** Whether a verdict allows a decision. */

import type { Check, CheckId, Decision } from './verdict.ts'

export interface WantedDecision {
  decision: 'approved' | 'denied'
  /** Against the verdict, with reason and approver. */
  override: boolean
  /** Approved beyond the program's limit, by the two who may. */
  exception: boolean
}

export type RulingRefused =
  /** The verdict says the opposite, or cannot tell. */
  | 'against_verdict'
  | 'cannot_tell'
  /** Legal must be asked about a restricted party. */
  | 'restricted'
  /** There is nothing to override. */
  | 'nothing_to_override'
  /** A check fails that no exception can lift, or is unknown. */
  | 'exception_barred'
  | 'exception_unknown'
  | 'nothing_to_except'

interface Checked {
  decision: Decision
  checks: readonly Check[]
  restricted: boolean
}

/**
 * Why a decision must not be recorded; null if it may. An exception lifts every failed check that the policy does not exclude
 * (Partner Support, NFR Requests Outside of Program Guidelines); any other decision against the verdict needs an override.
 */
export function whyNotDecide(
  { decision, checks, restricted }: Checked,
  wanted: WantedDecision,
  barredBy: readonly CheckId[],
): RulingRefused | null {
  const needed = wanted.decision === 'approved' ? 'eligible' : 'not_eligible'
  if (wanted.exception) {
    const barring = checks.filter(({ id }) => barredBy.includes(id))
    if (barring.some(({ outcome }) => outcome === 'fail')) return 'exception_barred'
    if (checks.some(({ outcome }) => outcome === 'unknown')) return 'exception_unknown'
    if (decision === 'eligible') return 'nothing_to_except'
    return restricted && !wanted.override ? 'restricted' : null
  }
  const isRestricted = restricted && wanted.decision === 'approved'
  if (wanted.override) return decision === needed && !isRestricted ? 'nothing_to_override' : null
  if (decision === 'needs_review') return 'cannot_tell'
  if (decision !== needed) return 'against_verdict'
  return isRestricted ? 'restricted' : null
}
