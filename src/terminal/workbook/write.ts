/** Writes an Excel workbook (.xlsx). Same sheets, same bytes: nothing in it tells when or where it was written. */

import { strToU8, Zip, ZipDeflate } from 'fflate'
import { OBEYED } from '../../records/formula.ts'
import { safeText } from '../safe-text.ts'
import type { SheetCell } from './cells.ts'

/** A sheet; of one that is a table, the first row has the headings: it stays in sight, repeats on paper, and filters. */
export interface Sheet {
  name: string
  isTable: boolean
  widths: readonly number[]
  /** How many rows there are. */
  count: number
  /** They are asked for once, and made as they are written. */
  rows: Iterable<readonly SheetCell[]>
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Spreadsheets take no longer text in a cell. */
const LONGEST_TEXT = 32_767
/** Spreadsheets take about 200 formats of one's own; a number in yet another is text. */
const MOST_FORMATS = 150
/** The styles of cells, in their order in the workbook; those of numbers follow. */
const STYLES = ['plain', 'text', 'wrapped', 'day', 'heading', 'title', 'warning', 'link'] as const
type Style = (typeof STYLES)[number]

/** So much of a file is packed at a time, in characters. */
const PIECE = 1 << 16

/** The workbook in pieces: each row is packed as it comes, so that memory does not grow with the rows. */
export function* workbookPieces(sheets: readonly Sheet[]): Generator<Uint8Array> {
  const packed: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    packed.push(piece)
  })
  for (const [name, texts] of filesOf(sheets)) {
    const file = new ZipDeflate(name)
    // The first day that a zip file can have, in the zone that it is written in.
    file.mtime = new Date(1980, 0, 1)
    zip.add(file)
    let text = ''
    for (const each of texts) {
      text += each
      if (text.length < PIECE) continue
      file.push(strToU8(text))
      text = ''
      yield* packed.splice(0)
    }
    file.push(strToU8(text), true)
  }
  zip.end()
  yield* packed
}

/** The files of a workbook; the styles come last, for the rows tell which formats there are. */
function* filesOf(sheets: readonly Sheet[]): Generator<[name: string, texts: Iterable<string>]> {
  const formats = new Map<string, number>()
  yield ['[Content_Types].xml', [contentTypes(sheets.length)]]
  yield ['_rels/.rels', [relations([{ type: 'officeDocument', target: 'xl/workbook.xml' }])]]
  yield ['xl/workbook.xml', [bookXml(sheets)]]
  const parts = sheets.map((_, i) => ({ type: 'worksheet', target: `worksheets/sheet${i + 1}.xml` }))
  yield ['xl/_rels/workbook.xml.rels', [relations([...parts, { type: 'styles', target: 'styles.xml' }])]]
  for (const [i, sheet] of sheets.entries()) yield [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet, formats)]
  yield ['xl/styles.xml', [stylesXml([...formats.keys()])]]
}

function contentTypes(count: number): string {
  const sheets = Array.from(
    { length: count },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  )
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${sheets.join('')}</Types>`
}

function relations(links: ReadonlyArray<{ type: string; target: string }>): string {
  const all = links.map(({ type, target }, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`
}

