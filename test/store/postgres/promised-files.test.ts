import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { NewAuditEntry } from '../../../src/store/store.ts'
import { postgres } from '../contract/postgres-desk.ts'
import type { TestDesk } from '../contract/test-desk.ts'
import { HAS_POSTGRES } from './cluster.ts'

const KINDS = [accounts] as unknown as readonly Kind[]

function entryPromising(staged: string): NewAuditEntry {
  const body = { lesson: 1, file: 'a.eml', kind: 'x', reason: null }
  const file = { folder: '/drafts', staged, file: 'reply.eml', sha256: '0', about: staged }
  return { action: 'mail_lesson_forgotten', partnerId: null, request: null, body, evidence: null, files: [file] }
}

describe.skipIf(!HAS_POSTGRES)('files that entries of a shared desk promise', () => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await postgres.desk(KINDS)
  })
  afterAll(() => desk.remove())

  it('are looked for by the person and on the machine that wrote them, and by nobody else', async () => {
    const store = await desk.openToWrite()
    await store.record([entryPromising('own'), entryPromising('of-ann')], { regardless: true })
    desk.run("UPDATE promised_files SET place = 'ann@elsewhere', folder = '/ann' WHERE staged = 'of-ann'")
    expect((await store.openPromises()).map(({ staged }) => staged)).toEqual(['own'])
    expect(await store.promisedFolders()).toEqual(['/drafts'])
    await store.close()
  })
})
