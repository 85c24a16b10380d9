/** Reads the table of a web page, which is what Salesforce exports under the name .xls. */

import { decodeHTML } from 'entities/decode'
import { failure } from '../../errors.ts'
import { Grid } from './grid.ts'
import { MAX_TOKEN, Markup } from './markup.ts'
import type { TableRow } from './source.ts'
import type { TextTraits } from './traits.ts'

/** A table within a table within a table: no report goes deeper. */
const MAX_DEPTH = 16
const MAX_SPAN = 1000

/** A table that is open: those around it wait until it ends. */
interface OpenTable {
  grid: Grid
  isRow: boolean
  /** The text of the open cell; null outside of one. */
  cell: string | null
  across: number
  down: number
  /** For how many more rows each column is taken by a cell above. */
  taken: number[]
  /** The columns that are taken in the open row. */
  blocked: Set<number>
}

/**
 * Yields the rows of all tables of a page in the order they end. A cell that spans others fills the first of them.
 * Throws the refusals `cut_off` where a table has no end, `too_large`, and those of the text.
 */
export function* readHtmlRows(file: string, text: Iterable<string>, traits: TextTraits): Generator<TableRow, void, void> {
  const html = new Markup(file, text, 'html')
  const open: OpenTable[] = []
  // Rows are counted over all tables, as a spreadsheet that opens the page shows them.
  let rows = 0
  const endRow = function* (table: OpenTable): Generator<TableRow, void, void> {
    endCell(table)
    if (!table.isRow) return
    table.isRow = false
    passTaken(table)
    yield { ...table.grid.end(), line: ++rows }
  }
  for (let token = html.next(); token !== 'end'; token = html.next()) {
    const table = open.at(-1)
    if (token === 'text') {
      if (table?.cell != null) table.cell = longer(file, table.cell, decoded(html.text))
    } else if (html.name === 'table') {
      if (token === 'open') {
        if (open.length >= MAX_DEPTH)
          throw failure('too_large', `${file} has tables within tables more than ${MAX_DEPTH} deep`, 'export it again')
        open.push({ grid: new Grid(file, traits), isRow: false, cell: null, across: 1, down: 1, taken: [], blocked: new Set() })
      } else if (table) {
        yield* endRow(table)
        open.pop()
      }
    } else if (table && html.name === 'tr') {
      yield* endRow(table)
      if (token === 'open') {
        beginRow(table)
      }
    } else if (table && (html.name === 'td' || html.name === 'th')) {
      endCell(table)
      if (token === 'open') {
        if (!table.isRow) beginRow(table)
        table.cell = ''
        table.across = spanOf(html, 'colspan')
        table.down = spanOf(html, 'rowspan')
      }
    } else if (table?.cell != null && BREAKS.has(html.name) && (token === 'close' || html.name === 'br')) {
      table.cell += BREAK
    }
  }
  if (open.length > 0)
    throw failure('cut_off', `${file} ends within its table, so it is cut off`, 'the download was cut short: export it again')
}

/** Elements after which a new line begins. */
const BREAKS: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li'])
/** Stand for a line break that is meant and one of the page's own layout; no text may hold these two characters. */
const BREAK = '\ufdd0'
const LAYOUT = '\ufdd1'

const IN_LAYOUT = /[\r\n\ufdd0\ufdd1]/
const EACH_IN_LAYOUT = /[\r\n\ufdd0\ufdd1]/g

function decoded(text: string): string {
  const plain = IN_LAYOUT.test(text) ? text.replace(EACH_IN_LAYOUT, LAYOUT) : text
  return plain.includes('&') ? decodeHTML(plain) : plain
}

function longer(file: string, cell: string, text: string): string {
  if (cell.length + text.length > MAX_TOKEN)
    throw failure('record_too_long', `${file} has a cell of more than 1 MiB, which no export has`, 'export it again')
  return cell + text
}

function endCell(table: OpenTable): void {
  const { cell, grid, across, down, taken } = table
  if (cell === null) return
  table.cell = null
  passTaken(table)
  const start = grid.column
  grid.add(tidy(cell))
  if (across > 1) grid.skipTo(start + across)
  for (let column = start; down > 1 && column < start + across; column++) taken[column] = down - 1
}

function beginRow(table: OpenTable): void {
  const { taken, grid } = table
  grid.begin(null)
  table.isRow = true
  table.blocked.clear()
  taken.forEach((left, column) => {
    if (left === 0) return
    table.blocked.add(column)
    taken[column] = left - 1
  })
}

/** Leaves blank the columns that a cell of a row above reaches down into. */
function passTaken({ grid, blocked }: OpenTable): void {
  while (blocked.has(grid.column)) grid.skipTo(grid.column + 1)
}

/** The cell's text without the white space of the page's layout; a lone no-break space is a blank cell. */
function tidy(cell: string): string {
  if (cell.trim() === '') return ''
  if (!cell.includes(BREAK) && !cell.includes(LAYOUT)) return trimmed(cell)
  const lines = cell.split(BREAK).map((line) => line.split(LAYOUT).map(trimmed).filter(Boolean).join(' '))
  const first = lines.findIndex((line) => line !== '')
  const text = lines.slice(Math.max(first, 0), lines.findLastIndex((line) => line !== '') + 1).join('\n')
  return text.trim() === '' ? '' : text
}

/** Without spaces and tabs at both ends; other white space is the value's own. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9
}

function spanOf(html: Markup, attribute: string): number {
  const span = Number(html.attribute(attribute) ?? 1)
  return Number.isInteger(span) && span > 0 ? Math.min(span, MAX_SPAN) : 1
}

/** The encoding a page says it is in: a hint for a message, never believed. */
export function statedEncoding(head: string): string | null {
  return (
    /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w-]{2,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]{2,40})["']/.exec(head)?.[1] ??
    null
  )
}
