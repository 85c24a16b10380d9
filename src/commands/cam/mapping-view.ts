/** The channel manager tables, and what is wrong with them. */

import type { MappingFinding } from '../../rules/cam/mapping-types.ts'
import type { ManagerRow } from '../../rules/cam/types.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { MAPPING_TITLES, mappingSentence } from './sentences.ts'

/** The names of places by their codes. */
interface PlaceNames {
  countryName(code: string): string
  stateName(code: string): string
}

export interface MappingCheck {
  findings: readonly MappingFinding[]
  places: PlaceNames
  /** Whether Salesforce users were imported; without them managers cannot be looked up. */
  usersKnown: boolean
  /** How many partner accounts were checked. */
  accounts: number
}

function placeName({ place: { kind, of } }: MappingFinding, places: PlaceNames): string {
  return kind === 'state' ? places.stateName(of) : kind === 'country' ? places.countryName(of) : of
}

/** How many partners of a finding the text names; the other formats name all. */
const MOST_NAMED = 5

function sentence(finding: MappingFinding, places: PlaceNames): string {
  return mappingSentence(finding, placeName(finding, places))
}

function partnersText({ partners, code }: MappingFinding): string {
  if (partners.length === 0 || code === 'partner_unmapped') return ''
  const names = partners.slice(0, MOST_NAMED).map(({ name }) => name)
  const more = partners.length > MOST_NAMED ? `, and ${partners.length - MOST_NAMED} more` : ''
  return `; affects ${plural(partners.length, 'partner')}: ${names.join(', ')}${more}`
}

/** What is wrong with the tables (phd.cam-mapping/1). */
export function mappingCheckView(check: MappingCheck, io: Pick<Io, 'style' | 'prose'>): Rendering {
  const { findings, places, usersKnown, accounts } = check
  const list = () => findings.map((finding) => findingJson(finding, places))
  return {
    table: () => io.prose(checkText(check, io.style)),
    json: () => ({ schema: 'phd.cam-mapping/1', accounts, usersKnown, findings: list() }),
    ndjson: () => list().map((finding) => ({ schema: 'phd.cam-mapping-finding/1', ...finding })),
    csv: () => checkCsv(check),
  }
}

function findingJson(finding: MappingFinding, places: PlaceNames) {
  return {
    code: finding.code,
    group: finding.group,
    table: finding.table,
    of: finding.place.of,
    name: placeName(finding, places),
    manager: finding.manager,
    message: sentence(finding, places),
    rows: finding.rows.map(({ source: { file, line } }) => ({ file, line })),
    partners: finding.partners,
  }
}

function checkCsv({ findings, places }: MappingCheck): string {
  return csvForPeople([
    ['group', 'code', 'table', 'of', 'manager', 'message', 'partners', 'partner_ids'],
    ...findings.map((finding) => [
      finding.group,
      finding.code,
      finding.table ?? '',
      placeName(finding, places),
      finding.manager ?? '',
      sentence(finding, places),
      finding.partners.map(({ name }) => name).join('; '),
      finding.partners.map(({ id }) => id).join(' '),
    ]),
  ])
}

function checkText({ findings, places, usersKnown, accounts }: MappingCheck, style: Io['style']): string {
  const lines: string[] = []
  for (const [group, title] of Object.entries(MAPPING_TITLES)) {
    const own = findings.filter((finding) => finding.group === group)
    if (own.length > 0) lines.push(style('bold', title), ...groupLines(own, places, style), '')
  }
  if (!usersKnown) lines.push('Managers could not be looked up: no Salesforce users were imported (phd import <users.csv>)', '')
  const affected = new Set(findings.flatMap(({ partners }) => partners.map(({ id }) => id))).size
  if (findings.length === 0)
    lines.push(`the tables have a manager for all ${plural(accounts, 'partner account')} and every place`)
  else {
    lines.push(
      `${plural(findings.length, 'finding')}, affecting ${affected} of ${plural(accounts, 'partner account')}`,
      'next: correct your table in a spreadsheet, save it as CSV and import it: phd import <table.csv>; for one account: phd cam set',
    )
  }
  return `${lines.join('\n')}\n`
}

/** Findings with partners, one per line; then places without partners by table, the countries in no group last. */
function groupLines(findings: readonly MappingFinding[], places: PlaceNames, style: Io['style']): string[] {
  const [empty, shown] = [findings.filter(isEmptyGap), findings.filter((finding) => !isEmptyGap(finding))]
  const byTable = [...Map.groupBy(empty, ({ table: name }) => name)]
  const inOrder = [...byTable.filter(([name]) => name !== null), ...byTable.filter(([name]) => name === null)]
  return [
    ...shown.map((finding) => `- ${safeText(sentence(finding, places) + partnersText(finding))}`),
    ...inOrder.map(([name, same]) => {
      const names = same.map((finding) => placeName(finding, places)).join(', ')
      const where = name === null ? 'in no group' : `${name}, no one for`
      return style('dim', `- ${safeText(`${where} (no partners there): ${names}`)}`)
    }),
  ]
}

/** A place without a manager and without partners. */
function isEmptyGap({ place, partners, group }: MappingFinding): boolean {
  return group === 'gap' && place.kind !== 'text' && partners.length === 0
}

/** The tables in force, row by row (phd.cam-tables/1). */
export function mappingView(rows: readonly ManagerRow[], io: Pick<Io, 'columns' | 'prose'>): Rendering {
  const json = ({ table: name, of, manager, source }: ManagerRow) => ({ table: name, of, manager, source })
  return {
    table: () => mappingTable(rows, io),
    list: { count: rows.length, one: 'row' },
    json: () => ({ schema: 'phd.cam-tables/1', rows: rows.map(json) }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.cam-table-row/1', ...json(row) })),
    csv: () =>
      csvForPeople([
        ['table', 'of', 'manager', 'file', 'line'],
        ...rows.map(({ table: name, of, manager, source }) => [name, of, manager ?? '', source.file, String(source.line ?? '')]),
      ]),
  }
}

function mappingTable(rows: readonly ManagerRow[], { columns, prose }: Pick<Io, 'columns' | 'prose'>): string {
  const sources = new Map(rows.map(({ source }) => [source.file, source]))
  const from = [...sources.values()].map(({ file, importId, lastSeenAt }) =>
    importId === null ? `${file}, shipped with phd` : `${file} (import ${importId}, ${showMoment(lastSeenAt)})`,
  )
  const cells = rows.map(({ table: name, of, manager, source }) => [name, of, manager ?? 'no one', source.line])
  return `${table(['TABLE', 'OF', 'CHANNEL MANAGER', 'LINE'], cells, columns)}\n${prose(`from ${safeText(from.join(', '))}`)}\n`
}
