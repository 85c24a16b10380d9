/** The reports for the partner awards, by the criteria of the page (Ecosystem Operations, Partner Award Program). */

import { describe, expect, it } from 'vitest'
import { readAwardRules } from '../../src/reference/scorecards/awards.ts'
import { compileAwards } from '../../src/reports/awards/compile.ts'
import { minus, percentOf } from '../../src/reports/awards/decimals.ts'
import { heldOn, partnersOfDistributors } from '../../src/reports/awards/distribution.ts'
import { figureOf } from '../../src/reports/awards/figures.ts'
import { yearOf } from '../../src/reports/awards/rows.ts'
import type { Criterion } from '../../src/reports/awards/tables.ts'
import type {
  AwardCategory,
  AwardDeal,
  AwardEvidence,
  AwardPartner,
  AwardRegistration,
  AwardYears,
  DashboardPoint,
  Standing,
} from '../../src/reports/awards/types.ts'
import { policyFor } from '../../src/rules/policy.ts'

const YEARS: AwardYears = {
  awards: 'FY25',
  judged: { name: 'FY24', first: '2023-02-01', last: '2024-01-31', until: '2024-01-31' },
  before: { name: 'FY23', first: '2022-02-01', last: '2023-01-31', until: '2023-01-31' },
}
const RULES = policyFor(readAwardRules(), '2026-11-20', 'awards')
const CRITERIA: Readonly<Record<AwardCategory, readonly Criterion[]>> = RULES.criteria

let line = 1
const place = () => ({ file: 'list.csv', line: ++line })

function partner(id: string, more: Partial<AwardPartner> = {}): AwardPartner {
  return { id, name: `Partner ${id}`, region: 'EMEA', country: 'Germany', signed: null, ...more }
}

function deal(more: Partial<AwardDeal> = {}): AwardDeal {
  return {
    ...{ id: 'd', name: 'Deal', outcome: 'won', closes: '2023-06-01', created: null, resale: null, sourced: null },
    ...{ distributor: null, service: null, isFirstOrder: false, isPartnerGenerated: false },
    ...{ amount: { currency: 'USD', amount: '100' }, servicesAmount: null, place: place() },
    namesResale: (more.resale ?? null) !== null,
    ...more,
  }
}

function registration(more: Partial<AwardRegistration> = {}): AwardRegistration {
  return {
    ...{ name: 'REG1', program: 'partner_sourced', approved: '2023-06-01', isApproved: true, isRefused: false },
    ...{ submitted: null, partner: 'a', distributor: null, place: place(), ...more },
  }
}

const COLUMNS = [
  ...['resalePartner', 'drPartner', 'distributor', 'serviceAttachPartner', 'salesQualifiedSource', 'orderType'],
  ...['created', 'amount', 'partnerServicesAmount'],
]

function evidence(more: Partial<AwardEvidence> = {}): AwardEvidence {
  return {
    ...{ partners: [partner('a'), partner('b')], deals: null, registrations: null, certifications: null },
    dashboards: { start: null, end: null },
    columns: { deals: new Set(COLUMNS), registrations: new Set(['approved', 'type']) },
    ...{ amountField: 'amount', ...more },
  }
}

/** The deal without which nothing would be known of the year before. */
const OLD = deal({ outcome: 'lost', closes: '2022-06-01', created: '2022-03-01' })

function compile(given: Partial<AwardEvidence>, convert: Parameters<typeof compileAwards>[3] = null) {
  return compileAwards({ awards: RULES.awards, criteria: CRITERIA }, evidence(given), YEARS, convert)
}

/** What a table shows: by partner and figure the value, the year before, the change and the growth. */
function shown(report: ReturnType<typeof compile>, award: string) {
  const table = report.tables.find((each) => each.award.id === award)
  return table?.rows.map(({ partner: { id }, cells }) => [
    id,
    ...cells.map(({ value, before, change, growth }, at) => {
      const { measure, currency } = table.columns[at] ?? {}
      return [`${measure}${currency ? ` ${currency}` : ''}`, value, before, change, growth]
    }),
  ])
}

