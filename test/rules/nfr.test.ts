import { describe, expect, it } from 'vitest'
import { readNfrPolicies } from '../../src/reference/reference.ts'
import { addDays } from '../../src/rules/day.ts'
import { runningOn } from '../../src/rules/license-limits.ts'
import { decideNfr } from '../../src/rules/nfr.ts'
import {
  type License,
  type NfrAsk,
  type NfrDashboardRow,
  type NfrEvidence,
  type NfrNote,
  type NfrVerdict,
  TECHNICAL,
} from '../../src/rules/nfr-types.ts'
import { inForce } from '../../src/rules/policy.ts'
import type { Candidate, Decision, Fact, Source } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T07:00:00.000Z'
const TODAY = '2026-11-20'
const MAX_AGE = 30
const EXACTLY_MAX_AGE = '2026-10-21T07:00:00.000Z'
const ONE_SECOND_MORE = '2026-10-21T06:59:59.000Z'

function source(file: string, line: number | null, lastSeenAt = NOW): Source {
  return { kind: 'k', importId: 1, file, line, column: 'c', lastSeenAt }
}
function fact<T>(value: T, lastSeenAt = NOW, line = 2): Fact<T> {
  return { value, source: source('f.csv', line, lastSeenAt), doubt: null }
}
function doubted<T>(value: T): Fact<T> {
  return { ...fact(value), doubt: { file: 'new.csv', line: 9 } }
}
const setAside = (lastSeenAt = NOW) => ({ file: 'newer.csv', line: 7, lastSeenAt })

type Counts = Readonly<Record<string, number | null>>
interface Row {
  open?: string | null
  select?: string | null
  /** Columns that the row's file does not have. */
  without?: readonly string[]
  counts?: Counts
  seen?: string
  line?: number
  doubt?: Fact<unknown>['doubt']
}
function row({ open = 'Yes', select = 'Yes', without = [], seen = NOW, line = 2, ...rest }: Row = {}): NfrDashboardRow {
  const answer = (column: string, value: string | null) =>
    without.includes(column) ? null : { ...fact(value, seen, line), doubt: rest.doubt ?? null }
  return {
    answers: { openReqsMet: answer('open', open), selectReqsMet: answer('select', select) },
    counts: rest.counts ?? { salesCore: 5, salesPro: 5, saCore: 5, pse: 5 },
    source: source('d.csv', line, seen),
  }
}
function people(
  technical: number | null,
  holding: Readonly<Record<string, number>> = {},
  seen = NOW,
): NonNullable<NfrEvidence['people']> {
  return {
    holding: technical === null ? holding : { ...holding, [TECHNICAL]: technical },
    inactive: {},
    places: { [TECHNICAL]: technical ? source('u.csv', 5, seen) : null },
    source: source('u.csv', null, seen),
    lastSeenAt: seen,
  }
}
const inactive = (active: number, others: number) => ({ ...people(active), inactive: { [TECHNICAL]: others } })
/** A row that may be the partner's. */
const candidate = (of: Row = {}, rest: Partial<Candidate> = {}): NfrEvidence['candidates'][number] => {
  const { answers, source: at } = row(of)
  return { name: 'Acme', accountId: null, why: 'ambiguous', of: ['X'], counts: false, answers, source: at, ...rest }
}
/** People who may be the partner's. */
const unsure = (technical: number, ...names: readonly string[]): NfrEvidence['unsurePeople'] => ({
  holding: { [TECHNICAL]: technical },
  inactive: {},
  lastSeenAt: NOW,
  file: 'u.csv',
  candidates: names.map((name) => ({ name, accountId: null, why: 'other_legal_form', of: [] })),
})
function license(rest: Partial<License> = {}): License {
  return {
    type: 'self_managed',
    typeName: 'Self-Managed',
    users: 5,
    start: '2026-03-01',
    end: '2027-03-01',
    addOn: false,
    source: source('l.csv', 3),
    approvedAs: null,
    uncertain: null,
    ...rest,
  }
}
const saas = (rest: Partial<License> = {}): License => license({ type: 'saas', typeName: 'SaaS', ...rest })
const unknownType = (rest: Partial<License> = {}): License => license({ type: null, typeName: 'Gold', ...rest })

const READY: NfrEvidence = {
  status: fact('Authorized'),
  track: fact('Open'),
  // An export without the columns: the agreement is asked for in agreement.test.ts.
  signedContract: null,
  clickThrough: null,
  contractNoted: null,
  restricted: null,
  channelManager: 'Ann Lee',
  rejectedAccountRow: null,
  dashboard: [row()],
  dashboardSetAside: null,
  candidates: [],
  dashboardImported: true,
  people: people(1),
  unsurePeople: null,
  usersSetAside: null,
  licenses: [],
  licensesSetAside: null,
  licenseList: source('l.csv', null),
}
const SELECT = { track: fact('Select') }

const ask = (users: number, rest: Partial<NfrAsk> = {}): NfrAsk => ({ type: 'self_managed', users, renewal: false, ...rest })
const renew = (users: number): NfrAsk => ask(users, { renewal: true })

function decide(evidence: Partial<NfrEvidence>, asked: NfrAsk | null = ask(5), now = NOW, day = now.slice(0, 10)): NfrVerdict {
  const policy = inForce(readNfrPolicies(), day)
  if (!policy) throw new Error('a policy is in force')
  return decideNfr({ ...READY, ...evidence }, policy, asked, now, MAX_AGE)
}
const on = (day: string): string => `${day}T12:00:00.000Z`

function outcomes({ checks }: NfrVerdict): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome, reason }) => [id, reason ?? outcome]))
}
const checkOf = (verdict: NfrVerdict, id: string) => verdict.checks.find((check) => check.id === id)
const limitOf = (evidence: Partial<NfrEvidence>, asked = ask(5), now = NOW) =>
  checkOf(decide(evidence, asked, now), 'within_limit')

const PASSED = {
  partner_authorized: 'pass',
  track_open_or_select: 'pass',
  track_reqs_met: 'pass',
  technical_certification: 'pass',
  within_limit: 'pass',
}

