import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/errors.ts'
import {
  closedEntry,
  exceptionEntry,
  letterEntry,
  namedEntry,
  type OpenedRequest,
  openedEntry,
  type RuledBody,
  ruledEntry,
} from '../../src/requests/entries.ts'
import { isOpen, lettersOf, requestsOf } from '../../src/requests/request.ts'
import { checkedEntry } from '../../src/store/checked-entry.ts'
import { type NewAuditEntry, REQUEST_ACTIONS, type RequestEntry } from '../../src/store/store.ts'
import { failureOf } from '../failing.ts'

const KESTREL = { id: '0014M00001aBcDEQA0', name: 'Kestrel' }
const LUMEN = { id: '0014M00002aBcDEQA1', name: 'Lumen Labs' }
const ENVELOPE = '0f8e5d3c-1b2a-4c5d-8e9f-a0b1c2d3e4f5'
const HOW = { at: '2026-11-20T09:00:00Z', actor: 'ann' }

/** An entry as it may have been recorded, by whatever hand. */
type Entry = Omit<NewAuditEntry, 'action' | 'body' | 'files'> & { action: string; body: object; how?: typeof HOW }

/** The entries as the store gives them, numbered from one; what belongs to `opened` belongs to the newest that was opened. */
function audit(...entries: readonly Entry[]): RequestEntry[] {
  let opened: number | null = null
  const kept = entries.map(({ request, body, evidence: _, how = HOW, ...entry }, i) => {
    const id = i + 1
    if (request === 'new') opened = id
    const of = request === 'new' ? id : request === 'opened' ? opened : request
    return { ...entry, ...how, id, request: of, login: null, body: { ...body }, previous: '', hash: '' }
  })
  const isOurs = ({ action }: { action: string }) => (REQUEST_ACTIONS as readonly string[]).includes(action)
  return kept.filter(isOurs).map((entry) => checkedEntry(entry) as RequestEntry)
}
function opened(changed: Partial<OpenedRequest> = {}): Entry {
  const request: OpenedRequest = {
    question: 'loa',
    partnerId: null,
    partnerName: null,
    requester: { name: 'Ann Lee', address: 'ann.lee@kestrel.example' },
    received: '2026-11-19T08:00:00Z',
    envelopeId: ENVELOPE,
    ask: null,
    formKey: null,
    notice: { file: 'notice.eml', messageId: '<a@b>', sha256: 'ab' },
    ...changed,
  }
  return openedEntry(request)
}
const ASK = { type: 'saas', users: 5, renewal: false }
const openedNfr = (changed: Partial<OpenedRequest> = {}): Entry =>
  opened({
    question: 'nfr',
    partnerId: KESTREL.id,
    partnerName: KESTREL.name,
    received: '2026-11-19',
    envelopeId: null,
    ask: ASK,
    formKey: 'row-4',
    notice: null,
    ...changed,
  })
function ruled(
  question: 'loa' | 'nfr',
  decision: 'approved' | 'denied',
  request: Entry['request'],
  changed: Partial<RuledBody> = {},
  { partner = KESTREL, how = HOW } = {},
): Entry {
  const body: RuledBody = {
    partnerName: partner.name,
    override: null,
    exception: null,
    ask: null,
    listedThen: [],
    term: null,
    verdict: 'eligible',
    policyVersion: '2023-01',
    requester: { name: 'Ann Lee', address: null },
    reason: null,
    values: {},
    replies: [],
    drafts: [],
    ...changed,
  }
  return { ...ruledEntry(question, decision, request, partner.id, body, { decision: body.verdict }), how }
}
const excepted = (request: Entry['request']): Entry =>
  exceptionEntry(
    request,
    KESTREL.id,
    {
      partnerName: KESTREL.name,
      ask: ASK,
      justification: 'a demo',
      approvers: ['Ed', 'Bo'],
      values: {},
      replies: [],
      drafts: [],
    },
    { decision: 'not_eligible' },
  )
const letter = (request: number | null, date = '2026-11-20', partner = KESTREL): Entry =>
  letterEntry(request, partner, { date, requester: 'Ann Lee' })
