/** Attached services: deals that a partner delivers services for, and their registrations by status. */

import { closedIn, percent } from './deals.ts'
import { isIn, type Period } from './periods.ts'
import { type Total, totalOf } from './totals.ts'
import type { Convert, InsightDeal, InsightRegistration } from './types.ts'

/** What a partner's services come to. */
export interface Services {
  /** Won deals of the period with the partner as Service Attach Partner, and their Partner Services Amount; null: left out. */
  delivered: { won: Total; services: Total } | null
  /** Won deals of the partner's main role that have any Service Attach Partner. */
  attached: { won: number; of: number; rate: number | null }
  /** Service registrations submitted in the period, by status as it is written. */
  statuses: readonly { status: string; registrations: number }[]
  registrations: readonly InsightRegistration[]
}

/** Takes all deals of the partner that count, those of its main role, and its registrations. */
export function servicesOf(
  counted: readonly InsightDeal[],
  main: readonly InsightDeal[],
  { registrations, period, convert }: { registrations: readonly InsightRegistration[]; period: Period; convert: Convert | null },
): Services {
  const delivers = counted.filter(({ roles }) => roles.includes('service'))
  const { won, wonDeals } = closedIn(delivers, period, convert)
  const mainWon = closedIn(main, period, null).wonDeals
  const attached = mainWon.filter(({ servicePartner }) => servicePartner?.trim()).length
  const own = registrations.filter(({ isService, submitted }) => isService && isIn(submitted, period))
  const byStatus = Map.groupBy(own, ({ status }) => status?.trim() ?? '')
  return {
    delivered: { won, services: totalOf(wonDeals, convert, ({ servicesAmount }) => servicesAmount) },
    attached: { won: attached, of: mainWon.length, rate: percent(attached, mainWon.length) },
    statuses: [...byStatus]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([status, rows]) => ({ status, registrations: rows.length })),
    registrations: own,
  }
}
