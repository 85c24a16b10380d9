import { type CellReading, isBlank, isProblem, readCell } from '../records/cell.ts'
import { isPlainDay } from '../records/date-order.ts'
import { unguardCell } from '../records/formula.ts'
import { keptText } from '../records/kept-text.ts'
import type { Field, Value } from '../records/kind.ts'
import { Currencies } from './currencies.ts'
import { type AmountRow, FileAmounts } from './file-amounts.ts'
import { type DateRow, FileDates } from './file-dates.ts'
import { type Layout, REJECT_HEADINGS } from './read/layout.ts'
import type { TableRow } from './read/source.ts'
import { INVISIBLE, MOJIBAKE, type TextTraits } from './read/traits.ts'
import {
  canBeFound,
  keptOwner,
  needsAPerson,
  type Problem,
  type Reject,
  type RowOwner,
  tooLong,
  unkeptExtras,
} from './row-problems.ts'

/** A row as the store takes it: the values in the order of the kind's fields. */
export interface KeyedRow {
  key: string
  line: number
  values: Value[]
  /** Unknown columns as JSON pairs of heading and text; null when all are blank. */
  extra: string | null
}

/** What is noted of a row that is kept. */
export type FlagCode = 'mojibake' | 'invisible_character'

interface FieldPlace {
  name: string
  field: Field
  /** Column number, -1 where the file has no such column. */
  place: number
  heading: string | null
  /** Which of the values of a row is the field's. */
  at: number
}

/** A field that the file has, with the cell read last: rows that follow one another often say the same. */
interface Column extends FieldPlace {
  /** Text that is taken as it is, whatever it is, if it can be kept. */
  isFree: boolean
  isBoolean: boolean
  cell: string | null
  reading: CellReading
}

function columnOf(each: FieldPlace): Column {
  const { field } = each
  const isFree =
    field.type === 'text' && field.max === null && !(field.required || field.filled || field.keepsBlank || field.isWord)
  return { ...each, isFree, isBoolean: field.type === 'boolean', cell: null, reading: null }
}

/** Turns records into rows of one kind. Make one for each reading of a file. */
export class RowReader {
  readonly #layout: Layout
  readonly #traits: TextTraits
  readonly #fields: readonly FieldPlace[]
  readonly #columns: readonly Column[]
  /** The values of a row before its cells are read. */
  readonly #blank: readonly Value[]
  readonly #dateColumns: readonly Column[]
  readonly #currencies: Currencies
  readonly #keyFields: readonly FieldPlace[]
  /** Which of the values of a row names the partner; -1 where none does. */
  readonly #nameAt: number
  readonly #keyRecord: Record<string, Value> = {}
  readonly #given: Readonly<Record<string, Value>>
  readonly #dates: FileDates
  readonly #amounts: FileAmounts
  readonly #width: number
  /** Columns among the others that have no heading. */
  readonly #headless: readonly number[]
  /** The first line and cell of each flag, and how many rows have it. */
  readonly flags = new Map<FlagCode, { line: number; rows: number; sample: string }>()

