/** Reads the list of vouchers, and whose its holders are now. */

import { indexFor } from '../partners/linked-names.ts'
import { partnersOf } from '../partners/links.ts'
import { foldAddress, foldCode } from '../records/key.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { type Voucher, vouchers } from '../records/kinds/vouchers.ts'
import { placeOf } from '../records/place.ts'
import type { RepeatedCode, VoucherRow } from '../reports/vouchers/vouchers.ts'
import type { RecordReader, RejectedRow } from '../store/store.ts'
import type { Desk } from './desk.ts'
import { type ListRow, type ListRows, listRows } from './list-rows.ts'

export interface ReadVouchers {
  list: ListRows<Voucher>
  rows: VoucherRow[]
  repeated: RepeatedCode[]
}

/** The vouchers of the desk's partner, or of all. */
export async function readVouchers(desk: Desk, store: RecordReader): Promise<ReadVouchers> {
  const list = await listRows(desk, store, vouchers)
  const holders = await holdersNow(store, list.rows)
  return {
    list,
    rows: list.rows.map((each) => voucherRow(each, holders)),
    repeated: await repeatedCodes(desk, store, list.rows),
  }
}

/** A partner, as a portal user is one of its people. */
interface NowAt {
  id: string
  name: string
}

/** The partner that the newest portal users have each holder under, by address; none where they have none, or not for certain. */
async function holdersNow(store: RecordReader, rows: readonly ListRow<Voucher>[]): Promise<Map<string, NowAt>> {
  const addresses = new Set(rows.map(({ row }) => foldAddress(row.record.holderEmail)).filter(Boolean))
  const users = (await store.recordsWithKeys(portalUsers, addresses)).filter(({ source }) => source.gone === null)
  const named = users.map(({ record }) => ({ name: record.accountName, accountId: record.accountId }))
  const index = await indexFor(store, named)
  return new Map(
    users.flatMap(({ record }, i) => {
      const link = index.link(named[i] ?? { name: null, accountId: null })
      return link.partner === null ? [] : [[foldAddress(record.email), { id: link.partner.id, name: link.partner.name }] as const]
    }),
  )
}

function voucherRow({ row, partner, named }: ListRow<Voucher>, holders: ReadonlyMap<string, NowAt>): VoucherRow {
  const { record, source, doubt } = row
  const { code, holder, holderEmail, issued, used, expires } = record
  const now = holders.get(foldAddress(holderEmail))
  return {
    ...{ code: code?.trim() ?? '', holder: holder?.trim() || null, holderEmail, issued, used, expires, named },
    partner: partner && { id: partner.id, name: partner.name },
    holderNow: partner !== null && now !== undefined && now.id !== partner.id ? now.name : null,
    file: source.file,
    line: source.line,
    rejected: doubt && placeOf(doubt),
  }
}

/** Codes that rejected rows have more than once, or beside a row that counts; of one partner, those that are or may be its. */
async function repeatedCodes(desk: Desk, store: RecordReader, rows: readonly ListRow<Voucher>[]): Promise<RepeatedCode[]> {
  const { only } = desk
  const rejected = (await store.rejectedRows(vouchers)).filter(({ key }) => key !== null)
  const index = await indexFor(store, rejected)
  const isAsked = (row: RejectedRow): boolean => only === null || partnersOf(index.link(row)).some(({ id }) => id === only.id)
  const known = new Map(rows.map(({ row }) => [foldCode(row.record.code?.trim() ?? ''), row]))
  return [...Map.groupBy(rejected, ({ key }) => key ?? '')].flatMap(([code, own]): RepeatedCode[] => {
    const row = known.get(code)
    if ((own.length < 2 && !row) || (!row && !own.some(isAsked))) return []
    const places = [...own, ...(row ? [row.source] : [])].map(placeOf)
    return [{ code: row?.record.code?.trim() ?? code, places: [...new Set(places)] }]
  })
}
