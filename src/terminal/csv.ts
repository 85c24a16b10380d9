import { stringify } from 'csv-stringify/sync'
import { guardCell, OBEYED } from '../records/formula.ts'
import { safeText } from './safe-text.ts'

const EACH_OBEYED = new RegExp(OBEYED, 'g')

/**
 * Separated values for people: cells made harmless for a spreadsheet and a terminal, CRLF; with a byte order mark, spreadsheets
 * read the accents right.
 */
export function csvForPeople(rows: ReadonlyArray<readonly string[]>, options: { mark?: boolean } = {}): string {
  return stringify(
    rows.map((row) => row.map(harmless)),
    // Its own record delimiter is all that it would quote; a lone line feed must be quoted too.
    { record_delimiter: 'windows', bom: options.mark ?? false, quoted_match: /[\r\n]/ },
  )
}

/** So many rows are made at a time. */
const BATCH = 500

/** The same of many rows, in pieces. */
export function* csvPieces(rows: Iterable<readonly string[]>): Generator<string> {
  for (const some of inBatches(rows)) yield csvForPeople(some)
}

function* inBatches<T>(rows: Iterable<T>): Generator<T[]> {
  let some: T[] = []
  for (const row of rows) {
    some.push(row)
    if (some.length < BATCH) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

/** The same of cells that may have no value: those are blank, and an empty text stands in quotes. */
export function csvWithGaps(rows: ReadonlyArray<readonly (string | null)[]>): string {
  return stringify(
    rows.map((row) => row.map((cell) => cell && harmless(cell))),
    { record_delimiter: 'windows', quoted_match: /[\r\n]|^$/ },
  )
}

function harmless(cell: string): string {
  return guardCell(cell.replace(EACH_OBEYED, safeText))
}

/** Separated values for a program that loads them, in pieces: the cells as they are, LF. */
export function* csvForLoaders(rows: Iterable<readonly string[]>): Generator<string> {
  for (const some of inBatches(rows)) yield stringify(some, { record_delimiter: 'unix' })
}
