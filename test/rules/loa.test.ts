import { describe, expect, it } from 'vitest'
import { readLoaPolicies } from '../../src/reference/reference.ts'
import type { CandidateAnswer } from '../../src/rules/checks.ts'
import { decideLoa, type LoaEvidence, type LoaVerdict } from '../../src/rules/loa.ts'
import { inForce } from '../../src/rules/policy.ts'
import type { Fact } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T07:00:00.000Z'
const MAX_AGE = 30
const EXACTLY_MAX_AGE = '2026-10-21T07:00:00.000Z'
const ONE_SECOND_MORE = '2026-10-21T06:59:59.000Z'

function fact<T>(value: T, lastSeenAt = NOW, line = 2): Fact<T> {
  return { value, source: { kind: 'k', importId: 1, file: 'f.csv', line, column: 'c', lastSeenAt }, doubt: null }
}
function doubted<T>(value: T, lastSeenAt = NOW): Fact<T> {
  return { ...fact(value, lastSeenAt), doubt: { file: 'new.csv', line: 9 } }
}
type Counts = Readonly<Record<string, number | null>>
const row = (answer: string | null, counts: Counts = {}, lastSeenAt = NOW, line = 2) => ({
  openReqsMet: fact(answer, lastSeenAt, line),
  counts,
})
const candidate = (answer: string, rest: Partial<CandidateAnswer> = {}): CandidateAnswer => ({
  name: 'Acme',
  accountId: null,
  why: 'ambiguous',
  of: ['X'],
  counts: false,
  answer: fact(answer, NOW, 5),
  source: fact(answer, NOW, 5).source,
  ...rest,
})

const READY: LoaEvidence = {
  status: fact('Authorized'),
  // An export without the columns: the agreement is asked for in agreement.test.ts.
  signedContract: null,
  clickThrough: null,
  contractNoted: null,
  restricted: null,
  channelManager: 'Ann Lee',
  dashboard: [row('Yes')],
  rejectedAccountRow: null,
  dashboardSetAside: null,
  candidates: [],
  dashboardImported: true,
  people: null,
  unsurePeople: null,
  letters: [],
}
function decide(evidence: Partial<LoaEvidence>, day = '2026-11-20', now = NOW): LoaVerdict {
  const policy = inForce(readLoaPolicies(), day)
  if (!policy) throw new Error('a policy is in force')
  return decideLoa({ ...READY, ...evidence }, policy, now, MAX_AGE)
}
function outcomes({ checks }: LoaVerdict): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome, reason }) => [id, reason ?? outcome]))
}
const people = (sales: number, architects: number, lastSeenAt = NOW) => ({
  holding: { sales, solution_architect: architects },
  inactive: {},
  file: 'users.csv',
  lastSeenAt,
})
const missing = (verdict: LoaVerdict) =>
  verdict.missing.map(({ requirement, have, need, from }) => [requirement.id, have, need, from])

