/** The colleagues who work on an opportunity, as replies name them. */

import type { Directory } from '../partners/contacts.ts'
import { type StaffMember, staffMember } from '../partners/mail/staff.ts'
import type { Opportunity } from '../records/kinds/opportunities.ts'
import type { OpportunityManager } from '../rules/cam/opportunity.ts'

/** By the prefix of their values in replies, with the words for them in a sentence. */
export const STAFF = [
  ['seller', 'the sales person'],
  ['isr', 'the ISR'],
  ['opportunity_manager', 'the channel manager'],
] as const
export type Staff = Readonly<Record<(typeof STAFF)[number][0], StaffMember>>

/** Finds them by the addresses of the opportunity's record, else in the Salesforce users. */
export function staffOf(people: Directory, record: Opportunity | null, manager: OpportunityManager | null): Staff {
  return {
    seller: staffMember(people, {
      id: record?.ownerId ?? null,
      name: record?.owner ?? null,
      address: record?.ownerEmail ?? null,
    }),
    isr: staffMember(people, { id: record?.isrId ?? null, name: record?.isr ?? null, address: record?.isrEmail ?? null }),
    opportunity_manager: staffMember(people, { id: null, name: manager?.name ?? null, address: null }),
  }
}

/** Why values of a reply are missing. */
export function missingReasons({ seller, opportunity_manager: manager }: Staff): Readonly<Record<string, string>> {
  return {
    seller_name: 'the opportunity has no owner',
    seller_email: seller.why ?? '',
    opportunity_manager_email: `channel manager of the opportunity: ${manager.why ?? ''}`,
  }
}
