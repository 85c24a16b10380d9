/** Whom GitLab invoices for a deal, and when (GitLab Sales FAQ - Selling with Partners, Post-Sale). Pure. */

import { addDays } from './day.ts'

/** What is known of a deal. */
export interface InvoicedDeal {
  /** Whether an invoice of it names the partner as the account that was invoiced. */
  isInvoiced: boolean
  /** The distributor on the opportunity; null: its column is blank. Undefined: the opportunity or the column is not known. */
  distributor: string | null | undefined
  /** Whether that distributor is the partner itself. */
  isOwnDistributor: boolean
  /** The opportunity's row is too old to rely on. */
  isStale: boolean
}

/** Who receives invoice and proof of delivery: the partner, its distributor, unknown, or contradictory. */
export type Receiver = 'direct' | 'distributor' | 'unknown' | 'contradictory'

/** Who receives the invoice of a deal. GitLab invoices the distributor of a two-tier deal, and else the partner. */
export function receiverOf({ isInvoiced, distributor, isOwnDistributor, isStale }: InvoicedDeal): Receiver {
  const isTwoTier = distributor?.trim() && !isOwnDistributor
  if (isInvoiced) return isTwoTier ? 'contradictory' : 'direct'
  if (isStale || distributor === undefined) return 'unknown'
  return isTwoTier ? 'distributor' : 'direct'
}

/** The first and the last day that the invoice of an opportunity is sent on, where it closed on a day (YYYY-MM-DD) whose hour is not known. */
export function sentBetween(
  closed: string,
  { fromHours, toHours }: { fromHours: number; toHours: number },
): { from: string; to: string } {
  return { from: addDays(closed, Math.floor(fromHours / 24)), to: addDays(closed, Math.ceil(toHours / 24)) }
}

/** Whether a partner needs a billing account: `depends` where it may choose how it buys, `not_yet` where it may not buy at all. */
export type BillingNeed = 'needed' | 'not_needed' | 'not_yet' | 'depends' | 'unknown'

/**
 * Whether a partner needs a billing account, by how it buys; `must` is as the rule for distributors has it. It is created once the partner signed
 * (Ecosystem Operations, Partner Billing Record Creation), so not for one that is not authorized; `isAuthorized` null: not known.
 */
export function billingNeed(must: boolean | null, mayChoose: boolean, isAuthorized: boolean | null): BillingNeed {
  if (must) return 'not_needed'
  if (isAuthorized === false) return 'not_yet'
  if (must === null || isAuthorized === null) return 'unknown'
  return mayChoose ? 'depends' : 'needed'
}
