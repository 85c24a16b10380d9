/** What stands before the decimals of a file's amounts: found out of all its columns of money together, or said by a person. */

import { failure, type PhdError } from '../errors.ts'
import { type DecimalMark, isUnclearAmount, MARK_EXAMPLE, markOf, parseAmount, statedMark } from '../records/amount.ts'
import { type CellReading, readAmount } from '../records/cell.ts'

/** A mark, and who says so: the command line, the settings, the file's own amounts, or the reasons in a rejects file. */
export interface KnownMark {
  mark: DecimalMark
  by: 'option' | 'setting' | 'file' | 'reason'
}

/** What a person says of the mark; the command line counts before the settings. */
export interface SaidMark {
  option?: DecimalMark | undefined
  setting?: DecimalMark | undefined
}

/** An amount of the file, and where it is. */
interface AmountCell {
  line: number
  column: string
  value: string
}

/** The rows of a file, as far as their amounts are concerned. */
export interface AmountRow {
  line: number
  /** What a rejects file says of the row. */
  reason: string
  amounts: readonly (readonly [column: string, cell: string])[]
}

/** How many amounts a refusal shows. */
const SHOWN = 3

/**
 * Finds the mark of a file's amounts: what a person says, else the first amount that one mark alone explains. Rows are read until it
 * is known, and not at all where a person says it. Null where no amount needs a mark. Throws `decimal_ambiguous` where amounts need
 * one and nothing says which.
 */
export function findDecimalMark(name: string, rows: Iterable<AmountRow>, said: SaidMark): KnownMark | null {
  if (said.option) return { mark: said.option, by: 'option' }
  const open: (AmountCell & { point: string | null; comma: string | null })[] = []
  let count = 0
  for (const { line, reason, amounts } of rows) {
    const stated = statedMark(reason)
    if (stated) return { mark: stated, by: 'reason' }
    for (const [column, value] of said.setting ? [] : amounts) {
      const amount = parseAmount(value)
      if (amount === null) continue
      const mark = markOf(amount)
      if (mark) return { mark, by: 'file' }
      if (!isUnclearAmount(amount)) continue
      count++
      if (open.length < SHOWN) open.push({ line, column, value, point: amount.point, comma: amount.comma })
    }
  }
  if (said.setting) return { mark: said.setting, by: 'setting' }
  if (count === 0) return null
  const shown = open.map(
    ({ line, column, value, point, comma }) =>
      `line ${line}, ${column}: "${value.trim()}" is ${point} (a point before the decimals) or ${comma} (a comma)`,
  )
  const rest = count > open.length ? `; and ${count - open.length} more` : ''
  throw failure(
    'decimal_ambiguous',
    `${name}: no amount shows whether a point or a comma stands before the decimals: ${shown.join('; ')}${rest}`,
    undefined,
    { amounts: open },
  )
}

/**
 * Reads the amounts of one file. An amount that one mark alone explains is that amount, whatever the others are; one that could be
 * two is read by the mark of the file. Make one for each reading of the file.
 */
export class FileAmounts {
  readonly #name: string
  readonly #known: KnownMark | null
  #agreeing: AmountCell | null = null
  #contradicting: AmountCell | null = null
  /** Whether any amount needed the mark. */
  needed = false

  constructor(name: string, known: KnownMark | null) {
    this.#name = name
    this.#known = known
  }

  /** The mark in force. */
  get mark(): DecimalMark | null {
    return this.#known?.mark ?? null
  }

  /** Reads an amount; `mayName` is whether the cell may name a currency. */
  read(cell: string, mayName: boolean, line: number, column: string): CellReading {
    const amount = parseAmount(cell)
    if (amount !== null) {
      const mark = markOf(amount)
      if (mark === null) this.needed ||= isUnclearAmount(amount)
      else if (mark === this.mark) this.#agreeing ??= { line, column, value: cell }
      else this.#contradicting ??= { line, column, value: cell }
    }
    return readAmount(cell, mayName, this.mark, amount)
  }

  /**
   * Called when all amounts are read, where some could be two numbers. Throws `decimal_mixed` where the others have both marks and
   * nobody says which one is meant, and `decimal_contradicted` where all others have another mark than a person said.
   */
  finish(): void {
    const { by, mark } = this.#known ?? {}
    if (!this.needed || mark === undefined || by === 'reason' || this.#contradicting === null) return
    if (this.#agreeing !== null && by !== 'option') throw this.#mixed(this.#agreeing, this.#contradicting)
    if (this.#agreeing === null) throw this.#contradicted(this.#contradicting, mark)
  }

  #mixed(one: AmountCell, other: AmountCell): PhdError {
    const cells = [one, other].sort((a, b) => a.line - b.line)
    const [first = '', second = ''] = cells.map(described)
    return failure(
      'decimal_mixed',
      `${this.#name} has amounts of both kinds: ${first}, but ${second}; phd cannot know how those are meant that could be two numbers`,
      undefined,
      { amounts: cells },
    )
  }

  #contradicted(cell: AmountCell, mark: DecimalMark): PhdError {
    const who = this.#known?.by === 'setting' ? 'the setting "decimal" says' : 'the command line says'
    return failure(
      'decimal_contradicted',
      `${this.#name}: ${who} ${mark} (${MARK_EXAMPLE[mark]}), but every clear amount has the other: ${described(cell)}`,
      { mark: mark === 'point' ? 'comma' : 'point' },
      { amounts: [cell] },
    )
  }
}

function described({ line, column, value }: AmountCell): string {
  const amount = parseAmount(value)
  return `line ${line}, ${column}: "${value.trim()}" can only have a ${amount && markOf(amount)} before the decimals`
}
