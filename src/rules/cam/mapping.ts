/** Checks the channel managers' tables: gaps, overlaps, unused rows, and managers who cannot be given an account. */

import { foldCode } from '../../records/key.ts'
import { foldName } from '../../records/name.ts'
import { assigneeOf, type KnownUsers } from './finding.ts'
import type { AccountFacts, CamPolicy, CamTables, CountryGroups, ManagerRow, Ownership } from './types.ts'

/** A partner account with what the tables say of it. */
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

/** Everything to fix. `users` are null if none were imported. */
export function mappingFindings(
  rows: MappingRows,
  tables: CamTables,
  accounts: readonly MappedAccount[],
  { policy, places, users }: { policy: CamPolicy; places: KnownPlaces; users: KnownUsers },
): MappingFinding[] {
  return [
    ...stateGaps(tables, accounts, policy, places),
    ...countryGaps(rows, tables, accounts, policy, places),
    ...blankRows(rows, accounts),
    ...partnerGaps(accounts),
    ...overlaps(rows, tables, accounts, policy),
    ...unused(rows, policy, places),
    ...managers(rows, accounts, users, policy),
  ]
}

type Touched = MappingFinding['partners']

function touched(accounts: readonly MappedAccount[], is: (account: MappedAccount) => boolean): Touched {
  return accounts.filter(is).map(({ facts: { id, name } }) => ({ id, name }))
}

function gap(
  code: MappingCode,
  table: string | null,
  place: MappingFinding['place'],
  partners: Touched,
  rows: readonly ManagerRow[] = [],
): MappingFinding {
  return { code, group: 'gap', table, place, manager: null, rows, partners }
}

function stateGaps(
  tables: CamTables,
  accounts: readonly MappedAccount[],
  { tables: { amer }, splits }: CamPolicy,
  places: KnownPlaces,
): MappingFinding[] {
  const inStates = accounts.filter(({ byTable }) => byTable.region === 'AMER')
  return places.states.flatMap((state) => {
    if (tables.ofTerritory(amer, state).length > 0) return []
    const parts = splits.filter((split) => split.state === state)
    const missing = parts.filter(({ territory }) => tables.ofTerritory(amer, territory).length === 0)
    const here = ({ facts }: MappedAccount): boolean => facts.state.code === state
    if (missing.length === parts.length)
      return [gap('state_unmapped', amer, { kind: 'state', of: state }, touched(inStates, here))]
    return missing.map(({ territory }) => {
      const isOfPart = ({ facts, byTable }: MappedAccount): boolean =>
        facts.state.code === state && byTable.reasons.some(({ facts: { territory: named } }) => named === territory)
      return gap('part_unmapped', amer, { kind: 'text', of: territory }, touched(inStates, isOfPart))
    })
  })
}

function countryGaps(
  { countries }: MappingRows,
  tables: CamTables,
  accounts: readonly MappedAccount[],
  { tables: names }: CamPolicy,
  places: KnownPlaces,
): MappingFinding[] {
  const findings: MappingFinding[] = []
  const byCountry = Map.groupBy(accounts, ({ facts }) => facts.country.code)
  const inCountry = (code: string, is: (account: MappedAccount) => boolean): Touched => touched(byCountry.get(code) ?? [], is)
  const known = new Set(
    countries
      .filter(({ apac, emeaSelect, emeaOpen }) => apac !== null || emeaSelect !== null || emeaOpen !== null)
      .map(({ code }) => code),
  )
  for (const code of places.countries) {
    if (known.has(code) || code === 'US' || places.stateOfCountry(code) !== null) continue
    findings.push(
      gap(
        'country_unmapped',
        null,
        { kind: 'country', of: code },
        inCountry(code, () => true),
      ),
    )
  }
  const columns = [
    [names.apac, 'apac', () => true],
    [names.emeaSelect, 'emeaSelect', ({ facts }: MappedAccount) => foldCode(facts.track ?? '') === 'select'],
    [names.emeaOpen, 'emeaOpen', ({ facts }: MappedAccount) => foldCode(facts.track ?? '') === 'open'],
  ] as const
  for (const row of countries) {
    if (row.code === null) continue
    const isEmea = row.emeaSelect !== null || row.emeaOpen !== null
    for (const [table, column, isConcerned] of columns) {
      const group = row[column]
      if (group === null) {
        if (isEmea && column !== 'apac')
          findings.push(gap('track_unmapped', table, { kind: 'country', of: row.code }, inCountry(row.code, isConcerned)))
        continue
      }
      const isFound = tables.ofTerritory(table, group).length > 0
      if (!isFound)
        findings.push(
          gap('group_unmapped', table, { kind: 'text', of: `${group} (${row.text})` }, inCountry(row.code, isConcerned)),
        )
    }
  }
  return findings
}