describe('figures', () => {
  it.each([
    ['150', '100', '50', '50.0'],
    ['100', '0', '100', 'new'],
    ['0', '0', '0', null],
    ['0', '80', '-80', '-100.0'],
    ['10', '-5', '15', null],
    ['0.30', '0.10', '0.2', '200.0'],
    ['5', null, null, null],
    [null, '5', null, null],
  ])('%s after %s changed by %s, grew by %s', (value, before, change, growth) => {
    const figure = figureOf(value, before)
    expect(figure).toEqual({ value, before, change: change === null ? null : minus(change, '0'), growth })
  })

  it('rounds a percentage half to even, without a floating point', () => {
    expect([percentOf('1', '2000'), percentOf('3', '2000'), percentOf('-1', '2000'), percentOf('1', '3')]).toEqual([
      '0.0',
      '0.2',
      '0.0',
      '33.3',
    ])
    expect(percentOf('90071992547409931', '100000000000000000')).toBe('90.1')
  })

  it('counts the first and the last day of a fiscal year to it, and no day after the one that is asked for', () => {
    const days = ['2022-01-31', '2022-02-01', '2023-01-31', '2023-02-01', '2024-01-31', '2024-02-01', null]
    expect(days.map((day) => yearOf(day, YEARS))).toEqual([null, 'before', 'before', 'judged', 'judged', null, null])
    const running = { ...YEARS, judged: { ...YEARS.judged, until: '2023-06-30' } }
    expect(['2023-06-30', '2023-07-01'].map((day) => yearOf(day, running))).toEqual(['judged', null])
  })
})

describe('Partner of the Year', () => {
  it('sums won deals that close in the year by the partner who transacts, exactly', () => {
    const deals = [
      deal({ resale: 'a', amount: { currency: 'USD', amount: '0.10' }, closes: '2023-02-01' }),
      deal({ resale: 'a', amount: { currency: 'USD', amount: '0.20' }, closes: '2024-01-31', isFirstOrder: true }),
      deal({ resale: 'a', closes: '2024-02-01' }),
      deal({ resale: 'a', outcome: 'lost' }),
      deal({ resale: 'a', outcome: 'open' }),
      deal({ resale: 'a', outcome: 'duplicate', isFirstOrder: true }),
      deal({ resale: 'a', closes: '2023-01-31', amount: { currency: 'USD', amount: '0.10' } }),
      deal({ resale: 'b', sourced: 'a', isPartnerGenerated: true }),
      deal({ resale: 'b', sourced: 'a' }),
    ]
    expect(shown(compile({ deals, registrations: [registration()] }), 'emea_partner')).toEqual([
      [
        'b',
        ['revenue USD', '200', '0', '200', 'new'],
        ['registrations', '0', null, null, null],
        ['sourced_revenue USD', '0', '0', '0', null],
        ['new_logos', '0', '0', '0', null],
      ],
      [
        'a',
        ['revenue USD', '0.30', '0.10', '0.20', '200.0'],
        ['registrations', '1', null, null, null],
        ['sourced_revenue USD', '100', '0', '100', 'new'],
        ['new_logos', '1', '0', '1', 'new'],
      ],
    ])
  })

  it('counts registrations by the day they were approved, unless they were refused since', () => {
    const registrations = [
      registration({ approved: '2023-02-01' }),
      registration({ approved: '2024-01-31' }),
      registration({ approved: '2023-01-31' }),
      registration({ isRefused: true }),
      registration({ approved: null }),
      registration({ program: null }),
      registration({ program: 'service_attach' }),
    ]
    const report = compile({ registrations })
    expect(shown(report, 'emea_partner')?.[0]?.[2]).toEqual(['registrations', '2', '1', '1', '100.0'])
    expect(shown(report, 'emea_services')?.[0]?.[2]).toEqual(['service_attach', '1', '0', '1', 'new'])
    expect(report.leftOut).toMatchObject({ noApprovalDay: 1, refused: 1, unknownType: 1 })
  })

  it('has a column for each currency, and counts what has no amount apart', () => {
    const euro = { currency: 'EUR', amount: '7' }
    const deals = [
      deal({ resale: 'a', amount: euro }),
      deal({ resale: 'b', amount: euro }),
      deal({ resale: 'b' }),
      deal({ resale: 'b', amount: null }),
      deal({ resale: 'a', amount: { currency: null, amount: '3' } }),
      OLD,
    ]
    const report = compile({ deals })
    const table = report.tables.find(({ award }) => award.id === 'emea_partner')
    expect(table?.columns.slice(0, 3).map(({ currency, lacksCurrency }) => [currency, lacksCurrency])).toEqual([
      ['EUR', false],
      ['USD', false],
      [null, true],
    ])
    expect(table?.rows.map(({ cells }) => cells.slice(0, 3).map(({ value, noAmount }) => [value, noAmount]))).toEqual(
      [
        [
          ['7', 0],
          ['0', 0],
          ['3', 0],
        ],
        [
          ['7', 1],
          ['100', 0],
          ['0', 0],
        ],
      ].toReversed(),
    )
    expect(report.finding).toMatchObject({ code: 'compiled', partners: 2, regions: 1, noAmount: 1 })
  })

  it('says nothing about revenue where no won deal has an amount', () => {
    const report = compile({ deals: [deal({ resale: 'a', amount: null }), OLD] })
    const [row] = report.tables.find(({ award }) => award.id === 'emea_partner')?.rows ?? []
    expect(row?.cells[0]).toEqual({ value: null, before: '0', change: null, growth: null, noAmount: 1, noAmountBefore: 0 })
  })

  it('converts all amounts or none', () => {
    const deals = [deal({ resale: 'a', amount: { currency: 'EUR', amount: '10' } }), deal({ resale: 'a' }), OLD]
    const double = compile({ deals }, ({ amount }) => ({ currency: 'USD', amount: minus(amount, `-${amount}`) }))
    expect(shown(double, 'emea_partner')?.[0]?.[1]).toEqual(['revenue USD', '220', '0', '220', 'new'])
    expect(double.conversion).toEqual({ code: 'converted' })
    const lacking = compile({ deals }, (money) => (money.currency === 'EUR' ? null : money))
    expect(lacking.conversion).toMatchObject({ code: 'lacking', currency: 'EUR', day: '2023-06-01' })
    expect(
      shown(lacking, 'emea_partner')?.[0]
        ?.slice(1, 3)
        .map((cell) => cell[0]),
    ).toEqual(['revenue EUR', 'revenue USD'])
  })
})

