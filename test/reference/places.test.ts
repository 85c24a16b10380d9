import { describe, expect, it } from 'vitest'
import { readPlaces } from '../../src/reference/places.ts'

const places = readPlaces()

describe('a country', () => {
  it.each([
    ['United States', 'US'],
    ['U.S.A.', 'US'],
    ['usa', 'US'],
    ['Germany', 'DE'],
    ['DEUTSCHLAND', 'DE'],
    ['deu', 'DE'],
    ['Czech Republic', 'CZ'],
    ['Czechia', 'CZ'],
    ['South Korea', 'KR'],
    // As the page spells them.
    ['Korea', 'KR'],
    ['Cze', 'CZ'],
    ['Korea, North', 'KP'],
    ['Swaziland', 'SZ'],
    ['Congo, the Democratic Republic of the', 'CD'],
    ['Korea, Republic of', 'KR'],
    ['Côte d’Ivoire', 'CI'],
    ['ivory coast', 'CI'],
    ['The Netherlands', 'NL'],
    ['Great Britain', 'GB'],
    ['Viet Nam', 'VN'],
    ['Türkiye', 'TR'],
    ['Turkey', 'TR'],
    ['NA', 'NA'],
    ['  Spain ', 'ES'],
  ])('%j is %s', (text, code) => {
    expect(places.country(text)).toBe(code)
  })

  // Nothing is taken for the one that is more usual.
  it.each(['Congo', 'Wakanda', '', '-', 'EMEA', 'Germany (East)', 'Austria-Hungary'])('%j cannot be identified', (text) => {
    expect(places.country(text)).toBeNull()
  })

  it('has a name of its own for every code, by which it is found again', () => {
    for (const code of places.countries) expect(places.country(places.countryName(code)), code).toBe(code)
  })
})

describe('a state', () => {
  it.each([
    ['PA', 'PA'],
    ['pennsylvania', 'PA'],
    ['Washington', 'WA'],
    ['Washington, D.C.', 'DC'],
    ['District of Columbia', 'DC'],
    ['Puerto Rico', 'PR'],
    ['west virginia', 'WV'],
  ])('%j is %s', (text, code) => {
    expect(places.state(text)).toBe(code)
  })

  it.each(['Ontario', 'Bavaria', 'Eastern PA', 'P', ''])('%j is not one', (text) => {
    expect(places.state(text)).toBeNull()
  })

  it('has 50 of them, the capital and five territories, which exports may have for countries', () => {
    expect(places.states.length).toBe(56)
    expect(places.states.filter((state) => places.stateOfCountry(state) !== null)).toEqual(['PR', 'GU', 'VI', 'AS', 'MP'])
    // Two letters may be a state and a country.
    expect([places.state('DE'), places.country('DE'), places.stateOfCountry('DE')]).toEqual(['DE', 'DE', null])
  })
})
