/** What is asked for: which days. */

import { givenValue, readDay } from '../../app/option-values.ts'
import { usageError } from '../../errors.ts'
import { daysAsked, type Period, yearEndingWith } from '../../reports/insights/periods.ts'
import { askedQuarter } from '../../scorecards/asked.ts'

/** The options of days. */
export interface DayFlags {
  quarter?: string
  from?: string
  until?: string
}

/** The days of the options, by the day of the answer. Throws usage errors. */
export function readPeriod({ quarter, from, until }: DayFlags, today: string): Period {
  const named = givenValue('--quarter', quarter)
  const [first, last] = [readDay('--from', from, '2026-02-01'), readDay('--until', until, '2026-07-31')]
  if (named !== undefined && (first !== undefined || last !== undefined))
    throw usageError('--quarter cannot be combined with --from and --until', 'use one or the other')
  if (first === undefined && last !== undefined) throw usageError('--until needs a first day', 'add --from 2026-02-01')
  if (first !== undefined) return daysFrom(first, last ?? today, today)
  return yearEndingWith(askedQuarter(named, today), today)
}

function daysFrom(first: string, last: string, today: string): Period {
  if (first > last) throw usageError(`--from ${first} is after the last day, ${last}`, 'exchange them')
  if (last > today) throw usageError(`--until ${last} is in the future`, `use --until ${today}`)
  return daysAsked(first, last)
}
