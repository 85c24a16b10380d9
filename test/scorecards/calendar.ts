/** Days and fiscal quarters, counted month by month from a table: apart from the program's own arithmetic. */

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const lengthOf = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (MONTHS[month - 1] ?? 0))
const two = (number: number): string => String(number).padStart(2, '0')
export const dayOf = (year: number, month: number, day: number): string => `${year}-${two(month)}-${two(day)}`
export const partsOf = (day: string): [number, number, number] => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return [year, month, date]
}

/** A day some days later or earlier, one by one. */
export function shift(day: string, days: number): string {
  let [year, month, date] = partsOf(day)
  for (let left = days; left > 0; left--) {
    date++
    if (date > lengthOf(year, month)) [month, date] = [month + 1, 1]
    if (month > 12) [year, month] = [year + 1, 1]
  }
  for (let left = days; left < 0; left++) {
    date--
    if (date > 0) continue
    month--
    if (month < 1) [year, month] = [year - 1, 12]
    date = lengthOf(year, month)
  }
  return dayOf(year, month, date)
}

/** The same day a number of years later; the last of February where there is none. */
export function yearsLater(day: string, years: number): string {
  const [year, month, date] = partsOf(day)
  return dayOf(year + years, month, Math.min(date, lengthOf(year + years, month)))
}

/** How many days from one day to a later one, counted. */
export function daysBetween(from: string, to: string): number {
  let days = 0
  for (let day = from; day < to; day = shift(day, 1)) days++
  return days
}

export interface Quarter {
  name: string
  first: string
  last: string
}

/** The quarters by the handbook: February to April, May to July, August to October, November to January. */
export function quarterOf(day: string): Quarter {
  const [year, month] = partsOf(day)
  if (month === 1) return quarter(year, 4)
  return quarter(year + 1, month <= 4 ? 1 : month <= 7 ? 2 : month <= 10 ? 3 : 4)
}

/** A quarter of the fiscal year that ends in January of a year. */
function quarter(year: number, number: 1 | 2 | 3 | 4): Quarter {
  const name = `FY${two(year % 100)}-Q${number}`
  if (number === 4) return { name, first: dayOf(year - 1, 11, 1), last: dayOf(year, 1, 31) }
  const month = { 1: 2, 2: 5, 3: 8 }[number]
  return { name, first: dayOf(year - 1, month, 1), last: dayOf(year - 1, month + 2, lengthOf(year - 1, month + 2)) }
}

export const quarterBefore = ({ first }: Quarter): Quarter => quarterOf(shift(first, -1))
