import { describe, expect, it } from 'vitest'
import { findLayout, type Layout } from '../../src/imports/read/layout.ts'
import { RejectedRows, rejectHeadings, rejectRow } from '../../src/imports/rejected-rows.ts'
import { type Problem, type Reject, reasonOf } from '../../src/imports/row-problems.ts'
import { kinds } from '../../src/records/kinds.ts'

const problem = (over: Partial<Problem> = {}): Problem => ({
  code: 'bad_count',
  column: 'PSE',
  value: 'x',
  expected: 'a whole number',
  ...over,
})
const reject = (over: Partial<Reject> = {}): Reject => ({
  line: 7,
  owners: [],
  problems: [problem()],
  fields: ['Acme', 'Yes', 'x'],
  ...over,
})
const HEAD = ['Partner', 'Open Reqs Met?', 'PSE']
const OWN = ['line', 'column', 'reason']
const layoutOf = (headings: readonly string[]): Layout => findLayout('f.csv', headings.join(','), { kinds, given: [] })
const EXPORT = layoutOf(HEAD)

describe('the reason of a reject', () => {
  it.each<[string, Partial<Problem>, string]>([
    ['the value and what was expected', {}, '"x" cannot be used; expected a whole number'],
    ['that the cell is blank', { code: 'blank', value: ' ', expected: 'a value' }, 'blank; expected a value'],
    [
      'the control characters',
      { code: 'control_character', value: 'A\u0000', expected: 'text' },
      'control characters in "A\u0000"; expected text',
    ],
    ['the right length', { code: 'wrong_length', value: null, expected: '3 cells' }, 'expected 3 cells'],
    ['the surplus cells', { code: 'wrong_length', value: 'y | z', expected: '3 cells' }, 'expected 3 cells; too much: y | z'],
    [
      'that it was not cleared',
      { code: 'not_corrected', value: 'expected 3 cells', expected: 'an empty reason' },
      'rejected before: expected 3 cells; correct the row, then clear its reason',
    ],
    [
      'the doubled key',
      { code: 'contradicting_duplicate', expected: 'one row' },
      '"x" is in the file again with other values, so phd cannot know which row is right; expected one row',
    ],
  ])('names %s', (_, over, reason) => {
    expect(reasonOf(problem(over))).toBe(reason)
  })
})

describe('the owners of rejected rows', () => {
  it('come back as they were and in order, however many there are, and more than once', () => {
    const owners = Array.from({ length: 2500 }, (_, i) => ({
      key: i % 3 === 0 ? null : `kéy\u001f${i}`,
      name: i % 2 === 0 ? null : `Ω "${i}" \ud800`,
      accountId: i % 5 === 0 ? null : `001${i}`,
    }))
    const rejected = new RejectedRows(EXPORT, { order: null, mark: null }, null)
    for (const [i, owner] of owners.entries()) rejected.add(reject({ line: i, owners: [owner] }))
    const expected = owners.map((owner, line) => ({ ...owner, line }))
    expect([...rejected.owners]).toEqual(expected)
    expect([...rejected.owners]).toEqual(expected)
  })
})

describe('the rejects file', () => {
  it('has the original cells, then line, column and reason', () => {
    expect(rejectHeadings(EXPORT)).toEqual([...HEAD, ...OWN])
    expect(rejectRow(EXPORT, reject())).toEqual(['Acme', 'Yes', 'x', '7', 'PSE', reasonOf(problem())])
  })
  it('has every problem of a row, and each column once', () => {
    const blank = problem({ code: 'blank', column: 'Partner', value: '', expected: 'a value' })
    const whole = problem({ code: 'wrong_length', column: null, value: null, expected: '3 cells' })
    expect(rejectRow(EXPORT, reject({ problems: [blank, problem(), problem({ value: 'y' }), whole] })).slice(4)).toEqual([
      'Partner; PSE',
      'blank; expected a value; "x" cannot be used; expected a whole number; "y" cannot be used; expected a whole number; expected 3 cells',
    ])
  })
  it.each([
    [['1'], ['1', '', '']],
    [
      ['1', '2', '3', '4', '5'],
      ['1', '2', '3'],
    ],
  ])('has rows as long as its headings, whatever the length of the rejected one: %j', (fields, cells) => {
    expect(rejectRow(EXPORT, reject({ fields }))).toEqual([...cells, '7', 'PSE', reasonOf(problem())])
  })
  it.each(['Ac\u202eme', 'Ac\u0000me', 'Ac\u009bme'])(
    'says first that characters of the row are written by their number: %j',
    (cell) => {
      expect(rejectRow(EXPORT, reject({ fields: [cell, 'Yes', 'x'] }))[5]).toBe(
        `control characters in this row are written here by their number: type those cells again; ${reasonOf(problem())}`,
      )
    },
  )
  it('names no column where the whole row is at fault', () => {
    expect(rejectRow(EXPORT, reject({ problems: [problem({ column: null })] }))[4]).toBe('')
  })
})

describe('the rejects file of a rejects file', () => {
  const again = layoutOf([...HEAD, 'line', 'column ', 'reason'])
  const fields = ['Acme', 'Yes', 'x', '3', 'old', 'the old reason']

  it('has the three columns of its own once, as they are now', () => {
    expect(rejectHeadings(again)).toEqual([...HEAD, ...OWN])
    expect(rejectRow(again, reject({ fields }))).toEqual(['Acme', 'Yes', 'x', '7', 'PSE', reasonOf(problem())])
  })
  it('keeps the reason of a row whose reason was not cleared', () => {
    const problems: Reject['problems'] = [problem({ code: 'not_corrected', column: 'reason', value: 'the old reason' })]
    expect(rejectRow(again, reject({ fields, problems })).slice(3)).toEqual(['7', 'reason', 'the old reason'])
  })
})
