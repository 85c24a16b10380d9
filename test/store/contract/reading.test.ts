import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { letterEntry } from '../../../src/requests/entries.ts'
import type { RecordReader, Store } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: what is opened to read changes nothing, whoever asks, and answers as of one moment while it is held.
 */

const KINDS = [accounts] as unknown as readonly Kind[]
const ACME = '0014M000AAAAAAMQY5'
const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const LETTER = letterEntry(null, { id: ACME, name: 'Acme' }, { date: '2026-05-30', requester: null })

const importNamed = (store: Store, day: number, name: string) =>
  importLines(store, KINDS, {
    ...{ file: `${day}.csv`, exportedAt: `2026-05-0${day}T09:00:00Z` },
    lines: [HEADINGS, `${ACME},${name},Partner,Authorized,Open,Ana`],
  })

const WRITES: readonly [what: string, write: (store: Store) => Promise<unknown>][] = [
  ['records', (store) => store.record([LETTER])],
  ['records, whatever changed', (store) => store.record([LETTER], { regardless: true })],
  ['imports', (store) => importNamed(store, 2, 'Bolt')],
  ['imports a file again', (store) => importNamed(store, 1, 'Acme')],
  ['undoes an import', (store) => store.undoImport(1, false)],
  ['prunes', (store) => store.prune({ before: '2026-06-02', dryRun: false })],
  ['forgets', (store) => store.forgetPerson('ann@acme.example', false)],
  ['adds another name', (store) => store.addAlias('Acme Two', ACME)],
  ['ends another name', (store) => store.removeAlias('ann@acme.example')],
]

describe.each(ENGINES)('a store that is opened to read on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let writer: Store
  let reader: RecordReader
  const answers = async (store: RecordReader) => [
    await store.records(accounts),
    await store.listImports(),
    await store.aliases(),
    await store.prunedHistory(),
    (await store.verifyAudit()).head,
  ]
  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    writer = await desk.openToWrite()
    await importNamed(writer, 1, 'Acme')
    await writer.addAlias('ann@acme.example', ACME)
    reader = await desk.openToRead(null)
  })
  afterEach(async () => {
    await reader.close()
    await writer.close()
    desk.remove()
  })

  it.each(WRITES)('changes nothing where somebody %s', async (_, write) => {
    const before = await answers(writer)
    await expect((async () => write(reader as Store))()).rejects.toThrow()
    expect(await answers(writer)).toEqual(before)
  })

  it('answers as of one moment while it is held, whatever others write', async () => {
    await reader.holdMoment()
    const before = await answers(reader)
    await importNamed(writer, 2, 'Bolt')
    await writer.removeAlias('ann@acme.example')
    expect(await answers(reader)).toEqual(before)
    // While a person is asked, none is held.
    await reader.betweenMoments(async () => {
      await writer.addAlias('Bolt Two', ACME)
    })
    expect(await answers(reader)).toEqual(await answers(writer))
    expect((await reader.aliases()).map(({ name }) => name)).toEqual(['Bolt Two'])
  })
})