describe('a letter of authorization', () => {
  it.each<[string, Partial<LoaEvidence>, LoaVerdict['decision'], string, string]>([
    ['authorized and met', {}, 'eligible', 'pass', 'pass'],
    ['" authorized "', { status: fact(' authorized ') }, 'eligible', 'pass', 'pass'],
    ['"AUTHORIZED"', { status: fact('AUTHORIZED') }, 'eligible', 'pass', 'pass'],
    ['no status', { status: fact(null) }, 'not_eligible', 'fail', 'pass'],
    ['a status of spaces', { status: fact('  ') }, 'not_eligible', 'fail', 'pass'],
    ['"Former"', { status: fact('Former') }, 'not_eligible', 'fail', 'pass'],
    ['"Not Authorized"', { status: fact('Not Authorized') }, 'not_eligible', 'fail', 'pass'],
    ['"Authorized Pending"', { status: fact('Authorized Pending') }, 'not_eligible', 'fail', 'pass'],
    ['"#N/A" as the status', { status: fact('#N/A') }, 'needs_review', 'unreadable', 'pass'],
    ['"undefined" as the status', { status: fact('undefined') }, 'needs_review', 'unreadable', 'pass'],
    ['something unseen in the status', { status: fact('Authori\u200bzed') }, 'needs_review', 'unreadable', 'pass'],
    ['something unseen behind the status', { status: fact('Authorized\u200b') }, 'eligible', 'pass', 'pass'],
    ['"#REF!" as the answer', { dashboard: [row('#REF!')] }, 'needs_review', 'pass', 'unreadable'],
    ['something unseen in a No', { dashboard: [row('N\u200bo')] }, 'needs_review', 'pass', 'unreadable'],
    ['something unseen around a No', { dashboard: [row('\u2060No\u200b')] }, 'not_eligible', 'pass', 'fail'],
    ['" yes "', { dashboard: [row(' yes ')] }, 'eligible', 'pass', 'pass'],
    ['"No"', { dashboard: [row('No')] }, 'not_eligible', 'pass', 'fail'],
    ['" NO "', { dashboard: [row(' NO ')] }, 'not_eligible', 'pass', 'fail'],
    ['a blank answer', { dashboard: [row(null)] }, 'needs_review', 'pass', 'unreadable'],
    ['"N/A"', { dashboard: [row('N/A')] }, 'needs_review', 'pass', 'unreadable'],
    ['"Y"', { dashboard: [row('Y')] }, 'needs_review', 'pass', 'unreadable'],
    ['no row', { dashboard: [] }, 'needs_review', 'pass', 'missing'],
    ['no dashboard', { dashboard: [], dashboardImported: false }, 'needs_review', 'pass', 'missing'],
    ['an ambiguous row', { dashboard: [], candidates: [candidate('Yes')] }, 'needs_review', 'pass', 'ambiguous'],
    ['a row of its own beside an ambiguous one', { candidates: [candidate('No')] }, 'eligible', 'pass', 'pass'],
    ...(['other_legal_form', 'contradicts_its_id', 'former_name', 'unknown_id'] as const).map(
      (why): [string, Partial<LoaEvidence>, LoaVerdict['decision'], string, string] => [
        `no row but one that may be another company's: ${why}`,
        { dashboard: [], candidates: [candidate('Yes', { why, of: [] })] },
        'needs_review',
        'pass',
        why,
      ],
    ),
    ['two rows that agree', { dashboard: [row('Yes'), row('yes ')] }, 'eligible', 'pass', 'pass'],
    ['two rows that contradict', { dashboard: [row('Yes'), row('No')] }, 'needs_review', 'pass', 'contradictory'],
    ['Yes and blank', { dashboard: [row('Yes'), row(null)] }, 'needs_review', 'pass', 'contradictory'],
    ['not authorized, no row', { status: fact('Former'), dashboard: [] }, 'not_eligible', 'fail', 'missing'],
    ['both failed', { status: fact('Former'), dashboard: [row('No')] }, 'not_eligible', 'fail', 'fail'],
  ])('with %s', (_, evidence, decision, status, requirements) => {
    const verdict = decide(evidence)
    expect(verdict.decision).toBe(decision)
    expect(outcomes(verdict)).toEqual({ partner_authorized: status, open_reqs_met: requirements })
    expect(verdict.stale).toBe(false)
  })

  it('names what was expected, what was found, where, and the page of the handbook', () => {
    const [authorized, requirements] = decide({ status: fact(' former '), dashboard: [row('N/A', {}, NOW, 7)] }).checks
    expect(authorized).toMatchObject({ expected: 'Authorized', actual: ' former ', source: { file: 'f.csv', line: 2 } })
    expect(requirements).toMatchObject({ expected: 'Yes', actual: 'N/A', source: { line: 7 } })
    expect(requirements?.handbook).toEqual({ page: 'Partner Help Desk', section: 'Approving Letters of Authorization' })
  })
  it('names the partners an ambiguous row may mean, and the lines that contradict each other', () => {
    expect(decide({ dashboard: [], candidates: [candidate('Yes', { of: ['X', 'Y'] })] }).checks[1]?.detail).toBe('X, Y')
    const rows = [row('Yes', {}, NOW, 3), row(null, {}, NOW, 8)]
    expect(decide({ dashboard: rows }).checks[1]?.detail).toBe('Yes (line 3), blank (line 8)')
  })
})

describe('evidence that is stale', () => {
  it.each<[string, Partial<LoaEvidence>, string, string]>([
    [
      'is not one of exactly the greatest age',
      { status: fact('Authorized', EXACTLY_MAX_AGE), dashboard: [row('Yes', {}, EXACTLY_MAX_AGE)] },
      'pass',
      'pass',
    ],
    [
      'is one second older',
      { status: fact('Authorized', ONE_SECOND_MORE), dashboard: [row('Yes', {}, ONE_SECOND_MORE)] },
      'stale',
      'stale',
    ],
    ['speaks not against a status either', { status: fact('Former', ONE_SECOND_MORE) }, 'stale', 'pass'],
    ['speaks not against the requirements either', { dashboard: [row('No', {}, ONE_SECOND_MORE)] }, 'pass', 'stale'],
    ['does not contradict a fresh row', { dashboard: [row('No', {}, ONE_SECOND_MORE), row('Yes')] }, 'pass', 'pass'],
    ['does not help a fresh row', { dashboard: [row('Yes', {}, ONE_SECOND_MORE), row('No')] }, 'pass', 'fail'],
    [
      'is stale before it is contradictory',
      { dashboard: [row('Yes', {}, ONE_SECOND_MORE), row('No', {}, ONE_SECOND_MORE)] },
      'pass',
      'stale',
    ],
    [
      'does not hide that fresh rows contradict each other',
      { dashboard: [row('No', {}, ONE_SECOND_MORE), row('Yes'), row('No')] },
      'pass',
      'contradictory',
    ],
  ])('%s', (_, evidence, status, requirements) => {
    const verdict = decide(evidence)
    expect(outcomes(verdict)).toEqual({ partner_authorized: status, open_reqs_met: requirements })
    expect(verdict.stale).toBe([status, requirements].includes('stale'))
    if (verdict.stale) expect(verdict.decision).toBe('needs_review')
  })
  it('shows what it said when it was fresh', () => {
    expect(decide({ dashboard: [row('No', {}, ONE_SECOND_MORE, 5)] }).checks[1]).toMatchObject({
      actual: 'No',
      source: { line: 5 },
    })
  })
})

