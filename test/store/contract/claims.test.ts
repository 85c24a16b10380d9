import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formSubject, LEASE_HOURS, mailSubject, requestSubject, type Wanted } from '../../../src/records/claims/claim.ts'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import { closedEntry, openedEntry } from '../../../src/requests/entries.ts'
import type { Store } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { ENGINES } from './engines.ts'
import type { TestDesk } from './test-desk.ts'

/*
 * Promise: of all who want to work on a request one gets it, for two hours from their last command on it. Nobody else records anything on
 * it meanwhile, unless they take it over, which the audit says. The time is the store's.
 */

const FORM_KEY = 'monday|ann@acme.example'
const asked = (formKey: string | null) =>
  openedEntry({
    question: 'nfr',
    ...{ partnerId: 'P1', partnerName: 'Acme', requester: { name: 'Ann Lee', address: 'ann@acme.example' } },
    ...{ received: '2026-05-30', envelopeId: null, ask: null, formKey, notice: null },
  })
const WITHDRAWN = closedEntry('withdrawn', 1, null, 'it came twice')
const REOPENED = closedEntry('reopened', 1, null, 'it did not')
const REQUEST: Wanted = { subject: requestSubject(1), what: 'request 1', partner: { id: 'P1', name: 'Acme' }, request: 1 }
const PLAIN = { takeOver: false }
const LEASE = LEASE_HOURS * 3_600_000

