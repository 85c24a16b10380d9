/** What partners' influence comes to: the records, the opportunities they are of, and those that have none. */

import { type FiscalQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'
import type { InfluenceWords } from '../../rules/insights/influence-words.ts'
import { sortDeals } from './deals.ts'
import { type Influence, influenceOf, unrecordedOf } from './influence.ts'
import { type Total, totalOf } from './totals.ts'
import type { Convert, InsightDeal, InsightInfluence } from './types.ts'

/** A record with its partner and its opportunity, where they are known. */
export interface InfluenceRow extends InsightInfluence {
  partner: { id: string; name: string } | null
  /** As the record names its partner. */
  partnerText: string | null
  deal: InsightDeal | null
}

/** An opportunity with an Influence Partner. */
export interface InfluencedDeal extends InsightDeal {
  partner: { id: string; name: string } | null
  partnerText: string | null
}

/** What is asked for. */
export interface InfluenceAsked {
  day: string
  /** Only records that were made in it; null: all. */
  quarter: FiscalQuarter | null
  words: InfluenceWords
  convert: Convert | null
}

/** Influence, counted. */
export interface InfluenceReport {
  counts: Influence
  rows: readonly InfluenceRow[]
  /** Opportunities of the records that are won, each once. */
  won: Total
  open: Total
  /** With an Influence Partner and no record of that partner; null: no opportunities were imported. */
  unrecorded: readonly InfluencedDeal[] | null
}

const QUARTERS = 8

/** Counts records and finds opportunities without one; `deals` null: no opportunities were imported. */
export function influencedOf(
  records: readonly InfluenceRow[],
  deals: readonly InfluencedDeal[] | null,
  { day, quarter, words, convert }: InfluenceAsked,
): InfluenceReport {
  const rows = records.filter(({ created }) => quarter === null || isIn(created, quarter))
  const last = quarter ?? quarterOf(day)
  const quarters = Array.from({ length: QUARTERS }, (_, index) => quarterAfter(last, index + 1 - QUARTERS))
  const own = sortDeals([...new Map(rows.flatMap(({ deal }) => (deal ? [[deal.id, deal] as const] : []))).values()], day).counted
  return {
    counts: influenceOf(rows, quarters, words),
    rows,
    won: totalOf(
      own.filter(({ outcome }) => outcome === 'won'),
      convert,
    ),
    open: totalOf(
      own.filter(({ outcome }) => outcome === 'open'),
      convert,
    ),
    unrecorded: deals && unrecorded(deals, records, day),
  }
}

function isIn(day: string | null, { first, last }: FiscalQuarter): boolean {
  return day !== null && first <= day && day <= last
}

/** A deal is recorded where its own Influence Partner has a record of it. */
function unrecorded(deals: readonly InfluencedDeal[], records: readonly InfluenceRow[], day: string): InfluencedDeal[] {
  const byPartner = Map.groupBy(records, partnerKey)
  return sortDeals(deals, day).counted.flatMap((deal) => unrecordedOf([deal], byPartner.get(partnerKey(deal)) ?? []))
}

function partnerKey({ partner, partnerText }: Pick<InfluenceRow, 'partner' | 'partnerText'>): string {
  return partner?.id ?? (partnerText ?? '').normalize('NFC').trim().toLowerCase()
}
