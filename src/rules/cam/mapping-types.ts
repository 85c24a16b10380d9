/** The tables of channel managers row by row, the accounts they decide on, and what there is to fix in them. */

import type { AccountFacts, CountryGroups, ManagerRow, Ownership } from './types.ts'

/** A partner account with what the tables say about it. */
export interface MappedAccount {
  facts: AccountFacts
  byTable: Ownership
}

/** The tables row by row. */
export interface MappingRows {
  territories: ReadonlyArray<ManagerRow & { key: string }>
  countries: ReadonlyArray<CountryGroups & { text: string; code: string | null }>
  segments: readonly ManagerRow[] | null
  salesTerritories: readonly ManagerRow[] | null
  partners: ReadonlyArray<ManagerRow & { accountIds: readonly string[] }> | null
}

/** The states and countries there are, by code. */
export interface KnownPlaces {
  states: readonly string[]
  countries: readonly string[]
  stateOfCountry(code: string): string | null
}

export type MappingCode =
  | 'state_unmapped'
  | 'part_unmapped'
  | 'country_unmapped'
  | 'track_unmapped'
  | 'group_unmapped'
  | 'row_blank'
  | 'partner_unmapped'
  | 'twice'
  | 'state_and_part'
  | 'country_twice'
  | 'country_in_two_regions'
  | 'partner_twice'
  | 'partner_shared'
  | 'row_unreachable'
  | 'table_unknown'
  | 'country_unknown'
  | 'manager_inactive'
  | 'manager_absent'
  | 'manager_ambiguous'
  | 'manager_unknown'

/** Something to fix in the tables, and the partners it affects. */
export interface MappingFinding {
  code: MappingCode
  group: 'gap' | 'overlap' | 'unused' | 'manager'
  table: string | null
  /** A state or country by its code, else the text of the row. */
  place: { kind: 'state' | 'country' | 'text'; of: string }
  manager: string | null
  rows: readonly ManagerRow[]
  partners: ReadonlyArray<{ id: string; name: string }>
}

export type Touched = MappingFinding['partners']

/** The partners among some accounts. */
export function touched(accounts: readonly MappedAccount[], is: (account: MappedAccount) => boolean): Touched {
  return accounts.filter(is).map(({ facts: { id, name } }) => ({ id, name }))
}

/** Every row of every table. */
export function everyRow({ territories, segments, salesTerritories, partners }: MappingRows): ManagerRow[] {
  return [...territories, ...(segments ?? []), ...(salesTerritories ?? []), ...(partners ?? [])]
}

/** The accounts a row decides on. */
export function decidedBy(accounts: readonly MappedAccount[], rows: readonly ManagerRow[]): Touched {
  const wanted = new Set(rows)
  return touched(accounts, ({ byTable }) => byTable.rows.some(({ row }) => row !== null && wanted.has(row)))
}
