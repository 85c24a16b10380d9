/** The addresses of distributors: by the list that was imported, else by the one that came with phd. */

import { isAddress } from '../mail/address.ts'
import { distributorNames } from '../partners/mail/sender.ts'
import { distributors } from '../records/kinds/distributors.ts'
import { foldName } from '../records/name.ts'
import { placeOf } from '../records/place.ts'
import { listOf, readDistributorTable } from '../reference/distributors.ts'
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
 * The addresses of some distributors, each known to the list by one of some names, and the names in the list that are of none of them. A cell
 * that should have an address and has something else counts for nothing.
 */
export async function distributorAddresses(
  store: RecordReader,
  wanted: ReadonlyArray<{ name: string; listedAs: readonly string[] }>,
): Promise<{ found: DistributorAddresses[]; others: string[] }> {
  const rows = await rowsOf(store)
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
  return { found, others: [...new Set(others.map(({ distributor }) => distributor))] }
}

async function rowsOf(store: RecordReader): Promise<Row[]> {
  if (!(await store.wasImported(distributors))) {
    return readDistributorTable().map((row, i) => ({ ...row, place: `distributors.csv of phd, line ${i + 2}`, lastSeenAt: null }))
  }
  return (await store.records(distributors)).map(({ record, source }) => ({
    distributor: record.distributor ?? '',
    aliases: listOf(record.aliases),
    country: record.country ?? '',
    email: record.email ?? '',
    place: placeOf(source),
    lastSeenAt: source.lastSeenAt,
  }))
}

function folded(name: string): string {
  return foldName(name).folded
}
