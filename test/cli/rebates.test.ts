import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Money {
  currency: string | null
  amount: string
}
interface Sum {
  requests: number
  amounts: Money[]
  noAmount: number
}
interface Exception {
  line: number
  state: string
  due: string | null
  daysLeft: number | null
  quarter: string | null
  isLate: boolean | null
  isPaidLate: boolean
  outcome: { means: string; fund: string | null }
  doubts: { code: string; text: string }[]
  next: string | null
}
interface Rebates {
  finding: { code: string; text: string }
  figures: Record<string, Sum> | null
  quarters: (Record<string, Sum> & { quarter: string | null; collectBy: string; payBy: string })[]
  rows: Exception[]
  days: { quarter: string; step: string; due: string }[]
  withoutPartner: number
  leftOut: { code: string; rows: number }[]
}

const LUMEN = 'Lumen Labs 4 Ltd'
function equipped(desk: Desk): Desk {
  return desk.put('desk/sfdc-accounts.csv', 'lists/rebate-exceptions.csv').imports('sfdc-accounts.csv', 'rebate-exceptions.csv')
}
const none: Sum = { requests: 0, amounts: [], noAmount: 0 }
const sum = (requests: number, amounts: Record<string, string>, noAmount = 0): Sum => ({
  ...{ requests, noAmount },
  amounts: Object.entries(amounts).map(([currency, amount]) => ({ currency, amount })),
})