describe('a license for a partner', () => {
  it.each<[string, Partial<NfrEvidence>, Decision, Partial<typeof PASSED>]>([
    ['that meets all', {}, 'eligible', {}],
    ['in Select that meets all', SELECT, 'eligible', {}],

    ['with status " authorized "', { status: fact(' authorized ') }, 'eligible', {}],
    ['without status', { status: fact(null) }, 'not_eligible', { partner_authorized: 'fail' }],
    ['with status "Former"', { status: fact('Former') }, 'not_eligible', { partner_authorized: 'fail' }],
    ['with status "Not Authorized"', { status: fact('Not Authorized') }, 'not_eligible', { partner_authorized: 'fail' }],
    ['with a status in doubt', { status: doubted('Authorized') }, 'needs_review', { partner_authorized: 'set_aside' }],
    [
      'with a status that speaks against it, in doubt',
      { status: doubted('Former') },
      'needs_review',
      { partner_authorized: 'set_aside' },
    ],
    [
      'with a status of exactly the greatest age',
      { status: fact('Authorized', EXACTLY_MAX_AGE) },
      'eligible',
      { partner_authorized: 'pass' },
    ],
    [
      'with a status a second older',
      { status: fact('Former', ONE_SECOND_MORE) },
      'needs_review',
      { partner_authorized: 'stale' },
    ],
    ['whose account has an old rejected row', { rejectedAccountRow: setAside(ONE_SECOND_MORE) }, 'eligible', {}],

    ['in " open "', { track: fact(' open ') }, 'eligible', {}],
    ['in "SELECT"', { track: fact('SELECT') }, 'eligible', {}],
    [
      'in no track',
      { track: fact(null) },
      'not_eligible',
      { track_open_or_select: 'fail', track_reqs_met: 'no_track', within_limit: 'fail' },
    ],
    [
      'in a track of spaces',
      { track: fact('  ') },
      'not_eligible',
      { track_open_or_select: 'fail', track_reqs_met: 'no_track', within_limit: 'fail' },
    ],
    [
      'in Technology',
      { track: fact('Technology') },
      'not_eligible',
      { track_open_or_select: 'fail', track_reqs_met: 'no_track', within_limit: 'fail' },
    ],
    [
      'in "Open or Select"',
      { track: fact('Open or Select') },
      'not_eligible',
      { track_open_or_select: 'fail', track_reqs_met: 'no_track', within_limit: 'fail' },
    ],
    ['with the status "#N/A"', { status: fact('#N/A') }, 'needs_review', { partner_authorized: 'unreadable' }],
    [
      'with something unseen in the status',
      { status: fact('Auth\u200borized') },
      'needs_review',
      { partner_authorized: 'unreadable' },
    ],
    ['with something unseen behind the status', { status: fact('Authorized\u200b') }, 'eligible', {}],
    [
      'in the track "null"',
      { track: fact('null') },
      'needs_review',
      { track_open_or_select: 'unreadable', track_reqs_met: 'no_track', within_limit: 'no_track' },
    ],
    ['with the answer "#REF!"', { dashboard: [row({ open: '#REF!' })] }, 'needs_review', { track_reqs_met: 'unreadable' }],
    [
      'with something unseen in a No',
      { dashboard: [row({ open: 'N\u200bo' })] },
      'needs_review',
      { track_reqs_met: 'unreadable' },
    ],
    ['with something unseen around a Yes', { dashboard: [row({ open: '\ufeffYes\u200b' })] }, 'eligible', {}],
    ['with " yes "', { dashboard: [row({ open: ' yes ' })] }, 'eligible', {}],
    ['with No', { dashboard: [row({ open: 'No' })] }, 'not_eligible', { track_reqs_met: 'fail' }],
    ['with " NO "', { dashboard: [row({ open: ' NO ' })] }, 'not_eligible', { track_reqs_met: 'fail' }],
    ['in Open with No for Select', { dashboard: [row({ select: 'No' })] }, 'eligible', {}],
    [
      'in Select with No for Select',
      { ...SELECT, dashboard: [row({ select: 'No' })] },
      'not_eligible',
      { track_reqs_met: 'fail' },
    ],
    ['in Select with No for Open', { ...SELECT, dashboard: [row({ open: 'No' })] }, 'eligible', {}],
    [
      'in Select without a column for Select',
      { ...SELECT, dashboard: [row({ without: ['select'] })] },
      'needs_review',
      { track_reqs_met: 'no_column' },
    ],
    ['in Open without a column for Select', { dashboard: [row({ without: ['select'] })] }, 'eligible', {}],
    [
      'without a column in one file, and with No in another',
      { dashboard: [row({ without: ['open'] }), row({ open: 'No' })] },
      'not_eligible',
      { track_reqs_met: 'fail' },
    ],
    ['with "N/A"', { dashboard: [row({ open: 'N/A' })] }, 'needs_review', { track_reqs_met: 'unreadable' }],
    ['with a blank answer', { dashboard: [row({ open: null })] }, 'needs_review', { track_reqs_met: 'unreadable' }],
    ['without a row', { dashboard: [] }, 'needs_review', { track_reqs_met: 'missing' }],
    [
      'while no dashboard was imported',
      { dashboard: [], dashboardImported: false },
      'needs_review',
      { track_reqs_met: 'missing' },
    ],
    ['with an ambiguous row', { dashboard: [], candidates: [candidate()] }, 'needs_review', { track_reqs_met: 'ambiguous' }],
    ['with its own row beside an ambiguous one', { candidates: [candidate({ open: 'No' })] }, 'eligible', {}],
    [
      'with a newer ambiguous row that says otherwise',
      { candidates: [candidate({ open: 'No', select: 'Yes' }, { counts: true })] },
      'needs_review',
      { track_reqs_met: 'ambiguous' },
    ],
    [
      'with a newer ambiguous row that says otherwise in another column',
      { candidates: [candidate({ open: ' YES', select: 'No' }, { counts: true })] },
      'eligible',
      {},
    ],
    ['with two rows that agree', { dashboard: [row(), row({ open: 'YES ' })] }, 'eligible', {}],
    [
      'with two rows that contradict',
      { dashboard: [row(), row({ open: 'No' })] },
      'needs_review',
      { track_reqs_met: 'contradictory' },
    ],
    ['with two rows that contradict in another column', { dashboard: [row(), row({ select: 'No' })] }, 'eligible', {}],
    ['with a row that was rejected', { dashboardSetAside: setAside() }, 'needs_review', { track_reqs_met: 'set_aside' }],
    ['with a row that was rejected long ago', { dashboardSetAside: setAside(ONE_SECOND_MORE) }, 'eligible', {}],
    [
      'with an answer in doubt',
      { dashboard: [row({ open: 'No', doubt: { file: 'new.csv', line: 9 } })] },
      'needs_review',
      { track_reqs_met: 'set_aside' },
    ],
    [
      'with an answer of exactly the greatest age',
      { dashboard: [row({ open: 'No', seen: EXACTLY_MAX_AGE })] },
      'not_eligible',
      { track_reqs_met: 'fail' },
    ],
    [
      'with an answer a second older',
      { dashboard: [row({ open: 'No', seen: ONE_SECOND_MORE })] },
      'needs_review',
      { track_reqs_met: 'stale' },
    ],
    ['with an old answer beside a fresh one', { dashboard: [row({ open: 'No', seen: ONE_SECOND_MORE }), row()] }, 'eligible', {}],
    [
      'with nobody certified',
      { people: people(0), dashboard: [row({ counts: { saCore: 0, pse: 0 } })] },
      'not_eligible',
      {
        technical_certification: 'fail',
      },
    ],
    ['that holds too much', { licenses: [license({ users: 6 })] }, 'not_eligible', { within_limit: 'fail' }],
    ['whose licenses were never listed', { licenseList: null }, 'needs_review', { within_limit: 'missing' }],
    [
      'that fails one check while another is unknown',
      { status: fact('Former'), dashboard: [] },
      'not_eligible',
      { partner_authorized: 'fail', track_reqs_met: 'missing' },
    ],
  ])('%s', (_, evidence, decision, changed) => {
    const verdict = decide(evidence)
    expect(verdict.decision).toBe(decision)
    expect(outcomes(verdict)).toEqual({ ...PASSED, ...changed })
    expect(verdict.stale).toBe(Object.values(changed).includes('stale'))
  })

  it.each<[string, Partial<NfrEvidence>, Record<string, string>]>([
    ['in doubt', { track: doubted('Open') }, { track_open_or_select: 'set_aside' }],
    ['in doubt, and none of the program', { track: doubted('Technology') }, { track_open_or_select: 'set_aside' }],
    ['of a stale export', { track: fact('Open', ONE_SECOND_MORE) }, { track_open_or_select: 'stale' }],
    [
      'of an account with a newer rejected row',
      { rejectedAccountRow: setAside() },
      { partner_authorized: 'set_aside', track_open_or_select: 'set_aside' },
    ],
  ])('in a track %s is one to review, and its requirements are unknown', (_, evidence, changed) => {
    const { within_limit: _limit, ...others } = PASSED
    const verdict = decide(evidence, null)
    expect(verdict.decision).toBe('needs_review')
    expect(outcomes(verdict)).toEqual({ ...others, track_reqs_met: 'no_track', ...changed })
  })

  it('is checked in five ways, in this order', () => {
    expect(decide({}).checks.map(({ id }) => id)).toEqual(Object.keys(PASSED))
  })
  it('is checked in four ways where none is asked for', () => {
    const { within_limit: _, ...others } = PASSED
    const verdict = decide({ licenses: [license({ users: 50 })], licenseList: null }, null)
    expect(outcomes(verdict)).toEqual(others)
    expect(verdict).toMatchObject({ decision: 'eligible', ask: null, term: null })
  })
  it('is judged by what was expected and found, where, and by a page of the handbook', () => {
    const verdict = decide({
      status: fact(' former '),
      track: fact('Open', NOW, 4),
      dashboard: [row({ open: 'N/A', line: 7 })],
      licenses: [license({ users: 4 }), license({ users: 6, source: source('l.csv', 8) })],
    })
    const page = 'Channel Partners: Working with GitLab'
    expect(verdict.checks).toMatchObject([
      { expected: 'Authorized', actual: ' former ', source: { file: 'f.csv', line: 2 } },
      { expected: 'Open or Select', actual: 'Open', source: { file: 'f.csv', line: 4 } },
      { expected: 'Yes', actual: 'N/A', source: { file: 'f.csv', line: 7 } },
      { expected: 'at least 1', actual: '1', source: { file: 'u.csv', line: 5 } },
      { expected: 'at most 10', actual: '15 (10 held, 5 requested)', source: { file: 'l.csv', line: 8 } },
    ])
    expect(verdict.checks.map(({ handbook }) => handbook.page)).toEqual([page, page, page, page, page])
  })
  it('names the places of what was rejected', () => {
    const evidence = { status: doubted('Authorized'), dashboardSetAside: setAside() }
    expect(decide(evidence).checks.map(({ detail }) => detail)).toEqual([
      'new.csv, line 9',
      null,
      'newer.csv, line 7',
      null,
      null,
    ])
  })
})

