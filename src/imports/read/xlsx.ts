/**
 * Reads an Excel workbook (.xlsx) row by row. phd's own: read-excel-file loads the whole workbook (477 MB for 100,000 rows,
 * here 133), damages long numbers and skips error cells; SheetJS believes stated sizes; exceljs is not kept up. Only the parts
 * that are needed are read, each under a cap; macros, links and drawings are never looked at.
 */

import { failure } from '../../errors.ts'
import { Grid } from './grid.ts'
import type { InputFile } from './input.ts'
import { Markup, xmlText } from './markup.ts'
import { dateOfSerial, dateOfText, isBuiltInDate, isDateFormat, plainDecimal } from './number-format.ts'
import type { SheetBook } from './sheets.ts'
import type { TableRow } from './source.ts'
import { noTraits, note, type TextTraits } from './traits.ts'
import { damaged, partBytes, type ZipPart } from './zip.ts'

/** Caps on what comes out of each part. A sheet flows through; the texts and styles are held in memory. */
const MAX_SHEET = 4 * 1024 ** 3
const MAX_TEXTS = 256 << 20
const MAX_OTHER = 32 << 20
const MAX_TEXT_COUNT = 5_000_000

type Parts = ReadonlyMap<string, ZipPart>

interface Book {
  file: InputFile
  texts: readonly string[]
  textTraits: TextTraits
  /** Which cell styles show a date. */
  dates: readonly boolean[]
  is1904: boolean
}

/** Opens a workbook. Throws the refusals of its parts, and `damaged_file` where it has no sheets. */
export function openWorkbook(file: InputFile, parts: Parts): SheetBook {
  const root = relations(file, parts, '_rels/.rels', '')
  const bookPath = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1)
  const links = relations(file, parts, `${folder}_rels/${bookPath.slice(folder.length)}.rels`, folder)
  const { sheets, is1904 } = readBook(file, parts, bookPath)
  const partOf = (type: string): ZipPart | undefined =>
    parts.get([...links.values()].find((link) => link.type.endsWith(type))?.target ?? '')
  const { texts, traits: textTraits } = readTexts(file, partOf('/sharedStrings'))
  const book: Book = { file, texts, textTraits, dates: readStyles(file, partOf('/styles')), is1904 }
  return {
    encoding: 'utf-8',
    sheets: sheets.flatMap(({ name, link }) => {
      const target = links.get(link)
      const part = target?.type.endsWith('/worksheet') ? parts.get(target.target) : undefined
      return part ? [{ name, rows: (traits) => readSheet(book, part, traits) }] : []
    }),
  }
}

interface Link {
  type: string
  target: string
}

/** Which part each link of a part leads to. */
function relations(file: InputFile, parts: Parts, path: string, folder: string): Map<string, Link> {
  const found = new Map<string, Link>()
  const part = parts.get(path)
  if (!part) return found
  const xml = markupOf(file, part, MAX_OTHER)
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token !== 'open' || xml.name !== 'Relationship' || xml.attribute('TargetMode') === 'External') continue
    const target = xml.attribute('Target') ?? ''
    const resolved = target.startsWith('/') ? target.slice(1) : new URL(target, `file:///${folder}`).pathname.slice(1)
    found.set(xml.attribute('Id') ?? '', { type: xml.attribute('Type') ?? '', target: decodeURI(resolved) })
  }
  return found
}

function readBook(file: InputFile, parts: Parts, path: string) {
  const part = parts.get(path)
  if (!part) throw damaged(file, 'the list of its sheets is missing')
  const sheets: { name: string; link: string }[] = []
  let is1904 = false
  const xml = markupOf(file, part, MAX_OTHER)
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token !== 'open') continue
    if (xml.name === 'workbookPr') is1904 = /^(?:1|true|on)$/.test(xml.attribute('date1904') ?? '')
    if (xml.name === 'sheet') sheets.push({ name: xml.attribute('name') ?? '', link: xml.attribute('id') ?? '' })
  }
  return { sheets, is1904 }
}

/** The texts that cells share; how a text is read aloud is skipped. */
function readTexts(file: InputFile, part: ZipPart | undefined): { texts: string[]; traits: TextTraits } {
  const texts: string[] = []
  const traits = noTraits()
  if (!part) return { texts, traits }
  const xml = markupOf(file, part, MAX_TEXTS)
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token !== 'open' || xml.name !== 'si') continue
    if (texts.length >= MAX_TEXT_COUNT) {
      throw failure('too_large', `${file.name} has more than ${MAX_TEXT_COUNT} texts`, 'export it as CSV')
    }
    const text = xml.empty ? '' : readText(xml, 'si')
    note(traits, text)
    texts.push(text)
  }
  return { texts, traits }
}