describe('Emerging Partner of the Year', () => {
  it('compares pipeline by the day it was created, of the partner the deal is with', () => {
    const deals = [
      deal({ outcome: 'open', closes: '2024-05-01', created: '2023-02-01', resale: 'a', sourced: 'b' }),
      deal({ outcome: 'lost', created: '2023-03-01', sourced: 'b' }),
      deal({ outcome: 'won', created: '2022-03-01', sourced: 'b', amount: { currency: 'USD', amount: '50' } }),
      deal({ outcome: 'closed', created: '2023-03-01', sourced: 'b' }),
    ]
    const report = compile({ deals })
    expect(shown(report, 'emea_emerging')?.map(([id, , pipeline]) => [id, pipeline])).toEqual([
      ['a', ['pipeline USD', '100', '0', '100', 'new']],
      ['b', ['pipeline USD', '100', '50', '50', '100.0']],
    ])
  })

  it('gives a deal whose resale partner is not known to no one, and not to the partner of its registration', () => {
    const deals = [
      deal({ namesResale: true, sourced: 'b', created: '2023-03-01' }),
      deal({ resale: 'a', created: '2023-03-01' }),
      OLD,
    ]
    expect(shown(compile({ deals }), 'emea_emerging')?.map(([id]) => id)).toEqual(['a'])
  })

  it('is in the order of the growth of revenue, and says who is new by the day of the contract', () => {
    const partners = [
      partner('a', { signed: '2023-01-31' }),
      partner('b', { signed: '2024-01-31' }),
      partner('c', { signed: '2024-02-01' }),
      partner('d'),
    ]
    const deals = [
      ...['a', 'b', 'c', 'd'].map((resale) => deal({ resale })),
      deal({ resale: 'a', closes: '2022-05-01' }),
      deal({ resale: 'd', amount: { currency: 'USD', amount: '1' } }),
    ]
    const table = compile({ deals, partners }).tables.find(({ award }) => award.id === 'emea_emerging')
    expect(table?.rows.map(({ partner: { id }, newness }) => [id, newness])).toEqual([
      ['d', 'unknown'],
      ['b', 'new'],
      ['c', 'later'],
      ['a', 'earlier'],
    ])
  })
})