function bookXml(sheets: readonly Sheet[]): string {
  const own = sheets.map(({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  const names = sheets.flatMap((sheet, i) =>
    sheet.isTable
      ? [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${xml(placeOf(sheet.name))}!${rangeOf(sheet, '$')}</definedName>`,
          `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${xml(placeOf(sheet.name))}!$1:$1</definedName>`,
        ]
      : [],
  )
  const defined = names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : ''
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${own.join('')}</sheets>${defined}</workbook>`
}

/** A sheet as a formula names it. */
function placeOf(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

function rangeOf({ widths, count }: Sheet, mark: '' | '$'): string {
  const last = columnName(Math.max(0, widths.length - 1))
  return `${mark}A${mark}1:${mark}${last}${mark}${Math.max(1, count)}`
}

function columnName(index: number): string {
  const rest = Math.floor(index / 26)
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`
}

function* sheetXml(sheet: Sheet, formats: Map<string, number>): Generator<string> {
  const { isTable, widths, rows } = sheet
  const links: string[] = []
  const letters = widths.map((_, i) => columnName(i))
  const pane = isTable ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ''
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  yield `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`
  yield `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`
  if (columns.length > 0) yield `<cols>${columns.join('')}</cols>`
  yield '<sheetData>'
  let number = 0
  for (const cells of rows) {
    number++
    let own = ''
    for (const [i, cell] of cells.entries()) {
      const place = `${letters[i] ?? columnName(i)}${number}`
      if (cell.kind === 'text' && cell.sheet !== undefined)
        links.push(`<hyperlink ref="${place}" location="${xml(placeOf(cell.sheet))}!A1"/>`)
      own += cellXml(cell, place, formats)
    }
    yield `<row r="${number}">${own}</row>`
  }
  yield '</sheetData>'
  if (isTable) yield `<autoFilter ref="${rangeOf(sheet, '')}"/>`
  if (links.length > 0) yield `<hyperlinks>${links.join('')}</hyperlinks>`
  yield '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
  yield `<pageSetup orientation="${isTable ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/></worksheet>`
}

function cellXml(cell: SheetCell, place: string, formats: Map<string, number>): string {
  if (cell.kind === 'day') return `<c r="${place}" s="${styleNumber('day')}"><v>${cell.serial}</v></c>`
  if (cell.kind === 'text') return textXml(cell.text, place, styleOf(cell))
  const known = formats.get(cell.format) ?? (formats.size < MOST_FORMATS ? formats.size : null)
  if (known === null) return textXml(cell.number, place, 'text')
  formats.set(cell.format, known)
  return `<c r="${place}" s="${STYLES.length + known}"><v>${cell.number}</v></c>`
}

function styleOf({ text, look, sheet }: Extract<SheetCell, { kind: 'text' }>): Style {
  return look ?? (sheet !== undefined ? 'link' : text.length > 50 || text.includes('\n') ? 'wrapped' : 'text')
}

function textXml(text: string, place: string, style: Style): string {
  if (text === '') return ''
  return `<c r="${place}" s="${styleNumber(style)}" t="inlineStr"><is><t xml:space="preserve">${xml(whole(text))}</t></is></c>`
}

function styleNumber(style: Style): number {
  return STYLES.indexOf(style)
}

/** A text that fits a cell; of a longer one its beginning, and how long it is. */
function whole(text: string): string {
  if (text.length <= LONGEST_TEXT) return text
  return `${text.slice(0, LONGEST_TEXT - 100)}… (${text.length} characters, cut here)`
}

const EACH_OBEYED = new RegExp(OBEYED, 'g')
/** What XML cannot hold; readers may refuse the file or drop it. */
const NO_XML = /\p{Noncharacter_Code_Point}|\p{Surrogate}|\ufffd/gu
const PLAIN = /^[A-Za-z0-9 .,:;()/+-]*$/
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

/** Text for XML: what a terminal would obey or XML cannot hold is shown by its number, and "_x000D_" stays these characters. */
function xml(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(EACH_OBEYED, safeText)
    .replace(NO_XML, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>"\r]/g, (char) => ENTITIES[char] ?? char)
}

/** Styles in the order of {@link STYLES}, then one for each format of numbers. Text is kept as text when someone edits it. */
function stylesXml(formats: readonly string[]): string {
  const own = formats.map((format, i) => `<numFmt numFmtId="${165 + i}" formatCode="${xml(format)}"/>`)
  const fonts = [
    '<sz val="11"/>',
    '<b/><sz val="11"/>',
    '<b/><sz val="14"/>',
    '<b/><sz val="11"/><color rgb="FF8A4B00"/>',
    '<u/><sz val="11"/><color rgb="FF0B57D0"/>',
  ]
  const cell = (format: number, font = 0, more: '' | 'wrap' | 'line' = ''): string =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="${more === 'line' ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"${more === '' ? '' : ' wrapText="1"'}/></xf>`
  const looks: Record<Style, string> = {
    plain: cell(0),
    text: cell(49),
    wrapped: cell(49, 0, 'wrap'),
    day: cell(164),
    heading: cell(49, 1, 'line'),
    title: cell(49, 2),
    warning: cell(49, 3, 'wrap'),
    link: cell(49, 4),
  }
  const cells = [...STYLES.map((style) => looks[style]), ...formats.map((_, i) => cell(165 + i))]
  return [
    `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${own.length + 1}"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>${own.join('')}</numFmts>`,
    `<fonts count="${fonts.length}">${fonts.map((font) => `<font>${font}<name val="Calibri"/></font>`).join('')}</fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>',
    '<border><left/><right/><top/><bottom style="medium"/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`,
  ].join('')
}
