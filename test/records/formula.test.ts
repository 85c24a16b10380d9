import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardCell, unguardCell } from '../../src/records/formula.ts'

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
    '-',
    '-A1',
    '+A1',
    '+49=1',
    '--5',
    '+-5',
    '-5%%',
    '+49 30 5550100 x12+A1',
    '+49 30 5550100 xyz',
    '+1 x12',
    '+12 34567 89012 34567 x1',
    '+12 34567 89012 34567',
    '+12345,A1',
    '\tplain',
    '\rplain',
    '\nplain',
  ])('has one apostrophe before it, which comes off again: %j', (cell) => {
    expect(guardCell(cell)).toBe(`'${cell}`)
    expect(unguardCell(`'${cell}`)).toBe(cell)
  })

  it.each([
    ['Acme;=1+1', "Acme;'=1+1"],
    ['Acme; =1+1', "Acme;' =1+1"],
    ['Acme\n=1+1', "Acme\n'=1+1"],
    ['Acme\r=1+1', "Acme\r'=1+1"],
    ['Acme\r\n@x', "Acme\r\n'@x"],
    ['Acme\t@x', "Acme\t'@x"],
    ['Acme;;+A1', "Acme;;'+A1"],
    ['a;=1;b;@2', "a;'=1;b;'@2"],
    ['=1;=2', "'=1;'=2"],
    [';=1', ";'=1"],
    ['\t=1', "'\t'=1"],
    ['\n\n-A1', "'\n\n'-A1"],
  ])('has one behind each separator too: %j', (cell, guarded) => {
    expect(guardCell(cell)).toBe(guarded)
    expect(unguardCell(guarded)).toBe(cell)
  })
})

describe('a cell that has an apostrophe of its own before what would run', () => {
  it.each([
    ["'=1", "''=1"],
    ["''=1", "'''=1"],
    ["'@home", "''@home"],
    ["' =1", "'' =1"],
    ["a;'=1", "a;''=1"],
    ["=1;'=2", "'=1;''=2"],
    ["a\n''-A1", "a\n'''-A1"],
    ["'\t", "''\t"],
    ["''\n'=1", "'''\n''=1"],
  ])('gets one more, which comes off again: %j', (cell, guarded) => {
    expect(guardCell(cell)).toBe(guarded)
    expect(unguardCell(guarded)).toBe(cell)
  })
})

describe('a cell a spreadsheet would not run', () => {
  it.each([
    '',
    'Acme',
    "O'Neil",
    "it's =1",
    "'tis",
    "''tis",
    "'-5",
    "'+49 30 5550100",
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
    '+49 30 5550100 x12',
    '+49 30 5550100x12',
    '+1 (555) 010-0199 ext. 3',
    '+1 555 010 0199, Ext 45',
    '+1-555-0199 extension 7',
    '(030) 901820 x3',
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
  ])('stays as it is both ways, line breaks too: %j', (cell) => {
    expect(guardCell(cell)).toBe(cell)
    expect(unguardCell(cell)).toBe(cell)
  })
})

describe('any cell', () => {
  const unit = fc.constantFrom('=', '+', '-', '@', '＝', '－', '\t', '\r', '\n', ';', ' ', "'", '"', ',', '%', 'a', '1', '.')
  const cell = fc.oneof(fc.string({ unit, maxLength: 10 }), fc.string({ unit: 'grapheme' }))

  it('comes back as it was', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(unguardCell(guardCell(text))).toBe(text)
      }),
      { numRuns: 5000, seed: 1 },
    )
  })
  it('gets apostrophes and nothing else', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(guardCell(text).replaceAll("'", '')).toBe(text.replaceAll("'", ''))
      }),
      { numRuns: 3000, seed: 3 },
    )
  })
  it('has no line or part left that begins with = or @', () => {
    fc.assert(
      fc.property(cell, (text) => {
        for (const part of guardCell(text).split(/[;\t\r\n]/)) expect(part.trimStart()).not.toMatch(/^[=@＝＠]/)
      }),
      { numRuns: 3000, seed: 4 },
    )
  })
})
