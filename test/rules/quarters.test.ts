import { describe, expect, it } from 'vitest'
import { readCalendar } from '../../src/reference/calendar.ts'
import { type QuarterPolicy, readPriceFilePolicies, readRebatePolicies } from '../../src/reference/quarter-work.ts'
import { businessDays } from '../../src/rules/business-days.ts'
import { type FiscalQuarter, parseQuarter } from '../../src/rules/fiscal.ts'
import { policyFor } from '../../src/rules/policy.ts'
import { quarterSteps, type StepDone, type StepRule } from '../../src/rules/quarters/steps.ts'

const shipped = businessDays(readCalendar(), null)
const prices = policyFor(readPriceFilePolicies(), '2026-12-01', 'price files').steps
const rebates = policyFor(readRebatePolicies(), '2026-12-01', 'rebates').steps
const done: StepDone = { at: '2026-12-01T09:00:00Z', by: 'ann', note: null, entry: 7 }

function named(text: string): FiscalQuarter {
  const quarter = parseQuarter(text)
  if (!quarter) throw new Error(text)
  return quarter
}

interface Case {
  today?: string
  days?: typeof shipped
  recorded?: readonly string[]
  isPast?: boolean
}

function step(
  rules: readonly StepRule[],
  quarter: string,
  id: string,
  { today = '2026-12-01', days = shipped, recorded = [], isPast = false }: Case = {},
) {
  const doneOf = (each: string): StepDone | null => (recorded.includes(each) ? done : null)
  const found = quarterSteps(rules, named(quarter), { today, days, doneOf, isPast }).find((each) => each.id === id)
  if (!found) throw new Error(id)
  return found
}

describe('the days of price files', () => {
  // Counted on a calendar: the first day of the second month of the quarter before, and 30 days before the quarter's first day.
  it.each([
    ['FY27-Q4', '2026-09-01', '2026-09-01', '2026-10-02', '2026-10-02'],
    ['FY28-Q1', '2026-12-01', '2026-12-01', '2027-01-02', '2027-01-01'],
    ['FY28-Q2', '2027-03-01', '2027-03-01', '2027-04-01', '2027-04-01'],
    ['FY28-Q3', '2027-06-01', '2027-06-01', '2027-07-02', '2027-07-02'],
    ['FY28-Q4', '2027-09-01', '2027-09-01', '2027-10-02', '2027-10-01'],
    ['FY29-Q1', '2027-12-01', '2027-12-01', '2028-01-02', '2027-12-31'],
    ['FY29-Q2', '2028-03-01', '2028-03-01', '2028-04-01', '2028-03-31'],
    ['FY26-Q3', '2025-06-01', '2025-06-02', '2025-07-02', '2025-07-02'],
  ])('of %s: collect %s (work on %s), upload and mail %s (work on %s)', (quarter, collect, from, due, workBy) => {
    expect(step(prices, quarter, 'collect')).toMatchObject({ due: collect, workBy: from })
    for (const id of ['upload', 'mail', 'slack']) expect(step(prices, quarter, id)).toMatchObject({ due, workBy })
  })

  it('skip Family and Friends days, and public holidays of a calendar that has them', () => {
    const holidays = [...readCalendar(), { day: '2027-01-01', lastDay: null, name: 'New Year', region: null }]
    // January 1 is a Friday, December 28 to 31 are Family and Friends days, December 26 and 27 a weekend.
    expect(step(prices, 'FY28-Q1', 'upload', { days: businessDays(holidays, null) }).workBy).toBe('2026-12-25')
    const christmas = [...holidays, { day: '2026-12-24', lastDay: '2026-12-25', name: 'Christmas', region: null }]
    expect(step(prices, 'FY28-Q1', 'upload', { days: businessDays(christmas, null) })).toMatchObject({
      due: '2027-01-02',
      closedFor: 'Saturday',
      workBy: '2026-12-23',
    })
  })
})

describe('the days of rebates', () => {
  // The 15th of the last month, and 45 days after the last day: 2027-01-31 + 28 days is February 28; in 2028 February has 29.
  it.each([
    ['FY27-Q3', '2026-10-15', '2026-10-15', '2026-12-15', '2026-12-15'],
    ['FY27-Q4', '2027-01-15', '2027-01-15', '2027-03-17', '2027-03-17'],
    ['FY28-Q1', '2027-04-15', '2027-04-15', '2027-06-14', '2027-06-14'],
    ['FY28-Q4', '2028-01-15', '2028-01-14', '2028-03-16', '2028-03-16'],
    ['FY29-Q1', '2028-04-15', '2028-04-14', '2028-06-14', '2028-06-14'],
    ['FY26-Q4', '2026-01-15', '2026-01-15', '2026-03-17', '2026-03-17'],
  ])('of %s: exceptions until %s (work on %s), paid by %s (%s)', (quarter, due, workBy, paid, payBy) => {
    expect(step(rebates, quarter, 'collect')).toMatchObject({ due, workBy, approximate: false })
    expect(step(rebates, quarter, 'review')).toMatchObject({ due, workBy, approximate: true })
    expect(step(rebates, quarter, 'pay')).toMatchObject({ due: paid, workBy: payBy })
  })
})

