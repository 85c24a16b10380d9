/** Rebate exceptions in words. */

import { formatMoney, type Money } from '../../records/money.ts'
import type { ExceptionFigures, JudgedException, Sum } from '../../reports/rebates/rebates.ts'
import type { ExceptionDoubt, ExceptionState } from '../../rules/programs/rebate-exception.ts'
import { grouped, plural } from '../../terminal/plural.ts'

/** What the reader should know first; not known: the command ends with 4. */
export interface Finding {
  code: 'overdue' | 'to_pay' | 'to_review' | 'nothing_left' | 'none' | 'unclear' | 'not_imported' | 'too_old' | 'cannot_tell'
  text: string
  isKnown: boolean
}

interface Found {
  figures: ExceptionFigures | null
  partner: { name: string } | null
  quarter: { name: string } | null
  isOld: boolean
  mayBeMore: boolean
  /** Requests of which nobody can say what their words mean. */
  unclear: number
}

/** The finding in one sentence. */
export function findingOf({ figures, partner, quarter, isOld, mayBeMore, unclear }: Found): Finding {
  const unknown = (code: Finding['code'], why: string): Finding => ({ code, text: `CANNOT TELL: ${why}`, isKnown: false })
  if (figures === null) return unknown('not_imported', 'no list of rebate exceptions was ever imported')
  const whose = `${partner === null ? '' : ` of ${partner.name}`}${quarter === null ? '' : ` in ${quarter.name}`}`
  if (figures.rows.length === 0 && mayBeMore)
    return unknown('cannot_tell', `no rebate exception${whose} for certain; see what is left out`)
  if (isOld) return unknown('too_old', 'the list of rebate exceptions is too old to rely on')
  if (figures.rows.length === 0) return { code: 'none', text: `No rebate exception${whose} in the list`, isKnown: true }
  const left = leftWords(figures, whose)
  if (unclear === 0) return { ...left, isKnown: true }
  return { ...left, text: `${left.text}; CANNOT TELL of ${plural(unclear, 'request')}: unknown words`, isKnown: false }
}

function leftWords({ all, rows }: ExceptionFigures, whose: string): Pick<Finding, 'code' | 'text'> {
  const { overdue, toPay, notYet } = all
  const due = rows.find(({ finding }) => finding.state === 'to_pay')?.finding.due ?? null
  const pay =
    toPay.requests === 0
      ? null
      : `${sumWords(toPay, 'approved rebate')} must be paid${due === null ? '' : `, the first by ${due}`}`
  if (overdue.requests > 0) {
    const late = `${sumWords(overdue, 'approved rebate')}${whose} ${overdue.requests === 1 ? 'is' : 'are'} OVERDUE`
    return { code: 'overdue', text: pay === null ? late : `${late}; ${pay}` }
  }
  if (pay !== null) return { code: 'to_pay', text: whose === '' ? pay : `${whose.trim()}: ${pay}` }
  if (notYet.requests > 0)
    return { code: 'to_review', text: `${plural(notYet.requests, 'request')}${whose} without an outcome yet` }
  const { requested, paid, rejected } = all
  return {
    code: all.cannotTell.requests > 0 ? 'unclear' : 'nothing_left',
    text: `Nothing to pay or to review: ${plural(requested.requests, 'request')}${whose}, ${grouped(paid.requests)} paid, ${grouped(rejected.requests)} rejected`,
  }
}

/** A number of requests, and their amounts in parentheses. */
function sumWords(sum: Sum, one: string): string {
  const amounts = amountWords(sum)
  return `${plural(sum.requests, one)}${amounts === '' ? '' : ` (${amounts})`}`
}

/** The amounts of a sum, one for each currency, and how many requests have none. */
export function amountWords({ amounts, noAmount }: Sum): string {
  return [...amounts.map(formatMoney), ...(noAmount > 0 ? [`${grouped(noAmount)} without an amount`] : [])].join(', ')
}

/** An amount, as a table shows it. */
export function moneyWords(amount: Money | null): string {
  return amount === null ? 'no amount' : formatMoney(amount)
}

/** How a request stands, as a table shows it. */
export const STATE: Readonly<Record<ExceptionState, string>> = {
  overdue: 'OVERDUE',
  to_pay: 'to pay',
  review_late: 'REVIEW LATE',
  to_review: 'to review',
  cannot_tell: 'CANNOT TELL',
  paid: 'paid',
  rejected: 'rejected',
}

