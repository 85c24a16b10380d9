/** The registrations of partners, as their insights count them. */

import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import type { InsightRegistration, RegistrationOutcome } from '../../reports/insights/types.ts'
import { decidingWord, isApproved, programOf, statusRule } from '../../rules/deals/status.ts'
import { lastDayOf } from '../../rules/deals/term.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'
import type { Desk } from '../../scorecards/desk.ts'
import { type RoleRows, roleRows } from '../../scorecards/role-rows.ts'
import type { RecordReader, Stored } from '../../store/store.ts'

/** Reads registrations by the partner who submitted them. */
export function readRegistrations(desk: Desk, store: RecordReader): Promise<RoleRows<DealRegistration, 'partner'>> {
  return roleRows(desk, store, dealRegistrations, { partner: { name: 'partner', id: 'partnerId' } })
}

/** A registration, judged by the words of the policy. */
export function registrationOf({ record, source }: Stored<DealRegistration>, policy: DealPolicy): InsightRegistration {
  const outcome = outcomeOf(record, policy)
  return {
    name: record.name?.trim() ?? '',
    isService: programOf(record, policy) === 'serviceAttach',
    status: decidingWord(record, policy),
    outcome,
    submitted: record.submitted,
    approved: record.approved,
    expires: outcome === 'approved' && statusRule(record, policy)?.term ? lastDayOf(record, policy) : record.expires,
    opportunity: record.opportunity ?? record.opportunityId,
    reason: record.denialReason?.trim() || null,
    place: { file: source.file, line: source.line },
  }
}

/** A denied one stays denied; one that is over was approved where it has the day of it. */
function outcomeOf(record: DealRegistration, policy: DealPolicy): RegistrationOutcome {
  const word = decidingWord(record, policy)?.trim() ?? ''
  if (/^denied\b/i.test(word)) return 'denied'
  if (isApproved(record, policy) || /^approved\b/i.test(word)) return 'approved'
  const rule = statusRule(record, policy)
  switch (rule?.phase) {
    case 'operations':
    case 'channel_manager':
    case 'area_manager':
      return 'pending'
    case 'partner':
      return 'returned'
    case 'running':
    case 'ended':
      return record.approved === null ? 'ended' : 'approved'
    default:
      return 'unknown'
  }
}
