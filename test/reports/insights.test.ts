import { describe, expect, it } from 'vitest'
import type { Money } from '../../src/records/money.ts'
import { readThresholds } from '../../src/reference/scorecards/insights.ts'
import { dealOutcome } from '../../src/reports/deals/words.ts'
import { daysAsked, median, yearEndingWith } from '../../src/reports/insights/periods.ts'
import { insightsOf } from '../../src/reports/insights/report.ts'
import type { Convert, InsightEvidence, Role } from '../../src/reports/insights/types.ts'
import { parseQuarter } from '../../src/rules/fiscal.ts'
import { deal, evidence, registration } from './insights-world.ts'

const DAY = '2026-11-20'
const quarter = (name: string) => parseQuarter(name) ?? expect.fail(name)
const thresholds = readThresholds()[0]?.thresholds ?? expect.fail('no thresholds')

function insights(
  about: Partial<InsightEvidence>,
  { convert = null, role = null }: { convert?: Convert | null; role?: Role | null } = {},
) {
  const period = yearEndingWith(quarter('FY27-Q4'), DAY)
  return insightsOf(evidence(about), { period, day: DAY, role, convert }, thresholds)
}

const codes = ({ findings }: ReturnType<typeof insights>) => findings.map(({ code, kind }) => `${kind} ${code}`)
const usd = (amount: string): Money => ({ currency: 'USD', amount })
const eur = (amount: string): Money => ({ currency: 'EUR', amount })

describe('periods', () => {
  it('takes the four quarters up to the day, and the same days a year before', () => {
    const { first, last, before, quarters } = yearEndingWith(quarter('FY27-Q4'), DAY)
    expect([first, last, before]).toEqual(['2026-02-01', '2026-11-20', { first: '2025-02-01', last: '2025-11-20' }])
    expect(quarters.map(({ name }) => name)).toEqual([
      ...['FY26-Q1', 'FY26-Q2', 'FY26-Q3', 'FY26-Q4'],
      ...['FY27-Q1', 'FY27-Q2', 'FY27-Q3', 'FY27-Q4'],
    ])
  })

  it('takes a quarter that is over to its last day', () => {
    expect(yearEndingWith(quarter('FY26-Q4'), DAY)).toMatchObject({ first: '2025-02-01', last: '2026-01-31' })
  })

  it('keeps the last day of February the last', () => {
    expect(daysAsked('2024-02-01', '2024-02-29').before).toEqual({ first: '2023-02-01', last: '2023-02-28' })
    expect(daysAsked('2025-02-01', '2025-02-28').before).toEqual({ first: '2024-02-01', last: '2024-02-29' })
  })

  it('compares no more than a year', () => {
    expect(daysAsked('2025-01-01', '2025-12-31').before).toEqual({ first: '2024-01-01', last: '2024-12-31' })
    expect(daysAsked('2025-01-01', '2026-01-01').before).toBeNull()
  })

  it('gives a median that occurred, and none of nothing', () => {
    expect([median([9, 1, 5]), median([4, 1, 2, 9]), median([])]).toEqual([5, 2, null])
  })
})

describe('what became of an opportunity', () => {
  it.each([
    ['Closed Won', 'won'],
    ['8-CLOSED WON', 'won'],
    ['8-Closed Lost', 'lost'],
    ['9-Unqualified', 'closed'],
    ['10-Duplicate', 'duplicate'],
    ['3-Technical Evaluation', 'open'],
    ['0-Pending Acceptance', 'open'],
    ['#N/A', 'unknown'],
    [null, 'unknown'],
    ['12', 'unknown'],
  ])('%s is %s', (stage, outcome) => {
    expect(dealOutcome({ stage, duplicateOf: null, mergedInto: null })).toBe(outcome)
  })

  it('is a duplicate where another opportunity is named, whatever the stage', () => {
    expect(dealOutcome({ stage: 'Closed Won', duplicateOf: '0061', mergedInto: ' ' })).toBe('duplicate')
    expect(dealOutcome({ stage: 'Closed Won', duplicateOf: null, mergedInto: 'Other' })).toBe('duplicate')
  })
})

