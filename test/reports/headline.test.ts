import { describe, expect, it } from 'vitest'
import { findingWords } from '../../src/commands/insights/sentences/headline-words.ts'
import type { Money } from '../../src/records/money.ts'
import { readThresholds } from '../../src/reference/scorecards/insights.ts'
import { yearEndingWith } from '../../src/reports/insights/periods.ts'
import { insightsOf } from '../../src/reports/insights/report.ts'
import type { InsightDeal, InsightEvidence, Role } from '../../src/reports/insights/types.ts'
import { parseQuarter } from '../../src/rules/fiscal.ts'
import { deal, evidence, registration } from './insights-world.ts'

const DAY = '2026-11-20'
const thresholds = readThresholds()[0]?.thresholds ?? expect.fail('no thresholds')
const period = yearEndingWith(parseQuarter('FY27-Q4') ?? expect.fail('no quarter'), DAY)
const partner = { id: '001', name: 'Acme', track: 'Select', region: null, owner: null, ownerId: null }

function words(about: Partial<InsightEvidence>, { role = null, isYear = true }: { role?: Role | null; isYear?: boolean } = {}) {
  const insights = insightsOf(evidence(about), { period, day: DAY, role, convert: null }, thresholds)
  return findingWords({ insights, partner, period: { ...period, isYear } })
}

const of = (currency: string | null, amount: string): Money => ({ currency, amount })
const open = deal({ outcome: 'open', closeDate: '2027-01-10' })
const past = (amount: Money | null) => deal({ closeDate: '2025-05-10', amount })
const certifications = {
  ...{ quarters: [], isMet: false, track: 'Select', expiring: [] },
  missing: [{ credential: 'sales', missing: 3 }],
}

describe('the first sentence', () => {
  it.each<[string, InsightDeal[], string]>([
    ['neither won nor lost', [open], 'Acme won and lost no deal in four quarters; no other figure can be judged or stands out.'],
    ['nothing won', [open, deal({ outcome: 'lost' })], 'Acme won no deal and lost 1 in four quarters; no other figure'],
    ['no amount', [open, deal({ amount: null })], 'Acme won 1 deal in four quarters, without an amount; no other'],
    ['a first year', [open, deal()], 'Acme won USD 100.00 in four quarters, after no won deal the year before; no other'],
    [
      'some without an amount',
      [open, deal(), deal({ amount: null })],
      'Acme won USD 100.00 (and 1 deal without an amount) in four',
    ],
    [
      'the same',
      [open, deal(), past(of('USD', '100.2'))],
      'Acme won USD 100.00 in four quarters, about as much as the year before;',
    ],
    ['less', [open, deal(), past(of('USD', '150'))], 'Acme won USD 100.00 in four quarters, 33% less than the year before;'],
    [
      'several currencies, which are not compared',
      [open, deal(), deal({ amount: of('EUR', '5') }), deal({ amount: of(null, '7') }), past(of('USD', '1'))],
      'Acme won EUR 5.00, USD 100.00 and 7.00 (currency not known) in four quarters;',
    ],
    [
      'more currencies than a sentence takes',
      [open, ...['CAD', 'EUR', 'GBP', 'JPY', 'USD'].map((currency) => deal({ amount: of(currency, '5') }))],
      'Acme won CAD 5.00, EUR 5.00, GBP 5.00 and 2 more currencies in four quarters, after',
    ],
    [
      'an earlier sum that lacks amounts',
      [open, deal(), past(of('USD', '1')), past(null)],
      'Acme won USD 100.00 in four quarters; no',
    ],
    [
      'a loss that may only be an amount that is not there',
      [open, deal(), deal({ amount: null }), past(of('USD', '150'))],
      'Acme won USD 100.00 (and 1 deal without an amount) in four quarters; no',
    ],
    ['another currency before', [open, deal(), past(of('EUR', '1'))], 'Acme won USD 100.00 in four quarters; no'],
  ])('of %s', (_, deals, start) => {
    expect(words({ deals }).slice(0, start.length)).toBe(start)
  })

  it('is not known without a list, which may still leave something to improve', () => {
    expect(words({})).toBe(
      'What Acme won is not known, because no opportunities were imported; no other figure can be judged or stands out.',
    )
    expect(words({ certifications })).toBe(
      'What Acme won is not known, because no opportunities were imported; to improve: 3 people with sales are missing for Select.',
    )
  })

  it('names what presses most, in a fixed order', () => {
    const deals = [deal()]
    const returned = [registration({ outcome: 'returned' })]
    expect(words({ deals })).toContain('; to improve: no open opportunity, after 1 won and 0 lost in the period.')
    expect(words({ deals, registrations: returned })).toContain(
      '; first of 2 to improve: 1 registration returned, waiting for the partner.',
    )
    expect(words({ deals, registrations: returned, certifications })).toContain(
      '; first of 3 to improve: 3 people with sales are',
    )
  })

  it('does not say a fall of revenue twice, and names what goes well where nothing is to improve', () => {
    const many = (closeDate: string, amount: string) =>
      Array.from({ length: 3 }, () => deal({ closeDate, amount: of('USD', amount) }))
    const fallen = words({ deals: [open, ...many('2026-05-10', '100'), ...many('2025-05-10', '200')] })
    expect(fallen).toBe('Acme won USD 300.00 in four quarters, 50% less than the year before.')
    const logos = Array.from({ length: 2 }, () => deal({ orderType: '1. New - First Order' }))
    expect(words({ deals: [open, ...logos] })).toContain('; goes well: 2 new logos, 0 on the same days a year before.')
  })

  it('names another role than that of reseller, and named days', () => {
    const deals = [open, deal({ roles: ['distributor'] })].map((each) => ({ ...each, roles: ['distributor'] as const }))
    expect(words({ deals })).toContain('Acme won USD 100.00 as Distributor in four quarters')
    expect(words({ deals: [open, deal()] }, { isYear: false })).toContain(
      'Acme won USD 100.00 from 2026-02-01 to 2026-11-20, after no won deal on the same days a year before',
    )
  })
})

it('keeps the deals that another partner sells off the page for the partner, unless it distributes them', async () => {
  const { evidenceForPartner } = await import('../../src/reports/insights/for-partner.ts')
  const deals = [
    deal({ name: 'sold', reseller: 'Acme', roles: ['resale', 'registration'] }),
    deal({ name: 'registered, sold by nobody else', roles: ['registration'] }),
    deal({ name: 'registered, sold by Birch', reseller: 'Birch', roles: ['registration', 'service'] }),
    deal({ name: 'distributed', reseller: 'Birch', roles: ['registration', 'distributor'] }),
    deal({ name: 'influenced', reseller: 'Birch', roles: ['influence'] }),
  ]
  expect(evidenceForPartner(evidence({ deals })).deals?.map(({ name, roles }) => [name, roles])).toEqual([
    ['sold', ['resale', 'registration']],
    ['registered, sold by nobody else', ['registration']],
    ['distributed', ['distributor']],
  ])
})
