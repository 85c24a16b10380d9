/** The list of distributors in force, and which region a country is in. */

import type { Context } from '../../app/context.ts'
import { type RejectedRows, rejectedOf } from '../../partners/list-state.ts'
import { territories } from '../../records/kinds/channel-managers.ts'
import { type DistributorRow, distributors } from '../../records/kinds/distributors.ts'
import { foldName } from '../../records/name.ts'
import type { Places } from '../../reference/places.ts'
import type { DistributionPolicyFile } from '../../reference/reference.ts'
import type { Distributor, ListPlace } from '../../rules/standing/distribution.ts'
import type { RecordReader } from '../../store/store.ts'

type Policy = DistributionPolicyFile['versions'][number]

/** The distributors of the imported list, else those that come with phd; and the rows of the list that were rejected. */
export async function readDistributorList(
  store: RecordReader,
  places: Places,
  policy: Policy,
): Promise<{ list: Distributor[]; rejected: RejectedRows | null }> {
  const { readDistributorRows, SHIPPED_DISTRIBUTORS } = await import('../../reference/distributors.ts')
  const shipped = readDistributorRows()
  if (!(await store.wasImported(distributors))) {
    const list = shipped.flatMap((row, i) =>
      rowsOf(row, { file: `data/${SHIPPED_DISTRIBUTORS}`, line: i + 2, importId: null }, places, policy),
    )
    return { list, rejected: null }
  }
  const imported = await store.records(distributors)
  const list = imported.flatMap(({ record, source: { file, line, importId } }) =>
    rowsOf(completed(record, shipped), { file, line, importId }, places, policy),
  )
  return { list, rejected: await rejectedOf(store, distributors) }
}

/** An imported row, with what its list has no column for from the row of the same distributor that comes with phd. */
function completed(row: DistributorRow, shipped: readonly DistributorRow[]): DistributorRow {
  const folded = (name: string | null): string => foldName(name ?? '').folded
  const same = shipped.filter(({ distributor }) => folded(distributor) === folded(row.distributor))
  const known = same.find(({ country }) => folded(country) === folded(row.country)) ?? same[0]
  return known
    ? { ...row, market: row.market ?? known.market, website: row.website ?? known.website, email: row.email ?? known.email }
    : row
}

/** A row for each place that it names, between semicolons. */
function rowsOf(record: DistributorRow, source: ListPlace, places: Places, { regions }: Policy): Distributor[] {
  const { distributor, email, website, market, since, until } = record
  const folded = (text: string): string => foldName(text).folded
  return (record.country ?? '')
    .split(';')
    .map((place) => place.trim())
    .filter((place) => place !== '')
    .map((place) => {
      const region = Object.entries(regions).find(([, { words }]) => words.some((word) => folded(word) === folded(place)))
      return {
        ...{ name: distributor ?? '', email, url: website, market, place, source },
        country: region ? null : places.country(place),
        region: region?.[0] ?? null,
        from: since,
        to: until,
      }
    })
}

/** The region of a country, by the tables of groups: the imported list, else the one that comes with phd; null where none has it. */
export async function regionOf(
  { now }: Pick<Context, 'now'>,
  store: RecordReader,
  places: Places,
  { regions }: Policy,
  country: string,
): Promise<string | null> {
  const rows = (await store.wasImported(territories)) ? await store.records(territories) : (await shippedGroups(now)).territories
  const own = rows.filter(({ record }) => places.country(record.country ?? '') === country)
  const found = Object.entries(regions).find(
    ([, { tables, also }]) =>
      also.includes(country) || own.some(({ record }) => tables.some((table) => (record[table]?.trim() ?? '') !== '')),
  )
  return found?.[0] ?? null
}

async function shippedGroups(now: string) {
  const { readShippedTables } = await import('../../reference/cam.ts')
  return readShippedTables(now)
}
