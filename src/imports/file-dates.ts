/** The order in which a file's dates have their month and day: found out of all its date columns together, or said by a person. */

import { failure, type PhdError } from '../errors.ts'
import type { CellReading } from '../records/cell.ts'
import { copyText } from '../records/copy-text.ts'
import {
  type DateOrder,
  decidedBy,
  expectedDate,
  isAmbiguous,
  isPlainDay,
  ORDER_NAME,
  type OrderedDate,
  parseDate,
  patternOf,
  settleDate,
  statedOrder,
} from '../records/date-order.ts'

/** An order, and who says so: the command line, the settings, the file's own dates, or the reasons in a rejects file. */
export interface KnownOrder {
  order: DateOrder
  by: 'option' | 'setting' | 'file' | 'reason'
}

/** What a person says of the order; the command line goes before the settings. */
export interface SaidOrder {
  option?: DateOrder | undefined
  setting?: DateOrder | undefined
}

/** A date of the file, and where it is. */
interface DateCell {
  line: number
  column: string
  value: string
  date: OrderedDate
}

/** The rows of a file, as far as its dates are concerned. */
export interface DateRow {
  line: number
  /** What a rejects file says of the row. */
  reason: string
  dates: readonly (readonly [column: string, cell: string])[]
}

/** How many ambiguous dates a refusal shows. */
const SHOWN = 3
/** How many different dates of a file are remembered, so that each is read once. */
const REMEMBERED = 1 << 14
/** No date with its time is longer. */
const LONGEST = 40

/**
 * Finds the order of a file's dates: what a person says, else the first date that can be read one way only. Rows are read until it
 * is known, and not at all where a person says it. Null where no date needs an order. Throws `date_order_ambiguous` where dates
 * need one and nothing says which.
 */
export function findDateOrder(name: string, rows: Iterable<DateRow>, said: SaidOrder): KnownOrder | null {
  if (said.option) return { order: said.option, by: 'option' }
  const open: DateCell[] = []
  let count = 0
  let dotted = 0
  for (const { line, reason, dates } of rows) {
    const stated = statedOrder(reason)
    if (stated) return { order: stated, by: 'reason' }
    for (const [column, value] of said.setting ? [] : dates) {
      const date = parseDate(value)
      if (date === null || typeof date === 'string') continue
      const order = decidedBy(date)
      if (order) return { order, by: 'file' }
      if (!isAmbiguous(date)) continue
      count++
      if (date.dots) dotted++
      if (open.length < SHOWN) open.push({ line, column, value, date })
    }
  }
  if (said.setting) return { order: said.setting, by: 'setting' }
  if (count === 0) return null
  // Who writes a date with dots writes the day first.
  if (dotted === count) return { order: 'dmy', by: 'file' }
  throw ambiguous(name, open, count)
}

function ambiguous(name: string, open: readonly DateCell[], count: number): PhdError {
  const shown = open.map(
    ({ line, column, value, date }) =>
      `line ${line}, ${column}: "${value.trim()}" is ${date.mdy} (month first) or ${date.dmy} (day first)`,
  )
  const rest = count > open.length ? `; and ${count - open.length} more` : ''
  return failure(
    'date_order_ambiguous',
    `${name}: no date shows whether the month or the day comes first: ${shown.join('; ')}${rest}`,
    undefined,
    { dates: open.map(({ line, column, value, date: { mdy, dmy } }) => ({ line, column, value, mdy, dmy })) },
  )
}

/** Reads the dates of one file in its order, and sees to it that no date contradicts it. Make one for each reading of the file. */
export class FileDates {
  readonly #name: string
  readonly #known: KnownOrder | null
  /** A file says the same few thousand days over and over. */
  readonly #readings = new Map<string, CellReading>()
  #agreeing: DateCell | null = null
  #contradicting: DateCell | null = null
  /** A date that is day first by custom alone, and whether one with dots is month first all the same. */
  #byCustom: DateCell | null = null
  #dotsAreFree = false
  /** Whether any date needed the order, and whether any was clear by itself. */
  needed = false
  hasClear = false

  constructor(name: string, known: KnownOrder | null) {
    this.#name = name
    this.#known = known
  }

  /** The order in force. */
  get order(): DateOrder | null {
    return this.#known?.order ?? null
  }

  /** Reads a date. Throws `date_order_mixed` where the file's dates are in both orders, and no one has said which one is meant. */
  read(cell: string, line: number, column: string): CellReading {
    if (isPlainDay(cell)) {
      this.hasClear = true
      return cell
    }
    const read = this.#readings.get(cell)
    if (read !== undefined) return read
    const date = parseDate(cell)
    if (typeof date === 'string') this.hasClear = true
    else if (date !== null) this.#note({ line, column, value: cell, date })
    const reading: CellReading = settleDate(date, this.order) ?? { code: 'bad_date', expected: expectedDate(cell, this.order) }
    if (this.#readings.size < REMEMBERED && cell.length <= LONGEST) this.#readings.set(copyText(cell), reading)
    return reading
  }

  #note(cell: DateCell): void {
    const decided = decidedBy(cell.date)
    if (decided === null && !isAmbiguous(cell.date)) return
    this.needed = true
    if (decided === null) {
      if (cell.date.dots) this.#byCustom ??= cell
      return
    }
    if (cell.date.dots && decided === 'mdy') this.#dotsAreFree = true
    if (decided === this.order) this.#agreeing ??= cell
    else this.#contradicting ??= cell
    const isSaid = this.#known?.by === 'option' || this.#known?.by === 'reason'
    if (!isSaid && this.#agreeing && this.#contradicting) throw this.#mixed(this.#agreeing, this.#contradicting)
  }

  /**
   * Called when all dates are read. Throws `date_order_contradicted` where no date agrees with what a person said, and
   * `date_order_mixed` where dates with dots, day first by custom, are in a file whose other dates are month first.
   */
  finish(): void {
    const { by, order } = this.#known ?? {}
    if (by === 'file' && order === 'mdy' && this.#byCustom && this.#agreeing && !this.#dotsAreFree)
      throw this.#mixed(this.#agreeing, this.#byCustom)
    if (by !== 'reason' && order && this.#contradicting && !this.#agreeing) throw this.#contradicted(this.#contradicting, order)
  }

  #mixed(one: DateCell, other: DateCell): PhdError {
    const [first, second] = [one, other].sort((a, b) => a.line - b.line) as [DateCell, DateCell]
    return failure(
      'date_order_mixed',
      `${this.#name} has dates in two orders: ${described(first)}, but ${described(second)}; phd cannot know which one the others are in`,
      undefined,
      { dates: [first, second].map(({ line, column, value }) => ({ line, column, value })) },
    )
  }

  #contradicted(cell: DateCell, order: DateOrder): PhdError {
    const other = order === 'mdy' ? 'dmy' : 'mdy'
    const who = this.#known?.by === 'setting' ? 'the setting "dateOrder" says' : 'the command line says'
    return failure(
      'date_order_contradicted',
      `${this.#name}: ${who} ${ORDER_NAME[order]} (${patternOf(order)}), but every clear date is ${ORDER_NAME[other]}: ${described(cell)}`,
      { order: other },
      { dates: [{ line: cell.line, column: cell.column, value: cell.value }] },
    )
  }
}

function described({ line, column, value, date }: DateCell): string {
  const only = decidedBy(date)
  const what = only ? `can only be ${patternOf(only, date.dots)}` : 'is day first by custom'
  return `line ${line}, ${column}: "${value.trim()}" ${what}`
}
