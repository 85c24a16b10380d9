/** Prints the tables of channel managers, and what is to be mended in them. */

import type { Context } from '../../app/context.ts'
import type { ManagerRow } from '../../rules/cam.ts'
import type { MappingCode, MappingFinding } from '../../rules/cam-mapping.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Printing = Pick<Context, 'io' | 'format'>

/** The names of places by their codes. */
interface PlaceNames {
  countryName(code: string): string
  stateName(code: string): string
}

export interface MappingCheck {
  findings: readonly MappingFinding[]
  places: PlaceNames
  /** Whether Salesforce users were imported, so that managers could be looked up. */
  usersKnown: boolean
  /** How many partner accounts were looked at. */
  accounts: number
}

const TITLES = {
  gap: 'Gaps: nobody is mapped',
  overlap: 'Overlaps: more than one is mapped, or nobody can know who',
  manager: 'Managers who cannot be given an account',
  unused: 'Rows that no account can reach',
} as const

type Said = (place: string, finding: MappingFinding) => string

const SENTENCES: Readonly<Record<MappingCode, Said>> = {
  state_unmapped: (place, { table: name }) => `${name}: nobody for ${place}`,
  part_unmapped: (place, { table: name }) => `${name}: nobody for ${place}, though the state is divided`,
  country_unmapped: (place) => `${place}: in no group`,
  track_unmapped: (place, { table: name }) => `${name}: nobody for ${place}`,
  group_unmapped: (place, { table: name }) => `${name}: no row for the group ${place}`,
  row_blank: (place, { table: name }) => `${name}: the row ${place} names nobody`,
  partner_unmapped: (place, { table: name }) => `${name}: ${place} is not Open, and no table by partner has it`,
  twice: (place, finding) => `${finding.table}: twice, ${place}${managersOf(finding)}`,
  state_and_part: (place, finding) => `${finding.table}: a state and parts of it, ${place}${managersOf(finding)}`,
  country_twice: (place) => `countries: twice, ${place}`,
  country_in_two_regions: (place) => `countries: ${place} is both in APAC and in EMEA`,
  partner_twice: (place, finding) => `by partner: ${place} stands more than once (${finding.table})${managersOf(finding)}`,
  partner_shared: (place, { table: name }) => `${name}: the name ${place} fits several partners; give the row an Account ID`,
  row_unreachable: (place, { table: name }) =>
    `${name}: ${place} is no state of the United States, and no country is in a group called so`,
  table_unknown: (place, { table: name }) => `${name}: there is no such table, so its row ${place} is for nobody`,
  country_unknown: (place) => `countries: "${place}" is no country that phd knows`,
  manager_inactive: (place, { manager, table: name }) => `${manager} is not active in Salesforce any more (${name}: ${place})`,
  manager_absent: (place, { manager, table: name }) =>
    `${manager} is not among the Salesforce users of the newest export (${name}: ${place})`,
  manager_ambiguous: (place, { manager, table: name }) =>
    `several active Salesforce users are called ${manager} (${name}: ${place})`,
  manager_unknown: (place, { manager, table: name }) =>
    `the Salesforce users do not say whether ${manager} is active (${name}: ${place})`,
}

function managersOf({ rows }: MappingFinding): string {
  return `: ${rows.map(({ of, manager }) => `${of} ${manager ?? 'nobody'}`).join('; ')}`
}

function placeName({ place: { kind, of } }: MappingFinding, places: PlaceNames): string {
  return kind === 'state' ? places.stateName(of) : kind === 'country' ? places.countryName(of) : of
}

/** Partners named with a finding in the text; the other formats name all. */
const NAMED = 5

function sentence(finding: MappingFinding, places: PlaceNames): string {
  return SENTENCES[finding.code](placeName(finding, places), finding)
}

function partnersText({ partners, code }: MappingFinding): string {
  if (partners.length === 0 || code === 'partner_unmapped') return ''
  const names = partners.slice(0, NAMED).map(({ name }) => name)
  const more = partners.length > NAMED ? `, and ${partners.length - NAMED} more` : ''
  return `; touches ${plural(partners.length, 'partner')}: ${names.join(', ')}${more}`
}