/** The outcome of a request: in the words of the handbook where it is known, else as the list has it. */
export function outcomeWords({ finding, outcome, fundedBy }: JudgedException): string {
  switch (finding.outcome) {
    case 'rejected':
      return 'rejected'
    case 'not_yet':
      return 'not yet'
    case 'unknown':
      return `"${outcome ?? ''}"`
    case 'approved': {
      if (finding.fund === 'global_ecosystem') return 'approved, Global Ecosystem budget'
      if (finding.fund === 'account_team') return 'approved, account team’s budget'
      return finding.doubts.includes('no_fund') ? 'approved, budget not named' : `approved, budget "${fundedBy ?? ''}"`
    }
  }
}

/** What is doubtful about a request, or about its place in the lists. */
export type DoubtCode = ExceptionDoubt | 'newer_rejected' | 'listed_again' | 'not_seen_lately'

/** What is doubtful about a request. */
export function doubtWords(doubt: DoubtCode, row: JudgedException): string {
  const { requested, decided, paid, outcome, fundedBy, rejected, amount, currencyText, again, lastSeen } = row
  switch (doubt) {
    case 'unknown_outcome':
      return `unknown outcome "${outcome ?? ''}"`
    case 'unknown_fund':
      return `unknown budget "${fundedBy ?? ''}"`
    case 'funds_disagree':
      return `the outcome is "${outcome ?? ''}", but it is funded by "${fundedBy ?? ''}"`
    case 'no_fund':
      return 'approved, and the list does not say whose budget pays'
    case 'no_request_day':
      return 'no day of the request: no quarter, and no last day to pay'
    case 'decided_without_outcome':
      return `decided on ${decided}, but without an outcome`
    case 'paid_without_approval':
      return `paid on ${paid}, but not approved`
    case 'decided_before_requested':
      return `decided on ${decided}, before it was requested on ${requested}`
    case 'paid_before_decided':
      return `paid on ${paid}, before ${decided === null ? `it was requested on ${requested}` : `it was decided on ${decided}`}`
    case 'day_to_come':
      return 'a day of it is still to come'
    case 'nothing_to_pay':
      return `${moneyWords(amount)} is nothing to pay`
    case 'unknown_currency':
      return `unknown currency "${currencyText ?? ''}"; write its code, such as EUR`
    case 'listed_again':
      return `the same request? see ${again.join('; ')}`
    case 'not_seen_lately':
      return `last seen on ${lastSeen}; the lists since do not have it`
    case 'newer_rejected':
      return `its newer row was rejected (${rejected}), so this may no longer be true`
  }
}

/** Every doubt about a request. */
export function doubtsOf({ finding, rejected, again, lastSeen }: JudgedException): DoubtCode[] {
  const isOpen = finding.state !== 'paid' && finding.state !== 'rejected'
  return [
    ...finding.doubts,
    ...(again.length === 0 ? [] : (['listed_again'] as const)),
    ...(lastSeen === null || !isOpen ? [] : (['not_seen_lately'] as const)),
    ...(rejected === null ? [] : (['newer_rejected'] as const)),
  ]
}

/** What a person does about a request; null where nothing is left to do. */
export function stepWords(row: JudgedException): string | null {
  const { finding, opportunity, partner, named, amount, outcome } = row
  const whose = `${opportunity}, ${partner?.name ?? `${named ?? 'no partner'} (not certain)`}`
  const pay = amount === null ? 'find the amount, and pay it' : `pay ${moneyWords(amount)}`
  const by = finding.due
  switch (finding.state) {
    case 'overdue':
      return `${pay} now, it was due on ${by}: ${whose}`
    case 'to_pay':
      return `${pay} ${by === null ? '(the last day is not known)' : `by ${by}`}: ${whose}`
    case 'review_late':
      return `ask for the outcome, the review was around ${by}: ${whose}`
    case 'to_review':
      return `have it reviewed${by === null ? '' : ` around ${by}`}: ${whose}`
    case 'cannot_tell':
      return `ask what "${outcome ?? ''}" means: ${whose}`
    case 'paid':
    case 'rejected':
      return null
  }
}
