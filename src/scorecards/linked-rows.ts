/**
 * A list with each row given to its partner, one row after the other: of one partner, or of all. Both ways give a row to the same
 * partner.
 */

import { whyUnlinked } from '../app/link-sentences.ts'
import { partnerIndex } from '../partners/every/partner-index.ts'
import {
  type NamedPartner,
  type NamedRow,
  type NameIndex,
  partnersOf,
  type RowLink,
  type WhyUnlinked,
} from '../partners/linking/links.ts'
import { readLinked } from '../partners/linking/read-linked.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import { placeOf } from '../records/place.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import type { Desk } from './desk.ts'

/** A list, and what of it does not count. */
export interface LinkedList {
  kind: string
  title: string
  /** The newest list; null: none was ever imported, so nothing is known. */
  list: NewestList | null
  /** Rows of no partner for certain; of one partner, those that may be its. */
  unlinked: UnlinkedRows
  /** How many rows of these partners the newest list no longer has; they do not count. */
  gone: number
  /** Rows that were rejected and not corrected since; null: none. */
  rejected: RejectedRows | null
}

/** Rows that are linked to no partner: how many, and where some of them are and why ("leads.csv, line 4: the name matches several partners"). */
export interface UnlinkedRows {
  rows: number
  places: readonly string[]
}

/** So many places of rows without a partner are named; `phd partner unlinked` has all. */
const EXAMPLES = 5

/** Counts rows that are linked to no partner. */
export class UnlinkedCount implements UnlinkedRows {
  rows = 0
  readonly places: string[] = []

  add({ source }: Pick<Stored<unknown>, 'source'>, why: WhyUnlinked): void {
    this.rows++
    if (this.places.length < EXAMPLES) this.places.push(`${placeOf(source)}: ${whyUnlinked(why)}`)
  }
}

/** No rows, of a list that has none without a partner. */
export const NONE_UNLINKED: UnlinkedRows = { rows: 0, places: [] }

/** The fields that name a partner in a role: as the one who transacts, as the distributor. */
export interface Role<F extends Fields> {
  name: keyof F & string
  id: (keyof F & string) | null
}

/** How a row names its partner in a role. */
export function namedBy<F extends Fields>(record: RecordOf<F>, { name, id }: Role<F>): NamedRow {
  const text = (field: string | null): string | null =>
    field === null ? null : ((record as Record<string, unknown>)[field] as string | null)
  return { name: text(name), accountId: text(id) }
}

/** Whether a row names a partner at all. */
export function isNamed({ name, accountId }: NamedRow): boolean {
  return accountId !== null || Boolean(name?.trim())
}

/**
 * Visits the rows of a list that the newest one still has, each with how it is linked; null where it names no partner. For one partner
 * those that are or may be its own.
 */
export async function eachLinked<F extends Fields>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  visit: (row: Stored<RecordOf<F>>, link: RowLink<NamedPartner> | null) => void = () => undefined,
): Promise<LinkedList> {
  const plain = kind as unknown as Kind
  const role: Role<F> = { name: kind.partnerName ?? '', id: kind.partnerId }
  const { only } = desk
  const { index, batches } = only === null ? await allRows(store, kind) : await rowsOfOne(store, kind, role, only)
  const unlinked = new UnlinkedCount()
  let gone = 0
  for await (const rows of batches) {
    for (const row of rows) {
      const named = namedBy(row.record, role)
      if (!isNamed(named)) {
        if (only === null && row.source.gone === null) visit(row, null)
        continue
      }
      const link = index.link(named)
      if (only !== null && !partnersOf(link).some(({ id }) => id === only.id)) continue
      if (row.source.gone) {
        gone++
        continue
      }
      if (link.partner === null) unlinked.add(row, link.why)
      visit(row, link)
    }
  }
  const of = only === null ? undefined : { partner: only, index: index as NameIndex<Partner> }
  const [list, rejected] = await Promise.all([newestOf(desk.context, store, plain), rejectedOf(store, plain, of)])
  return { kind: kind.kind, title: kind.title, unlinked, gone, list, rejected }
}

/** Rows, and what links them. */
interface Reading<F extends Fields> {
  index: NameIndex<NamedPartner>
  batches: AsyncIterable<Stored<RecordOf<F>>[]> | Iterable<Stored<RecordOf<F>>[]>
}

async function allRows<F extends Fields>(store: RecordReader, kind: Kind<F>): Promise<Reading<F>> {
  return { index: (await partnerIndex(store)).index, batches: store.recordBatches(kind) }
}

/** Of one partner the rows with its names or id. */
async function rowsOfOne<F extends Fields>(
  store: RecordReader,
  kind: Kind<F>,
  role: Role<F>,
  only: Partner,
): Promise<Reading<F>> {
  const namedIn = (rows: readonly Stored<RecordOf<F>>[]): NamedRow[] => rows.map(({ record }) => namedBy(record, role))
  const { rows, index } = await readLinked(store, [only], (of) => store.records(kind, of), namedIn)
  return { index, batches: [rows] }
}
