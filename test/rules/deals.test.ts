/** Deal registrations by the handbook: who acts next, due when, running until when, what is wrong. Each row changes one fact. */

import { describe, expect, it } from 'vitest'
import { otherWordsOf, readDealPolicyFile } from '../../src/reference/deals.ts'
import { businessDays } from '../../src/rules/business-days.ts'
import { olderThan } from '../../src/rules/checks.ts'
import { trainingOf } from '../../src/rules/deals/entitlement.ts'
import { judgeDeal } from '../../src/rules/deals/judge.ts'
import { extensionOf } from '../../src/rules/deals/term.ts'
import type { DealEvidence, DealPolicy, DealRecord, LinkedOpportunity, StatusSince } from '../../src/rules/deals/types.ts'
import { policyFor } from '../../src/rules/policy.ts'
import type { Source } from '../../src/rules/verdict.ts'

const file = readDealPolicyFile()
const of2023 = policyFor(file.versions, '2024-12-31', 'deals')
const of2025 = policyFor(file.versions, '2025-01-01', 'deals')

const source: Source = {
  kind: 'deal_registrations',
  importId: 1,
  file: 'registrations.csv',
  line: 2,
  column: null,
  lastSeenAt: '2026-11-20T06:00:00Z',
}

const RECORD: DealRecord = {
  name: 'REG1',
  type: 'Resale',
  status: 'Approved',
  serviceAttachStatus: null,
  submitted: '2026-09-01',
  approved: '2026-09-02',
  expires: null,
  extended: null,
}

const OPEN: LinkedOpportunity = { found: 'one', id: '006', stage: '3-Technical Evaluation', state: 'open', isOld: false, source }

const EVIDENCE: Omit<DealEvidence, 'record'> = {
  place: () => source,
  isOld: false,
  doubt: null,
  since: null,
  unlinked: null,
  entitlement: {
    authorized: { outcome: 'pass', actual: 'Authorized', reason: null, source },
    training: { outcome: 'met', from: 'portal_users', have: 1, file: 'users.csv' },
  },
  opportunity: OPEN,
  rivals: { partnerSourced: [], serviceAttach: [] },
}

/** Monday to Friday, less four Family and Friends Days. */
const days = businessDays([{ day: '2026-12-28', lastDay: '2026-12-31', name: 'Family and Friends Days', region: null }], null)

function judged(
  record: Partial<DealRecord>,
  { today = '2026-11-20', policy = of2025, ...evidence }: Partial<DealEvidence> & { today?: string; policy?: DealPolicy } = {},
) {
  const rules = { policy, otherWords: otherWordsOf(file, policy), days, today }
  return judgeDeal({ ...EVIDENCE, ...evidence, record: { ...RECORD, ...record } }, rules)
}

const codes = (finding: ReturnType<typeof judged>): string[] => finding.problems.map(({ code }) => code)

