/**
 * Dates as the source systems print them: ISO 8601, year first, with the English name of the month, or month and day as numbers in
 * an order that only the file, or a person, can say.
 */

import { bareWord } from './damaged-word.ts'

/** Month first (4/30/2023) or day first (30/4/2023). */
export type DateOrder = 'mdy' | 'dmy'
export const DATE_ORDERS: readonly DateOrder[] = ['mdy', 'dmy']

/** How a date of each order is written, and what the order is called. */
const PATTERN: Readonly<Record<DateOrder, string>> = { mdy: 'M/D/YYYY', dmy: 'D/M/YYYY' }
export const ORDER_NAME: Readonly<Record<DateOrder, string>> = { mdy: 'month first', dmy: 'day first' }

/** A date with month and day as numbers before the year: the day it is in each order, null where there is no such day. */
export interface OrderedDate {
  mdy: string | null
  dmy: string | null
  /** Written with dots, which is day first by custom. */
  dots: boolean
}

/** The pattern of an order, written with dots or with slashes. */
export function patternOf(order: DateOrder, dots = false): string {
  return dots ? PATTERN[order].replaceAll('/', '.') : PATTERN[order]
}

/** The order that the numbers of a date decide; null where both orders, or neither, give a day. */
export function decidedBy({ mdy, dmy }: OrderedDate): DateOrder | null {
  return (mdy === null) === (dmy === null) ? null : mdy === null ? 'dmy' : 'mdy'
}

/** Whether a date is one day in one order and another day in the other. */
export function isAmbiguous({ mdy, dmy }: OrderedDate): boolean {
  return mdy !== null && dmy !== null && mdy !== dmy
}

const NUMBERS = /^(\d{1,2})(\/|-|\.\s?|\s)(\d{1,2})\2(\d{4})(?:,?\s+(.+))?$/
const YEAR_FIRST = /^(\d{4})(-|\/|\.\s?)(\d{1,2})\2(\d{1,2})(?:(?:T|,?\s+)(.+))?$/
const DAY_NAME_YEAR = /^(\d{1,2})(?:\.?\s|[-/.])([A-Za-z]{3,9})\.?,?[-/.\s](\d{4})(?:,?\s+(.+))?$/
const NAME_DAY_YEAR = /^([A-Za-z]{3,9})\.?[-/.\s](\d{1,2})(?:,\s?|[-/.\s])(\d{4})(?:,?\s+(.+))?$/
const TIME =
  /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?:\s?([AaPp])\.?\s?[Mm]\.?)?(?:\s?(?:[A-Z]{3,5}|Z|[+-]\d{2}(?::?\d{2})?))?$/

/**
 * Reads the text of a cell: a day as YYYY-MM-DD where the text alone says it, a date that needs an order, or null for no date. A
 * time behind the date is ignored; the day stays as it is, whatever the zone.
 */
export function parseDate(cell: string): string | OrderedDate | null {
  if (isPlainDay(cell)) return cell
  const text = bareWord(cell).trim()
  const numbers = NUMBERS.exec(text)
  if (numbers) {
    const [, a, separator = '', b, year, time] = numbers
    if (!isTime(time)) return null
    const [first, second] = [Number(a), Number(b)]
    const mdy = dayOf(Number(year), first, second)
    const dmy = dayOf(Number(year), second, first)
    return mdy === null && dmy === null ? null : { mdy, dmy, dots: separator.startsWith('.') }
  }
  const [year, month, day, time] = clearParts(text)
  return year === undefined || !isTime(time) ? null : dayOf(Number(year), Number(month), Number(day))
}

/** Whether a cell is a day as YYYY-MM-DD, which is read as it stands. */
export function isPlainDay(cell: string): boolean {
  if (cell.length !== 10 || cell.charCodeAt(4) !== HYPHEN || cell.charCodeAt(7) !== HYPHEN) return false
  let day = 0
  for (let i = 0; i < 10; i++) {
    if (i === 4 || i === 7) continue
    const digit = cell.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return false
    day = day * 10 + digit
  }
  // Later days of a month are looked up.
  return day >= FIRST_YEAR * 10_000 && day % 100 >= 1 && day % 100 <= 28 && day % 10_000 >= 100 && day % 10_000 < 1300
}

