/** The figures of deals by the definitions alone, row by row from what is true of a made desk. */

import { type Quarter, quarterBefore, quarterOf } from './calendar.ts'
import type { Role, TrueDeal, TruePartner, World } from './model.ts'
import { type Sums, sumOf } from './money-oracle.ts'

export interface Total extends Sums {
  deals: number
}

export interface Days {
  first: string
  last: string
}

/** Deals that count, in which a partner has a role. */
export const dealsOf = ({ deals }: World, partner: TruePartner, role: Role): TrueDeal[] =>
  deals.filter(({ fate, roles }) => fate === 'counts' && roles[role]?.partner === partner)

/** A period is not longer than to the day that is asked on. */
export const within =
  ({ day }: World, { first, last }: Days) =>
  ({ close }: TrueDeal): boolean =>
    close >= first && close <= last && close <= day

export const isWon = ({ state }: TrueDeal): boolean => state === 'won'
const isLost = ({ state }: TrueDeal): boolean => state === 'lost'
const isOpen = ({ state }: TrueDeal): boolean => state === 'open'
const orderTypeOf = ({ orderType, stampedOrderType }: TrueDeal): string => stampedOrderType || orderType
export const isNewLogo = (deal: TrueDeal): boolean => isWon(deal) && orderTypeOf(deal) === '1. New - First Order'
export const isSourced = ({ source }: TrueDeal): boolean => source === 'Partner Generated' || source === 'Channel Generated'

type AmountOf = (deal: TrueDeal) => bigint | null
export const amount: AmountOf = ({ money }) => money.amount
const netArr: AmountOf = (deal) => deal.netArr
export const services: AmountOf = (deal) => deal.services

/** How many deals, and their amounts, each at the rate of its close date. */
export function totalOf({ rates }: World, deals: readonly TrueDeal[], of: AmountOf): Total {
  const money = deals.map((deal) => ({ amount: of(deal), currency: deal.money.currency, day: deal.close }))
  return { deals: deals.length, ...sumOf(money, rates) }
}

/** The four quarters that end with one. */
function yearTo(quarter: Quarter): Days {
  let first = quarter
  for (let i = 0; i < 3; i++) first = quarterBefore(first)
  return { first: first.first, last: quarter.last }
}

/** The quarters up to one, oldest first. */
function quartersTo(quarter: Quarter, count = 8): Quarter[] {
  const quarters = [quarter]
  while (quarters.length < count) quarters.unshift(quarterBefore(quarters[0] ?? quarter))
  return quarters
}

export const ROLES: readonly Role[] = ['resale', 'sourced', 'distributor', 'influence', 'service']

/** What was closed in some days: won with its money, and lost. */
function closedOf(world: World, deals: readonly TrueDeal[], days: Days): { won: Total; lost: number } {
  const closed = deals.filter(within(world, days))
  return { won: totalOf(world, closed.filter(isWon), netArr), lost: closed.filter(isLost).length }
}

/** What insights say of the deals of one role, in the four quarters that end with one. */
export function insightsOf(world: World, partner: TruePartner, role: Role, quarter = quarterOf(world.day)) {
  const year = yearTo(quarter)
  const counted = dealsOf(world, partner, role)
  const won = counted.filter(isWon).filter(within(world, year))
  const total = (deals: readonly TrueDeal[], of = netArr): Total => totalOf(world, deals, of)
  const delivered = dealsOf(world, partner, 'service').filter(isWon).filter(within(world, year))
  return {
    closed: closedOf(world, counted, year),
    roles: ROLES.map((each) => {
      const own = dealsOf(world, partner, each)
      return { role: each, ...closedOf(world, own, year), open: total(own.filter(isOpen)) }
    }),
    revenue: quartersTo(quarter).map((each) => ({ quarter: each.name, won: closedOf(world, counted, each).won })),
    bySource: {
      sourced: total(won.filter(isSourced)),
      coSell: total(won.filter((deal) => deal.source !== '' && !isSourced(deal))),
      notKnown: total(won.filter(({ source }) => source === '')),
    },
    newLogos: total(won.filter(isNewLogo)),
    orderTypes: [...Map.groupBy(won, orderTypeOf)].map(([orderType, of]) => ({ orderType: orderType || null, ...total(of) })),
    pipeline: total(counted.filter(isOpen)),
    overdue: counted.filter((deal) => isOpen(deal) && deal.close < world.day).map(({ name }) => name),
    services: { won: total(delivered), servicesAmount: total(delivered, services) },
    attached: { won: won.filter(({ roles }) => roles.service !== undefined).length, of: won.length },
  }
}
