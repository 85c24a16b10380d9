/** Moments as the command line, the environment and the settings write them. */

import { usageError } from '../errors.ts'
import { parseDate } from '../records/date-order.ts'

const ISO_MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** ISO 8601 UTC, to the second. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** A moment as an option or a variable gives it, ISO 8601 UTC; a day means its beginning. Throws a usage error. */
export function readMoment(name: string, value: string): string {
  const moment = momentOrDay(value)
  if (moment === null) throw usageError(`${name} ${value} is not a time`, 'write it as 2026-11-20 or 2026-11-20T09:00:00Z')
  return moment.at
}

/** What --as-of asks for: an import by its number, or a moment, ISO 8601 UTC, where a day means its end. Throws a usage error. */
export function readAsOf(value: string): { entry: number } | { moment: string } {
  const entry = /^import:([1-9]\d{0,9})$/.exec(value)?.[1]
  if (entry !== undefined) return { entry: Number(entry) }
  const moment = momentOrDay(value)
  if (moment === null) {
    throw usageError(
      `--as-of ${value} is neither a time nor an import`,
      'write it as 2026-05-01, 2026-05-01T09:00:00Z or import:12 (see: phd imports list)',
    )
  }
  return { moment: moment.isDay ? `${value}T23:59:59Z` : moment.at }
}

function momentOrDay(value: string): { at: string; isDay: boolean } | null {
  const day = ISO_MOMENT.exec(value)?.[1]
  const date = new Date(value)
  if (day === undefined || parseDate(day) === null || Number.isNaN(date.getTime())) return null
  return { at: isoSeconds(date), isDay: value === day }
}

/** Whether the world has a zone of that name. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

/** The day of a moment in a zone of the world, YYYY-MM-DD. Reading the settings has checked the zone. */
export function dayIn(zone: string, moment: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(moment))
    .map(({ type, value }) => [type, value] as const)
  const { year = '', month = '', day = '' } = Object.fromEntries(parts)
  return `${year}-${month}-${day}`
}
