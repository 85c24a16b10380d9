/** Influence records with their partners and opportunities, and the opportunities with an Influence Partner. */

import type { Context } from '../../app/context.ts'
import type { Partner } from '../../partners/partner.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import type { InfluencedDeal, InfluenceRow } from '../../reports/insights/influenced.ts'
import type { InsightDeal, InsightInfluence } from '../../reports/insights/types.ts'
import { type Desk, type LinkedRows, readDesk } from '../../scorecards/desk.ts'
import { dealOf, influenceOf, readInfluence, readInfluencePartners } from '../../scorecards/role-deals.ts'
import type { RecordReader } from '../../store/store.ts'

/** All that was read. */
export interface ReadInfluence {
  /** Null: none were ever imported. */
  records: readonly InfluenceRow[] | null
  deals: readonly InfluencedDeal[] | null
  sources: readonly Omit<LinkedRows<unknown>, 'of'>[]
}

/** Reads the records of one partner, or of all. */
export async function readInfluenceOf(context: Context, store: RecordReader, only: Partner | null): Promise<ReadInfluence> {
  const { currency } = context
  const desk: Desk = await readDesk(context, store, only)
  const records = await readInfluence(desk, store)
  const deals = await readInfluencePartners(desk, store)
  const rows = desk.partners.flatMap((partner) => records.of(partner.id).rows.map(({ row }) => ({ row, partner })))
  // Of all partners, rows whose partner is not certain are rows too.
  const unlinked = only === null ? records.leftOut.unlinked.map(({ row }) => ({ row, partner: null })) : []
  const all = [...rows, ...unlinked]
  const known = await dealsOf(
    store,
    all.map(({ row }) => influenceOf(row)),
    currency,
  )
  const named = (partner: Partner | null) => partner && { id: partner.id, name: partner.name }
  const influenced = [
    ...desk.partners.flatMap((partner) => deals.of(partner.id).rows.map(({ row }) => ({ row, partner }))),
    ...(only === null ? deals.leftOut.unlinked.map(({ row }) => ({ row, partner: null })) : []),
  ]
  return {
    records:
      records.list &&
      all.map(({ row, partner }) => {
        const record = influenceOf(row)
        return {
          ...record,
          partner: named(partner),
          partnerText: row.record.partner ?? row.record.partnerId,
          deal: known.get(record.opportunityId ?? '') ?? null,
        }
      }),
    deals:
      deals.list &&
      influenced.map(({ row, partner }) => ({
        ...dealOf(row, ['influence'], currency),
        partner: named(partner),
        partnerText: row.record.influencePartner ?? row.record.influencePartnerId,
      })),
    sources: [records, deals].map(({ kind, title, list, leftOut }) => ({ kind, title, list, ...leftOut })),
  }
}

/** The opportunities of records by their id. */
async function dealsOf(
  store: RecordReader,
  records: readonly InsightInfluence[],
  currency: string | null,
): Promise<Map<string, InsightDeal>> {
  const ids = records.flatMap(({ opportunityId }) => opportunityId ?? [])
  const rows = await store.recordsWithKeys(opportunities, ids)
  return new Map(
    rows.filter(({ source }) => !source.gone).map((row) => [row.record.id ?? '', dealOf(row, ['influence'], currency)]),
  )
}
