/** The quarters and the days that insights are of. */

import { addDays, addYear, daysBetween } from '../../rules/day.ts'
import { type FiscalQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'

/** Days from the first to the last, both counted. */
export interface Days {
  first: string
  last: string
}

/** What insights are of. */
export interface Period extends Days {
  /** The same days a year before; null where the period is longer than a year. */
  before: Days | null
  /** The quarter that is asked for, or that the last day is in. */
  quarter: FiscalQuarter
  /** Eight quarters, oldest first; the last is `quarter`. */
  quarters: readonly FiscalQuarter[]
  /** Whether it is the four quarters that end with `quarter`, and not days that a person named. */
  isYear: boolean
}

const QUARTERS = 8
const OF_A_YEAR = 4

/** The four quarters that end with one, up to the day it is; with the same days of the year before. */
export function yearEndingWith(quarter: FiscalQuarter, day: string): Period {
  const first = quarterAfter(quarter, 1 - OF_A_YEAR).first
  const last = quarter.last < day ? quarter.last : day
  const before = { first: yearBefore(first), last: yearBefore(last) }
  return { first, last, before, quarter, quarters: quartersTo(quarter), isYear: true }
}

/** Days that a person named; the quarters are those up to the last of them. */
export function daysAsked(first: string, last: string): Period {
  const quarter = quarterOf(last)
  const isShort = addYear(first) > last
  const before = isShort ? { first: yearBefore(first), last: yearBefore(last) } : null
  return { first, last, before, quarter, quarters: quartersTo(quarter), isYear: false }
}

function quartersTo(quarter: FiscalQuarter): FiscalQuarter[] {
  return Array.from({ length: QUARTERS }, (_, index) => quarterAfter(quarter, index + 1 - QUARTERS))
}

/** The same day of the year before; the last day of February stays the last. */
function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  return isLastOfFebruary(day) ? addDays(`${year}-03-01`, -1) : `${year}${day.slice(4)}`
}

function isLastOfFebruary(day: string): boolean {
  return day.slice(5, 7) === '02' && addDays(day, 1).slice(5) === '03-01'
}

/** Whether a day is one of some days; a blank day is in none. */
export function isIn(day: string | null, { first, last }: Days): boolean {
  return day !== null && first <= day && day <= last
}

/** The middle number; of an even count the lower of the two in the middle, so that it is one that occurred. Null of none. */
export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}

/** Whole days between two; null where one is blank or the second is earlier. */
export function waited(from: string | null, to: string | null): number | null {
  if (from === null || to === null || to < from) return null
  return daysBetween(from, to)
}
