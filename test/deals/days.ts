/** Days as text (YYYY-MM-DD), counted one by one, so that this has nothing in common with what it checks. */

/** A row of the calendar: one day, or several up to the last. */
export interface Closed {
  day: string
  last: string | null
  name: string
  /** Blank: everywhere. */
  region: string
}

export function shift(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay())
}

/** The business day that many business days after a day: Monday to Friday, without the days that are closed everywhere. */
export function businessDayAfter(day: string, count: number, closed: readonly Closed[]): string {
  let at = day
  for (let left = count; left > 0; ) {
    at = shift(at, 1)
    const isClosed = closed.some((each) => each.region === '' && each.day <= at && at <= (each.last ?? each.day))
    if (!isWeekend(at) && !isClosed) left--
  }
  return at
}