describe('a technical certification', () => {
  const none = { counts: { saCore: 0, pse: 0 } }
  const one = { counts: { saCore: 1, pse: 0 } }
  it.each<[string, Partial<NfrEvidence>, string]>([
    ['passes with one person among the portal users', { people: people(1) }, 'pass'],
    ['passes with three', { people: people(3) }, 'pass'],
    ['passes by the users, where the dashboard has nobody', { people: people(1), dashboard: [row(none)] }, 'pass'],
    ['passes by the users, without a dashboard', { people: people(1), dashboard: [] }, 'pass'],
    ['passes with one user more than were rejected', { people: people(2), usersSetAside: { ...setAside(), people: 1 } }, 'pass'],
    [
      'is unknown where as many were rejected as have it',
      { people: people(2), usersSetAside: { ...setAside(), people: 2 } },
      'set_aside',
    ],
    [
      'passes where the rejected one was long ago',
      { people: people(1), usersSetAside: { ...setAside(ONE_SECOND_MORE), people: 1 } },
      'pass',
    ],
    ['fails where neither has anybody', { people: people(0), dashboard: [row(none)] }, 'fail'],
    ['fails where nobody was counted', { people: people(null), dashboard: [row(none)] }, 'fail'],
    ['fails by the users, without a dashboard', { people: people(0), dashboard: [] }, 'fail'],
    ['fails by the users, where the dashboard does not count', { people: people(0), dashboard: [row({ counts: {} })] }, 'fail'],
    [
      'fails by the users, where the dashboard has someone too long ago',
      { people: people(0), dashboard: [row({ ...one, seen: ONE_SECOND_MORE })] },
      'fail',
    ],
    [
      'fails by the users, where a row of the dashboard was rejected',
      { people: people(0), dashboard: [row(one)], dashboardSetAside: setAside() },
      'fail',
    ],
    ['contradicts where only the dashboard has someone', { people: people(0), dashboard: [row(one)] }, 'contradictory'],
    [
      'contradicts where the dashboard alone has an engineer',
      { people: people(0), dashboard: [row({ counts: { saCore: null, pse: 1 } })] },
      'contradictory',
    ],
    [
      'is unknown where no one has it and a user was rejected',
      { people: people(0), dashboard: [row(none)], usersSetAside: { ...setAside(), people: 1 } },
      'set_aside',
    ],
    [
      'fails where no one has it and a user was rejected long ago',
      { people: people(0), dashboard: [row(none)], usersSetAside: { ...setAside(ONE_SECOND_MORE), people: 1 } },
      'fail',
    ],
    ['passes by the dashboard, without users', { people: null, dashboard: [row(one)] }, 'pass'],
    [
      'passes by an engineer on the dashboard, without users',
      { people: null, dashboard: [row({ counts: { saCore: 0, pse: 1 } })] },
      'pass',
    ],
    ['is unknown where only inactive people hold it', { people: inactive(0, 2), dashboard: [row(none)] }, 'inactive'],
    ['is unknown where only inactive people hold it, whatever the dashboard counts', { people: inactive(0, 1) }, 'inactive'],
    ['passes with one who is active beside inactive ones', { people: inactive(1, 3) }, 'pass'],
    ['is rejected before it is inactive', { people: inactive(0, 1), usersSetAside: { ...setAside(), people: 1 } }, 'set_aside'],
    ['fails by the dashboard, without users', { people: null, dashboard: [row(none)] }, 'fail'],
    [
      'fails by the one column that the dashboard has, without users',
      { people: null, dashboard: [row({ counts: { saCore: 0, pse: null } })] },
      'fail',
    ],
    ['passes by the greater of two rows', { people: null, dashboard: [row(none), row(one)] }, 'pass'],
    [
      'is unknown where the dashboard has no such column, without users',
      { people: null, dashboard: [row({ counts: {} })] },
      'no_column',
    ],
    [
      'is unknown where the dashboard’s counts are blank, without users',
      { people: null, dashboard: [row({ counts: { saCore: null, pse: null } })] },
      'no_column',
    ],
    [
      'passes by the row that counts, beside one that does not',
      { people: null, dashboard: [row({ counts: {} }), row(one)] },
      'pass',
    ],
    ['is unknown without users and without a row', { people: null, dashboard: [] }, 'missing'],
    [
      'is unknown without users and with an ambiguous row alone',
      { people: null, dashboard: [], candidates: [candidate()] },
      'ambiguous',
    ],
    [
      'is unknown where nobody of its own has one and people of another legal form do',
      { people: people(0), dashboard: [row(none)], unsurePeople: unsure(1, 'Acme Inc') },
      'other_legal_form',
    ],
    [
      'is unknown where the only people are of another legal form',
      { people: null, dashboard: [], unsurePeople: unsure(1, 'Acme Inc') },
      'other_legal_form',
    ],
    [
      'fails where neither its own people nor those of another legal form have one',
      { people: people(0), dashboard: [row(none)], unsurePeople: unsure(0, 'Acme Inc') },
      'fail',
    ],
    [
      'passes by its own people, whatever those of another legal form have',
      { people: people(1), unsurePeople: unsure(0, 'Acme Inc') },
      'pass',
    ],
    [
      'is unknown without users, where a user was rejected',
      { people: null, dashboard: [row(one)], usersSetAside: { ...setAside(), people: 1 } },
      'set_aside',
    ],
    [
      'is unknown without users, where a row of the dashboard was rejected',
      { people: null, dashboard: [row(one)], dashboardSetAside: setAside() },
      'set_aside',
    ],
    [
      'passes by the dashboard, where nobody is among users that are too old',
      { people: people(0, {}, ONE_SECOND_MORE), dashboard: [row(one)] },
      'pass',
    ],
    [
      'fails by the dashboard, where someone is among users that are too old',
      { people: people(1, {}, ONE_SECOND_MORE), dashboard: [row(none)] },
      'fail',
    ],
    ['passes by users of exactly the greatest age', { people: people(1, {}, EXACTLY_MAX_AGE), dashboard: [row(none)] }, 'pass'],
    ['is stale where the users are, without a row', { people: people(1, {}, ONE_SECOND_MORE), dashboard: [] }, 'stale'],
    [
      'is stale where the users and the row are',
      { people: people(1, {}, ONE_SECOND_MORE), dashboard: [row({ ...one, seen: ONE_SECOND_MORE })] },
      'stale',
    ],
    ['is stale where the row is, without users', { people: null, dashboard: [row({ ...one, seen: ONE_SECOND_MORE })] }, 'stale'],
  ])('%s', (_, evidence, expected) => {
    const verdict = decide(evidence)
    expect(outcomes(verdict).technical_certification).toBe(expected)
    expect(checkOf(verdict, 'technical_certification')?.outcome).toBe(
      expected === 'pass' || expected === 'fail' ? expected : 'unknown',
    )
  })

  it.each([
    [0, 2, '0 active, 2 inactive'],
    [1, 2, '1 active, 2 inactive'],
    [1, 0, '1'],
  ])('tells %i active and %i inactive people', (active, others, expected) => {
    expect(checkOf(decide({ people: inactive(active, others) }), 'technical_certification')?.actual).toBe(expected)
  })
  it('says what each source has where they contradict', () => {
    const { checks } = decide({ people: people(0), dashboard: [row({ counts: { saCore: 2, pse: 1 }, line: 4 })] })
    expect(checks[3]).toMatchObject({
      actual: '0',
      detail: '0 by the portal users, 2 by d.csv, line 4',
      source: { file: 'u.csv' },
    })
  })
  it('shows the row of the dashboard that it was counted by', () => {
    const dashboard = [row({ counts: { saCore: 1 }, line: 4 }), row({ counts: { saCore: 2 }, line: 6 })]
    expect(decide({ people: null, dashboard }).checks[3]).toMatchObject({ actual: '2', source: { file: 'd.csv', line: 6 } })
  })
  it.each<[string, Partial<NfrEvidence>, object]>([
    ['of the user', { people: people(0), usersSetAside: { ...setAside(), people: 1 } }, { detail: 'newer.csv, line 7' }],
    ['of the row', { people: null, dashboardSetAside: setAside() }, { detail: 'newer.csv, line 7' }],
    ['of the stale users', { people: people(1, {}, ONE_SECOND_MORE), dashboard: [] }, { source: { file: 'u.csv' } }],
    ['of the stale row', { people: null, dashboard: [row({ seen: ONE_SECOND_MORE, line: 6 })] }, { source: { line: 6 } }],
    [
      'of those an ambiguous row may mean',
      { people: null, dashboard: [], candidates: [candidate({}, { of: ['X', 'Y'] })] },
      { detail: 'X, Y' },
    ],
  ])('that is unknown names the place %s', (_, evidence, expected) => {
    expect(checkOf(decide(evidence), 'technical_certification')).toMatchObject(expected)
  })
  it('of which nobody has one is one person missing', () => {
    expect(decide({ people: people(0), dashboard: [row(none)] }).missingTechnical).toBe(1)
    expect(decide({ people: people(0), dashboard: [row(one)] }).missingTechnical).toBe(0)
    expect(decide({}).missingTechnical).toBe(0)
  })
})

