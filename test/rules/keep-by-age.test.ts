import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Ages, keptByAge, readAges } from '../../src/rules/keep-by-age.ts'

const made = (days: readonly string[]): { day: string }[] => days.map((day) => ({ day }))
const kept = (days: readonly string[], ages: Ages, today: string): string[] =>
  keptByAge(made(days), ages, today).map(({ day }) => day)

describe('ages', () => {
  it('are read as days, weeks, months and years, each once', () => {
    expect(readAges('7d,4w,12m')).toEqual({ d: 7, w: 4, m: 12 })
    expect(readAges('2y, 1d')).toEqual({ y: 2, d: 1 })
    for (const wrong of ['', '7', 'd', '7d,', '7d 4w', '7d,7d', '0d', '-1d', '7D', '7h', '99999d'])
      expect(readAges(wrong), wrong).toBeNull()
  })
})

describe('what is kept by age', () => {
  it('is the newest of each day, and what is older than the days goes', () => {
    const days = ['2026-11-20', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17']
    expect(keptByAge(made(days), { d: 3 }, '2026-11-20')).toHaveLength(3)
    expect(kept(days, { d: 3 }, '2026-11-20')).toEqual(['2026-11-20', '2026-11-19', '2026-11-18'])
  })

  it('counts weeks from Monday, and months by their names', () => {
    // 2026-11-16 is a Monday.
    const days = ['2026-11-20', '2026-11-16', '2026-11-15', '2026-11-09', '2026-10-31', '2026-10-01', '2026-09-30']
    expect(kept(days, { w: 2 }, '2026-11-20')).toEqual(['2026-11-20', '2026-11-15'])
    expect(kept(days, { m: 2 }, '2026-11-20')).toEqual(['2026-11-20', '2026-10-31'])
    expect(kept(days, { y: 1 }, '2026-11-20')).toEqual(['2026-11-20'])
  })

  it('always has the newest, however old, and all that is from after today', () => {
    expect(kept(['2020-01-01', '2019-12-31'], { d: 7 }, '2026-11-20')).toEqual(['2020-01-01'])
    expect(kept(['2027-01-02', '2027-01-01', '2026-11-20'], { d: 1 }, '2026-11-20')).toEqual([
      '2027-01-02',
      '2027-01-01',
      '2026-11-20',
    ])
  })

  /** Another way to say it: a walk over the calendar, day by day, with the days of Date itself. */
  function byCalendar(days: readonly string[], ages: Ages, today: string): Set<number> {
    const keep = new Set<number>()
    const at = (day: string): Date => new Date(`${day}T12:00:00Z`)
    const first = (test: (day: Date) => boolean): void => {
      const found = days.findIndex((day) => day <= today && test(at(day)))
      if (found >= 0) keep.add(found)
    }
    const now = at(today)
    for (let ago = 0; ago < (ages.d ?? 0); ago++) {
      const wanted = new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10)
      first((day) => day.toISOString().slice(0, 10) === wanted)
    }
    for (let ago = 0; ago < (ages.w ?? 0); ago++) {
      const monday = new Date(now.getTime() - (((now.getUTCDay() + 6) % 7) + 7 * ago) * 86_400_000)
      first((day) => day >= monday && day.getTime() < monday.getTime() + 7 * 86_400_000)
    }
    for (let ago = 0; ago < (ages.m ?? 0); ago++) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)).toISOString().slice(0, 7)
      first((day) => day.toISOString().startsWith(month))
    }
    for (let ago = 0; ago < (ages.y ?? 0); ago++) first((day) => day.getUTCFullYear() === now.getUTCFullYear() - ago)
    days.forEach((day, i) => {
      if (i === 0 || day > today) keep.add(i)
    })
    return keep
  }

  it('is what a walk over the calendar keeps, for any days', () => {
    const day = fc
      .date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    const ages = fc.record({ d: fc.nat(20), w: fc.nat(10), m: fc.nat(15), y: fc.nat(3) }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 40 }), ages, day, (days, wanted, today) => {
        const sorted = [...days].sort().reverse()
        const all = made(sorted)
        const found = new Set(keptByAge(all, wanted, today).map((each) => all.indexOf(each)))
        expect(found).toEqual(byCalendar(sorted, wanted, today))
      }),
      { numRuns: 500 },
    )
  })
})
