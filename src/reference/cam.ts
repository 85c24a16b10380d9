/** The tables of channel managers that come with phd, for as long as none were imported. */

import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import * as v from 'valibot'
import type { ShippedTables } from '../partners/cam-tables.ts'
import type { Kind } from '../records/kind.ts'
import { camAccountsByTerritory, territories } from '../records/kinds/channel-managers.ts'
import { dataFolder, readData } from './data-files.ts'

/** The files, with the kind each is imported as. */
export const SHIPPED_TABLES: ReadonlyArray<{ kind: Kind; name: string }> = [
  { kind: camAccountsByTerritory, name: 'cam/accounts-by-territory.csv' },
  { kind: territories, name: 'territories.csv' },
]

/** The path of a file that came with phd. */
export function shippedPath(name: string): string {
  return join(dataFolder(), name)
}

const filled = v.pipe(
  v.string(),
  v.transform((text) => text || null),
)
const managers = v.array(v.object({ Table: v.string(), Territory: v.string(), 'Channel Manager': filled }))
const countries = v.array(
  v.object({ Country: v.string(), APAC: filled, 'EMEA Select': filled, 'EMEA Open': filled, Basis: filled }),
)
const csv = (text: string): unknown => parse(text, { columns: true, bom: true, skip_empty_lines: true })

/** Reads the tables straight from their files; `lastSeenAt` is the moment they are asked for. */
export function readShippedTables(lastSeenAt: string): ShippedTables {
  const place = (kind: string, file: string, i: number) => ({
    source: { kind, importId: null, file, line: i + 2, column: null, lastSeenAt },
    doubt: null,
  })
  const [accounts, groups] = SHIPPED_TABLES.map(({ name }) => name) as [string, string]
  return {
    accounts: readData(accounts, managers, csv).map((row, i) => ({
      record: { tableName: row.Table, territory: row.Territory, manager: row['Channel Manager'], note: null },
      ...place(camAccountsByTerritory.kind, accounts, i),
    })),
    territories: readData(groups, countries, csv).map((row, i) => ({
      record: {
        country: row.Country,
        apac: row.APAC,
        emeaSelect: row['EMEA Select'],
        emeaOpen: row['EMEA Open'],
        basis: row.Basis,
      },
      ...place(territories.kind, groups, i),
    })),
  }
}
