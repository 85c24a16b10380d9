/** What the channel managers' tables say, what an account or opportunity is known by, and who should own it: data alone. */

import type { Dated } from '../policy.ts'
import type { Citation, Source } from '../verdict.ts'

/** How the tables are read. */
export interface CamPolicy extends Dated {
  /** What the tables are called in their own column. */
  tables: Record<'amer' | 'apac' | 'emeaSelect' | 'emeaOpen' | 'usPubSec', string>
  /** The track whose US public sector accounts all have one manager. */
  usPubSecTrack: string
  /** The words for the tables by partner: of US public sector, and of others that go before a segment. */
  mappedByPartner: { usPubSec: readonly string[]; also: readonly string[] }
  /** States that are divided, by the first three digits of the ZIP code. */
  splits: ReadonlyArray<{ state: string; territory: string; from: number; to: number }>
  /** States whose names are taken for each other: a word may mean either. */
  sameWord: ReadonlyArray<readonly string[]>
  /** What the field `Public Sector Partner` holds. */
  publicSector: { yes: readonly string[]; no: readonly string[] }
  /** What stands instead of a manager where the territory decides. */
  lookAtTerritory: readonly string[]
  /** More changes than this are exported only when it is said. */
  mostChanges: number
  handbook: Record<'accounts' | 'change' | 'territories' | 'opportunities', Citation>
}

/** Where a row stands; a table that was never imported is the one that came with phd, and has no import. */
export type Evidence = Omit<Source, 'importId'> & { importId: number | null }

/** A row of a table: whose a territory, a segment or a partner is. */
export interface ManagerRow {
  /** The table, as it is called in its own column. */
  table: string
  /** What the row is for, as it stands there. */
  of: string
  /** Null where nobody is. */
  manager: string | null
  source: Evidence
  /** A newer row of the same, which had to be set aside. */
  doubt: { file: string; line: number } | null
  /** Whether its partner's name fits others too, so that nobody can know whose it is. */
  shared: boolean
}

/** The groups a country belongs to. */
export interface CountryGroups {
  apac: string | null
  emeaSelect: string | null
  emeaOpen: string | null
  /** Why it was put there, or stands in no group. */
  basis: string | null
  source: Evidence
  /** A newer row of the country, which had to be set aside. */
  doubt: { file: string; line: number } | null
}

/** The tables, ready to be looked up in. */
export interface CamTables {
  /** Rows for accounts of a table, for a state (by its code) or a group of countries. */
  ofTerritory(table: string, territory: string): readonly ManagerRow[]
  /** Whether a table has any row. */
  has(table: string): boolean
  /** What is said of a country (by its code): one row, unless it stands there twice. */
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

/** A place as the record has it, and its code where the text names one. */
export interface PlaceText {
  text: string | null
  code: string | null
}

/** What of an account decides who owns it. */
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

/** A part of an address as the record has it, and the states it may lie in; null where that cannot be told from it. */
export interface AddressPart {
  text: string | null
  states: readonly string[] | null
}

export type Region = 'AMER' | 'APAC' | 'EMEA' | 'US-PubSec'
export const REGIONS: readonly Region[] = ['AMER', 'APAC', 'EMEA', 'US-PubSec']

/** Why something is so: a code, and the facts for its sentence. */
export interface Reason {
  code: string
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
  /** Why nobody may go by it before a person has looked: the record contradicts itself. */
  hold: Reason | null
  /** Why it is not assigned; where it is, what else is to be known. */
  reasons: readonly Reason[]
  /** The rows it rests on. */
  rows: ReadonlyArray<{ row: ManagerRow | null; groups: CountryGroups | null }>
}

/** What of an opportunity decides who its channel manager is. */
export interface OpportunityFacts {
  segment: string | null
  territory: string | null
  publicSector: boolean | null
  /** The partners it names, and the account of each; null where none, or more than one, is called so. */
  partners: ReadonlyArray<{ name: string; account: AccountFacts | null }>
}
