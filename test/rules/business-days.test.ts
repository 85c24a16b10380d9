import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCalendar } from '../../src/reference/calendar.ts'
import { businessDays, type ClosedDays, clockOf } from '../../src/rules/business-days.ts'
import { addDays } from '../../src/rules/day.ts'

const closed = (day: string, rest: Partial<ClosedDays> = {}): ClosedDays => ({
  day,
  lastDay: null,
  name: 'Company Day',
  region: null,
  ...rest,
})
const WEEK = businessDays([], null)
/** 2026-11-20 is a Friday. */
const HOLIDAY_FRIDAY = businessDays([closed('2026-11-20')], null)
const OVER_NEW_YEAR = businessDays([closed('2026-12-28', { lastDay: '2027-01-04', name: 'Winter' })], null)

describe('a day', () => {
  it.each([
    ['2026-11-16', null],
    ['2026-11-17', null],
    ['2026-11-18', null],
    ['2026-11-19', null],
    ['2026-11-20', null],
    ['2026-11-21', 'Saturday'],
    ['2026-11-22', 'Sunday'],
  ])('of the week, %s, is closed for %s', (day, expected) => {
    expect(WEEK.closedFor(day)).toBe(expected)
  })
  it.each([
    ['2026-12-27', 'Sunday'],
    ['2026-12-28', 'Winter'],
    ['2026-12-31', 'Winter'],
    ['2027-01-01', 'Winter'],
    ['2027-01-02', 'Saturday'],
    ['2027-01-04', 'Winter'],
    ['2027-01-05', null],
  ])('of a range over new year, %s, is closed for %s', (day, expected) => {
    expect(OVER_NEW_YEAR.closedFor(day)).toBe(expected)
  })
  it('that is closed once is open the day before and the day after', () => {
    const days = ['2026-11-19', '2026-11-20', '2026-11-23'].map((day) => HOLIDAY_FRIDAY.closedFor(day))
    expect(days).toEqual([null, 'Company Day', null])
  })
  it('is closed for no longer than a year, whatever a calendar says', () => {
    const days = businessDays([closed('2026-11-20', { lastDay: '2999-12-31' })], null)
    expect(days.closedFor('2027-11-19')).toBe('Company Day')
    expect(days.closedFor('2027-11-22')).toBeNull()
  })
  it('is closed alone where the last of a range is before its first', () => {
    const days = businessDays([closed('2026-11-19', { lastDay: '2026-11-17' })], null)
    const names = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'].map((day) => days.closedFor(day))
    expect(names).toEqual([null, null, 'Company Day', null])
  })
})

describe('a closed day of a region', () => {
  it.each<[string, string | null, string | null, boolean]>([
    ['is closed everywhere where it names none', null, null, true],
    ['is closed everywhere where it names none, for a region too', null, 'IL', true],
    ['is closed everywhere where its region is blank', '', null, true],
    ['is closed everywhere where its region is spaces', '  ', 'US', true],
    ['is closed where it is asked for', 'IL', 'IL', true],
    ['is closed where it is asked for in another case', 'IL', 'il', true],
    ['is closed where it is asked for with space around', ' il ', ' IL  ', true],
    ['is open where another is asked for', 'IL', 'US', false],
    ['is open where one that it begins with is asked for', 'IL', 'I', false],
    ['is open where none is asked for', 'IL', null, false],
    ['is open where a blank one is asked for', 'IL', '', false],
  ])('%s', (_, region, asked, isClosed) => {
    const { closedFor } = businessDays([closed('2026-11-20', { region })], asked)
    expect(closedFor('2026-11-20')).toBe(isClosed ? 'Company Day' : null)
  })
})

describe('two business days after', () => {
  it.each([
    ['a Monday are a Wednesday', WEEK, '2026-11-16', '2026-11-18'],
    ['a Wednesday are a Friday', WEEK, '2026-11-18', '2026-11-20'],
    ['a Thursday are a Monday', WEEK, '2026-11-19', '2026-11-23'],
    ['a Friday are a Tuesday', WEEK, '2026-11-20', '2026-11-24'],
    ['a Saturday are a Tuesday', WEEK, '2026-11-21', '2026-11-24'],
    ['a Sunday are a Tuesday', WEEK, '2026-11-22', '2026-11-24'],
    ['the day before a closed Friday are the second day of the next week', HOLIDAY_FRIDAY, '2026-11-19', '2026-11-24'],
    ['a closed Friday are the second day of the next week', HOLIDAY_FRIDAY, '2026-11-20', '2026-11-24'],
    ['a day in a closed range begin when the range is over', OVER_NEW_YEAR, '2026-12-29', '2027-01-06'],
    ['the last day before a closed range leave the range out', OVER_NEW_YEAR, '2026-12-25', '2027-01-06'],
  ])('%s', (_, days, day, expected) => {
    expect(days.after(day, 2)).toBe(expected)
  })
  it('are not those of no days at all, which are the day itself, open or closed', () => {
    expect(WEEK.after('2026-11-20', 0)).toBe('2026-11-20')
    expect(WEEK.after('2026-11-21', 0)).toBe('2026-11-21')
  })
})

