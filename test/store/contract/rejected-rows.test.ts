import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure } from '../../../src/errors.ts'
import { RejectsFile } from '../../../src/files/rejects-file.ts'
import { placePromisedFiles } from '../../../src/files/staged-files.ts'
import { importFile } from '../../../src/imports/import-file.ts'
import type { ImportOptions, ImportTarget } from '../../../src/imports/options.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: rejected rows are kept, a failed import leaves the desk as it was, and every rejects file is of an import that happened, even
 * if the answer to the last step is lost.
 */

const KINDS = [accounts] as unknown as readonly Kind[]
const LINES = ['Account ID,Account Name,Partner Status,Partner Track,Account Owner', '0014M000AAAAAAM,Acme,Authorized,Open,Ann']
const REJECTED = 'no id,Bolt,Authorized,Open,Ann'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phd-rejects-'))
  writeFileSync(join(folder, 'a.csv'), [...LINES, REJECTED, ''].join('\n'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const options: ImportOptions = {
  kinds: KINDS,
  account: null,
  reading: {},
  map: undefined,
  dateOrder: () => ({ option: undefined, setting: undefined }),
  decimal: {},
  now: '2026-06-01T09:00:00Z',
  dryRun: false,
  mode: null,
  scope: null,
  exportedAt: null,
  allowShrink: false,
  allowOlder: false,
  listChanges: 0,
  signal: undefined,
  onProgress: undefined,
  openRejects: (headings) => new RejectsFile(join(folder, 'a.rejects.csv'), headings),
}
const importInto = (target: ImportTarget) => importFile(join(folder, 'a.csv'), target, options)
const LOST = failure('busy', 'the answer was lost')
const others = (): string[] => readdirSync(folder).filter((name) => name !== 'a.csv')
const rejects = (): string => readFileSync(join(folder, 'a.rejects.csv'), 'utf8')

/** A store of which only some methods are its own. */
const instead = (store: Store, own: Partial<ImportTarget>): ImportTarget => ({
  seenAgain: (request) => store.seenAgain(request),
  importRecords: (request) => store.importRecords(request),
  openPromises: () => store.openPromises(),
  settlePromises: (found) => store.settlePromises(found),
  ...own,
})

describe.each(ENGINES)('rejected rows on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it('are in a file that has its name once the import is recorded', async () => {
    const target = instead(store, {
      settlePromises: async (found) => {
        expect(others()).toEqual(['a.rejects.csv'])
        await store.settlePromises(found)
      },
      importRecords: async (request) => {
        const outcome = await store.importRecords(request)
        expect(others()).toEqual((await store.openPromises()).map(({ staged }) => staged))
        return outcome
      },
    })
    expect(await importInto(target)).toMatchObject({ status: 'imported', rejects: join(folder, 'a.rejects.csv') })
    expect(rejects()).toContain(REJECTED)
    expect(await store.openPromises()).toEqual([])
  })

  it('are named by the next run where the import was recorded and its answer lost', async () => {
    const lost = instead(store, {
      importRecords: async (request) => {
        await store.importRecords(request)
        throw LOST
      },
    })
    await expect(importInto(lost)).rejects.toThrow(failing({ code: 'busy' }))
    const open = await store.openPromises()
    expect([others(), (await store.listImports()).length]).toEqual([[open[0]?.staged], 1])
    expect((await placePromisedFiles(store, open)).placed).toEqual([join(folder, 'a.rejects.csv')])
    expect([others(), await store.openPromises()]).toEqual([['a.rejects.csv'], []])
    expect(rejects()).toContain(REJECTED)
  })

  it('stay where nobody can say whether the import was recorded', async () => {
    const gone = instead(store, {
      importRecords: async (request) => {
        await store.importRecords(request)
        throw LOST
      },
      openPromises: () => Promise.reject(LOST),
    })
    await expect(importInto(gone)).rejects.toThrow(failing({ code: 'busy' }))
    expect(others()).toEqual([expect.stringMatching(/^\.phd-[0-9a-f]{12}\.staged$/)])
  })

  it('leave no file where the import failed at its last step, and the desk is as it was', async () => {
    const failed = instead(store, {
      importRecords: (request) =>
        store.importRecords({
          ...request,
          finish: async () => {
            await request.finish()
            expect(others()).toHaveLength(1)
            throw LOST
          },
        }),
    })
    await expect(importInto(failed)).rejects.toThrow(failing({ code: 'busy' }))
    expect([others(), await store.openPromises(), await store.listImports()]).toEqual([[], [], []])
    expect(await importInto(store)).toMatchObject({ rejects: join(folder, 'a.rejects.csv') })
  })

  it('are told of where they are if the file cannot have its name yet', async () => {
    const inWay = instead(store, {
      importRecords: async (request) => {
        const outcome = await store.importRecords(request)
        const [{ staged = '' } = {}] = await store.openPromises()
        // Another program takes it away for a moment.
        writeFileSync(join(folder, 'moved'), readFileSync(join(folder, staged)))
        rmSync(join(folder, staged))
        return outcome
      },
    })
    const { rejects: path } = await importInto(inWay)
    const [open] = await store.openPromises()
    expect(path).toBe(join(folder, open?.staged ?? ''))
  })
})
