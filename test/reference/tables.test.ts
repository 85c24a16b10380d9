import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foldCode, KEY_MARK } from '../../src/records/key.ts'
import { readShippedTables } from '../../src/reference/cam.ts'
import { readPlaces } from '../../src/reference/places.ts'
import { readCamPolicyFile } from '../../src/reference/reference.ts'

const { accounts, territories } = readShippedTables('2026-11-20T09:00:00Z')
const places = readPlaces()

/** United Nations, Standard Country or Area Codes for Statistical Use (M49): region 002, Africa. */
const AFRICA =
  'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW'.split(
    ' ',
  )
/** The same list: Asia without its west, and Oceania, less the countries that the page's own groups name. */
const OTHERS =
  'AF BD BT CK CN FJ FM HK KG KI KP KZ LK MH MN MO MV NC NP NR NU PF PG PK PN PW SB TJ TK TM TO TV UZ VU WF WS'.split(' ')
/** The same list: region 019, Americas, less the United States, Puerto Rico and the Virgin Islands. */
const AMERICAS =
  'AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PY SR SV SX TC TT UY VC VE VG'.split(
    ' ',
  )

describe('the tables that come with phd', () => {
  it('have every name, state and group of the page, each once', () => {
    const of = (table: string): string[] =>
      accounts.flatMap(({ record }) => (record.tableName === table ? [record.territory ?? ''] : []))
    expect(
      Object.fromEntries(['AMER', 'APAC', 'EMEA Select', 'EMEA Open', 'US-PubSec'].map((table) => [table, of(table).length])),
    ).toEqual({
      AMER: 52,
      APAC: 6,
      'EMEA Select': 8,
      'EMEA Open': 9,
      'US-PubSec': 1,
    })
    const keys = accounts.map(({ record }) => `${foldCode(record.tableName ?? '')}${KEY_MARK}${foldCode(record.territory ?? '')}`)
    expect(new Set(keys).size).toBe(accounts.length)
    expect(new Set(accounts.map(({ record }) => record.manager)).size).toBe(17)
  })

  it('have no manager for Wyoming, and Pennsylvania in two parts', () => {
    const states = accounts.flatMap(({ record }) =>
      record.tableName === 'AMER' ? (places.state(record.territory ?? '') ?? record.territory ?? '') : [],
    )
    const missing = places.states.filter((state) => !states.includes(state))
    expect(missing).toEqual(['PA', 'WY', 'GU', 'VI', 'AS', 'MP'])
    expect(states.filter((state) => state.length > 2)).toEqual(['Eastern PA', 'Western PA'])
  })

  it('put every country once, in groups that the tables have', () => {
    const codes = territories.map(({ record }) => places.country(record.country ?? ''))
    expect(codes).not.toContain(null)
    expect(new Set(codes).size).toBe(codes.length)
    const [version] = readCamPolicyFile().versions
    for (const [column, table] of [
      ['apac', version?.tables.apac],
      ['emeaSelect', version?.tables.emeaSelect],
      ['emeaOpen', version?.tables.emeaOpen],
    ] as const) {
      const known = accounts.flatMap(({ record }) => (record.tableName === table ? [record.territory] : []))
      for (const { record } of territories)
        if (record[column] !== null) expect(known, `${record.country} ${table}`).toContain(record[column])
    }
    expect(territories.every(({ record }) => record.basis)).toBe(true)
  })

  it('have every country of ISO 3166 in a group, in the table of the United States, or with the reason why it has none', () => {
    const rows = new Map(territories.map(({ record }) => [places.country(record.country ?? ''), record]))
    const groupless: string[] = []
    for (const code of places.countries) {
      if (code === 'US' || places.stateOfCountry(code) !== null) continue
      const row = rows.get(code)
      expect(row?.basis, code).toBeTruthy()
      const groups = [row?.apac, row?.emeaSelect, row?.emeaOpen].filter(Boolean)
      if (groups.length === 0) groupless.push(code)
      // A country is of one region.
      if (row?.apac) expect([row.emeaSelect, row.emeaOpen], code).toEqual([null, null])
    }
    expect(places.countries.length).toBeGreaterThanOrEqual(249)
    // The Americas apart from the United States, Eastern Europe, and where nobody lives.
    expect(groupless.filter((code) => !AMERICAS.includes(code)).sort()).toEqual(
      ['AQ', 'BG', 'BY', 'HU', 'MD', 'RO', 'SK', 'UA', 'UM'].sort(),
    )
  })

  it("have Africa as the United Nations' list has it, and the rest of Asia and Oceania in APAC", () => {
    const of = (column: 'apac' | 'emeaOpen', group: string): (string | null)[] =>
      territories.filter(({ record }) => record[column] === group).map(({ record }) => record.country)
    expect(of('emeaOpen', 'Africa').sort()).toEqual(AFRICA)
    expect(of('apac', 'Others').sort()).toEqual(OTHERS)
  })

  it('stand in their files on the line that is told', () => {
    const lines = (file: string): string[] =>
      readFileSync(join(import.meta.dirname, '..', '..', 'data', file), 'utf8').split('\n')
    for (const { record, source } of accounts)
      expect(lines(source.file)[(source.line ?? 0) - 1]).toBe(`${record.tableName},${record.territory},${record.manager}`)
    for (const { record, source } of territories)
      expect(lines(source.file)[(source.line ?? 0) - 1]?.startsWith(`${record.country},`)).toBe(true)
  })
})
