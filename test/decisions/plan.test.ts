import { describe, expect, it } from 'vitest'
import type { DecisionCase, DecisionTime, Typed } from '../../src/decisions/case.ts'
import { type DecisionPlan, planDecision, type RefusedPlan } from '../../src/decisions/plan.ts'
import { ExitCode } from '../../src/errors.ts'
import type { FormRequest } from '../../src/requests/form.ts'
import type { DeskRequest } from '../../src/requests/request.ts'
import type { Check } from '../../src/rules/verdict.ts'
import type { PartnerVerdict } from '../../src/verdicts/verdict.ts'

const NOW = '2026-11-20T09:00:00Z'
const PARTNER = { id: '0014M000AAAAAAMQY5', name: 'Kestrel', account: { record: { track: 'Open', owner: 'Cam Lee' } } }

const check = (id: Check['id'], outcome: Check['outcome']): Check => ({
  ...{ id, outcome, expected: 'Yes', actual: outcome === 'fail' ? 'No' : null, reason: outcome === 'unknown' ? 'missing' : null },
  ...{ detail: null, source: null, handbook: { page: 'Page', section: 'Section' } },
})

/** A verdict with what a plan reads of it. */
function verdict(decision: PartnerVerdict['decision'], changed: object = {}): PartnerVerdict {
  const outcome = { eligible: 'pass', not_eligible: 'fail', needs_review: 'unknown' } as const
  return {
    question: 'loa',
    partner: PARTNER,
    by: 'name',
    decision,
    checks: [check('open_reqs_met', outcome[decision])],
    missing: [],
    notes: [],
    stale: false,
    evaluatedAt: NOW,
    today: '2026-11-20',
    asOf: null,
    maxAgeDays: 7,
    sources: [{ kind: 'accounts', title: 'accounts', newest: { id: 1, file: 'a.csv', lastSeenAt: '2026-11-19T00:00:00Z' } }],
    undone: [],
    desk: { mailbox: 'desk@x.example', loaLabel: 'LOA', nfrLabel: null, portal: 'portal.example', badgeDays: [7, 10] },
    channelManager: 'Cam Lee',
    dashboardImported: true,
    onRecord: { requests: [], letters: [], contract: null, hasNamesake: false },
    policy: { version: '2025', slaBusinessDays: 2, requirements: [] },
    ...changed,
  } as unknown as PartnerVerdict
}

const SAAS = { id: 'saas', name: 'SaaS' }
const ASK = { type: 'saas', users: 40, renewal: false }
const license = (decision: PartnerVerdict['decision'], changed: object = {}): PartnerVerdict =>
  verdict(decision, {
    question: 'nfr',
    checks: [check('within_limit', decision === 'eligible' ? 'pass' : 'fail'), check('track_reqs_met', 'pass')],
    policy: {
      ...{ version: '2025', slaBusinessDays: 2, level: 'Ultimate', types: [SAAS], tracks: {}, limitPer: 'type' },
      exception: { barredBy: ['track_reqs_met'] },
    },
    ask: ASK,
    limits: { saas: { max: 10, held: 5, available: 5 } },
    term: { kind: 'new', start: '2026-11-20', end: '2027-11-20', with: null },
    termLimit: null,
    licenses: [
      {
        type: 'saas',
        typeName: 'SaaS',
        start: '2026-01-01',
        end: '2027-01-01',
        addOn: false,
        users: 5,
        source: { file: 'l.csv' },
      },
      { type: 'saas', typeName: 'SaaS', start: '2026-02-01', end: '2027-02-01', addOn: false, users: 3, source: null },
    ],
    ...changed,
  })