describe('won revenue', () => {
  const deals = [
    deal({ closeDate: '2026-01-31', amount: usd('10') }),
    deal({ closeDate: '2026-02-01', amount: usd('20.25') }),
    deal({ closeDate: '2026-04-30', amount: eur('5') }),
    deal({ closeDate: '2026-04-30', amount: null }),
    deal({ closeDate: '2026-11-20', amount: { currency: null, amount: '7' } }),
    deal({ closeDate: '2026-11-21', amount: usd('900') }),
    deal({ outcome: 'duplicate', amount: usd('900') }),
    deal({ outcome: 'lost' }),
  ]

  it('is one sum for each currency of each quarter, by the close date; deals without an amount are counted apart', () => {
    const { revenue } = insights({ deals })
    expect(revenue.map(({ quarter: { name }, won }) => [name, won.deals, won.noAmount, won.money])).toEqual([
      ...['FY26-Q1', 'FY26-Q2', 'FY26-Q3'].map((name) => [name, 0, 0, []]),
      ['FY26-Q4', 1, 0, [usd('10')]],
      ['FY27-Q1', 3, 1, [eur('5'), usd('20.25')]],
      ...['FY27-Q2', 'FY27-Q3'].map((name) => [name, 0, 0, []]),
      ['FY27-Q4', 1, 0, [{ currency: null, amount: '7' }]],
    ])
  })

  it('tells what it does not count, and why', () => {
    expect(insights({ deals }).leftOut.map(({ why }) => why)).toEqual(['closes_after_the_day', 'duplicate'])
  })

  it('is converted only where a rate holds for every amount', () => {
    const convert: Convert = ({ currency, amount }) =>
      currency === 'USD' ? usd(amount) : currency === 'EUR' ? usd(String(Number(amount) * 2)) : null
    const { revenue, closed, withoutRate } = insights({ deals }, { convert })
    // One amount without a currency leaves all closed deals in their own.
    expect(revenue.map(({ won }) => won.converted)).toEqual(Array(8).fill(null))
    expect(closed.won.converted).toBeNull()
    expect(withoutRate.map(({ amount }) => amount?.currency)).toEqual([null])
    const known = insights({ deals: deals.filter(({ amount }) => amount?.currency !== null) }, { convert })
    expect(known.revenue[4]?.won).toMatchObject({ converted: usd('30.25'), money: [eur('5'), usd('20.25')], noAmount: 1 })
    expect(known.withoutRate).toEqual([])
  })

  it('counts the roles apart: a deal in several roles is in each, and in the main one once', () => {
    const several = [deal({ roles: ['resale', 'registration', 'influence'] }), deal({ roles: ['registration'], outcome: 'open' })]
    const { role, closed, roles } = insights({ deals: several })
    expect([role, closed.won.deals]).toEqual(['resale', 1])
    expect(roles.map((each) => [each.role, each.closed.won.deals, each.open.deals])).toEqual([
      ['resale', 1, 0],
      ['registration', 1, 1],
      ['influence', 1, 0],
    ])
  })

  it('is of the role that is asked for', () => {
    const found = insights({ deals: [deal(), deal({ roles: ['distributor'] })] }, { role: 'distributor' })
    expect(found.closed.won.deals).toBe(1)
  })
})

describe('win rate', () => {
  it('is won of won and lost in the period; open and unqualified deals are not in it', () => {
    const deals = [
      deal(),
      deal({ outcome: 'lost' }),
      deal({ outcome: 'lost' }),
      deal({ outcome: 'open' }),
      deal({ outcome: 'closed' }),
    ]
    expect(insights({ deals }).closed).toMatchObject({ lost: 2, rate: 33, won: { deals: 1 } })
  })

  it('is not known where nothing was closed', () => {
    expect(insights({ deals: [] }).closed.rate).toBeNull()
  })
})

