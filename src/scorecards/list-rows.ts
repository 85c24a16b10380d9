/** Every row of a list, also one of no certain partner: what is due does not wait until its partner is known. */

import { newestOf } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { type Desk, type LinkedRows, linkedRows } from './desk.ts'

/** A row with its partner; null where it names none for certain, `named` says what it names. */
export interface ListRow<R> {
  row: Stored<R>
  partner: Partner | null
  named: string | null
}

/** The rows of a list that the newest one still has: of the desk's partner, or of all. */
export interface ListRows<R> {
  rows: ListRow<R>[]
  linked: LinkedRows<R>
}

/** Reads the rows of a list; for all partners also those of no certain one, which then count and are told. */
export async function listRows<F extends Fields>(desk: Desk, store: RecordReader, kind: Kind<F>): Promise<ListRows<RecordOf<F>>> {
  const linked = await linkedRows(desk, store, kind)
  const partners = new Map(desk.partners.map((partner) => [partner.id, partner]))
  const named = ({ record }: Stored<RecordOf<F>>): string | null =>
    ((record as Record<string, unknown>)[kind.partnerName ?? ''] as string | null)?.trim() ||
    ((record as Record<string, unknown>)[kind.partnerId ?? ''] as string | null)
  const rows = [...linked.of].flatMap(([id, own]) =>
    own.map((row): ListRow<RecordOf<F>> => ({ row, partner: partners.get(id) ?? null, named: named(row) })),
  )
  if (desk.only === null) {
    const nobodys = (await store.records(kind)).filter((row) => row.source.gone === null && named(row) === null)
    for (const row of [...linked.unlinked.map((each) => each.row), ...nobodys])
      rows.push({ row, partner: null, named: named(row) })
  }
  return { rows, linked }
}

/** What of a list is left out: of all partners, rows of no certain one are counted, so they are not among it. */
export function leftOutLists<R>({ only }: Pick<Desk, 'only'>, { linked }: ListRows<R>): Omit<LinkedRows<R>, 'of'> {
  const { of: _, ...rest } = linked
  return only === null ? { ...rest, unlinked: [] } : rest
}

/** A list that answers rest on beside others: none where it was never imported. */
export async function listIfThere(
  desk: Desk,
  store: RecordReader,
  { kind, title }: Pick<Kind, 'kind' | 'title'>,
): Promise<Omit<LinkedRows<unknown>, 'of'>[]> {
  const list = await newestOf(desk.context, store, { kind })
  return list === null ? [] : [{ kind, title, list, unlinked: [], gone: 0, rejected: null }]
}