describe('business days between', () => {
  it.each([
    ['the same day are zero', '2026-11-20', '2026-11-20', 0],
    ['a day and the next are one', '2026-11-18', '2026-11-19', 1],
    ['a Friday and its Saturday are zero', '2026-11-20', '2026-11-21', 0],
    ['a Friday and its Monday are one', '2026-11-20', '2026-11-23', 1],
    ['a Saturday and its Monday are one', '2026-11-21', '2026-11-23', 1],
    ['a Monday and the Friday before are one backwards', '2026-11-23', '2026-11-20', -1],
    ['a Saturday and the Friday before are zero, and not minus zero', '2026-11-21', '2026-11-20', 0],
    ['a Monday and its Sunday are four', '2026-11-16', '2026-11-22', 4],
    ['a Sunday and the Saturday after it are five', '2026-11-15', '2026-11-21', 5],
    ['four years are 1044', '2024-01-01', '2028-01-01', 1044],
    ['days before the year 1900 are counted as well', '1899-12-29', '1900-01-02', 2],
    ['a week are five', '2026-11-16', '2026-11-23', 5],
  ])('%s', (_, from, to, expected) => {
    expect(WEEK.between(from, to)).toBe(expected)
  })

  const anyDay = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days))
  const anyCalendar = fc
    .array(fc.record({ day: anyDay, length: fc.integer({ min: 0, max: 12 }), region: fc.constantFrom(null, '', 'IL', 'US') }), {
      maxLength: 12,
    })
    .map((ranges) => ranges.map(({ day, length, region }) => closed(day, { lastDay: addDays(day, length), region })))
  it('agree with the days after, whatever is closed', () =>
    fc.assert(
      fc.property(anyCalendar, anyDay, fc.integer({ min: 1, max: 15 }), (calendar, day, count) => {
        const days = businessDays(calendar, 'IL')
        const last = days.after(day, count)
        expect(days.closedFor(last)).toBeNull()
        expect(days.between(day, last)).toBe(count)
        expect(days.between(day, addDays(last, -1))).toBe(count - 1)
        expect(days.between(last, day)).toBe(-count)
      }),
    ))
  it('add up', () =>
    fc.assert(
      fc.property(anyCalendar, fc.tuple(anyDay, anyDay, anyDay), (calendar, [one, other, third]) => {
        const days = businessDays(calendar, null)
        expect(days.between(one, other) + days.between(other, third) - days.between(one, third)).toBe(0)
      }),
    ))
})

describe('the clock of a request of a Thursday', () => {
  const clock = (today: string, days = WEEK) => clockOf('2026-11-19', 2, today, days)
  it.each([
    ['on its own day', '2026-11-19', 2, false],
    ['a day before it is due', '2026-11-20', 1, false],
    ['on the weekend before it is due', '2026-11-22', 1, false],
    ['on the day it is due', '2026-11-23', 0, false],
    ['a day after it is due', '2026-11-24', -1, true],
    ['a week after it is due', '2026-11-30', -5, true],
  ])('%s', (_, today, left, late) => {
    expect(clock(today)).toEqual({ received: '2026-11-19', due: '2026-11-23', left, late })
  })
  it('is due a day later where the Friday is closed', () => {
    expect(clock('2026-11-23', HOLIDAY_FRIDAY)).toEqual({ received: '2026-11-19', due: '2026-11-24', left: 1, late: false })
  })
  it('is late on the weekend after it was due, though no business day has gone by', () => {
    expect(clockOf('2026-11-18', 2, '2026-11-20', WEEK)).toMatchObject({ due: '2026-11-20', left: 0, late: false })
    expect(clockOf('2026-11-18', 2, '2026-11-21', WEEK)).toMatchObject({ due: '2026-11-20', left: 0, late: true })
  })
  it('runs as many days as it is given', () => {
    expect([0, 1, 3].map((days) => clockOf('2026-11-19', days, '2026-11-19', WEEK).due)).toEqual([
      '2026-11-19',
      '2026-11-20',
      '2026-11-24',
    ])
  })
})

describe('the calendar that comes with phd', () => {
  const days = businessDays(readCalendar(), null)
  it('lets a request of Thursday 24 December 2026 be due after the Family and Friends Days of 28 to 31 December', () => {
    expect(clockOf('2026-12-24', 2, '2026-12-31', days)).toEqual({
      received: '2026-12-24',
      due: '2027-01-01',
      left: 1,
      late: false,
    })
    expect(clockOf('2026-12-25', 2, '2027-01-04', days)).toMatchObject({ due: '2027-01-04', left: 0, late: false })
  })
  it.each([
    ['2026-12-24', null],
    ['2026-12-28', 'Family and Friends Days'],
    ['2026-12-31', 'Family and Friends Days'],
    ['2027-01-01', null],
    ['2024-12-23', 'Family and Friends Day'],
    ['2020-05-01', 'Family and Friends Day'],
  ])('on %s closes the desk for %s', (day, expected) => {
    expect(days.closedFor(day)).toBe(expected)
  })
  it('has every day once, in order, and no range that ends before it begins', () => {
    const calendar = readCalendar()
    for (const [i, { day, lastDay }] of calendar.entries()) {
      expect(lastDay === null || lastDay > day, day).toBe(true)
      const next = calendar[i + 1]
      if (next) expect((lastDay ?? day) < next.day, next.day).toBe(true)
    }
  })
})
