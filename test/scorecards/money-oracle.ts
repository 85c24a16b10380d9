/** Sums of money by the definitions alone, in whole numbers: never across currencies unless every amount has a rate of its own day. */

import type { TrueMoney, TrueRate } from './model.ts'

const MILLION = 1_000_000n
/** Digits after the mark of currencies that have not two. */
const MINOR: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, BHD: 3, KWD: 3 }

export interface DatedMoney extends TrueMoney {
  day: string
}

export interface Sum {
  currency: string | null
  amount: bigint
}

/** What a report says of some amounts: a sum for each currency, one in the company's own where rates hold for all, and what has none. */
export interface Sums {
  money: Sum[]
  converted: Sum | null
  noAmount: number
}

/** A fraction rounded to a whole number, a half to the even one. */
export function halfEven(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n
  const size = isNegative ? -numerator : numerator
  const whole = size / denominator
  const twice = (size % denominator) * 2n
  const isUp = twice > denominator || (twice === denominator && whole % 2n === 1n)
  const rounded = isUp ? whole + 1n : whole
  return isNegative ? -rounded : rounded
}

/** The rate of a currency on a day: the last one that began. */
function rateOn(rates: readonly TrueRate[], currency: string, day: string): bigint | null {
  const known = rates.filter((rate) => rate.currency === currency && rate.from <= day)
  const newest = known.reduce<TrueRate | null>((last, each) => (last === null || each.from > last.from ? each : last), null)
  return newest?.rate ?? null
}

/** An amount in the company's own currency, rounded to its smallest unit; null where its day has no rate. */
function converted({ amount, currency, day }: DatedMoney, rates: readonly TrueRate[], own: string): bigint | null {
  // What is in the company's own currency needs no rate.
  const rate = currency === null ? null : currency === own ? MILLION : rateOn(rates, currency, day)
  if (amount === null || rate === null) return null
  const unit = 10n ** BigInt(6 - (MINOR[own] ?? 2))
  return halfEven(amount * MILLION, rate * unit) * unit
}

/** The company's own currency: the one that has the rate 1 all along. */
function ownCurrency(rates: readonly TrueRate[]): string | null {
  const all = Map.groupBy(rates, ({ currency }) => currency)
  const own = [...all].filter(([, of]) => of.every(({ rate }) => rate === MILLION))
  return own.length === 1 ? (own[0]?.[0] ?? null) : null
}

/** Adds amounts up: by currency, and all together where each has a rate of its own day. */
export function sumOf(all: readonly DatedMoney[], rates: readonly TrueRate[]): Sums {
  const amounts = all.filter(({ amount }) => amount !== null)
  const money = [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, same]) => ({
    currency,
    amount: same.reduce((total, { amount }) => total + (amount ?? 0n), 0n),
  }))
  return {
    money: money.sort((a, b) => ((a.currency ?? '~') < (b.currency ?? '~') ? -1 : 1)),
    converted: allConverted(amounts, rates),
    noAmount: all.length - amounts.length,
  }
}

function allConverted(amounts: readonly DatedMoney[], rates: readonly TrueRate[]): Sum | null {
  const own = ownCurrency(rates)
  if (own === null) return null
  const inOwn = amounts.map((each) => converted(each, rates, own))
  if (!inOwn.every((amount) => amount !== null)) return null
  return { currency: own, amount: inOwn.reduce((total, amount) => total + amount, 0n) }
}

/** An amount that a report prints, "-1234.5", in millionths. */
export function readAmount(text: string): bigint {
  const [, sign = '', whole = '0', rest = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? []
  if (!/^-?\d+(?:\.\d{1,6})?$/.test(text)) throw new Error(`not an exact amount: "${text}"`)
  const size = BigInt(whole) * MILLION + BigInt(rest.padEnd(6, '0'))
  return sign === '-' ? -size : size
}
