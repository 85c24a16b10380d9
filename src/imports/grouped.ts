/**
 * Distinguishes a grouped report, in which a value is written once above the rows it belongs to, from an ordinary table with blank cells. Imported
 * unchanged, its rows would lose that value. A file is grouped when
 *
 * 1. a row says "Subtotal" and else holds only numbers and words like "Sum" or "Count"; or two such rows of any label, or one line
 *    like "Ann Lee (12 records)", are between rows of data; or
 * 2. one of the first three columns, needed by the kind and no record's own key, is blank in at least a third of the rows and in at
 *    least two, every time below a filled cell, with all columns to its left blank too, and no value of it ever comes back (in an
 *    ordinary table the values of such a column repeat, or its blanks are few). Where the kind allows the column to be blank, at
 *    least half of the rows are asked for, in two runs or more: blanks at the end alone are how a sorted table ends.
 */

import { failure } from '../errors.ts'
import type { Layout } from './read/layout.ts'

const LABEL =
  /^(?:(?:grand |sub-? ?)?totals?|sum|count|average|avg|record count)(?: of [^()]{1,80})?(?: ?\([\d.,\s]{1,20}(?:records?|rows?)?\))?:?$/i
const SUBTOTAL = /^sub-? ?total/i
const NUMBER = /^[^\p{L}]{0,3}[A-Z]{0,3} ?[-+]?\d[\d.,'\s]{0,30}[%)]?(?: ?[A-Z€$£]{1,3})?$/u
const GROUP_LINE = /\(\d[\d.,]{0,12} (?:records?|rows?)\)$/i

/** Where the first filled cell is; the number of cells where none is filled. */
export function firstFilled(fields: readonly string[]): number {
  let place = 0
  while (place < fields.length && (fields[place] ?? '').trim() === '') place++
  return place
}

/** Whether a row only sums up others: a word like "Total" first, then nothing but numbers and such words. */
export function isTotals(fields: readonly string[]): boolean {
  const first = fields[0] === '' ? firstFilled(fields) : 0
  const label = fields[first] ?? ''
  // Most rows of data are recognized by their first letter.
  if (!beginsLikeLabel(label) || !isLabel(label)) return false
  return fields.every(
    (cell, i) => i <= first || cell.trim() === '' || isLabel(cell) || (cell.length < 60 && NUMBER.test(cell.trim())),
  )
}

/** The letters that a label may begin with, and white space. */
function beginsLikeLabel(text: string): boolean {
  switch (text.charCodeAt(0) | 32) {
    case 32:
    case 97:
    case 99:
    case 103:
    case 114:
    case 115:
    case 116:
    case 160:
      return true
    default:
      return false
  }
}

function isLabel(cell: string): boolean {
  return cell.length < 120 && LABEL.test(cell.trim())
}

/** How a column is filled, as far as it may be one the report is grouped by. */
interface Column {
  place: number
  mayBeBlank: boolean
  values: Set<string>
  groups: number
  blank: number
  /** Runs of blank cells, each below a filled one. */
  runs: number
  isInRun: boolean
  rows: number
}

/** Within so many rows an ordinary table shows that it is one. */
const ENOUGH = 300

/** Looks at the rows of one file; it stops as soon as the file is seen to be ordinary. */
export class GroupWatch {
  readonly #name: string
  readonly #headings: readonly string[]
  #columns: Column[]
  #sums = 0
  #isGrouped = false

  constructor(name: string, layout: Layout) {
    this.#name = name
    this.#headings = layout.headings
    const { kind, columns, headings } = layout
    const leading = headings.flatMap((heading, place) => (heading.trim() === '' ? [] : [place])).slice(0, 3)
    this.#columns = leading.flatMap((place) => {
      const [field = ''] = [...columns].find(([, at]) => at === place) ?? []
      const declared = kind.fields[field]
      const isOwnKey = kind.keyFields.length === 1 && kind.keyFields[0] === field
      if (!declared || declared.required === false || isOwnKey || layout.ownRejects) return []
      return [
        { place, mayBeBlank: !declared.filled, values: new Set<string>(), groups: 0, blank: 0, runs: 0, isInRun: false, rows: 0 },
      ]
    })
  }

  /** Whether rows of data still show something. */
  get isWatching(): boolean {
    return this.#columns.length > 0
  }

  /** A row of data. */
  see(fields: readonly string[]): void {
    this.#columns = this.#columns.filter((column) => this.#mayBeGrouped(column, fields))
  }

  #mayBeGrouped(column: Column, fields: readonly string[]): boolean {
    const value = fields[column.place]?.trim() ?? ''
    const isBelow = firstFilled(fields) >= column.place
    column.rows++
    if (value === '') {
      column.blank++
      if (!column.isInRun) column.runs++
      column.isInRun = true
      // Blank under nothing, or beside a new value to its left: no group.
      return column.groups > 0 && isBelow
    }
    column.isInRun = false
    if (!isBelow) column.values.clear()
    if (column.values.has(value)) return false
    column.values.add(value)
    column.groups++
    return column.rows < ENOUGH || column.blank * 3 >= column.rows
  }

  /** A row that sums up others; `isAmongRows` when data follows it. */
  seeTotals(fields: readonly string[], isAmongRows: boolean): void {
    if (fields.some((cell) => SUBTOTAL.test(cell.trim()))) this.#isGrouped = true
    if (isAmongRows && ++this.#sums > 1) this.#isGrouped = true
  }

  /** A line of one cell that rows of data follow. */
  seeLine(fields: readonly string[]): void {
    if (GROUP_LINE.test((fields[firstFilled(fields)] ?? '').slice(-40).trim())) this.#isGrouped = true
  }

  /** At the end of the rows: throws the refusal `grouped_report`. */
  check(): void {
    const column = this.#columns.find(isGroupColumn)
    if (!this.#isGrouped && !column) return
    throw failure(
      'grouped_report',
      `${this.#name} is a grouped report: ${column ? `the column "${this.#headings[column.place]?.trim()}" is filled only in the first row of each group` : 'it has lines with totals or group headings'}`,
      'in Salesforce choose Export, "Details Only"; in a spreadsheet, fill every row and remove the totals',
    )
  }
}

function isGroupColumn({ mayBeBlank, blank, rows, runs }: Column): boolean {
  if (mayBeBlank && (runs < 2 || blank * 2 < rows)) return false
  return blank >= 2 && blank * 3 >= rows
}
