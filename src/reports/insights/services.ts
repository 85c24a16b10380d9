/** Attached services: deals that a partner delivers services for, and their registrations by status. */

import { closedIn, percent } from './deals.ts'
import { isIn, type Period } from './periods.ts'
import { type Total, totalOf } from './totals.ts'
import type { Convert, InsightDeal, InsightRegistration } from './types.ts'

/** What a partner's services come to. */
export interface Services {
  /** Won deals of the period with the partner as Service Attach Partner, and their Partner Services Amount; null: left out. */
  delivered: { won: Total; services: Total } | null
  /** Won deals of the partner's main role that have any Service Attach Partner; null where the whole list names none. */
  attached: { won: number | null; of: number; rate: number | null }
  /** Service registrations submitted in the period, by status as it is written; null: no registrations were imported. */
  statuses: readonly { status: string; registrations: number }[] | null
  registrations: readonly InsightRegistration[]
}

/** Takes all deals of the partner that count, those of its main role, and its registrations. */
export function servicesOf(
  counted: readonly InsightDeal[],
  main: readonly InsightDeal[],
  {
    registrations,
    isNamed,
    period,
    convert,
  }: { registrations: readonly InsightRegistration[] | null; isNamed: boolean; period: Period; convert: Convert | null },
): Services {
  const delivers = counted.filter(({ roles }) => roles.includes('service'))
  const { won, wonDeals } = closedIn(delivers, period, convert)
  const mainWon = closedIn(main, period, null).wonDeals
  const attached = !isNamed ? null : mainWon.filter(({ servicePartner }) => servicePartner?.trim()).length
  const own = (registrations ?? []).filter(({ isService, submitted }) => isService && isIn(submitted, period))
  const byStatus = Map.groupBy(own, ({ status }) => status?.trim() ?? '')
  return {
    delivered: isNamed ? { won, services: totalOf(wonDeals, convert, ({ servicesAmount }) => servicesAmount) } : null,
    attached: { won: attached, of: mainWon.length, rate: attached === null ? null : percent(attached, mainWon.length) },
    statuses:
      registrations &&
      [...byStatus].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, rows]) => ({ status, registrations: rows.length })),
    registrations: own,
  }
}