/** Prints what is to be mended (phd.cam-mapping/1). */
export function printMappingCheck({ io, format }: Printing, { findings, places, usersKnown, accounts }: MappingCheck): void {
  const json = () => ({
    schema: 'phd.cam-mapping/1',
    accounts,
    usersKnown,
    findings: findings.map((finding) => ({
      code: finding.code,
      group: finding.group,
      table: finding.table,
      of: finding.place.of,
      name: placeName(finding, places),
      manager: finding.manager,
      message: sentence(finding, places),
      rows: finding.rows.map(({ source: { file, line } }) => ({ file, line })),
      partners: finding.partners,
    })),
  })
  print(io, format, {
    table: () => io.prose(checkText({ findings, places, usersKnown, accounts }, io)),
    json,
    ndjson: () => json().findings.map((finding) => ({ schema: 'phd.cam-mapping-finding/1', ...finding })),
    csv: () =>
      csvForPeople([
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
      ]),
  })
}

function checkText({ findings, places, usersKnown, accounts }: MappingCheck, io: Context['io']): string {
  const lines: string[] = []
  for (const [group, title] of Object.entries(TITLES)) {
    const own = findings.filter((finding) => finding.group === group)
    if (own.length === 0) continue
    // Where no partner is, places are told together.
    const [quiet, shown] = [own.filter(isQuiet), own.filter((finding) => !isQuiet(finding))]
    lines.push(io.style('bold', title))
    lines.push(...shown.map((finding) => `- ${safeText(sentence(finding, places) + partnersText(finding))}`))
    const byTable = [...Map.groupBy(quiet, ({ table: name }) => name)]
    // The long list of countries in no group stands last.
    for (const [, same] of [...byTable.filter(([name]) => name !== null), ...byTable.filter(([name]) => name === null)]) {
      const names = same.map((finding) => placeName(finding, places)).join(', ')
      const where = same[0]?.table === null ? 'in no group' : `${same[0]?.table}, nobody for`
      lines.push(io.style('dim', `- ${safeText(`${where} (no partner is there): ${names}`)}`))
    }
    lines.push('')
  }
  if (!usersKnown) lines.push('Managers could not be looked up: no Salesforce users were imported (phd import <users.csv>)', '')
  const touched = new Set(findings.flatMap(({ partners }) => partners.map(({ id }) => id))).size
  if (findings.length === 0)
    lines.push(`the tables have a manager for every one of ${plural(accounts, 'partner account')}, and for every place`)
  else {
    lines.push(`${plural(findings.length, 'finding')}, touching ${touched} of ${plural(accounts, 'partner account')}`)
    lines.push(
      'next: correct your table in a spreadsheet, save it as CSV and import it: phd import <table.csv>; for one account: phd cam set',
    )
  }
  return `${lines.join('\n')}\n`
}

/** A place that nobody is mapped to, and where no partner is. */
function isQuiet({ place, partners, group }: MappingFinding): boolean {
  return group === 'gap' && place.kind !== 'text' && partners.length === 0
}

/** Prints the tables in force, row by row (phd.cam-tables/1). */
export function printMapping({ io, format }: Printing, rows: readonly ManagerRow[]): void {
  const json = ({ table: name, of, manager, source }: ManagerRow) => ({ table: name, of, manager, source })
  print(io, format, {
    table: () => {
      const sources = new Map(rows.map(({ source }) => [source.file, source]))
      const said = [...sources.values()].map(({ file, importId, lastSeenAt }) =>
        importId === null ? `${file}, as it comes with phd` : `${file} (import ${importId}, ${showMoment(lastSeenAt)})`,
      )
      return `${table(
        ['TABLE', 'OF', 'CHANNEL MANAGER', 'LINE'],
        rows.map(({ table: name, of, manager, source }) => [name, of, manager ?? 'nobody', source.line]),
      )}\nfrom ${safeText(said.join(', '))}\n`
    },
    list: { count: rows.length, one: 'row' },
    json: () => ({ schema: 'phd.cam-tables/1', rows: rows.map(json) }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.cam-table-row/1', ...json(row) })),
    csv: () =>
      csvForPeople([
        ['table', 'of', 'manager', 'file', 'line'],
        ...rows.map(({ table: name, of, manager, source }) => [name, of, manager ?? '', source.file, String(source.line ?? '')]),
      ]),
  })
}
