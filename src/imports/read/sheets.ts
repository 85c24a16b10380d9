/** A file of several sheets, and which of them is the table. */

import { failure, PhdError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { InputFile } from './input.ts'
import { findLayoutIn, type Layout, type LayoutOptions, SEARCHED } from './layout.ts'
import type { ReadOptions, TableRow, TableSource } from './source.ts'
import { noTraits, type TextTraits } from './traits.ts'

interface Sheet {
  name: string
  /** The rows from the first; `traits` learns what their text holds. */
  rows: (traits: TextTraits) => Iterable<TableRow>
}

export interface SheetBook {
  encoding: string
  sheets: readonly Sheet[]
}

/**
 * Takes the sheet a person named, else the only one in which the headings of a kind are found.
 * Throws the refusals `no_such_sheet`, `several_sheets`, and those of finding a table.
 */
export function sheetSource(file: InputFile, book: SheetBook, options: ReadOptions, layoutOptions: LayoutOptions): TableSource {
  const { sheets } = book
  const [first] = sheets
  if (!first) throw failure('no_heading', `${file.name} has no sheet with cells`, 'export it again')
  const layoutOf = (sheet: Sheet): Layout => findLayoutIn(sheetName(file, sheets, sheet), firstRows(sheet), layoutOptions)
  const named = sheetsToRead(file, book, options)
  const [only] = named
  if (only && named.length === 1) return source(book.encoding, only, layoutOf(only))
  const readings = sheets.map((sheet) => ({ sheet, ...attempt(() => layoutOf(sheet)) }))
  const found = readings.flatMap(({ sheet, layout }) => (layout ? [{ sheet, layout }] : []))
  const [match] = found
  if (match && found.length === 1) return source(book.encoding, match.sheet, match.layout)
  if (found.length > 1)
    throw severalSheets(
      file,
      found.map(({ sheet }) => sheet),
    )
  const near = readings.flatMap(({ error }) => (error && error.kind !== 'no_heading' ? [error] : []))
  const [nearest] = near
  if (nearest && near.length === 1) throw nearest
  throw failure(
    'no_heading',
    `unknown kind of export: ${file.name}; none of its sheets has headings phd knows: ${namesOf(sheets)}`,
    { expected: layoutOptions.kinds.map(({ title }) => title) },
    { sheets: sheets.map(({ name }) => name) },
  )
}

/** The sheet a person named, else all of them. Throws the refusal `no_such_sheet`. */
export function sheetsToRead(file: InputFile, { sheets }: SheetBook, { sheet }: ReadOptions): readonly Sheet[] {
  return sheet === undefined ? sheets : [sheetNamed(file, sheets, sheet)]
}

function source(encoding: string, sheet: Sheet, layout: Layout): TableSource {
  const traits = noTraits()
  return { encoding, traits, layout, rows: () => filledUp(withGaps(sheet.rows(traits)), layout.headings.length) }
}

/** A spreadsheet does not store the blank cells at the end of a row. */
export function* filledUp(rows: Iterable<TableRow>, width: number): Generator<TableRow, void, void> {
  for (const row of rows) {
    while (row.fields.length < width) row.fields.push('')
    yield row
  }
}

function firstRows(sheet: Sheet): TableRow[] {
  return firstOf(withGaps(sheet.rows(noTraits())))
}

/** Nor does it store blank rows, which set a footer apart from the data: one blank row takes the place of each gap. */
function* withGaps(rows: Iterable<TableRow>): Generator<TableRow, void, void> {
  let last = 0
  for (const row of rows) {
    if (row.line > last + 1) yield { fields: [], line: last + 1, ended: true }
    last = row.line
    yield row
  }
}

/** As many rows as headings are looked for in. */
export function firstOf(rows: Iterable<TableRow>): TableRow[] {
  const first: TableRow[] = []
  for (const row of rows) if (first.push(row) > SEARCHED) break
  return first
}

function attempt(find: () => Layout): { layout: Layout | null; error: PhdError | null } {
  try {
    return { layout: find(), error: null }
  } catch (error) {
    const isAboutTheTable =
      error instanceof PhdError && !['damaged_file', 'too_large', 'xml_doctype', 'encrypted'].includes(error.kind)
    if (isAboutTheTable) return { layout: null, error }
    throw error
  }
}

function sheetNamed(file: InputFile, sheets: readonly Sheet[], wanted: string): Sheet {
  const byName =
    sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  const sheet = byName ?? (/^\d{1,4}$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined)
  if (sheet) return sheet
  throw failure(
    'no_such_sheet',
    `${file.name} has no sheet "${wanted}"${didYouMean(
      wanted,
      sheets.map(({ name }) => name),
    )}`,
    { sheets: namesOf(sheets) },
    { sheets: sheets.map(({ name }) => name) },
  )
}

function severalSheets(file: InputFile, sheets: readonly Sheet[]): Error {
  return failure(
    'several_sheets',
    `${file.name} has several sheets with a table phd knows: ${namesOf(sheets)}`,
    { sheet: sheets[0]?.name ?? '1' },
    { sheets: sheets.map(({ name }) => name) },
  )
}

function sheetName(file: InputFile, sheets: readonly Sheet[], { name }: Sheet): string {
  return sheets.length === 1 ? file.name : `${file.name}, sheet "${name}"`
}

function namesOf(sheets: readonly Sheet[]): string {
  return `"${sheets
    .slice(0, 30)
    .map(({ name }) => name)
    .join('", "')}"`
}
