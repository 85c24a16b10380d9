/** Every row of a list, also one of no certain partner: what is due does not wait until its partner is known. */

import type { NamedPartner } from '../partners/linking/links.ts'
import { newestOf } from '../partners/list-state.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import type { Desk } from './desk.ts'
import { eachLinked, type LinkedList, NONE_UNLINKED } from './linked-rows.ts'

/** A row with its partner; null where it names none for certain, `named` says what it names. */
export interface ListRow<R> {
  row: Stored<R>
  partner: NamedPartner | null
  named: string | null
}

/** What is made of the rows of a list that the newest one still has: of the desk's partner, or of all. */
export interface ListRows<T> {
  rows: T[]
  linked: LinkedList
}

/**
 * Reads the rows of a list and makes of each what is kept of it, those of one partner together; for all partners also those of no
 * certain one, which then count and are told.
 */
export async function listRows<F extends Fields, T>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  make: (row: ListRow<RecordOf<F>>) => T,
): Promise<ListRows<T>> {
  const named = ({ record }: Stored<RecordOf<F>>): string | null =>
    ((record as Record<string, unknown>)[kind.partnerName ?? ''] as string | null)?.trim() ||
    ((record as Record<string, unknown>)[kind.partnerId ?? ''] as string | null)
  const own = new Map<string, T[]>()
  const [unlinked, nobodys]: [T[], T[]] = [[], []]
  const linked = await eachLinked(desk, store, kind, (row, link) => {
    const partner = link?.partner ?? null
    // Rows that only may be the one partner's are not its.
    if (partner === null && desk.only !== null) return
    const made = make({ row, partner, named: named(row) })
    if (link === null) nobodys.push(made)
    else if (partner === null) unlinked.push(made)
    else {
      const known = own.get(partner.id)
      if (known) known.push(made)
      else own.set(partner.id, [made])
    }
  })
  return { rows: [...own.values(), unlinked, nobodys].flat(), linked }
}

/** What of a list is left out: of all partners, rows of no certain one are counted, so they are not among it. */
export function leftOutLists<T>({ only }: Pick<Desk, 'only'>, { linked }: ListRows<T>): LinkedList {
  return only === null ? { ...linked, unlinked: NONE_UNLINKED } : linked
}

/** A list that answers rest on beside others: none where it was never imported. */
export async function listIfThere(
  desk: Desk,
  store: RecordReader,
  { kind, title }: Pick<Kind, 'kind' | 'title'>,
): Promise<LinkedList[]> {
  const list = await newestOf(desk.context, store, { kind })
  return list === null ? [] : [{ kind, title, list, unlinked: NONE_UNLINKED, gone: 0, rejected: null }]
}
