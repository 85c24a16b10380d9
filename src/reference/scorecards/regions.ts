/** The regions of scorecards and awards, by date. */

import * as v from 'valibot'
import { foldCode } from '../../records/key.ts'
import { readReference } from '../data-files.ts'

const day = v.pipe(v.string(), v.isoDate())
const regionIds = ['AMER', 'APJ', 'EMEA', 'PubSec'] as const

/** A region that partners are in. */
export type RegionId = (typeof regionIds)[number]

const regionFile = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: v.nullable(day),
      to: v.nullable(day),
      regions: v.array(
        v.object({
          id: v.picklist(regionIds),
          name: v.string(),
          award: v.string(),
          also: v.array(v.string()),
          countries: v.array(v.pipe(v.string(), v.length(2))),
        }),
      ),
    }),
  ),
})

/** A region: its name on dashboards and in awards, and its countries by code (ISO 3166-1, two letters). */
type Region = v.InferOutput<typeof regionFile>['versions'][number]['regions'][number]

/** A version of the regions, ready to look one up. */
export interface Regions {
  version: string
  /** First and last day in force, YYYY-MM-DD; null: no first, or no last. */
  from: string | null
  to: string | null
  regions: readonly Region[]
  /** The region that a person means by a name or another name, in any case; "Global" is all of them; null for any other text. */
  named(text: string): RegionId | 'Global' | null
  /** The region of a country by its code; null where no region has it. */
  ofCountry(code: string): RegionId | null
}

/** Every partner, wherever it is. */
const GLOBAL = 'Global'

/** The regions by version, oldest first. Throws the refusal `bad_reference_data`. */
export function readRegions(): Regions[] {
  return readReference('regions.json', regionFile).versions.map(({ regions, ...dated }) => {
    const byName = new Map<string, RegionId | 'Global'>([[foldCode(GLOBAL), GLOBAL]])
    const byCountry = new Map<string, RegionId>()
    for (const { id, name, award, also, countries } of regions) {
      for (const each of [id, name, award, ...also]) byName.set(foldCode(each), id)
      for (const code of countries) byCountry.set(code, id)
    }
    return {
      ...dated,
      regions,
      named: (text) => byName.get(foldCode(text)) ?? null,
      ofCountry: (code) => byCountry.get(code) ?? null,
    }
  })
}