describe('who acts next, by status', () => {
  it.each([
    ['Submitted', 'operations'],
    ['Pending Sales Review', 'channel_manager'],
    ['Pending ASM Review', 'area_manager'],
    ['Returned', 'partner'],
    ['Approved', 'running'],
    ['Denied', 'ended'],
    ['Expired', 'ended'],
    ['Closed Lost', 'ended'],
    ['Closed Won', 'ended'],
    ['Closed-Won', 'ended'],
    ['pending sales review', 'channel_manager'],
    ['Pending-ASM_Review ', 'area_manager'],
    ['New', null],
    ['Pending Approval', null],
    ['Approved!', null],
    ['Not Approved', null],
    ['', null],
    [null, null],
  ])('%s: %s, in both eras', (status, phase) => {
    for (const policy of [of2023, of2025]) {
      expect(judged({ status }, { policy }).phase).toBe(phase)
      expect(codes(judged({ status }, { policy })).includes('status_unknown')).toBe(phase === null)
    }
  })

  it.each([
    // [DR-Status, Service Attach Status, until 2024, since 2025]
    ['Submitted', null, 'operations', 'operations'],
    ['Pending', null, null, 'partner'],
    ['Pending', 'Pending', null, 'partner'],
    ['Approved', 'Pending', null, 'partner'],
    ['Approved', null, 'running', 'ended'],
    ['Pending Opportunity Closure', null, null, 'running'],
    ['Accepted', null, null, 'ended'],
    ['Unqualified', null, null, 'ended'],
    ['Closed', null, null, 'ended'],
    ['Closed-Won', null, 'ended', 'ended'],
    ['Denied', 'Pending', 'ended', 'ended'],
    ['Returned', '', 'partner', 'partner'],
  ])('of a service attach %s / %s: %s, then %s', (status, serviceAttachStatus, then, now) => {
    const record = { type: 'Service Attach', status, serviceAttachStatus }
    expect([of2023, of2025].map((policy) => judged(record, { policy }).phase)).toEqual([then, now])
  })

  it('the words of an attached service mean nothing for a partner-sourced registration', () => {
    expect(judged({ status: 'Pending Opportunity Closure' }).phase).toBe(null)
    expect(judged({ status: 'Approved', serviceAttachStatus: 'Pending' }).phase).toBe('running')
  })

  it.each(['Services Attach', 'Service Attached', 'service-attach'])('"%s" is a service attach', (type) => {
    expect(judged({ type, status: 'Pending' }).phase).toBe('partner')
  })

  it.each([
    ['New', '2026'],
    ['Pending Opportunity Closure', null],
    ['What', null],
  ])('an unknown status "%s" comes with what is known of the word', (status, known) => {
    const [problem] = judged({ status }).problems
    expect(problem?.code === 'status_unknown' && problem.word?.known).toBe(known ?? undefined)
  })

  it('names a word of the other era as that', () => {
    const [problem] = judged({ type: 'Service Attach', status: 'Unqualified' }, { policy: of2023 }).problems
    expect(problem?.code === 'status_unknown' && problem.word?.known).toBe('2025')
  })
})

describe('due', () => {
  it.each(['Submitted', 'Pending Sales Review'])('%s: the second business day after the submitted day', (status) => {
    const due = (submitted: string) => judged({ status, submitted }).due
    expect(due('2026-11-16')).toBe('2026-11-18') // Monday
    expect(due('2026-11-19')).toBe('2026-11-23') // Thursday, over the weekend
    expect(due('2026-11-20')).toBe('2026-11-24') // Friday
    expect(due('2026-11-21')).toBe('2026-11-24') // Saturday
    expect(due('2026-11-22')).toBe('2026-11-24') // Sunday
    expect(due('2026-12-24')).toBe('2027-01-01') // Thursday; from Monday to Thursday the desk is closed
    expect(due('2026-12-28')).toBe('2027-01-04') // the first of those days
    expect(due('2024-02-28')).toBe('2024-03-01') // over 29 February
  })

  it.each([
    ['2026-11-23', false],
    ['2026-11-24', false],
    ['2026-11-25', true],
    ['2026-11-28', true],
  ])('what is due on Tuesday the 24th is late on %s: %s', (today, late) => {
    expect(judged({ status: 'Submitted', submitted: '2026-11-20' }, { today })).toMatchObject({ due: '2026-11-24', late })
  })

  it('is unknown without a submitted date', () => {
    expect(judged({ status: 'Submitted', submitted: null })).toMatchObject({
      due: null,
      late: null,
      isAwaited: true,
      notes: [{ code: 'no_submitted_date' }],
    })
  })

  it.each(['Returned', 'Approved', 'Denied', 'Expired', 'Closed Won'])('nothing is for %s', (status) => {
    expect(judged({ status, approved: '2026-11-01' })).toMatchObject({ due: null, late: null, isAwaited: false })
  })
})