describe('who brought the deals', () => {
  it('goes by the Sales Qualified Source; a blank one is not known; an approved registration that disagrees is told', () => {
    const odd = deal({ registrationStatus: 'Approved' })
    const deals = [
      deal({ source: 'Partner Generated' }),
      deal({ source: 'channel generated' }),
      deal({ source: ' ' }),
      deal(),
      odd,
    ]
    const { sources } = insights({ deals })
    expect([sources.sourced.deals, sources.coSell.deals, sources.notKnown.deals, sources.known]).toEqual([2, 2, 1, 4])
    expect(sources.disagree).toEqual([odd])
  })

  it('takes first orders for new logos, and lists order types as they are written', () => {
    const deals = [
      deal({ orderType: '1. New - First Order' }),
      deal({ orderType: '2. New - Connected' }),
      deal({ orderType: null }),
    ]
    const { newLogos, orderTypes } = insights({ deals })
    expect(newLogos.now.deals).toBe(1)
    expect(orderTypes.map(({ orderType }) => orderType)).toEqual(['1. New - First Order', '2. New - Connected', null])
  })
})

it('puts open deals by stage and close quarter, and finds past close dates', () => {
  const open = (closeDate: string | null, stage: string) => deal({ outcome: 'open', closeDate, stage })
  const late = open('2026-10-01', '3-Technical Evaluation')
  const { pipeline } = insights({
    deals: [open('2027-02-01', '1-Discovery'), late, open('2026-11-20', '1-Discovery'), open(null, '1-Discovery')],
  })
  expect(pipeline.stages.map(({ stage, open: { deals } }) => [stage, deals])).toEqual([
    ['1-Discovery', 3],
    ['3-Technical Evaluation', 1],
  ])
  expect(pipeline.quarters.map((each) => [each.quarter, each.open.deals])).toEqual([
    ['FY27-Q3', 1],
    ['FY27-Q4', 1],
    ['FY28-Q1', 1],
    [null, 1],
  ])
  expect(pipeline.overdue).toEqual([late])
})

describe('registrations', () => {
  it('are counted by the day they were submitted; services are apart; days of approval where both are there', () => {
    const found = insights({
      registrations: [
        registration({ submitted: '2026-03-01', approved: '2026-03-11' }),
        registration({ submitted: '2026-05-01', approved: null }),
        registration({ submitted: '2026-05-02', approved: '2026-05-01' }),
        registration({ outcome: 'denied', approved: null }),
        registration({ outcome: 'returned', submitted: null }),
        registration({ isService: true }),
      ],
    }).registrations
    expect(found?.period).toMatchObject({ count: 4, rate: 75, outcomes: { approved: 3, denied: 1, returned: 0, pending: 0 } })
    expect(found?.approval).toEqual({ median: 10, longest: 10, of: 1, withoutDays: 2 })
    expect([found?.returned.length, found?.noDay.length]).toEqual([1, 1])
    expect(found?.quarters[5]?.submitted.count).toBe(3)
  })
})

