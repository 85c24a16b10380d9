/**
 * A strict reader of separated values. It is phd's own because csv-parse, against which its tests hold it, takes 4 to 5 times the
 * time, counts a CRLF within quotes twice in `info.lines`, and cannot be asked for one record after the other, with its errors,
 * without waiting: the store pulls rows inside a transaction. It does refuse broken quotes, as this does. Figures:
 * docs/dependencies.md.
 */

import { failure } from '../../errors.ts'

export interface CsvRecord {
  fields: string[]
  /** Line of the file the record begins on, counted from 1. */
  line: number
  /** False for a last record without a line end. */
  ended: boolean
}

/** No export has a record near this long; a quote that never closes would swallow the file. */
export const MAX_RECORD = 1 << 20

const QUOTE = 34
const CR = 13
const LF = 10

/**
 * Splits text into records, lazily. `chunks` may cut the text anywhere; `name` is what a refusal calls it.
 * Throws the refusals `broken_quoting` and `record_too_long`, each with the line.
 */
export function* readCsv(chunks: Iterable<string>, delimiter: string, name = 'the text'): Generator<CsvRecord, void, void> {
  const reader = new CsvReader(chunks, delimiter, name)
  for (let record = reader.next(); record !== null; record = reader.next()) yield record
}

const INCOMPLETE = Symbol('the record goes on in the next chunk')

class CsvReader {
  readonly #chunks: Iterator<string>
  readonly #separator: number
  readonly #name: string
  #text = ''
  #start = 0
  #line = 1
  #last = false

  constructor(chunks: Iterable<string>, delimiter: string, name: string) {
    this.#name = name
    this.#chunks = chunks[Symbol.iterator]()
    this.#separator = delimiter.charCodeAt(0)
  }

  next(): CsvRecord | null {
    for (;;) {
      const record = this.#tryRecord()
      if (record !== INCOMPLETE) return record
      this.#fill()
    }
  }

  #fill(): void {
    if (this.#text.length - this.#start > MAX_RECORD) throw tooLong(this.#name, this.#line)
    const next = this.#chunks.next()
    if (next.done) {
      this.#last = true
      return
    }
    this.#text = this.#start === this.#text.length ? next.value : this.#text.slice(this.#start) + next.value
    this.#start = 0
  }

  /** Reads one record from where the last one ended; changes nothing when the text ends within it. */
  #tryRecord(): CsvRecord | null | typeof INCOMPLETE {
    const text = this.#text
    const length = text.length
    const more = !this.#last
    const separator = this.#separator
    let pos = this.#start
    if (pos >= length) return more ? INCOMPLETE : null

    const fields: string[] = []
    let breaks = 0
    for (;;) {
      if (text.charCodeAt(pos) === QUOTE) {
        const end = closingQuote(text, pos)
        if (more && (end === -1 || end + 1 >= length)) return INCOMPLETE
        if (end === -1) throw openQuote(this.#name, this.#line + breaks, fields.length + 1)
        let value = text.slice(pos + 1, end)
        if (value.includes('"')) value = value.replaceAll('""', '"')
        breaks += lineBreaks(value)
        fields.push(value)
        pos = end + 1
        if (pos < length && !endsCell(text.charCodeAt(pos), separator)) {
          throw strayQuote(this.#name, this.#line + breaks, fields.length, 'text after the closing quote of')
        }
      } else {
        const begin = pos
        for (; pos < length; pos++) {
          const code = text.charCodeAt(pos)
          if (code === QUOTE) throw strayQuote(this.#name, this.#line + breaks, fields.length + 1, 'a quote inside')
          if (endsCell(code, separator)) break
        }
        if (more && pos >= length) return INCOMPLETE
        fields.push(text.slice(begin, pos))
      }
      if (pos >= length) return this.#finish(fields, breaks, pos, false)
      const code = text.charCodeAt(pos)
      if (code === separator) {
        pos++
        if (more && pos >= length) return INCOMPLETE
        continue
      }
      // A CR may be the first half of a CRLF.
      if (more && pos + 1 >= length) return INCOMPLETE
      return this.#finish(fields, breaks, code === CR && text.charCodeAt(pos + 1) === LF ? pos + 2 : pos + 1, true)
    }
  }

  #finish(fields: string[], breaks: number, start: number, ended: boolean): CsvRecord {
    if (start - this.#start > MAX_RECORD) throw tooLong(this.#name, this.#line)
    const record = { fields, line: this.#line, ended }
    this.#line += breaks + 1
    this.#start = start
    return record
  }
}

function endsCell(code: number, separator: number): boolean {
  return code === separator || code === LF || code === CR
}

/** Where the cell that opens at `pos` closes, or -1. */
function closingQuote(text: string, pos: number): number {
  let end = text.indexOf('"', pos + 1)
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2)
  return end
}

function lineBreaks(value: string): number {
  if (!value.includes('\n') && !value.includes('\r')) return 0
  return value.match(/\r\n|\n|\r/g)?.length ?? 0
}

const QUOTING_HINT = 'export the file again; if it was edited by hand, save it from the spreadsheet as "CSV UTF-8"'

function openQuote(name: string, line: number, column: number): Error {
  return failure(
    'broken_quoting',
    `${name}, line ${line}, column ${column}: a quote opens and never closes, so the file is cut off or damaged`,
    QUOTING_HINT,
    { line, column },
  )
}
function strayQuote(name: string, line: number, column: number, what: string): Error {
  return failure(
    'broken_quoting',
    `${name}, line ${line}, column ${column}: ${what} the cell, so the cells after it cannot be trusted`,
    QUOTING_HINT,
    { line, column },
  )
}
function tooLong(name: string, line: number): Error {
  return failure(
    'record_too_long',
    `${name}, line ${line}: a record of more than 1 MiB, which no export has; a quote before it may never close`,
    QUOTING_HINT,
    { line },
  )
}
