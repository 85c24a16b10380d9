import { expect, it } from 'vitest'
import { badgeFigures, countedQuarters, totalFigures } from '../../../src/reports/scorecard/figures.ts'
import type { CertifiedRow } from '../../../src/reports/scorecard/rows.ts'
import { parseQuarter } from '../../../src/rules/fiscal.ts'
import { only, row, SALES, SALES_PRO } from './rows.ts'

/** Held, gained, lapsed, earned and change of the first badge of Acme in a quarter, as of a day. */
function figures(rows: readonly CertifiedRow[], quarter: string, today: string, partner = 'acme') {
  const [badge] = badgeFigures(rows, only(partner), quartersOf(quarter, today))
  return badge && [badge.held, badge.gained, badge.lapsed, badge.earned, badge.change]
}

function quartersOf(name: string, today: string) {
  const quarter = parseQuarter(name)
  if (!quarter) throw new Error(name)
  return countedQuarters(quarter, today)
}

it('counts eight quarters, oldest first, and ends the one that is not over on the day', () => {
  const quarters = quartersOf('FY27-Q4', '2026-12-01')
  expect(quarters.map(({ quarter }) => quarter)).toEqual([
    ...['FY25-Q4', 'FY26-Q1', 'FY26-Q2', 'FY26-Q3', 'FY26-Q4', 'FY27-Q1', 'FY27-Q2', 'FY27-Q3', 'FY27-Q4'],
  ])
  expect(quarters.at(-1)).toEqual({ quarter: 'FY27-Q4', first: '2026-11-01', end: '2026-12-01', isNow: true })
  expect(quarters.at(-2)).toEqual({ quarter: 'FY27-Q3', first: '2026-08-01', end: '2026-10-31', isNow: false })
})

it('earns on 31 January in the last quarter of a fiscal year, on 1 February in the first of the next', () => {
  const last = [row({ earned: '2026-01-31' })]
  expect(figures(last, 'FY26-Q4', '2026-12-01')).toEqual([1, 1, 0, 1, 1])
  expect(figures(last, 'FY27-Q1', '2026-12-01')).toEqual([1, 0, 0, 0, 0])
  const first = [row({ earned: '2026-02-01' })]
  expect(figures(first, 'FY26-Q4', '2026-12-01')).toBeUndefined()
  expect(figures(first, 'FY27-Q1', '2026-12-01')).toEqual([1, 1, 0, 1, 1])
})

it('holds a certification on its last day, and not on the day after', () => {
  const rows = [row({ earned: '2025-10-31', expires: '2026-10-31' })]
  expect(figures(rows, 'FY27-Q3', '2026-10-31')).toEqual([1, 0, 0, 0, 0])
  expect(figures(rows, 'FY27-Q3', '2026-12-01')).toEqual([1, 0, 0, 0, 0])
  expect(figures(rows, 'FY27-Q4', '2026-11-01')).toEqual([0, 0, 1, 0, -1])
})

it('counts what began on a leap day, and what ends on one', () => {
  const rows = [row({ earned: '2024-02-29', expires: '2028-02-29' })]
  expect(figures(rows, 'FY25-Q1', '2026-12-01')).toEqual([1, 1, 0, 1, 1])
  expect(figures(rows, 'FY29-Q1', '2028-02-29')).toEqual([1, 0, 0, 0, 0])
  expect(figures(rows, 'FY29-Q1', '2028-03-01')).toEqual([0, 0, 1, 0, -1])
})

it('counts a renewal as earned, and the person once', () => {
  const rows = [
    row({ earned: '2025-06-01', expires: '2026-09-15' }),
    row({ earned: '2026-08-20', expires: '2028-08-20' }),
    row({ earned: '2026-08-25', expires: null }),
  ]
  expect(figures(rows, 'FY27-Q3', '2026-12-01')).toEqual([1, 0, 0, 2, 0])
})

it('counts a certification that lapsed and was renewed within a quarter as held, neither gained nor lapsed', () => {
  const rows = [row({ earned: '2025-06-01', expires: '2026-08-15' }), row({ earned: '2026-10-20', expires: '2028-10-20' })]
  expect(figures(rows, 'FY27-Q3', '2026-12-01')).toEqual([1, 0, 0, 1, 0])
})

