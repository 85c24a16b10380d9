/**
 * Who the channel manager of an opportunity is by the tables, and which one gets mail on it: the one in the tables; the one on the
 * record if there are no tables (Partner Help Desk, Channel Manager Opportunity Ownership).
 */

import { publicSector } from './account.ts'
import type { Finding } from './finding.ts'
import { fromRows, isOneOf, isSameName, open, publicSectorFlag, reason } from './rows.ts'
import type { CamPolicy, CamTables, ManagerRow, OpportunityFacts, Ownership, Reason, ReasonCode } from './types.ts'

/** Who the channel manager of an opportunity is: by its partner, else by segment, then by territory. */
export function opportunityOwnership(opportunity: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership {
  const byPartner = mappedByPartner(opportunity, tables, policy)
  if (byPartner) return byPartner
  const unknown = opportunity.partners.find(({ account }) => account === null)
  if (unknown) return open('needs_review', null, reason('opportunity_partner_unknown', { partner: unknown.name }))
  if (opportunity.publicSector === true) return open('needs_review', null, reason('opportunity_public_sector', {}))
  const found = bySegment(opportunity, tables, policy)
  const partner = opportunity.partners[0]?.name
  if (tables.knowsPartners || partner === undefined) return found
  return { ...found, reasons: [...found.reasons, reason('partner_tables_missing', { partner })] }
}

/** By the tables of partners, if one of the opportunity's partners is there, or is a US public sector partner. */
function mappedByPartner({ partners }: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership | null {
  const words = [...policy.mappedByPartner.usPubSec, ...policy.mappedByPartner.also]
  const found = partners.flatMap(({ name, account }): Ownership[] => {
    const isPubSec = account?.country.code === 'US' && publicSectorFlag(account.publicSector, policy) === 'yes'
    if (account && isPubSec) return [publicSector(account, tables, policy)]
    const rows = tables.ofPartner(account ?? { id: null, name }).filter((row) => isOneOf(row.table, words))
    return rows.length === 0 ? [] : [fromRows(rows, true, { table: rows[0]?.table ?? '', territory: name, region: null })]
  })
  const [first, ...others] = found
  if (!first) return null
  const other = others.find(
    ({ manager, decision }) => decision !== first.decision || !isSameName(manager ?? '', first.manager ?? ''),
  )
  if (!other) return { ...first, region: null }
  const facts = {
    rows: [first, other].map(({ via, manager }) => `${via?.rule ?? 'by partner'}: ${manager ?? 'no one'}`).join('; '),
    table: null,
  }
  return { ...open('conflict', null, reason('rows_disagree', facts)), rows: [...first.rows, ...other.rows] }
}

function bySegment({ segment, territory }: OpportunityFacts, tables: CamTables, policy: CamPolicy): Ownership {
  if (!segment?.trim()) return open('needs_review', null, reason('segment_blank', {}))
  const rows = tables.ofSegment(segment)
  if (rows === null) return open('needs_review', null, reason('segment_table_missing', { segment }))
  const [first] = rows
  if (!first) return open('unmapped', null, reason('segment_unknown', { segment }))
  if (first.manager === null || !isOneOf(first.manager, policy.lookAtTerritory))
    return named(first, segment, first.doubt, 'segment')
  if (!territory?.trim()) return open('needs_review', null, reason('sales_territory_blank', { segment }))
  const second = tables.ofSalesTerritory(territory)
  if (second === null) return open('needs_review', null, reason('sales_territory_table_missing', { territory }))
  const [row] = second
  if (!row)
    return { ...open('unmapped', null, reason('sales_territory_unknown', { territory })), rows: [{ row: first, groups: null }] }
  const result = named(row, territory, first.doubt ?? row.doubt, 'territory')
  return { ...result, rows: [{ row: first, groups: null }, ...result.rows] }
}

function named(row: ManagerRow, of: string, doubt: ManagerRow['doubt'], mapping: 'segment' | 'territory'): Ownership {
  const found = fromRows([{ ...row, doubt }], true, { table: row.table, territory: of, region: null })
  return found.via ? { ...found, via: { ...found.via, mapping: `opportunity-${mapping}`, territory: row.of } } : found
}

/** The channel manager of an opportunity, and why; or why it needs review. */
export interface OpportunityManager {
  /** Null if no one is named, or it needs review. */
  name: string | null
  from: 'tables' | 'record'
  /** The row it is from; null if it is from the record. */
  rule: string | null
  /** What the record's own column says. */
  recorded: string | null
  doubt: 'managers_differ' | 'manager_unclear' | null
  /** Why it is from the record, or unknown; else what else to know. */
  reasons: readonly Reason[]
}

/** Codes for tables that were not imported. */
const NO_TABLE: ReadonlySet<ReasonCode> = new Set(['segment_table_missing', 'sales_territory_table_missing', 'table_missing'])
/** Codes that depend on the tables by partner, if those were not imported. */
const BY_PARTNER: ReadonlySet<ReasonCode> = new Set(['public_sector_by_partner', 'opportunity_public_sector'])

/** The channel manager of an opportunity. `finding` is null if no rule is known for the day: then the record decides. */
export function managerOfOpportunity(
  finding: Finding | null,
  recorded: string | null,
  { knowsPartners, isWithoutTables }: { knowsPartners: boolean; isWithoutTables: boolean },
): OpportunityManager {
  const own = recorded?.trim() || null
  const byRecord = { name: own, from: 'record', rule: null, recorded: own, doubt: null } as const
  if (finding === null) return { ...byRecord, reasons: [] }
  const { decision, manager, via, reasons } = finding.ownership
  const found = { from: 'tables', rule: via?.rule ?? null, recorded: own, reasons } as const
  if (decision === 'assigned' && manager !== null) {
    return own === null || isSameName(own, manager)
      ? { ...found, name: manager, doubt: null }
      : { ...found, name: manager, doubt: 'managers_differ' }
  }
  const code = reasons[0]?.code
  const isOf = (codes: ReadonlySet<ReasonCode>): boolean => code !== undefined && codes.has(code)
  const isUnknown = isWithoutTables || isOf(NO_TABLE) || (isOf(BY_PARTNER) && !knowsPartners)
  return isUnknown ? { ...byRecord, reasons: reasons.slice(0, 1) } : { ...found, name: null, doubt: 'manager_unclear' }
}

/** Whether no table of opportunities or partners is known. */
export function isWithoutTables(tables: Pick<CamTables, 'ofSegment' | 'ofSalesTerritory' | 'knowsPartners'>): boolean {
  return !tables.knowsPartners && tables.ofSegment('') === null && tables.ofSalesTerritory('') === null
}