/** Every row of every table. */
function everyRow({ territories, segments, salesTerritories, partners }: MappingRows): ManagerRow[] {
  return [...territories, ...(segments ?? []), ...(salesTerritories ?? []), ...(partners ?? [])]
}

/** The accounts a row decides on. */
function decidedBy(accounts: readonly MappedAccount[], rows: readonly ManagerRow[]): Touched {
  const wanted = new Set(rows)
  return touched(accounts, ({ byTable }) => byTable.rows.some(({ row }) => row !== null && wanted.has(row)))
}

function blankRows(rows: MappingRows, accounts: readonly MappedAccount[]): MappingFinding[] {
  return everyRow(rows)
    .filter(({ manager }) => manager === null)
    .map((row) => gap('row_blank', row.table, { kind: 'text', of: row.of }, decidedBy(accounts, [row]), [row]))
}

function partnerGaps(accounts: readonly MappedAccount[]): MappingFinding[] {
  const unmapped = accounts.filter(({ byTable }) => byTable.reasons.some(({ code }) => code === 'public_sector_by_partner'))
  return unmapped.map(({ facts: { id, name } }) =>
    gap('partner_unmapped', 'US PubSec', { kind: 'text', of: name }, [{ id, name }]),
  )
}

function overlaps(rows: MappingRows, tables: CamTables, accounts: readonly MappedAccount[], policy: CamPolicy): MappingFinding[] {
  const overlap = (
    code: MappingCode,
    table: string | null,
    of: string,
    own: readonly ManagerRow[],
    partners: Touched,
  ): MappingFinding => {
    return { code, group: 'overlap', table, place: { kind: 'text', of }, manager: null, rows: own, partners }
  }
  const twice = [...Map.groupBy(rows.territories, ({ key }) => key).values()].filter((same) => same.length > 1)
  const split = [...new Set(policy.splits.map(({ state }) => state))].flatMap((state) => {
    const whole = tables.ofTerritory(policy.tables.amer, state)
    const parts = policy.splits
      .filter((each) => each.state === state)
      .flatMap(({ territory }) => tables.ofTerritory(policy.tables.amer, territory))
    return whole.length > 0 && parts.length > 0 ? [[...whole, ...parts]] : []
  })
  const countries = [...Map.groupBy(rows.countries, ({ code }) => code)]
  const partners = rows.partners ?? []
  const byAccount = Map.groupBy(
    partners.filter(({ shared }) => !shared),
    ({ accountIds, of }) => accountIds[0] ?? foldName(of).folded,
  )
  const inCountry = (code: string | null): Touched => touched(accounts, ({ facts }) => facts.country.code === code)
  return [
    ...twice.map((same) =>
      overlap('twice', same[0]?.table ?? null, same.map(({ of }) => of).join(', '), same, decidedBy(accounts, same)),
    ),
    ...split.map((same) =>
      overlap('state_and_part', policy.tables.amer, same.map(({ of }) => of).join(', '), same, decidedBy(accounts, same)),
    ),
    ...countries
      .filter(([code, same]) => code !== null && same.length > 1)
      .map(([code, same]) => overlap('country_twice', null, same.map(({ text }) => text).join(', '), [], inCountry(code))),
    ...rows.countries
      .filter(({ apac, emeaSelect, emeaOpen }) => apac !== null && (emeaSelect !== null || emeaOpen !== null))
      .map(({ text, code }) => overlap('country_in_two_regions', null, text, [], inCountry(code))),
    ...[...byAccount.values()]
      .filter((same) => same.length > 1)
      .map((same) =>
        overlap(
          'partner_twice',
          same.map(({ table }) => table).join(', '),
          same[0]?.of ?? '',
          same,
          namesOf(accounts, same[0]?.accountIds ?? []),
        ),
      ),
    ...partners
      .filter(({ shared }) => shared)
      .map((row) => overlap('partner_shared', row.table, row.of, [row], namesOf(accounts, row.accountIds))),
  ]
}

