/** Which ZIP codes and cities of the United States lie in which state: dated data, for an address may contradict itself. */

import * as v from 'valibot'
import { foldName } from '../records/name.ts'
import type { Dated } from '../rules/policy.ts'
import { readReference } from './data-files.ts'

const day = v.nullable(v.pipe(v.string(), v.isoDate()))
const stateCode = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'a state is two capital letters'))
const range = v.pipe(v.string(), v.regex(/^\d{3}(?:\d{2})?(?:-\d{3}(?:\d{2})?)?$/, 'a range is 350-369, 20588 or 96910-96932'))
const usAddresses = v.object({
  versions: v.array(
    v.object({
      version: v.string(),
      from: day,
      to: day,
      source: v.string(),
      zips: v.record(stateCode, v.array(range)),
      cities: v.record(v.string(), v.array(stateCode)),
    }),
  ),
})

/** A version of the data. */
export interface UsAddressFile extends Dated {
  zips: Readonly<Record<string, readonly string[]>>
  cities: Readonly<Record<string, readonly string[]>>
}

/** What an address says of its state. */
export interface UsAddresses {
  /** The states that have a ZIP code, none for an unknown one; null where the text is not a ZIP code. */
  statesOfZip(zip: string): readonly string[] | null
  /** The states that have a city of this name; null where that is not known. */
  statesOfCity(city: string): readonly string[] | null
}

/** The versions of the data. Throws the refusal `bad_reference_data`. */
export function readUsAddressVersions(): readonly UsAddressFile[] {
  return readReference('us-addresses.json', usAddresses).versions
}

/** Makes a version ready to be asked; `stateOf` reads the name or code of a state. */
export function askableAddresses({ zips, cities }: UsAddressFile, stateOf: (text: string) => string | null): UsAddresses {
  const ranges = Object.entries(zips).flatMap(([state, own]) => own.map((each) => ({ state, ...limits(each) })))
  const byName = new Map(Object.entries(cities).map(([name, states]) => [foldName(name).folded, states]))
  return {
    statesOfZip: (zip) => {
      const digits = zipDigits(zip)
      if (digits === null) return null
      return [...new Set(ranges.filter(({ from, to }) => from <= digits && digits <= to).map(({ state }) => state))]
    },
    statesOfCity: (city) => {
      const known = byName.get(foldName(city).folded)
      if (known) return known
      // "Austin, TX" says its state itself.
      const said = /,([^,]+)$/.exec(city)?.[1]
      const state = said === undefined ? null : stateOf(said)
      return state === null ? null : [state]
    },
  }
}

function limits(range: string): { from: number; to: number } {
  const [from = '', to = from] = range.split('-')
  return { from: Number(from.padEnd(5, '0')), to: Number(to.padEnd(5, '9')) }
}

/** The five digits of a ZIP code, of which a spreadsheet may have taken the zeros at the front; null where it is not one. */
function zipDigits(zip: string): number | null {
  const digits = /^(\d{3,5})(?:[- ]?\d{4})?$/.exec(zip.trim())?.[1]
  return digits === undefined ? null : Number(digits)
}
