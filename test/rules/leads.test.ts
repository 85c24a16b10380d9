import { describe, expect, it } from 'vitest'
import { readLeadPolicyFile } from '../../src/reference/leads.ts'
import { leadAnswer, leadDays } from '../../src/rules/leads/recall.ts'
import type { LeadEvidence, LeadPolicy } from '../../src/rules/leads/types.ts'
import { inForce } from '../../src/rules/policy.ts'

const TODAY = '2026-11-20'
const policy = inForce(readLeadPolicyFile().versions, TODAY) as LeadPolicy

const PENDING: LeadEvidence = {
  shareStatus: 'Pending',
  status: null,
  created: '2026-10-01',
  accepted: null,
  updated: null,
  ownership: 'Yes',
  registration: null,
  tellsOwnership: true,
  isStale: false,
  isGone: false,
  isInDoubt: false,
}
const ACCEPTED: LeadEvidence = { ...PENDING, shareStatus: 'Accepted', status: 'Qualifying', accepted: '2026-11-01' }

/** The answer in short: "recall 1 2", "not yet 2 2026-11-21", "out rejected", "unknown stale". */
function short(lead: LeadEvidence, today = TODAY): string {
  const answer = leadAnswer(lead, policy, today)
  switch (answer.outcome) {
    case 'recall':
      return `recall ${answer.phases.join(' ')}`
    case 'not_yet':
      return `not yet ${answer.phase} ${answer.from}`
    default:
      return `${answer.outcome} ${answer.why}`
  }
}

describe('a lead that is still Pending', () => {
  it.each([
    ['2026-11-20', 'not yet 2 2026-12-06'],
    ['2026-11-05', 'not yet 2 2026-11-21'],
    ['2026-11-04', 'recall 2'],
    ['2026-10-21', 'recall 2'],
    ['2026-10-20', 'recall 1 2'],
    ['2025-11-20', 'recall 1 2'],
    ['2026-11-21', 'unknown future'],
    [null, 'unknown no_created'],
  ])('created on %s: %s', (created, expected) => {
    expect(short({ ...PENDING, created })).toBe(expected)
  })

  it('counts calendar days over a month of 28, a leap day and a change of the clocks', () => {
    expect(short({ ...PENDING, created: '2026-02-01' }, '2026-03-03')).toBe('recall 2')
    expect(short({ ...PENDING, created: '2026-02-01' }, '2026-03-04')).toBe('recall 1 2')
    expect(short({ ...PENDING, created: '2028-02-28' }, '2028-03-14')).toBe('not yet 2 2028-03-15')
    expect(short({ ...PENDING, created: '2028-02-28' }, '2028-03-15')).toBe('recall 2')
    expect(short({ ...PENDING, created: '2026-03-20' }, '2026-04-04')).toBe('not yet 2 2026-04-05')
  })

  it.each<[string, Partial<LeadEvidence>, string]>([
    ['other case and spaces', { shareStatus: ' PENDING ' }, 'recall 1 2'],
    ['the default status', { status: 'Qualifying' }, 'recall 1 2'],
    ['qualified', { status: 'Qualified' }, 'out qualified'],
    ['converted', { status: 'Converted to DR' }, 'out converted'],
    ['a registration', { registration: 'REG10001' }, 'out converted'],
    ['a blank registration', { registration: ' ' }, 'recall 1 2'],
    ['disqualified', { status: 'Disqualified' }, 'unknown pending_and_disqualified'],
    ['an unknown status', { status: 'Working' }, 'unknown status'],
    ['a day of acceptance', { accepted: '2026-10-02' }, 'unknown pending_and_accepted'],
    ['an update, which says nothing of an acceptance', { updated: '2026-11-19' }, 'recall 1 2'],
    ['too old a list', { isStale: true }, 'unknown stale'],
    ['a newer row that was rejected', { isInDoubt: true }, 'unknown set_aside'],
    ['gone from the list', { isGone: true, isStale: true }, 'out gone'],
  ])('with %s: %s', (_, change, expected) => {
    expect(short({ ...PENDING, ...change })).toBe(expected)
  })
})

describe('a lead that was accepted', () => {
  it.each([
    ['2026-11-20', 'not yet 3 2026-12-01'],
    ['2026-11-15', 'not yet 3 2026-11-26'],
    ['2026-11-14', 'not yet 3 2026-11-25'],
    ['2026-11-10', 'not yet 3 2026-11-21'],
    ['2026-11-09', 'recall 3'],
    ['2026-10-01', 'recall 3'],
    ['2026-09-30', 'unknown accepted_before_created'],
    ['2026-11-21', 'unknown future'],
    [null, 'unknown no_accepted'],
  ])('on %s and not actioned: %s', (accepted, expected) => {
    expect(short({ ...ACCEPTED, accepted })).toBe(expected)
  })

  it('is recalled however late it was accepted, and however old it is', () => {
    expect(short({ ...ACCEPTED, created: '2026-01-01', accepted: '2026-01-01' })).toBe('recall 3')
    expect(short({ ...ACCEPTED, created: '2026-01-01', accepted: '2026-11-15' })).toBe('not yet 3 2026-11-26')
    expect(short({ ...ACCEPTED, created: null })).toBe('recall 3')
  })

  it.each<[string, Partial<LeadEvidence>, string]>([
    ['Qualified', { status: 'Qualified' }, 'out qualified'],
    ['Disqualified', { status: 'Disqualified' }, 'out disqualified'],
    ['Converted to DR', { status: 'converted to dr' }, 'out converted'],
    ['a blank status', { status: null }, 'unknown status'],
    ['an unknown status', { status: 'Nurturing' }, 'unknown status'],
    ['an update on the day it was accepted', { updated: '2026-11-01' }, 'recall 3'],
    ['an update since', { updated: '2026-11-02' }, 'unknown updated_since'],
    ['an update since, and days left', { accepted: '2026-11-15', updated: '2026-11-16' }, 'not yet 3 2026-11-26'],
  ])('with %s: %s', (_, change, expected) => {
    expect(short({ ...ACCEPTED, ...change })).toBe(expected)
  })
})

