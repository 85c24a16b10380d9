/** Influence records with their partners and opportunities, and the opportunities with an Influence Partner. */

import type { Context } from '../../app/context.ts'
import type { NamedPartner } from '../../partners/linking/links.ts'
import type { Partner } from '../../partners/partner.ts'
import type { InfluenceRecord } from '../../records/kinds/influence-records.ts'
import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import type { InfluencedDeal, InfluenceRow } from '../../reports/insights/influenced.ts'
import type { InsightDeal, InsightInfluence } from '../../reports/insights/types.ts'
import { readDesk } from '../../scorecards/desk.ts'
import type { LinkedList } from '../../scorecards/linked-rows.ts'
import { dealOf, everyInfluence, everyInfluenced, influenceOf } from '../../scorecards/role-deals.ts'
import type { RecordReader, Stored } from '../../store/store.ts'

/** All that was read. */
export interface ReadInfluence {
  /** Null: none were ever imported. */
  records: readonly InfluenceRow[] | null
  deals: readonly InfluencedDeal[] | null
  sources: readonly LinkedList[]
}

/** Reads the records of one partner, or of all. */
export async function readInfluenceOf(context: Context, store: RecordReader, only: Partner | null): Promise<ReadInfluence> {
  const { currency } = context
  const desk = await readDesk(context, store, only)
  const recordOf = (row: Stored<InfluenceRecord>, partner: NamedPartner | null): InfluenceRow => {
    const { partner: text, partnerId } = row.record
    return { ...influenceOf(row), partner: named(partner), partnerText: text ?? partnerId, deal: null }
  }
  const influencedOf = (row: Stored<Opportunity>, partner: NamedPartner | null): InfluencedDeal => {
    const { influencePartner: text, influencePartnerId } = row.record
    return { ...dealOf(row, ['influence'], currency), partner: named(partner), partnerText: text ?? influencePartnerId }
  }
  const [records, deals] = await store.together(
    () => everyInfluence(desk, store, recordOf),
    () => everyInfluenced(desk, store, influencedOf),
  )
  const known = await dealsOf(store, records.made, currency)
  for (const record of records.made) record.deal = known.get(record.opportunityId ?? '') ?? null
  return {
    records: records.list.list && records.made,
    deals: deals.list.list && deals.made,
    sources: [records.list, deals.list],
  }
}

function named(partner: NamedPartner | null): NamedPartner | null {
  return partner && { id: partner.id, name: partner.name }
}

/** So many opportunities are looked up at a time. */
const BATCH = 500

/** The opportunities of records by their id. */
async function dealsOf(
  store: RecordReader,
  records: readonly InsightInfluence[],
  currency: string | null,
): Promise<Map<string, InsightDeal>> {
  const ids = records.flatMap(({ opportunityId }) => opportunityId ?? [])
  const known = new Map<string, InsightDeal>()
  for (let at = 0; at < ids.length; at += BATCH) {
    for (const row of await store.recordsWithKeys(opportunities, ids.slice(at, at + BATCH)))
      if (!row.source.gone) known.set(row.record.id ?? '', dealOf(row, ['influence'], currency))
  }
  return known
}
