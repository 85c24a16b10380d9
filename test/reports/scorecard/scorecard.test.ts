import { expect, it } from 'vitest'
import { type Asked, countCountries, countPart, countScorecard } from '../../../src/reports/scorecard/scorecard.ts'
import { parseQuarter } from '../../../src/rules/fiscal.ts'
import { ARCHITECT, only, row } from './rows.ts'

function asked(given: Partial<Asked> = {}, quarter = 'FY27-Q4'): Asked {
  const parsed = parseQuarter(quarter)
  if (!parsed) throw new Error(quarter)
  return { today: '2026-12-01', quarter: parsed, expiringDays: 90, badges: null, country: null, ...given }
}

const bo = { person: 'bo@acme.example', name: 'Bo Chen' }

it('says of each row which figures it is behind, or why none', () => {
  const rows = [
    row({ earned: '2026-11-05', expires: '2026-12-24' }),
    row({ ...bo, expires: '2026-11-10' }),
    row({ ...ARCHITECT, earned: '2020-01-01', expires: '2021-01-01' }),
    row({ ...ARCHITECT, ...bo, earned: '2026-12-24' }),
    row({ person: 'cy@acme.example', name: 'Cy', now: { partner: 'beta', by: 'portal' } }),
    row({ person: 'di@acme.example', name: 'Di', now: { partner: null, by: 'left' } }),
  ]
  const { rows: behind } = countScorecard(rows, only('acme'), asked())
  expect(behind.map(({ row: { name }, counts, why }) => [name, counts, why])).toEqual([
    ['Ann Lee', ['held', 'gained', 'earned', 'expiring'], null],
    ['Ann Lee', [], 'ended'],
    ['Bo Chen', ['lapsed'], 'ended'],
    ['Bo Chen', [], 'later'],
    ['Cy', ['lapsed'], 'moved_away'],
    ['Di', ['lapsed'], 'left'],
  ])
})

it('has as many rows behind a figure as the figure says, where each person has one row', () => {
  const rows = [row({ earned: '2026-11-05' }), row({ ...bo, expires: '2026-11-10' }), row({ ...bo, ...ARCHITECT })]
  const { total, rows: behind } = countScorecard(rows, only('acme'), asked())
  for (const figure of ['held', 'gained', 'lapsed', 'earned'] as const)
    expect(behind.filter(({ counts }) => counts.includes(figure))).toHaveLength(total[figure])
  expect(total).toMatchObject({ held: 2, gained: 1, lapsed: 1, earned: 1, change: 0 })
})

it('counts only the badges and the country that are asked for', () => {
  const rows = [row(), row({ ...ARCHITECT }), row({ ...bo, country: null })]
  expect(countScorecard(rows, only('acme'), asked()).total.held).toBe(3)
  expect(countScorecard(rows, only('acme'), asked({ badges: new Set([ARCHITECT.badge]) })).total.held).toBe(1)
  expect(countScorecard(rows, only('acme'), asked({ country: 'DE' })).total.held).toBe(2)
})

it('lists countries with the most first, then by name, the unknown one last, and counts people once in each', () => {
  const rows = [
    row(),
    row({ ...ARCHITECT }),
    row({ ...bo, country: null }),
    row({ ...bo, ...ARCHITECT, country: 'AT' }),
    row({ ...bo, country: 'CH' }),
  ]
  const names: Record<string, string> = { AT: 'Austria', CH: 'A Swiss name', DE: 'Germany' }
  const counted = countCountries(rows, only('acme'), { ...asked(), nameOf: (code) => names[code] ?? code })
  expect(counted.map(({ country, held, people }) => [country, held, people])).toEqual([
    ['DE', 2, 1],
    ['CH', 1, 1],
    ['AT', 1, 1],
    [null, 1, 1],
  ])
})

it('counts a part as a scorecard of it would', () => {
  const rows = [row({ earned: '2026-11-05' }), row({ ...bo, expires: '2026-11-10' })]
  expect(countPart(rows, only('acme'), asked())).toEqual({ held: 1, gained: 1, lapsed: 1, earned: 1, change: 0, people: 1 })
})

it('counts who is not in the portal, and who counts by the portal alone', () => {
  const rows = [
    row({ now: { partner: 'acme', by: 'not_in_portal' } }),
    row({ ...bo, partner: null, now: { partner: 'acme', by: 'portal' } }),
    row({ ...bo, ...ARCHITECT, partner: null, now: { partner: 'acme', by: 'portal' } }),
  ]
  expect(countScorecard(rows, only('acme'), asked())).toMatchObject({ notInPortal: 1, byPortalAlone: 1, people: 2 })
})

it('counts a past quarter by the rows alone, and tells what ends as of the day', () => {
  const rows = [row({ expires: '2026-12-24', now: { partner: 'beta', by: 'portal' } })]
  const { total, quarter, expiring, rows: behind } = countScorecard(rows, only('acme'), asked({}, 'FY27-Q1'))
  expect(total).toMatchObject({ held: 1, gained: 1, earned: 1 })
  expect(quarter).toMatchObject({ quarter: 'FY27-Q1', end: '2026-04-30', isNow: false })
  expect(expiring).toEqual([])
  expect(behind[0]?.counts).toEqual(['held', 'gained', 'earned'])
  expect(countScorecard(rows, only('beta'), asked({}, 'FY27-Q1')).rows[0]).toMatchObject({
    counts: ['expiring'],
    why: 'moved_here_later',
  })
})