describe('every day of two years', () => {
  const day = (offset: number): string => new Date(Date.UTC(2026, 10, 20 - offset)).toISOString().slice(0, 10)
  const ages = Array.from({ length: 730 }, (_, age) => age)

  it('a Pending lead is of phase 1 over 30 days, of phase 2 over 15, and before that of none', () => {
    const phases = (age: number): string => (age > 30 ? 'recall 1 2' : age > 15 ? 'recall 2' : `not yet 2 ${day(age - 16)}`)
    for (const age of ages) expect(short({ ...PENDING, created: day(age) }), `${age} days`).toBe(phases(age))
  })

  it('an accepted lead is of phase 3 over 10 days', () => {
    const phases = (age: number): string => (age > 10 ? 'recall 3' : `not yet 3 ${day(age - 11)}`)
    for (const age of ages)
      expect(short({ ...ACCEPTED, created: '2020-01-01', accepted: day(age) }), `${age} days`).toBe(phases(age))
  })
})

describe('the share status', () => {
  it.each([
    ['Sending to Partner', 'out not_shared'],
    ['Rejected', 'out rejected'],
    ['Recall', 'out recalled'],
    ['Recalled', 'out recalled'],
    ['Waiting', 'unknown share_status'],
    ['', 'unknown share_status'],
    [null, 'unknown share_status'],
  ])('"%s" is %s, even in an old list', (shareStatus, expected) => {
    expect(short({ ...PENDING, shareStatus })).toBe(expected)
    if (expected.startsWith('out')) expect(short({ ...PENDING, shareStatus, isStale: true })).toBe(expected)
  })
})

describe('who owns the lead', () => {
  it.each<[string | null, boolean, string]>([
    ['GitLab', true, 'recall 1 2'],
    ['GitLab Inc.', true, 'recall 1 2'],
    ['true', true, 'recall 1 2'],
    ['Partner', true, 'out not_gitlab'],
    ['No', true, 'out not_gitlab'],
    ['Marketing', true, 'unknown ownership'],
    [null, true, 'unknown ownership'],
    [null, false, 'recall 1 2'],
  ])('"%s", where the file has the column (%s): %s', (ownership, tellsOwnership, expected) => {
    expect(short({ ...PENDING, ownership, tellsOwnership })).toBe(expected)
  })

  it('does not matter before the lead is due', () => {
    expect(short({ ...PENDING, created: TODAY, ownership: null })).toBe('not yet 2 2026-12-06')
  })
})

describe('the days of a lead', () => {
  const daysOf = (lead: LeadEvidence) => leadDays(lead, policy, leadAnswer(lead, policy, TODAY))

  it('of one that is Pending: a day to reply, 5 to accept, the 16th day to recall', () => {
    expect(daysOf({ ...PENDING, created: '2026-11-19' })).toEqual({
      replyBy: '2026-11-20',
      acceptBy: '2026-11-24',
      actBy: null,
      recallFrom: '2026-12-05',
    })
  })
  it('of one that was accepted: 10 to act, the 11th to recall', () => {
    expect(daysOf({ ...ACCEPTED, accepted: '2026-11-10' })).toEqual({
      replyBy: null,
      acceptBy: null,
      actBy: '2026-11-20',
      recallFrom: '2026-11-21',
    })
  })
  it('of one that is out or unclear: none', () => {
    const none = { replyBy: null, acceptBy: null, actBy: null, recallFrom: null }
    expect(daysOf({ ...PENDING, status: 'Qualified' })).toEqual(none)
    expect(daysOf({ ...PENDING, created: null })).toEqual(none)
  })
})

it('the policy is in force from the page it is on, and not before', () => {
  const { versions } = readLeadPolicyFile()
  expect(inForce(versions, '2023-06-30')).toBeNull()
  expect(inForce(versions, '2023-07-01')?.version).toBe('2023-07')
  expect(inForce(versions, '2099-12-31')?.version).toBe('2023-07')
})

describe('the cell of the registration', () => {
  it.each([
    ['REG10001', 'out converted'],
    ['4711', 'out converted'],
    ['No', 'recall 1 2'],
    ['false', 'recall 1 2'],
    ['0', 'recall 1 2'],
    [' ', 'recall 1 2'],
    ['#N/A', 'unknown registration'],
    ['-', 'unknown registration'],
    ['None', 'unknown registration'],
    ['null', 'unknown registration'],
  ])('"%s": %s', (registration, expected) => {
    expect(short({ ...PENDING, registration })).toBe(expected)
  })
})
