/** Business days: Monday to Friday, without the days that a calendar names. */

import { addDays } from './day.ts'

/** A day, or several in a row, on which the desk is closed or slow. */
export interface ClosedDays {
  /** First day, YYYY-MM-DD. */
  day: string
  /** Last day; null: the same. */
  lastDay: string | null
  name: string
  /** The region; null or blank: everywhere. */
  region: string | null
}

/** The business days of one region. */
export interface BusinessDays {
  /** What closes the desk on a day: "Saturday", the name of a holiday; null on a business day. */
  closedFor(day: string): string | null
  /** The day a number of business days later. */
  after(day: string, days: number): string
  /** Business days after the first day up to the second; negative, counted backwards, when the second is earlier. */
  between(from: string, to: string): number
}

const WEEKEND: Readonly<Record<number, string>> = { 0: 'Sunday', 6: 'Saturday' }

/** The longest run of closed days; a calendar with a longer one is wrong. */
const LONGEST = 366

/** The business days by a calendar; rows of a region count only if that region is asked for (in any case). */
export function businessDays(calendar: readonly ClosedDays[], region: string | null): BusinessDays {
  const closed = new Map<string, string>()
  for (const { day, lastDay, name, region: where } of calendar) {
    if (where?.trim() && where.trim().toLowerCase() !== region?.trim().toLowerCase()) continue
    const last = lastDay === null || lastDay < day ? day : lastDay
    for (let each = day, left = LONGEST; each <= last && left > 0; each = addDays(each, 1), left--) closed.set(each, name)
  }
  const closedFor = (day: string): string | null => WEEKEND[new Date(day).getUTCDay()] ?? closed.get(day) ?? null
  const isOpen = (day: string): boolean => closedFor(day) === null
  return {
    closedFor,
    after(day, days) {
      let at = day
      for (let left = days; left > 0; ) {
        at = addDays(at, 1)
        if (isOpen(at)) left--
      }
      return at
    },
    between(from, to) {
      if (to < from) return -this.between(to, from) || 0
      let days = weekdaysUpTo(to) - weekdaysUpTo(from)
      for (const day of closed.keys()) if (from < day && day <= to && WEEKEND[new Date(day).getUTCDay()] === undefined) days--
      return days
    },
  }
}

/** Weekdays from a Monday long ago up to a day. */
function weekdaysUpTo(day: string): number {
  const days = Math.round((Date.parse(day) - MONDAY) / DAY)
  const weeks = Math.floor(days / 7)
  return weeks * 5 + Math.min(days - weeks * 7 + 1, 5)
}

const DAY = 86_400_000
const MONDAY = Date.parse('1900-01-01')

/** How much time a request has left. */
export interface Clock {
  /** The day the request came, YYYY-MM-DD. */
  received: string
  /** The last day to answer on. */
  due: string
  /** Business days from today to the last day; negative: late by that many. */
  left: number
  late: boolean
}

/** The clock of a request: due a number of business days after the day it came (Partner Help Desk: 2 for a letter and for a license). */
export function clockOf(received: string, slaBusinessDays: number, today: string, days: BusinessDays): Clock {
  const due = days.after(received, slaBusinessDays)
  return { received, due, left: days.between(today, due), late: today > due }
}
