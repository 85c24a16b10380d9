import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { nfrRequests } from '../../../src/records/kinds/licenses/nfr-requests.ts'
import { portalUsers } from '../../../src/records/kinds/portal-users.ts'
import { roles } from '../../../src/records/kinds/roles.ts'
import { salesforceUsers } from '../../../src/records/kinds/salesforce-users.ts'
import { letterEntry, openedEntry, ruledEntry } from '../../../src/requests/entries.ts'
import type { RecordReader, Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { allOf } from './all-of.ts'
import { ENGINES } from './engines.ts'
import { importLines } from './import-lines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: of a person who is forgotten nothing is left in any table, as of an earlier time neither; what others are called stays, and so does
 * all that is counted; the audit still proves what it did, and names the entries whose words were replaced.
 */

const KINDS = [portalUsers, nfrRequests, salesforceUsers] as unknown as readonly Kind[]
const ACME = '0014M000AAAAAAMQAU'
const BOLT = '0014M000BBBBBBMQAU'
const ADDRESS = 'mei@acme.example'
const NAME = 'Mei Lin'
/** What the first file calls them. */
const FORMER_NAME = 'Mei Roe'
/** What only looks like the person: addresses that end or begin like theirs, and names that begin or end so. */
const OTHERS = ['x.mei@acme.example', 'mei@acme.example.org', 'Mei Linden', 'Ymei Lin']

const USERS =
  'Account Name,User: Full Name,User: Email,User: Mailing City,User: Phone,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021,Remark'
const REQUESTS = 'Timestamp,Name,Email Address,Partner Name,License Type,Seats,Justification,Comments'
const STAFF = 'User ID,Full Name,Email,Active,Title,Manager'
const user = (name: string, address: string, phone: string, verified = 'True'): string =>
  `Acme GmbH,${name},${address},Rome,${phone},${verified},True,True,False,False,by ${address}`

const OTHER_USERS = [
  user('Mei Linden', 'x.mei@acme.example', '+49 2'),
  user('Ymei Lin', 'mei@acme.example.org', '+49 3'),
  user('Bo Ray', 'bo@acme.example', '+49 4'),
]
/** Every file, in the order in which they come: the person is in a closed version, a rejected row, keys, notes and the name of a file. */
const FILES: readonly [file: string, ...lines: string[]][] = [
  ['users-1.csv', USERS, user(FORMER_NAME, 'Mei@ACME.example', '+49 1'), ...OTHER_USERS],
  [`${ADDRESS} users.csv`, USERS, user(NAME, ADDRESS, '+49 11'), ...OTHER_USERS],
  ['users-3.csv', USERS, user(NAME, ADDRESS, '+49 11', 'maybe'), ...OTHER_USERS],
  [
    'requests.csv',
    REQUESTS,
    `11/18/2026 16:44:10,${NAME},${ADDRESS},${ADDRESS},SaaS,10,"${NAME} asks, see '${ADDRESS}'",`,
    `11/18/2026 17:44:10,Bo Ray,bo@acme.example,Acme GmbH,SaaS,10,|${ADDRESS}|,?email=${ADDRESS}&x=1`,
    `11/18/2026 18:44:10,Cy Roe,cy@acme.example,Acme GmbH,SaaS,10,${OTHERS.slice(0, 2).join(' ')},`,
  ],
  ['staff-1.csv', STAFF, `0054M000AAAAAAZQY5,${NAME},mei@old.example,1,Manager,`],
  ['staff-2.csv', STAFF, `0054M000AAAAAAZQY5,${NAME},${ADDRESS},1,Manager,`, '0054M000AAAAAAYQY5,Bo,bo@x.example,1,,MEI LIN'],
]
const requester = { name: NAME, address: ADDRESS }
const DRAFT = { folder: '/drafts', staged: 'staged', file: 'denial.eml', sha256: 'a'.repeat(64), about: 'denial' }

/** Everything that records of the person: six imports, another name of a partner, and five entries on requests and letters. */
async function recordPerson(store: Store): Promise<void> {
  for (const [i, [file, ...lines]] of FILES.entries())
    await importLines(store, KINDS, { file, exportedAt: `2026-05-1${i}T09:00:00Z`, lines }, { allowShrink: true, mode: 'merge' })
  await store.addAlias(ADDRESS, ACME)
  const acme = { id: ACME, name: 'Acme GmbH' }
  const request = { partnerName: acme.name, received: '2026-05-30', envelopeId: null, ask: null, formKey: null, notice: null }
  const [opened] = await store.record([openedEntry({ ...request, question: 'loa', partnerId: ACME, requester })])
  const ruled = {
    ...{ partnerName: acme.name, requester, override: null, exception: null, ask: null, term: null, listedThen: [] },
    ...{ reason: null, verdict: 'deny', policyVersion: '1', values: {}, replies: [], drafts: [] },
  }
  const evidence = {
    people: [
      { fullName: NAME, email: ADDRESS },
      { fullName: 'Bo Ray', email: 'bo@acme.example' },
    ],
    [ADDRESS]: 1,
  }
  const denial = ruledEntry('loa', 'denied', opened?.id ?? 0, ACME, ruled, evidence)
  await store.record([{ ...denial, files: [DRAFT] }])
  // Of the same partner, so that the name is this person's; the address that only looks like theirs stays.
  await store.record([letterEntry(null, acme, { date: '2026-05-30', requester: `${NAME} (${OTHERS[0]})` })])
  await store.record([letterEntry(null, { id: BOLT, name: 'Bolt' }, { date: '2026-05-30', requester: NAME })])
  const namesake = { name: NAME, address: 'mei@bolt.example' }
  await store.record([openedEntry({ ...request, question: 'loa', partnerId: ACME, requester: namesake })])
}
/** The entries of the audit, by what they are of. */
const [FILE, FIRST_ALIAS] = [2, FILES.length + 1]
const [OPENED, DENIED, LETTER, OTHER_LETTER, NAMESAKE] = [1, 2, 3, 4, 5].map((n) => FIRST_ALIAS + n)
const LAST = FIRST_ALIAS + 5
const ID = `forgotten-${LAST + 1}`

/** What is counted and decided by, of every kind. */
async function counted(reader: RecordReader) {
  const [users, requests, staff] = await Promise.all([
    reader.records(portalUsers),
    reader.records(nfrRequests),
    reader.records(salesforceUsers),
  ])
  return {
    users: users.map(({ record, source }) => [record.accountName, record.saVerified, record.salesBadged, source.line]),
    requests: requests.map(({ record, source }) => [record.timestamp, record.seats, source.line]),
    staff: staff.map(({ record }) => [record.id, record.active]),
    rejected: (await reader.rejectedRows(portalUsers)).map(({ line }) => line),
  }
}

/** Every record and version that a reader gives, and every entry in full. */
async function everything(reader: RecordReader): Promise<string> {
  const found: unknown[] = [await reader.aliases(), await reader.listImports()]
  for (const kind of KINDS) {
    const records = await reader.records(kind)
    found.push(records)
    for (const { record } of records) found.push(await reader.versions(kind, { key: kind.key(record) ?? '' }))
    found.push(await reader.rejectedRows(kind))
  }
  found.push(await allOf(reader.entriesInFull(['loa_requested', 'loa_denied', 'letter_issued', 'imported', 'alias_added'])))
  return JSON.stringify(found)
}

/** How often a text stands by itself in another, in any letters. */
const hits = (text: string, of: string): number =>
  text.match(new RegExp(`(?<![\\w.])${of.replaceAll('.', '\\.')}(?![\\w]|\\.\\w)`, 'gi'))?.length ?? 0

describe.each(ENGINES)('a person on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  let store: Store
  const asOf = async <T>(entry: number, read: (reader: RecordReader) => Promise<T>): Promise<T> => {
    const reader = await desk.openToRead(entry)
    try {
      return await read(reader)
    } finally {
      await reader.close()
    }
  }
  const eachEntry = async <T>(read: (reader: RecordReader) => Promise<T>): Promise<T[]> => {
    const all: T[] = []
    for (let entry = 1; entry <= FILES.length; entry++) all.push(await asOf(entry, read))
    return all
  }
  beforeEach(async () => {
    desk = await makeDesk(KINDS)
    store = await desk.openToWrite()
    await recordPerson(store)
  })
  afterEach(async () => {
    await store.close()
    desk.remove()
  })

  it('is told of where they are by a dry run, which changes nothing', async () => {
    const before = desk.allText()
    const dry = await store.forgetPerson(ADDRESS, true)
    expect(desk.allText()).toBe(before)
    expect(dry).toEqual({
      ...{ id: ID, entry: null, rejected: 1 },
      records: [
        { kind: 'portal_users', records: 1, versions: 2 },
        { kind: 'nfr_requests', records: 1, versions: 1 },
        { kind: 'salesforce_users', records: 1, versions: 2 },
      ],
      // Two notes, the partner of a request and with it the key, the other name, and the name of a file.
      mentions: 6,
      entries: [FILE, FIRST_ALIAS, OPENED, DENIED, LETTER],
      sameName: { entries: [OTHER_LETTER, NAMESAKE], records: [{ kind: 'salesforce_users', records: 1 }] },
      imports: [1, 2, 4, 5, 6].map((id) => ({ id, file: FILES[id - 1]?.[0].replace(ADDRESS, ID) })),
      drafts: ['/drafts/denial.eml'],
    })
    expect(await store.forgetPerson(ADDRESS, false)).toEqual({ ...dry, entry: LAST + 1 })
  })

  it('who is forgotten is in no table, and is not found again; others are where they were', async () => {
    const before = desk.allText()
    const kept = OTHERS.map((text) => before.split(text).length)
    await store.forgetPerson(ADDRESS, false)
    const after = desk.allText()
    // The name stays where it may be someone else's: a manager, a letter for another partner, a namesake.
    expect([hits(after, ADDRESS), hits(after, NAME), after.split('mei@old.example').length]).toEqual([0, 3, 1])
    for (const text of [FORMER_NAME, '49 1', '49 11']) expect([text, hits(after, text)]).toEqual([text, 0])
    expect(OTHERS.map((text) => after.split(text).length)).toEqual(kept)
    expect(await store.spellings('folded', ['mei@acmeexample'])).toEqual([])
    expect((await store.aliases()).map(({ name, accountId }) => [name, accountId])).toEqual([[ID, ACME]])
    expect(await store.removeAlias(ID)).toBe(true)
    expect(await store.forgetPerson(ADDRESS, false)).toBeNull()
  })

  it('who is forgotten changes nothing that is counted, now or as of an earlier import, and is not seen there either', async () => {
    const [before, then] = [await counted(store), await eachEntry(counted)]
    await store.forgetPerson(ADDRESS, false)
    expect(await counted(store)).toEqual(before)
    expect(await eachEntry(counted)).toEqual(then)
    for (const text of [await everything(store), ...(await eachEntry(everything))])
      expect([hits(text, ADDRESS), hits(text, 'mei@old.example')]).toEqual([0, 0])
    const key = { key: ID }
    expect((await store.versions(portalUsers as unknown as Kind, key)).map(({ values }) => values)).toMatchObject(
      Array(2).fill({ accountName: 'Acme GmbH', email: ID, fullName: ID, phone: null, city: null }),
    )
    // The row that was rejected is still about the same record.
    expect((await store.rejectedRows(portalUsers)).length).toBe(1)
  })

  it('who is forgotten leaves an audit that is sound, and names the entries whose words were replaced', async () => {
    const { head } = await store.verifyAudit()
    const hashes = async () =>
      (await allOf(store.entriesInFull(['loa_requested', 'loa_denied', 'letter_issued']))).map(({ hash }) => hash)
    const before = await hashes()
    const done = await store.forgetPerson(ADDRESS, false)
    const check = await store.verifyAudit()
    expect([check.flaws, check.head.entries]).toEqual([[], head.entries + 1])
    expect(check.redacted).toEqual(done?.entries.map((entry) => ({ entry, by: LAST + 1 })))
    expect(await hashes()).toEqual(before)
    expect((await store.auditEntry(LAST + 1))?.entry).toMatchObject({ action: 'person_forgotten', previous: head.hash })
    expect((await store.auditEntry(DENIED ?? 0))?.entry.body).toMatchObject({ requester: { name: ID, address: ID } })
    expect((await store.auditEntry(DENIED ?? 0))?.evidence).toEqual({
      people: [
        { fullName: ID, email: ID },
        { fullName: 'Bo Ray', email: 'bo@acme.example' },
      ],
      [ID]: 1,
    })
    expect((await store.auditEntry(LETTER ?? 0))?.entry.body).toMatchObject({ requester: `${ID} (${OTHERS[0]})` })
    // Its words can be changed by nobody else.
    expect(() => desk.run(`UPDATE audit SET body = '{}' WHERE id = ${DENIED}`)).toThrow('the audit only grows')
    desk.tamper(`UPDATE audit SET body = replace(body, '"deny"', '"approve"') WHERE id = ${DENIED}`)
    expect((await store.verifyAudit()).flaws).toEqual([{ entry: DENIED, flaw: 'changed' }])
  })

  it('is not forgotten where the audit is not as it was recorded, and nothing is changed', async () => {
    desk.tamper(`UPDATE audit SET body = replace(body, 'Bolt', 'Volt') WHERE id = ${OTHER_LETTER}`)
    const before = desk.allText()
    await expect(store.forgetPerson(ADDRESS, false)).rejects.toThrow(failing({ code: 'audit_damaged' }))
    expect(desk.allText()).toBe(before)
  })

  it('who is forgotten stays so when their imports are undone; another list brings them back', async () => {
    await store.forgetPerson(ADDRESS, false)
    for (const id of [6, 3, 2]) await store.undoImport(id, false)
    expect(hits(desk.allText(), ADDRESS)).toBe(0)
    const lines = [USERS, user(NAME, ADDRESS, '+49 1')]
    await importLines(store, KINDS, { file: 'users-4.csv', exportedAt: '2026-05-20T09:00:00Z', lines })
    expect(hits(desk.allText(), ADDRESS)).toBeGreaterThan(0)
    expect((await store.forgetPerson(ADDRESS, false))?.records).toEqual([{ kind: 'portal_users', records: 1, versions: 1 }])
    expect((await store.verifyAudit()).flaws).toEqual([])
  })

  it('whom nothing is about is null', async () => {
    expect(await store.forgetPerson('nobody@acme.example', false)).toBeNull()
    expect((await store.lastNumbers()).audit).toBe(LAST)
  })
})

describe.each(ENGINES)('an address that a team shares, on $name', ({ desk: makeDesk }) => {
  const kinds = [roles, portalUsers] as unknown as readonly Kind[]
  const rows = ['Approver,Mei Lin,team@acme.example,2026-01-01', 'Approver,Bo Ray,team@acme.example,2026-01-01']

  it('is taken out of the records of all of them, which stay apart', async () => {
    const desk = await makeDesk(kinds)
    const store = await desk.openToWrite()
    const lines = ['Role,Person,Email,From', ...rows]
    await importLines(store, kinds, { file: 'roles.csv', exportedAt: '2026-05-10T09:00:00Z', lines })
    const forgotten = await store.forgetPerson('team@acme.example', false)
    expect(forgotten?.records).toEqual([{ kind: 'roles', records: 2, versions: 2 }])
    const left = await store.records(roles)
    expect(left.map(({ record }) => [record.person, record.email])).toEqual([
      [forgotten?.id, null],
      [forgotten?.id, null],
    ])
    expect(desk.allText()).not.toMatch(/Mei Lin|Bo Ray|team@acme/i)
    await store.close()
    desk.remove()
  })
})