describe('due for the area sales manager: the first business day after the status was first seen', () => {
  const asm = { status: 'Pending ASM Review', submitted: '2026-11-02' }
  const seen = (since: Partial<StatusSince>): StatusSince => ({
    day: '2026-11-19',
    file: 'registrations.csv',
    line: 2,
    importId: 3,
    before: { status: 'Pending Sales Review', day: '2026-11-17' },
    importBefore: '2026-11-17',
    ...since,
  })

  it.each([
    ['2026-11-19', '2026-11-20', false],
    ['2026-11-20', '2026-11-23', false],
    ['2026-11-18', '2026-11-19', true],
    ['2026-11-14', '2026-11-16', true],
  ])('first seen on %s: due on %s, late %s', (day, due, late) => {
    expect(judged(asm, { since: seen({ day }) })).toMatchObject({ due, late, notes: [] })
  })

  it('is the latest that it can be where the history begins with the status', () => {
    const since = seen({ before: null, importBefore: null })
    expect(judged(asm, { since })).toMatchObject({ due: '2026-11-20', late: false, notes: [{ code: 'status_began_earlier' }] })
  })

  it('is late however the status began, a business day after it was first seen', () => {
    const since = seen({ before: null, importBefore: null })
    expect(judged(asm, { since, today: '2026-11-21' })).toMatchObject({
      due: '2026-11-20',
      late: true,
      notes: [{ code: 'status_began_earlier' }],
    })
  })

  it('is known where it was submitted after the import before, or on that day', () => {
    for (const submitted of ['2026-11-17', '2026-11-18', '2026-11-19']) {
      const since = seen({ before: null })
      expect(judged({ ...asm, submitted }, { since })).toMatchObject({ due: '2026-11-20', late: false, notes: [] })
    }
    expect(judged({ ...asm, submitted: '2026-11-16' }, { since: seen({ before: null }) }).notes).toMatchObject([
      { code: 'status_began_earlier' },
    ])
    expect(judged({ ...asm, submitted: '2026-11-19' }, { since: seen({ before: null, importBefore: null }) }).due).toBe(
      '2026-11-20',
    )
  })

  it('is unknown without any history', () => {
    expect(judged(asm, { since: null })).toMatchObject({ due: null, late: null, notes: [{ code: 'no_history' }] })
  })
})

