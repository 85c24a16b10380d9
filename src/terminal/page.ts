/** A page in parts, whatever it is written as: Markdown, HTML, or lines for a terminal. */

import { madeOf } from '../packed/made-list.ts'
import { grouped, plural } from './plural.ts'
import { safeText } from './safe-text.ts'
import { TableRows } from './table.ts'

/**
 * Text that leads to a part of the page (`href`: the id of a table or chart), of a table to the rows with all of these marks (`only`);
 * `number`: its exact value, for sorting and workbooks.
 */
export interface PageValue {
  text: string
  number?: string | undefined
  href?: string | undefined
  only?: readonly string[] | undefined
  note?: PageNote | undefined
}

/** What stands below a value in smaller letters; in a workbook it has columns of its own, a cell for each of the heading's `notes`. */
interface PageNote {
  text: string
  cells: readonly PageCell[]
}

/** Text that leads to another page in the same folder. */
interface PageLink {
  text: string
  file: string
}

/** A cell of a table: text, a command to type, a value, or a link. */
export type PageCell = string | { command: string } | PageValue | PageLink

/**
 * A heading of a column; of one with numbers, they stand below each other by their last digit and sort by their value. `notes`: the
 * headings of what its values have as a note, in a workbook.
 */
export type PageHeading = string | { text: string; isNumber: true; notes?: readonly PageHeading[] }

/**
 * A table; its first column names the row. One that is folded has the rows behind a figure: closed on a screen, open on paper, left out
 * on a terminal. `marks` has for each row, in their order, what {@link PageValue} finds it by: words of small letters and digits.
 */
export interface PageTable {
  kind: 'table'
  id?: string
  marks?: PageMarks
  caption: string
  headings: readonly PageHeading[]
  rows: PageRows
  isFolded?: true
}

/** What each row is found by: an array, or what makes it when it is asked for. */
interface PageMarks {
  at(i: number): readonly string[] | undefined
}

/** The rows of a table: an array, or what makes them when they are asked for. */
interface PageRows extends Iterable<readonly PageCell[]> {
  readonly length: number
  map<T>(make: (row: readonly PageCell[], i: number) => T): T[]
  slice(from: number, to: number): readonly (readonly PageCell[])[]
}

/**
 * A chart, drawn in HTML, with its numbers in a table everywhere. `axis`: what the categories are; a value that is null is not known.
 * `exact`: what the table has for each value, where that is more than the number, as with money.
 */
export interface PageChart {
  kind: 'chart'
  id: string
  title: string
  description: string
  form: 'columns' | 'stacked' | 'lines' | 'bars'
  axis?: string
  categories: readonly string[]
  series: readonly { name: string; values: readonly (number | null)[]; exact?: readonly (PageValue | null)[] }[]
  unit: string
}

/** A number that says how it stands; `change`: against the last time; `href`, `only`: the table with the rows behind it, as of {@link PageValue}. */
export interface PageFigure {
  label: string
  value: string
  change: string
  href?: string | undefined
  only?: readonly string[] | undefined
}

/** A part of a page; the first text says what the page found. */
export type PagePart =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; isWarning?: boolean }
  | { kind: 'figures'; figures: readonly PageFigure[] }
  | PageTable
  | PageChart
  | { kind: 'list'; items: readonly PageCell[] }

export interface Page {
  title: string
  /** What makes pages like it, for finding them again: "phd scorecard". */
  madeBy?: string
  parts: readonly PagePart[]
}

/** The text of a cell, with its note. */
export function cellText(cell: PageCell): string {
  if (typeof cell === 'string') return cell
  if ('command' in cell) return cell.command
  return 'note' in cell && cell.note ? `${cell.text} (${cell.note.text})` : cell.text
}

/** A table with the notes of its values in columns of their own. */
export function withNotesApart(given: PageTable): PageTable {
  const notesOf = (heading: PageHeading | undefined): readonly PageHeading[] =>
    typeof heading === 'object' ? (heading.notes ?? []) : []
  if (given.headings.every((heading) => notesOf(heading).length === 0)) return given
  const apart = (cell: PageCell, at: number): PageCell[] => {
    const notes = notesOf(given.headings[at])
    if (notes.length === 0) return [cell]
    const note = typeof cell === 'object' && 'note' in cell ? cell.note : undefined
    const own = typeof cell === 'object' && 'note' in cell ? { ...cell, note: undefined } : cell
    return [own, ...notes.map((_, i) => note?.cells[i] ?? '')]
  }
  return {
    ...given,
    headings: given.headings.flatMap((heading) => [heading, ...notesOf(heading)]),
    rows: madeOf(given.rows, (row) => row.flatMap(apart)),
  }
}