describe('the state of a step', () => {
  it.each([
    // A Saturday: it is due on the Friday before, and late only after the day itself.
    ['2026-12-31', 'ahead', 1],
    ['2027-01-01', 'due', 0],
    ['2027-01-02', 'due', -1],
    ['2027-01-03', 'late', -2],
    ['2027-02-01', 'late', -31],
  ])('of an upload that is due on 2027-01-02, on %s: %s', (today, state, daysLeft) => {
    expect(step(prices, 'FY28-Q1', 'upload', { today })).toMatchObject({ state, daysLeft })
  })

  it.each([
    // A Sunday: the issue is opened on the Monday, for it belongs to the month that begins.
    ['2025-05-31', 'ahead'],
    ['2025-06-01', 'ahead'],
    ['2025-06-02', 'due'],
    ['2025-06-03', 'late'],
  ])('of a collection that is due on Sunday, 2025-06-01, on %s: %s', (today, state) => {
    expect(step(prices, 'FY26-Q3', 'collect', { today }).state).toBe(state)
  })

  it.each([
    ['2027-01-14', 'ahead', 'ahead'],
    ['2027-01-15', 'due', 'due'],
    ['2027-01-16', 'closed', 'due'],
    ['2027-01-31', 'closed', 'due'],
    ['2027-02-01', 'closed', 'late'],
  ])('of rebate exceptions on %s: requests %s; the review, which is around that day: %s', (today, collect, review) => {
    expect(step(rebates, 'FY27-Q4', 'collect', { today }).state).toBe(collect)
    expect(step(rebates, 'FY27-Q4', 'review', { today }).state).toBe(review)
  })

  it.each([
    ['2027-03-17', 'due'],
    ['2027-03-18', 'late'],
  ])('of the payment on %s: %s', (today, state) => {
    expect(step(rebates, 'FY27-Q4', 'pay', { today }).state).toBe(state)
  })

  it('is done once it is recorded, however late', () => {
    expect(step(prices, 'FY27-Q4', 'mail', { recorded: ['mail'] })).toMatchObject({ state: 'done', done })
    expect(step(prices, 'FY27-Q4', 'slack', { recorded: ['mail'] }).state).toBe('late')
  })

  it('needs no upload, mail or post where nothing changed, but the collection', () => {
    const recorded = ['no-updates']
    const states = ['collect', 'upload', 'mail', 'slack', 'no-updates'].map(
      (id) => step(prices, 'FY27-Q4', id, { recorded }).state,
    )
    expect(states).toEqual(['late', 'not_needed', 'not_needed', 'not_needed', 'done'])
    expect(step(prices, 'FY27-Q4', 'no-updates').state).toBe('optional')
  })

  it('is not late in a past quarter of which nothing was recorded, for then it may be done', () => {
    expect(step(prices, 'FY27-Q4', 'mail', { isPast: true }).state).toBe('unrecorded')
    expect(step(prices, 'FY27-Q4', 'mail', { isPast: true, recorded: ['collect'] }).state).toBe('late')
  })
})

describe('the policies', () => {
  it('are in force from 2025, without an end', () => {
    for (const versions of [readPriceFilePolicies() as readonly QuarterPolicy[], readRebatePolicies()]) {
      expect(policyFor(versions, '2025-01-01', 'x').version).toBe('2025')
      expect(() => policyFor(versions, '2024-12-31', 'x')).toThrow('no rule for x on 2024-12-31')
    }
  })

  it('name the seven distributors, five teams, three outcomes and eleven departments of the page', () => {
    const [price] = readPriceFilePolicies()
    expect(price?.distributors.map(({ name }) => name)).toEqual([
      'Carahsoft',
      'Amazic',
      'Tech Data (APAC)',
      'Redington',
      'Get On Technology',
      'Climb Solutions',
      'Networld',
    ])
    expect(price?.departments.map(({ role }) => role)).toEqual([...Array(6).fill('input'), ...Array(5).fill('information')])
    const [rebate] = readRebatePolicies()
    expect([rebate?.reviewedBy.length, rebate?.outcomes.length, rebate?.collectedBy.length]).toEqual([5, 3, 2])
  })
})
