/** A page as an Excel workbook: what it says on the first sheet, each table and chart on a sheet of its own. */

import {
  cellText,
  chartTable,
  headingText,
  type Page,
  type PageCell,
  type PagePart,
  type PageTable,
  withNotesApart,
} from '../page.ts'
import { grouped, plural } from '../plural.ts'
import { widthOf } from '../table.ts'
import { type SheetCell, sheetCell } from './cells.ts'
import { sheetName } from './sheet-names.ts'
import { type Sheet, workbookPieces } from './write.ts'

/** Spreadsheets take no more rows, of which one has the headings. */
const MOST_ROWS = 1_048_575
/** So many rows decide how wide a column is. */
const LOOKED_AT = 500
const NARROWEST = 8
const WIDEST = 60

/**
 * The workbook in pieces, which are made as they are asked for; numbers and days in it are typed, and what a spreadsheet would change or
 * run is text.
 */
export function workbook(page: Page): Iterable<Uint8Array> {
  return workbookPieces(sheetsOf(page))
}

/** A part that has a sheet, and the name of that. */
interface Own {
  part: PagePart
  table: PageTable
  name: string
}

function sheetsOf(page: Page): Sheet[] {
  const taken = new Set<string>()
  const first = sheetName('Summary', taken)
  const own: Own[] = []
  let heading: string | null = null
  for (const part of page.parts) {
    if (part.kind === 'heading') heading = part.text
    if (part.kind !== 'table' && part.kind !== 'chart') continue
    const table = part.kind === 'chart' ? chartTable(part) : withNotesApart(part)
    own.push({ part, table, name: sheetName(part.kind === 'chart' ? part.title : (heading ?? part.caption), taken) })
    if (part.kind === 'table') heading = null
  }
  return [summarySheet(page, first, own), ...own.map(tableSheet)]
}

/** The finding, the figures, where the tables are, and the sources. */
function summarySheet({ title, parts }: Page, name: string, own: readonly Own[]): Sheet {
  const rows: SheetCell[][] = [[{ kind: 'text', text: title, look: 'title' }]]
  for (const part of parts) rows.push(...summaryRows(part, own))
  return { name, isTable: false, widths: [70, 24, 24], count: rows.length, rows }
}

function summaryRows(part: PagePart, own: readonly Own[]): SheetCell[][] {
  switch (part.kind) {
    case 'heading':
      return [[], [{ kind: 'text', text: part.text, look: 'heading' }]]
    case 'text':
      return [[{ kind: 'text', text: part.text, ...(part.isWarning ? { look: 'warning' } : {}) }]]
    case 'figures':
      return part.figures.map(({ label, value, change, href }) => {
        const sheet = own.find((each) => href !== undefined && 'id' in each.part && each.part.id === href)?.name
        const number = { text: 'Value', isNumber: true } as const
        return [
          { kind: 'text', text: label, ...(sheet === undefined ? {} : { sheet }) },
          sheetCell(value, number),
          { kind: 'text', text: change },
        ]
      })
    case 'list':
      return part.items.map((item) => [{ kind: 'text', text: cellText(item) }])
    default: {
      const sheet = own.find((each) => each.part === part)
      return sheet === undefined
        ? []
        : [[{ kind: 'text', text: `${sheet.table.caption}: sheet "${sheet.name}"`, sheet: sheet.name }]]
    }
  }
}

function tableSheet({ table, name }: Own): Sheet {
  const { headings, rows } = table
  return {
    name,
    isTable: true,
    widths: headings.map((heading, i) =>
      widthFor([headingText(heading), ...rows.slice(0, LOOKED_AT).map((row) => row[i] ?? '')]),
    ),
    count: 1 + Math.min(rows.length, MOST_ROWS),
    rows: tableRows(table),
  }
}

function* tableRows({ headings, rows }: PageTable): Generator<SheetCell[]> {
  yield headings.map((heading) => ({ kind: 'text', text: headingText(heading), look: 'heading' }))
  let left = MOST_ROWS
  for (const row of rows) {
    if (--left === 0 && rows.length > MOST_ROWS) {
      yield [{ kind: 'text', text: `${plural(rows.length, 'row')} in all; a sheet takes ${grouped(MOST_ROWS)}` }]
      return
    }
    yield headings.map((heading, i) => sheetCell(row[i] ?? '', heading))
  }
}

/** How wide a column is; the marks of a filter take room too. */
function widthFor(cells: readonly PageCell[]): number {
  const widest = cells.reduce((most, cell) => Math.max(most, widthOf(cellText(cell))), 0)
  return Math.min(WIDEST, Math.max(NARROWEST, widest + 3))
}
