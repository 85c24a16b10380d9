/** Reads a spreadsheet of the "XML Spreadsheet 2003" format, in which some systems export under the name .xls. Its parser is in markup.ts. */

import { failure } from '../../errors.ts'
import { Grid } from './grid.ts'
import type { InputFile } from './input.ts'
import { Markup, xmlText } from './markup.ts'
import { dateOfText, plainDecimal } from './number-format.ts'
import type { SheetBook } from './sheets.ts'
import type { TableRow } from './source.ts'
import { noTraits, type TextTraits } from './traits.ts'

/** Opens a workbook; `text` gives the file's text from its beginning. Throws the refusals of reading it. */
export function openSpreadsheetMl(file: InputFile, encoding: string, text: () => Iterable<string>): SheetBook {
  const names: string[] = []
  const xml = new Markup(file.name, text(), 'xml')
  let isWhole = false
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token === 'open' && xml.name === 'Worksheet') names.push(xml.attribute('Name') ?? `Sheet ${names.length + 1}`)
    isWhole ||= token === 'close' && xml.name === 'Workbook'
    if (names.length > 1000) throw failure('too_large', `${file.name} has more than 1000 sheets`, 'export it again')
  }
  if (!isWhole) throw failure('cut_off', `${file.name} ends within its table, so it is cut off`, 'export it again')
  return {
    encoding,
    sheets: names.map((name, place) => ({ name, rows: (traits) => readSheet(file, text(), place, traits) })),
  }
}

function* readSheet(file: InputFile, text: Iterable<string>, place: number, traits: TextTraits): Generator<TableRow, void, void> {
  const xml = new Markup(file.name, text, 'xml')
  let sheet = -1
  let grid = new Grid(file.name, traits)
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token === 'open' && xml.name === 'Worksheet') {
      sheet++
      grid = new Grid(file.name, sheet === place ? traits : noTraits())
    }
    if (sheet !== place) continue
    if (xml.name === 'Row') {
      if (token === 'open') grid.begin(numberOf(xml, 'Index'))
      if (token === 'close' || (token === 'open' && xml.empty)) yield grid.end()
    } else if (token === 'open' && xml.name === 'Cell') readXmlCell(xml, grid)
  }
}

function readXmlCell(xml: Markup, grid: Grid): void {
  const index = numberOf(xml, 'Index')
  if (index !== null) grid.skipTo(index - 1)
  const across = numberOf(xml, 'MergeAcross') ?? 0
  const { type, value } = xml.empty ? { type: 'String', value: '' } : readData(xml)
  grid.add(shownAs(type, value), type === 'Error')
  if (across > 0) grid.skipTo(grid.column + across)
}

/** The cell's own data up to its end; that of a comment is left out. */
function readData(xml: Markup): { type: string; value: string } {
  let type = 'String'
  let value = ''
  let isData = false
  let isComment = false
  for (let token = xml.next(); token !== 'end'; token = xml.next()) {
    if (token === 'text') {
      if (isData && !isComment) value += xml.literal ? xml.text : xmlText(xml.text)
    } else if (token === 'open') {
      if (xml.name === 'Comment') isComment = !xml.empty
      if (xml.name === 'Data' && !isComment) {
        isData = !xml.empty
        type = xml.attribute('Type') ?? 'String'
      }
    } else {
      if (xml.name === 'Cell') break
      if (xml.name === 'Comment') isComment = false
      if (xml.name === 'Data') isData = false
    }
  }
  return { type, value }
}

function shownAs(type: string, value: string): string {
  switch (type) {
    case 'Number':
      return plainDecimal(value)
    case 'DateTime':
      return dateOfText(value)
    case 'Boolean':
      return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : value
    default:
      return value
  }
}

function numberOf(xml: Markup, attribute: string): number | null {
  const text = xml.attribute(attribute)
  return text === null ? null : Number(text)
}