const role = (id: string, title: string, ...people: string[]) => ({ id, title, people, why: null })
const authorities = {
  policy: {
    ...{ version: '1', from: null, to: null },
    exception: [['programs_director'], ['channel_director']],
    override: { open_reqs_met: [['programs_director']] },
    restricted: [['legal']],
    other: [['programs_director', 'channel_director']],
  },
  roles: [
    role('programs_director', 'Sr. Director of Programs', 'Ed Cepulis'),
    role('channel_director', 'channel manager’s manager', 'Dana Director'),
    { ...role('legal', 'Legal'), why: 'nobody is named' },
  ],
  notNames: ['nobody'],
  channelManager: 'Cam Lee',
} as unknown as DecisionCase['authorities']

const request = (changed: Partial<DeskRequest> = {}): DeskRequest => ({
  ...{ id: 8, question: 'loa', partner: PARTNER, requester: { name: 'Ann Lee', address: 'ann@x.example' } },
  ...{ received: '2026-11-19', envelopeId: 'e-1', ask: null, formKey: null, state: 'open', ruling: null, withdrawn: null },
  ...{ reopened: null, toldHeld: null },
  ...changed,
})
const ruled = (decision: 'approved' | 'denied'): DeskRequest =>
  request({
    state: decision,
    ruling: {
      ...{ entry: 9, at: '2026-11-19T10:00:00Z', actor: 'ben', decision, override: null, exception: null },
      ...{ verdict: 'eligible', policyVersion: '2025', ask: null, listedThen: [], term: null },
    },
  })

const about = (changed: Partial<DecisionCase> = {}): DecisionCase => ({
  ...{ decision: 'approved', verdict: verdict('eligible'), request: null, form: null, ask: null, justification: null },
  authorities,
  ...changed,
})
const TYPED: Typed = {
  ...{ requester: { name: null, address: null }, received: null, override: false, reason: null, exception: false, approvers: [] },
}
const MOMENT: DecisionTime = { now: NOW, maxAgeDays: 7, usualMaxAgeDays: 7 }

const plan = (of: Partial<DecisionCase>, typed: Partial<Typed> = {}, moment: Partial<DecisionTime> = {}) =>
  planDecision(about(of), { ...TYPED, ...typed }, { ...MOMENT, ...moment })
function planned(...args: Parameters<typeof plan>): DecisionPlan {
  const made = plan(...args)
  if (made.outcome === 'refused') throw new Error(made.refusal.message)
  return made
}
function refused(...args: Parameters<typeof plan>): RefusedPlan {
  const made = plan(...args)
  if (made.outcome === 'planned') throw new Error('it is planned')
  return made
}