/** The text inside an element, up to its end: all of its runs. */
function readText(xml: Markup, element: string): string {
  let text = ''
  let isText = false
  let isPhonetic = false
  for (;;) {
    switch (xml.next()) {
      case 'open':
        if (xml.name === 'rPh') isPhonetic = !xml.empty
        isText = xml.name === 't' && !xml.empty
        break
      case 'text':
        if (isText && !isPhonetic) text += xml.literal ? xml.text : xmlText(xml.text)
        break
      case 'close':
        if (xml.name === element) return unescaped(text)
        if (xml.name === 'rPh') isPhonetic = false
        isText = false
        break
      case 'end':
        return unescaped(text)
    }
  }
}

/** Characters that XML cannot hold are written in a workbook as "_x000D_". */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** For each cell style, whether it shows a date. */
function readStyles(file: InputFile, part: ZipPart | undefined): boolean[] {
  if (!part) return []
  const own = new Map<number, boolean>()
  const dates: boolean[] = []
  let isCells = false
  const xml = markupOf(file, part, MAX_OTHER)
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (xml.name === 'cellXfs') isCells = token === 'open' && !xml.empty
    if (token !== 'open') continue
    if (xml.name === 'numFmt') own.set(Number(xml.attribute('numFmtId')), isDateFormat(xml.attribute('formatCode') ?? ''))
    if (xml.name === 'xf' && isCells) {
      const format = Number(xml.attribute('numFmtId') ?? 0)
      dates.push(own.get(format) ?? isBuiltInDate(format))
    }
  }
  return dates
}

function* readSheet(book: Book, part: ZipPart, traits: TextTraits): Generator<TableRow, void, void> {
  const { file, textTraits } = book
  traits.controls ||= textTraits.controls
  traits.invisible ||= textTraits.invisible
  traits.mojibake ||= textTraits.mojibake
  const grid = new Grid(file.name, traits)
  const xml = markupOf(file, part, MAX_SHEET)
  let isWhole = false
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (xml.name === 'row') {
      if (token === 'open') {
        const number = xml.attribute('r')
        grid.begin(number === null ? null : Number(number))
      }
      if (token === 'close' || (token === 'open' && xml.empty)) yield grid.end()
    } else if (token === 'open' && xml.name === 'c') readSheetCell(book, xml, grid)
    if (token === 'close' && xml.name === 'worksheet') isWhole = true
  }
  if (!isWhole) throw damaged(file, 'the sheet has no end')
  file.checkUnchanged()
}

function readSheetCell(book: Book, xml: Markup, grid: Grid): void {
  const place = xml.attribute('r')
  if (place !== null) grid.skipTo(columnOf(place))
  const type = xml.attribute('t') ?? 'n'
  const style = xml.attribute('s')
  if (xml.empty) {
    grid.add('')
    return
  }
  let value: string | null = null
  let isFormula = false
  let isValue = false
  for (let token = xml.next(); ; token = xml.next()) {
    if (token === 'open') {
      if (xml.name === 'f') isFormula = true
      if (xml.name === 'v') {
        value = ''
        isValue = !xml.empty
      }
      if (xml.name === 'is' && !xml.empty) value = readText(xml, 'is')
    } else if (token === 'text') {
      if (isValue) value += xml.literal ? xml.text : xmlText(xml.text)
    } else {
      if (token === 'end' || xml.name === 'c') break
      if (xml.name === 'v') isValue = false
    }
  }
  // A formula that was never computed has no value; blank would be a guess.
  if (value === null && isFormula) grid.add('a formula without a value', true)
  else addCell(book, grid, type, style, value ?? '')
}

function addCell(book: Book, grid: Grid, type: string, style: string | null, value: string): void {
  switch (type) {
    case 's': {
      const text = value === '' ? '' : book.texts[Number(value)]
      if (text === undefined) throw damaged(book.file, `row ${grid.row} refers to a text that is missing`)
      grid.add(text)
      return
    }
    case 'e':
      grid.add(value, true)
      return
    case 'b':
      grid.add(value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : value)
      return
    case 'd':
      grid.add(dateOfText(value))
      return
    case 'n':
      grid.add(
        value === '' ? '' : style !== null && book.dates[Number(style)] ? dateOfSerial(value, book.is1904) : plainDecimal(value),
      )
      return
    case 'str':
      grid.add(unescaped(value))
      return
    default:
      grid.add(value)
  }
}

/** The column of a cell by its place, "BC12", counted from 0. */
function columnOf(place: string): number {
  let column = 0
  for (let i = 0; i < place.length && i < 4; i++) {
    const letter = place.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

function markupOf(file: InputFile, part: ZipPart, limit: number): Markup {
  return new Markup(file.name, textOf(file, part, limit), 'xml')
}

/** The text of a part: UTF-8, or UTF-16 with its mark, which is all the format allows. */
function* textOf(file: InputFile, part: ZipPart, limit: number): Generator<string, void, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  try {
    for (const bytes of partBytes(file, part, limit)) {
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true })
      yield decoder.decode(bytes, { stream: true })
    }
    yield decoder?.decode() ?? ''
  } catch (error) {
    if (error instanceof TypeError) throw damaged(file, `${part.name} is not the text it says it is`)
    throw error
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}