it('counts a certification that began and ended within a quarter as earned alone', () => {
  const rows = [row({ earned: '2026-08-02', expires: '2026-10-30' })]
  expect(figures(rows, 'FY27-Q3', '2026-12-01')).toEqual([0, 0, 0, 1, 0])
})

it('does not count what is earned after the day, though within the quarter', () => {
  const rows = [row({ earned: '2026-12-02' }), row({ earned: '2026-11-01' })]
  expect(figures(rows, 'FY27-Q4', '2026-12-01')).toEqual([1, 1, 0, 1, 1])
})

it('counts a certification that ends before it begins in no quarter', () => {
  expect(figures([row({ earned: '2026-09-01', expires: '2026-08-01' })], 'FY27-Q4', '2026-12-01')).toEqual([0, 0, 0, 0, 0])
})

it('counts by the row in the past, and where people are now in the quarter of the day', () => {
  const rows = [row({ now: { partner: 'beta', by: 'portal' } })]
  expect(figures(rows, 'FY27-Q3', '2026-12-01', 'acme')).toEqual([1, 0, 0, 0, 0])
  expect(figures(rows, 'FY27-Q4', '2026-12-01', 'acme')).toEqual([0, 0, 1, 0, -1])
  expect(figures(rows, 'FY27-Q4', '2026-12-01', 'beta')).toEqual([1, 1, 0, 0, 1])
})

it('counts no one now who left, and in the past still', () => {
  const rows = [row({ now: { partner: null, by: 'left' } })]
  expect(figures(rows, 'FY27-Q3', '2026-12-01')).toEqual([1, 0, 0, 0, 0])
  expect(figures(rows, 'FY27-Q4', '2026-12-01')).toEqual([0, 0, 1, 0, -1])
})

it('counts a row of no certain partner now, where the portal users have the person, and never as earned', () => {
  const rows = [row({ partner: null, earned: '2026-11-10', now: { partner: 'acme', by: 'portal' } })]
  expect(figures(rows, 'FY27-Q4', '2026-12-01')).toEqual([1, 1, 0, 0, 1])
})

it('counts a person with two badges of one credential once for each badge', () => {
  const badges = badgeFigures([row(), row({ ...SALES_PRO })], only('acme'), quartersOf('FY27-Q4', '2026-12-01'))
  expect(badges.map(({ badge, held }) => [badge, held])).toEqual([
    ['Sales Core Training', 1],
    ['Sales Professional Accreditation', 1],
  ])
  expect(totalFigures(badges, quartersOf('FY27-Q4', '2026-12-01'))).toMatchObject({ held: 2, change: 0 })
})

it('counts a badge that no table has under its own name, without a credential', () => {
  const rows = [row({ badge: 'Duo Wizard', credential: null })]
  expect(badgeFigures(rows, only('acme'), quartersOf('FY27-Q4', '2026-12-01'))).toMatchObject([
    { badge: 'Duo Wizard', credential: null, held: 1 },
  ])
})

it('gives the totals of every quarter, and of no row at all', () => {
  const quarters = quartersOf('FY27-Q4', '2026-12-01')
  const badges = badgeFigures(
    [row(), row({ ...SALES, person: 'bo@acme.example', expires: '2026-08-31' })],
    only('acme'),
    quarters,
  )
  expect(totalFigures(badges, quarters).quarters.slice(-4)).toEqual([
    { quarter: 'FY27-Q1', held: 2, gained: 2, lapsed: 0, earned: 2 },
    { quarter: 'FY27-Q2', held: 2, gained: 0, lapsed: 0, earned: 0 },
    { quarter: 'FY27-Q3', held: 1, gained: 0, lapsed: 1, earned: 0 },
    { quarter: 'FY27-Q4', held: 1, gained: 0, lapsed: 0, earned: 0 },
  ])
  expect(totalFigures([], quarters)).toMatchObject({ held: 0, change: 0, quarters: { length: 8 } })
})
