import { describe, expect, it } from 'vitest'
import { readRebateWords } from '../../../src/reference/programs/rebates.ts'
import { parseQuarter } from '../../../src/rules/fiscal.ts'
import { type ExceptionFacts, isUnclear, judgeException } from '../../../src/rules/programs/rebate-exception.ts'

const words = readRebateWords()
const quarter = parseQuarter('FY27-Q3')
if (!quarter) throw new Error('no quarter')
/** Counted on a calendar: the 15th of October, and 45 days after the 31st. */
const DAYS = { quarter, collectBy: '2026-10-15', reviewBy: '2026-10-15', payBy: '2026-12-15' }
const ASKED: ExceptionFacts = {
  requested: '2026-10-15',
  outcome: null,
  fundedBy: null,
  decided: null,
  paid: null,
  amount: null,
  currencyText: null,
}
function judged(facts: Partial<ExceptionFacts>, day = '2026-11-20') {
  return judgeException({ ...ASKED, ...facts }, DAYS, words, day)
}

describe('the words of an outcome', () => {
  it.each<[string | null, string | null, string, string | null, string[]]>([
    [null, null, 'not_yet', null, []],
    [' ', null, 'not_yet', null, []],
    ['Pending', null, 'not_yet', null, []],
    ['Rejected', null, 'rejected', null, []],
    ['rejecting the rebate request', null, 'rejected', null, []],
    ['Approved', 'Global Ecosystem budget', 'approved', 'global_ecosystem', []],
    ['APPROVED', 'Account Team’s Budget', 'approved', 'account_team', []],
    ['Approved, funded by the involved account team’s budget', null, 'approved', 'account_team', []],
    ['Approving the request, funded by Global Ecosystem budget', null, 'approved', 'global_ecosystem', []],
    ['Approved – Account Team', 'account team', 'approved', 'account_team', []],
    ['Approved', null, 'approved', null, ['no_fund']],
    ['Approved', 'Marketing', 'approved', null, ['unknown_fund']],
    ['Approved - Account Team', 'Global Ecosystem', 'approved', null, ['funds_disagree']],
    ['Deferred to Q4', null, 'unknown', null, ['unknown_outcome']],
    ['Not approved', 'Account team', 'rejected', null, []],
    ['approved?? ask Bo', null, 'unknown', null, ['unknown_outcome']],
    ['Approved?', 'Account team', 'unknown', null, ['unknown_outcome']],
    ['Approved', 'Account team?', 'approved', null, ['unknown_fund']],
  ])('%j, funded by %j: %s, %s', (outcome, fundedBy, expected, fund, doubts) => {
    const finding = judged({ outcome, fundedBy })
    expect(finding).toMatchObject({ outcome: expected, fund, doubts })
    expect(isUnclear(finding)).toBe(doubts.some((each) => each !== 'no_fund'))
  })
})

describe('a request of FY27-Q3', () => {
  it.each<[string, Partial<ExceptionFacts>, string, string, string | null]>([
    ['the last day of the quarter', {}, '2026-10-31', 'to_review', '2026-10-15'],
    ['the day after the quarter', {}, '2026-11-01', 'review_late', '2026-10-15'],
    ['the last day to pay', { outcome: 'Approved' }, '2026-12-15', 'to_pay', '2026-12-15'],
    ['the day after that', { outcome: 'Approved' }, '2026-12-16', 'overdue', '2026-12-15'],
    ['the day it is paid', { outcome: 'Approved', paid: '2026-12-16' }, '2026-12-16', 'paid', null],
    ['the day before it is paid', { outcome: 'Approved', paid: '2026-12-16' }, '2026-12-15', 'to_pay', '2026-12-15'],
    ['any day, rejected', { outcome: 'Rejected' }, '2027-06-01', 'rejected', null],
    ['any day, of an unknown outcome', { outcome: 'Deferred', paid: '2026-12-01' }, '2027-06-01', 'cannot_tell', null],
  ])('on %s', (_, facts, day, state, due) => {
    expect(judged(facts, day)).toMatchObject({ state, due })
  })

  it('is late after the 15th of the last month, and paid late after 45 days', () => {
    expect(judged({ requested: '2026-10-15' }).isLate).toBe(false)
    expect(judged({ requested: '2026-10-16' }).isLate).toBe(true)
    const paid = (day: string) => judged({ outcome: 'Approved', paid: day }, '2027-01-31').isPaidLate
    expect([paid('2026-12-15'), paid('2026-12-16')]).toEqual([false, true])
  })

  it.each<[Partial<ExceptionFacts>, string[]]>([
    [{ decided: '2026-10-20' }, ['decided_without_outcome']],
    [{ outcome: 'Rejected', paid: '2026-11-10' }, ['paid_without_approval']],
    [{ outcome: 'Rejected', decided: '2026-10-14' }, ['decided_before_requested']],
    [{ outcome: 'Approved', fundedBy: 'Account team', decided: '2026-10-20', paid: '2026-10-19' }, ['paid_before_decided']],
    [{ outcome: 'Rejected', decided: '2026-11-21' }, ['day_to_come']],
    [{ outcome: 'Rejected', amount: { currency: 'EUR', amount: '-12' } }, ['nothing_to_pay']],
    [{ outcome: 'Rejected', amount: { currency: 'EUR', amount: '0' } }, ['nothing_to_pay']],
    [{ outcome: 'Rejected', amount: { currency: 'EUR', amount: '0.05' } }, []],
    [{ outcome: 'Rejected', amount: { currency: null, amount: '5' } }, []],
    [{ outcome: 'Rejected', amount: { currency: null, amount: '5' }, currencyText: 'Euro' }, ['unknown_currency']],
  ])('%j is doubtful: %j', (facts, doubts) => {
    expect(judged(facts).doubts).toEqual(doubts)
  })

  it('whose day is not known has no quarter, and nothing is due', () => {
    const facts = { ...ASKED, requested: null, outcome: 'Approved', fundedBy: 'Account team' }
    expect(judgeException(facts, null, words, '2026-11-20')).toEqual({
      ...{ state: 'to_pay', outcome: 'approved', fund: 'account_team', isLate: null, isPaidLate: false, due: null },
      doubts: ['no_request_day'],
    })
  })
})
