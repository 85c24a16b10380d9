import { describe, expect, it } from 'vitest'
import { type AuditAction, type AuditBodies, isAuditAction, isBodyOf } from '../../src/store/audit-bodies.ts'
import { checkedEntry, foundEntry } from '../../src/store/checked-entry.ts'
import type { RawAuditEntry } from '../../src/store/store.ts'

const requester = { name: 'Ann Lee', address: null }
const ask = { type: 'saas', users: 5, renewal: false }
const draft = { reply: 'loa-denial', file: 'a.eml', sha256: 'ab' }
const imported: AuditBodies['imported'] = {
  import: 1,
  kind: 'accounts',
  file: 'accounts.csv',
  sha256: 'ab',
  status: 'imported',
  mode: 'merge',
  scope: null,
  undoes: null,
  rows: { added: 1, changed: 0, removed: 0, rejected: 0 },
}
const requested: AuditBodies['loa_requested'] = {
  partnerName: null,
  requester,
  received: '2026-11-19T08:00:00Z',
  envelopeId: null,
  ask: null,
  formKey: null,
  notice: { file: 'notice.eml', messageId: null, sha256: 'ab' },
}
const closed = { partnerName: null, reason: 'it came twice' }
const ruled: AuditBodies['nfr_approved'] = {
  partnerName: 'Kestrel',
  requester,
  override: { reason: 'so', approvedBy: 'Bo Chen' },
  exception: ['Ed', 'Bo'],
  ask,
  term: { start: '2026-11-20', end: '2027-11-20', addOn: false },
  listedThen: [{ type: null, start: '2026-01-01', end: '2027-01-01', addOn: true, users: 3 }],
  reason: null,
  verdict: 'eligible',
  policyVersion: '2023-01',
  values: { requester_name: 'Ann Lee', trainings: ['1 more person'] },
  replies: ['nfr-submitted'],
  drafts: [draft],
}
const plan = { plan: '2026-11-20-ab', timeStated: true }

/** A body of each action, as phd records it. */
const BODIES: AuditBodies = {
  imported,
  import_undone: { ...imported, undoes: 1 },
  alias_added: { name: 'Kes' },
  alias_removed: { name: 'Kes' },
  loa_requested: requested,
  nfr_requested: { ...requested, partnerName: 'Kestrel', ask, notice: null },
  request_named: { partnerName: 'Kestrel' },
  request_withdrawn: closed,
  request_reopened: closed,
  loa_approved: ruled,
  loa_denied: ruled,
  nfr_approved: ruled,
  nfr_denied: { ...ruled, ask: null, term: null, override: null, exception: null },
  nfr_exception: { partnerName: 'Kestrel', ask, justification: 'a demo', approvers: ['Ed'], values: {}, replies: [], drafts: [] },
  letter_issued: { partnerName: 'Kestrel', date: '2026-11-20', requester: null },
  claim_taken_over: {
    what: 'request 7',
    partnerName: 'Kestrel',
    holder: 'ann',
    since: '2026-11-20T09:00:00Z',
    until: '2026-11-20T11:00:00Z',
  },
  desk_setting_changed: { key: 'zone', before: null, after: 'Europe/Berlin' },
  contract_noted: { partnerName: 'Kestrel', date: '2026-11-20', where: 'Files' },
  contract_note_withdrawn: { partnerName: 'Kestrel', date: '2026-11-20', notedIn: 7, reason: 'so' },
  cam_set: { partnerName: 'Kestrel', owner: { name: 'Bo', userId: '005' }, reason: 'so', until: null },
  cam_lifted: { partnerName: 'Kestrel', reason: 'so' },
  cam_planned: { ...plan, file: 'plan.json', changes: 1, held: 0, right: 2 },
  cam_exported: { ...plan, changes: 1, held: 0, right: 2, afterImport: 4 },
  cam_reconciled: { ...plan, done: 1, failed: 0, unusable: 0, left: 0, afterImport: 4 },
  cam_verified: { ...plan, landed: 1, overwritten: 0, open: 0, notSeen: 0 },
  cam_closed: { ...plan, reason: 'so' },
  mail_routed: {
    file: 'a.eml',
    messageId: null,
    sha256: 'ab',
    contentSha256: 'cd',
    sentAt: null,
    kind: 'po_submission',
    from: null,
    partnerName: null,
    opportunityId: null,
    to: ['ann@acme.example'],
    cc: [],
    draft,
    actions: ['send_draft'],
  },
  mail_taught: { file: 'a.eml', sha256: 'ab', kind: 'other', was: { kind: 'po_submission', confidence: 0.5 }, words: 7 },
  mail_lesson_forgotten: { lesson: 7, file: 'a.eml', kind: 'other', reason: null },
  person_forgotten: { id: 'forgotten-9', records: 1, rejected: 0, entries: [{ entry: 4, hash: 'ab' }], timeStated: true },
  quarter_step_done: { work: 'price_files', quarter: 'FY28-Q1', step: 'upload', note: null },
  quarter_step_reopened: { work: 'rebates', quarter: 'FY28-Q1', step: 'pay', doneIn: 7, reason: 'so' },
  database_restored: {
    file: 'phd-2026-11-19T220000Z.db',
    sha256: 'ab',
    backup: { entries: 7, hash: 'cd' },
    replaced: { entries: 9, hash: 'ef', imports: 4 },
    kept: 'phd.db.replaced-2026-11-20T090000Z',
  },
  digest_marked: { audience: 'desk', items: 3 },
  desk_reopened: { to: 'desk.example/phd', movedAt: '2026-11-20T09:00:00Z', movedBy: 'ann' },
  history_pruned: { before: '2026-11-20', lastImport: 3, versions: 12 },
}
const actions = Object.keys(BODIES) as AuditAction[]