describe.each(ENGINES)('a claim on $name', ({ desk: makeDesk }) => {
  let desk: TestDesk
  const stores: Store[] = []
  const openedBy = async (actor: string): Promise<Store> => {
    const store = await desk.openToWrite({ actor })
    stores.push(store)
    return store
  }
  const moved = (column: 'since' | 'until', to: string) => desk.run(`UPDATE claims SET ${column} = '${to}'`)
  const head = async (store: Store) => (await store.verifyAudit()).head
  let ann: Store
  let ben: Store
  beforeEach(async () => {
    desk = await makeDesk([accounts] as unknown as readonly Kind[])
    ann = await openedBy('ann')
    await ann.record([asked(null)])
    ben = await openedBy('ben')
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    desk.remove()
  })

  it('is of one of sixteen who want it at once', async () => {
    const all = await Promise.all(Array.from({ length: 16 }, (_, i) => openedBy(`person ${i}`)))
    const takings = await Promise.all(all.map((store) => store.take(REQUEST, PLAIN)))
    const winners = takings.filter(({ status }) => status === 'taken')
    expect(winners).toHaveLength(1)
    expect(takings.filter(({ status }) => status === 'held')).toHaveLength(15)
    for (const { claim } of takings) expect(claim).toEqual(winners[0]?.claim)
    expect(await ben.claims()).toEqual([winners[0]?.claim])
  })

  it('lasts two hours by the clock of the store, whatever time was given by hand', async () => {
    const before = Date.now()
    const { status, claim } = await ann.take(REQUEST, PLAIN)
    expect(status).toBe('taken')
    expect(claim).toMatchObject({ subject: 'request 1', holder: 'ann' })
    expect(Date.parse(claim.until) - Date.parse(claim.since)).toBe(LEASE)
    expect(Date.parse(claim.since)).toBeGreaterThan(before - 2_000)
    expect(Date.parse(claim.since)).toBeLessThan(Date.now() + 2_000)
    const late = await desk.openToWrite({ actor: 'ben', statedNow: '2951-01-01T00:00:00Z' })
    stores.push(late)
    expect(await late.take(REQUEST, PLAIN)).toEqual({ status: 'held', claim })
    expect(await late.claims()).toEqual([claim])
  })

  it('is for someone else once it is over, and says so of whoever had it before nothing', async () => {
    await ann.take(REQUEST, PLAIN)
    moved('until', '2026-01-01T00:00:00Z')
    expect(await ben.claims()).toEqual([])
    const { status, claim } = await ben.take(REQUEST, PLAIN)
    expect([status, claim.holder]).toEqual(['taken', 'ben'])
    expect(await ann.take(REQUEST, PLAIN)).toMatchObject({ status: 'held', claim: { holder: 'ben' } })
  })

  it('lasts longer when its holder takes it again, or records something on the request; its start stays', async () => {
    const { claim } = await ann.take(REQUEST, PLAIN)
    const back = (hours: number) => `${new Date(Date.parse(claim.since) - hours * 3_600_000).toISOString().slice(0, 19)}Z`
    moved('since', back(1))
    moved('until', claim.since.replace(/^\d{4}/, '2951'))
    const again = await ann.take(REQUEST, PLAIN)
    expect(again).toMatchObject({ status: 'extended', claim: { since: back(1) } })
    expect(Date.parse(again.claim.until)).toBeLessThan(Date.now() + LEASE + 2_000)
    await ann.record([WITHDRAWN])
    await ann.take(REQUEST, PLAIN)
    moved('until', claim.since.replace(/^\d{4}/, '2951'))
    await ann.record([REOPENED])
    const [kept] = await ann.claims([REQUEST.subject])
    expect(Date.parse(kept?.until ?? '')).toBeLessThan(Date.now() + LEASE + 2_000)
  })

  it('can be given back by its holder alone', async () => {
    const { claim } = await ann.take(REQUEST, PLAIN)
    expect(await ben.release(REQUEST.subject)).toEqual({ status: 'held', claim })
    expect(await ann.release(REQUEST.subject)).toEqual({ status: 'released', claim })
    expect(await ann.release(REQUEST.subject)).toEqual({ status: 'free', claim: null })
    expect(await ben.take(REQUEST, PLAIN)).toMatchObject({ status: 'taken' })
  })

  it('keeps colleagues from recording on the request, and ends with it', async () => {
    await ann.take(REQUEST, PLAIN)
    const before = await head(ben)
    await expect(ben.record([WITHDRAWN])).rejects.toThrow(
      failing({ code: 'taken', exitCode: 6, message: expect.stringMatching(/^request 1 is taken by ann until 2\d{3}-.* UTC$/) }),
    )
    expect(await head(ben)).toEqual(before)
    await ann.record([WITHDRAWN])
    expect(await ann.claims()).toEqual([])
    const later = await openedBy('ben')
    await later.record([REOPENED])
  })

  it('is taken over on record', async () => {
    const { claim } = await ann.take(REQUEST, PLAIN)
    const before = await head(ben)
    expect(await ben.take(REQUEST, { takeOver: true })).toMatchObject({ status: 'taken_over', claim: { holder: 'ben' } })
    const { entries } = await head(ben)
    expect(entries).toBe(before.entries + 1)
    expect((await ben.auditEntry(entries))?.entry).toMatchObject({
      ...{ action: 'claim_taken_over', actor: 'ben', partnerId: 'P1', request: 1 },
      body: { what: 'request 1', holder: 'ann', since: claim.since, until: claim.until },
    })
    await expect(ann.record([WITHDRAWN])).rejects.toThrow(failing({ code: 'taken', exitCode: 6 }))
    // What was the person's own, or nobody's, is simply taken.
    expect(await ben.take(REQUEST, { takeOver: true })).not.toMatchObject({ status: 'taken_over' })
    await ben.record([WITHDRAWN])
    expect(await ann.take(REQUEST, { takeOver: true })).toMatchObject({ status: 'taken' })
    expect((await head(ben)).entries).toBe(entries + 1)
  })

  it('is of a row of the request form too, and ends once the row is a request', async () => {
    const form: Wanted = { subject: formSubject(FORM_KEY), what: 'form:4', partner: null, request: null }
    await ann.take(form, PLAIN)
    expect(desk.allText().split('ann@acme.example')).toHaveLength(2)
    await expect(ben.record([asked(FORM_KEY)])).rejects.toThrow(failing({ code: 'taken' }))
    await ann.record([asked(FORM_KEY)])
    expect(await ann.claims()).toEqual([])
  })

  it('is of what is asked for, and of now', async () => {
    const mail: Wanted = {
      subject: mailSubject({ messageId: '<1@x>', sha256: 'ab' }),
      what: 'a.eml',
      partner: null,
      request: null,
    }
    const { claim } = await ann.take(mail, PLAIN)
    await ben.take(REQUEST, PLAIN)
    expect(await ann.claims([mail.subject, 'request 99'])).toEqual([claim])
    expect((await ann.claims()).map(({ holder }) => holder)).toEqual(['ann', 'ben'])
    const then = await desk.openToRead(0)
    expect(await then.claims()).toEqual([])
    await then.close()
  })

  it('loses the address of a person who is forgotten', async () => {
    const carl = await openedBy('carl@desk.example')
    await carl.take(REQUEST, PLAIN)
    expect(await ann.forgetPerson('carl@desk.example', false)).toMatchObject({ mentions: 1 })
    expect(desk.allText()).not.toContain('carl@desk.example')
  })
})
