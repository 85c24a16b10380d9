/** Who brought the won deals, what kind of orders they are, and which are new logos. */

import { isFirstOrder, isPartnerGenerated } from '../deals/words.ts'
import { type Total, totalOf } from './totals.ts'
import type { Convert, InsightDeal } from './types.ts'

/** Won deals by who brought them. */
export interface Sources {
  sourced: Total
  coSell: Total
  /** Sales Qualified Source is blank. */
  notKnown: Total
  /** Sourced of those whose source is known, in number. */
  known: number
  /** Co-sell by their source although the opportunity has an approved registration: to be looked at. */
  disagree: readonly InsightDeal[]
}

/** Won deals of one order type; null: blank. */
export interface OrderType {
  orderType: string | null
  won: Total
}

/** Splits won deals by who brought them (Ecosystem Operations, Partner Co-Sell). */
export function sourcesOf(won: readonly InsightDeal[], convert: Convert | null): Sources {
  const by = Map.groupBy(won, ({ source }) => isPartnerGenerated(source))
  const coSell = by.get(false) ?? []
  const sourced = by.get(true) ?? []
  return {
    sourced: totalOf(sourced, convert),
    coSell: totalOf(coSell, convert),
    notKnown: totalOf(by.get(null) ?? [], convert),
    known: sourced.length + coSell.length,
    disagree: coSell.filter(({ registrationStatus }) => /^approved\b/i.test(registrationStatus?.trim() ?? '')),
  }
}

/** Whether a deal is the first order of a customer: "1. New - First Order". */
export function isNewLogo({ orderType }: Pick<InsightDeal, 'orderType'>): boolean {
  return isFirstOrder(orderType)
}

/** Won deals by order type, as it is written, in its order; blank ones last. */
export function orderTypesOf(won: readonly InsightDeal[], convert: Convert | null): OrderType[] {
  const by = Map.groupBy(won, ({ orderType }) => orderType?.trim() || null)
  return [...by]
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map(([orderType, deals]) => ({ orderType, won: totalOf(deals, convert) }))
}
