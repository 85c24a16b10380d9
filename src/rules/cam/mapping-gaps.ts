/** Gaps in the tables of channel managers: states, countries, tracks, groups, rows and partners without a manager. */

import { foldCode } from '../../records/key.ts'
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

/** Every gap. */
export function gapsOf(
  rows: MappingRows,
  tables: CamTables,
  accounts: readonly MappedAccount[],
  policy: CamPolicy,
  places: KnownPlaces,
): MappingFinding[] {
  return [
    ...stateGaps(tables, accounts, policy, places),
    ...countryGaps(rows, tables, accounts, policy, places),
    ...blankRows(rows, accounts),
    ...partnerGaps(accounts),
  ]
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