describe('the term of an approved registration', () => {
  // 2 September + 90 days is 1 December; + 120 days is 31 December.
  it.each([
    ['2026-11-30', 'running', []],
    ['2026-12-01', 'running', []],
    ['2026-12-02', 'ended', ['expired_still_approved']],
  ])('on %s it is %s: 90 days from the approval, the last day included', (today, phase, problems) => {
    const finding = judged({}, { today })
    expect(finding).toMatchObject({ expires: '2026-12-01', phase })
    expect(codes(finding)).toEqual(problems)
  })

  it.each([
    ['2026-11-30', ['expires_before_90_days']],
    ['2026-12-01', []],
    ['2026-12-02', []],
    ['2026-12-31', []],
    ['2027-01-01', ['long_extension']],
  ])('the record says %s: %j', (expires, problems) => {
    const finding = judged({ expires })
    expect(finding.expires).toBe(expires)
    expect(codes(finding)).toEqual(problems)
  })

  it.each([
    ['2023-12-01', '2024-02-29'],
    ['2024-02-29', '2024-05-29'],
    ['2022-12-01', '2023-03-01'],
  ])('approved on %s: until %s, by the calendar', (approved, expires) => {
    expect(judged({ approved }).expires).toBe(expires)
  })

  it('is longer by 30 days where the record says that it was extended, and no other day', () => {
    expect(judged({ extended: true }).expires).toBe('2026-12-31')
    expect(judged({ extended: false }).expires).toBe('2026-12-01')
    expect(judged({ extended: true, expires: '2026-12-15' }).expires).toBe('2026-12-15')
  })

  it('cannot be counted without an approved date', () => {
    expect(judged({ approved: null })).toMatchObject({ expires: null, phase: 'running' })
    expect(codes(judged({ approved: null }))).toEqual(['approved_without_date'])
    expect(codes(judged({ approved: null, expires: '2026-11-19' }))).toEqual(['expired_still_approved', 'approved_without_date'])
  })

  it.each(['Expired', 'Denied', 'Returned'])('does not concern one that is %s', (status) => {
    expect(codes(judged({ status, expires: '2026-10-01' }))).toEqual([])
  })

  it('does not concern an attached service since 2025: Approved is its last status', () => {
    const record = { type: 'Service Attach', approved: '2026-01-01', expires: '2026-02-01' }
    expect(codes(judged(record))).toEqual([])
    expect(codes(judged(record, { policy: of2023 }))).toEqual(['expired_still_approved', 'expires_before_90_days'])
  })

  it.each([
    [{}, '2026-11-20', { kind: 'standard', until: '2026-12-31', why: null }],
    [{}, '2026-12-31', { kind: 'standard', until: '2026-12-31', why: null }],
    [{}, '2027-01-01', { kind: 'longer', until: '2026-12-31', why: 'over' }],
    [{ expires: '2026-12-31' }, '2026-11-20', { kind: 'longer', until: '2026-12-31', why: 'used' }],
    [{ expires: '2026-12-02' }, '2026-11-20', { kind: 'longer', until: '2026-12-31', why: 'used' }],
    [{ extended: true }, '2026-11-20', { kind: 'longer', until: '2026-12-31', why: 'used' }],
    [{ approved: null, expires: '2026-12-01' }, '2026-11-20', { kind: 'standard', until: '2026-12-31', why: null }],
    [{ approved: null }, '2026-11-20', { kind: 'standard', until: null, why: null }],
  ] as const)('an extension of %j on %s: %j', (record, today, extension) => {
    expect(extensionOf({ ...RECORD, ...record }, of2025, today)).toEqual(extension)
  })
})

describe('second approved registrations', () => {
  const rival = { name: 'REG2', status: 'Approved', partner: 'Acme GmbH', source }

  it.each([
    ['Resale', 'Approved', ['second_approved']],
    ['MSP', 'Approved', ['second_approved']],
    ['Referral', 'Approved', ['second_approved']],
    ['Resale', 'Submitted', []],
    ['Resale', 'Closed Won', []],
    ['Service Attach', 'Approved', []],
    ['Renewal', 'Approved', []],
    [null, 'Approved', []],
  ])('%s, %s, with another approved partner-sourced one: %j', (type, status, problems) => {
    expect(codes(judged({ type, status }, { rivals: { partnerSourced: [rival], serviceAttach: [] } }))).toEqual(problems)
  })

  it.each([
    ['Service Attach', 'Approved', null, ['second_service_attach']],
    ['Service Attach', 'Approved', 'Accepted', ['second_service_attach']],
    ['Service Attach', 'Pending', 'Pending', []],
    ['Resale', 'Approved', null, []],
  ])('%s, %s / %s, with another approved service attach: %j', (type, status, serviceAttachStatus, problems) => {
    const finding = judged({ type, status, serviceAttachStatus }, { rivals: { partnerSourced: [], serviceAttach: [rival] } })
    expect(codes(finding)).toEqual(problems)
  })

  it('one that is under review is told of the approved one', () => {
    const rivals = { partnerSourced: [rival], serviceAttach: [] }
    expect(judged({ status: 'Submitted' }, { rivals }).notes).toEqual([{ code: 'another_approved', others: [rival] }])
    expect(judged({ status: 'Denied' }, { rivals }).notes).toEqual([])
  })
})

