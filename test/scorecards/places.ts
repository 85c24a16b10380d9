import type { Dice } from '../adversary/dice.ts'
import type { Place, Region } from './model.ts'

interface Country extends Place {
  region: Exclude<Region, 'PubSec'>
}

const COUNTRIES: readonly Country[] = [
  { code: 'US', text: 'United States', region: 'AMER' },
  { code: 'US', text: 'USA', region: 'AMER' },
  { code: 'CA', text: 'Canada', region: 'AMER' },
  { code: 'BR', text: 'Brazil', region: 'AMER' },
  { code: 'DE', text: 'Germany', region: 'EMEA' },
  { code: 'DE', text: 'DE', region: 'EMEA' },
  { code: 'FR', text: 'france', region: 'EMEA' },
  { code: 'AE', text: 'United Arab Emirates', region: 'EMEA' },
  { code: 'GB', text: 'United Kingdom', region: 'EMEA' },
  { code: 'JP', text: 'Japan', region: 'APJ' },
  { code: 'IN', text: 'India', region: 'APJ' },
  { code: 'AU', text: 'Australia', region: 'APJ' },
]

export const BLANK: Place = { code: null, text: '' }
export const NOWHERE: Place = { code: null, text: 'Atlantis' }

export const anyCountry = (dice: Dice): Country => dice.pick(COUNTRIES)
/** Where a public sector partner may be abroad. */
export const abroad = (): Country => ({ code: 'DE', text: 'Germany', region: 'EMEA' })
export const regionOfPlace = ({ code }: Place): Exclude<Region, 'PubSec'> | null =>
  COUNTRIES.find((country) => country.code === code)?.region ?? null
