/** The addresses of distributors: by the list that was imported, else by the one that came with phd. */

import { isAddress } from '../mail/address.ts'
import { type RejectedRows, rejectedOf } from '../partners/list-state.ts'
import { distributorNames } from '../partners/mail/sender.ts'
import { type DistributorRow, distributors } from '../records/kinds/distributors.ts'
import { foldName } from '../records/name.ts'
import { placeOf } from '../records/place.ts'
import { listOf, readDistributorRows, SHIPPED_DISTRIBUTORS } from '../reference/distributors.ts'
import { isOn } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'

/** A row of the list: a distributor in a country or region. */
interface Row {
  distributor: string
  aliases: readonly string[]
  country: string
  /** As the list has it; may be no address. */
  email: string
  /** Its file and line. */
  place: string
  /** When the list was last seen, ISO 8601; null: it came with phd. */
  lastSeenAt: string | null
}

/** Where mail to a distributor goes. */
export interface DistributorAddresses {
  name: string
  /** The name the list has; null where it has none of the names. */
  listedName: string | null
  /** Each once, in the order of the list. */
  addresses: ReadonlyArray<{ address: string; country: string; place: string; lastSeenAt: string | null }>
}

/**
 * The addresses of some distributors on a day (YYYY-MM-DD), each known to the list by one of some names, the names in the list that are of none of
 * them, and the rows that were rejected. A cell
 * that should have an address and has something else counts for nothing.
 */
export async function distributorAddresses(
  store: RecordReader,
  today: string,
  wanted: ReadonlyArray<{ name: string; listedAs: readonly string[] }>,
): Promise<{ found: DistributorAddresses[]; others: string[]; rejected: RejectedRows | null }> {
  const rows = await rowsOf(store, today)
  const isNamed = (row: Row, names: readonly string[]): boolean => {
    const listed = distributorNames({ name: row.distributor, aliases: row.aliases }).map(folded)
    return names.some((name) => listed.includes(folded(name)))
  }
  const found = wanted.map(({ name, listedAs }) => {
    const own = rows.filter((row) => isNamed(row, listedAs))
    const each = new Map<string, DistributorAddresses['addresses'][number]>()
    for (const { email, country, place, lastSeenAt } of own) {
      const address = email.trim()
      const key = address.toLowerCase()
      if (isAddress(address) && !each.has(key)) each.set(key, { address, country, place, lastSeenAt })
    }
    return { name, listedName: own[0]?.distributor ?? null, addresses: [...each.values()] }
  })
  const others = rows.filter((row) => !wanted.some(({ listedAs }) => isNamed(row, listedAs)))
  const rejected = await rejectedOf(store, distributors)
  return { found, others: [...new Set(others.map(({ distributor }) => distributor))], rejected }
}

/** The rows in force on a day. A row of an imported list without an address has that of the same distributor that comes with phd. */
async function rowsOf(store: RecordReader, today: string): Promise<Row[]> {
  const shipped = readDistributorRows().map((record, i) =>
    rowOf(record, { place: `data/${SHIPPED_DISTRIBUTORS}, line ${i + 2}`, lastSeenAt: null }),
  )
  const imported = (await store.records(distributors)).filter(({ record: { since, until } }) =>
    isOn({ from: since, to: until }, today),
  )
  if (!(await store.wasImported(distributors))) return shipped
  return imported.map(({ record, source }) => {
    const row = rowOf(record, { place: placeOf(source), lastSeenAt: source.lastSeenAt })
    const same = shipped.filter(({ distributor }) => folded(distributor) === folded(row.distributor))
    const known = same.find(({ country }) => folded(country) === folded(row.country)) ?? same[0]
    return row.email === '' && known ? { ...row, email: known.email, place: known.place, lastSeenAt: null } : row
  })
}

function rowOf(record: DistributorRow, from: Pick<Row, 'place' | 'lastSeenAt'>): Row {
  const { distributor, aliases, country, email } = record
  return { distributor: distributor ?? '', aliases: listOf(aliases), country: country ?? '', email: email?.trim() ?? '', ...from }
}

function folded(name: string): string {
  return foldName(name).folded
}
