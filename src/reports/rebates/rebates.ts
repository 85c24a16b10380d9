/** Requests for rebate exceptions by how they stand, by fiscal quarter, with their amounts. Pure: rows with their partner in, figures out. */

import { compareText } from '../../records/compare.ts'
import { addByCurrency, type Money } from '../../records/money.ts'
import { foldName } from '../../records/name.ts'
import { placeOf } from '../../records/place.ts'
import { daysBetween } from '../../rules/day.ts'
import {
  type ExceptionDays,
  type ExceptionFacts,
  type ExceptionFinding,
  type ExceptionState,
  judgeException,
  type RebateWords,
} from '../../rules/programs/rebate-exception.ts'

/** A request as its list has it. */
export interface ExceptionRow extends ExceptionFacts {
  opportunity: string
  opportunityId: string | null
  /** Null: it names no partner for certain; `named` says what it names. */
  partner: { id: string; name: string } | null
  named: string | null
  amount: Money | null
  /** Whether the settings say its currency, because the list does not. */
  isUsualCurrency: boolean
  file: string
  line: number
  /** The place of a newer row of it that was rejected. */
  rejected: string | null
  /** The day it was last seen, where that is longer ago than evidence may be though the newest list is not that old. */
  lastSeen: string | null
}

export interface JudgedException extends ExceptionRow {
  /** The fiscal quarter it was requested in; null where the day is not known. */
  quarter: string | null
  finding: ExceptionFinding
  /** Calendar days until something is due; negative where it is over, null where nothing is due. */
  daysLeft: number | null
  /** The places of other rows that are of the same opportunity and partner. */
  again: readonly string[]
}

/** So many requests, with their amounts: a sum for each currency. */
export interface Sum {
  requests: number
  amounts: readonly Money[]
  /** Of those, how many have no amount. */
  noAmount: number
}

/** What sums are made of. */
export const SUMS = [
  'requested',
  'late',
  'rejected',
  'approvedGlobal',
  'approvedTeam',
  'approvedNoFund',
  'notYet',
  'cannotTell',
  'paid',
  'toPay',
  'overdue',
] as const
export type SumName = (typeof SUMS)[number]
export type Sums = Readonly<Record<SumName, Sum>>

export interface ExceptionFigures {
  all: Sums
  /** Newest quarter first; requests without a day last. */
  quarters: readonly { quarter: string | null; days: ExceptionDays | null; sums: Sums }[]
  /** Overdue first, then by the day that something is due. */
  rows: readonly JudgedException[]
}

/** Judges and counts requests as they stand on a day; `daysOf` gives the days of the quarter that a day is in. */
export function countExceptions(
  rows: readonly ExceptionRow[],
  { daysOf, words, today }: { daysOf: (requested: string) => ExceptionDays; words: RebateWords; today: string },
): ExceptionFigures {
  const known = new Map<string, ExceptionDays>()
  const again = repeatedRows(rows)
  const judged = rows.map((row): JudgedException => {
    const days = row.requested === null ? null : daysOf(row.requested)
    if (days) known.set(days.quarter.name, days)
    const finding = judgeException(row, days, words, today)
    const daysLeft = finding.due === null ? null : daysBetween(today, finding.due)
    return { ...row, quarter: days?.quarter.name ?? null, finding, daysLeft, again: again.get(row) ?? [] }
  })
  const quarters = [...Map.groupBy(judged, ({ quarter }) => quarter)].map(([quarter, own]) => ({
    quarter,
    days: known.get(quarter ?? '') ?? null,
    sums: sumsOf(own),
  }))
  return {
    all: sumsOf(judged),
    quarters: quarters.sort((a, b) => compareText(b.days?.quarter.first ?? null, a.days?.quarter.first ?? null)),
    rows: judged.sort(byUrgency),
  }
}

/**
 * Rows of one opportunity and partner, which a list may have under two spellings, or with and without the id of the opportunity: each with
 * the places of the others.
 */
function repeatedRows(rows: readonly ExceptionRow[]): Map<ExceptionRow, string[]> {
  const again = new Map<ExceptionRow, string[]>()
  for (const keyOf of [nameKey, idKey]) {
    for (const own of Map.groupBy(rows, keyOf).values()) {
      if (own.length < 2 || own.some((row) => keyOf(row) === null)) continue
      for (const row of own) {
        const others = own.filter((other) => other !== row && !areApart(row, other)).map(placeOf)
        if (others.length > 0) again.set(row, [...new Set([...(again.get(row) ?? []), ...others])])
      }
    }
  }
  return again
}

function partnerKey({ partner, named }: ExceptionRow): string {
  return partner?.id ?? foldName(named ?? '').folded
}

function nameKey(row: ExceptionRow): string | null {
  const { folded } = foldName(row.opportunity)
  return folded === '' ? null : JSON.stringify([partnerKey(row), folded])
}

function idKey(row: ExceptionRow): string | null {
  return row.opportunityId === null ? null : JSON.stringify([partnerKey(row), row.opportunityId])
}

/** Two opportunities of one name that have ids of their own. */
function areApart(a: ExceptionRow, b: ExceptionRow): boolean {
  return a.opportunityId !== null && b.opportunityId !== null && a.opportunityId !== b.opportunityId
}

/** The states in the order that a person works through them. */
const ORDER: readonly ExceptionState[] = ['overdue', 'to_pay', 'review_late', 'to_review', 'cannot_tell', 'paid', 'rejected']

function byUrgency(a: JudgedException, b: JudgedException): number {
  return (
    ORDER.indexOf(a.finding.state) - ORDER.indexOf(b.finding.state) ||
    Number(a.finding.due === null) - Number(b.finding.due === null) ||
    compareText(a.finding.due, b.finding.due) ||
    compareText(a.partner?.name ?? a.named, b.partner?.name ?? b.named) ||
    compareText(a.file, b.file) ||
    a.line - b.line
  )
}

const COUNTS: Readonly<Record<SumName, (row: JudgedException) => boolean>> = {
  requested: () => true,
  late: ({ finding }) => finding.isLate === true,
  rejected: ({ finding }) => finding.outcome === 'rejected',
  approvedGlobal: ({ finding }) => finding.outcome === 'approved' && finding.fund === 'global_ecosystem',
  approvedTeam: ({ finding }) => finding.outcome === 'approved' && finding.fund === 'account_team',
  approvedNoFund: ({ finding }) => finding.outcome === 'approved' && finding.fund === null,
  notYet: ({ finding }) => finding.outcome === 'not_yet',
  cannotTell: ({ finding }) => finding.outcome === 'unknown',
  paid: ({ finding }) => finding.state === 'paid',
  toPay: ({ finding }) => finding.state === 'to_pay',
  overdue: ({ finding }) => finding.state === 'overdue',
}

function sumsOf(rows: readonly JudgedException[]): Sums {
  const sum = (name: SumName): Sum => {
    const own = rows.filter(COUNTS[name])
    const amounts = own.flatMap(({ amount }) => amount ?? [])
    return { requests: own.length, amounts: addByCurrency(amounts), noAmount: own.length - amounts.length }
  }
  return Object.fromEntries(SUMS.map((name) => [name, sum(name)])) as Record<SumName, Sum>
}