describe('the partner', () => {
  const entitlement = { ...EVIDENCE.entitlement } as NonNullable<DealEvidence['entitlement']>
  const prospect = { ...entitlement, authorized: { outcome: 'fail', actual: 'Prospect', reason: null, source } } as const
  const untrained = {
    ...entitlement,
    training: { outcome: 'unmet', from: 'portal_users', have: 0, source: null, file: 'users.csv' },
  } as const

  it.each(['Submitted', 'Pending Sales Review', 'Pending ASM Review', 'Returned', 'Approved'])(
    'that is not authorized, for %s',
    (status) => {
      expect(codes(judged({ status }, { entitlement: prospect }))).toEqual(['partner_not_authorized'])
      expect(codes(judged({ status }, { entitlement: untrained }))).toEqual(['training_unmet'])
    },
  )

  it.each(['Denied', 'Expired', 'Closed Lost'])('does not matter once it is %s', (status) => {
    expect(codes(judged({ status }, { entitlement: prospect }))).toEqual([])
  })

  it('matters for one that ended and is still Approved', () => {
    expect(codes(judged({}, { entitlement: prospect, today: '2027-01-01' }))).toEqual([
      'expired_still_approved',
      'partner_not_authorized',
    ])
  })

  it('that is unknown is a problem whatever the status', () => {
    const unlinked = { named: 'Acme', why: 'several' }
    expect(codes(judged({ status: 'Denied' }, { unlinked, entitlement: null }))).toEqual(['partner_unknown'])
  })

  it('without evidence is told, and no problem', () => {
    const unknown = {
      authorized: { outcome: 'unknown', actual: null, reason: 'stale', source: null },
      training: { outcome: 'unknown', reason: 'missing', file: null },
    } as const
    const finding = judged({}, { entitlement: unknown })
    expect(codes(finding)).toEqual([])
    expect(finding.notes.map(({ code }) => code)).toEqual(['authorized_unknown', 'training_unknown'])
  })
})

describe('the training that a partner needs', () => {
  const now = '2026-11-20T09:00:00Z'
  const fresh = '2026-11-19T09:00:00Z'
  const old = '2026-11-01T09:00:00Z'
  const people = (holding: number, inactive = 0, lastSeenAt = fresh) => ({
    holding: { sales_training: holding },
    inactive: { sales_training: inactive },
    file: 'users.csv',
    lastSeenAt,
  })
  const row = (salesCore: number | null, salesPro: number | null, lastSeenAt = fresh) => ({
    counts: { salesCore, salesPro },
    source: { ...source, lastSeenAt },
  })
  const doubt = { file: 'users.csv', line: 3, lastSeenAt: fresh }

  it.each([
    ['one person', { people: people(1) }, 'met'],
    ['the dashboard counts one, the users none', { people: people(0), dashboard: [row(1, 0)] }, 'met'],
    ['only the accreditation', { dashboard: [row(0, 1)] }, 'met'],
    ['no one among the users', { people: people(0) }, 'unmet'],
    ['no one on the dashboard', { dashboard: [row(0, 0)] }, 'unmet'],
    ['only people with an inactive account', { people: people(0, 1) }, 'inactive'],
    ['nothing', {}, 'missing'],
    ['a dashboard without the columns', { dashboard: [row(null, null)] }, 'no_column'],
    ['users who are too old', { people: people(1, 0, old) }, 'stale'],
    ['a dashboard that is too old', { dashboard: [row(0, 0, old)] }, 'stale'],
    ['no one, and a rejected row', { people: people(0), setAside: doubt }, 'set_aside'],
    ['one person, and a rejected row', { people: people(1), setAside: doubt }, 'met'],
    ['no one, and rows that may be the partner’s', { people: people(0), unsure: { lastSeenAt: fresh } }, 'ambiguous'],
    ['no one, and old rows that may be the partner’s', { people: people(0), unsure: { lastSeenAt: old } }, 'unmet'],
  ] as const)('%s', (_, evidence, expected) => {
    const all = { people: null, dashboard: [], setAside: null, unsure: null, ...evidence }
    const found = trainingOf(all, of2025.register.training, olderThan(now, 7))
    expect(found.outcome === 'unknown' ? found.reason : found.outcome).toBe(expected)
  })
})