describe('the limit of users', () => {
  it.each<[string, Partial<NfrEvidence>, NfrAsk, string]>([
    ['of Open is 10', {}, ask(10), 'pass'],
    ['of Open is not 11', {}, ask(11), 'fail'],
    ['of Open for SaaS is 10', {}, ask(10, { type: 'saas' }), 'pass'],
    ['of Open for SaaS is not 11', {}, ask(11, { type: 'saas' }), 'fail'],
    ['of Select is 25', SELECT, ask(25), 'pass'],
    ['of Select is not 26', SELECT, ask(26), 'fail'],
    ['of Select for SaaS is 25', SELECT, ask(25, { type: 'saas' }), 'pass'],
    ['of Select for SaaS is not 26', SELECT, ask(26, { type: 'saas' }), 'fail'],
    ['counts what is held', { licenses: [license({ users: 7 })] }, ask(3), 'pass'],
    ['counts what is held, and one more is too many', { licenses: [license({ users: 7 })] }, ask(4), 'fail'],
    ['counts all that is held', { licenses: [license({ users: 4 }), license({ users: 3, addOn: true })] }, ask(4), 'fail'],
    ['counts no license of the other type', { licenses: [saas({ users: 10 })] }, ask(10), 'pass'],
    [
      'counts one that was approved and is not listed',
      {
        licenses: [license({ users: 6, source: null, approvedAs: 4 })],
      },
      ask(5),
      'fail',
    ],
    ['does not count one that ends today', { licenses: [license({ users: 10, end: TODAY })] }, ask(10), 'pass'],
    ['counts one that ends tomorrow', { licenses: [license({ users: 10, end: '2026-11-21' })] }, ask(1), 'fail'],
    [
      'counts one that starts later in the term',
      {
        licenses: [license({ users: 6, start: '2027-11-19', end: '2028-11-19' })],
      },
      ask(5),
      'fail',
    ],
    [
      'does not count one that starts after the term',
      {
        licenses: [license({ users: 6, start: '2027-11-20', end: '2028-11-20' })],
      },
      ask(5),
      'pass',
    ],
    [
      'counts licenses that follow each other once',
      {
        licenses: [
          saas({ users: 5 }),
          license({ users: 5, start: '2026-12-01', end: '2027-03-01' }),
          license({ users: 5, start: '2027-03-01', end: '2028-03-01' }),
        ],
      },
      ask(5),
      'pass',
    ],
    [
      'counts licenses that overlap by a day twice',
      {
        licenses: [
          saas({ users: 5 }),
          license({ users: 5, start: '2026-12-01', end: '2027-03-02' }),
          license({ users: 5, start: '2027-03-01', end: '2028-03-01' }),
        ],
      },
      ask(1),
      'fail',
    ],
    ['lets all be renewed', { licenses: [license({ users: 10 })] }, renew(10), 'pass'],
    ['does not let more be renewed', { licenses: [license({ users: 10 })] }, renew(11), 'fail'],
    [
      'lets all be renewed together, what was added as well',
      {
        licenses: [license({ users: 6 }), license({ users: 4, addOn: true })],
      },
      renew(10),
      'pass',
    ],
    [
      'counts what runs on into a renewal',
      {
        licenses: [license({ users: 6 }), license({ users: 4, addOn: true, end: '2027-03-02' })],
      },
      renew(7),
      'fail',
    ],
    [
      'counts an addition until the oldest ends, though its list says less',
      { licenses: [saas({ users: 1 }), license({ users: 6, addOn: true, end: '2026-11-21' })] },
      ask(5),
      'fail',
    ],
    [
      'counts a renewal that was issued already',
      {
        licenses: [license({ users: 10 }), license({ users: 10, start: '2027-03-01', end: '2028-03-01' })],
      },
      renew(1),
      'fail',
    ],
    [
      'counts nothing after what is added has ended',
      {
        licenses: [license({ users: 5 }), license({ users: 10, start: '2027-03-01', end: '2028-03-01' })],
      },
      ask(5),
      'pass',
    ],
    [
      'counts what runs while what is added does',
      {
        licenses: [license({ users: 5 }), license({ users: 10, start: '2027-02-28', end: '2028-03-01' })],
      },
      ask(5),
      'fail',
    ],
  ])('%s', (_, evidence, asked, expected) => {
    expect(outcomes(decide(evidence, asked)).within_limit).toBe(expected)
  })

  it('is told with what is held and what is asked', () => {
    expect(limitOf({ licenses: [license({ users: 7 })] })).toMatchObject({
      expected: 'at most 10',
      actual: '12 (7 held, 5 requested)',
      source: { file: 'l.csv', line: 3 },
      handbook: { section: 'Not-for-Resale (NFR) Program and Policy' },
    })
    expect(limitOf({})).toMatchObject({ actual: '5 (0 held, 5 requested)', source: { file: 'l.csv', line: null } })
  })
  it.each([
    ['2021', '2022-10-31', 'fail'],
    ['2022-11', '2022-12-31', 'fail'],
    ['2023-01', '2023-06-30', 'fail'],
    ['2023-07', '2023-07-01', 'pass'],
  ])('by version %s is that of the partner, and later that of each type', (version, day, expected) => {
    const licenses = [saas({ users: 6, start: addDays(day, -10), end: addDays(day, 300) })]
    const verdict = decide({ licenses }, ask(5), on(day))
    expect(verdict.policy.version).toBe(version)
    expect(outcomes(verdict).within_limit).toBe(expected)
    const perPartner = expected === 'fail'
    expect(verdict.limits).toEqual({
      saas: { max: 10, held: 6, available: 4 },
      self_managed: perPartner ? { max: 10, held: 6, available: 4 } : { max: 10, held: 0, available: 10 },
    })
    expect(outcomes(decide({ licenses }, ask(4), on(day))).within_limit).toBe('pass')
  })

  it.each<[string, Partial<NfrEvidence>, 'set_aside' | 'stale']>([
    ['in doubt', { track: doubted('Open') }, 'set_aside'],
    ['of a stale export', { track: fact('Open', ONE_SECOND_MORE) }, 'stale'],
    ['of an account with a newer rejected row', { rejectedAccountRow: setAside() }, 'set_aside'],
  ])('of a track %s does not deny what another track allows', (_, evidence, reason) => {
    const verdict = decide(evidence, ask(20))
    expect(outcomes(verdict).track_open_or_select).toBe(reason)
    expect(verdict.decision).toBe('needs_review')
  })
  it('of a track in doubt denies what no track allows, and says nothing of the rest', () => {
    expect(limitOf({ track: doubted('Open') }, ask(5))).toMatchObject({ outcome: 'unknown', reason: 'no_track' })
    expect(decide({ track: doubted('Open') }, ask(25)).decision).toBe('needs_review')
    expect(decide({ track: doubted('Open') }, ask(26)).decision).toBe('not_eligible')
    const licenses = [license({ users: 20 })]
    expect(decide({ track: doubted('Open'), licenses }, ask(5)).decision).toBe('needs_review')
    expect(decide({ track: doubted('Open'), licenses }, ask(6)).decision).toBe('not_eligible')
  })
})

