import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reasonOf, rejectRows, unguard } from '../../src/imports/own-rejects.ts'
import type { Reject } from '../../src/imports/read-row.ts'
import { guardCell } from '../../src/output/csv.ts'

const GUARDED = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＠x',
  '＋x',
  '－x',
  ' =1+1',
  '\u00a0=1+1',
  '\u3000@x',
  "-2+3+cmd|' /C calc'!A0",
  '+1+cmd|x',
  '-A1',
  '+49=1',
  '-',
  '\tplain',
  'Acme;=1+1',
  'Acme; =1+1',
  'Acme\n=1+1',
  'Acme\t@x',
  'a;=1;=2',
  '=1;=2',
  'a\r\n@x\r\n+y',
]
const UNGUARDED = [
  '',
  'Acme',
  'O’Neil',
  "O'Neil",
  "it's =1",
  '-5',
  '+12',
  '+49 30 5550100',
  'a\nb',
  'a;b',
  "a'b",
  'a=1',
  "'tis",
  'x@y.example',
]

describe('the apostrophe that guards a cell', () => {
  it.each(GUARDED)('is taken off %j when the rejects file is read again', (cell) => {
    expect(guardCell(cell)).not.toBe(cell)
    expect(unguard(guardCell(cell))).toBe(cell)
  })
  it.each(UNGUARDED)('is not put before %j, and none is taken off', (cell) => {
    expect(guardCell(cell)).toBe(cell)
    expect(unguard(cell)).toBe(cell)
  })
  it('comes off any text again that had no apostrophe of its own', () => {
    const unit = fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ';', ' ', 'a', '1', '.')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 10 }), (cell) => {
        expect(unguard(guardCell(cell))).toBe(cell)
      }),
      { numRuns: 5000, seed: 1 },
    )
  })
  it('is taken off once', () => {
    expect(unguard("''=1")).toBe("''=1")
    expect(unguard("'=1'=2")).toBe("=1'=2")
  })
})

const reject = (over: Partial<Reject>): Reject => ({
  line: 7,
  column: 'Account ID',
  value: 'x',
  code: 'bad_id',
  expected: 'a Salesforce id',
  fields: ['x', 'Acme'],
  ...over,
})

describe('the reason of a reject', () => {
  it.each([
    ['the value and what was expected', reject({}), ['"x"', 'a Salesforce id']],
    ['that the cell is blank', reject({ code: 'blank', value: ' ', expected: 'a value' }), ['blank', 'a value']],
    ['the right length', reject({ code: 'wrong_length', value: null, expected: '3 cells' }), ['3 cells']],
    ['the surplus cells', reject({ code: 'wrong_length', value: 'y | z', expected: '3 cells' }), ['3 cells', 'y | z']],
    [
      'what to expect of a row as a whole',
      reject({ code: 'contradicting_duplicate', value: null, expected: 'one row' }),
      ['one row'],
    ],
  ])('names %s', (_, each, facts) => {
    for (const fact of facts) expect(reasonOf(each)).toContain(fact)
    expect(reasonOf(each)).not.toContain('null')
  })
})

describe('the rejects file', () => {
  it('has the original cells, then line, column and reason', () => {
    expect(rejectRows(['Account ID', 'Account Name'], [reject({})])).toEqual([
      ['Account ID', 'Account Name', 'line', 'column', 'reason'],
      ['x', 'Acme', '7', 'Account ID', reasonOf(reject({}))],
    ])
  })
  it('has rows as long as its headings, whatever the length of the rejected ones', () => {
    const rows = rejectRows(
      ['A', 'B', 'C'],
      [reject({ fields: ['1'], column: null }), reject({ fields: ['1', '2', '3', '4', '5'] })],
    )
    expect(rows.map((row) => row.length)).toEqual([6, 6, 6])
    expect(rows[1]?.slice(0, 5)).toEqual(['1', '', '', '7', ''])
    expect(rows[2]?.slice(0, 4)).toEqual(['1', '2', '3', '7'])
  })
  it('of a rejects file has the three columns of its own once', () => {
    const headings = ['Account ID', 'Account Name', 'line', 'column ', 'reason']
    const rows = rejectRows(headings, [reject({ fields: ['x', 'Acme', '3', 'old', 'old'] })])
    expect(rows[0]).toEqual(['Account ID', 'Account Name', 'line', 'column', 'reason'])
    expect(rows[1]).toEqual(['x', 'Acme', '7', 'Account ID', reasonOf(reject({}))])
  })
})
