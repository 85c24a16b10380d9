import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardCell } from '../../src/records/formula.ts'
import { csvForPeople } from '../../src/terminal/csv.ts'

const unit = fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ';', ' ', "'", '"', ',', 'a', '1', '.')
const any = fc.oneof(fc.string({ unit, maxLength: 10 }), fc.string({ unit: 'grapheme' }))

describe('separated values for people', () => {
  it('have CRLF, guarded cells, and quotes where needed', () => {
    const rows = [
      ['Name', 'Note'],
      ['Acme, Inc.', '=1+1'],
      ['a "b"', 'x\r\ny'],
    ]
    expect(csvForPeople(rows)).toBe('Name,Note\r\n"Acme, Inc.",\'=1+1\r\n"a ""b""","x\r\ny"\r\n')
  })
  it.each(['\n', '\r', '\r\n'])('quote a cell with the line break %j, which would end the row', (lineBreak) => {
    const cell = `12 High St${lineBreak}Floor 2`
    expect(csvForPeople([['Ann', cell, 'Cork']])).toBe(`Ann,"${cell}",Cork\r\n`)
  })
  it('have a byte order mark where asked for', () => {
    expect(csvForPeople([['é']], { mark: true })).toBe('\ufeffé\r\n')
    expect(csvForPeople([['é']])).toBe('é\r\n')
  })
  it.each([
    ['\u0000', '\\x00'],
    ['\u001b[2J', '\\x1b[2J'],
    ['\u009b31m', '\\x9b31m'],
    ['\u202efdp', '\\u202efdp'],
    ['\u2066x\u2069', '\\u2066x\\u2069'],
  ])('show %j by its number, for a terminal would obey it', (cell, shown) => {
    expect(csvForPeople([['a', cell]])).toBe(`a,${shown}\r\n`)
  })
  it.each(['a\tb', 'Ac\u200bme', 'שלום', '👨\ufe0f'])('keep %j, which a terminal only shows', (cell) => {
    expect(csvForPeople([['a', cell]])).toBe(`a,${cell}\r\n`)
  })
  it('read back as the guarded cells', () => {
    const table = fc.array(
      fc.array(
        any.filter((cell) => cell !== ''),
        { minLength: 3, maxLength: 3 },
      ),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(table, (rows) => {
        expect(parse(csvForPeople(rows), { record_delimiter: '\r\n' })).toEqual(rows.map((row) => row.map(guardCell)))
      }),
      { numRuns: 500, seed: 4 },
    )
  })
})