describe('what goes well and what to improve', () => {
  const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

  it('says nothing without a figure', () => {
    expect(insights({})).toMatchObject({ findings: [], notJudged: [] })
  })

  it('does not judge by too few, and says so', () => {
    const found = insights({ deals: [deal(), deal({ outcome: 'lost' })] })
    expect(codes(found)).toEqual(['improve open_pipeline'])
    expect(found.notJudged.map(({ code, have, least }) => [code, have, least])).toEqual([
      ['won_revenue', 1, 3],
      ['win_rate', 2, 5],
      ['partner_sourced', 1, 5],
      ['service_attach', 1, 5],
    ])
  })

  it.each([
    [3, 3, ['well win_rate']],
    [2, 3, []],
    [3, 7, []],
    [3, 8, ['improve win_rate']],
    [1, 1, []],
  ])('judges a win rate of %i won and %i lost', (won, lost, expected) => {
    const deals = [
      ...times(won, deal),
      ...times(lost, () => deal({ outcome: 'lost' })),
      deal({ outcome: 'open', closeDate: null }),
    ]
    expect(codes(insights({ deals })).filter((each) => each.includes('win_rate'))).toEqual(expected)
  })

  it('compares revenue with the same days a year before, in each currency', () => {
    const past = times(3, () => deal({ closeDate: '2025-06-01' }))
    const now = [...times(2, deal), deal({ amount: eur('500') })]
    const [finding] = insights({ deals: [...past, ...now] }).findings
    expect(finding).toMatchObject({
      ...{ code: 'won_revenue', kind: 'improve' },
      figures: { currency: 'USD', now: '200', before: '300', percent: -33 },
    })
    const grown = insights({ deals: [...past, ...times(4, deal)] })
    expect(codes(grown)).toContain('well won_revenue')
    // A year before is the same days: what was won later that year is not in it.
    const later = insights({ deals: [...times(3, () => deal({ closeDate: '2025-12-01' })), ...times(3, deal)] })
    expect(codes(later).filter((each) => each.includes('revenue'))).toEqual([])
  })

  it('says nothing of revenue where amounts lack', () => {
    const past = times(3, () => deal({ closeDate: '2025-06-01' }))
    const found = insights({ deals: [...past, ...times(6, deal), deal({ amount: null })] })
    expect(codes(found).filter((each) => each.includes('revenue'))).toEqual(['well won_revenue'])
    const lacking = insights({ deals: [...past, ...times(6, deal), ...times(2, () => deal({ amount: null }))] })
    expect(codes(lacking).filter((each) => each.includes('revenue'))).toEqual([])
  })

  it('marks what is for the company alone', () => {
    const found = insights({
      deals: [deal({ outcome: 'open', closeDate: '2026-10-01' }), deal({ roles: ['influence'] })],
      registrations: times(3, () => registration({ approved: '2026-05-20' })),
      influence: [],
    })
    expect(found.findings.filter(({ isInside }) => isInside).map(({ code }) => code)).toEqual([
      'past_close_dates',
      'approval_days',
      'influence_not_recorded',
    ])
  })

  it('judges certifications by the requirement, what changed over four quarters, and what ends', () => {
    const quarters = ['FY27-Q1', 'FY27-Q2', 'FY27-Q3', 'FY27-Q4'].map((each) => ({
      quarter: each,
      held: 4,
      gained: 1,
      lapsed: 2,
      earned: 1,
    }))
    const certifications = {
      quarters,
      isMet: false,
      track: 'Select',
      missing: [{ credential: 'solution architect', missing: 1 }],
      expiring: [{ name: 'Ada', badge: 'PSE', expires: '2026-12-01', place: null }],
    }
    const found = insights({ certifications })
    expect(codes(found)).toEqual(['improve requirement', 'improve certifications_change', 'improve certifications_expiring'])
    expect(found.findings[1]?.figures).toEqual({ gained: 4, lapsed: 8, held: 4 })
    expect(found.next).toMatchObject([{ what: 'certification', day: '2026-12-01', daysLeft: 11 }])
  })

  it('judges leads of which it is known what became of them', () => {
    const lead = (state: 'accepted' | 'rejected' | 'pending') => ({
      ...{ lead: 'L', company: null, state, isConverted: false, created: '2026-05-01', place: { file: 'l.csv', line: 2 } },
    })
    const found = insights({ leads: [...times(2, () => lead('accepted')), ...times(3, () => lead('rejected')), lead('pending')] })
    expect(found.findings).toMatchObject([{ code: 'leads_accepted', kind: 'improve', figures: { rate: 40, of: 5 } }])
  })
})

it('lists what ends from the day on, for as long as the thresholds say', () => {
  const term = (last: string) => ({ kind: 'letter' as const, about: 'letter', users: null, start: null, last, place: null })
  const { next } = insights({ terms: ['2026-11-19', DAY, '2027-02-18', '2027-02-19'].map(term) })
  expect(next.map(({ day, daysLeft }) => [day, daysLeft])).toEqual([
    [DAY, 0],
    ['2027-02-18', 90],
  ])
})
