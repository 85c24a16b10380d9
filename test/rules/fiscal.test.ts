import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/rules/day.ts'
import { monthOf, parseQuarter, quarterAfter, quarterOf } from '../../src/rules/fiscal.ts'

/** The fiscal year begins on February 1; FY27-Q3 is 1 August to 31 October 2026. */
const QUARTERS = [
  ['FY23-Q4', '2022-11-01', '2023-01-31'],
  ['FY24-Q1', '2023-02-01', '2023-04-30'],
  ['FY25-Q1', '2024-02-01', '2024-04-30'],
  ['FY27-Q1', '2026-02-01', '2026-04-30'],
  ['FY27-Q2', '2026-05-01', '2026-07-31'],
  ['FY27-Q3', '2026-08-01', '2026-10-31'],
  ['FY27-Q4', '2026-11-01', '2027-01-31'],
  ['FY28-Q1', '2027-02-01', '2027-04-30'],
  ['FY00-Q1', '1999-02-01', '1999-04-30'],
] as const

describe('a fiscal quarter', () => {
  it.each(QUARTERS)('%s is from %s to %s', (name, first, last) => {
    for (const day of [first, addDays(first, 31), last]) expect(quarterOf(day)).toMatchObject({ name, first, last })
    expect(quarterOf(addDays(first, -1)).name).not.toBe(name)
    expect(quarterOf(addDays(last, 1)).name).not.toBe(name)
    expect(parseQuarter(name)).toEqual(quarterOf(first))
  })

  it.each([
    ['2024-02-29', 'FY25-Q1'],
    ['2026-12-31', 'FY27-Q4'],
    ['2027-01-01', 'FY27-Q4'],
    ['2027-01-31', 'FY27-Q4'],
    ['2027-02-01', 'FY28-Q1'],
    ['2028-02-29', 'FY29-Q1'],
    ['2099-12-31', 'FY00-Q4'],
  ])('%s is a day of %s', (day, name) => {
    expect(quarterOf(day).name).toBe(name)
  })

  it('follows the one before without a gap, for a hundred years', () => {
    let quarter = quarterOf('2000-02-01')
    for (let i = 0; i < 400; i++) {
      const next = quarterAfter(quarter)
      expect(next.first).toBe(addDays(quarter.last, 1))
      expect(quarterAfter(next, -1)).toEqual(quarter)
      quarter = next
    }
    expect(quarter.first).toBe('2100-02-01')
  })

  it('has three months', () => {
    const months = (day: string) => ([1, 2, 3] as const).map((month) => monthOf(quarterOf(day), month))
    expect(months('2026-12-24')).toEqual(['2026-11-01', '2026-12-01', '2027-01-01'])
    expect(months('2028-02-29')).toEqual(['2028-02-01', '2028-03-01', '2028-04-01'])
  })

  it.each(['fy27-q3', 'FY27Q3', ' FY27 Q3 ', 'FY2027-Q3', 'FY 27-Q3'])('is written as %j too', (text) => {
    expect(parseQuarter(text)?.name).toBe('FY27-Q3')
  })

  it.each(['', 'Q3', 'FY27', 'FY27-Q5', 'FY27-Q0', 'FY1999-Q1', 'FY7-Q1', '2026-Q3', 'FY27-Q3x', 'xFY27-Q3'])(
    'is not %j',
    (text) => {
      expect(parseQuarter(text)).toBeNull()
    },
  )
})
