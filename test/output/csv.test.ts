import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvForPeople, guardCell } from '../../src/output/csv.ts'

const unit = fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ';', ' ', "'", '"', ',', 'a', '1', '.')
const any = fc.oneof(fc.string({ unit, maxLength: 10 }), fc.string({ unit: 'grapheme' }))

describe('a cell a spreadsheet would run', () => {
  it.each([
    '=1+1',
    "=cmd|' /C calc'!A0",
    '=',
    '@SUM(1)',
    '@',
    '＝1+1',
    '＠SUM(1)',
    '＋1+cmd',
    '－1+cmd',
    ' =1+1',
    '   @x',
    '\u00a0=1+1',
    '\u3000=1+1',
    '\ufeff=1+1',
    "-2+3+cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    '-A1',
    '+A1',
    '+49=1',
    '--5',
    '+-5',
    '+49 30 5550100 x12',
    '+12 34567 89012 34567',
    '+12345,A1',
    '\tplain',
    '\rplain',
    '\nplain',
  ])('has one apostrophe before it: %j', (cell) => {
    expect(guardCell(cell)).toBe(`'${cell}`)
  })

  it.each([
    ['Acme;=1+1', "Acme;'=1+1"],
    ['Acme; =1+1', "Acme;' =1+1"],
    ['Acme\n=1+1', "Acme\n'=1+1"],
    ['Acme\r\n@x', "Acme\r\n'@x"],
    ['Acme\t@x', "Acme\t'@x"],
    ['Acme;;+A1', "Acme;;'+A1"],
    ['a;=1;b;@2', "a;'=1;b;'@2"],
    ['=1;=2', "'=1;'=2"],
    [';=1', ";'=1"],
  ])('has one before what follows a separator: %j', (cell, guarded) => {
    expect(guardCell(cell)).toBe(guarded)
  })
})

describe('a cell a spreadsheet would not run', () => {
  it.each([
    '',
    'Acme',
    "O'Neil",
    "'=1+1",
    'a=b',
    'ann@acme.example',
    'C++',
    '1-2',
    '-5',
    '-3.5%',
    '-3,5 %',
    '+12',
    '-1,250.00',
    '-1.250,00',
    '-1 250',
    '-1234567',
    '+49 30 5550100',
    '+49 30 901820',
    '+1 (555) 010-0199',
    '+1-555-0199',
    '+44.20.7946.0018',
    '+49 30/901820',
    '+491234567890123',
    '(030) 901820',
    'Call\n+49 30 5550100',
    'Change;-5;+12',
    '12 High St\r\nFloor 2\nRoom 3',
    'a;b\tc',
    '#N/A',
    '株式会社サクラ',
  ])('stays as it is, line breaks too: %j', (cell) => {
    expect(guardCell(cell)).toBe(cell)
  })
})

describe('guarding any cell', () => {
  it('is done once: a guarded cell is not guarded again', () => {
    fc.assert(
      fc.property(any, (cell) => {
        expect(guardCell(guardCell(cell))).toBe(guardCell(cell))
      }),
      { numRuns: 3000, seed: 1 },
    )
  })
  it('only ever adds apostrophes', () => {
    fc.assert(
      fc.property(any, (cell) => {
        expect(guardCell(cell).replaceAll("'", '')).toBe(cell.replaceAll("'", ''))
      }),
      { numRuns: 3000, seed: 2 },
    )
  })
  it('leaves no line or part of one that begins with = or @', () => {
    fc.assert(
      fc.property(any, (cell) => {
        for (const part of guardCell(cell).split(/[;\t\r\n]/)) expect(part.trimStart()).not.toMatch(/^[=@＝＠]/)
      }),
      { numRuns: 3000, seed: 3 },
    )
  })
})

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
