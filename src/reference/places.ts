/** Countries and states as exports spell them: read to their codes, exactly or not at all. */

import { parse } from 'csv-parse/sync'
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import * as v from 'valibot'
import { foldName } from '../records/name.ts'
import { readData } from './data-files.ts'

/** A place of the world by its code; null where the text names none, or more than one. */
export interface Places {
  /** The code of a country (ISO 3166-1, two letters) by its name or code. */
  country(text: string): string | null
  /** The usual English name of a country by its code. */
  countryName(code: string): string
  /** The code of a state or territory of the United States by its name or code. */
  state(text: string): string | null
  stateName(code: string): string
  /** The state or territory of the United States that exports may have as a country, by the country's code. */
  stateOfCountry(code: string): string | null
  /** Every state and territory of the United States, by code. */
  states: readonly string[]
  /** Every country, by code. */
  countries: readonly string[]
}

const NAMES: Readonly<Record<string, string | readonly string[]>> = english.countries
const csv = (text: string): unknown => parse(text, { columns: true, bom: true, skip_empty_lines: true })
const otherNames = v.array(v.object({ Country: v.string(), 'Other Name': v.string() }))
const stateRows = v.array(v.object({ Code: v.string(), Name: v.string(), 'Other Names': v.string(), Country: v.string() }))

/** Reads the names of countries and of the states of the United States. */
export function readPlaces(): Places {
  const countryByName = new Index()
  for (const [code, names] of Object.entries(NAMES)) for (const name of [code, ...[names].flat()]) countryByName.add(name, code)
  for (const [two, three] of codes as unknown as [string, string][]) countryByName.add(three, two)
  for (const row of readData('country-names.csv', otherNames, csv)) countryByName.add(row['Other Name'], row.Country)
  const stateByName = new Index()
  const states = readData('us-states.csv', stateRows, csv)
  for (const { Code, Name, 'Other Names': others } of states) {
    for (const name of [Code, Name, ...others.split(';')]) stateByName.add(name, Code)
  }
  const asCountries = new Map(states.flatMap(({ Code, Country }) => (Country === '' ? [] : [[Country, Code] as const])))
  const stateNames = new Map(states.map(({ Code, Name }) => [Code, Name]))
  return {
    country: (text) => countryByName.find(text),
    countryName: (code) => usualName(code, countryByName),
    state: (text) => stateByName.find(text),
    stateName: (code) => stateNames.get(code) ?? code,
    stateOfCountry: (code) => asCountries.get(code) ?? null,
    states: [...stateNames.keys()],
    countries: Object.keys(NAMES),
  }
}

/** The name people use, where the first is the official one and the second belongs to no other country. */
function usualName(code: string, known: Index): string {
  const [first = code, second] = [NAMES[code] ?? code].flat()
  const isUsual = second !== undefined && / of |, /.test(first) && second.length > 3 && known.find(second) === code
  return isUsual ? second : first
}

/** Codes by folded name, without names that two places have. */
class Index {
  readonly #codes = new Map<string, string | null>()

  add(name: string, code: string): void {
    const folded = foldName(name).folded
    if (folded === '') return
    const known = this.#codes.get(folded)
    this.#codes.set(folded, known === undefined || known === code ? code : null)
  }

  find(text: string): string | null {
    return this.#codes.get(foldName(text).folded) ?? null
  }
}
