/** The reports for the awards as a page. */

import { madeOf } from '../../packed/made-list.ts'
import { formatMoney } from '../../records/money.ts'
import { someOf } from '../../reports/awards/all-rows.ts'
import { MEASURES } from '../../reports/awards/measures.ts'
import type { AwardTable, Column, TableRow } from '../../reports/awards/tables.ts'
import type { AwardRow } from '../../reports/awards/types.ts'
import { NONE_UNLINKED } from '../../scorecards/linked-rows.ts'
import { leftOutOf, sourceParts, sourcesOf } from '../../scorecards/sources.ts'
import type { Page, PageCell, PageHeading, PagePart, PageTable } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { MadeAwards } from './made.ts'
import { definitionTexts, leftOutTexts, sourceNotes, unlinkedCells } from './notes-words.ts'
import {
  blankHeading,
  changeCells,
  changeHeadings,
  changeText,
  columnHeading,
  findingText,
  MEASURE_NAMES,
  newnessText,
  notKnownTexts,
  valueText,
} from './sentences.ts'
import { chartsOf, figuresOf, partnersTable } from './totals-view.ts'

/** So many rows behind the figures of a group stand on a page; JSON has all. */
const MOST_ROWS = 1000
/** So many names that lead to no partner. */
const MOST_NAMES = 25

/** The page: the finding, four figures, two charts, a table for each award, what people must do, the rows behind, sources and gaps. */
export function awardsPage(made: MadeAwards): Page {
  const { report } = made
  const { tables, years, finding } = report
  const canTell = finding.code !== 'cannot_tell'
  return {
    title: `Partner awards ${years.awards}: reports on ${years.judged.name}${made.region ? `, ${made.region.name}` : ''}`,
    parts: [
      { kind: 'text', text: findingText(report), ...(canTell ? {} : { isWarning: true }) },
      { kind: 'text', text: periodText(made) },
      { kind: 'figures', figures: figuresOf(made) },
      ...(finding.code === 'compiled' ? chartsOf(made) : []),
      ...tables.flatMap((table) => awardParts(table, made)),
      ...peopleParts(made),
      { kind: 'heading', text: 'How it is counted' },
      { kind: 'list', items: definitionTexts(tables, { ...report, amountField: made.amountField }) },
      ...partnerParts(made),
      ...groupsOf(made).flatMap((group) => rowParts(group, made)),
      ...gapParts(made),
      ...sourceParts({
        ...listsOf(made),
        rules: made.rules,
        notes: sourceNotes(made),
        ...{ command: made.command, now: made.now },
      }),
    ],
  }
}

/** The lists as every report tells them; the names that lead to no partner have a table of their own. */
export function listsOf({ lists }: Pick<MadeAwards, 'lists'>) {
  const all = lists.map((each) => ({ ...each, unlinked: NONE_UNLINKED }))
  return { sources: sourcesOf(all), leftOut: leftOutOf(all) }
}

function periodText({ report: { years }, today }: MadeAwards): string {
  const { judged, before } = years
  const until = judged.until === judged.last ? judged.last : `${judged.until} (it ends on ${judged.last})`
  return `${judged.name} is ${judged.first} to ${until}; it is compared with ${before.name}, ${before.first} to ${before.last}. Made on ${today}. It compiles and does not judge: no ranks, no winner.`
}

function groupsOf({ report }: MadeAwards): string[] {
  return [...new Set(report.tables.map(({ award }) => award.group))]
}

function rowsId(group: string): string {
  return `rows-${group}`
}

function awardParts(table: AwardTable, { report: { years } }: MadeAwards): PagePart[] {
  const { award, columns, rows, criteria } = table
  const blanks = criteria.filter(({ isBlank }) => isBlank)
  const heading: PagePart = { kind: 'heading', text: `${award.title}${award.isOptional ? ' (optional)' : ''}` }
  if (rows.length === 0) return [heading, { kind: 'text', text: 'No partner has figures.' }]
  const hasStanding = criteria.some(({ isStanding }) => isStanding)
  const headings: PageHeading[] = [
    'Partner',
    ...columns.map((column) => headingOf(column, years.before.name)),
    ...(hasStanding ? ['New partner'] : []),
    ...blanks.map(blankHeading),
  ]
  return [
    heading,
    {
      kind: 'table',
      id: award.id,
      caption: `${plural(rows.length, 'partner')} with any figure, by ${criteria.map(({ label }) => label).join('; ')}`,
      headings,
      rows: madeOf(rows, (row) => [
        row.partner.name,
        ...columns.map((column, at) => figureCell(row, column, at, rowsId(award.group))),
        ...(hasStanding ? [newnessText(row.partner, row.newness, years)] : []),
        ...blanks.map(() => ''),
      ]),
    },
  ]
}

