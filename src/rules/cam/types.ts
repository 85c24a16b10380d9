/** The channel managers' tables, the facts of an account or opportunity that matter to them, and who should own it. */

import type { Dated } from '../policy.ts'
import type { Citation, Source } from '../verdict.ts'

/** How the tables are read. */
export interface CamPolicy extends Dated {
  /** The names of the tables, as in their own column. */
  tables: Record<'amer' | 'apac' | 'emeaSelect' | 'emeaOpen' | 'usPubSec', string>
  /** The track whose US public sector accounts all have one manager. */
  usPubSecTrack: string
  /** The words for the tables by partner: of US public sector, and of others that go before a segment. */
  mappedByPartner: { usPubSec: readonly string[]; also: readonly string[] }
  /** States that are divided, by the first three digits of the ZIP code. */
  splits: ReadonlyArray<{ state: string; territory: string; from: number; to: number }>
  /** States whose names are confused: a word may mean either. */
  sameWord: ReadonlyArray<readonly string[]>
  /** What the field `Public Sector Partner` holds. */
  publicSector: { yes: readonly string[]; no: readonly string[] }
  /** What a row has instead of a manager if the territory decides. */
  lookAtTerritory: readonly string[]
  /** More changes than this are exported only with an option. */
  mostChanges: number
  handbook: Record<'accounts' | 'change' | 'territories' | 'opportunities', Citation>
}

/** Where a row is from; a table that was never imported is the one that ships with phd, without an import. */
export type Evidence = Omit<Source, 'importId'> & { importId: number | null }

/** A row of a table: the manager of a territory, a segment or a partner. */
export interface ManagerRow {
  /** The name of the table, as in its own column. */
  table: string
  /** What the row is for, as written there. */
  of: string
  /** Null if there is none. */
  manager: string | null
  source: Evidence
  /** A newer row of the same, which was rejected. */
  doubt: { file: string; line: number } | null
  /** Whether its partner's name fits other partners too, so that it belongs to none for certain. */
  shared: boolean
}

/** The groups a country belongs to. */
export interface CountryGroups {
  apac: string | null
  emeaSelect: string | null
  emeaOpen: string | null
  /** Why it is in that group, or in none. */
  basis: string | null
  source: Evidence
  /** A newer row of the country, which was rejected. */
  doubt: { file: string; line: number } | null
}

/** The tables, for lookups. */
export interface CamTables {
  /** Rows for accounts of a table, for a state (by its code) or a group of countries. */
  ofTerritory(table: string, territory: string): readonly ManagerRow[]
  /** Whether a table has any row. */
  has(table: string): boolean
  /** The rows of a country (by its code): one, unless it is listed twice. */
  groupsOf(country: string): readonly CountryGroups[]
  /** Rows of the tables by partner. */
  ofPartner(partner: PartnerName): readonly ManagerRow[]
  /** Rows for opportunities; null where the table was never imported. */
  ofSegment(segment: string): readonly ManagerRow[] | null
  ofSalesTerritory(territory: string): readonly ManagerRow[] | null
  /** Whether the tables by partner were ever imported. */
  knowsPartners: boolean
}

export interface PartnerName {
  id: string | null
  name: string
}

/** A place as on the record, and its code if the text names one. */
export interface PlaceText {
  text: string | null
  code: string | null
}

/** The facts of an account that decide who owns it. */
export interface AccountFacts {
  id: string
  name: string
  track: string | null
  publicSector: string | null
  country: PlaceText
  state: PlaceText
  zip: AddressPart
  city: AddressPart
}

/** A part of an address as on the record, and the states it may be in; null if unknown. */
export interface AddressPart {
  text: string | null
  states: readonly string[] | null
}

export type Region = 'AMER' | 'APAC' | 'EMEA' | 'US-PubSec'
export const REGIONS: readonly Region[] = ['AMER', 'APAC', 'EMEA', 'US-PubSec']

/** The codes of reasons; each has a sentence and a next step. */
export type ReasonCode =
  | 'country_blank'
  | 'country_unknown'
  | 'state_blank'
  | 'state_unknown'
  | 'zip_blank'
  | 'zip_unreadable'
  | 'zip_of_another_state'
  | 'zip_contradicts_state'
  | 'zip_of_no_state'
  | 'zip_not_read'
  | 'city_contradicts_state'
  | 'country_not_listed'
  | 'nobody_for_country'
  | 'nobody_for_track'
  | 'nobody_for_territory'
  | 'table_missing'
  | 'country_twice'
  | 'country_in_two_regions'
  | 'track_neither'
  | 'public_sector_abroad'
  | 'public_sector_unknown'
  | 'public_sector_by_partner'
  | 'mapped_by_partner_too'
  | 'partner_row_shared'
  | 'rows_disagree'
  | 'row_set_aside'
  | 'account_set_aside'
  | 'account_stale'
  | 'record_left_list'
  | 'would_be'
  | 'segment_blank'
  | 'segment_table_missing'
  | 'segment_unknown'
  | 'sales_territory_blank'
  | 'sales_territory_table_missing'
  | 'sales_territory_unknown'
  | 'opportunity_partner_unknown'
  | 'opportunity_public_sector'
  | 'partner_tables_missing'
  | 'users_missing'
  | 'users_stale'
  | 'user_left_list'
  | 'owner_absent'
  | 'owner_left'
  | 'current_owner_ambiguous'
  | 'owner_inactive'
  | 'owner_activity_unknown'
  | 'owner_ambiguous'
  | 'public_sector_not_no'
  | 'current_owner_unknown'
  | 'set_lapsed'
  | 'record_gone'
  | 'owner_changed'
  | 'territories_changed'
  | 'contract_changed'
  | 'answer_changed'
  | 'no_territory_value'

/** A reason: its code, and the facts for its sentence. */
export interface Reason {
  code: ReasonCode
  facts: Readonly<Record<string, string | null>>
}

export type OwnershipDecision = 'assigned' | 'unmapped' | 'conflict' | 'needs_review'

/** Who should own something, by which row. */
export interface Ownership {
  decision: OwnershipDecision
  /** The manager's name as the row has it; null unless assigned. */
  manager: string | null
  via: { mapping: string; territory: string | null; rule: string } | null
  region: Region | null
  /** Why it needs review before use: the record contradicts itself. */
  hold: Reason | null
  /** Why it is not assigned; if it is, what else to know. */
  reasons: readonly Reason[]
  /** The rows it rests on. */
  rows: ReadonlyArray<{ row: ManagerRow | null; groups: CountryGroups | null }>
}

/** The facts of an opportunity that decide its channel manager. */
export interface OpportunityFacts {
  segment: string | null
  territory: string | null
  publicSector: boolean | null
  /** The partners it names, and the account of each; null if none, or more than one, has that name. */
  partners: ReadonlyArray<{ name: string; account: AccountFacts | null }>
}
