/** Checks the channel managers' tables: gaps, overlaps, unused rows, and managers who cannot be given an account. */

import { foldCode } from '../../records/key.ts'
import { foldName } from '../../records/name.ts'
import { assigneeOf, type KnownUsers } from './finding.ts'
import { gapsOf } from './mapping-gaps.ts'
import {
  decidedBy,
  everyRow,
  type KnownPlaces,
  type MappedAccount,
  type MappingCode,
  type MappingFinding,
  type MappingRows,
  type Touched,
  touched,
} from './mapping-types.ts'
import type { CamPolicy, CamTables, ManagerRow } from './types.ts'

/** Everything to fix. `users` are null if none were imported. */
export function mappingFindings(
  rows: MappingRows,
  tables: CamTables,
  accounts: readonly MappedAccount[],
  { policy, places, users }: { policy: CamPolicy; places: KnownPlaces; users: KnownUsers },
): MappingFinding[] {
  return [
    ...gapsOf(rows, tables, accounts, policy, places),
    ...overlaps(rows, tables, accounts, policy),
    ...unused(rows, policy, places),
    ...managers(rows, accounts, users, policy),
  ]
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
