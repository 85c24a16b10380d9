/** Opportunities by the partners of each role, and the records of partners' influence on them. */

import type { NamedPartner } from '../partners/linking/links.ts'
import { type InfluenceRecord, influenceRecords } from '../records/kinds/influence-records.ts'
import { type Opportunity, opportunities } from '../records/kinds/opportunities.ts'
import { moneyOf } from '../records/money.ts'
import { dealOutcome } from '../reports/deals/words.ts'
import { detailsOf } from '../reports/insights/influence.ts'
import type { InsightDeal, InsightInfluence, Role } from '../reports/insights/types.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import type { Desk } from './desk.ts'
import type { Role as RoleFields } from './linked-rows.ts'
import { everyRow, type RoleRows, roleRows } from './role-rows.ts'

/** The fields that name a partner in each role; the service attach partner has no id in any export. */
const ROLE_FIELDS: Readonly<Record<Role, RoleFields<(typeof opportunities)['fields']>>> = {
  resale: { name: 'resalePartner', id: 'resalePartnerId' },
  registration: { name: 'drPartner', id: 'drPartnerId' },
  distributor: { name: 'distributor', id: 'distributorId' },
  influence: { name: 'influencePartner', id: 'influencePartnerId' },
  service: { name: 'serviceAttachPartner', id: null },
}

/** Reads opportunities by the partners of each role. */
export function readOpportunities(desk: Desk, store: RecordReader): Promise<RoleRows<Opportunity, Role>> {
  return roleRows(desk, store, opportunities, ROLE_FIELDS)
}

/** Every opportunity with an Influence Partner. */
export function everyInfluenced<T>(
  desk: Desk,
  store: RecordReader,
  make: (row: Stored<Opportunity>, partner: NamedPartner | null) => T,
) {
  return everyRow(desk, store, opportunities, { role: ROLE_FIELDS.influence, make })
}

/** An opportunity in which a partner has roles; `currency`: that of amounts that name none. */
export function dealOf({ record, source }: Stored<Opportunity>, roles: readonly Role[], currency: string | null): InsightDeal {
  const { id, name, customer, stage, closeDate, duplicateOf, mergedInto } = record
  const own = record.currency?.trim() ? record.currency : currency
  return {
    id: id ?? '',
    name: name ?? '',
    ...{ customer, stage, closeDate, roles },
    outcome: dealOutcome({ stage, duplicateOf, mergedInto }),
    orderType: record.stampedOrderType?.trim() ? record.stampedOrderType : record.orderType,
    source: record.salesQualifiedSource,
    amount: moneyOf(record.netArr, own),
    servicesAmount: moneyOf(record.partnerServicesAmount, own),
    reseller: record.resalePartner?.trim() || record.resalePartnerId,
    servicePartner: record.serviceAttachPartner,
    registrationStatus: record.drStatus,
    place: { file: source.file, line: source.line },
  }
}

/** Reads influence records by partner. */
export function readInfluence(desk: Desk, store: RecordReader): Promise<RoleRows<InfluenceRecord, 'partner'>> {
  return roleRows(desk, store, influenceRecords, { partner: INFLUENCE_FIELDS })
}

/** Every influence record. */
export function everyInfluence<T>(
  desk: Desk,
  store: RecordReader,
  make: (row: Stored<InfluenceRecord>, partner: NamedPartner | null) => T,
) {
  return everyRow(desk, store, influenceRecords, { role: INFLUENCE_FIELDS, make })
}

const INFLUENCE_FIELDS = { name: 'partner', id: 'partnerId' } as const

/** A record of influence, its details apart. */
export function influenceOf({ record, source }: Stored<InfluenceRecord>): InsightInfluence {
  const { opportunity, opportunityId, type, created, description } = record
  return {
    record: record.record?.trim() ?? '',
    ...{ opportunity, opportunityId, type, created, description },
    details: detailsOf(record.details),
    place: { file: source.file, line: source.line },
  }
}