  /** `given` holds the values of fields that the command line states for the whole file; `dates` and `amounts` read those of the file. */
  constructor(
    layout: Layout,
    traits: TextTraits,
    given: Readonly<Record<string, Value>>,
    dates = new FileDates('the file', null),
    amounts = new FileAmounts('the file', null),
  ) {
    this.#layout = layout
    this.#traits = traits
    this.#fields = Object.entries(layout.kind.fields).map(([name, field], at) => {
      const place = layout.columns.get(name) ?? -1
      return { name, field, place, heading: layout.headings[place]?.trim() ?? null, at }
    })
    this.#columns = this.#fields.flatMap((each) => (each.place === -1 ? [] : [columnOf(each)]))
    this.#dateColumns = this.#columns.filter(({ field }) => field.type === 'date')
    this.#blank = this.#fields.map(({ name, place }) => (place === -1 ? (given[name] ?? null) : null))
    this.#currencies = new Currencies(this.#fields)
    this.#keyFields = this.#fields.filter(({ name }) => layout.kind.keyFields.includes(name))
    this.#nameAt = this.#fields.findIndex(({ name }) => name === layout.kind.partnerName)
    this.#given = given
    this.#dates = dates
    this.#amounts = amounts
    this.#width = layout.headings.findLastIndex((heading) => heading.trim() !== '') + 1
    this.#headless = layout.headings.flatMap((heading, i) => (i < this.#width && heading.trim() === '' ? [i] : []))
  }

  read({ fields: raw, line, errors }: TableRow): KeyedRow | Reject {
    const fields = this.#cells(raw)
    const whole = this.#wrongLength(fields) ?? this.#errorCell(fields, errors) ?? this.#notCorrected(fields)
    if (whole) return { line, owners: this.#owners(fields), problems: [whole], fields }
    const values = this.#blank.slice()
    const problems: Problem[] = []
    for (const column of this.#columns) {
      const cell = fields[column.place] ?? ''
      if (column.isFree && !this.#traits.controls) {
        values[column.at] = cell === '' ? null : cell
        continue
      }
      if (column.isBoolean && (cell === 'True' || cell === 'False')) {
        values[column.at] = cell === 'True'
        continue
      }
      if (cell !== column.cell) {
        column.reading = this.#cell(column, cell, line)
        column.cell = cell
      }
      const { reading, heading } = column
      if (isProblem(reading)) problems.push({ code: reading.code, expected: reading.expected, column: heading, value: cell })
      else values[column.at] = reading
    }
    if (this.#traits.controls) problems.push(...unkeptExtras(this.#layout, fields))
    this.#currencies.settle(values, fields, problems)
    const key = problems.length === 0 ? this.#key(values) : ''
    const partner = (values[this.#nameAt] ?? null) as string | null
    if (!canBeFound(key, partner)) problems.push(tooLong(this.#layout, partner, fields))
    const [first, ...others] = problems
    if (first) return { line, owners: this.#owners(fields), problems: [first, ...others], fields }
    this.#flag(fields, line)
    return { key, line, values, extra: this.#extra(fields) }
  }

  #cell({ field, heading }: FieldPlace, cell: string, line: number): CellReading {
    if (field.type === 'date' && !isBlank(cell)) return this.#dates.read(cell, line, heading ?? '')
    if (field.type === 'money' && !isBlank(cell)) return this.#amounts.read(cell, field.currency !== null, line, heading ?? '')
    return readCell(field, cell, this.#traits.controls)
  }

  /** The amounts of a row that is read; none where its cells may have moved. */
  amountsOf(row: TableRow): AmountRow {
    const { line, reason, cells } = this.#cellsOf(row, 'money')
    return { line, reason, amounts: cells }
  }

  /** Whether the dates of a row may show their order: most files have none but plain days. */
  mayShowOrder({ fields }: TableRow): boolean {
    if (this.#layout.ownRejects) return true
    for (const { place } of this.#dateColumns) {
      const cell = fields[place] ?? ''
      if (cell !== '' && !isPlainDay(cell)) return true
    }
    return false
  }

  /** The dates of a row that is read; none where its cells may have moved. */
  datesOf(row: TableRow): DateRow {
    const { line, reason, cells } = this.#cellsOf(row, 'date')
    return { line, reason, dates: cells }
  }

  #cellsOf({ fields: raw, line }: TableRow, type: Field['type']) {
    const fields = this.#cells(raw)
    const whole = this.#wrongLength(fields) ?? this.#notCorrected(fields)
    const places = whole ? [] : this.#fields.filter(({ field, place }) => field.type === type && place !== -1)
    const cells = places.map(({ heading, place }) => [heading ?? '', fields[place] ?? ''] as const)
    return { line, reason: this.#reason(fields), cells }
  }

  /** A row with a key that is in the file more than once, with different values. */
  contradicting({ line, fields: raw }: TableRow): Reject {
    const fields = this.#cells(raw)
    const { kind, columns, headings } = this.#layout
    const place = kind.keyFields.map((field) => columns.get(field) ?? -1).find((each) => (fields[each] ?? '') !== '') ?? 0
    const problem: Problem = {
      code: 'contradicting_duplicate',
      column: headings[place]?.trim() ?? null,
      value: fields[place] ?? '',
      expected: 'one row, or several that agree',
    }
    return { line, owners: this.#owners(fields), problems: [problem], fields }
  }

  /** The cells as they were before phd made the file safe for a spreadsheet. */
  #cells(fields: string[]): string[] {
    return this.#layout.guarded ? fields.map(unguardCell) : fields
  }

  /** Surplus cells are allowed where they are empty and have no heading. */
  #wrongLength(fields: readonly string[]): Problem | null {
    if (fields.length === this.#width && this.#headless.length === 0) return null
    const surplus = fields.length > this.#width ? fields.slice(this.#width).filter((cell) => cell !== '') : []
    const headless = this.#headless.find((place) => (fields[place] ?? '').trim() !== '')
    if (headless !== undefined) {
      const expected = `nothing in column ${headless + 1}, which has no heading`
      return { code: 'wrong_length', column: null, value: fields[headless] ?? null, expected }
    }
    if (fields.length >= this.#width && surplus.length === 0) return null
    return {
      code: 'wrong_length',
      column: null,
      value: surplus.length === 0 ? null : surplus.join(' | '),
      expected: `${this.#width} cells as in the headings; this row has ${fields.length}`,
    }
  }

  /** A cell in which the spreadsheet shows an error, as "#REF!", says nothing; it is not blank. */
  #errorCell(fields: readonly string[], errors: readonly number[] | undefined): Problem | null {
    const place = errors?.find((each) => each < this.#width)
    if (place === undefined) return null
    const column = this.#layout.headings[place]?.trim() ?? null
    return { code: 'error_cell', column, value: fields[place] ?? '', expected: 'a value' }
  }

  /** In a rejects file, cells may be under the wrong headings; clearing the reason says that a person checked them. */
  #notCorrected(fields: readonly string[]): Problem | null {
    if (!this.#layout.ownRejects) return null
    const reason = this.#reason(fields)
    if (!needsAPerson(reason)) return null
    return {
      code: 'not_corrected',
      column: REJECT_HEADINGS[2],
      value: reason,
      expected: 'an empty reason once the row is corrected',
    }
  }

  /** What a rejects file says of a row. */
  #reason(fields: readonly string[]): string {
    return this.#layout.ownRejects ? (fields[this.#layout.headings.length - 1] ?? '') : ''
  }

  #key(values: readonly Value[]): string {
    const record = this.#keyRecord
    for (const { name, at } of this.#keyFields) record[name] = values[at] ?? null
    const key = this.#layout.kind.key(record)
    if (key === null) throw new Error(`a row of ${this.#layout.kind.kind} without a key`)
    return key
  }

  /** The owners a rejected row may have, by those of its cells that can be read. */
  #owners(fields: readonly string[]): RowOwner[] {
    const { kind, delimiter, columns } = this.#layout
    const asItStands = this.#reading(fields, true)
    const readings = [asItStands]
    if (asItStands.implied) readings.push(this.#reading(fields, false))
    const surplus = fields.length - this.#width
    const name = columns.get(kind.partnerName ?? '')
    if (surplus > 0 && name !== undefined) {
      // The name may hold a separator that should have been quoted.
      const whole = fields.slice(name, name + surplus + 1).join(delimiter)
      readings.push(this.#reading([...fields.slice(0, name), whole, ...fields.slice(name + surplus + 1)], true))
    }
    const owners = readings.map(({ record }) => {
      const textOf = (field: string | null): string | null => (field === null ? null : ((record[field] ?? null) as string | null))
      const accountId = textOf(kind.partnerId)
      // Where cells may have moved, or a cell of the key cannot be read, nothing but an id makes a key.
      const isSure = surplus <= 0 && fields.length >= this.#width && !this.#hasSpoiltKey(fields)
      const key = isSure || accountId !== null ? kind.key(record) : null
      return keptOwner({ key, name: kind.mayBePartner(record) ? textOf(kind.partnerName) : null, accountId })
    })
    const known = owners.filter(({ key, name: named }) => key !== null || named !== null)
    return [...new Map(known.map((each) => [JSON.stringify(each), each])).values()]
  }

  /** The cells as values; what cannot be read is null, or the value that is implied if asked for. */
  #reading(fields: readonly string[], implied: boolean): { record: Record<string, Value>; implied: boolean } {
    const record: Record<string, Value> = {}
    let wasImplied = false
    for (const { name, field, place } of this.#fields) {
      const value = place === -1 ? (this.#given[name] ?? null) : readCell(field, fields[place] ?? '', true, this.#dates.order)
      if (isProblem(value)) {
        wasImplied ||= value.implied !== undefined
        record[name] = (implied ? value.implied : null) ?? null
      } else record[name] = value
    }
    return { record, implied: wasImplied }
  }

  /** Whether a cell that belongs to the key is there and cannot be read. */
  #hasSpoiltKey(fields: readonly string[]): boolean {
    return this.#fields.some(
      ({ name, field, place }) =>
        place !== -1 &&
        this.#layout.kind.keyFields.includes(name) &&
        isProblem(readCell(field, fields[place] ?? '', true, this.#dates.order)),
    )
  }

  #extra(fields: readonly string[]): string | null {
    const { extras, headings } = this.#layout
    if (extras.every((place) => (fields[place] ?? '') === '')) return null
    return JSON.stringify(extras.map((place) => [keptText(headings[place]?.trim() ?? ''), fields[place] ?? '']))
  }

  #flag(fields: readonly string[], line: number): void {
    const { mojibake, invisible } = this.#traits
    if (mojibake)
      this.#count(
        'mojibake',
        line,
        fields.find((cell) => MOJIBAKE.test(cell)),
      )
    if (invisible)
      this.#count(
        'invisible_character',
        line,
        fields.find((cell) => INVISIBLE.test(cell)),
      )
  }

  #count(code: FlagCode, line: number, sample: string | undefined): void {
    if (sample === undefined) return
    const flag = this.flags.get(code)
    if (flag) flag.rows++
    else this.flags.set(code, { line, rows: 1, sample })
  }
}

/** Whether a row was rejected. */
export function isReject(row: KeyedRow | Reject): row is Reject {
  return 'problems' in row
}
