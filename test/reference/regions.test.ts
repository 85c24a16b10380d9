import { describe, expect, it } from 'vitest'
import { readPlaces } from '../../src/reference/places.ts'
import { readBadges } from '../../src/reference/scorecards/badges.ts'
import { readRegions } from '../../src/reference/scorecards/regions.ts'
import { policyFor } from '../../src/rules/policy.ts'

describe('the regions of scorecards', () => {
  const regions = policyFor(readRegions(), '2026-12-01', 'regions')
  const code = (country: string): string => readPlaces().country(country) ?? ''
  it.each([
    ['Germany', 'EMEA'],
    ['South Africa', 'EMEA'],
    ['Romania', 'EMEA'],
    ['Japan', 'APJ'],
    ['Pakistan', 'APJ'],
    ['United States', 'AMER'],
    ['Canada', 'AMER'],
    ['Brazil', 'AMER'],
    ['Puerto Rico', 'AMER'],
    ['Antarctica', null],
  ])('have %s in %s', (country, region) => {
    expect(regions.ofCountry(code(country))).toBe(region)
  })
  it('have each country of the world once, but Antarctica', () => {
    const all = regions.regions.flatMap(({ countries }) => countries)
    expect(new Set(all).size).toBe(all.length)
    expect(readPlaces().countries.filter((country) => regions.ofCountry(country) === null)).toEqual(['AQ'])
  })
  it.each([
    ['apac', 'APJ'],
    ['Asia Pacific', 'APJ'],
    ['Public Sector', 'PubSec'],
    ['us-pubsec', 'PubSec'],
    ['global', 'Global'],
    ['Americas', 'AMER'],
    ['Europe', null],
  ])('know "%s" as %s', (name, region) => {
    expect(regions.named(name)).toBe(region)
  })
})

describe('badges', () => {
  const badges = readBadges()
  it.each([
    ['Sales Core', 'Sales Core Training', 'sales'],
    ['gitlab  sales-core training ', 'Sales Core Training', 'sales'],
    ['Sales Certified', 'Sales Professional Accreditation', 'sales'],
    ['SA Verified Associate', 'Solution Architect Core Training', 'solution_architect'],
    ['PSE Certified 2021', 'PSE Certified 2021', 'pse'],
    ['Professional Services Engineer', 'PSE', 'pse'],
    [' Kubernetes Expert ', 'Kubernetes Expert', null],
  ])('read %j as "%s" for %s', (cell, badge, credential) => {
    expect(badges.of(cell)).toEqual({ badge, credential })
  })
})