describe('a value whose newer row was rejected', () => {
  const doubtedRow = (answer: string, lastSeenAt = NOW) => ({
    openReqsMet: doubted(answer, lastSeenAt),
    counts: {},
  })
  it.each<[string, Partial<LoaEvidence>, string, string]>([
    ['for a partner, as the status', { status: doubted('Authorized') }, 'set_aside', 'pass'],
    ['against a partner, as the status', { status: doubted('Former') }, 'set_aside', 'pass'],
    ['for a partner, as the answer', { dashboard: [doubtedRow('Yes')] }, 'pass', 'set_aside'],
    ['against a partner, as the answer', { dashboard: [doubtedRow('No')] }, 'pass', 'set_aside'],
    ['beside one that agrees', { dashboard: [row('Yes'), doubtedRow('Yes')] }, 'pass', 'set_aside'],
    ['beside one that contradicts it', { dashboard: [row('Yes'), doubtedRow('No')] }, 'pass', 'set_aside'],
    ['when it is stale as well', { dashboard: [doubtedRow('No', ONE_SECOND_MORE)] }, 'pass', 'set_aside'],
  ])('decides nothing %s', (_, evidence, status, requirements) => {
    const verdict = decide(evidence)
    expect(verdict).toMatchObject({ decision: 'needs_review', stale: false })
    expect(outcomes(verdict)).toEqual({ partner_authorized: status, open_reqs_met: requirements })
  })
  it('is passed over when it is stale and the dashboard has a fresh row', () => {
    expect(decide({ dashboard: [doubtedRow('No', ONE_SECOND_MORE), row('Yes')] }).decision).toBe('eligible')
  })
  it('is shown with its place and the place of the newer row', () => {
    const { checks } = decide({ status: doubted('Former'), dashboard: [row('Yes'), doubtedRow('No')] })
    const places = { source: { file: 'f.csv', line: 2 }, detail: 'new.csv, line 9' }
    expect(checks).toMatchObject([
      { actual: 'Former', ...places },
      { actual: 'No', ...places },
    ])
  })
})

describe('the version of the rule', () => {
  it('until the end of 2022 asks for the status alone', () => {
    const verdict = decide({ dashboard: [row('No')], people: people(0, 0) }, '2022-12-31')
    expect(verdict).toMatchObject({ decision: 'eligible', missing: [], policy: { version: '2022-11' } })
    expect(outcomes(verdict)).toEqual({ partner_authorized: 'pass' })
    expect(decide({ status: fact('Former') }, '2022-12-31').decision).toBe('not_eligible')
  })
  it('from 2023 asks for the Open requirements too', () => {
    expect(decide({ dashboard: [row('No')] }, '2023-01-01')).toMatchObject({
      decision: 'not_eligible',
      policy: { version: '2023-01' },
    })
  })
})

