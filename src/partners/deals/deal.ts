/** A deal registration with all that is known of it. */

import type { DealRegistration } from '../../records/kinds/deal-registrations.ts'
import type { DealFinding, DealRecord, Entitlement, LinkedOpportunity, StatusSince } from '../../rules/deals/types.ts'
import type { Stored } from '../../store/store.ts'
import type { NamedPartner, WhyUnlinked } from '../linking/links.ts'

/** A registration, what it is linked to, and what the rules say. */
export interface Deal {
  row: Stored<DealRegistration>
  record: DealRecord
  partner: NamedPartner | null
  unlinked: { why: WhyUnlinked; candidates: readonly NamedPartner[] } | null
  opportunity: LinkedOpportunity
  /** The name of the opportunity, by its own record, else by the registration's. */
  opportunityName: string | null
  entitlement: Entitlement | null
  since: StatusSince | null
  finding: DealFinding
}

/** A registration as the rules see it. */
export function recordOf({ record }: Pick<Deal['row'], 'record'>): DealRecord {
  return { ...record, name: record.name?.trim() ?? '' }
}

/** The id that registrations of one opportunity share; null where it is not known which it is. */
export function opportunityIdOf({ row, opportunity }: Pick<Deal, 'row' | 'opportunity'>): string | null {
  return row.record.opportunityId ?? (opportunity.found === 'one' ? opportunity.id : null)
}
