/** Invoices in words. */

import type { RejectedRows } from '../../partners/list-state.ts'
import type { InvoiceGuide } from '../../reference/invoices.ts'
import { type BillingNeed, type Receiver, sentBetween } from '../../rules/invoices.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'

/** Who receives the invoice and the proof of delivery of a deal. */
export function receiverWords(receiver: Receiver, distributor: string | null): string {
  switch (receiver) {
    case 'direct':
      return 'the partner'
    case 'distributor':
      return `the distributor ${distributor ?? ''}`.trim()
    case 'contradictory':
      return `unclear: the partner was invoiced, and the opportunity names the distributor ${distributor ?? ''}`.trim()
    case 'unknown':
      return 'unknown: the opportunities do not show whether a distributor is in the deal'
  }
}

/** The sentences on who receives what, for the ways to buy that are in question. */
export function receiverRules(receivers: ReadonlySet<Receiver>, { receives: { direct, distributor } }: InvoiceGuide): string[] {
  const isOpen = receivers.size === 0 || receivers.has('unknown') || receivers.has('contradictory')
  return [
    ...(isOpen || receivers.has('direct') ? [direct] : []),
    ...(isOpen || receivers.has('distributor') ? [distributor] : []),
  ]
}

/** Why no invoice was found. */
export function noneWords({
  list,
  month,
  opportunity,
  isKnown,
  rejected,
  hasUndated,
  hasUnclear,
}: {
  list: { isOld: boolean } | null
  month: string | null
  opportunity: string | null
  /** Whether any row has that opportunity. */
  isKnown: boolean
  rejected: RejectedRows | null
  hasUndated: boolean
  hasUnclear: boolean
}): string {
  if (list === null) return 'CANNOT TELL: no list of invoices was ever imported'
  if (list.isOld) return 'CANNOT TELL: none found, and the list of invoices is too old to rely on'
  if (rejected) return `CANNOT TELL: none found, and ${rejectedWords(rejected)}`
  if (hasUnclear) return 'CANNOT TELL: none found, and some invoices may be of this partner'
  if (hasUndated) return 'CANNOT TELL: none found, and some invoices have no day'
  if (!isKnown) return `CANNOT TELL: no imported list has the opportunity "${opportunity}": check its name, or name its id`
  if (opportunity !== null) return `NONE: no invoice of the opportunity "${opportunity}" in the list`
  return month === null ? 'NONE: no invoice of this partner in the list' : `NONE: no invoice of ${month} in the list`
}

/**
 * When the invoice of a won deal is sent. `listDay`: the day of the list of invoices, null where there is none; `isOurs`: whether it
 * would be in the partner's list, which lacks what a distributor received.
 */
export function sentWords(
  closed: string | null,
  { sent }: InvoiceGuide,
  { listDay, isOurs }: { listDay: string | null; isOurs: boolean },
): string {
  if (closed === null) return 'its close date is missing'
  const { from, to } = sentBetween(closed, sent)
  const when = `closed on ${closed}, invoice sent from ${from} to ${to}`
  if (!isOurs || listDay === null) return when
  return to < listDay ? `${when}: should be in the list` : `${when}: the list is older`
}

const NEED: Readonly<Record<BillingNeed, string>> = {
  needed: 'YES: buys directly from GitLab, so it needs a billing account and its contact',
  not_yet: 'NO: not an authorized partner, so it may not buy yet; no billing account before it has signed',
  not_needed: 'NO: buys through a distributor, so it needs no billing account',
  depends: 'CANNOT TELL: may buy directly, which needs a billing account, or through a distributor, which needs none',
  unknown:
    'CANNOT TELL: unknown how it buys, or whether it may; a partner that buys through a distributor needs no billing account',
}

/** Whether a partner needs a billing account. */
export function needWords(need: BillingNeed): string {
  return NEED[need]
}
