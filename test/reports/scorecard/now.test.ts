import { expect, it } from 'vitest'
import { expiringOf, heldNow, leftOf, movedOf } from '../../../src/reports/scorecard/now.ts'
import { only, row, SALES_PRO } from './rows.ts'

const TODAY = '2026-12-01'

it('lists what ends within the days, its last day and the limit included, the first first', () => {
  const rows = [
    row({ person: 'a@acme.example', name: 'Ada', expires: '2027-03-01' }),
    row({ person: 'b@acme.example', name: 'Bo', expires: '2027-03-02' }),
    row({ person: 'c@acme.example', name: 'Cy', expires: '2026-12-01' }),
    row({ person: 'd@acme.example', name: 'Di', expires: '2026-11-30' }),
    row({ person: 'e@acme.example', name: 'Ed', expires: null }),
  ]
  const expiring = expiringOf(heldNow(rows, only('acme'), TODAY), TODAY, 90)
  expect(expiring.map(({ name, expires, days }) => [name, expires, days])).toEqual([
    ['Cy', '2026-12-01', 0],
    ['Ada', '2027-03-01', 90],
  ])
})

it('ends with the last of several rows, and never where one of them does not end', () => {
  const renewed = [row({ expires: '2026-12-15' }), row({ earned: '2026-11-01', expires: '2027-01-15' })]
  expect(expiringOf(heldNow(renewed, only('acme'), TODAY), TODAY, 90)).toMatchObject([{ expires: '2027-01-15', days: 45 }])
  const endless = [row({ expires: '2026-12-15' }), row({ earned: '2026-11-01', expires: null })]
  expect(expiringOf(heldNow(endless, only('acme'), TODAY), TODAY, 90)).toEqual([])
})

it('takes no renewal into account that is not earned yet', () => {
  const rows = [row({ expires: '2026-12-15' }), row({ earned: '2026-12-02', expires: '2028-12-02' })]
  expect(expiringOf(heldNow(rows, only('acme'), TODAY), TODAY, 90)).toMatchObject([{ expires: '2026-12-15' }])
})

it('names a person who moved on the pages of both partners, with all badges that are held', () => {
  const now = { partner: 'beta', by: 'portal' } as const
  const rows = [
    row({ now }),
    row({ now, ...SALES_PRO }),
    row({ now, badge: 'PSE', expires: '2026-11-30' }),
    row({ now, partner: 'beta', badge: 'PSE' }),
  ]
  const moved = {
    person: 'ann@acme.example',
    name: 'Ann Lee',
    badges: ['Sales Core Training', SALES_PRO.badge],
    from: 'acme',
    to: 'beta',
  }
  expect(movedOf(rows, only('acme'), TODAY)).toEqual([moved])
  expect(movedOf(rows, only('beta'), TODAY)).toEqual([moved])
  expect(movedOf(rows, () => true, TODAY)).toEqual([])
})

it('does not call a person moved whose row names no certain partner, or who is not in the portal', () => {
  const rows = [
    row({ partner: null, now: { partner: 'acme', by: 'portal' } }),
    row({ now: { partner: 'acme', by: 'not_in_portal' } }),
  ]
  expect(movedOf(rows, only('acme'), TODAY)).toEqual([])
})

it('names who left on the page of the partner they left', () => {
  const rows = [row({ now: { partner: null, by: 'left' } }), row({ person: 'bo@acme.example' })]
  expect(leftOf(rows, only('acme'), TODAY)).toEqual([
    { person: 'ann@acme.example', name: 'Ann Lee', badges: ['Sales Core Training'], from: 'acme' },
  ])
  expect(leftOf(rows, only('beta'), TODAY)).toEqual([])
})