function namesOf(accounts: readonly MappedAccount[], ids: readonly string[]): Touched {
  return touched(accounts, ({ facts }) => ids.includes(facts.id))
}

/** Rows that no account can reach: a typo, or a group without a country. */
function unused(rows: MappingRows, policy: CamPolicy, places: KnownPlaces): MappingFinding[] {
  const { amer, apac, emeaSelect, emeaOpen, usPubSec } = policy.tables
  const groups = (column: 'apac' | 'emeaSelect' | 'emeaOpen'): Set<string> =>
    new Set(rows.countries.map((row) => foldCode(row[column] ?? '')))
  const reachable = new Map<string, Set<string>>([
    [foldCode(amer), new Set([...places.states, ...policy.splits.map(({ territory }) => foldCode(territory))])],
    [foldCode(apac), groups('apac')],
    [foldCode(emeaSelect), groups('emeaSelect')],
    [foldCode(emeaOpen), groups('emeaOpen')],
    [foldCode(usPubSec), new Set([foldCode(policy.usPubSecTrack)])],
  ])
  const found = (code: MappingCode, row: ManagerRow | null, table: string | null, of: string): MappingFinding => {
    return {
      code,
      group: 'unused',
      table,
      place: { kind: 'text', of },
      manager: row?.manager ?? null,
      rows: row ? [row] : [],
      partners: [],
    }
  }
  return [
    ...rows.territories.flatMap((row) => {
      const known = reachable.get(foldCode(row.table))
      if (!known) return [found('table_unknown', row, row.table, row.of)]
      return known.has(row.key.slice(row.key.indexOf('\u001f') + 1)) ? [] : [found('row_unreachable', row, row.table, row.of)]
    }),
    ...rows.countries.filter(({ code }) => code === null).map(({ text }) => found('country_unknown', null, null, text)),
  ]
}

const MANAGER_CODE: Readonly<Record<string, MappingCode>> = {
  owner_inactive: 'manager_inactive',
  owner_absent: 'manager_absent',
  owner_left: 'manager_absent',
  owner_ambiguous: 'manager_ambiguous',
  owner_activity_unknown: 'manager_unknown',
}

function managers(rows: MappingRows, accounts: readonly MappedAccount[], users: KnownUsers, policy: CamPolicy): MappingFinding[] {
  if (!users.known) return []
  const words = new Set(policy.lookAtTerritory.map((word) => foldCode(word)))
  const named = everyRow(rows).filter(({ manager }) => manager !== null && !words.has(foldCode(manager)))
  return [...Map.groupBy(named, ({ manager }) => foldName(manager ?? '').folded).values()].flatMap((own): MappingFinding[] => {
    const name = own[0]?.manager ?? ''
    const code = MANAGER_CODE[assigneeOf(name, null, users).problem?.code ?? '']
    if (!code) return []
    const folded = foldName(name).folded
    const partners = touched(accounts, ({ byTable }) => byTable.manager !== null && foldName(byTable.manager).folded === folded)
    const tablesOf = [...new Set(own.map(({ table }) => table))].join(', ')
    return [
      {
        code,
        group: 'manager',
        table: tablesOf,
        place: { kind: 'text', of: own.map(({ of }) => of).join(', ') },
        manager: name,
        rows: own,
        partners,
      },
    ]
  })
}
