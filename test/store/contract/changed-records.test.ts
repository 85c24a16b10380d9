import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportOptions } from '../../../src/imports/options.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { portalUsers } from '../../../src/records/kinds/portal-users.ts'
import type { RecordsCheck, Store } from '../../../src/store/store.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: a record that is changed by hand is found by what the audit says of the import that wrote it, also where as many are there as
 * before. What phd itself changed since is told as what cannot be told, never as changed by hand. The hashes are the same on every engine.
 */

const KINDS = [portalUsers] as unknown as readonly Kind[]
const HEADINGS =
  'Account Name,User: Full Name,User: Email,User: Mailing City,User: Phone,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021,Remark'
const user = (name: string, phone: string, more = 'True,True,False,False,False,'): string =>
  `Acme GmbH,${name},${name.toLowerCase()}@acme.example,Rome,${phone},${more}`
const ANN = user('Ann', '+49 1')
const BEN = user('Ben', '+49 2', 'False,True,True,False,,"Grüße 🎉"')
const CY = user('Cy', '')

/** Four nights: three people come, one of them changes, one goes and one comes, the same file comes again. */
const NIGHTS: readonly (readonly string[])[] = [
  [ANN, BEN, CY],
  [ANN, BEN, user('Cy', '+49 3')],
  [user('Ann', '+49 11'), BEN, user('Dee', '+49 4')],
  [user('Ann', '+49 11'), BEN, user('Dee', '+49 4')],
]