describe('a plan of a decision', () => {
  it('opens a request where none is recorded, and decides it', () => {
    const typed = { requester: { name: 'Ann Lee', address: null }, received: '2026-11-18' }
    const [opens, decides, ...more] = planned({}, typed).entries([])
    expect(more).toEqual([])
    expect(opens).toMatchObject({
      ...{ action: 'loa_requested', partnerId: PARTNER.id, request: 'new' },
      body: { requester: { name: 'Ann Lee', address: null }, received: '2026-11-18', envelopeId: null, notice: null },
    })
    expect(decides).toMatchObject({
      ...{ action: 'loa_approved', request: 'opened', evidence: { schema: 'phd.verdict/1', maxAgeDays: 7 } },
      body: { verdict: 'eligible', policyVersion: '2025', override: null, drafts: [], replies: [] },
    })
  })
  it('decides the recorded request, for the person who asked, unless another is typed', () => {
    const denied = { decision: 'denied', verdict: verdict('not_eligible'), request: request() } as const
    const made = planned(denied)
    expect(made).toMatchObject({
      requester: { name: 'Ann Lee', address: 'ann@x.example' },
      replies: ['loa-denial-docusign', 'loa-denial'],
      values: { requester_name: 'Ann Lee', requester_email: 'ann@x.example' },
    })
    const draft = { reply: 'loa-denial', file: 'a.eml', sha256: 'ab' }
    expect(made.entries([draft])).toMatchObject([{ action: 'loa_denied', request: 8, body: { drafts: [draft] } }])
    expect(planned(denied, { requester: { name: 'Bo', address: null } }).requester).toEqual({
      name: 'Bo',
      address: 'ann@x.example',
    })
  })
  it('takes the day a request came from the form, else the moment it is recorded', () => {
    const form = {
      key: 'row',
      received: '2026-11-17',
      requester: { name: 'Mei', address: null },
      source: { file: 'f.csv', line: 3 },
    }
    const received = (of: Partial<DecisionCase>, typed: Partial<Typed> = {}) => planned(of, typed).entries([])[0]?.body
    expect(received({ form: form as unknown as FormRequest })).toMatchObject({ received: '2026-11-17', formKey: 'row' })
    expect(received({})).toMatchObject({ received: NOW, formKey: null })
  })
  it('of a license says its days, what is listed now, and the limit', () => {
    const made = planned({ verdict: license('eligible'), ask: ASK })
    expect(made.entries([])[1]).toMatchObject({
      action: 'nfr_approved',
      body: {
        ask: ASK,
        term: { start: '2026-11-20', end: '2027-11-20', addOn: false },
        listedThen: [{ type: 'saas', start: '2026-01-01', users: 5 }],
      },
    })
    expect(made).toMatchObject({
      replies: ['nfr-submitted'],
      values: { license_type: 'SaaS', seats: '40', limit: '10', held: '5' },
    })
    expect(made.remarks).toEqual([expect.stringContaining('2026-11-20 to 2027-11-20')])
    expect(made.leftToDo.map(({ where }) => where)).toEqual([
      'license team',
      'license request form',
      'Salesforce',
      'mailbox',
      'mailbox',
    ])
  })
  it('is the same however often it is made, and records with the drafts that it is given', () => {
    const [first, second] = [planned({ request: request() }), planned({ request: request() })]
    expect(JSON.stringify(first.entries([]))).toBe(JSON.stringify(second.entries([])))
  })
})

describe('a decision that the check does not allow', () => {
  it.each([
    ['approved', 'not_eligible', 'against_verdict', ExitCode.no],
    ['denied', 'eligible', 'against_verdict', ExitCode.no],
    ['approved', 'needs_review', 'cannot_tell', ExitCode.cannotTell],
    ['denied', 'needs_review', 'cannot_tell', ExitCode.cannotTell],
  ] as const)('is refused: %s where it is %s', (decision, found, code, exitCode) => {
    expect(refused({ decision, verdict: verdict(found) })).toMatchObject({ exitCode, refusal: { code } })
  })
  it('is refused with the options that name who may approve', () => {
    expect(refused({ verdict: verdict('not_eligible') }).refusal.hint).toContain(
      '--override --reason "why" --approved-by "Ed Cepulis"',
    )
    expect(refused({ verdict: license('not_eligible'), ask: ASK }).refusal.hint).toContain(
      '--exception --approved-by "Ed Cepulis" --approved-by "Dana Director"',
    )
  })
  it('says which import was undone since', () => {
    const undone = [{ importId: 3, file: 'd.csv', title: 'dashboard', at: NOW, by: 'ben' }]
    expect(refused({ verdict: verdict('needs_review', { undone }) }).refusal.message).toContain(
      'import 3 (dashboard, d.csv) was undone',
    )
  })
  it('is refused where there is nothing to override', () => {
    const typed = { override: true, reason: 'so it is', approvers: ['Ed Cepulis'] }
    expect(refused({}, typed)).toMatchObject({ exitCode: ExitCode.usage, refusal: { code: 'nothing_to_override' } })
  })
  it('waits for Legal where the party is restricted', () => {
    const restricted = verdict('eligible', { notes: [{ code: 'restricted_party', value: 'Restricted' }] })
    expect(refused({ verdict: restricted })).toMatchObject({ exitCode: ExitCode.no, refusal: { code: 'restricted' } })
    const made = planned({ verdict: restricted }, { override: true, reason: 'Legal allows it', approvers: ['Lea Law'] })
    expect(made.override).toEqual({ reason: 'Legal allows it', approvedBy: 'Lea Law' })
    expect(made.remarks).toEqual([expect.stringContaining('Lea Law')])
  })
})

