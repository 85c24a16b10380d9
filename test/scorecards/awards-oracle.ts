/** The figures of the partner awards by the definitions alone. */

import { dayOf } from './calendar.ts'
import { amount, type Days, dealsOf, isNewLogo, isSourced, isWon, services, totalOf, within } from './deals-oracle.ts'
import type { TrueDeal, TruePartner, TrueRegistration, World } from './model.ts'
import type { Sum } from './money-oracle.ts'

/** A fiscal year by the year it ends in. */
export const fiscalYear = (year: number): Days => ({ first: dayOf(year - 1, 2, 1), last: dayOf(year, 1, 31) })

export interface AwardFigures {
  counts: Readonly<Record<'registrations' | 'new_logos' | 'service_attach', number>>
  money: Readonly<Record<MoneyFigure, readonly Sum[]>>
}

type MoneyFigure = 'revenue' | 'sourced_revenue' | 'services_amount' | 'pipeline' | 'distributor_revenue' | 'distributor_pipeline'

/** Deals created in a year, whatever became of them, but for those that are no deals of their own. */
const createdIn = (world: World, { first, last }: Days): TrueDeal[] =>
  world.deals.filter(
    ({ fate, state, created }) =>
      fate === 'counts' && state !== 'none' && created >= first && created <= last && created <= world.day,
  )

/** The figures of a partner in the year that awards are judged on. */
export function awardFiguresOf(world: World, partner: TruePartner, year: Days): AwardFigures {
  const won = (role: 'resale' | 'sourced' | 'distributor' | 'service'): TrueDeal[] =>
    dealsOf(world, partner, role).filter(isWon).filter(within(world, year))
  const sums = (deals: readonly TrueDeal[], of = amount): Sum[] => {
    const { money, converted } = totalOf(world, deals, of)
    return (converted && money.length > 0 ? [converted] : money).filter((sum) => sum.amount !== 0n)
  }
  const approved = world.registrations.filter(
    (each) => each.partner === partner && each.approved !== null && each.approved >= year.first && each.approved <= year.last,
  )
  const isService = ({ type }: TrueRegistration): boolean => type === 'Service Attach'
  const created = createdIn(world, year)
  return {
    counts: {
      registrations: approved.filter((each) => !isService(each)).length,
      new_logos: won('resale').filter(isNewLogo).length,
      service_attach: approved.filter(isService).length,
    },
    money: {
      revenue: sums(won('resale')),
      sourced_revenue: sums(won('sourced').filter(isSourced)),
      services_amount: sums(won('service'), services),
      // A deal counts for who transacts it; for who registered it while no one does.
      pipeline: sums(created.filter(({ roles }) => (roles.resale ?? roles.sourced)?.partner === partner)),
      distributor_revenue: sums(won('distributor')),
      distributor_pipeline: sums(created.filter(({ roles }) => roles.distributor?.partner === partner)),
    },
  }
}
