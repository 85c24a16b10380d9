import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOf, HEADINGS } from './opened.ts'
import { htmlTable, inline, sheetXml, spreadsheetMl, workbook, xmlRows } from './writers.ts'

/** Text a cell may hold, in a given alphabet. */
const cellOf = (unit: fc.Arbitrary<string>) => fc.string({ unit, maxLength: 12 })
const SPECIAL = [...',;|\t"\'&<>= \n', '\r\n', '&amp;', '_x000D_', ']]>', '<br>', '-->']
const LATIN = [...'abcABC012 éüßÄñ€’“Ž'.normalize('NFC')]
const anyCell = cellOf(
  fc.oneof(fc.constantFrom(...SPECIAL), fc.constantFrom(...LATIN), fc.constantFrom('日', '🦊', 'ѕ', '\u00a0', '\u200b')),
)
const latinCell = cellOf(fc.constantFrom(...SPECIAL.filter((each) => each !== '\r\n'), ...LATIN))
const tableOf = (cell: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(cell, cell, cell).map((row) => [...row]),
    { minLength: 1, maxLength: 8 },
  )
const withHeadings = (rows: string[][]): string[][] => [[...HEADINGS], ...rows]

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quoted: fc.boolean(),
  record_delimiter: fc.constantFrom('\n', '\r\n', '\r'),
  eof: fc.boolean(),
})

const ENCODERS: ReadonlyArray<[name: string, encode: (text: string) => Buffer]> = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16BE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
]

function windows1252(text: string): Buffer {
  const decoder = new TextDecoder('windows-1252')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from([...text].map((char) => bytes.get(char) ?? 63))
}

describe('a table reads back as it was written', () => {
  it.each(ENCODERS)('as CSV in any dialect, in %s', (_, encode) =>
    fc.assert(
      fc.asyncProperty(tableOf(anyCell), dialect, async (rows, options) => {
        const text = stringify(withHeadings(rows), { ...options, quoted_match: /[\r\n,;|\t]/ })
        expect(await cellsOf(encode(text))).toEqual(rows)
      }),
      { numRuns: 150 },
    ),
  )
  it('as CSV in Windows-1252, when that is said', () =>
    fc.assert(
      fc.asyncProperty(tableOf(latinCell), dialect, async (rows, options) => {
        const text = stringify(withHeadings(rows), { ...options, quoted_match: /[\r\n,;|\t]/ })
        expect(await cellsOf(windows1252(text), { encoding: 'windows-1252' })).toEqual(rows)
      }),
      { numRuns: 150 },
    ))
  it('under a line that states the delimiter', () =>
    fc.assert(
      fc.asyncProperty(
        tableOf(anyCell),
        fc.constantFrom(';', '\t', '|', '^'),
        fc.constantFrom(...ENCODERS),
        async (rows, delimiter, [, encode]) => {
          const text = `sep=${delimiter}\r\n${stringify(withHeadings(rows), { delimiter, quoted: true, record_delimiter: '\r\n' })}`
          expect(await cellsOf(encode(text))).toEqual(rows)
        },
      ),
      { numRuns: 60 },
    ))
  it('as an Excel workbook, its texts inside the cells or shared', () =>
    fc.assert(
      fc.asyncProperty(tableOf(anyCell), fc.boolean(), async (rows, isShared) => {
        // A workbook writes "_x000D_" for a carriage return, so text that reads like that is written otherwise.
        const table = withHeadings(rows).map((row) => row.map((cell) => cell.replaceAll('_x', '_x005F_x')))
        const shared: string[] = []
        const cell = (value: string, place: string): string => {
          if (value === '') return ''
          if (!isShared) return inline(value, place)
          shared.push(
            `<si><t xml:space="preserve">${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;')}</t></si>`,
          )
          return `<c r="${place}" t="s"><v>${shared.length - 1}</v></c>`
        }
        const xml = sheetXml(table, cell)
        expect(await cellsOf(workbook({ sheets: { Export: xml }, ...(isShared ? { shared } : {}) }))).toEqual(rows)
      }),
      { numRuns: 150 },
    ))
  it('as an XML spreadsheet', () =>
    fc.assert(
      fc.asyncProperty(tableOf(anyCell), fc.constantFrom(...ENCODERS), async (rows, [, encode]) => {
        expect(await cellsOf(encode(spreadsheetMl({ Export: xmlRows(withHeadings(rows)) })))).toEqual(rows)
      }),
      { numRuns: 150 },
    ))
  it('as an HTML table, except for the space around its lines', () =>
    fc.assert(
      fc.asyncProperty(tableOf(anyCell), fc.constantFrom(...ENCODERS), async (rows, [, encode]) => {
        const plain = (cell: string): string => {
          const lines = cell.split(/\r?\n/).map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
          const text = lines.join('\n').replace(/^\n+|\n+$/g, '')
          return text.trim() === '' ? '' : text
        }
        expect(await cellsOf(encode(htmlTable(withHeadings(rows))))).toEqual(rows.map((row) => row.map(plain)))
      }),
      { numRuns: 150 },
    ))
})