const HYPHEN = 45

type Parts = readonly (string | number | undefined)[]

/** The parts of a date that is clear by itself. */
function clearParts(text: string): Parts {
  const year = YEAR_FIRST.exec(text)
  if (year) return [year[1], year[3], year[4], year[5]]
  const day = DAY_NAME_YEAR.exec(text)
  if (day) return [day[3], monthNamed(day[2]), day[1], day[4]]
  const name = NAME_DAY_YEAR.exec(text)
  return name ? [name[3], monthNamed(name[1]), name[2], name[4]] : []
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** The number of a month by its English name, whole or short; 0 for any other word. */
function monthNamed(word = ''): number {
  const name = word.toLowerCase()
  return (
    MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name || (name === 'sept' && month === 'september')) + 1
  )
}

function isTime(text: string | number | undefined): boolean {
  if (text === undefined) return true
  const [, hour, minute, second = '0', half] = TIME.exec(String(text)) ?? []
  if (hour === undefined) return false
  const isHour = half === undefined ? Number(hour) <= 23 : Number(hour) >= 1 && Number(hour) <= 12
  return isHour && Number(minute) <= 59 && Number(second) <= 60
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** No desk has an earlier date; one is a slip of the keyboard. */
const FIRST_YEAR = 1900

/** Why a text that a person typed is not a day; empty where it is one. */
export function whyNoDay(text: string): string {
  const date = parseDate(text)
  if (typeof date === 'string') return ''
  if (date !== null) return 'could be two days: is the month or the day first?'
  // The same text with a likely year shows whether the year is what is wrong; 2000 has a 29 February.
  const [year = ''] = /\d{4}/.exec(text) ?? []
  const isEarly = year !== '' && Number(year) < FIRST_YEAR && parseDate(text.replace(year, '2000')) !== null
  return isEarly ? `is before ${FIRST_YEAR}, probably a typo` : 'is not a day'
}

function dayOf(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR) return null
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && !isLeap ? 28 : (DAYS[month - 1] ?? 0)
  if (day < 1 || day > days) return null
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** Takes a date for the day it is; where only an order can say, by that order, and without one only where both agree. */
export function settleDate(date: string | OrderedDate | null, order: DateOrder | null): string | null {
  if (date === null || typeof date === 'string') return date
  return order === null ? (date.mdy === date.dmy ? date.mdy : null) : date[order]
}

const TWO_DIGIT_YEAR = /^(?:\d{1,2}([-/.\s])\d{1,2}\1\d{2}|\d{1,2}[-/.\s][A-Za-z]{3,9}[-/.\s]\d{2})(?:,?\s.*)?$/
/** What a spreadsheet keeps for a day between 1954 and 2173. */
const DAY_COUNT = /^[2-9]\d{4}(?:[.,]\d+)?$/

/** What would have been a date, for a cell that is not one in the order in force. */
export function expectedDate(cell: string, order: DateOrder | null): string {
  const text = cell.trim()
  const date = parseDate(text)
  const dots = typeof date === 'object' && date !== null && date.dots
  const pattern =
    order === null
      ? `a date as YYYY-MM-DD, ${PATTERN.mdy} or ${PATTERN.dmy}`
      : `a date as ${patternOf(order, dots)} or YYYY-MM-DD`
  if (typeof date === 'object' && date !== null) {
    const only = decidedBy(date)
    return only === null ? pattern : `${pattern}; this one can only be ${patternOf(only, dots)}`
  }
  if (TWO_DIGIT_YEAR.test(text)) return `${pattern}, with all four digits of the year`
  if (DAY_COUNT.test(text)) return `${pattern}; this number is how a spreadsheet counts days: give the column a date format there`
  return pattern
}

/** The order that a reason in a rejects file states, for the dates beside it; null where it states none. */
export function statedOrder(reason: string): DateOrder | null {
  const first = /(?:expected a date as|dates here are) ([MD])[/.][MD][/.]YYYY/.exec(reason)?.[1]
  return first === undefined ? null : first === 'M' ? 'mdy' : 'dmy'
}

/** Said in a rejects file of a row with dates that could be read two ways; read back by {@link statedOrder}. */
export function stateOrder(order: DateOrder): string {
  return `dates here are ${PATTERN[order]}`
}