const other = (changed: Partial<Entry>): Entry => ({
  action: 'alias_added',
  partnerId: null,
  request: null,
  body: {},
  evidence: null,
  ...changed,
})
const OVERRIDE = { reason: 'the director wishes it', approvedBy: 'Bo Chen' }
const states = (...entries: readonly Entry[]) => requestsOf(audit(...entries)).map(({ state }) => state)

describe('a request', () => {
  it('is empty where nothing was recorded', () => {
    expect(requestsOf([])).toEqual([])
    expect(requestsOf(audit(other({}), letter(null)))).toEqual([])
  })
  it('for a letter is open from its first entry, of no partner yet', () => {
    expect(requestsOf(audit(other({}), opened()))).toEqual([
      {
        id: 2,
        question: 'loa',
        partner: null,
        requester: { name: 'Ann Lee', address: 'ann.lee@kestrel.example' },
        received: '2026-11-19T08:00:00Z',
        envelopeId: ENVELOPE,
        ask: null,
        formKey: null,
        state: 'open',
        ruling: null,
        withdrawn: null,
        reopened: null,
        toldHeld: null,
      },
    ])
  })
  it('for a license is open from its first entry, with what is asked', () => {
    expect(requestsOf(audit(openedNfr()))).toMatchObject([
      {
        id: 1,
        question: 'nfr',
        partner: KESTREL,
        received: '2026-11-19',
        envelopeId: null,
        ask: ASK,
        formKey: 'row-4',
        state: 'open',
        ruling: null,
      },
    ])
  })
  it('is recorded by the action of its question', () => {
    expect(opened()).toMatchObject({ action: 'loa_requested', request: 'new', partnerId: null })
    expect(openedNfr()).toMatchObject({ action: 'nfr_requested', request: 'new', partnerId: KESTREL.id })
  })
  it('is of the partner that a person named, the last one', () => {
    const first = audit(opened(), namedEntry(1, KESTREL))
    expect(requestsOf(first)).toMatchObject([{ partner: KESTREL, state: 'open', requester: { name: 'Ann Lee' } }])
    const second = audit(opened(), namedEntry(1, KESTREL), namedEntry(1, LUMEN))
    expect(requestsOf(second)).toMatchObject([{ partner: LUMEN }])
  })
  it('is of the partner that it was decided for, or an exception asked for', () => {
    const nobody = openedNfr({ partnerId: null, partnerName: null })
    expect(requestsOf(audit(nobody))).toMatchObject([{ partner: null }])
    expect(requestsOf(audit(nobody, excepted(1)))).toMatchObject([{ partner: KESTREL }])
    expect(requestsOf(audit(nobody, ruled('nfr', 'denied', 1, {}, { partner: LUMEN })))).toMatchObject([{ partner: LUMEN }])
  })
  it('waits where an exception was asked for', () => {
    expect(requestsOf(audit(openedNfr(), excepted(1)))).toMatchObject([{ state: 'waiting', ruling: null, partner: KESTREL }])
    expect(states(openedNfr(), excepted('opened'))).toEqual(['waiting'])
  })
  it('that waits is approved or denied like any other', () => {
    expect(states(openedNfr(), excepted(1), ruled('nfr', 'approved', 1, { exception: ['Ed', 'Bo'] }))).toEqual(['approved'])
    expect(states(openedNfr(), excepted(1), ruled('nfr', 'denied', 1))).toEqual(['denied'])
  })
  it('that is approved keeps by whom, when, by which verdict and for how long', () => {
    const how = { at: '2026-11-21T10:00:00Z', actor: 'bo' }
    const term = { start: '2026-11-21', end: '2027-11-21', addOn: false }
    const ask = { type: 'saas', users: 4, renewal: false }
    const listedThen = [{ type: 'saas', start: '2026-01-01', addOn: false, users: 3, end: '2027-11-20' }]
    const body = { exception: ['Ed', 'Bo'], ask, listedThen, term, verdict: 'not_eligible', policyVersion: '2023-07' }
    expect(requestsOf(audit(openedNfr(), ruled('nfr', 'approved', 1, body, { how })))[0]?.ruling).toEqual({
      entry: 2,
      at: '2026-11-21T10:00:00Z',
      actor: 'bo',
      decision: 'approved',
      override: null,
      exception: ['Ed', 'Bo'],
      verdict: 'not_eligible',
      policyVersion: '2023-07',
      ask,
      listedThen,
      term,
    })
  })
  it('that is denied keeps it as well', () => {
    const body = { verdict: 'not_eligible', policyVersion: '2022-11' }
    expect(requestsOf(audit(opened(), ruled('loa', 'denied', 1, body)))).toMatchObject([
      {
        state: 'denied',
        partner: KESTREL,
        ruling: { decision: 'denied', verdict: 'not_eligible', policyVersion: '2022-11', term: null },
      },
    ])
  })
  it('that is decided against the check keeps why and by whose word', () => {
    const entries = [opened(), ruled('loa', 'approved', 1, { override: OVERRIDE })]
    expect(requestsOf(audit(...entries))[0]?.ruling?.override).toEqual(OVERRIDE)
    const named = [...entries, namedEntry(1, KESTREL), letter(1), other({ request: 1 })]
    expect(requestsOf(audit(...named))).toMatchObject([{ state: 'approved', ruling: { override: OVERRIDE } }])
  })
  it('that is decided again is as it was decided last', () => {
    const entries = audit(opened(), ruled('loa', 'approved', 1, { override: OVERRIDE }), ruled('loa', 'denied', 1))
    expect(requestsOf(entries)).toMatchObject([{ state: 'denied', ruling: { entry: 3, decision: 'denied', override: null } }])
    const back = audit(opened(), ruled('loa', 'denied', 1), ruled('loa', 'approved', 1))
    expect(requestsOf(back)).toMatchObject([{ state: 'approved', ruling: { entry: 3, decision: 'approved' } }])
  })
  it('that was taken back keeps by whom, when and why, and its partner', () => {
    const how = { at: '2026-11-21T10:00:00Z', actor: 'bo' }
    expect(requestsOf(audit(openedNfr(), { ...closedEntry('withdrawn', 1, null, 'it came twice'), how }))).toMatchObject([
      {
        state: 'withdrawn',
        partner: KESTREL,
        ruling: null,
        withdrawn: { at: '2026-11-21T10:00:00Z', actor: 'bo', reason: 'it came twice' },
      },
    ])
  })
  it('that was taken back after it was decided keeps the decision', () => {
    const entries = audit(opened(), ruled('loa', 'denied', 1), closedEntry('withdrawn', 1, null, 'a mistake'))
    expect(requestsOf(entries)).toMatchObject([{ state: 'withdrawn', ruling: { decision: 'denied' } }])
  })
  it('that was taken back and is decided all the same is no longer withdrawn', () => {
    const entries = audit(opened(), closedEntry('withdrawn', 1, null, 'it came twice'), ruled('loa', 'approved', 1))
    expect(requestsOf(entries)).toMatchObject([{ state: 'approved', withdrawn: null }])
  })
  it('that was taken back and waits for an exception all the same is no longer withdrawn', () => {
    const entries = audit(openedNfr(), closedEntry('withdrawn', 1, null, 'it came twice'), excepted(1))
    expect(requestsOf(entries)).toMatchObject([{ state: 'waiting', withdrawn: null }])
  })
  it('that was decided by mistake is open again, and keeps who took back which override', () => {
    const again = closedEntry('reopened', 1, KESTREL, 'another company')
    const entries = [opened(), ruled('loa', 'approved', 1, { override: OVERRIDE }), again]
    const taken = { ...HOW, reason: 'another company', override: OVERRIDE }
    expect(requestsOf(audit(...entries))).toMatchObject([{ state: 'open', ruling: null, reopened: taken }])
    const decided = [...entries, ruled('loa', 'denied', 1)]
    expect(requestsOf(audit(...decided, again))).toMatchObject([{ state: 'open', ruling: null, reopened: taken }])
    expect(requestsOf(audit(opened(), again))).toMatchObject([{ reopened: { override: null } }])
  })
  it('that was taken back is open again', () => {
    const entries = [opened(), closedEntry('withdrawn', 1, KESTREL, 'twice')]
    expect(states(...entries, closedEntry('reopened', 1, KESTREL, 'not twice'))).toEqual(['open'])
  })
  it('that was opened by its decision is decided at once', () => {
    const [request] = requestsOf(audit(openedNfr(), ruled('nfr', 'approved', 'opened')))
    expect(request).toMatchObject({ id: 1, state: 'approved', ruling: { entry: 2 } })
  })
  it('is changed by its own entries alone', () => {
    const entries = audit(opened(), openedNfr(), ruled('loa', 'denied', 1), excepted(2), namedEntry(1, LUMEN))
    expect(requestsOf(entries)).toMatchObject([
      { id: 1, state: 'denied', partner: LUMEN },
      { id: 2, state: 'waiting', partner: KESTREL },
    ])
  })
  it('is not changed by an entry of no request, or of one that was not opened', () => {
    expect(states(opened(), ruled('loa', 'denied', null), ruled('loa', 'approved', 7))).toEqual(['open'])
    expect(requestsOf(audit(ruled('loa', 'denied', null), excepted(9)))).toEqual([])
  })
  it.each([
    'alias_added',
    'licence_reminded',
    'loa_approve',
    'xloa_approved',
    'loa_approved_again',
    'msp_approved',
    'loa_denied ',
  ])('is not changed by an action that is not known: %s', (action) => {
    const before = audit(openedNfr(), ruled('nfr', 'denied', 1))
    const after = audit(openedNfr(), ruled('nfr', 'denied', 1), other({ action, request: 1 }))
    expect(requestsOf(after)).toEqual(requestsOf(before))
  })
  it('keeps its partner and the name, whatever an action that is not known says of a partner', () => {
    const entries = [openedNfr(), other({ action: 'licence_reminded', request: 1, partnerId: KESTREL.id })]
    expect(requestsOf(audit(...entries))).toMatchObject([{ partner: KESTREL }])
  })
  it('is told in the order in which it was opened', () => {
    const entries = audit(opened(), openedNfr(), opened(), ruled('nfr', 'approved', 2), ruled('loa', 'denied', 1))
    expect(requestsOf(entries).map(({ id }) => id)).toEqual([1, 2, 3])
  })
  it.each([
    ['open', true],
    ['waiting', true],
    ['approved', false],
    ['denied', false],
    ['withdrawn', false],
  ] as const)('that is %s still has to be answered: %s', (state, expected) => {
    expect(isOpen({ state })).toBe(expected)
  })
  it('that is decided rests on its whole verdict, kept beside what is said of it', () => {
    expect(ruled('nfr', 'denied', 1)).toMatchObject({ action: 'nfr_denied', request: 1, evidence: { decision: 'eligible' } })
    expect(excepted(1)).toMatchObject({ action: 'nfr_exception', evidence: { decision: 'not_eligible' } })
    expect(opened()).toMatchObject({ evidence: null })
  })
  it('is decided by an action of its question', () => {
    expect([ruled('loa', 'approved', 1), ruled('nfr', 'denied', 1)]).toMatchObject([
      { action: 'loa_approved' },
      { action: 'nfr_denied' },
    ])
  })
})