describe.each(ENGINES)('a record that is changed by hand on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  const night = (i: number, lines: readonly string[], how: Partial<ImportOptions> = {}) =>
    importLines(
      store,
      KINDS,
      { file: `users-${i}.csv`, exportedAt: `2026-05-1${i}T09:00:00Z`, lines: [HEADINGS, ...lines] },
      { mode: 'snapshot', allowShrink: true, ...how },
    )
  /** What was found, import by import: `5 opened`. */
  const changed = async (): Promise<string[]> =>
    (await store.verifyRecords()).changed.map((each) => `${each.import} ${each.flaw}`)
  const toldOf = async (): Promise<Pick<RecordsCheck, 'checked' | 'older' | 'changed' | 'untold'>> => {
    const { versions: _, ...rest } = await store.verifyRecords()
    return rest
  }
  const hashes = async (): Promise<unknown[]> =>
    (await store.entriesOf(['imported', 'import_undone'])).map(({ body }) => body.versions)

  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
    for (const [i, lines] of NIGHTS.entries()) await night(i, lines)
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it('is not found where none is', async () => {
    expect(await store.verifyRecords()).toEqual({ checked: 4, versions: 6, older: 0, changed: [], untold: [] })
    await store.undoImport(4, false).catch(() => {})
    expect(await changed()).toEqual([])
  })

  it('is compared with hashes that no later phd may make otherwise, and no other engine', async () => {
    await store.undoImport(3, false)
    expect(await hashes()).toMatchInlineSnapshot(`
      [
        {
          "ended": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "fold": 2,
          "opened": "78deb46993f542ea993564362537ae4c36b8e0f8dbcdea7ef2e15fa83568ee16",
        },
        {
          "ended": "70d25f2c1428def16804c3b346ee8d13edcce0709b4aca0b24e6698c8afcaa6e",
          "fold": 2,
          "opened": "a586b01ddbd6b3adf4617c606e0596c2a62b0197d949e7b7b362b9f89aadde0d",
        },
        {
          "ended": "c1ebc53655827d6d9af634ad0e08b911781daa3f3f0a2830d9f448e39a3427ad",
          "fold": 2,
          "opened": "a21b4f0c3a8d4e64de8769c84e212c1219e35662eafc5ed5a5366d861a25276e",
        },
        {
          "ended": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "fold": 2,
          "opened": "1f9ee9ef8f51c403d969eec342a084bbbd126dfe6915c9594b83873ca0c1699f",
        },
        {
          "ended": "a227b8f70e27188751be5b61ba1424aa003abcafb8207398e7be27f63bda0811",
          "fold": 2,
          "opened": "aef28476aa5eb3f3cbeefb4fb6845a81989eca0c47f48a15febdb3fbcdc6b3e0",
        },
      ]
    `)
  })

  it.each([
    ['a phone', "UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL", ['3 opened']],
    [
      'a phone of before',
      "UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to = 3",
      ['1 opened'],
    ],
    ['a no that is a yes', `UPDATE portal_users SET sa_verified = NOT sa_verified WHERE key = 'ben@acme.example'`, ['1 opened']],
    ['a blank', "UPDATE portal_users SET pse_2021 = pse_2020 WHERE key = 'ben@acme.example'", ['1 opened']],
    [
      'a text in another column',
      "UPDATE portal_users SET street = city, city = NULL WHERE key = 'ben@acme.example'",
      ['1 opened'],
    ],
    ['a key', "UPDATE portal_users SET key = 'x@acme.example' WHERE key = 'ben@acme.example'", ['1 opened']],
    ['a line', "UPDATE portal_users SET line = 9 WHERE key = 'ben@acme.example'", ['1 opened']],
    ['an unknown column', 'UPDATE portal_users SET extra = \'[["Remark","no"]]\' WHERE key = \'ben@acme.example\'', ['1 opened']],
    [
      'the import that wrote it',
      "UPDATE portal_users SET valid_from = 2 WHERE key = 'ben@acme.example'",
      ['1 opened', '2 opened'],
    ],
    ['one that is ended', "UPDATE portal_users SET valid_to = 4 WHERE key = 'ben@acme.example'", ['4 ended']],
    ['one that goes on', "UPDATE portal_users SET valid_to = NULL WHERE key = 'cy@acme.example' AND valid_to = 3", ['3 ended']],
    ['one that is gone', "DELETE FROM portal_users WHERE key = 'ben@acme.example'", ['1 opened']],
    [
      'one that was never there',
      "INSERT INTO portal_users (version, key, valid_from, line) VALUES (99, 'x@acme.example', 4, 9)",
      ['4 opened'],
    ],
    [
      'one of no import',
      "INSERT INTO portal_users (version, key, valid_from, line) VALUES (99, 'x@acme.example', 77, 9)",
      ['77 not_in_audit'],
    ],
  ])('is found: %s', async (_what, sql, found) => {
    desk.run(sql)
    expect(await changed()).toEqual(found)
  })

  it('is told with its import, as the audit has it', async () => {
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    const entry = (await store.entriesOf(['imported'])).find(({ body }) => body.import === 3)
    expect((await toldOf()).changed).toEqual([
      { import: 3, kind: 'portal_users', file: 'users-2.csv', at: entry?.at, entry: entry?.id, flaw: 'opened' },
    ])
  })

  it('is found after an undo too, in what came back', async () => {
    await store.undoImport(4, false).catch(() => {})
    await store.undoImport(3, false)
    expect(await changed()).toEqual([])
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    expect(await changed()).toHaveLength(1)
  })

  it('is found in what a file without a column kept, in what came twice, and in part of a file', async () => {
    const withoutPhone = (line: string): string => line.split(',').toSpliced(4, 1).join(',')
    await importLines(
      store,
      KINDS,
      {
        file: 'no-phone.csv',
        exportedAt: '2026-05-16T09:00:00Z',
        lines: [HEADINGS, user('Ann', '', 'False,False,False,False,False,'), BEN, BEN, user('Eve', '')].map(withoutPhone),
      },
      { mode: 'merge' },
    )
    expect((await store.recordWithKey(portalUsers, 'ann@acme.example'))?.record.phone).toBe('+49 11')
    expect(await changed()).toEqual([])
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    // In a file, the version before may lean on this one for what did not change, and then says something else too.
    expect(await changed()).toContain('5 opened')
  })

  it('cannot be told of imports from before these hashes', async () => {
    desk.tamper('UPDATE audit SET body = replace(body, \'"versions"\', \'"other"\') WHERE id = 1')
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE valid_from = 1")
    expect(await toldOf()).toEqual({ checked: 3, older: 1, changed: [], untold: [] })
  })

  it('cannot be told of imports whose records were pruned, as the audit says', async () => {
    const pruned = await store.prune({ before: '2026-06-02', dryRun: false })
    expect(pruned.versions).toBeGreaterThan(0)
    const { checked, changed: found, untold } = await store.verifyRecords()
    expect([checked, found]).toEqual([1, []])
    const [entry] = await store.entriesOf(['history_pruned'])
    expect(untold).toEqual([{ why: 'pruned', by: entry?.id, imports: [1, 2, 3] }])
    await night(5, [ANN])
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    expect(await changed()).toEqual(['5 opened'])
  })

  it('cannot be told of imports that a person was taken out of; of the others it can', async () => {
    await store.forgetPerson('cy@acme.example', false)
    const [entry] = await store.entriesOf(['person_forgotten'])
    expect(await toldOf()).toEqual({
      checked: 2,
      older: 0,
      changed: [],
      untold: [{ why: 'forgotten', by: entry?.id, imports: [1, 2] }],
    })
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    expect(await changed()).toEqual(['3 opened'])
  })

  it('cannot be told of any import before where an older phd took the person out', async () => {
    await store.forgetPerson('cy@acme.example', false)
    desk.tamper("UPDATE audit SET body = replace(body, '\"imports\"', '\"other\"') WHERE action = 'person_forgotten'")
    desk.run("UPDATE portal_users SET phone = '+49 9' WHERE key = 'ann@acme.example' AND valid_to IS NULL")
    expect((await toldOf()).untold.flatMap(({ imports }) => imports)).toEqual([1, 2, 3])
  })
})
