import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { letterEntry } from '../../../src/requests/entries.ts'
import type { ImportRequest, RecordedBy, Store } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: a store gives the time and the person of all that it records. A time that was given by hand is kept, the time of its clock is
 * never before the last entry, and the person is who opened it.
 */

const ACME = '0014M000AAAAAAMQY5'
const LETTER = letterEntry(null, { id: ACME, name: 'Acme' }, { date: '2026-05-30', requester: null })
// Long before the test runs, and long after.
const PAST = '2001-02-03T04:05:06Z'
const FUTURE = '2951-02-03T04:05:06Z'

/** The import of a file with one account. */
function request(n: number): ImportRequest {
  const values = Object.keys(accounts.fields).map((field) => (field === 'name' ? `Acme ${n}` : field === 'id' ? ACME : null))
  return {
    ...{ kind: accounts as unknown as Kind, file: `${n}.csv`, bytes: 1, encoding: 'utf-8', delimiter: ',' },
    sha256: createHash('sha256').update(String(n)).digest('hex'),
    ...{ mode: 'merge', scope: null, completeBy: null, dateOrder: null, decimal: null, report: null, rejectsOf: null },
    hasItsName: () => false,
    dating: () => ({ by: 'stated', at: PAST }),
    ...{ allowShrink: true, allowOlder: true, listChanges: 0, headings: {}, extraHeadings: [], given: {}, dryRun: false },
    rows: () => [{ key: ACME, line: 2, values, extra: null }],
    rejectedOwners: () => [],
    ownerless: () => 0,
    finish: async () => ({ rejected: 0, read: 1, ignored: 0, files: [] }),
  }
}

const recordLetter = async (store: Store) => (await store.record([LETTER]))[0]

/** Everything that records, and the time and person that it has after. */
const ACTS: readonly [what: string, act: (store: Store) => Promise<{ at: string; actor: string } | undefined>][] = [
  ['an entry of the audit', recordLetter],
  [
    'another name of a partner',
    async (store) => {
      const { addedAt: at, addedBy: actor } = await store.addAlias('Acme', ACME)
      const [alias] = await store.aliases()
      expect(alias).toMatchObject({ addedAt: at, addedBy: actor })
      return { at, actor }
    },
  ],
  [
    'an import',
    async (store) => {
      await store.importRecords(request(2))
      return lastImport(store)
    },
  ],
  [
    'a file that came again',
    async (store) => {
      expect(await store.seenAgain(request(1))).not.toBeNull()
      return lastImport(store)
    },
  ],
  [
    'an import that is undone',
    async (store) => {
      await store.undoImport(1, false)
      return lastImport(store)
    },
  ],
]
/** What is seen in the audit alone. */
const AUDITED: typeof ACTS = [
  ...ACTS,
  ['the end of a name', async (store) => void (await store.removeAlias('Acme First'))],
  ['what is pruned', async (store) => void (await store.prune({ before: '2026-01-02', dryRun: false }))],
  ['a person who is forgotten', async (store) => void (await store.forgetPerson('ann@acme.example', false))],
]

async function lastImport(store: Store) {
  const last = (await store.listImports()).at(-1)
  return last && { at: last.importedAt, actor: last.actor }
}

describe.each(ENGINES)('what is recorded on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  /** Opens the store, does something with it, and closes it. */
  const opened = async <T>(by: Partial<RecordedBy>, work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await desk.openToWrite(by)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
  /** Does it, and gives the time and person that the audit has of it. */
  const audited = (by: Partial<RecordedBy>, act: (typeof ACTS)[number][1]) =>
    opened(by, async (store) => {
      const recorded = await act(store)
      const { all } = await store.auditEntries({ partnerId: null, action: null, limit: null })
      const { at, actor, body } = (await store.auditEntry(all))?.entry ?? {}
      if (recorded) expect(recorded).toMatchObject({ at, actor })
      return { at, actor, isMarked: body?.timeStated === true }
    })
  beforeEach(async () => {
    desk = await makeDesk([accounts] as unknown as readonly Kind[])
    await opened({ statedNow: '2025-12-31T23:00:00Z' }, async (store) => {
      await store.importRecords(request(1))
      await store.addAlias('Acme First', ACME)
      await store.addAlias('ann@acme.example', ACME)
    })
  })
  afterEach(() => desk.remove())

  it.each(AUDITED)('has the time that was given by hand, and who opened the store: %s', async (_, act) => {
    const { at, actor } = await audited({ actor: 'ben', statedNow: PAST }, act)
    expect([at, actor]).toEqual([PAST, 'ben'])
  })

  it.each(AUDITED)('has the time of the last entry, if that is later than the clock: %s', async (_, act) => {
    await opened({ statedNow: FUTURE }, recordLetter)
    expect(await audited({ actor: 'ben', statedNow: null }, act)).toEqual({ at: FUTURE, actor: 'ben', isMarked: false })
  })

  it.each(AUDITED)('has the time of the clock, if that is later than the last entry: %s', async (_, act) => {
    await opened({ statedNow: PAST }, recordLetter)
    const { at } = await audited({ actor: 'ben', statedNow: null }, act)
    expect([at !== undefined && at > '2025-12-31T23:00:00Z', at !== undefined && at < FUTURE]).toEqual([true, true])
  })

  it('says that its time was given by hand, if it was: a decision', async () => {
    expect(await audited({ statedNow: PAST }, recordLetter)).toMatchObject({ isMarked: true })
    expect(await audited({ statedNow: null }, recordLetter)).toMatchObject({ isMarked: false })
  })

  it('has the time of the last import, if that is later than the last entry of the audit', async () => {
    await opened({ statedNow: FUTURE }, (store) => store.importRecords(request(2)))
    await opened({ statedNow: PAST }, recordLetter)
    const { at } = await audited({ statedNow: null }, async (store) => {
      await store.importRecords(request(3))
      return lastImport(store)
    })
    expect(at).toBe(FUTURE)
  })

  it('was stated by who opened the store: how old the rows of a file are', async () => {
    await opened({ actor: 'ben', statedNow: null }, (store) => store.importRecords(request(2)))
    await opened({}, async (store) => expect((await store.listImports()).at(-1)).toMatchObject({ statedBy: 'ben' }))
  })
})
