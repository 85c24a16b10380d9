/** Amounts in one currency, where the rates that were imported hold for every one of them. */

import { type Listed, PackedList } from '../../packed/packed-list.ts'
import type { Money } from '../../records/money.ts'
import { isPipeline, yearOf } from './rows.ts'
import type { AwardDeal, AwardYears, Place } from './types.ts'

/** Gives an amount in the company's own currency by the rate of a day; null: no rate holds. */
export type Convert = (money: Money, day: string) => Money | null

/** What became of the amounts: `none`: no rates were imported; `lacking`: no rate holds for this one, so none was converted. */
export type Conversion =
  | { code: 'none' }
  | { code: 'converted' }
  | { code: 'lacking'; currency: string | null; day: string; place: Place }

/** Takes opportunities and the rates; gives them with every amount that counts converted, or all of them as they are. */
export function convertDeals(
  deals: Listed<AwardDeal>,
  years: AwardYears,
  convert: Convert | null,
): { deals: Listed<AwardDeal>; conversion: Conversion } {
  if (convert === null) return { deals, conversion: { code: 'none' } }
  const converted = new PackedList<AwardDeal>()
  for (const deal of deals) {
    const day = deal.closes ?? deal.created
    if (day === null || !counts(deal, years)) {
      converted.push(deal)
      continue
    }
    const [amount, servicesAmount] = [deal.amount, deal.servicesAmount].map((money) => money && convert(money, day))
    const lacking =
      deal.amount !== null && !amount ? deal.amount : deal.servicesAmount !== null && !servicesAmount ? deal.servicesAmount : null
    if (lacking !== null) return { deals, conversion: { code: 'lacking', currency: lacking.currency, day, place: deal.place } }
    converted.push({ ...deal, amount: amount ?? null, servicesAmount: servicesAmount ?? null })
  }
  return { deals: converted, conversion: { code: 'converted' } }
}

function counts(deal: AwardDeal, years: AwardYears): boolean {
  return isPipeline(deal) && (yearOf(deal.closes, years) !== null || yearOf(deal.created, years) !== null)
}
