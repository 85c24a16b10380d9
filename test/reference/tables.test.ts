import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foldCode, KEY_MARK } from '../../src/records/key.ts'
import { readShippedTables } from '../../src/reference/cam.ts'
import { readPlaces } from '../../src/reference/places.ts'
import { readCamPolicyFile } from '../../src/reference/reference.ts'

const { accounts, territories } = readShippedTables('2026-11-20T09:00:00Z')
const places = readPlaces()

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
    expect(new Set(codes).size).toBe(87)
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

  it('stand in their files on the line that is told', () => {
    const lines = (file: string): string[] =>
      readFileSync(join(import.meta.dirname, '..', '..', 'data', file), 'utf8').split('\n')
    for (const { record, source } of accounts)
      expect(lines(source.file)[(source.line ?? 0) - 1]).toBe(`${record.tableName},${record.territory},${record.manager}`)
    for (const { record, source } of territories)
      expect(lines(source.file)[(source.line ?? 0) - 1]?.startsWith(`${record.country},`)).toBe(true)
  })
})
