/** A page in parts, whatever it is written as: Markdown, HTML, or lines for a terminal. */

import { safeText } from './safe-text.ts'
import { table } from './table.ts'

/** A cell of a table: text, or a command to type. */
export type PageCell = string | { command: string }

/** A table; its first column names the row. */
export interface PageTable {
  kind: 'table'
  caption: string
  headings: readonly string[]
  rows: readonly (readonly PageCell[])[]
}

export type PagePart =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; isWarning?: boolean }
  /** A few numbers that say how it stands; `change`: against the last time. */
  | { kind: 'figures'; figures: readonly { label: string; value: string; change: string }[] }
  | PageTable
  | { kind: 'list'; items: readonly PageCell[] }

export interface Page {
  title: string
  parts: readonly PagePart[]
}

/** The text of a cell. */
export function cellText(cell: PageCell): string {
  return typeof cell === 'string' ? cell : cell.command
}

/** What a page needs of a terminal. */
interface Paper {
  columns: number
  prose(text: string): string
  style(style: 'bold' | 'yellow', text: string): string
}

/** A page as a terminal shows it. */
export function pageText({ title, parts }: Page, paper: Paper): string {
  return `${paper.style('bold', safeText(title))}\n${parts.map((part) => partText(part, paper)).join('')}`
}

function partText(part: PagePart, { columns, prose, style }: Paper): string {
  switch (part.kind) {
    case 'heading':
      return `\n${style('bold', safeText(part.text))}\n`
    case 'text': {
      const text = prose(safeText(part.text))
      return `${part.isWarning ? style('yellow', text) : text}\n`
    }
    case 'figures':
      return `${prose(safeText(part.figures.map(figureText).join('; ')))}\n`
    case 'table': {
      const headings = part.headings.map((heading) => heading.toUpperCase())
      const rows = part.rows.map((row) => row.map(cellText))
      return table(headings, rows, columns)
    }
    case 'list':
      return part.items.map((item) => `${prose(safeText(`- ${cellText(item)}`))}\n`).join('')
  }
}

function figureText({ label, value, change }: { label: string; value: string; change: string }): string {
  return `${label}: ${value}${change === '' ? '' : ` (${change})`}`
}
