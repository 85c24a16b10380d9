/** Amounts of deals, summed as the desk sums money: never across currencies without rates. */

import { addByCurrency, type Money } from '../../records/money.ts'
import type { Convert, InsightDeal } from './types.ts'

/** What some deals come to. */
export interface Total {
  deals: number
  /** One sum for each currency, by its code. */
  money: readonly Money[]
  /** The sum in the company's own currency, each amount at the rate of its own day; null where no rates hold for every amount. */
  converted: Money | null
  /** Deals without an amount; they are in no sum. */
  noAmount: number
}

/** The first deal whose amount cannot be converted; null: none, or no rates were imported. */
export function firstWithoutRate(deals: readonly InsightDeal[], convert: Convert | null): InsightDeal | null {
  if (convert === null) return null
  const lacks = ({ amount, closeDate }: InsightDeal): boolean =>
    amount !== null && (closeDate === null || convert(amount, closeDate) === null)
  return deals.find(lacks) ?? null
}

/** Sums deals; `convert`: null where no rates were imported. A deal is converted at the rate of its close date. */
export function totalOf(
  deals: readonly InsightDeal[],
  convert: Convert | null,
  amountOf: (deal: InsightDeal) => Money | null = ({ amount }) => amount,
): Total {
  const amounts = deals.flatMap((deal) => {
    const money = amountOf(deal)
    return money ? [{ money, day: deal.closeDate }] : []
  })
  return {
    deals: deals.length,
    money: addByCurrency(amounts.map(({ money }) => money)),
    converted: convertedSum(amounts, convert),
    noAmount: deals.length - amounts.length,
  }
}

function convertedSum(amounts: readonly { money: Money; day: string | null }[], convert: Convert | null): Money | null {
  if (convert === null || amounts.length === 0) return null
  const all: Money[] = []
  for (const { money, day } of amounts) {
    const own = day === null ? null : convert(money, day)
    if (own === null) return null
    all.push(own)
  }
  return addByCurrency(all)[0] ?? null
}

/**
 * How a sum changed, in whole percent; null where the two are not of one currency, where the earlier one is nothing or lacks amounts,
 * and where a loss may only be an amount that is not there.
 */
export function changeOf(now: Total, before: Total | null): number | null {
  const [one, other] = [oneSum(now), before && oneSum(before)]
  if (!before || !one || !other || one.currency !== other.currency || other.currency === null) return null
  if (before.noAmount > 0 || Number(other.amount) <= 0) return null
  const percent = Math.round((Number(one.amount) / Number(other.amount) - 1) * 100) + 0
  return now.noAmount > 0 && percent <= 0 ? null : percent
}

/** The one sum that a total comes to: converted, or of its only currency; null where there are several, or none. */
export function oneSum({ money, converted }: Pick<Total, 'money' | 'converted'>): Money | null {
  if (converted) return converted
  const [only, ...others] = money
  return only && others.length === 0 ? only : null
}
