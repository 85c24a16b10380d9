import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { kinds } from '../../../src/records/kinds.ts'
import type { RecordReader } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'

/*
 * Promise: readings that are asked for together, or many in turn, give what each alone gives, in their order, whichever ends first; of
 * those that fail the first is told; and a visit that throws ends the reading with what it threw, and leaves the reader as it was.
 */

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const COUNT = 30
const ids = Array.from({ length: COUNT }, (_, i) => `001${String(i).padStart(12, '0')}AAA`)

describe.each(ENGINES)('several readings on $name', ({ desk: makeDesk }) => {
  const withDesk = async (test: (reader: RecordReader) => Promise<void>): Promise<void> => {
    const desk = await makeDesk(kinds as readonly Kind[])
    try {
      const store = await desk.openToWrite()
      const lines = [HEADINGS, ...ids.map((id, i) => `${id},Partner ${i},Partner,Authorized,Open,Ana`)]
      await importLines(
        store,
        kinds,
        { file: 'a.csv', exportedAt: '2026-05-10T06:00:00Z', lines },
        { mode: 'snapshot', allowShrink: true },
      )
      await store.close()
      const reader = await desk.openToRead(null)
      await test(reader)
      await reader.close()
    } finally {
      desk.remove()
    }
  }
  const slow = async <T>(turns: number, value: T): Promise<T> => {
    for (let i = 0; i < turns; i++) await turn()
    return value
  }

  it('gives what each gave, in their order', () =>
    withDesk(async (reader) => {
      const nothing: [] = []
      expect(await reader.together(...nothing)).toEqual([])
      const [first, names, last] = await reader.together(
        () => slow(9, 'first'),
        () => reader.accountNames(),
        () => slow(1, 'last'),
      )
      expect([first, names.length, last]).toEqual(['first', COUNT, 'last'])
      const found: string[][] = []
      const readings = ids.values().map((id, i) => () => slow(i % 3, i).then(() => reader.recordsWithKeys(accounts, [id])))
      for await (const rows of reader.inTurn(readings)) found.push(rows.map(({ record }) => String(record.id)))
      expect(found).toEqual(ids.map((id) => [id]))
    }))

  it('throws what the first of them threw, whichever failed before', () =>
    withDesk(async (reader) => {
      const failing = (turns: number, what: string) => async (): Promise<never> => {
        await slow(turns, null)
        throw new Error(what)
      }
      const asked = reader.together(() => reader.accountNames(), failing(9, 'the first'), failing(1, 'the second'))
      await expect(asked).rejects.toThrow('the first')
      const given: number[] = []
      const inTurn = async (): Promise<void> => {
        for await (const each of reader.inTurn<number>([() => slow(3, 1), failing(0, 'the second'), failing(0, 'the third')]))
          given.push(each)
      }
      await expect(inTurn()).rejects.toThrow('the second')
      expect(given).toEqual([1])
      // The reader goes on.
      expect(await reader.accountNames()).toHaveLength(COUNT)
    }))

  it('asks for nothing more when whoever reads has enough', () =>
    withDesk(async (reader) => {
      let asked = 0
      const readings = ids.values().map((id) => () => {
        asked++
        return reader.account(id)
      })
      for await (const account of reader.inTurn(readings)) if (account?.record.name === 'Partner 3') break
      expect(asked).toBeGreaterThanOrEqual(4)
      expect(asked).toBeLessThan(10)
      expect(await reader.accountNames()).toHaveLength(COUNT)
    }))

  it('ends with what a visit threw, and goes on with the next', () =>
    withDesk(async (reader) => {
      let visits = 0
      const throwing = reader.eachRowName(accounts, () => {
        visits++
        throw new Error('enough')
      })
      await expect(throwing).rejects.toThrow('enough')
      expect(visits).toBe(1)
      expect(await reader.accountNames()).toHaveLength(COUNT)
      const versions: number[] = []
      for await (const batch of reader.recordBatches(accounts)) versions.push(batch.length)
      expect(versions.reduce((sum, each) => sum + each, 0)).toBe(COUNT)
    }))
})
