/** Options that reports about lists share. */

import { givenValue, readCount } from '../app/option-values.ts'
import { usageError } from '../errors.ts'
import { type FiscalQuarter, parseQuarter, quarterOf } from '../rules/fiscal.ts'

/** The fiscal quarter of --quarter, else that of the day. Throws a usage error for one that is not one, or has not begun. */
export function askedQuarter(value: string | undefined, today: string): FiscalQuarter {
  const now = quarterOf(today)
  const text = givenValue('--quarter', value)
  if (text === undefined) return now
  const quarter = parseQuarter(text)
  if (!quarter) throw usageError(`--quarter ${text} is not a fiscal quarter`, `write it as --quarter ${now.name}`)
  if (quarter.first > today)
    throw usageError(`--quarter ${quarter.name} begins on ${quarter.first}, after ${today}`, `use ${now.name} or an earlier one`)
  return quarter
}

/** What ends within so many days is listed, unless another number is asked for. */
export const EXPIRING_DAYS = 90

/** The number of --expiring-days. Throws a usage error. */
export function askedDays(value: string | undefined): number {
  const days = givenValue('--expiring-days', value)
  if (days === undefined) return EXPIRING_DAYS
  return readCount('--expiring-days', days, {
    ...{ what: 'number of days', least: 0, digits: 4, example: `--expiring-days ${EXPIRING_DAYS}` },
  })
}
