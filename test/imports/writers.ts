/** Writes tables in the containers an export may come in, for tests: plain, by the formats' own descriptions. */

import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  name: string
  data: Buffer
  /** What the archive says of the part, where that is not true. */
  statedSize?: number
  isStored?: boolean
  /** Whether the archive says that a password is needed. */
  isEncrypted?: boolean
}

/** A zip archive, part by part. */
export function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, statedSize, isStored = false, isEncrypted = false } of parts) {
    const packed = isStored ? data : deflateRawSync(data)
    const entry = Buffer.alloc(26)
    entry.writeUInt16LE(20, 0)
    entry.writeUInt16LE(isEncrypted ? 1 : 0, 2)
    entry.writeUInt16LE(isStored ? 0 : 8, 4)
    entry.writeUInt32LE(crc32(data), 10)
    entry.writeUInt32LE(packed.length, 14)
    entry.writeUInt32LE(statedSize ?? data.length, 18)
    entry.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), entry, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), entry, place, Buffer.from(name))
    files.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}

export function text(name: string, data: string): Part {
  return { name, data: Buffer.from(data) }
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function escaped(value: string): string {
  return value.replace(/[&<>"\r]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** The XML of a cell: text stands inside it, or is shared. */
export type CellWriter = (value: string, place: string) => string

export const inline: CellWriter = (value, place) =>
  value === '' ? '' : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`

/** The place of a cell, "BC12". */
function placeOf(column: number, row: number): string {
  let letters = ''
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  return `${letters}${row}`
}

/** The XML of a sheet of texts. */
export function sheetXml(rows: readonly (readonly string[])[], cell: CellWriter = inline): string {
  const lines = rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, placeOf(c, r + 1))).join('')}</row>`)
  return `${XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

interface Workbook {
  sheets: Readonly<Record<string, string>>
  shared?: readonly string[]
  /** The XML inside the style sheet. */
  styles?: string
  is1904?: boolean
  more?: readonly Part[]
}

/** The parts of a workbook whose sheets are given as XML. */
export function workbookParts({ sheets, shared, styles = '', is1904 = false, more = [] }: Workbook): Part[] {
  const names = Object.keys(sheets)
  const list = names.map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="s${i}"/>`).join('')
  const links = names
    .map((_, i) => `<Relationship Id="s${i}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
    .join('')
  return [
    text('[Content_Types].xml', `${XML}<Types/>`),
    text(
      '_rels/.rels',
      `${XML}<Relationships><Relationship Id="r" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    text(
      'xl/workbook.xml',
      `${XML}<workbook xmlns:r="${REL}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${list}</sheets></workbook>`,
    ),
    text(
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships>${links}<Relationship Id="t" Type="${REL}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="y" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    ),
    ...(shared ? [text('xl/sharedStrings.xml', `${XML}<sst>${shared.join('')}</sst>`)] : []),
    text('xl/styles.xml', `${XML}<styleSheet>${styles}</styleSheet>`),
    ...names.map((name, i) => text(`xl/worksheets/sheet${i + 1}.xml`, sheets[name] ?? '')),
    ...more,
  ]
}

export function workbook(content: Workbook): Buffer {
  return zip(workbookParts(content))
}

/** A web page with one table, as Salesforce writes it. */
export function htmlTable(rows: readonly (readonly string[])[], charset = 'utf-8'): string {
  const cell = (value: string, tag: string): string =>
    `<${tag}>${escaped(value.replaceAll('\r', '')).replaceAll('\n', '<br>')}</${tag}>`
  const lines = rows.map((row, r) => `<tr>${row.map((value) => cell(value, r === 0 ? 'th' : 'td')).join('')}</tr>\n`)
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head><body><table>${lines.join('')}</table></body></html>`
}

export function spreadsheetMl(sheets: Readonly<Record<string, string>>): string {
  const list = Object.entries(sheets).map(
    ([name, rows]) => `<Worksheet ss:Name="${escaped(name)}"><Table>${rows}</Table></Worksheet>`,
  )
  return `<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">${list.join('')}</Workbook>`
}

/** The rows of a sheet of `spreadsheetMl`. */
export function xmlRows(rows: readonly (readonly string[])[]): string {
  const cell = (value: string): string => `<Cell><Data ss:Type="String">${escaped(value)}</Data></Cell>`
  return rows.map((row) => `<Row>${row.map(cell).join('')}</Row>`).join('')
}
