/** Reads the list of vouchers, and whose its holders are now. */

import { partnerIndex } from '../partners/every/partner-index.ts'
import { indexFor } from '../partners/linking/linked-names.ts'
import { partnersOf } from '../partners/linking/links.ts'
import { foldAddress, foldCode } from '../records/key.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { type Voucher, vouchers } from '../records/kinds/vouchers.ts'
import { placeOf } from '../records/place.ts'
import type { RepeatedCode, VoucherRow } from '../reports/vouchers/vouchers.ts'
import type { RecordReader, RejectedRow } from '../store/store.ts'
import type { Desk } from './desk.ts'
import { type ListRow, type ListRows, listRows } from './list-rows.ts'

export interface ReadVouchers {
  list: ListRows<VoucherRow>
  rows: VoucherRow[]
  repeated: RepeatedCode[]
}

/** So many holders are looked up at a time. */
const BATCH = 500

/** The vouchers of the desk's partner, or of all. */
export async function readVouchers(desk: Desk, store: RecordReader): Promise<ReadVouchers> {
  const list = await listRows(desk, store, vouchers, voucherRow)
  const { rows } = list
  for (let at = 0; at < rows.length; at += BATCH) await sayHolders(desk, store, rows.slice(at, at + BATCH))
  return { list, rows, repeated: await repeatedCodes(desk, store, rows) }
}

/** Says of vouchers the partner that the newest portal users have each holder under, where that is another one for certain. */
async function sayHolders({ only }: Desk, store: RecordReader, rows: readonly VoucherRow[]): Promise<void> {
  const addresses = new Set(rows.map(({ holderEmail }) => foldAddress(holderEmail)).filter(Boolean))
  const users = (await store.recordsWithKeys(portalUsers, addresses)).filter(({ source }) => source.gone === null)
  const named = users.map(({ record }) => ({ name: record.accountName, accountId: record.accountId }))
  const index = only === null ? (await partnerIndex(store)).index : await indexFor(store, named)
  const holders = new Map(
    users.flatMap(({ record }, i) => {
      const { partner } = index.link(named[i] ?? { name: null, accountId: null })
      return partner === null ? [] : [[foldAddress(record.email), partner] as const]
    }),
  )
  for (const row of rows) {
    const now = holders.get(foldAddress(row.holderEmail))
    if (row.partner !== null && now !== undefined && now.id !== row.partner.id) row.holderNow = now.name
  }
}

function voucherRow({ row, partner, named }: ListRow<Voucher>): VoucherRow {
  const { record, source, doubt } = row
  const { code, holder, holderEmail, issued, used, expires } = record
  return {
    ...{ code: code?.trim() ?? '', holder: holder?.trim() || null, holderEmail, issued, used, expires, named },
    partner: partner && { id: partner.id, name: partner.name },
    holderNow: null,
    file: source.file,
    line: source.line,
    rejected: doubt && placeOf(doubt),
  }
}

/** Codes that rejected rows have more than once, or beside a row that counts; of one partner, those that are or may be its. */
async function repeatedCodes({ only }: Desk, store: RecordReader, rows: readonly VoucherRow[]): Promise<RepeatedCode[]> {
  const rejected = (await store.rejectedRows(vouchers)).filter(({ key }) => key !== null)
  if (rejected.length === 0) return []
  const index = only === null ? null : await indexFor(store, rejected)
  const isAsked = (row: RejectedRow): boolean => !index || partnersOf(index.link(row)).some(({ id }) => id === only?.id)
  const byCode = Map.groupBy(rejected, ({ key }) => key ?? '')
  const known = new Map(rows.flatMap((row) => (byCode.has(foldCode(row.code)) ? [[foldCode(row.code), row] as const] : [])))
  return [...byCode].flatMap(([code, own]): RepeatedCode[] => {
    const row = known.get(code)
    if ((own.length < 2 && !row) || (!row && !own.some(isAsked))) return []
    const places = [...own, ...(row ? [row] : [])].map(placeOf)
    return [{ code: row?.code ?? code, places: [...new Set(places)] }]
  })
}
