import { failure, PhdError } from '../../errors.ts'
import { encodingNamed, loadEncodings } from '../../records/encoding.ts'
import { containerOf, refuseOtherArchives, unmarked } from './container.ts'
import { readCsv } from './csv/csv.ts'
import { type DecodedFile, decodeFile, isWholeUtf8, markOf, unmarkedUtf16 } from './decode.ts'
import { type InputFile, openInput } from './input.ts'
import { DELIMITERS, findLayout, findLayoutIn, type Layout, type LayoutOptions, readDelimiter, SEARCHED } from './layout.ts'
import { badEncoding } from './odd-cells.ts'
import type { SheetBook } from './sheets.ts'
import { type ReadOptions, standardInput, type TableSource } from './source.ts'
import { STDIN } from './standard-input.ts'
import { noTraits } from './traits.ts'

/** The headings are within so many characters. */
const HEAD = 1 << 16

/** A file whose table was found; the caller closes it. */
export interface OpenTable {
  file: InputFile
  source: TableSource
}

/** Opens a file and finds the table in it. Throws the refusals of every step; then the file is closed again. */
export async function openTable(path: string, options: ReadOptions, layoutOptions: LayoutOptions): Promise<OpenTable> {
  const file = path === STDIN ? await standardInput(options) : openInput(path)
  try {
    if (namesEncoding(options)) await loadEncodings()
    return { file, source: await sourceOf(file, options, layoutOptions) }
  } catch (error) {
    file.close()
    throw error
  }
}

function namesEncoding({ encoding, encodings = {} }: ReadOptions): boolean {
  return encoding !== undefined || Object.keys(encodings).length > 0
}