describe('what a partner holds', () => {
  it.each<[string, License[], held: number, available: number]>([
    ['is nothing without licenses', [], 0, 10],
    ['is what runs', [license({ users: 4 })], 4, 6],
    ['is all that runs', [license({ users: 4 }), license({ users: 5, addOn: true })], 9, 1],
    ['is not what the other type has', [saas({ users: 4 })], 0, 10],
    ['is not what ends today', [license({ end: TODAY })], 0, 10],
    ['is what ends tomorrow', [license({ end: '2026-11-21' })], 5, 5],
    ['is what starts today', [license({ start: TODAY })], 5, 5],
    ['is what starts tomorrow, from then on', [license({ start: '2026-11-21' })], 5, 5],
    [
      'is the most at once, so that a renewal that was issued counts once',
      [license({ users: 8 }), license({ users: 8, start: '2027-03-01', end: '2028-03-01' })],
      8,
      2,
    ],
    [
      'is both on the day that they overlap',
      [license({ users: 4, end: '2027-03-02' }), license({ users: 4, start: '2027-03-01', end: '2028-03-01' })],
      8,
      2,
    ],
    [
      'is the most at once, though less is held today',
      [license({ users: 3 }), license({ users: 7, start: '2027-05-01', end: '2028-05-01' })],
      7,
      3,
    ],
    [
      'has an addition until the oldest ends, though its list says less',
      [
        license({ users: 2 }),
        license({ users: 3, addOn: true, end: '2027-01-01' }),
        license({ users: 4, start: '2027-02-28', end: '2028-02-28' }),
      ],
      9,
      1,
    ],
    [
      'has an addition until its own end, where that is later',
      [
        license({ users: 2 }),
        license({ users: 3, addOn: true, end: '2027-03-02' }),
        license({ users: 6, start: '2027-03-01', end: '2028-03-01' }),
      ],
      9,
      1,
    ],
    ['leaves nothing where it is the limit', [license({ users: 10 })], 10, 0],
    ['leaves nothing, and not less, where it is over the limit', [license({ users: 12 })], 12, 0],
    ['does not count what is uncertain, and does not promise it again', [license({ users: 3, uncertain: 'ambiguous' })], 0, 7],
    ['does not count an unknown type, and does not promise it again', [unknownType({ users: 3 })], 0, 7],
  ])('%s', (_, licenses, held, available) => {
    expect(decide({ licenses }, null).limits.self_managed).toEqual({ max: 10, held, available })
  })
  it('ends at midnight UTC', () => {
    const licenses = [license({ end: '2026-11-21' })]
    const at = (now: string) => decide({ licenses }, null, now).limits.self_managed?.held
    expect(at('2026-11-20T23:59:59.000Z')).toBe(5)
    expect(at('2026-11-21T00:00:00.000Z')).toBe(0)
  })
  it('is listed while it runs or will run', () => {
    const licenses = [
      license({ end: TODAY }),
      license({ users: 1 }),
      license({ users: 2, start: '2028-01-01', end: '2029-01-01' }),
    ]
    expect(decide({ licenses }, null).licenses.map(({ users }) => users)).toEqual([1, 2])
  })
  it('has no limit to be held against in a track without one', () => {
    const verdict = decide({ track: fact('Technology'), licenses: [license()] }, null)
    expect(verdict.track).toBeNull()
    expect(verdict.limits.self_managed).toEqual({ max: 0, held: 5, available: 0 })
  })
})

describe('a license that may not be the partner’s, or not of the type', () => {
  it.each<[string, License[], string]>([
    ['matters not where there is room for both', [license({ uncertain: 'ambiguous' })], 'pass'],
    ['matters where there is not', [license({ users: 6, uncertain: 'ambiguous' })], 'ambiguous'],
    ['matters where its newer row was rejected', [license({ users: 6, uncertain: 'set_aside' })], 'set_aside'],
    ['matters not where the rest is too much', [license({ users: 6 }), license({ users: 6, uncertain: 'ambiguous' })], 'fail'],
    ['matters not where it is of the other type', [saas({ users: 10, uncertain: 'ambiguous' })], 'pass'],
    ['matters not when it has ended', [license({ users: 10, uncertain: 'ambiguous', end: TODAY })], 'pass'],
    [
      'matters not before it begins',
      [license({ users: 10, uncertain: 'ambiguous', start: '2027-11-20', end: '2028-11-20' })],
      'pass',
    ],
    ['matters where it left the newest list', [license({ users: 6, source: source('l.csv', 3, ONE_SECOND_MORE) })], 'stale'],
    [
      'is still what it was when it left the newest list as well',
      [license({ users: 6, uncertain: 'ambiguous', source: source('l.csv', 3, ONE_SECOND_MORE) })],
      'ambiguous',
    ],
    ['is sure at exactly the greatest age', [license({ users: 6, source: source('l.csv', 3, EXACTLY_MAX_AGE) })], 'fail'],
    ['is sure where it was approved and is in no list', [license({ users: 6, source: null, approvedAs: 4 })], 'fail'],
    ['may be of either type where its own is unknown', [unknownType({ users: 6 })], 'unreadable'],
    ['of an unknown type matters not where there is room', [unknownType()], 'pass'],
  ])('%s', (_, licenses, expected) => {
    expect(outcomes(decide({ licenses })).within_limit).toBe(expected)
  })
  it.each([
    ['saas', ask(5, { type: 'saas' })],
    ['self_managed', ask(5)],
  ])('counts against %s where its type is unknown', (_, asked) => {
    expect(outcomes(decide({ licenses: [unknownType({ users: 6 })] }, asked)).within_limit).toBe('unreadable')
  })
  it('counts whatever its type where the limit is the partner’s', () => {
    const licenses = [unknownType({ users: 6, start: '2022-12-01', end: '2023-12-01' })]
    expect(outcomes(decide({ licenses }, ask(5), on('2023-06-30'))).within_limit).toBe('fail')
    expect(decide({ licenses }, ask(5), on('2023-06-30')).limits.saas).toEqual({ max: 10, held: 6, available: 4 })
  })
  it('is named with its place', () => {
    const licenses = [license({ users: 4 }), license({ users: 6, uncertain: 'ambiguous', source: source('l.csv', 8) })]
    expect(limitOf({ licenses })).toMatchObject({ detail: 'l.csv, line 8', actual: '9 (4 held, 5 requested)' })
  })
  it('is named where it matters, and not another that does not run in the term', () => {
    const before = license({ uncertain: 'ambiguous', source: source('l.csv', 8) })
    const after = license({ ...before, start: '2028-03-01', end: '2029-03-01' })
    const during = license({ users: 6, start: '2026-12-01', end: '2028-03-01', source: source('l.csv', 9, ONE_SECOND_MORE) })
    const check = limitOf({ licenses: [license(), before, after, during] }, renew(5))
    expect(check).toMatchObject({ outcome: 'unknown', reason: 'stale', detail: 'l.csv, line 9' })
  })
})