/** The exact value of a cell: its own, or in a column of numbers its text ("1,234.50"); null for what is not a number. */
export function cellNumber(cell: PageCell, heading?: PageHeading): string | null {
  if (typeof cell === 'object' && 'number' in cell && cell.number !== undefined)
    return DECIMAL.test(cell.number) ? cell.number : null
  const text = typeof heading === 'object' ? cellText(cell) : ''
  return GROUPED.test(text) ? text.replaceAll(',', '') : null
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/
const GROUPED = /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/

/** The text of the heading of a column. */
export function headingText(heading: PageHeading): string {
  return typeof heading === 'string' ? heading : heading.text
}

/** Stands where a chart has no value. */
const NOT_KNOWN = 'not known'

/** The numbers of a chart as a table: a row for each category, a column for each series. */
export function chartTable({ title, unit, axis, categories, series }: PageChart): PageTable {
  return {
    kind: 'table',
    caption: `${title} (${unit})`,
    headings: [axis ?? 'Of', ...series.map(({ name }) => ({ text: name, isNumber: true }) as const)],
    rows: categories.map((category, i) => [
      category,
      ...series.map(({ values, exact }) => exact?.[i] ?? valueCell(values[i] ?? null)),
    ]),
  }
}

function valueCell(value: number | null): PageCell {
  return value === null ? NOT_KNOWN : { text: grouped(value), number: String(value) }
}

/** What a page needs of a terminal. */
interface Paper {
  columns: number
  prose(text: string): string
  style(style: 'bold' | 'yellow', text: string): string
}

/** What a page warns of: all that cron is told of it. */
export function warningsOf({ parts }: Page): string[] {
  return parts.flatMap((part) => (part.kind === 'text' && part.isWarning ? [part.text] : []))
}

/** A page as a terminal shows it. */
export function pageText(page: Page, paper: Paper): string {
  return [...pagePieces(page, paper)].join('')
}

/** The same in pieces: a page with many rows is printed as it is made. */
export function* pagePieces({ title, parts }: Page, paper: Paper): Generator<string> {
  yield `${paper.style('bold', safeText(title))}\n`
  for (const part of parts) {
    if (part.kind === 'table') yield* tablePieces(part, paper)
    else yield partText(part, paper)
  }
}

function partText(part: Exclude<PagePart, PageTable>, { columns, prose, style }: Paper): string {
  switch (part.kind) {
    case 'heading':
      return `\n${style('bold', safeText(part.text))}\n`
    case 'text': {
      const text = prose(safeText(part.text))
      return `${part.isWarning ? style('yellow', text) : text}\n`
    }
    case 'figures':
      return `${prose(safeText(part.figures.map(figureText).join('; ')))}\n`
    case 'chart': {
      const numbers = [...tablePieces(chartTable(part), { columns, prose })].join('')
      return `\n${prose(safeText(`${part.title} (${part.unit})`))}\n${numbers}`
    }
    case 'list':
      return part.items.map((item) => `${prose(safeText(`- ${cellText(item)}`))}\n`).join('')
  }
}

function* tablePieces(
  { caption, headings, rows, isFolded }: PageTable,
  { columns, prose }: Pick<Paper, 'columns' | 'prose'>,
): Generator<string> {
  if (isFolded) {
    const many = rows.length === 0 ? 'none' : `${plural(rows.length, 'row')}; to see them, add --format md`
    yield `${prose(safeText(`${caption}: ${many}`))}\n`
    return
  }
  if (rows.length === 0) {
    yield 'None.\n'
    return
  }
  const kept = new TableRows(headings.map((heading) => headingText(heading).toUpperCase()))
  for (const row of rows) kept.add(row.map(cellText))
  yield* kept.lines(columns)
}

function figureText({ label, value, change }: PageFigure): string {
  return `${label}: ${value}${change === '' ? '' : ` (${change})`}`
}