async function sourceOf(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<TableSource> {
  const container = containerOf(file)
  const hasSheets = container === 'zip' || container === 'spreadsheetml'
  if (options.sheet !== undefined && !hasSheets) throw notUsed(file, 'sheet', 'sheets')
  if (options.delimiter !== undefined && container !== 'text') throw notUsed(file, 'delimiter', 'separators')
  switch (container) {
    case 'zip':
      return await workbookSource(file, options, layoutOptions)
    case 'spreadsheetml':
      return await xmlSource(file, options, layoutOptions)
    case 'html':
      return await htmlSource(file, options, layoutOptions)
    case 'text':
      return textSource(file, options, layoutOptions)
  }
}

function notUsed(file: InputFile, option: 'sheet' | 'delimiter', lacking: string): PhdError {
  return failure('option_not_used', `${file.name} has no ${lacking}, so none can be named`, { option })
}

async function workbookSource(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<TableSource> {
  const { sheetSource } = await import('./sheets.ts')
  return sheetSource(file, await workbook(file), options, layoutOptions)
}

async function workbook(file: InputFile): Promise<SheetBook> {
  const { zipParts } = await import('./zip.ts')
  const parts = zipParts(file)
  refuseOtherArchives(file, [...parts.keys()])
  const { openWorkbook } = await import('./xlsx.ts')
  return openWorkbook(file, parts)
}

async function xmlSource(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<TableSource> {
  const { sheetSource } = await import('./sheets.ts')
  return sheetSource(file, await xmlBook(file, options, layoutOptions), options, layoutOptions)
}

async function xmlBook(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<SheetBook> {
  const { openSpreadsheetMl } = await import('./spreadsheetml.ts')
  const { encoding, text } = await markupText(file, options, layoutOptions)
  return openSpreadsheetMl(file, encoding, text)
}

async function htmlSource(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<TableSource> {
  const { readHtmlRows } = await import('./html-table.ts')
  const { filledUp, firstOf } = await import('./sheets.ts')
  const { encoding, text } = await markupText(file, options, layoutOptions)
  const traits = noTraits()
  const layout = orNoTable(file, () =>
    findLayoutIn(file.name, firstOf(readHtmlRows(file.name, text(), noTraits())), layoutOptions),
  )
  return { encoding, traits, layout, rows: () => filledUp(readHtmlRows(file.name, text(), traits), layout.headings.length) }
}

/** A page without a table of a known kind is most often the page that asks to log in. */
function orNoTable(file: InputFile, find: () => Layout): Layout {
  try {
    return find()
  } catch (error) {
    if (!(error instanceof PhdError) || (error.kind !== 'no_heading' && error.kind !== 'cut_off')) throw error
    throw failure(
      'not_csv',
      `unknown kind of export: ${file.name} is a web page without a table phd knows`,
      'a log-in page is saved when the session has ended: log in, then export again',
      { container: 'html' },
    )
  }
}

async function markupText(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): Promise<DecodedFile> {
  const { statedEncoding } = await import('./html-table.ts')
  const stated = statedEncoding(file.head.subarray(0, 4096).toString('latin1'))
  if (stated !== null) await loadEncodings()
  const isKnown = stated !== null && encodingNamed(stated) !== null
  return decodeFile(file, options.encoding, (encoding, line) =>
    badEncoding(file, encoding, line, layoutOptions, isKnown ? stated : 'windows-1252'),
  )
}

function textSource(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): TableSource {
  const { encoding } = options
  const wide = encoding === undefined && markOf(file.head) === null ? unmarkedUtf16(file.head) : null
  if (wide) throw unmarked(file, wide)
  const bySettings = encoding === undefined ? configured(file, options, layoutOptions) : null
  if (bySettings) return bySettings
  return csvSource(
    file,
    decodeFile(file, encoding, (used, line) => badEncoding(file, used, line, layoutOptions, null)),
    options,
    layoutOptions,
  )
}

/** The file in the encoding the settings name for its kind, where it is not UTF-8 and its headings are those of that kind. */
function configured(file: InputFile, options: ReadOptions, layoutOptions: LayoutOptions): TableSource | null {
  const named = Object.entries(options.encodings ?? {})
  if (named.length === 0 || markOf(file.head) !== null || isWholeUtf8(file)) return null
  for (const [kind, encoding] of named) {
    try {
      const source = csvSource(file, decodeFile(file, encoding), options, layoutOptions)
      if (source.layout.kind.kind === kind) return source
    } catch (error) {
      // Read in the wrong encoding, it is not a file of the kind; errors then speak of the file as it is.
      if (!(error instanceof PhdError)) throw error
    }
  }
  return null
}

function csvSource(file: InputFile, decoded: DecodedFile, options: ReadOptions, layoutOptions: LayoutOptions): TableSource {
  const head = firstText(decoded)
  if (head.trim() === '') {
    throw failure('no_heading', `${file.name} has nothing but blank lines: no headings and no data`, 'export it again')
  }
  const delimiter = options.delimiter === undefined ? undefined : readDelimiter(options.delimiter)
  const layout = findLayout(file.name, head, layoutOptions, delimiter)
  const { encoding, parts, text } = decoded
  const traits = noTraits()
  // Bytes are read faster, but only one of them can be a separator.
  const read = layout.delimiter.charCodeAt(0) < 128 ? parts : text
  return { encoding, traits, layout, rows: () => readCsv(read(), layout.delimiter, file.name, traits) }
}

/** The first rows of a file of whatever headings: of text with each delimiter it may have, of a workbook sheet by sheet. */
export async function openFirstRows(path: string, options: ReadOptions): Promise<{ name: string; readings: string[][][] }> {
  const file = path === STDIN ? await standardInput(options) : openInput(path)
  try {
    if (namesEncoding(options)) await loadEncodings()
    return { name: file.name, readings: await firstReadings(file, options) }
  } finally {
    file.close()
  }
}

async function firstReadings(file: InputFile, options: ReadOptions): Promise<string[][][]> {
  const container = containerOf(file)
  const cells = (rows: Iterable<{ fields: string[] }>): string[][] => {
    const first: string[][] = []
    for (const { fields } of rows) if (first.push(fields) >= SEARCHED) break
    return first
  }
  if (container === 'text') {
    const head = firstText(decodeFile(file, options.encoding))
    const delimiters = options.delimiter === undefined ? DELIMITERS : [readDelimiter(options.delimiter)]
    return delimiters.flatMap((delimiter) => {
      try {
        return [cells(readCsv([head], delimiter, file.name))]
      } catch {
        // What cannot be read so may be read with another delimiter.
        return []
      }
    })
  }
  const none: LayoutOptions = { kinds: [], given: [] }
  if (container === 'html') {
    const { readHtmlRows } = await import('./html-table.ts')
    const { text } = await markupText(file, options, none)
    return [cells(readHtmlRows(file.name, text(), noTraits()))]
  }
  const { sheetsToRead } = await import('./sheets.ts')
  const book = container === 'zip' ? await workbook(file) : await xmlBook(file, options, none)
  return sheetsToRead(file, book, options).map(({ rows }) => cells(rows(noTraits())))
}

/** Enough text to find the headings in. */
function firstText(decoded: DecodedFile): string {
  let text = ''
  for (const part of decoded.text()) {
    text += part
    if (text.length >= HEAD) break
  }
  return text
}
