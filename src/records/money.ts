/** Money: exact decimal numbers, each with its currency. Nothing here is ever a floating-point number. */

import Big from 'big.js'
import { canonicalAmount, currencyCode, parseAmount, settleAmount } from './amount.ts'

/** An amount of money. */
export interface Money {
  /** The currency by its code; null where nothing says it. */
  currency: string | null
  /** The exact number as text: "1234.50", "-12". */
  amount: string
}

/** From which day on a currency has which rate: so many units of it are 1 of the company's own currency. */
export interface DatedRate {
  currency: string
  since: string
  rate: string
}

// Strict: only text can come in.
const Exact = Big()
Exact.strict = true
const ZERO = new Exact('0')

/**
 * The money of a cell as a record keeps it; the currency that the cell names counts, else that of its row. Null for a blank cell, and
 * for an amount of an older import that could be two numbers.
 */
export function moneyOf(stored: string | null, currency: string | null): Money | null {
  const text = settleAmount(parseAmount(stored ?? ''), null)
  if (text === null) return null
  const [, own, amount = ''] = /^(?:([A-Z]{3}) )?(.*)$/.exec(text) ?? []
  return { currency: own ?? currencyCode(currency), amount }
}

/** The sum of each currency, in the order of their codes; what has no currency is one of them, the last. */
export function addByCurrency(all: Iterable<Money>): Money[] {
  const sums = new Map<string | null, Big>()
  for (const { currency, amount } of all) sums.set(currency, (sums.get(currency) ?? ZERO).plus(new Exact(amount)))
  return [...sums]
    .map(([currency, sum]) => ({ currency, amount: canonicalAmount(sum.toFixed()) }))
    .sort((a, b) => (a.currency === null ? 1 : b.currency === null ? -1 : a.currency < b.currency ? -1 : 1))
}

/** Below 0 where the first amount is the smaller one, above 0 where it is the larger one, else 0. Both are of one currency. */
export function compareAmounts(a: string, b: string): number {
  return new Exact(a).cmp(new Exact(b))
}

/** The digits behind the point that a currency is paid in, by CLDR as Node has it: 2 of USD, 0 of JPY, 3 of KWD. */
export function minorDigits(currency: string): number {
  const known = DIGITS.get(currency)
  if (known !== undefined) return known
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  DIGITS.set(currency, digits)
  return digits
}

/** There are as many as codes of three letters; asking Node for each amount takes longer than all else. */
const DIGITS = new Map<string, number>()

/** Money as a person reads it: "USD 1,234.50"; every digit that there is, and at least those that the currency is paid in. */
export function formatMoney({ currency, amount }: Money): string {
  const [whole = '', decimals = ''] = amount.split('.')
  const digits = Math.max(currency === null ? 2 : minorDigits(currency), decimals.replace(/0+$/, '').length)
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const number = digits === 0 ? grouped : `${grouped}.${decimals.slice(0, digits).padEnd(digits, '0')}`
  return currency === null ? `${number} (currency not known)` : `${currency} ${number}`
}

/** The company's own currency: the one that has the rate 1 in every row it has. Null where there is none, or more than one. */
export function ownCurrency(rates: readonly DatedRate[]): string | null {
  const isOwn = new Map<string, boolean>()
  for (const { currency, rate } of rates) {
    const code = currencyCode(currency)
    if (code !== null) isOwn.set(code, (isOwn.get(code) ?? true) && compareAmounts(rate, '1') === 0)
  }
  const own = [...isOwn].flatMap(([currency, is]) => (is ? [currency] : []))
  return own.length === 1 ? (own[0] ?? null) : null
}

/**
 * Money in the company's own currency, by the rate of a day: that of the latest `since` up to the day. Rounded half to even, to what
 * the currency is paid in. Null where the money has no currency, or no rate holds on the day.
 */
export function convert({ currency, amount }: Money, day: string, rates: readonly DatedRate[], own: string): Money | null {
  const digits = minorDigits(own)
  if (currency === null) return null
  if (currency === own) return { currency, amount: canonicalAmount(new Exact(amount).toFixed(digits, 2)) }
  const [latest] = rates
    .filter((each) => currencyCode(each.currency) === currency && each.since <= day)
    .sort((a, b) => (a.since < b.since ? 1 : -1))
  if (!latest || compareAmounts(latest.rate, '0') <= 0) return null
  return { currency: own, amount: canonicalAmount(divided(new Exact(amount), new Exact(latest.rate), digits).toFixed()) }
}

/** A quotient rounded half to even: by its remainder, so that no digit that was cut off decides. */
function divided(amount: Big, rate: Big, digits: number): Big {
  const Floor = Big()
  Floor.strict = true
  Floor.DP = digits
  Floor.RM = 0
  const positive = amount.abs()
  const down = new Floor(positive.toFixed()).div(new Floor(rate.toFixed()))
  const step = new Exact(digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`)
  const rest = positive.minus(down.times(rate)).times('2').cmp(rate.times(step))
  const isOdd = /[13579]$/.test(down.toFixed(digits))
  const rounded = rest > 0 || (rest === 0 && isOdd) ? down.plus(step) : down
  return amount.lt('0') ? rounded.times('-1') : rounded
}
