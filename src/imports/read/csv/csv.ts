/**
 * A strict reader of separated values. It is phd's own because csv-parse, against which its tests hold it, takes 4 to 5 times the
 * time, counts a CRLF within quotes twice in `info.lines`, and cannot be asked for one record after the other, with its errors,
 * without waiting: the store pulls rows inside a transaction. It does refuse broken quotes, as this does. Figures:
 * docs/dependencies.md.
 */

import { failure } from '../../../errors.ts'
import { note, type TextTraits } from '../traits.ts'
import {
  HAS_ODD,
  HAS_QUOTE,
  HAS_WIDE,
  INCOMPLETE,
  QUOTE_INSIDE,
  QUOTE_OPEN,
  RecordScan,
  scanRecord,
  TEXT_AFTER_QUOTE,
  UNENDED,
  unitClasses,
  WHOLE,
} from './scan.ts'
import { joined, Unread } from './unread.ts'

export interface CsvRecord {
  fields: string[]
  /** Line of the file the record begins on, counted from 1. */
  line: number
  /** False for a last record without a line end. */
  ended: boolean
}

/** No export has a record near this long; a quote that never closes would swallow the file. */
export const MAX_RECORD = 1 << 20

/**
 * Splits text into records, lazily. `chunks` may cut text anywhere, and bytes of UTF-8 between characters; bytes may change once the
 * next are asked for, and their separator is one of ASCII. `name` is what a refusal calls the text; `traits` learns what it holds.
 * Throws the refusals `broken_quoting` and `record_too_long`, each with the line.
 */
export function readCsv(
  chunks: Iterable<string | Buffer>,
  delimiter: string,
  name = 'the text',
  traits: TextTraits | null = null,
): IterableIterator<CsvRecord, undefined> {
  return new CsvReader(chunks, delimiter, name, traits)
}

class CsvReader implements IterableIterator<CsvRecord, undefined> {
  readonly #chunks: Iterator<string | Buffer>
  readonly #separator: number
  readonly #name: string
  readonly #traits: TextTraits | null
  #classes: Uint8Array = new Uint8Array()
  #unread = new Unread('')
  #start = 0
  #line = 1
  #isLast = false
  readonly #scan = new RecordScan()

  constructor(chunks: Iterable<string | Buffer>, delimiter: string, name: string, traits: TextTraits | null) {
    this.#name = name
    this.#chunks = chunks[Symbol.iterator]()
    this.#separator = delimiter.charCodeAt(0)
    this.#traits = traits
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<CsvRecord, undefined> {
    for (;;) {
      const { units } = this.#unread
      if (this.#start < units.length) {
        const found = scanRecord(this.#scan, units, this.#classes, this.#start, !this.#isLast)
        if (found <= UNENDED) return { done: false, value: this.#take(found === WHOLE) }
        if (found !== INCOMPLETE) throw this.#broken(found)
      }
      if (this.#isLast) return { done: true, value: undefined }
      this.#fill()
    }
  }

  #fill(): void {
    this.#checkLength(this.#unread.units.length)
    // It is kept before the next chunk may take its place.
    const rest = this.#unread.from(this.#start)
    const { done, value } = this.#chunks.next()
    if (done) {
      this.#isLast = true
      return
    }
    if (this.#classes.length === 0) this.#classes = unitClasses(this.#separator, typeof value === 'string' ? 65536 : 256)
    if (typeof value === 'string' && this.#traits) note(this.#traits, value)
    this.#unread = new Unread(joined(rest, value))
    this.#start = 0
    this.#scan.shift = 0
  }

  /** The record that was scanned. */
  #take(ended: boolean): CsvRecord {
    const scan = this.#scan
    this.#checkLength(scan.next)
    if (this.#traits && (scan.hasAny & HAS_ODD) !== 0) this.#unread.note(this.#traits, this.#start, scan.next)
    const record = { fields: this.#cells(scan), line: this.#line, ended }
    this.#line += scan.breaks + 1
    this.#start = scan.next
    return record
  }

  #cells(scan: RecordScan): string[] {
    const { starts, ends, has, cells } = scan
    const { text } = this.#unread
    const fields = new Array<string>(cells)
    for (let i = 0; i < cells; i++) {
      fields[i] = has[i] === 0 ? text.slice(starts[i], ends[i]) : this.#oddCell(scan, i)
    }
    return fields
  }

  #oddCell({ starts, ends, has, startShifts, endShifts }: RecordScan, i: number): string {
    const start = starts[i] as number
    const end = ends[i] as number
    const what = has[i] as number
    const isWide = (what & HAS_WIDE) !== 0
    const cell = isWide
      ? this.#unread.wide(start, end, startShifts[i] ?? 0, endShifts[i] ?? 0)
      : this.#unread.text.slice(start, end)
    return (what & HAS_QUOTE) === 0 ? cell : cell.replaceAll('""', '"')
  }

  /** Throws where what is read from a record on, up to a place, is longer than any record; bytes may be fewer characters. */
  #checkLength(end: number): void {
    if (end - this.#start <= MAX_RECORD || this.#unread.decoded(this.#start, end).length <= MAX_RECORD) return
    throw failure(
      'record_too_long',
      `${this.#name}, line ${this.#line}: a record of more than 1 MiB, which no export has; a quote before it may never close`,
      QUOTING_HINT,
      { line: this.#line },
    )
  }

  #broken(found: number): Error {
    const { breaks, cells } = this.#scan
    const line = this.#line + breaks
    const column = found === TEXT_AFTER_QUOTE ? cells : cells + 1
    const what =
      found === QUOTE_OPEN
        ? 'a quote opens and never closes, so the file is cut off or damaged'
        : `${found === QUOTE_INSIDE ? 'a quote inside' : 'text after the closing quote of'} the cell, so the cells after it cannot be trusted`
    return failure('broken_quoting', `${this.#name}, line ${line}, column ${column}: ${what}`, QUOTING_HINT, { line, column })
  }
}

const QUOTING_HINT = 'export the file again; if it was edited by hand, save it from the spreadsheet as "CSV UTF-8"'