describe('an entry that is not as it was recorded', () => {
  const codeOf = (work: () => unknown): Failure | null => {
    try {
      work()
    } catch (error) {
      return failureOf(error)
    }
    return null
  }
  const spoilt = (entry: Entry, changed: Record<string, unknown>): Entry => ({
    ...entry,
    body: { ...entry.body, ...changed },
  })
  const decided = ruled('nfr', 'approved', 1, { term: { start: '2026-11-20', end: '2027-11-20', addOn: false } })
  it.each<[string, Entry]>([
    ['of a request without who asked', spoilt(opened(), { requester: undefined })],
    ['of a request with an invalid name', spoilt(opened(), { requester: { name: 7, address: null } })],
    ['of a request without a time', spoilt(opened(), { received: undefined })],
    ['of a request with an invalid time', spoilt(opened(), { received: 'yesterday' })],
    ['of a request with a day that there is not', spoilt(opened(), { received: '2026-13-01' })],
    ['of a request with a time and more', spoilt(opened(), { received: '2026-11-20T09:00:00Z\nx' })],
    ['of a request with an invalid envelope', spoilt(opened(), { envelopeId: 7 })],
    ['of a request for no users', spoilt(openedNfr(), { ask: { type: 'saas', users: '5' } })],
    ['of a request for nothing', spoilt(openedNfr(), { ask: undefined })],
    ['of a decision without a verdict', spoilt(decided, { verdict: undefined })],
    ['of a decision with an invalid verdict', spoilt(decided, { verdict: { decision: 'eligible' } })],
    ['of a decision without a version of the rule', spoilt(decided, { policyVersion: undefined })],
    ['of a decision with an override without a reason', spoilt(decided, { override: { approvedBy: 'Bo' } })],
    ['of a decision with an override by nobody', spoilt(decided, { override: { reason: 'so' } })],
    ['of a decision with an invalid exception', spoilt(decided, { exception: 'Ed' })],
    ['of a decision on no users', spoilt(decided, { ask: { type: 'saas' } })],
    ['of a decision without what was listed', spoilt(decided, { listedThen: undefined })],
    ['of a decision with what was listed as something else', spoilt(decided, { listedThen: ['x'] })],
    ['of a decision with a term without an end', spoilt(decided, { term: { start: '2026-11-20' } })],
  ])('is refused by its number: one %s', (_, entry) => {
    const first = entry.request === 'new' ? other({}) : openedNfr()
    expect(codeOf(() => requestsOf(audit(first, entry)))).toMatchObject({
      code: 'audit_damaged',
      exitCode: 5,
      detail: { entry: 2 },
    })
  })
  it.each<[string, Record<string, unknown>]>([
    ['without a date', { date: undefined }],
    ['with an invalid date', { date: 'soon' }],
    ['without the name of its partner', { partnerName: undefined }],
    ['with an invalid requester', { requester: 7 }],
  ])('is refused by its number: one of a letter %s', (_, changed) => {
    const entries = [other({}), spoilt(letter(null), changed)]
    expect(codeOf(() => lettersOf(audit(...entries)))).toMatchObject({ code: 'audit_damaged', detail: { entry: 2 } })
  })
  it('does not matter where it is of another sort', () => {
    expect(codeOf(() => requestsOf(audit(opened(), other({ request: 1, body: { received: 7 } }))))).toBeNull()
  })
})

