import { type CellProblem, isProblem, readCell } from '../records/cell.ts'
import type { Field, Value } from '../records/kind.ts'
import type { CsvRecord } from './csv.ts'
import { INVISIBLE, MOJIBAKE, type TextTraits } from './decode.ts'
import type { Layout } from './layout.ts'
import { unguard } from './own-rejects.ts'

/** A row as the store takes it: the values in the order of the kind's fields. */
export interface KeyedRow {
  key: string
  line: number
  values: Value[]
  /** Unknown columns as JSON pairs of heading and text; null when all are blank. */
  extra: string | null
}

/** A row set aside: where it stands, why, and the cells as they were. */
export interface Reject {
  line: number
  /** Heading of the column at fault; null when the whole row is. */
  column: string | null
  /** The value at fault. */
  value: string | null
  code: CellProblem['code'] | 'wrong_length' | 'contradicting_duplicate'
  expected: string
  fields: readonly string[]
}

export interface Flag {
  code: 'mojibake' | 'invisible_character'
  line: number
}

interface FieldPlace {
  name: string
  field: Field
  /** Column number, -1 where the file has no such column. */
  place: number
}

/** Turns records into rows of one kind. Make one for each reading of a file. */
export class RowReader {
  readonly #layout: Layout
  readonly #traits: TextTraits
  readonly #fields: readonly FieldPlace[]
  readonly #names: readonly string[]
  readonly #given: ReadonlyMap<number, Value>
  readonly #width: number
  readonly flags: Flag[] = []

  /** `given` holds the values of fields that the command line states for the whole file. */
  constructor(layout: Layout, traits: TextTraits, given: Readonly<Record<string, Value>>) {
    this.#layout = layout
    this.#traits = traits
    this.#fields = Object.entries(layout.kind.fields).map(([name, field]) => ({
      name,
      field,
      place: layout.columns.get(name) ?? -1,
    }))
    this.#names = this.#fields.map(({ name }) => name)
    this.#given = new Map(Object.entries(given).map(([name, value]) => [this.#names.indexOf(name), value]))
    this.#width = lastNamed(layout.headings) + 1
  }

  read(record: CsvRecord): KeyedRow | Reject {
    const { fields, line } = record
    if (!this.#fits(fields)) return this.#wrongLength(record)
    const values: Value[] = []
    for (let i = 0; i < this.#fields.length; i++) {
      const { field, place } = this.#fields[i] as FieldPlace
      if (place === -1) {
        values.push(this.#given.get(i) ?? null)
        continue
      }
      const cell = this.#cell(fields[place] ?? '')
      const reading = readCell(field, cell, this.#traits.controls)
      if (isProblem(reading)) {
        return {
          line,
          column: this.#layout.headings[place] ?? null,
          value: cell,
          code: reading.code,
          expected: reading.expected,
          fields,
        }
      }
      values.push(reading)
    }
    this.#flag(record)
    return { key: this.#key(values), line, values, extra: this.#extra(fields) }
  }

  /** A row whose key stands in the file more than once with different values. */
  contradicting(record: CsvRecord): Reject {
    const keyField = this.#fields.find(({ field }) => field.filled) ?? this.#fields[0]
    const place = keyField?.place ?? 0
    return {
      line: record.line,
      column: this.#layout.headings[place] ?? null,
      value: record.fields[place] ?? null,
      code: 'contradicting_duplicate',
      expected:
        'one row, or several that agree: the others with this value say something else, and nobody can know which is right',
      fields: record.fields,
    }
  }

  #cell(cell: string): string {
    return this.#layout.ownRejects ? unguard(cell) : cell
  }

  /** Surplus cells are allowed where they are empty and have no heading. */
  #fits(fields: readonly string[]): boolean {
    if (fields.length === this.#layout.headings.length) return true
    if (fields.length < this.#width) return false
    for (let i = this.#width; i < fields.length; i++) if (fields[i] !== '') return false
    return true
  }

  #wrongLength({ fields, line }: CsvRecord): Reject {
    const surplus = fields.slice(this.#layout.headings.length).join(' | ')
    return {
      line,
      column: null,
      value: surplus === '' ? null : surplus,
      code: 'wrong_length',
      expected: `${this.#width} cells as in the headings; this row has ${fields.length}`,
      fields,
    }
  }

  #key(values: readonly Value[]): string {
    const record: Record<string, Value> = {}
    this.#names.forEach((name, i) => {
      record[name] = values[i] ?? null
    })
    return this.#layout.kind.key(record)
  }

  #extra(fields: readonly string[]): string | null {
    const { extras, headings } = this.#layout
    if (extras.length === 0 || extras.every((place) => (fields[place] ?? '') === '')) return null
    return JSON.stringify(extras.map((place) => [headings[place]?.trim(), this.#cell(fields[place] ?? '')]))
  }

  #flag({ fields, line }: CsvRecord): void {
    if (this.#traits.mojibake && fields.some((cell) => MOJIBAKE.test(cell))) this.flags.push({ code: 'mojibake', line })
    if (this.#traits.invisible && fields.some((cell) => INVISIBLE.test(cell)))
      this.flags.push({ code: 'invisible_character', line })
  }
}

function lastNamed(headings: readonly string[]): number {
  return headings.findLastIndex((heading) => heading.trim() !== '')
}

export function isReject(row: KeyedRow | Reject): row is Reject {
  return 'expected' in row
}
