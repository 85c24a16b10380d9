import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportOptions } from '../../../src/imports/options.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: an import that would lose what is known is refused, with the desk as it was, unless a person allows it: one that blanks a
 * column, that is older than what it would change, or that removes much.
 */

const KINDS = [accounts] as unknown as readonly Kind[]
const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Billing Country'

interface Rows {
  rows: number
  owner?: string
  /** So many of the first have no country. */
  withoutCountry?: number
}

/** So many accounts, as of a day of May. */
function list(day: number, { rows, owner = 'Ana', withoutCountry = 0 }: Rows) {
  const lines = Array.from(
    { length: rows },
    (_, i) => `001${String(i).padStart(12, '0')},Partner ${i},Partner,Authorized,Open,${owner},${i < withoutCountry ? '' : 'DE'}`,
  )
  const of = String(day).padStart(2, '0')
  return { file: `accounts-${of}.csv`, exportedAt: `2026-05-${of}T09:00:00Z`, lines: [HEADINGS, ...lines] }
}

describe.each(ENGINES)('an import on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  const imported = (day: number, rows: Rows, how?: Partial<ImportOptions>) => importLines(store, KINDS, list(day, rows), how)
  const known = async () => [await store.records(accounts), await store.listImports(), (await store.verifyAudit()).head]
  /** Imports what is refused, and then what is refused but for an option. */
  const refused = async (code: string, message: string, day: number, rows: Rows, how: Partial<ImportOptions>) => {
    const before = await known()
    const attempt = imported(day, rows, { ...how, allowOlder: false, allowShrink: false })
    await expect(attempt).rejects.toThrow(failing({ code, message: expect.stringContaining(message) }))
    expect(await known()).toEqual(before)
    return imported(day, rows, how)
  }
  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it('may blank five values of a column, or one in five; not more', async () => {
    await imported(1, { rows: 20 })
    expect((await imported(2, { rows: 20, withoutCountry: 5 })).counts.changed).toBe(5)
    await imported(3, { rows: 100 })
    expect((await imported(4, { rows: 100, withoutCountry: 20 })).counts.changed).toBe(20)
    await imported(5, { rows: 100 })
    const message = 'nothing in "Billing Country" for 21 of the 100 records that had a value there'
    const allowed = await refused('column_blanked', message, 6, { rows: 100, withoutCountry: 21 }, { allowShrink: true })
    expect(allowed.counts.changed).toBe(21)
  })

  it('that blanks a column is measured by all records that had a value there, those too that changed otherwise', async () => {
    await imported(1, { rows: 100 })
    expect((await imported(2, { rows: 100, owner: 'Ben', withoutCountry: 20 })).counts.changed).toBe(100)
    const rows = { rows: 100, owner: 'Cem', withoutCountry: 37 }
    await refused('column_blanked', 'for 17 of the 80 records that had a value there', 3, rows, { allowShrink: true })
  })

  it('that is older may say the same, and bring new records; not change what a newer one said', async () => {
    await imported(9, { rows: 2 })
    expect((await imported(8, { rows: 3 })).counts).toMatchObject({ added: 1, unchanged: 2, changed: 0 })
    const message = '2 records differ from import 1, exported on 2026-05-09'
    const allowed = await refused('older_file', message, 7, { rows: 2, owner: 'Ben' }, { allowOlder: true })
    expect(allowed.counts.changed).toBe(2)
  })

  it('that is older ends nothing that a newer one had, and brings nothing back that a newer complete list ended', async () => {
    await imported(9, { rows: 3 })
    const ends = { mode: 'snapshot', allowOlder: true } as const
    expect((await refused('older_file', 'one record differs from import 1', 8, { rows: 2 }, ends)).counts.removed).toBe(1)
    await imported(10, { rows: 2 }, { mode: 'snapshot' })
    await imported(12, { rows: 1 }, { mode: 'snapshot' })
    const allowed = await refused('older_file', 'one record differs from import 4', 11, { rows: 2 }, { allowOlder: true })
    expect(allowed.counts.added).toBe(1)
  })

  it('of a complete list may remove five records, or one in ten; not more', async () => {
    await imported(1, { rows: 80 })
    expect((await imported(2, { rows: 72 }, { mode: 'snapshot' })).counts.removed).toBe(8)
    const cut = { mode: 'snapshot', allowShrink: true } as const
    const allowed = await refused('would_remove_too_much', 'would remove 8 of 72 ', 3, { rows: 64 }, cut)
    expect(allowed.counts.removed).toBe(8)
    await imported(4, { rows: 10 }, cut)
    expect((await imported(5, { rows: 5 }, { mode: 'snapshot' })).counts.removed).toBe(5)
  })
})