describe('the trainings missing', () => {
  const no = (counts: Counts) => [row('No', counts)]
  it.each<[string, Partial<LoaEvidence>, unknown[]]>([
    [
      'are counted among the portal users',
      { people: people(1, 0) },
      [
        ['sales', 1, 1, 'portal_users'],
        ['solution_architect', 0, 1, 'portal_users'],
      ],
    ],
    [
      'count nobody whose account is not activated',
      { people: { ...people(1, 1), inactive: { sales: 4 } } },
      [['sales', 1, 1, 'portal_users']],
    ],
    ['are those not met alone', { people: people(2, 0) }, [['solution_architect', 0, 1, 'portal_users']]],
    ['are empty if the users have enough', { people: people(3, 1) }, []],
    [
      'are counted by the dashboard where the users have enough',
      { dashboard: no({ salesCore: 1, saCore: 1 }), people: people(3, 1) },
      [['sales', 1, 1, 'certification_dashboard']],
    ],
    [
      'are counted by the dashboard where the users are stale',
      { dashboard: no({ salesCore: 1, saCore: 1 }), people: people(0, 0, ONE_SECOND_MORE) },
      [['sales', 1, 1, 'certification_dashboard']],
    ],
    [
      'take a requirement nobody was counted for as nobody',
      { people: { ...people(2, 1), holding: {} } },
      [
        ['sales', 0, 2, 'portal_users'],
        ['solution_architect', 0, 1, 'portal_users'],
      ],
    ],
    [
      'are counted by the dashboard without users',
      { dashboard: no({ salesCore: 0, salesPro: 1, saCore: 0 }) },
      [
        ['sales', 1, 1, 'certification_dashboard'],
        ['solution_architect', 0, 1, 'certification_dashboard'],
      ],
    ],
    [
      'are counted by the users, whatever the dashboard counts',
      { dashboard: no({ salesCore: 5, saCore: 5 }), people: people(0, 1) },
      [['sales', 0, 2, 'portal_users']],
    ],
    [
      'are not told where a count is blank',
      { dashboard: no({ salesCore: null, salesPro: null, saCore: 0 }) },
      [['solution_architect', 0, 1, 'certification_dashboard']],
    ],
    [
      'are counted by the fresh row',
      { dashboard: [row('Yes', { salesCore: 5, saCore: 5 }, ONE_SECOND_MORE), row('No', { salesCore: 1, saCore: 1 })] },
      [['sales', 1, 1, 'certification_dashboard']],
    ],
  ])('%s', (_, evidence, expected) => {
    expect(missing(decide({ dashboard: no({}), ...evidence }))).toEqual(expected)
  })
  it('name the courses', () => {
    const [sales, architect] = decide({ dashboard: no({}), people: people(0, 0) }).missing
    expect(sales?.requirement.courses).toEqual(['Sales Core Training', 'Sales Professional Accreditation'])
    expect(architect?.requirement.courses).toEqual(['Solution Architect Core Training'])
  })
  it.each(['Yes', 'N/A', null])('are not named where the dashboard says %s', (answer) => {
    expect(decide({ dashboard: [row(answer)], people: people(0, 0) }).missing).toEqual([])
  })
})

describe('a rejected row of the dashboard', () => {
  const dashboardSetAside = { file: 'newer.csv', line: 7, lastSeenAt: NOW }
  it.each([
    ['beside a good one', [row('Yes')]],
    ['beside one that is too old', [row('Yes', {}, ONE_SECOND_MORE)]],
    ['beside two that contradict', [row('Yes'), row('No')]],
    ['beside one that says No', [row('No')]],
    ['beside one that cannot be read', [row('N/A')]],
    ['and nothing else', []],
  ])('makes the check unknown: %s', (_, dashboard) => {
    const verdict = decide({ dashboard, dashboardSetAside, candidates: [candidate('Yes', { counts: true })] })
    expect(verdict).toMatchObject({ decision: 'needs_review', stale: false, missing: [] })
    const { value = null, source = null } = dashboard[0]?.openReqsMet ?? {}
    const check = { outcome: 'unknown', reason: 'set_aside', actual: value, source, detail: 'newer.csv, line 7' }
    expect(verdict.checks[1]).toMatchObject(check)
  })
  it('does not matter where the status denies the letter, nor where the status alone is asked for', () => {
    expect(decide({ dashboardSetAside, status: fact('Former') }).decision).toBe('not_eligible')
    expect(decide({ dashboardSetAside }, '2022-12-31').decision).toBe('eligible')
  })
})

describe('a row that may be the partner’s', () => {
  it.each<[string, Partial<LoaEvidence>, object]>([
    [
      'was rejected among the accounts',
      { rejectedAccountRow: { file: 'a.csv', line: 3, lastSeenAt: NOW } },
      { partner_authorized: 'set_aside' },
    ],
    [
      'was rejected too long ago to count',
      { rejectedAccountRow: { file: 'a.csv', line: 3, lastSeenAt: ONE_SECOND_MORE } },
      { partner_authorized: 'pass' },
    ],
    [
      'is newer on the dashboard than its own and says otherwise',
      { candidates: [candidate('Yes', { counts: true }), candidate('No', { counts: true })] },
      { open_reqs_met: 'ambiguous' },
    ],
    [
      'is newer on the dashboard and says the same',
      { candidates: [candidate('yes ', { counts: true })] },
      { open_reqs_met: 'pass' },
    ],
    [
      'says otherwise, but was last seen too long ago to count',
      { candidates: [candidate('No', { counts: true, source: fact('No', ONE_SECOND_MORE).source })] },
      { open_reqs_met: 'pass' },
    ],
  ])('%s', (_, evidence, expected) => {
    expect(outcomes(decide(evidence))).toMatchObject(expected)
  })
})
