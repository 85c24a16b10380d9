import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure } from '../../../src/errors.ts'
import { placePromisedFiles, StagedFiles } from '../../../src/files/staged-files.ts'
import { openedEntry } from '../../../src/requests/entries.ts'
import type { EntryOf, NewAuditEntry, Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: every draft has its record, and every recorded draft is kept, even if the answer to recording is lost.
 */

const LOST = failure('busy', 'the answer was lost')
const request = openedEntry({
  question: 'loa',
  partnerId: '0014M000AAAAAAMQY5',
  partnerName: 'Acme',
  requester: { name: 'Ann Lee', address: 'ann@acme.example' },
  received: '2026-06-01',
  envelopeId: null,
  ask: null,
  formKey: null,
  notice: null,
})

type Recording = Parameters<StagedFiles['record']>[0]

describe.each(ENGINES)('drafts on $name', ({ desk: makeDesk }) => {
  let folder = ''
  let desk: TestDesk
  let store: Store
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'phd-staged-'))
    desk = await makeDesk([])
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Records a request with a draft on a store of which some methods are its own. */
  const draftOn = (own: Partial<Recording>): Promise<unknown> => {
    const staged = new StagedFiles(folder)
    const file = staged.add('acme.txt', 'Dear Ann,', 'the answer')
    const target: Recording = {
      record: (entries, options) => store.record(entries, options),
      openPromises: () => store.openPromises(),
      settlePromises: (found) => store.settlePromises(found),
      ...own,
    }
    return staged.record(target, [{ ...request, files: [file] }])
  }
  /** Records, and loses the answer. */
  const record = async <New extends NewAuditEntry>(entries: readonly New[]): Promise<EntryOf<New['action']>[]> => {
    await store.record(entries)
    throw LOST
  }

  it('have their names once they are recorded', async () => {
    await draftOn({})
    expect([readdirSync(folder), await store.openPromises()]).toEqual([['acme.txt'], []])
  })

  it('are named by the next run where they were recorded and the answer was lost', async () => {
    await expect(draftOn({ record })).rejects.toThrow(failing({ code: 'busy' }))
    const open = await store.openPromises()
    expect(readdirSync(folder)).toEqual(open.map(({ staged }) => staged))
    expect((await placePromisedFiles(store, open)).placed).toEqual([join(folder, 'acme.txt')])
    expect(readFileSync(join(folder, 'acme.txt'), 'utf8')).toBe('Dear Ann,')
  })

  it('stay where nobody can say whether they were recorded', async () => {
    await expect(draftOn({ record, openPromises: () => Promise.reject(LOST) })).rejects.toThrow(failing({ code: 'busy' }))
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.phd-[0-9a-f]{12}\.staged$/)])
  })

  it('are gone where they were not recorded', async () => {
    await expect(draftOn({ record: () => Promise.reject(LOST) })).rejects.toThrow(failing({ code: 'busy' }))
    expect([readdirSync(folder), await store.openPromises()]).toEqual([[], []])
  })
})
