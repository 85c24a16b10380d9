/**
 * What every scorecard begins with: the partners, where each is, and the lists with each row given to its partner. Read from one moment
 * of the store, for one partner or for all; both ways give a row to the same partner.
 */

import type { Context } from '../app/context.ts'
import { indexFor, spellingsOf, wholeIndex } from '../partners/linked-names.ts'
import { type NamedRow, type NameIndex, partnersOf, type WhyUnlinked } from '../partners/links.ts'
import { type NewestList, newestOf, type RejectedRows, rejectedOf } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import { bareWord } from '../records/damaged-word.ts'
import type { Fields, Kind, RecordOf } from '../records/kind.ts'
import { type Places, readPlaces } from '../reference/places.ts'
import { type Badges, readBadges } from '../reference/scorecards/badges.ts'
import { type RegionId, type Regions, readRegions } from '../reference/scorecards/regions.ts'
import { policyFor } from '../rules/policy.ts'
import type { PartnerRows, RecordReader, Stored } from '../store/store.ts'

/** The partners and the tables that reports are made by. */
export interface Desk {
  context: Pick<Context, 'now' | 'today' | 'maxAgeDays'>
  /** Every partner, or the one that is asked for. */
  partners: readonly Partner[]
  /** The one partner that the desk was read for; null: all of them. */
  only: Partner | null
  regions: Regions
  badges: Badges
  places: Places
  /** The code of the country of a partner's account; null where it is blank or unknown. */
  countryOf(partner: Partner): string | null
  /** The region of a partner: public sector first, else by its country; null where that is not known. */
  regionOf(partner: Partner): RegionId | null
}

/** A row that is given to no partner, and the partners it may be of. */
interface UnlinkedRow<R> {
  row: Stored<R>
  why: WhyUnlinked
  candidates: readonly Partner[]
}

/** The rows of a list by the partner they belong to. */
export interface LinkedRows<R> {
  kind: string
  title: string
  /** The newest list; null: none was ever imported, so nothing is known. */
  list: NewestList | null
  /** Rows that the newest list still has, by the partner's id. */
  of: ReadonlyMap<string, readonly Stored<R>[]>
  /** Rows of no partner for certain; of one partner, those that may be its. */
  unlinked: readonly UnlinkedRow<R>[]
  /** How many rows of these partners the newest list no longer has; they do not count. */
  gone: number
  /** Rows that were rejected and not corrected since; null: none. */
  rejected: RejectedRows | null
}

/** The fields that name a partner in a role: as the one who transacts, as the distributor. */
export interface Role<F extends Fields> {
  name: keyof F & string
  id: (keyof F & string) | null
}

/** Reads the partners and tables; for one partner, or for all. Throws `bad_reference_data`, `no_policy`. */
export async function readDesk(
  { now, today, maxAgeDays }: Pick<Context, 'now' | 'today' | 'maxAgeDays'>,
  store: RecordReader,
  only: Partner | null = null,
): Promise<Desk> {
  const places = readPlaces()
  const regions = policyFor(readRegions(), today, 'regions')
  const countryOf = ({ account: { record } }: Partner): string | null =>
    record.country?.trim() ? places.country(record.country) : null
  return {
    context: { now, today, maxAgeDays },
    partners: only === null ? (await wholeIndex(store)).partners : [only],
    only,
    regions,
    badges: readBadges(),
    places,
    countryOf,
    regionOf: (partner) => {
      if (
        bareWord(partner.account.record.publicSector ?? '')
          .trim()
          .toLowerCase() === 'yes'
      )
        return 'PubSec'
      const country = countryOf(partner)
      return country === null ? null : regions.ofCountry(country)
    },
  }
}

/** The rows of a list that belong to the desk's partners, in a role where the list names several. */
export async function linkedRows<F extends Fields>(
  desk: Desk,
  store: RecordReader,
  kind: Kind<F>,
  role: Role<F> = { name: kind.partnerName ?? '', id: kind.partnerId },
): Promise<LinkedRows<RecordOf<F>>> {
  const plain = kind as unknown as Kind
  const rows = await rowsOf(desk, store, kind, role)
  const index = await indexOf(desk, store, rows, role)
  const linked = linkRows(desk, index, rows, role)
  const of = desk.only === null ? undefined : { partner: desk.only, index }
  return {
    kind: kind.kind,
    title: kind.title,
    list: await newestOf(desk.context, store, plain),
    ...linked,
    rejected: await rejectedOf(store, plain, of),
  }
}

/** Of one partner the rows with its names or id, where the store can find them by those; else all rows. */
async function rowsOf<F extends Fields>(
  { only }: Desk,
  store: RecordReader,
  kind: Kind<F>,
  role: Role<F>,
): Promise<Stored<RecordOf<F>>[]> {
  if (only === null || role.name !== kind.partnerName) return store.records(kind)
  const of: PartnerRows = { names: await spellingsOf(store, only), accountId: only.id, whateverId: true }
  return store.records(kind, of)
}

/** The index that links rows: of all accounts, or of what it takes for the rows of one partner. */
async function indexOf<F extends Fields>(
  { only }: Desk,
  store: RecordReader,
  rows: readonly Stored<RecordOf<F>>[],
  role: Role<F>,
): Promise<NameIndex<Partner>> {
  if (only === null || rows.length > FEW) return (await wholeIndex(store)).index
  return indexFor(
    store,
    rows.map(({ record }) => namedBy(record, role)),
  )
}

/** For more rows than this the index of all accounts is made sooner than one of what they name. */
const FEW = 500

/** How a row names its partner in a role. */
export function namedBy<F extends Fields>(record: RecordOf<F>, { name, id }: Role<F>): NamedRow {
  const text = (field: string | null): string | null =>
    field === null ? null : ((record as Record<string, unknown>)[field] as string | null)
  return { name: text(name), accountId: text(id) }
}

/** Gives each row to its partner; a row that names no partner at all is left out without a word. */
function linkRows<F extends Fields>(
  { only }: Desk,
  index: NameIndex<Partner>,
  rows: readonly Stored<RecordOf<F>>[],
  role: Role<F>,
): Pick<LinkedRows<RecordOf<F>>, 'of' | 'unlinked' | 'gone'> {
  const of = new Map<string, Stored<RecordOf<F>>[]>()
  const unlinked: UnlinkedRow<RecordOf<F>>[] = []
  let gone = 0
  for (const row of rows) {
    const named = namedBy(row.record, role)
    if (named.accountId === null && !named.name?.trim()) continue
    const link = index.link(named)
    const isOurs = only === null || partnersOf(link).some(({ id }) => id === only.id)
    if (!isOurs) continue
    if (row.source.gone) {
      gone++
    } else if (link.partner === null) {
      unlinked.push({ row, why: link.why, candidates: link.candidates })
    } else {
      const own = of.get(link.partner.id)
      if (own) own.push(row)
      else of.set(link.partner.id, [row])
    }
  }
  return { of, unlinked, gone }
}
