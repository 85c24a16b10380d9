/**
 * Fiscal quarters. The fiscal year begins on February 1 and is named by the year it ends in: FY27-Q3 is August to October 2026. Days
 * are plain, YYYY-MM-DD, without time zone or clock.
 */

import { addDays } from './day.ts'

/** A quarter of a fiscal year. */
export interface FiscalQuarter {
  /** As "FY27-Q3". */
  name: string
  /** The year it is of: the calendar year that its fiscal year ends in. */
  fiscalYear: number
  quarter: 1 | 2 | 3 | 4
  first: string
  last: string
}

const QUARTERS = [1, 2, 3, 4] as const

/** The quarter by its number, counted from the first of the year 0. */
function numbered(number: number): FiscalQuarter {
  const fiscalYear = Math.floor(number / 4)
  const quarter = QUARTERS[number % 4] ?? 1
  return {
    name: `FY${String(fiscalYear % 100).padStart(2, '0')}-Q${quarter}`,
    fiscalYear,
    quarter,
    first: firstOfMonth(number, 1),
    last: addDays(firstOfMonth(number + 1, 1), -1),
  }
}

/** The first day of a month of a quarter; the first quarter of a fiscal year begins in February of the year before. */
function firstOfMonth(number: number, month: 1 | 2 | 3): string {
  const months = (number - 4) * 3 + month
  const year = String(Math.floor(months / 12)).padStart(4, '0')
  return `${year}-${String((months % 12) + 1).padStart(2, '0')}-01`
}

function numberOf({ fiscalYear, quarter }: Pick<FiscalQuarter, 'fiscalYear' | 'quarter'>): number {
  return fiscalYear * 4 + quarter - 1
}

/** The quarter that a day is in. */
export function quarterOf(day: string): FiscalQuarter {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return numbered(Math.floor((months - 1) / 3) + 4)
}

/** The quarter a number of quarters later; earlier where it is negative. */
export function quarterAfter(quarter: FiscalQuarter, quarters = 1): FiscalQuarter {
  return numbered(numberOf(quarter) + quarters)
}

/** The first day of the first, second or third month of a quarter. */
export function monthOf(quarter: FiscalQuarter, month: 1 | 2 | 3): string {
  return firstOfMonth(numberOf(quarter), month)
}

/** A quarter as people write it: "FY27-Q3", "fy27q3", "FY2027 Q3"; a year of two digits is one of 2000 to 2099. Null for any other text. */
export function parseQuarter(text: string): FiscalQuarter | null {
  const [, year, quarter] = /^FY ?(?:20)?(\d\d)[ -]?Q([1-4])$/i.exec(text.trim()) ?? []
  if (year === undefined || quarter === undefined) return null
  return numbered((2000 + Number(year)) * 4 + Number(quarter) - 1)
}