const entry = (action: string, body: object): RawAuditEntry => ({
  id: 7,
  at: '2026-11-20T09:00:00Z',
  actor: 'ann',
  login: null,
  action,
  partnerId: null,
  request: null,
  body: body as RawAuditEntry['body'],
  previous: '',
  hash: '',
})

describe('the body of an audit entry', () => {
  it.each(actions)('fits as phd records it, with fields that only a newer phd knows: %s', (action) => {
    expect(isBodyOf(action, BODIES[action])).toBe(true)
    expect(isBodyOf(action, JSON.parse(JSON.stringify({ ...BODIES[action], newer: [{}] })))).toBe(true)
  })
  it.each(actions)('does not fit without a field that it needs, or with a value of another type: %s', (action) => {
    // Entries from before these fields were recorded can still be read.
    const later = [
      'timeStated',
      'values',
      'replies',
      'drafts',
      ...(action === 'cam_reconciled' ? ['unusable', 'afterImport'] : []),
    ]
    for (const [name, value] of Object.entries(BODIES[action])) {
      const { [name as keyof AuditBodies[AuditAction]]: _, ...rest } = BODIES[action]
      expect(isBodyOf(action, rest), name).toBe(later.includes(name))
      const wrong = typeof value === 'boolean' ? 7 : true
      expect(isBodyOf(action, { ...rest, [name]: wrong }), name).toBe(false)
    }
  })
  it.each([null, 'text', 7, [], undefined])('is an object: %o', (body) => {
    for (const action of actions) expect(isBodyOf(action, body)).toBe(false)
  })
  it.each(['toString', 'constructor', '__proto__', '', 'loa_approve', 'LOA_APPROVED'])('is of an action: not %o', (action) => {
    expect(isAuditAction(action)).toBe(false)
    expect(foundEntry(entry(action, {}))).toMatchObject({ state: 'unknown', entry: { action } })
  })
  it('is given as it was recorded, with all its fields', () => {
    const body = { ...BODIES.alias_added, newer: 1 }
    expect(checkedEntry(entry('alias_added', body))).toMatchObject({ action: 'alias_added', body })
    expect(foundEntry(entry('alias_added', body))).toMatchObject({ state: 'known', entry: { body }, evidence: null })
  })
  it('is damage where it does not fit, told with the number of its entry', () => {
    const damaged = entry('alias_added', { name: 7 })
    expect(() => checkedEntry(damaged)).toThrow(expect.objectContaining({ kind: 'audit_damaged', detail: { entry: 7 } }))
    expect(foundEntry(damaged)).toMatchObject({ state: 'damaged', entry: { id: 7 } })
  })
})
