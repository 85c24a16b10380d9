import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addYear, daysBetween } from '../../src/rules/day.ts'

const anyDay = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('a calendar year later', () => {
  it.each([
    ['is the same day of the next year', '2026-11-20', '2027-11-20'],
    ['from the first day of the year', '2026-01-01', '2027-01-01'],
    ['from the last day of the year', '2026-12-31', '2027-12-31'],
    ['over a leap day', '2027-03-01', '2028-03-01'],
    ['from 28 February into a leap year', '2027-02-28', '2028-02-28'],
    ['from 28 February of a leap year', '2028-02-28', '2029-02-28'],
    ['from 29 February is 28 February', '2028-02-29', '2029-02-28'],
    ['from 1 March of a leap year', '2028-03-01', '2029-03-01'],
    ['into the year 2100, which has no 29 February', '2099-02-28', '2100-02-28'],
    ['from a day before the year 1000', '0099-05-05', '0100-05-05'],
  ])('%s', (_, day, expected) => {
    expect(addYear(day)).toBe(expected)
  })

  it('is a day that exists, 365 or 366 days on, and never another day of the month but for 29 February', () =>
    fc.assert(
      fc.property(anyDay, (day) => {
        const next = addYear(day)
        expect(new Date(next).toISOString().slice(0, 10)).toBe(next)
        expect([365, 366]).toContain(daysBetween(day, next))
        if (!day.endsWith('-02-29')) expect(next.slice(4)).toBe(day.slice(4))
      }),
    ))
})

describe('days later', () => {
  it.each([
    ['none', '2026-11-20', 0, '2026-11-20'],
    ['over the end of a month', '2026-11-30', 1, '2026-12-01'],
    ['back over the beginning of a month', '2026-12-01', -1, '2026-11-30'],
    ['over new year', '2026-12-31', 1, '2027-01-01'],
    ['back over new year', '2027-01-01', -1, '2026-12-31'],
    ['to the leap day', '2028-02-28', 1, '2028-02-29'],
    ['over the leap day', '2028-02-28', 2, '2028-03-01'],
    ['past the end of February in a year without one', '2027-02-28', 1, '2027-03-01'],
    ['over the day Europe puts its clocks forward', '2026-03-28', 2, '2026-03-30'],
    ['to the day Europe puts its clocks forward', '2026-03-28', 1, '2026-03-29'],
    ['over the day Europe puts its clocks back', '2026-10-24', 2, '2026-10-26'],
    ['over the day America puts its clocks forward', '2026-03-07', 2, '2026-03-09'],
    ['over the day America puts its clocks back', '2026-10-31', 2, '2026-11-02'],
    ['many', '2026-11-20', 365, '2027-11-20'],
    ['many back', '2026-11-20', -365, '2025-11-20'],
  ])('%s', (_, day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
  })
})

describe('the days between two days', () => {
  it.each([
    ['are zero on the same day', '2026-11-20', '2026-11-20', 0],
    ['are one to the next', '2026-11-20', '2026-11-21', 1],
    ['are negative to the day before', '2026-11-20', '2026-11-19', -1],
    ['count the leap day', '2028-02-28', '2028-03-01', 2],
    ['count no leap day in a year without one', '2027-02-28', '2027-03-01', 1],
    ['are whole over the day the clocks go forward', '2026-03-28', '2026-03-30', 2],
    ['are whole over the day the clocks go back', '2026-10-24', '2026-10-26', 2],
    ['are 366 over a leap year', '2028-01-01', '2029-01-01', 366],
  ])('%s', (_, from, to, expected) => {
    expect(daysBetween(from, to)).toBe(expected)
  })

  it('are as many as were added', () =>
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days)
      }),
    ))
})
