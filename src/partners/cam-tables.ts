/** The tables of channel managers, read from the store and made ready for the rule. */

import { foldCode, KEY_MARK } from '../records/key.ts'
import type { Kind, RecordOf } from '../records/kind.ts'
import {
  type CamPartnerRow,
  type CamTerritoryRow,
  camAccountsByTerritory,
  camByPartner,
  camOpportunitiesBySegment,
  camOpportunitiesByTerritory,
  type TerritoryRow,
  territories,
} from '../records/kinds/channel-managers.ts'
import { foldName } from '../records/name.ts'
import type { CamTables, CountryGroups, Evidence, ManagerRow, PartnerName } from '../rules/cam/types.ts'
import type { RecordReader, Stored } from '../store/store.ts'
import { sourceOf } from './facts.ts'
import { indexFor } from './linking/linked-names.ts'
import { type NamedRow, partnersOf, type RowLink } from './linking/links.ts'
import type { Partner, PartnerLookup } from './partner.ts'

/** Reads a place to its code; null where the text names none. */
export interface PlaceReader {
  country(text: string): string | null
  state(text: string): string | null
  /** The state or territory of the United States that an account may have for a country. */
  stateOfCountry(code: string): string | null
  /** The states that have a ZIP code, none for an unknown one; null where the text is not a ZIP code. */
  statesOfZip(zip: string): readonly string[] | null
  /** The states that have a city of this name; null where that is not known. */
  statesOfCity(city: string): readonly string[] | null
}

/** A row with its place. */
interface Placed<R> {
  record: R
  source: Evidence
  doubt: { file: string; line: number } | null
}

/** The tables that come with phd, for as long as none were imported. */
export interface ShippedTables {
  accounts: readonly Placed<CamTerritoryRow>[]
  territories: readonly Placed<TerritoryRow>[]
}

/** A row for accounts, with what it is compared by: a state's code, or the folded name of a group. */
interface TerritoryEntry extends ManagerRow {
  key: string
}

/** A country's row, with its code; null where it names no country. */
interface CountryEntry extends CountryGroups {
  text: string
  code: string | null
}

/** A row of a partner, with the accounts it may be of; none where no partner has the name. */
interface PartnerEntry extends ManagerRow {
  accountIds: readonly string[]
}

/** The tables as they are in force, row by row. */
export interface CamRows {
  territories: readonly TerritoryEntry[]
  countries: readonly CountryEntry[]
  /** Null where the table was never imported. */
  segments: readonly ManagerRow[] | null
  salesTerritories: readonly ManagerRow[] | null
  partners: readonly PartnerEntry[] | null
}

type Reader = PartnerLookup & Pick<RecordReader, 'records' | 'wasImported'>

/**
 * Reads every table that is in force. `shipped` replaces those of accounts that were never imported; `stateTable` is the one
 * whose territories are states.
 */
export async function readCamRows(
  store: Reader,
  { places, shipped, stateTable }: { places: PlaceReader; shipped: () => ShippedTables; stateTable: string },
): Promise<CamRows> {
  const [accounts, countries, segments, salesTerritories, partners] = await Promise.all([
    placed(store, camAccountsByTerritory),
    placed(store, territories),
    placed(store, camOpportunitiesBySegment),
    placed(store, camOpportunitiesByTerritory),
    placed(store, camByPartner),
  ])
  return {
    territories: (accounts ?? shipped().accounts).map((row) => territoryEntry(row, places, stateTable)),
    countries: (countries ?? shipped().territories).map(({ record, source, doubt }) => ({
      text: record.country ?? '',
      code: places.country(record.country ?? ''),
      apac: filled(record.apac),
      emeaSelect: filled(record.emeaSelect),
      emeaOpen: filled(record.emeaOpen),
      basis: filled(record.basis),
      source,
      doubt,
    })),
    segments: segments?.map(({ record, ...at }) => managerRow('by segment', record.segment, record.manager, at)) ?? null,
    salesTerritories:
      salesTerritories?.map(({ record, ...at }) => managerRow('by territory', record.territory, record.manager, at)) ?? null,
    partners: partners && (await partnerEntries(store, partners)),
  }
}

