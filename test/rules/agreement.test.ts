import { describe, expect, it } from 'vitest'
import { readLoaPolicies, readNfrPolicies } from '../../src/reference/reference.ts'
import type { NotedContract } from '../../src/rules/checks.ts'
import { decideLoa, type LoaEvidence } from '../../src/rules/loa.ts'
import { decideNfr } from '../../src/rules/nfr.ts'
import type { NfrEvidence } from '../../src/rules/nfr-types.ts'
import { inForce } from '../../src/rules/policy.ts'
import type { Check, Decision, Fact, Source } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T07:00:00.000Z'
const OLD = '2026-10-21T06:59:59.000Z'
const source = (lastSeenAt = NOW): Source => ({ kind: 'k', importId: 1, file: 'f.csv', line: 2, column: 'c', lastSeenAt })
function fact<T>(value: T, lastSeenAt = NOW): Fact<T> {
  return { value, source: source(lastSeenAt), doubt: null }
}
const noted: NotedContract = { date: '2024-03-01', where: 'Google Docs', by: 'ann', at: '2026-11-19T09:00:00Z', entry: 7 }

interface Agreement {
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  contractNoted: NotedContract | null
  rejectedAccountRow: LoaEvidence['rejectedAccountRow']
  status: Fact<string | null>
}
const account: Agreement = {
  status: fact('Authorized'),
  signedContract: fact('2024-05-01'),
  clickThrough: fact(true),
  contractNoted: null,
  rejectedAccountRow: null,
}
const common = {
  restricted: null,
  channelManager: null,
  dashboardSetAside: null,
  candidates: [],
  unsurePeople: null,
  dashboardImported: true,
}

interface Answer {
  decision: Decision
  check: Check | undefined
  notes: readonly string[]
}

const RULES: Readonly<Record<string, (evidence: Partial<Agreement>, day: string) => Answer>> = {
  loa: (evidence, day) => {
    const policy = inForce(readLoaPolicies(), day)
    if (!policy) throw new Error('a policy is in force')
    const dashboard = [{ openReqsMet: fact('Yes'), counts: {} }]
    const whole: LoaEvidence = { ...common, ...account, dashboard, people: null, letters: [], ...evidence }
    return answerOf(decideLoa(whole, policy, NOW, 30))
  },
  nfr: (evidence, day) => {
    const policy = inForce(readNfrPolicies(), day)
    if (!policy) throw new Error('a policy is in force')
    const answers = { openReqsMet: fact('Yes'), selectReqsMet: fact('Yes') }
    const whole: NfrEvidence = {
      ...common,
      ...account,
      track: fact('Open'),
      dashboard: [{ answers, counts: { saCore: 1 }, source: source() }],
      people: null,
      usersSetAside: null,
      licenses: [],
      licensesSetAside: null,
      licenseList: source(),
      ...evidence,
    }
    return answerOf(decideNfr(whole, policy, null, NOW, 30))
  },
}

function answerOf({
  decision,
  checks,
  notes,
}: {
  decision: Decision
  checks: readonly Check[]
  notes: ReadonlyArray<{ code: string }>
}): Answer {
  return { decision, check: checks.find(({ id }) => id === 'agreement'), notes: notes.map(({ code }) => code) }
}

// Ecosystem Operations, Unauthorized Partners: Authorized, a date in Signed Contract Date, and click-through or a manual contract.
describe.each(Object.entries(RULES))('the agreement, asked for by %s', (_, decide) => {
  it.each<[string, Partial<Agreement>, string | undefined, Decision]>([
    ['a date and click-through', {}, 'pass', 'eligible'],
    ['a date without click-through', { clickThrough: fact(false) }, 'pass', 'eligible'],
    ['a date, and no column of click-through', { clickThrough: null }, 'pass', 'eligible'],
    ['a date of the very day', { signedContract: fact('2026-11-20') }, 'pass', 'eligible'],
    ['a date after the day', { signedContract: fact('2026-11-21') }, 'unreadable', 'needs_review'],
    ['a blank date', { signedContract: fact(null) }, 'missing', 'needs_review'],
    ['a blank date, and no click-through', { signedContract: fact(null), clickThrough: fact(false) }, 'missing', 'needs_review'],
    ['no column of it', { signedContract: null }, undefined, 'eligible'],
    ['an account too old', { signedContract: fact('2024-05-01', OLD) }, 'stale', 'needs_review'],
    [
      'an account whose newer row was rejected',
      { rejectedAccountRow: { file: 'a.csv', line: 3, lastSeenAt: NOW } },
      'set_aside',
      'needs_review',
    ],
    ['a blank date, and a contract that a person saw', { signedContract: fact(null), contractNoted: noted }, 'pass', 'eligible'],
    ['no column of it, and a contract that a person saw', { signedContract: null, contractNoted: noted }, 'pass', 'eligible'],
    [
      'a contract seen that begins after the day',
      { signedContract: fact(null), contractNoted: { ...noted, date: '2026-11-21' } },
      'missing',
      'needs_review',
    ],
    [
      'a blank date of a partner that is not authorized',
      { status: fact('Prospect'), signedContract: fact(null) },
      undefined,
      'not_eligible',
    ],
  ])('with %s', (_case, evidence, expected, decision) => {
    const answer = decide(evidence, '2026-11-20')
    expect(answer.check && (answer.check.reason ?? answer.check.outcome)).toBe(expected)
    expect(answer.decision).toBe(decision)
  })

  it('is the rule since 2025', () => {
    expect(decide({ signedContract: fact(null) }, '2025-01-01').decision).toBe('needs_review')
    expect(decide({ signedContract: fact(null) }, '2024-12-31')).toMatchObject({ decision: 'eligible', check: undefined })
    expect(decide({}, '2025-01-01').check?.handbook).toEqual({ page: 'Ecosystem Operations', section: 'Unauthorized Partners' })
  })

  it('says who saw a contract, when and where', () => {
    const { check } = decide({ signedContract: fact(null), contractNoted: noted }, '2026-11-20')
    expect(check).toMatchObject({
      actual: '2024-03-01',
      source: null,
      detail: 'Google Docs; noted by ann on 2026-11-19, audit entry 7',
    })
  })

  it.each<[string, Partial<Agreement>, string[]]>([
    ['a manual contract', { clickThrough: fact(false) }, ['manual_contract']],
    ['what no column tells', { clickThrough: null }, ['manual_contract']],
    ['an export without the column', { signedContract: null, clickThrough: null }, ['agreement_not_exported']],
    ['nothing where a person saw it', { signedContract: fact(null), clickThrough: fact(false), contractNoted: noted }, []],
    ['nothing of a partner that is not authorized', { status: fact('Former'), signedContract: null }, []],
  ])('notes %s', (_case, evidence, expected) => {
    const { notes } = decide(evidence, '2026-11-20')
    expect(notes.filter((code) => ['manual_contract', 'agreement_not_exported'].includes(code))).toEqual(expected)
  })
})