describe('the opportunity', () => {
  const closed = (state: 'won' | 'lost' | 'duplicate' | 'merged' | 'unknown', isOld = false): LinkedOpportunity => ({
    ...OPEN,
    state,
    stage: state,
    isOld,
  })

  it.each([
    ['Resale', 'Approved', closed('lost'), ['opportunity_closed']],
    ['Resale', 'Approved', closed('won'), ['opportunity_closed']],
    ['Resale', 'Submitted', closed('duplicate'), ['opportunity_closed']],
    ['Resale', 'Submitted', closed('merged'), ['opportunity_closed']],
    ['Resale', 'Denied', closed('lost'), []],
    ['Resale', 'Approved', closed('lost', true), []],
    ['Resale', 'Approved', closed('unknown'), []],
    ['Service Attach', 'Pending', closed('won'), []],
    ['Service Attach', 'Pending', closed('lost'), ['opportunity_closed']],
    ['Service Attach', 'Approved', closed('won'), []],
    ['Resale', 'Submitted', { found: 'none' }, []],
    ['Resale', 'Pending Sales Review', { found: 'none' }, []],
    ['Resale', 'Pending ASM Review', { found: 'none' }, ['opportunity_unknown']],
    ['Resale', 'Approved', { found: 'none' }, ['opportunity_unknown']],
    ['Resale', 'Submitted', { found: 'unknown', named: '006X' }, ['opportunity_unknown']],
    ['Resale', 'Submitted', { found: 'several', named: 'New', count: 2 }, ['opportunity_unknown']],
    ['Resale', 'Approved', { found: 'not_imported' }, []],
  ] as const)('%s, %s, %j: %j', (type, status, opportunity, problems) => {
    expect(codes(judged({ type, status }, { opportunity }))).toEqual(problems)
  })

  it('is told where its stage cannot be known', () => {
    const notes = (opportunity: LinkedOpportunity) => judged({}, { opportunity }).notes.map(({ code }) => code)
    expect(notes(closed('lost', true))).toEqual(['opportunity_stage_unknown'])
    expect(notes(closed('unknown'))).toEqual(['opportunity_stage_unknown'])
    expect(notes({ found: 'not_imported' })).toEqual(['opportunities_not_imported'])
    expect(notes(OPEN)).toEqual([])
  })

  it('that is won is told where the service attach waits for that alone', () => {
    const record = { type: 'Service Attach', status: 'Pending Opportunity Closure' }
    expect(judged(record, { opportunity: closed('won') }).notes.map(({ code }) => code)).toEqual(['won_while_pending'])
    expect(judged({ ...record, status: 'Pending' }, { opportunity: closed('won') }).notes).toEqual([])
  })
})

it('tells of a registration that is old or in doubt', () => {
  expect(judged({}, { isOld: true }).notes).toEqual([{ code: 'registration_stale' }])
  const doubt = { file: 'b.csv', line: 4 }
  expect(judged({}, { isOld: true, doubt }).notes).toEqual([{ code: 'registration_in_doubt', ...doubt }])
})

it('every problem has evidence and a place in the handbook', () => {
  const rivals = { partnerSourced: [{ name: 'REG2', status: 'Approved', partner: null, source }], serviceAttach: [] }
  const finding = judged({ approved: null }, { rivals, opportunity: { found: 'none' }, unlinked: { named: null, why: 'nobody' } })
  expect(codes(finding)).toEqual(['approved_without_date', 'second_approved', 'partner_unknown', 'opportunity_unknown'])
  for (const { evidence, handbook } of finding.problems) {
    expect(evidence.length).toBeGreaterThan(0)
    expect(handbook.section).not.toBe('')
  }
})