describe('a list of licenses', () => {
  it.each<[string, Partial<NfrEvidence>, string, string | null]>([
    ['that was never imported', { licenseList: null }, 'missing', null],
    ['that is stale', { licenseList: source('l.csv', null, ONE_SECOND_MORE) }, 'stale', null],
    ['with a row that was rejected', { licensesSetAside: setAside() }, 'set_aside', 'newer.csv, line 7'],
  ])('%s makes the limit unknown, but for what is too much by itself', (_, evidence, reason, detail) => {
    const verdict = decide(evidence, ask(10))
    expect(verdict).toMatchObject({ decision: 'needs_review', stale: reason === 'stale' })
    expect(checkOf(verdict, 'within_limit')).toMatchObject({ outcome: 'unknown', reason, detail, actual: null })
    expect(verdict.limits.self_managed).toEqual({ max: 10, held: null, available: null })
    expect(decide(evidence, ask(11))).toMatchObject({ decision: 'not_eligible', stale: false })
    expect(limitOf(evidence, ask(11))).toMatchObject({ outcome: 'fail', reason: null })
  })
  it.each<[string, Partial<NfrEvidence>]>([
    ['of exactly the greatest age', { licenseList: source('l.csv', null, EXACTLY_MAX_AGE) }],
    ['with a row that was rejected long ago', { licensesSetAside: setAside(ONE_SECOND_MORE) }],
  ])('%s is one to go by', (_, evidence) => {
    expect(decide(evidence, ask(10)).decision).toBe('eligible')
  })
  it('that cannot be gone by decides nothing by what it has', () => {
    const licenses = [license({ users: 10 })]
    expect(limitOf({ licenses, licensesSetAside: setAside() })).toMatchObject({ outcome: 'unknown', reason: 'set_aside' })
  })
})

describe('the term of a license', () => {
  const older = { start: '2026-01-15', end: '2027-01-15' }
  it.each<[string, License[], NfrAsk, kind: string, start: string, end: string]>([
    ['is a year where nothing runs', [], ask(1), 'new', TODAY, '2027-11-20'],
    ['is a year where the other type runs', [saas(older)], ask(1), 'new', TODAY, '2027-11-20'],
    ['is a year where the last one ends today', [license({ end: TODAY })], ask(1), 'new', TODAY, '2027-11-20'],
    ['is a year where the next one starts tomorrow', [license({ start: '2026-11-21' })], ask(1), 'new', TODAY, '2027-11-20'],
    ['is a year where what runs is uncertain', [license({ uncertain: 'ambiguous' })], ask(1), 'new', TODAY, '2027-11-20'],
    ['is a year where what runs is of an unknown type', [unknownType()], ask(1), 'new', TODAY, '2027-11-20'],
    ['ends with the one that runs', [license()], ask(1), 'add_on', TODAY, '2027-03-01'],
    ['ends with one that starts today', [license({ start: TODAY, end: '2027-11-20' })], ask(1), 'add_on', TODAY, '2027-11-20'],
    ['ends with the oldest of two', [license(), license(older)], ask(1), 'add_on', TODAY, '2027-01-15'],
    ['ends with the oldest, though of the other type', [license(), saas(older)], ask(1), 'add_on', TODAY, '2027-01-15'],
    [
      'ends with the oldest license, though an addition is older',
      [license(), license({ ...older, addOn: true })],
      ask(1),
      'add_on',
      TODAY,
      '2027-03-01',
    ],
    [
      'ends with the oldest by its start, though another ends first',
      [license({ end: '2026-12-24' }), license(older)],
      ask(1),
      'add_on',
      TODAY,
      '2027-01-15',
    ],
    [
      'ends with the first to end of two that started together',
      [license({ end: '2027-03-01' }), license({ end: '2027-02-01' })],
      ask(1),
      'add_on',
      TODAY,
      '2027-02-01',
    ],
    ['follows the one that runs when it is renewed', [license()], renew(5), 'renewal', '2027-03-01', '2028-03-01'],
    [
      'follows the one of its type, though another is older',
      [license(), saas(older)],
      renew(5),
      'renewal',
      '2027-03-01',
      '2028-03-01',
    ],
    [
      'follows the license, and not what was added to it',
      [license({ addOn: true, end: '2026-12-31' }), license()],
      renew(5),
      'renewal',
      '2027-03-01',
      '2028-03-01',
    ],
    ['follows the first to end of two', [license(), license(older)], renew(5), 'renewal', '2027-01-15', '2028-01-15'],
    [
      'follows the first to end of two, though the other is older',
      [license({ ...older, end: '2027-06-01' }), license()],
      renew(5),
      'renewal',
      '2027-03-01',
      '2028-03-01',
    ],
    [
      'is a year to 28 February from 29 February',
      [license({ start: '2026-11-01', end: '2028-02-29' })],
      renew(5),
      'renewal',
      '2028-02-29',
      '2029-02-28',
    ],
    ['is a new one where nothing can be renewed', [], renew(5), 'new', TODAY, '2027-11-20'],
    ['is a new one where it ended today', [license({ end: TODAY })], renew(5), 'new', TODAY, '2027-11-20'],
    ['is a new one where the other type alone runs', [saas()], renew(5), 'new', TODAY, '2027-11-20'],
    ['is an addition where only an addition runs', [license({ addOn: true })], renew(5), 'add_on', TODAY, '2027-03-01'],
  ])('%s', (_, licenses, asked, kind, start, end) => {
    expect(decide({ licenses }, asked).term).toMatchObject({ kind, start, end })
  })
  it.each<[string, License[], NfrAsk, number | null]>([
    ['that stands alone', [saas({ users: 1 })], ask(1), null],
    ['that ends with another', [license({ users: 1 }), saas({ users: 2, ...older })], ask(1), 2],
    ['that follows another', [license({ users: 1 }), saas({ users: 2, ...older })], renew(1), 1],
  ])('%s is told with it', (_, licenses, asked, users) => {
    expect(decide({ licenses }, asked).term?.with?.users ?? null).toBe(users)
  })
  it('of a renewal has a limit of its own: what ends before it is free by then', () => {
    const verdict = decide({ licenses: [license({ users: 7 })] }, renew(5))
    expect([verdict.limits.self_managed?.held, verdict.termLimit?.held]).toEqual([7, 0])
    expect(decide({}, null).termLimit).toBeNull()
  })
  it('asked for on 29 February ends on 28 February', () => {
    expect(decide({}, ask(1), on('2028-02-29')).term).toMatchObject({ start: '2028-02-29', end: '2029-02-28' })
  })
  it.each([
    ['2021', '2022-10-31', 'add_on'],
    ['2022-11', '2022-11-01', 'new'],
    ['2023-07', '2023-07-01', 'new'],
  ])('by version %s beside a license of the other type', (version, day, kind) => {
    const end = addDays(day, 100)
    const verdict = decide({ licenses: [saas({ users: 1, start: addDays(day, -100), end })] }, ask(1), on(day))
    expect(verdict.policy.version).toBe(version)
    expect(verdict.term?.kind).toBe(kind)
    if (kind === 'add_on') expect(verdict.term?.end).toBe(end)
  })
  it('that runs on a day is listed with the oldest in front', () => {
    const licenses = [
      license({ users: 1 }),
      license({ users: 2, end: '2027-01-01' }),
      license({ users: 3, start: '2026-01-01' }),
      license({ users: 4, end: TODAY }),
      license({ users: 5, start: '2026-11-21' }),
      license({ users: 6, uncertain: 'stale' }),
    ]
    expect(runningOn(licenses, TODAY).map(({ users }) => users)).toEqual([3, 2, 1])
  })
})

