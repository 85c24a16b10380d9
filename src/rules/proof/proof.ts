/**
 * Whether a proof of execution is complete and fits its registration (Partner Help Desk, Service Attach PoE; Ecosystem Operations,
 * Service Attached Registration), and which status the registration gets. Pure.
 */

import { olderThan } from '../checks.ts'
import { decisionOf } from '../verdict.ts'
import { dealChecks, lastDaysOf } from './deal-checks.ts'
import { documentChecks } from './document-checks.ts'
import type { ProofCheck, ProofCheckId, ProofEvidence, ProofPolicy, ProofVerdict } from './types.ts'

/** Decides on a proof. `now` is ISO 8601; evidence older than `maxAgeDays` is stale and decides nothing. */
export function decideProof(evidence: ProofEvidence, policy: ProofPolicy, now: string, maxAgeDays: number): ProofVerdict {
  const asking = { evidence, policy, isOld: olderThan(now, maxAgeDays), today: now.slice(0, 10) }
  const checks = [...documentChecks(evidence, policy), ...dealChecks(asking)]
  return {
    decision: decisionOf(checks),
    policy,
    checks,
    status: nextStatus(evidence, policy, checks),
    lastDays: lastDaysOf(evidence, policy),
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

/** What the document must name. */
export const NAMED: readonly ProofCheckId[] = ['partner_named', 'customer_named', 'deal_id_named']

/** The status that is right by what was found; null where something is not clear, or no status of the version says it. */
function nextStatus(evidence: ProofEvidence, policy: ProofPolicy, checks: readonly ProofCheck[]): ProofVerdict['status'] {
  const status = (when: ProofPolicy['next'][number]['if']) => policy.next.find((each) => each.if === when) ?? null
  const { deal, receivedOn } = evidence
  if (deal.found !== 'one') return null
  const isOut = (id: ProofCheckId, outcome: ProofCheck['outcome']): boolean =>
    checks.some((check) => check.id === id && check.outcome === outcome)
  // What a status is set by must be the right registration, beyond doubt.
  const OF_DEAL = ['deal_known', 'deal_is_service_attach', 'deal_is_partners', 'deal_awaits_proof', 'no_other_approved'] as const
  if (OF_DEAL.some((id) => !isOut(id, 'pass'))) return null
  if (isOut('within_window', 'fail')) return status(deal.sale?.state === 'lost' ? 'lost' : 'unqualified')
  if (NAMED.some((id) => isOut(id, 'fail'))) return status('incomplete')
  if (checks.some(({ outcome }) => outcome !== 'pass')) return null
  const { rebate } = lastDaysOf(evidence, policy)
  if (deal.sale?.state === 'open') return status('complete_open')
  const isLate = rebate === null || receivedOn === null || receivedOn > rebate
  return status(isLate ? 'complete_late' : 'complete')
}

/** Why the registration of a proof needs review before anything else. */
export type ProofDoubt =
  | 'registration_type'
  | 'registration_of_another'
  | 'registration_status'
  | 'registration_second'
  | 'registration_unknown'
  | 'several_registrations'
  | 'stale_registration'

/** Why a mail with a proof needs review, with what was found; null if its registration fits, or none is named. */
export function doubtOfProof(
  { checks }: Pick<ProofVerdict, 'checks'>,
  { deal }: Pick<ProofEvidence, 'deal'>,
): { code: ProofDoubt; found: string } | null {
  if (deal.found === 'several') return { code: 'several_registrations', found: deal.named.join(', ') }
  if (deal.found === 'unknown') return { code: 'registration_unknown', found: deal.named }
  if (deal.found !== 'one') return null
  const { name } = deal.registration
  const of = (id: ProofCheckId): ProofCheck | undefined => checks.find((check) => check.id === id)
  const status = of('deal_awaits_proof')
  if (status?.reason === 'stale' || status?.reason === 'gone_from_list' || status?.reason === 'set_aside')
    return { code: 'stale_registration', found: name }
  if (of('deal_is_partners')?.outcome !== 'pass') return { code: 'registration_of_another', found: name }
  const type = of('deal_is_service_attach')
  if (type?.outcome !== 'pass') return { code: 'registration_type', found: `${name}: ${type?.actual?.trim() || 'blank'}` }
  if (status?.outcome !== 'pass') return { code: 'registration_status', found: `${name}: ${status?.actual || 'blank'}` }
  const second = of('no_other_approved')
  return second?.outcome === 'fail' ? { code: 'registration_second', found: second.actual ?? '' } : null
}
