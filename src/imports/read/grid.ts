/** What the readers of spreadsheets share: rows built cell by cell within the bounds of a sheet. */

import { failure } from '../../errors.ts'
import { MAX_TOKEN } from './markup.ts'
import type { TableRow } from './source.ts'
import { note, type TextTraits } from './traits.ts'

const MAX_ROWS = 1_048_576
const MAX_COLUMNS = 16_384
/** Blank cells count: a few bytes can mean a row of thousands. */
const MAX_CELLS = 200_000_000

/** Builds the rows of one table, in order. Throws the refusals `too_large` and `damaged_file`. */
export class Grid {
  readonly #file: string
  readonly #traits: TextTraits
  #row = 0
  #cells = 0
  #fields: string[] = []
  #errors: number[] | undefined

  constructor(file: string, traits: TextTraits) {
    this.#file = file
    this.#traits = traits
  }

  /** Begins a row; without a number, the next one. */
  begin(number: number | null): void {
    const row = number ?? this.#row + 1
    if (!Number.isSafeInteger(row) || row <= this.#row) throw this.#damaged(`row ${number} does not follow row ${this.#row}`)
    if (row > MAX_ROWS) throw this.#tooLarge(`${MAX_ROWS.toLocaleString('en-US')} rows`)
    this.#row = row
    this.#fields = []
    this.#errors = undefined
  }

  get row(): number {
    return this.#row
  }

  /** The column of the next cell, counted from 0. */
  get column(): number {
    return this.#fields.length
  }

  /** Leaves cells blank up to a column. */
  skipTo(column: number): void {
    if (!Number.isSafeInteger(column) || column < this.#fields.length) {
      throw this.#damaged(`the cells of row ${this.#row} are not in order`)
    }
    if (column > MAX_COLUMNS) throw this.#tooLarge(`${MAX_COLUMNS.toLocaleString('en-US')} columns`)
    this.#cells += column - this.#fields.length
    while (this.#fields.length < column) this.#fields.push('')
  }

  add(text: string, isError = false): void {
    if (this.#fields.length >= MAX_COLUMNS) throw this.#tooLarge(`${MAX_COLUMNS.toLocaleString('en-US')} columns`)
    if (text.length > MAX_TOKEN) throw this.#tooLarge('1 MiB in one cell')
    if (++this.#cells > MAX_CELLS) throw this.#tooLarge(`${MAX_CELLS.toLocaleString('en-US')} cells`)
    note(this.#traits, text)
    if (isError) {
      this.#errors ??= []
      this.#errors.push(this.#fields.length)
    }
    this.#fields.push(text)
  }

  end(): TableRow {
    const row: TableRow = { fields: this.#fields, line: this.#row, ended: true }
    return this.#errors ? { ...row, errors: this.#errors } : row
  }

  #damaged(what: string): Error {
    return failure('damaged_file', `${this.#file} is damaged: ${what}`, 'export it again')
  }

  #tooLarge(than: string): Error {
    return failure('too_large', `${this.#file} has more than ${than}, which no export has`, 'export it again', { row: this.#row })
  }
}