describe('portal users that disagree with the dashboard', () => {
  const enough = { sales: 2, solution_architect: 1 }
  it.each<[string, string, Readonly<Record<string, number>>, boolean | null]>([
    ['a yes, and too few', 'Yes', { sales: 1, solution_architect: 1 }, false],
    ['a yes, and nobody', 'Yes', {}, false],
    ['a no, and enough', 'No', enough, true],
    ['a yes, and enough', 'Yes', enough, null],
    ['a no, and too few', 'No', { sales: 1 }, null],
    ['neither yes nor no', 'N/A', {}, null],
  ])('are told beside %s', (_, open, holding, met) => {
    const { notes } = decide({ dashboard: [row({ open })], people: people(1, holding) })
    const told = notes.flatMap((note) => (note.code === 'counts_disagree' ? [note.met] : []))
    expect(told).toEqual(met === null ? [] : [met])
  })
  it('are counted without those whose account is not activated', () => {
    const left = { ...people(1, { sales: 1, solution_architect: 1 }), inactive: { sales: 5 } }
    expect(decide({ people: left }).notes).toContainEqual(expect.objectContaining({ code: 'counts_disagree', met: false }))
  })
})

describe('a note', () => {
  const of = (evidence: Partial<NfrEvidence>, asked: NfrAsk | null = ask(5), now = NOW): NfrNote[] => [
    // What is said of the agreement is asked for in agreement.test.ts; whether the users agree with the dashboard, below.
    ...decide(evidence, asked, now).notes.filter(({ code }) => code !== 'agreement_not_exported' && code !== 'counts_disagree'),
  ]
  const codes = (...args: Parameters<typeof of>): string[] => of(...args).map(({ code }) => code)

  it('is not made of a partner with nothing to say', () => {
    expect(of({})).toEqual([])
    expect(of({ licenses: [license()] }, null)).toEqual([])
  })
  it.each(['Yes', 'X', 'Restricted', ' denied party '])('says that the account is marked as restricted: %s', (value) => {
    expect(of({ restricted: fact(value) })).toEqual([{ code: 'restricted_party', value: value.trim() }])
  })
  it.each([null, '', '  ', 'No', 'n', 'FALSE', '0', 'None', 'not restricted'])('says nothing of the mark %s', (value) => {
    expect(of({ restricted: fact(value) })).toEqual([])
  })
  it('tells names of another legal form once', () => {
    const evidence = {
      candidates: [candidate({}, { name: 'Acme Ltd', why: 'other_legal_form', of: [] })],
      unsurePeople: unsure(1, 'Acme Ltd', 'Acme Inc'),
    }
    expect(of(evidence)).toEqual([{ code: 'other_legal_form', names: ['Acme Inc', 'Acme Ltd'], of: [] }])
  })
  it('says that the portal is ahead of the dashboard', () => {
    const dashboard = [row({ counts: { saCore: 0, pse: 0 } })]
    expect(of({ people: people(2), dashboard })).toEqual([{ code: 'portal_ahead_of_dashboard', people: 2, file: 'u.csv' }])
  })
  it.each<[string, Partial<NfrEvidence>]>([
    ['the dashboard does not count', { dashboard: [row({ counts: {} })] }],
    ['there is no row', { dashboard: [] }],
    ['the dashboard has someone', { dashboard: [row({ counts: { saCore: 0, pse: 1 } })] }],
    ['one of two rows has someone', { dashboard: [row({ counts: { pse: 0 } }), row({ counts: { pse: 1 } })] }],
    ['neither has anybody', { people: people(0), dashboard: [row({ counts: { saCore: 0 } })] }],
    ['there are no users', { people: null, dashboard: [row({ counts: { saCore: 0 } })] }],
  ])('does not say that the portal is ahead where %s', (_, evidence) => {
    expect(codes(evidence)).not.toContain('portal_ahead_of_dashboard')
  })
  it('says that no list of licenses was imported', () => {
    expect(codes({ licenseList: null })).toEqual(['licences_never_imported'])
    expect(codes({ licenseList: source('l.csv', null, ONE_SECOND_MORE) })).toEqual([])
  })
  it('says of a license that its type is unknown, that it is uncertain, that no list has it', () => {
    const uncertain = saas({ users: 1, uncertain: 'ambiguous' })
    const approved = saas({ users: 1, source: null, approvedAs: 4 })
    expect(of({ licenses: [unknownType({ users: 1 }), uncertain, approved, saas({ users: 1 })] }, null)).toEqual([
      { code: 'licence_of_unknown_type', name: 'Gold', source: source('l.csv', 3) },
      { code: 'licence_uncertain', license: uncertain },
      { code: 'approved_not_listed', license: approved },
    ])
  })
  it('says that a license left the newest list', () => {
    const left = saas({ users: 1, source: source('l.csv', 3, ONE_SECOND_MORE) })
    expect(of({ licenses: [left] }, null)).toEqual([{ code: 'licence_uncertain', license: { ...left, uncertain: 'stale' } }])
  })
  it('says nothing of a license that ended', () => {
    expect(of({ licenses: [unknownType({ end: TODAY }), saas({ end: TODAY, uncertain: 'ambiguous' })] })).toEqual([])
  })
  it('says that a type is over its limit', () => {
    const evidence = { licenses: [license({ users: 11 }), saas({ users: 10 })] }
    expect(of(evidence, null)).toMatchObject([{ code: 'over_limit', type: { id: 'self_managed' }, held: 11, max: 10 }])
  })
  it('says once that a partner is over its limit, where the limit is of all types together', () => {
    const licenses = [license({ users: 6, start: '2023-01-10', end: '2024-01-10' })]
    const both = [...licenses, saas({ users: 5, start: '2023-01-10', end: '2024-01-10' })]
    expect(of({ licenses: both }, null, on('2023-06-30'))).toMatchObject([{ code: 'over_limit', held: 11, max: 10 }])
    expect(of({ licenses: both }, null, on('2023-07-01'))).toEqual([])
    expect(of({ licenses }, null, on('2023-06-30'))).toEqual([])
  })
  it('says that an addition ends otherwise than the oldest license', () => {
    const oldest = license({ users: 1, start: '2026-01-15', end: '2027-01-15' })
    const added = license({ users: 1, addOn: true, end: '2027-01-16' })
    expect(of({ licenses: [license({ users: 1 }), oldest, added] }, null)).toEqual([
      { code: 'add_on_ends_otherwise', license: added, oldest },
    ])
    const shorter = { ...added, end: '2027-01-14' }
    expect(of({ licenses: [oldest, shorter] }, null)).toEqual([{ code: 'add_on_ends_otherwise', license: shorter, oldest }])
    expect(of({ licenses: [oldest, { ...added, end: oldest.end }] }, null)).toEqual([])
    expect(of({ licenses: [added] }, null)).toEqual([])
  })
  it('says that there is nothing to renew', () => {
    expect(of({}, renew(5))).toMatchObject([{ code: 'nothing_to_renew', type: { id: 'self_managed' } }])
    expect(of({ licenses: [saas()] }, renew(5))).toMatchObject([{ code: 'nothing_to_renew' }])
    expect(of({ licenses: [license()] }, renew(5))).toEqual([])
    expect(of({}, ask(5))).toEqual([])
  })
  it('says that a license of the type runs already', () => {
    const running = license()
    expect(of({ licenses: [running] }, ask(5))).toEqual([{ code: 'runs_already', license: running }])
    expect(of({ licenses: [saas({ start: '2026-01-15' }), running] }, ask(5))).toEqual([
      { code: 'runs_already', license: running },
    ])
    expect(of({ licenses: [running] }, ask(5, { type: 'saas' }))).toEqual([])
    expect(codes({ licenses: [running] }, renew(5))).not.toContain('runs_already')
  })
  it('says until October 2022 that someone should be certified, and decides nothing by it', () => {
    const nobody = { people: people(0), dashboard: [row({ counts: { saCore: 0, pse: 0 } })] }
    const verdict = decide(nobody, ask(5), on('2022-10-31'))
    expect(verdict).toMatchObject({ decision: 'eligible', missingTechnical: 0 })
    expect(verdict.checks.map(({ id }) => id)).not.toContain('technical_certification')
    expect(codes(nobody, ask(5), on('2022-10-31'))).toEqual(['technical_certification_advised'])
    expect(codes({}, ask(5), on('2022-10-31'))).toEqual([])
    expect(codes({ ...nobody, people: null, dashboard: [] }, ask(5), on('2022-10-31'))).toEqual([])
    expect(codes(nobody, ask(5), on('2022-11-01'))).toEqual([])
    expect(decide(nobody, ask(5), on('2022-11-01'))).toMatchObject({ decision: 'not_eligible', missingTechnical: 1 })
  })
})

