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

/** The same day a number of months later; where that month is shorter, its last day (31 August and 6 months: 28 or 29 February). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [inYear, inMonth] = [year + Math.floor((month - 1 + months) / 12), (((month - 1 + months) % 12) + 12) % 12]
  const last = new Date(Date.UTC(inYear, inMonth + 1, 0)).getUTCDate()
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${String(inYear).padStart(4, '0')}-${two(inMonth + 1)}-${two(Math.min(date, last))}`
}