describe('Services Partner of the Year', () => {
  it('leaves subcontracting and offers blank, with the Partner Services Amount beside them', () => {
    const services = { currency: 'USD', amount: '12.50' }
    const deals = [
      deal({ service: 'a', resale: 'b', servicesAmount: services }),
      deal({ service: 'a', servicesAmount: null }),
      OLD,
    ]
    const report = compile({ deals })
    const table = report.tables.find(({ award }) => award.id === 'emea_services')
    expect(table?.criteria.map(({ isBlank, shows }) => [isBlank, shows])).toEqual([
      [true, ['services_amount']],
      [false, ['service_attach']],
      [true, []],
    ])
    expect(shown(report, 'emea_services')?.[0]?.slice(0, 2)).toEqual(['a', ['services_amount USD', '12.50', '0', '12.50', 'new']])
    expect([...report.rows].filter(({ partner: id }) => id === 'a').map(({ amount, measures }) => [amount, measures])).toEqual([
      [services, ['services_amount']],
    ])
    expect(report.finding.blanks).toBe(3)
  })
})

describe('Distributor of the Year', () => {
  const dist = partner('z', { region: 'PubSec' })
  const standing = (track: string, openMet: boolean | null, selectMet: boolean | null = null): Standing => ({
    ...{ track, openMet, selectMet, accreditations: 2, place: place() },
  })
  const point = (day: string, of: Record<string, Standing>): DashboardPoint => ({
    ...{ day, file: 'dashboard.csv', seen: day, of: new Map(Object.entries(of)) },
  })
  const named = ['a', 'b', 'c', 'd', 'e'].map((resale) => deal({ resale, distributor: 'z', amount: null }))
  const partners = [dist, ...['a', 'b', 'c', 'd', 'e'].map((id) => partner(id, { region: 'AMER' }))]

  it('has the partners whose deal or registration names it in the year', () => {
    const deals = [
      deal({ distributor: 'z', resale: 'a', sourced: 'b', created: '2022-03-01' }),
      deal({ distributor: 'z', resale: 'c', outcome: 'duplicate' }),
      deal({ distributor: 'z', resale: 'z' }),
      deal({ distributor: 'z', resale: 'd', closes: '2024-02-01' }),
    ]
    const registrations = [registration({ partner: 'e', distributor: 'z', approved: null, submitted: '2024-01-31' })]
    const own = partnersOfDistributors({ deals, registrations }, YEARS).get('z')
    expect([...(own?.judged ?? [])]).toEqual(['a', 'b', 'e'])
    expect([...(own?.before ?? [])]).toEqual(['a', 'b'])
  })

  it('compares the dashboards of both days for partners that were Open, and counts who meets the requirements of its track', () => {
    const start = point('2023-01-30', {
      a: standing('Open', false),
      b: standing('Open', true),
      c: standing('Select', false),
      d: standing('open ', false),
    })
    const end = point('2024-01-30', {
      a: standing('Select', true, false),
      b: standing('Open', false),
      c: standing('Select', true, true),
      d: standing('Open', null),
      e: standing('Open', true),
    })
    const report = compile({ partners, deals: [...named, OLD], dashboards: { start, end } })
    expect(shown(report, 'amer_public_sector_distributor')).toEqual([
      [
        'z',
        ['distributor_revenue', null, '0', null, null],
        ['open_improved', '1', null, null, null],
        ['open_fell_back', '1', null, null, null],
        ['compliant', '2', '0', '2', 'new'],
        ['accreditations', '10', '0', '10', 'new'],
        ['distributor_pipeline', null, '0', null, null],
      ],
    ])
    expect(report.accreditationsBy).toBe('certification_dashboard')
  })

  it('does not know what the dashboard would have said where there was none', () => {
    const end = point('2024-01-30', { a: standing('Open', true) })
    const report = compile({ partners, deals: [...named, OLD], dashboards: { start: null, end } })
    const why = Object.fromEntries(report.notKnown.map((each) => [`${each.measure} ${each.which}`, each.why]))
    expect(why['open_improved judged']).toEqual({ code: 'no_dashboard', day: '2023-02-01' })
    expect(why['compliant before']).toEqual({ code: 'no_dashboard', day: '2023-02-01' })
    expect(why['compliant judged']).toBeUndefined()
    expect(shown(report, 'amer_public_sector_distributor')?.[0]?.slice(2, 5)).toEqual([
      ['open_improved', null, null, null, null],
      ['open_fell_back', null, null, null, null],
      ['compliant', '1', null, null, null],
    ])
  })

  it('counts a person once for a badge that is held on the last day', () => {
    const row = (holder: string, badge: string, earned: string, expires: string | null) => ({
      ...{ partner: 'a', holder, badge, earned, expires, place: place() },
    })
    const certifications = [
      row('p', 'Sales', '2022-01-01', '2023-01-31'),
      row('p', 'Sales', '2023-02-01', null),
      row('p', 'Sales', '2023-03-01', null),
      row('p', 'SA', '2024-01-31', null),
      row('q', 'SA', '2024-02-01', null),
      row('q', 'Sales', '2022-01-01', '2024-01-30'),
    ]
    expect(heldOn(certifications, '2024-01-31').map(({ holder, badge, earned }) => [holder, badge, earned])).toEqual([
      ['p', 'Sales', '2023-03-01'],
      ['p', 'SA', '2024-01-31'],
    ])
    const deals = [...named, deal({ resale: 'a', distributor: 'z', closes: '2022-06-01' })]
    const report = compile({ partners, deals, certifications })
    expect(shown(report, 'amer_public_sector_distributor')?.[0]?.[5]).toEqual(['accreditations', '2', '2', '0', '0.0'])
  })
})

