/** How a request for a rebate exception stands on a day (Ecosystem Operations, Partner Rebate Exception Review Process). */

import { failure } from '../../errors.ts'
import type { FiscalQuarter } from '../fiscal.ts'
import { quarterSteps, type StepRule } from '../quarters/steps.ts'
import { isAmong, isBlank } from './words.ts'

/** Whose budget pays an approved rebate. */
type RebateFund = 'global_ecosystem' | 'account_team'

/** What the words of the list mean (data/rebate-words.json). */
export interface RebateWords {
  outcomes: ReadonlyArray<{ outcome: 'rejected' | 'approved' | 'not_yet'; fund: RebateFund | null; words: readonly string[] }>
  funds: ReadonlyArray<{ fund: RebateFund; words: readonly string[] }>
}

/** A request, as its row has it; days are YYYY-MM-DD. */
export interface ExceptionFacts {
  requested: string | null
  outcome: string | null
  fundedBy: string | null
  decided: string | null
  paid: string | null
  /** The exact number; null: the list has none. */
  amount: { currency: string | null; amount: string } | null
  /** What the list has for the currency. */
  currencyText: string | null
}

/** The days of a quarter's requests, by the policy in force. */
export interface ExceptionDays {
  quarter: FiscalQuarter
  /** The last day for requests. */
  collectBy: string
  /** Around this day they are reviewed. */
  reviewBy: string
  /** The last day to pay what was approved. */
  payBy: string
}

/** The days of a quarter by the steps of its policy. Throws `bad_reference_data` where a step is not there, or has no day. */
export function exceptionDays(rules: readonly StepRule[], quarter: FiscalQuarter): ExceptionDays {
  const steps = quarterSteps(rules, quarter, { today: quarter.last, days: { closedFor: () => null }, doneOf: () => null })
  const dayOf = (id: string): string => {
    const due = steps.find((step) => step.id === id)?.due
    if (!due) throw failure('bad_reference_data', `the rule for rebates has no day for "${id}"`, 'restore data/rebates.json')
    return due
  }
  return { quarter, collectBy: dayOf('collect'), reviewBy: dayOf('review'), payBy: dayOf('pay') }
}

/** What is doubtful about a request. */
export type ExceptionDoubt =
  | 'unknown_outcome'
  | 'unknown_fund'
  | 'funds_disagree'
  | 'no_fund'
  | 'no_request_day'
  | 'decided_without_outcome'
  | 'paid_without_approval'
  | 'decided_before_requested'
  | 'paid_before_decided'
  | 'day_to_come'
  | 'nothing_to_pay'
  | 'unknown_currency'

/** `review_late`: not decided, and its quarter is over. `cannot_tell`: no list says what its outcome means. */
export type ExceptionState = 'overdue' | 'to_pay' | 'review_late' | 'to_review' | 'cannot_tell' | 'paid' | 'rejected'

export interface ExceptionFinding {
  state: ExceptionState
  outcome: 'rejected' | 'approved' | 'not_yet' | 'unknown'
  fund: RebateFund | null
  /** Requested after the last day for requests; null where the day is not known. */
  isLate: boolean | null
  /** Paid after the last day to pay. */
  isPaidLate: boolean
  /** The day by which something is still to be done; null where nothing is, or the day is not known. */
  due: string | null
  doubts: readonly ExceptionDoubt[]
}

/** How a request stands on a day; `days` are those of the quarter it was requested in, null where that is not known. */
export function judgeException(
  facts: ExceptionFacts,
  days: ExceptionDays | null,
  words: RebateWords,
  day: string,
): ExceptionFinding {
  const { requested, paid } = facts
  const { outcome, fund, doubts } = outcomeOf(facts, words)
  const isPaid = paid !== null && paid <= day
  const state = stateOf(outcome, isPaid, days, day)
  return {
    state,
    outcome,
    fund,
    isLate: requested === null || days === null ? null : requested > days.collectBy,
    isPaidLate: isPaid && days !== null && paid > days.payBy,
    due: days === null ? null : dueOf(state, days),
    doubts: [...doubts, ...dayDoubts(facts, outcome, day), ...amountDoubts(facts)],
  }
}

function stateOf(outcome: ExceptionFinding['outcome'], isPaid: boolean, days: ExceptionDays | null, day: string): ExceptionState {
  if (outcome === 'unknown') return 'cannot_tell'
  if (outcome === 'rejected') return 'rejected'
  if (outcome === 'not_yet') return days !== null && day > days.quarter.last ? 'review_late' : 'to_review'
  if (isPaid) return 'paid'
  return days !== null && day > days.payBy ? 'overdue' : 'to_pay'
}

function dueOf(state: ExceptionState, { reviewBy, payBy }: ExceptionDays): string | null {
  if (state === 'overdue' || state === 'to_pay') return payBy
  return state === 'review_late' || state === 'to_review' ? reviewBy : null
}

interface Outcome {
  outcome: ExceptionFinding['outcome']
  fund: RebateFund | null
  doubts: ExceptionDoubt[]
}

function outcomeOf({ outcome, fundedBy }: ExceptionFacts, words: RebateWords): Outcome {
  if (isBlank(outcome)) return { outcome: 'not_yet', fund: null, doubts: [] }
  const known = words.outcomes.find((each) => isAmong(outcome, each.words))
  if (!known) return { outcome: 'unknown', fund: null, doubts: ['unknown_outcome'] }
  if (known.outcome !== 'approved') return { outcome: known.outcome, fund: null, doubts: [] }
  const named = words.funds.find((each) => isAmong(fundedBy, each.words))?.fund ?? null
  const approved = (fund: RebateFund | null, ...doubts: ExceptionDoubt[]): Outcome => ({ outcome: 'approved', fund, doubts })
  if (!isBlank(fundedBy) && named === null) return approved(known.fund, 'unknown_fund')
  if (named !== null && known.fund !== null && named !== known.fund) return approved(null, 'funds_disagree')
  const fund = known.fund ?? named
  return fund === null ? approved(null, 'no_fund') : approved(fund)
}

function dayDoubts(
  { requested, decided, paid, outcome: word }: ExceptionFacts,
  outcome: ExceptionFinding['outcome'],
  day: string,
): ExceptionDoubt[] {
  const isBefore = (one: string | null, other: string | null): boolean => one !== null && other !== null && one < other
  return [
    ...(requested === null ? ['no_request_day' as const] : []),
    ...(decided !== null && isBlank(word) ? ['decided_without_outcome' as const] : []),
    ...(paid !== null && (outcome === 'rejected' || outcome === 'not_yet') ? ['paid_without_approval' as const] : []),
    ...(isBefore(decided, requested) ? ['decided_before_requested' as const] : []),
    ...(isBefore(paid, decided ?? requested) ? ['paid_before_decided' as const] : []),
    ...([requested, decided, paid].some((each) => each !== null && each > day) ? ['day_to_come' as const] : []),
  ]
}

/** An amount of nothing or less, and a currency that nobody can read. */
function amountDoubts({ amount, currencyText }: ExceptionFacts): ExceptionDoubt[] {
  if (amount === null) return []
  return [
    ...(/^-|^[0.]*$/.test(amount.amount) ? ['nothing_to_pay' as const] : []),
    ...(amount.currency === null && !isBlank(currencyText) ? ['unknown_currency' as const] : []),
  ]
}

/** Whether nobody can say what a row means: its outcome, or whose budget pays. */
export function isUnclear({ doubts }: Pick<ExceptionFinding, 'doubts'>): boolean {
  return doubts.some((doubt) => doubt === 'unknown_outcome' || doubt === 'unknown_fund' || doubt === 'funds_disagree')
}