/** Rows by partner, linked to accounts as rows of any other source are. */
async function partnerEntries(store: PartnerLookup, rows: readonly Placed<CamPartnerRow>[]): Promise<PartnerEntry[]> {
  const namedBy = ({ partner, accountId }: CamPartnerRow): NamedRow => ({ name: partner, accountId })
  const index = await indexFor(
    store,
    rows.map(({ record }) => namedBy(record)),
  )
  return rows.map(({ record, ...at }) => {
    const row = managerRow(record.mapping ?? '', record.partner, record.manager, at)
    const link = index.link(namedBy(record))
    // A row that may be several partners', or another company's, settles nothing for any of them.
    const shared = link.partner === null && link.candidates.length > 0
    return { ...row, shared, accountIds: idsOf(link, record.accountId) }
  })
}

/** The accounts that a row may be of; of an account that is not known, its id alone. */
function idsOf(link: RowLink<Partner>, accountId: string | null): string[] {
  const partners = partnersOf(link)
  return partners.length > 0 || accountId === null ? partners.map(({ id }) => id) : [accountId]
}

/** Two letters may be a state in one table and a country in another, so the table says which. */
function territoryEntry({ record, ...at }: Placed<CamTerritoryRow>, places: PlaceReader, stateTable: string): TerritoryEntry {
  const row = managerRow(record.tableName ?? '', record.territory, record.manager, at)
  const state = foldCode(row.table) === foldCode(stateTable) ? places.state(row.of) : null
  return { ...row, key: keyOf(row.table, state ?? foldCode(row.of)) }
}

/** What a row for accounts is found by: its table, and a state's code or the folded name of a group. */
function keyOf(table: string, territory: string): string {
  return `${foldCode(table)}${KEY_MARK}${territory}`
}

function managerRow(
  table: string,
  of: string | null,
  manager: string | null,
  { source, doubt }: Pick<Placed<unknown>, 'source' | 'doubt'>,
): ManagerRow {
  return { table: table.trim(), of: (of ?? '').trim(), manager: filled(manager), source, doubt, shared: false }
}

function filled(text: string | null): string | null {
  return text?.trim() || null
}

/** The rows of a kind; null where no file of it was ever imported. */
async function placed<K extends Kind>(store: Reader, kind: K): Promise<Placed<RecordOf<K['fields']>>[] | null> {
  if (!(await store.wasImported(kind))) return null
  const rows = (await store.records(kind)) as Stored<RecordOf<K['fields']>>[]
  return rows.map((stored) => ({ record: stored.record, source: sourceOf(stored), doubt: stored.doubt }))
}

/** The tables of rows, ready to be looked up in. */
export function camTables(rows: CamRows): CamTables {
  const byTerritory = Map.groupBy(rows.territories, ({ key }) => key)
  const asked = new Map<string, readonly ManagerRow[]>()
  const names = new Set(rows.territories.map(({ table }) => foldCode(table)))
  const byCountry = Map.groupBy(rows.countries, ({ code }) => code)
  const bySegment = rows.segments && Map.groupBy(rows.segments, ({ of }) => foldCode(of))
  const bySalesTerritory = rows.salesTerritories && Map.groupBy(rows.salesTerritories, ({ of }) => foldCode(of))
  const byAccount = new Map<string, ManagerRow[]>()
  const byName = new Map<string, ManagerRow[]>()
  for (const row of rows.partners ?? []) {
    for (const id of row.accountIds) add(byAccount, id, row)
    if (row.accountIds.length === 0) add(byName, foldName(row.of).folded, row)
  }
  return {
    // A state is asked for by its code, which does not fold to another text.
    // Asked for again and again by many accounts: folding is what takes the time.
    ofTerritory: (table, territory) => {
      const name = `${table}${KEY_MARK}${territory}`
      const known = asked.get(name)
      if (known) return known
      const found = byTerritory.get(keyOf(table, territory)) ?? byTerritory.get(keyOf(table, foldCode(territory))) ?? []
      asked.set(name, found)
      return found
    },
    has: (table) => names.has(foldCode(table)),
    groupsOf: (country) => byCountry.get(country) ?? [],
    ofPartner: ({ id, name }: PartnerName) => [
      ...((id !== null && byAccount.get(id)) || []),
      ...((byName.size > 0 && byName.get(foldName(name).folded)) || []),
    ],
    ofSegment: (segment) => bySegment && (bySegment.get(foldCode(segment)) ?? []),
    ofSalesTerritory: (territory) => bySalesTerritory && (bySalesTerritory.get(foldCode(territory)) ?? []),
    knowsPartners: rows.partners !== null,
  }
}

function add(index: Map<string, ManagerRow[]>, key: string, row: ManagerRow): void {
  const known = index.get(key)
  if (known) known.push(row)
  else index.set(key, [row])
}