describe('phd rebates', () => {
  it('tells how the requests of a partner stand, overdue first, each with its line', () =>
    atDesk((desk) => {
      const { rows } = equipped(desk).json<Rebates>('rebates', LUMEN)
      expect(rows.map(({ line, quarter, state, due, daysLeft }) => [line, quarter, state, due, daysLeft])).toEqual([
        [2, 'FY27-Q2', 'overdue', '2026-09-14', -67],
        [3, 'FY27-Q3', 'to_pay', '2026-12-15', 25],
        [10, 'FY27-Q3', 'to_pay', '2026-12-15', 25],
        [9, 'FY27-Q3', 'cannot_tell', null, null],
        [7, 'FY27-Q3', 'paid', null, null],
        [8, 'FY27-Q2', 'paid', null, null],
        [4, 'FY27-Q3', 'rejected', null, null],
      ])
      expect(rows.map(({ outcome: { means, fund } }) => [means, fund])).toEqual([
        ['approved', 'global_ecosystem'],
        ['approved', 'account_team'],
        ['approved', null],
        ['unknown', null],
        ['approved', 'account_team'],
        ['approved', 'global_ecosystem'],
        ['rejected', null],
      ])
      // Asked for the day after the 15th of the quarter's last month; paid six days after the 45 days.
      expect(rows.filter(({ isLate }) => isLate).map(({ line }) => line)).toEqual([4])
      expect(rows.filter(({ isPaidLate }) => isPaidLate).map(({ line }) => line)).toEqual([8])
    }))

  it('sums the amounts of each currency apart, and says what has none', () =>
    atDesk((desk) => {
      const { figures } = equipped(desk).json<Rebates>('rebates', LUMEN)
      expect(figures).toEqual({
        requested: sum(7, { EUR: '1200.50', USD: '6710' }, 1),
        late: sum(1, { USD: '900' }),
        rejected: sum(1, { USD: '900' }),
        approvedGlobal: sum(2, { USD: '5000' }, 1),
        approvedTeam: sum(2, { EUR: '1200.50', USD: '700' }),
        approvedNoFund: sum(1, { USD: '60' }),
        notYet: none,
        cannotTell: sum(1, { USD: '50' }),
        paid: sum(2, { USD: '700' }, 1),
        toPay: sum(2, { EUR: '1200.50', USD: '60' }),
        overdue: sum(1, { USD: '5000' }),
      })
    }))

  it('a word that no list knows is shown as it is, and phd cannot tell', () =>
    atDesk((desk) => {
      const run = equipped(desk).phd('rebates', LUMEN)
      expect(run.code).toBe(4)
      expect(run.stdout).toContain('CANNOT TELL of 2 requests')
      expect(run.stdout).toContain('"Deferred to Q4"')
      expect(run.stdout).toContain('approved, budget "Marketing"')
      const { rows } = desk.json<Rebates>('rebates', LUMEN)
      expect(rows.flatMap(({ line, doubts }) => doubts.map(({ code }) => [line, code]))).toEqual([
        [10, 'unknown_fund'],
        [9, 'unknown_outcome'],
      ])
    }))

  it.each<[string, string[], number, string]>([
    ['FY27-Q2', [LUMEN], 0, '1 approved rebate (USD 5,000.00) of Lumen Labs 4 Ltd in FY27-Q2 is OVERDUE'],
    ['FY27-Q4', [], 0, '1 request in FY27-Q4 without an outcome yet'],
    ['FY27-Q1', [], 0, 'No rebate exception in FY27-Q1 in the list'],
    ['FY28-Q1', [], 2, ''],
  ])('of %s %j: exit %i', (quarter, who, code, words) =>
    atDesk((desk) => {
      const run = equipped(desk).phd('rebates', ...who, '--quarter', quarter)
      expect([run.code, run.stdout]).toEqual([code, expect.stringContaining(words)])
    }),
  )

  it('of all partners by quarter, with what is left to do and the days of the quarter', () =>
    atDesk((desk) => {
      const { quarters, rows, days, withoutPartner } = equipped(desk).json<Rebates>('rebates')
      expect(
        quarters.map(({ quarter, collectBy, payBy, requested }) => [quarter, collectBy, payBy, requested?.requests]),
      ).toEqual([
        ['FY27-Q4', '2027-01-15', '2027-03-17', 1],
        ['FY27-Q3', '2026-10-15', '2026-12-15', 7],
        ['FY27-Q2', '2026-07-15', '2026-09-14', 2],
      ])
      expect(rows.flatMap(({ next }) => next ?? [])).toEqual([
        'pay USD 5,000.00 now, it was due on 2026-09-14: Customer 1 - New, Lumen Labs 4 Ltd',
        'pay EUR 1,200.50 by 2026-12-15: Customer 4 - Renewal, Lumen Labs 4 Ltd',
        'pay USD 60.00 by 2026-12-15: Customer 11 - New, Lumen Labs 4 Ltd',
        'ask for the outcome, the review was around 2026-10-15: Customer 6 - New, Cobalt Labs 1 GmbH',
        'have it reviewed around 2027-01-15: Customer 7 - New, Cobalt Labs 1 GmbH',
        'ask what "Deferred to Q4" means: Customer 10 - New, Lumen Labs 4 Ltd',
      ])
      expect(withoutPartner).toBe(1)
      const status = desk.json<{ quarters: { quarter: string; steps: { step: string; due: string }[] }[] }>('rebate', 'status')
      expect(days.map(({ quarter, step, due }) => [quarter, step, due])).toEqual(
        status.quarters.flatMap(({ quarter, steps }) => steps.map(({ step, due }) => [quarter, step, due])),
      )
    }))

  it('is overdue the day after the 45 days, and then says so', () =>
    atDesk((desk) => {
      const at = (day: string) =>
        desk.json<Rebates>('rebates', LUMEN, '--max-age', '99', '--now', `${day}T09:00:00Z`).rows.filter(({ line }) => line === 3)
      equipped(desk)
      expect([at('2026-12-15'), at('2026-12-16')]).toMatchObject([[{ state: 'to_pay', daysLeft: 0 }], [{ state: 'overdue' }]])
    }))

  it('cannot tell without a list, by an old one, or where a row that may be the partner’s is the only one', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').imports('sfdc-accounts.csv')
      const none = desk.phd('rebates', LUMEN)
      expect([none.code, none.stdout]).toEqual([4, expect.stringContaining('no list of rebate exceptions was ever imported')])
      desk.put('lists/rebate-exceptions.csv').imports('rebate-exceptions.csv')
      expect(desk.phd('rebates', 'Cobalt Labs 1 GmbH').code).toBe(0)
      expect(desk.phd('rebates', 'Delta Labs s.r.o.').code).toBe(0)
      const other = desk.json<Rebates>('rebates', 'Cobalt Consulting 3 Ltd')
      expect([other.finding.code, other.leftOut]).toMatchObject(['cannot_tell', [{ code: 'unlinked', rows: 1 }]])
      const old = desk.phd('rebates', 'Cobalt Labs 1 GmbH', '--now', '2026-12-10T09:00:00Z')
      expect([old.code, old.stdout]).toEqual([4, expect.stringContaining('too old to rely on')])
    }))

  it('takes an amount without a currency for that of the settings, and says so; a currency that it cannot read stays unknown', () =>
    atDesk((desk) => {
      desk
        .put('desk/sfdc-accounts.csv')
        .write(
          'rebate-exceptions.csv',
          'Opportunity,Partner,Requested,Outcome,Funded By,Rebate Amount,Currency',
          `One,${LUMEN},2026-10-01,Approved,Ecosystem,100.25,`,
          `Two,${LUMEN},2026-10-01,Approved,Ecosystem,50.00,Euro`,
          `Three,${LUMEN},2026-10-01,Approved,Ecosystem,USD 7.00,`,
          `Four,${LUMEN},2026-10-01,Approved,Ecosystem,1.75,eur`,
          `Five,${LUMEN},2026-10-01,Approved,Ecosystem,,`,
          `Six,${LUMEN},2026-10-01,Approved,Ecosystem,(9.00),EUR`,
        )
      desk.imports('sfdc-accounts.csv', 'rebate-exceptions.csv')
      const amounts = () =>
        desk.json<Rebates>('rebates', LUMEN).figures?.toPay?.amounts.map(({ currency, amount }) => [currency, amount])
      expect(amounts()).toEqual([
        ['EUR', '-7.25'],
        ['USD', '7'],
        [null, '150.25'],
      ])
      expect(desk.phd('config', 'set', 'currency', 'EUR').code).toBe(0)
      expect(amounts()).toEqual([
        ['EUR', '93'],
        ['USD', '7'],
        [null, '50'],
      ])
      const { stdout } = desk.phd('rebates', LUMEN)
      expect(stdout).toContain('- 1 amount without a currency, taken for EUR by the setting currency')
      expect(stdout).toContain('unknown currency "Euro"; write its code, such as EUR')
      expect(stdout).toMatch(/^Requested +6 +93\.00 +7\.00 +50\.00 +1$/m)
      expect(stdout).toMatch(/^Two .* 50\.00 \(currency\?\)/m)
      expect(stdout).toContain('EUR -9.00 is nothing to pay')
      expect(stdout).toContain('- find the amount, and pay it by 2026-12-15: Five, Lumen Labs 4 Ltd')
    }))

  it('doubts a request that is there twice under other spellings, and one that the lists since do not have', () =>
    atDesk((desk) => {
      const heading = 'Opportunity,Opportunity ID,Partner,Requested,Outcome,Funded By,Rebate Amount,Currency'
      desk
        .put('desk/sfdc-accounts.csv')
        .write(
          'asked.csv',
          heading,
          `Big Deal,,${LUMEN},2026-10-01,Approved,Ecosystem,100.00,EUR`,
          `BIG DEAL,0064M000AAAAAB9,${LUMEN},2026-10-01,Approved,Ecosystem,100.00,EUR`,
          `Other Deal,0064M000AAAAAC1,${LUMEN},2026-10-01,Approved,Ecosystem,100.00,EUR`,
          `Other Deal,0064M000AAAAAC2,${LUMEN},2026-10-01,Approved,Ecosystem,100.00,EUR`,
          'Big Deal,,Cobalt Labs 1 GmbH,2026-10-01,Approved,Ecosystem,100.00,EUR',
        )
      desk.imports('sfdc-accounts.csv', 'asked.csv')
      const doubts = (...at: string[]) =>
        desk
          .json<Rebates>('rebates', ...at)
          .rows.flatMap(({ line, doubts: own }) => own.map(({ code, text }) => [line, code, text]))
      expect(doubts()).toEqual([
        [2, 'listed_again', 'the same request? see asked.csv, line 3'],
        [3, 'listed_again', 'the same request? see asked.csv, line 2'],
      ])
      desk.write('later.csv', heading, `New Deal,,${LUMEN},2026-12-01,,,5.00,EUR`).touch('later.csv', '2026-12-04T09:00:00Z')
      const at = ['--now', '2026-12-05T09:00:00Z']
      expect(desk.phd('import', 'later.csv', ...at).code).toBe(0)
      const lines = doubts(...at).filter(([, code]) => code === 'not_seen_lately')
      expect(lines.map(([line]) => line).sort()).toEqual([2, 3, 4, 5, 6])
      expect(lines[0]?.[2]).toBe('last seen on 2026-11-20; the lists since do not have it')
    }))

  it('its help and that of the days of the quarter name each other', () =>
    atDesk((desk) => {
      expect(desk.phd('rebates', '--help').stdout.replace(/\s+/g, ' ')).toContain('phd rebate status')
      expect(desk.phd('rebate', '--help').stdout.replace(/\s+/g, ' ')).toContain('phd rebates')
    }))
})
