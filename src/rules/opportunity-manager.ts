/**
 * Which channel manager mail on an opportunity goes to: the one of the mapping tables; the record's own column where no table is known
 * (Partner Help Desk, Channel Manager Opportunity Ownership). Pure.
 */

import { type CamTables, isSameName, type Reason } from './cam.ts'
import type { Finding } from './cam-change.ts'

/** The channel manager of an opportunity, and by what; or why a person must say who it is. */
export interface OpportunityManager {
  /** Null where nobody is named, or a person must decide. */
  name: string | null
  from: 'tables' | 'record'
  /** The row it goes by; null where it goes by the record. */
  rule: string | null
  /** What the record's own column says. */
  recorded: string | null
  doubt: 'managers_differ' | 'manager_unclear' | null
  /** Why it goes by the record, or cannot be told; else what else is to be known. */
  reasons: readonly Reason[]
}

/** Why the tables say nothing: they were not imported. */
const NO_TABLE: ReadonlySet<string> = new Set(['segment_table_missing', 'sales_territory_table_missing', 'table_missing'])
/** Those that say so of the tables by partner, where those were not imported. */
const BY_PARTNER: ReadonlySet<string> = new Set(['public_sector_by_partner', 'opportunity_public_sector'])

/** The channel manager of an opportunity. `finding` is null where no rule is known for the day: then the record is gone by. */
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
  const code = reasons[0]?.code ?? ''
  const isUnknown = isWithoutTables || NO_TABLE.has(code) || (BY_PARTNER.has(code) && !knowsPartners)
  return isUnknown ? { ...byRecord, reasons: reasons.slice(0, 1) } : { ...found, name: null, doubt: 'manager_unclear' }
}

/** Whether no table of opportunities or partners is known. */
export function isWithoutTables(tables: Pick<CamTables, 'ofSegment' | 'ofSalesTerritory' | 'knowsPartners'>): boolean {
  return !tables.knowsPartners && tables.ofSegment('') === null && tables.ofSalesTerritory('') === null
}
