/** Won revenue, win rate and roles: what a partner's closed deals come to. */

import type { FiscalQuarter } from '../../rules/fiscal.ts'
import { type Days, isIn, type Period } from './periods.ts'
import { type Total, totalOf } from './totals.ts'
import { type Convert, type InsightDeal, ROLES, type Role } from './types.ts'

/** Won and lost deals of some days. */
export interface Closed {
  won: Total
  lost: number
  /** Won of won and lost, in whole percent; null where nothing was closed. */
  rate: number | null
  /** The deals it is made of. */
  wonDeals: readonly InsightDeal[]
  lostDeals: readonly InsightDeal[]
}

/** Won deals of a quarter. */
export interface QuarterRevenue {
  quarter: FiscalQuarter
  won: Total
}

/** What the partner's deals of one role come to. */
export interface RoleFigures {
  role: Role
  closed: Closed
  open: Total
}

/** Deals that are counted nowhere, by why. */
export interface LeftOutDeal {
  why: 'duplicate' | 'closed_otherwise' | 'stage_unknown' | 'no_close_date' | 'closes_after_the_day'
  deal: InsightDeal
}

/** Deals that count, and those that do not. A closed deal without a day, or with one that is still to come, belongs to no period. */
export function sortDeals<Deal extends InsightDeal>(
  all: readonly Deal[],
  day: string,
): { counted: Deal[]; leftOut: LeftOutDeal[] } {
  const counted: Deal[] = []
  const leftOut: LeftOutDeal[] = []
  for (const deal of all) {
    const why = whyLeftOut(deal, day)
    if (why === null) counted.push(deal)
    else leftOut.push({ why, deal })
  }
  return { counted, leftOut }
}

function whyLeftOut({ outcome, closeDate }: InsightDeal, day: string): LeftOutDeal['why'] | null {
  if (outcome === 'duplicate') return 'duplicate'
  if (outcome === 'closed') return 'closed_otherwise'
  if (outcome === 'unknown') return 'stage_unknown'
  if (outcome === 'open') return null
  if (closeDate === null) return 'no_close_date'
  return closeDate > day ? 'closes_after_the_day' : null
}

/** What was won and lost on some days. */
export function closedIn(deals: readonly InsightDeal[], days: Days, convert: Convert | null): Closed {
  const own = deals.filter(({ closeDate }) => isIn(closeDate, days))
  const wonDeals = own.filter(({ outcome }) => outcome === 'won')
  const lostDeals = own.filter(({ outcome }) => outcome === 'lost')
  return {
    won: totalOf(wonDeals, convert),
    lost: lostDeals.length,
    rate: percent(wonDeals.length, wonDeals.length + lostDeals.length),
    wonDeals,
    lostDeals,
  }
}

/** Whole percent, half up; null of nothing. */
export function percent(part: number, all: number): number | null {
  return all === 0 ? null : Math.floor((200 * part + all) / (2 * all))
}

/** Won deals of each of the quarters. */
export function revenueOf(deals: readonly InsightDeal[], { quarters }: Period, convert: Convert | null): QuarterRevenue[] {
  return quarters.map((quarter) => ({ quarter, won: closedIn(deals, quarter, convert).won }))
}

/** The deals in which the partner has a role. */
export function dealsOf(deals: readonly InsightDeal[], role: Role): InsightDeal[] {
  return deals.filter(({ roles }) => roles.includes(role))
}

/** What the deals of each role come to in the period; roles without any deal are left out. */
export function rolesOf(
  deals: readonly InsightDeal[],
  days: Days,
  { convert, convertOpen }: { convert: Convert | null; convertOpen: Convert | null },
): RoleFigures[] {
  return ROLES.flatMap((role) => {
    const own = dealsOf(deals, role)
    if (own.length === 0) return []
    const open = own.filter(({ outcome }) => outcome === 'open')
    return [{ role, closed: closedIn(own, days, convert), open: totalOf(open, convertOpen) }]
  })
}

/** The role that the figures are of, where none is asked for: the first of them that the partner has a deal in. */
export function mainRole(deals: readonly InsightDeal[]): Role {
  return ROLES.find((role) => deals.some(({ roles }) => roles.includes(role))) ?? 'resale'
}
