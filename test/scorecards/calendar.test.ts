import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/rules/day.ts'
import { quarterAfter, quarterOf as ruled } from '../../src/rules/fiscal.ts'
import { daysBetween, quarterBefore, quarterOf, shift, yearsLater } from './calendar.ts'

describe('the fiscal calendar', () => {
  it('is that of the table of months, day by day for forty years', () => {
    for (let day = '2010-01-01'; day < '2050-01-01'; day = shift(day, 1)) {
      const { name, first, last } = ruled(day)
      expect({ name, first, last }, day).toEqual(quarterOf(day))
      expect(addDays(day, 1), day).toBe(shift(day, 1))
    }
  })

  it('goes back quarter by quarter', () => {
    let quarter = quarterOf('2040-02-29')
    for (let i = 1; i < 100; i++) {
      quarter = quarterBefore(quarter)
      const { name, first, last } = quarterAfter(ruled('2040-02-29'), -i)
      expect({ name, first, last }).toEqual(quarter)
    }
  })

  it('has a year across its end, and leap days', () => {
    expect(quarterOf('2027-01-31').name).toBe('FY27-Q4')
    expect(quarterOf('2027-02-01').name).toBe('FY28-Q1')
    expect(quarterOf('2028-02-29')).toEqual({ name: 'FY29-Q1', first: '2028-02-01', last: '2028-04-30' })
    expect([shift('2028-02-28', 1), shift('2027-03-01', -1), shift('2028-03-01', -1)]).toEqual([
      ...['2028-02-29', '2027-02-28', '2028-02-29'],
    ])
    expect(yearsLater('2028-02-29', 1)).toBe('2029-02-28')
    expect(daysBetween('2028-02-01', '2028-03-01')).toBe(29)
  })
})