describe('an override', () => {
  const against = { verdict: verdict('not_eligible') }
  it('is recorded with its reason and who approved it, under the name on record', () => {
    const made = planned(against, { override: true, reason: 'the dashboard lags', approvers: ['ed cepulis'] })
    expect(made.override).toEqual({ reason: 'the dashboard lags', approvedBy: 'Ed Cepulis' })
    expect(made.entries([])[1]).toMatchObject({
      body: { override: made.override, reason: 'the dashboard lags', exception: null },
    })
  })
  it.each([[['Bo Chen']], [['Cam Lee']], [['nobody']], [[]]])('needs who may approve it, and not %o', (approvers) => {
    expect(() => plan(against, { override: true, reason: 'the dashboard lags', approvers })).toThrow(
      expect.objectContaining({ kind: 'usage' }),
    )
  })
})

describe('an exception', () => {
  const beyond = { verdict: license('not_eligible'), ask: ASK }
  it('is asked of both who may approve it, with the reason', () => {
    const made = planned({ ...beyond, decision: 'exception', justification: 'two fairs' })
    expect(made.entries([])[1]).toMatchObject({
      action: 'nfr_exception',
      body: {
        ask: ASK,
        justification: 'two fairs',
        approvers: ['Ed Cepulis', 'Dana Director'],
        values: { justification: 'two fairs' },
      },
    })
  })
  it('is approved by both, and by no less', () => {
    const made = planned(beyond, { exception: true, approvers: ['Dana Director', 'Ed Cepulis'] })
    expect(made).toMatchObject({ override: null, exception: ['Ed Cepulis', 'Dana Director'] })
    expect(() => plan(beyond, { exception: true, approvers: ['Ed Cepulis'] })).toThrow(
      'an exception needs the approval of Ed Cepulis',
    )
  })
  it('is impossible where a requirement fails that nothing lifts', () => {
    const barred = license('not_eligible', { checks: [check('track_reqs_met', 'fail')] })
    const made = refused({ verdict: barred, ask: ASK, decision: 'exception', justification: 'two fairs' })
    expect(made).toMatchObject({ exitCode: ExitCode.no, refusal: { code: 'exception_barred' } })
    expect(made.refusal.hint).toBe('tell the channel manager what is missing: phd nfr deny "Kestrel" --draft drafts')
  })
})

describe('a decision at the wrong time', () => {
  it.each([
    ['approved', 'approved'],
    ['denied', 'denied'],
  ] as const)('is not made twice: %s', (decision, before) => {
    const found = verdict(decision === 'approved' ? 'eligible' : 'not_eligible')
    expect(() => plan({ decision, verdict: found, request: ruled(before) })).toThrow(
      expect.objectContaining({ kind: 'already_decided' }),
    )
  })
  it('may replace the other one', () => {
    expect(planned({ request: ruled('denied') }).entries([])).toMatchObject([{ action: 'loa_approved', request: 8 }])
  })
  it('is not older than its evidence', () => {
    expect(() => plan({}, {}, { now: '2026-11-18T00:00:00Z' })).toThrow(expect.objectContaining({ kind: 'usage' }))
  })
  it('does not rest on older evidence than the settings allow, unless it is an override', () => {
    expect(() => plan({}, {}, { maxAgeDays: 30 })).toThrow('at most 7 days')
    const typed = { override: true, reason: 'the dashboard lags', approvers: ['Ed Cepulis'] }
    expect(planned({ verdict: verdict('not_eligible') }, typed, { maxAgeDays: 30 }).entries([])[1]).toMatchObject({
      evidence: { maxAgeDays: 30 },
    })
  })
})
