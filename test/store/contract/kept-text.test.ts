import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { Store } from '../../../src/store/store.ts'
import { allOf } from './all-of.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: a store keeps the longest text that it is given as it is, finds nothing by a text that it cannot hold, and records no such text.
 */

const ACME = '0014M000AAAAAAMQAU'

describe.each(ENGINES)('text on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  beforeEach(async () => {
    desk = await makeDesk([accounts] as unknown as readonly Kind[])
    store = await desk.openToWrite()
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it.each([
    ['letters', 'a'.repeat(1000)],
    ['emojis', '🦊'.repeat(250)],
    ['letters of three bytes', `${'社'.repeat(333)}a`],
  ])('of 1,000 bytes is kept and found by: %s', async (_, name) => {
    await store.addAlias(name, ACME)
    expect((await store.aliases()).map((alias) => alias.name)).toEqual([name])
    expect(await store.removeAlias(name)).toBe(true)
  })

  it.each(['a\0b', 'a\ud83d', 'x'.repeat(9000)])('that is not kept finds nothing, and is no error: %j', async (text) => {
    expect(await store.accountsNamed('folded', [text])).toEqual([])
    expect(await store.account(text)).toBeNull()
    expect(await store.recordsWithKeys(accounts, [text])).toEqual([])
    expect(await store.recordsWith(accounts, 'owner', [text])).toEqual([])
    expect(await store.spellings('folded', [text])).toEqual([])
  })

  it('of an entry has what cannot be read in place of what cannot be kept, and the audit is sound', async () => {
    const body = { name: 'a\0b \ud83d 🦊' }
    const evidence = { 'no\0te': ['\ude0a'] }
    const entry = { action: 'alias_added' as const, partnerId: ACME, request: null, body, evidence }
    const [added] = await store.record([entry])
    expect(added?.body).toMatchObject({ name: 'a\ufffdb \ufffd 🦊' })
    expect((await allOf(store.entriesInFull(['alias_added'])))[0]).toMatchObject({
      body: { name: 'a\ufffdb \ufffd 🦊' },
      evidence: { 'no\ufffdte': ['\ufffd'] },
    })
    expect((await store.verifyAudit()).flaws).toEqual([])
  })
})