describe('a letter', () => {
  const of = (...entries: readonly Entry[]) => lettersOf(audit(...entries))
  it('is told with its partner, the date on it and who asked', () => {
    expect(of(letter(null))).toEqual([
      { entry: 1, request: null, partner: KESTREL, date: '2026-11-20', requester: 'Ann Lee', override: false },
    ])
  })
  it('is told in the order in which it was recorded, each time', () => {
    const letters = of(letter(null), opened(), letter(2, '2026-11-21', LUMEN), letter(null))
    expect(letters.map(({ entry, partner, date }) => [entry, partner.name, date])).toEqual([
      [1, 'Kestrel', '2026-11-20'],
      [3, 'Lumen Labs', '2026-11-21'],
      [4, 'Kestrel', '2026-11-20'],
    ])
  })
  it('is missing where a request was approved and no letter recorded', () => {
    expect(of(opened(), ruled('loa', 'approved', 1))).toEqual([])
  })
  it('is missing without a partner', () => {
    expect(of(other({ action: 'letter_issued', body: { partnerName: 'x', date: '2026-11-20', requester: null } }))).toEqual([])
  })
  it.each([
    ['was decided against the check', ruled('loa', 'approved', 1, { override: OVERRIDE }), 1, true],
    ['was decided by the check', ruled('loa', 'approved', 1), 1, false],
    ['belongs to no request', ruled('loa', 'approved', 1, { override: OVERRIDE }), null, false],
    ['belongs to another request', ruled('loa', 'approved', 1, { override: OVERRIDE }), 7, false],
  ])('is marked as an override where it should be: one that %s', (_, decision, request, override) => {
    expect(of(opened(), decision, letter(request))).toMatchObject([{ override }])
  })
  it('stays an override where its request is decided again later', () => {
    const entries = [opened(), ruled('loa', 'approved', 1, { override: OVERRIDE }), letter(1), ruled('loa', 'denied', 1)]
    expect(of(...entries)).toMatchObject([{ override: true }])
  })
  it('does not become an override where its request is decided again later', () => {
    const entries = [opened(), ruled('loa', 'approved', 1), letter(1), ruled('loa', 'denied', 1, { override: OVERRIDE })]
    expect(of(...entries)).toMatchObject([{ override: false }])
  })
})