describe('regions and what is not known', () => {
  it('keeps public sector apart from the country, except for distributors; and names who has no known region', () => {
    const partners = [
      partner('a', { region: 'PubSec' }),
      partner('b', { region: 'AMER' }),
      partner('c', { region: null, country: 'Atlantis' }),
      partner('d', { region: null }),
    ]
    const deals = [
      ...['a', 'b', 'c'].map((resale) => deal({ resale })),
      ...['a', 'b'].map((distributor) => deal({ distributor })),
    ]
    const report = compile({ partners, deals })
    const tables = Object.fromEntries(report.tables.map(({ award, rows }) => [award.id, rows.map((row) => row.partner.id)]))
    expect(tables).toMatchObject({
      public_sector_partner: ['a'],
      amer_partner: ['b'],
      amer_public_sector_distributor: ['a', 'b'],
      emea_partner: [],
    })
    expect(report.noRegion.map(({ id }) => id)).toEqual(['c'])
    expect(report.finding).toMatchObject({ partners: 2, regions: 2 })
  })

  it('knows nothing of a list that was never imported, lacks a column, or does not reach the year', () => {
    const none = compile({})
    expect(none.finding.code).toBe('cannot_tell')
    expect(none.notKnown[0]).toEqual({
      measure: 'revenue',
      which: 'judged',
      why: { code: 'not_imported', list: 'opportunities' },
    })
    const columns = { deals: new Set(['resalePartner']), registrations: new Set<string>() }
    const lacking = compile({ columns, deals: [deal({ resale: 'a' }), OLD] })
    expect(lacking.notKnown.find(({ measure }) => measure === 'revenue')?.why).toEqual({ code: 'no_column', field: 'amount' })
    const late = compile({ deals: [deal({ resale: 'a' })] })
    expect(late.notKnown.find(({ measure, which }) => measure === 'revenue' && which === 'before')?.why).toEqual({
      code: 'none_in_year',
      list: 'opportunities',
      year: 'FY23',
    })
    expect(shown(late, 'emea_partner')?.[0]?.[1]).toEqual(['revenue USD', '100', null, null, null])
  })

  it('orders partners of the same figure by their names, then their ids', () => {
    const partners = ['c', 'b', 'a'].map((id) => partner(id, { name: id === 'a' ? 'Zeta' : 'Alpha' }))
    const deals = ['a', 'b', 'c'].map((resale) => deal({ resale }))
    expect(shown(compile({ partners, deals }), 'emea_partner')?.map(([id]) => id)).toEqual(['b', 'c', 'a'])
  })
})

it('has every award and criterion of the page', () => {
  expect(RULES.awards.map(({ title }) => title)).toHaveLength(14)
  expect(Object.values(RULES.criteria).flat()).toHaveLength(4 + 4 + 3 + 5)
})