describe('the trainings missing', () => {
  const no = (counts: Counts = {}) => [row({ open: 'No', select: 'No', counts })]
  const missing = (evidence: Partial<NfrEvidence>, now = NOW) =>
    decide({ dashboard: no(), ...evidence }, ask(5), now).missing.map(({ requirement, have, need, from }) => [
      requirement.id,
      have,
      need,
      from,
    ])
  const users = (holding: Readonly<Record<string, number>>) => ({ people: people(1, holding) })

  it.each<[string, Partial<NfrEvidence>, unknown[]]>([
    [
      'in Open are two for sales and a solution architect',
      users({}),
      [
        ['sales', 0, 2, 'portal_users'],
        ['solution_architect', 0, 1, 'portal_users'],
      ],
    ],
    ['in Open are those not met alone', users({ sales: 1, solution_architect: 1 }), [['sales', 1, 1, 'portal_users']]],
    [
      'in Select are four for sales, two solution architects and an engineer',
      { ...SELECT, ...users({}) },
      [
        ['sales', 0, 4, 'portal_users'],
        ['solution_architect', 0, 2, 'portal_users'],
        ['pse', 0, 1, 'portal_users'],
      ],
    ],
    [
      'in Select are those that Open does not ask for',
      { ...SELECT, ...users({ sales: 2, solution_architect: 1, pse: 1 }) },
      [
        ['sales', 2, 2, 'portal_users'],
        ['solution_architect', 1, 1, 'portal_users'],
      ],
    ],
    [
      'are counted by the dashboard, without users',
      { people: null, dashboard: no({ salesCore: 1, salesPro: 0, saCore: 1 }) },
      [['sales', 1, 1, 'certification_dashboard']],
    ],
    [
      'are counted by the dashboard where the users are too old',
      { people: people(1, {}, ONE_SECOND_MORE), dashboard: no({ salesCore: 1, saCore: 1 }) },
      [['sales', 1, 1, 'certification_dashboard']],
    ],
    [
      'are counted by the fresh row',
      {
        people: null,
        dashboard: [row({ open: 'Yes', seen: ONE_SECOND_MORE }), row({ open: 'No', counts: { salesCore: 0, saCore: 1 } })],
      },
      [['sales', 0, 2, 'certification_dashboard']],
    ],
  ])('%s', (_, evidence, expected) => {
    expect(missing(evidence)).toEqual(expected)
  })
  it('in Select until 2022 include one for sales professionals', () => {
    const expected = [
      ['sales', 0, 4, 'portal_users'],
      ['sales_professional', 0, 1, 'portal_users'],
      ['solution_architect', 0, 2, 'portal_users'],
      ['pse', 0, 1, 'portal_users'],
    ]
    expect(missing({ ...SELECT, ...users({}) }, on('2022-10-31'))).toEqual(expected)
    expect(missing({ ...SELECT, ...users({}) }, on('2022-12-31'))).toEqual(expected)
    expect(missing({ ...SELECT, ...users({}) }, on('2023-01-01'))).toHaveLength(3)
  })
  it.each<[string, Partial<NfrEvidence>]>([
    ['met', { dashboard: [row()] }],
    ['unknown', { dashboard: [row({ open: 'N/A' })] }],
    ['those of no track', { track: fact('Technology') }],
    ['set aside', { dashboardSetAside: setAside() }],
  ])('are not named where the requirements are %s', (_, evidence) => {
    expect(missing({ ...users({}), ...evidence })).toEqual([])
  })
})

describe('a partner on a day', () => {
  const DAYS = [
    ['2021-06-01', '2021'],
    ['2022-10-31', '2021'],
    ['2022-11-01', '2022-11'],
    ['2022-12-31', '2022-11'],
    ['2023-01-01', '2023-01'],
    ['2023-06-30', '2023-01'],
    ['2023-07-01', '2023-07'],
    ['2026-11-20', '2025'],
  ] as const
  const WORD: Readonly<Record<Decision, string>> = { eligible: 'yes', not_eligible: 'no', needs_review: '?' }
  const running = (day: string, rest: Partial<License>) => license({ start: addDays(day, -60), end: addDays(day, 300), ...rest })
  const nobody = { people: people(0), dashboard: [row({ counts: { saCore: 0, pse: 0 } })] }

  it.each<[string, (day: string) => Partial<NfrEvidence>, NfrAsk | null, string]>([
    ['that meets all', () => ({}), ask(10), 'yes yes yes yes yes yes yes yes'],
    ['that asks for no license', () => ({}), null, 'yes yes yes yes yes yes yes yes'],
    ['in Open that asks for 11 users', () => ({}), ask(11), 'no no no no no no no no'],
    ['in Select that asks for 25 users', () => SELECT, ask(25), 'yes yes yes yes yes yes yes yes'],
    ['in Select that asks for 26 users', () => SELECT, ask(26), 'no no no no no no no no'],
    ['with nobody certified', () => nobody, ask(5), 'yes yes no no no no no no'],
    [
      'of which nobody can tell who is certified',
      () => ({ ...nobody, people: null, usersSetAside: { ...setAside(), people: 1 } }),
      ask(5),
      'yes yes ? ? ? ? ? ?',
    ],
    [
      'with 6 SaaS users that asks for 5 others',
      (day) => ({ licenses: [running(day, { type: 'saas', users: 6 })] }),
      ask(5),
      'no no no no no no yes yes',
    ],
    [
      'with 5 SaaS users that asks for 5 others',
      (day) => ({ licenses: [running(day, { type: 'saas', users: 5 })] }),
      ask(5),
      'yes yes yes yes yes yes yes yes',
    ],
    [
      'with 6 users of its type that asks for 5 more',
      (day) => ({ licenses: [running(day, { users: 6 })] }),
      ask(5),
      'no no no no no no no no',
    ],
    [
      'with 6 users of an unknown type that asks for 5',
      (day) => ({ licenses: [running(day, { type: null, users: 6 })] }),
      ask(5),
      'no no no no no no ? ?',
    ],
    [
      'that renews 10 users of the last day',
      (day) => ({ licenses: [running(day, { users: 10, end: addDays(day, 1) })] }),
      renew(10),
      'yes yes yes yes yes yes yes yes',
    ],
    ['that is no longer a partner', () => ({ status: fact('Former') }), ask(5), 'no no no no no no no no'],
    ['in Technology', () => ({ track: fact('Technology') }), ask(5), 'no no no no no no no no'],
    ['in Select with No', () => ({ ...SELECT, dashboard: [row({ select: 'No' })] }), ask(5), 'no no no no no no no no'],
    ['without a row on the dashboard', () => ({ dashboard: [] }), ask(5), '? ? ? ? ? ? ? ?'],
  ])('%s', (_, evidenceOn, asked, expected) => {
    const verdicts = DAYS.map(([day]) => decide(evidenceOn(day), asked, on(day)))
    expect(verdicts.map(({ policy }) => policy.version)).toEqual(DAYS.map(([, version]) => version))
    expect(verdicts.map(({ decision }) => WORD[decision]).join(' ')).toBe(expected)
  })
})
