/** Arithmetic on plain days (YYYY-MM-DD), without time zone or clock. */

const DAY = 86_400_000

/** A day a number of days later, or earlier. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY)
}

/** The same day of the next calendar year; 29 February becomes 28 February. */
export function addYear(day: string): string {
  const next = `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}${day.slice(4)}`
  return day.endsWith('-02-29') ? `${next.slice(0, 4)}-02-28` : next
}
