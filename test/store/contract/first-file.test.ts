import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { Store } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: the first file of a kind is taken as every other is, however an engine brings it in: of rows that repeat one another the first
 * stays, and of a record that a file says in two ways, or in a row that is rejected, nothing is taken.
 */

const KINDS = [accounts] as unknown as readonly Kind[]
const HEADINGS = 'Account ID,Account Name,Partner Status,Partner Track,Account Owner'
const row = (number: number, name: string, status = 'Authorized'): string =>
  `001${String(number).padStart(12, '0')},${name},${status},Open,Ana`
/** A row that is rejected, though it shows whose it is. */
const rejected = (number: number): string => row(number, 'Too long', 'x'.repeat(300))
const [ACME, BOLT, CORA] = [row(1, 'Acme'), row(2, 'Bolt'), row(3, 'Cora')]

/** The rows of a file, what is counted of them, and the names with their lines that are there then. */
const FILES: readonly [what: string, rows: readonly string[], counts: object, there: readonly string[]][] = [
  ['rows of which each is a record', [ACME, BOLT, CORA], { added: 3, unchanged: 0, rejected: 0 }, ['Acme 2', 'Bolt 3', 'Cora 4']],
  ['a row twice', [ACME, BOLT, ACME, CORA], { added: 3, unchanged: 1, rejected: 0 }, ['Acme 2', 'Bolt 3', 'Cora 5']],
  ['a record in two ways', [ACME, BOLT, row(1, 'Acme Ltd')], { added: 1, unchanged: 0, rejected: 2 }, ['Bolt 3']],
  ['a record in a rejected row too', [ACME, rejected(2), BOLT], { added: 1, unchanged: 0, rejected: 2 }, ['Acme 2']],
  ['a rejected row of no other record', [ACME, rejected(3), BOLT], { added: 2, unchanged: 0, rejected: 1 }, ['Acme 2', 'Bolt 4']],
]

describe.each(ENGINES)('the first file of a kind on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  const imported = (rows: readonly string[], how: { file?: string; dryRun?: boolean } = {}) => {
    const { file = 'accounts.csv', dryRun = false } = how
    return importLines(store, KINDS, { file, exportedAt: '2026-05-01T09:00:00Z', lines: [HEADINGS, ...rows] }, { dryRun })
  }
  const there = async (): Promise<string[]> => {
    const records = await store.records(accounts)
    return records.map(({ record, source }) => `${record.name} ${source.line}`).sort()
  }
  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it.each(FILES)('with %s', async (_, rows, counts, names) => {
    expect((await imported(rows, { dryRun: true })).counts).toMatchObject(counts)
    expect([await there(), await store.listImports()]).toEqual([[], []])
    expect((await imported(rows)).counts).toMatchObject(counts)
    expect(await there()).toEqual(names)
    expect(await store.verifyRecords()).toMatchObject({ checked: 1, versions: names.length, changed: [], untold: [] })
  })

  it.each(FILES)('that comes after another was undone, with %s', async (_, rows, counts, names) => {
    await imported([row(9, 'Zed')], { file: 'before.csv' })
    await store.undoImport(1, false)
    expect((await imported(rows)).counts).toMatchObject(counts)
    expect(await there()).toEqual(names)
  })
})