function headingOf(column: Column, before: string): PageHeading {
  const own = { text: columnHeading(column), isNumber: true } as const
  return MEASURES[column.measure].compares ? { ...own, notes: changeHeadings(column, before) } : own
}

/** A figure that leads to the rows behind it, with the change below it. */
function figureCell({ cells }: TableRow, column: Column, at: number, href: string): PageCell {
  const cell = cells[at]
  if (!cell) return ''
  const note = MEASURES[column.measure].compares
    ? { text: changeText(cell, column), cells: changeCells(cell, column) }
    : undefined
  return { text: valueText(cell, column), number: cell.value ?? undefined, href, note }
}

/** What people must do: fill in, and approve. */
function peopleParts({ report: { blanks, years } }: MadeAwards): PagePart[] {
  return [
    { kind: 'heading', text: 'Who does what' },
    {
      kind: 'list',
      items: [
        ...blanks.map((label) => `Channel Sales Director: fill in "${label}"; no list has it.`),
        `Regional Channel directors and the VP of Global Channels and Alliances: assess, nominate, and approve the ${years.awards} awards before any announcement.`,
        'Channel Sales Directors: write a short text about each winner for the announcement, in Q1.',
      ],
    },
  ]
}

function partnerParts(made: MadeAwards): PagePart[] {
  const table = partnersTable(made, rowsId)
  return table === null ? [] : [{ kind: 'heading', text: 'Partners with figures' }, table]
}

function rowParts(group: string, made: MadeAwards): PagePart[] {
  const { report, nameOf } = made
  const own = new Set<string>()
  for (const { award, partners } of report.tables) if (award.group === group) for (const { id } of partners) own.add(id)
  const rows = someOf(report.rows, ({ partner }) => own.has(partner))
  if (rows.length === 0) return []
  const shown = rows.slice(0, MOST_ROWS)
  const table: PageTable = {
    kind: 'table',
    id: rowsId(group),
    caption: `Rows behind: ${group}${shown.length < rows.length ? `, the first ${grouped(shown.length)} of ${grouped(rows.length)}` : ''}`,
    headings: [
      'Partner',
      'Year',
      'Counts for',
      'What',
      'Day',
      { text: 'Amount', isNumber: true },
      'About',
      'File',
      { text: 'Line', isNumber: true },
    ],
    rows: shown.map((row) => rowCells(row, nameOf, report.years)),
    isFolded: true,
  }
  const rest: PagePart[] =
    shown.length < rows.length
      ? [
          {
            kind: 'text',
            text: `All ${grouped(rows.length)} rows: add --format ndjson, or --out with a file that ends in .ndjson.`,
          },
        ]
      : []
  return [{ kind: 'heading', text: `Rows behind the figures: ${group}` }, table, ...rest]
}

function rowCells(row: AwardRow, nameOf: (id: string) => string, years: MadeAwards['report']['years']): PageCell[] {
  const { partner, year, measures, name, day, amount, about, place } = row
  const isMoney = measures.some((measure) => MEASURES[measure].isMoney)
  return [
    nameOf(partner),
    years[year].name,
    [...new Set(measures.map((measure) => MEASURE_NAMES[measure]))].join('; '),
    name,
    day ?? '',
    amount === null ? (isMoney ? 'no amount' : '') : { text: formatMoney(amount), number: amount.amount },
    about === null ? '' : nameOf(about),
    place.file,
    { text: grouped(place.line), number: String(place.line) },
  ]
}

/** What is not known, what does not count, and names that lead to no partner. */
function gapParts(made: MadeAwards): PagePart[] {
  const { report, unlinked } = made
  const texts = [...notKnownTexts(report.notKnown, report.years).map((text) => `Not known: ${text}`), ...leftOutTexts(report)]
  const names = unlinked.slice(0, MOST_NAMES).map(unlinkedCells)
  return [
    ...(texts.length === 0
      ? []
      : [{ kind: 'heading', text: 'Not known, and not counted' } as const, { kind: 'list', items: texts } as const]),
    ...(names.length === 0
      ? []
      : [
          { kind: 'heading', text: 'Names that lead to no certain partner' } as const,
          {
            kind: 'table',
            id: 'names',
            caption: `${plural(unlinked.length, 'name')}; their rows count for no one${unlinked.length > names.length ? `; the ${names.length} with the most rows` : ''}`,
            headings: ['Name', 'As', { text: 'Rows', isNumber: true }, 'Why', 'First row', 'To accept it'],
            rows: names.map(({ cells, command }) => [...cells, { command }]),
          } as const,
        ]),
  ]
}
