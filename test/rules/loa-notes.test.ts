import { describe, expect, it } from 'vitest'
import { readLoaPolicies } from '../../src/reference/reference.ts'
import { decideLoa, type LoaEvidence, type LoaNote, type LoaVerdict } from '../../src/rules/loa.ts'
import { inForce } from '../../src/rules/policy.ts'
import type { Fact } from '../../src/rules/verdict.ts'

const NOW = '2026-11-20T07:00:00.000Z'
function fact<T>(value: T, lastSeenAt = NOW): Fact<T> {
  return { value, source: { kind: 'k', importId: 1, file: 'f.csv', line: 2, column: 'c', lastSeenAt }, doubt: null }
}
type Counts = Readonly<Record<string, number | null>>
const dashboard = (answer: string | null, counts: Counts = {}, lastSeenAt = NOW) => [
  { openReqsMet: fact(answer, lastSeenAt), counts },
]
const people = (sales: number, architects: number, lastSeenAt = NOW) => ({
  holding: { sales, solution_architect: architects },
  inactive: {},
  file: 'users.csv',
  lastSeenAt,
})

function decide(evidence: Partial<LoaEvidence>, day = '2024-12-31'): LoaVerdict {
  const policy = inForce(readLoaPolicies(), day)
  if (!policy) throw new Error('a policy is in force')
  const plain: LoaEvidence = {
    status: fact('Authorized'),
    signedContract: null,
    clickThrough: null,
    contractNoted: null,
    restricted: null,
    channelManager: null,
    dashboard: dashboard('Yes'),
    rejectedAccountRow: null,
    dashboardSetAside: null,
    candidates: [],
    unsurePeople: null,
    dashboardImported: true,
    people: null,
    letters: [],
  }
  return decideLoa({ ...plain, ...evidence }, policy, NOW, 30)
}
const codes = (evidence: Partial<LoaEvidence>, day?: string): LoaNote['code'][] =>
  decide(evidence, day).notes.map(({ code }) => code)

describe('a restricted party', () => {
  it.each(['Yes', 'True', '1', ' Restricted ', 'Under review'])('is noted by the mark "%s"', (value) => {
    expect(decide({ restricted: fact(value) }).notes).toEqual([{ code: 'restricted_party', value: value.trim() }])
  })
  it.each(['No', 'no ', 'N', 'False', '0', 'None', 'Not Restricted', '', '  ', null])(
    'is not noted by the mark "%s"',
    (value) => {
      expect(codes({ restricted: fact(value) })).toEqual([])
    },
  )
  it('is noted before all else, and decides nothing', () => {
    const verdict = decide({ restricted: fact('Yes'), signedContract: fact('2024-05-01'), clickThrough: fact(true) })
    expect(verdict.decision).toBe('eligible')
    expect(verdict.notes.map(({ code }) => code)).toEqual(['restricted_party', 'agreement'])
  })
})

describe('the agreement of an authorized partner', () => {
  it.each<[string, string | null, boolean | null, LoaNote['code']]>([
    ['a signed contract', '2024-05-01', null, 'agreement'],
    ['a click-through agreement', null, true, 'agreement'],
    ['both', '2024-05-01', true, 'agreement'],
    ['neither', null, false, 'no_agreement_shown'],
    ['blank cells', null, null, 'no_agreement_shown'],
  ])('is noted with %s', (_, signedContract, clickThrough, code) => {
    expect(codes({ signedContract: fact(signedContract), clickThrough: fact(clickThrough) })).toEqual([code])
  })
  it('is noted with its date', () => {
    expect(decide({ signedContract: fact('2024-05-01'), clickThrough: fact(false) }).notes).toEqual([
      { code: 'agreement', signedContract: '2024-05-01', clickThrough: false },
    ])
  })
  it('is not missed where the export has no columns for it', () => {
    expect(codes({ signedContract: null, clickThrough: null })).toEqual([])
    expect(codes({ signedContract: fact(null), clickThrough: null })).toEqual([])
    expect(codes({ signedContract: null, clickThrough: fact(false) })).toEqual([])
  })
  it('is not looked for where the partner is not authorized', () => {
    expect(codes({ status: fact('Former'), signedContract: fact(null), clickThrough: fact(false) })).toEqual([])
  })
})

describe('the count of the portal users', () => {
  it.each<[string, string, number, number, LoaNote['code'], boolean]>([
    ['agrees', 'Yes', 2, 1, 'counts_agree', true],
    ['agrees', 'No', 1, 1, 'counts_agree', false],
    ['agrees', 'No', 2, 0, 'counts_agree', false],
    ['disagrees', 'Yes', 1, 1, 'counts_disagree', false],
    ['disagrees', 'Yes', 2, 0, 'counts_disagree', false],
    ['disagrees', 'No', 2, 1, 'counts_disagree', true],
  ])('%s with %s for %i sales people and %i architects', (_, answer, sales, architects, code, met) => {
    const { notes, decision } = decide({ dashboard: dashboard(answer), people: people(sales, architects) })
    expect(notes).toEqual([
      expect.objectContaining({
        code,
        met,
        people: { holding: { sales, solution_architect: architects }, inactive: {} },
        file: 'users.csv',
      }),
    ])
    // The dashboard decides.
    expect(decision).toBe(answer === 'Yes' ? 'eligible' : 'not_eligible')
  })
  it.each<[string, LoaNote['code'], boolean]>([
    ['Yes', 'counts_disagree', false],
    ['No', 'counts_agree', false],
  ])('takes nobody whose account is not activated for a trained person, beside %s', (answer, code, met) => {
    const left = { ...people(1, 0), inactive: { sales: 3, solution_architect: 1 } }
    const { notes } = decide({ dashboard: dashboard(answer), people: left })
    expect(notes).toEqual([expect.objectContaining({ code, met, people: { holding: left.holding, inactive: left.inactive } })])
  })
  it('says what the dashboard says, where they disagree', () => {
    expect(decide({ dashboard: dashboard(' no '), people: people(2, 1) }).notes).toMatchObject([{ dashboard: 'no' }])
  })
  it.each(['N/A', null])('is not compared with the answer "%s"', (answer) => {
    expect(codes({ dashboard: dashboard(answer), people: people(2, 1) })).toEqual([])
  })
  it.each([
    ['2026-10-21T07:00:00.000Z', ['counts_disagree']],
    ['2026-10-21T06:59:59.000Z', []],
  ])('of the users last seen at %s, 30 days ago or more, is noted as %j', (lastSeenAt, noted) => {
    expect(codes({ people: people(0, 0, lastSeenAt) })).toEqual(noted)
  })
  it('is not compared under the rule that asked for the status alone', () => {
    expect(codes({ people: people(0, 0) }, '2022-12-31')).toEqual([])
  })
})

describe('a dashboard that says No', () => {
  it('is noted where its own counts would meet the requirements', () => {
    expect(codes({ dashboard: dashboard('No', { salesCore: 2, saCore: 1 }) })).toEqual(['counts_satisfy_despite_no'])
    expect(codes({ dashboard: dashboard('No', { salesCore: 0, salesPro: 3, saCore: 2 }) })).toEqual(['counts_satisfy_despite_no'])
  })
  it.each<[string, Counts]>([
    ['are too few', { salesCore: 1, saCore: 1 }],
    ['are not there', {}],
    ['are blank', { salesCore: null, salesPro: null, saCore: null }],
    ['are known in part', { salesCore: 2, saCore: null }],
  ])('is not noted where its counts %s', (_, counts) => {
    expect(codes({ dashboard: dashboard('No', counts) })).toEqual([])
  })
})

describe('rows that are not taken for the partner’s', () => {
  const old = '2026-01-01T00:00:00Z'
  const unsure = (name: string) => ({ name, accountId: null, why: 'other_legal_form', of: [] }) as const
  const row = (name: string, lastSeenAt = NOW): LoaEvidence['candidates'][number] => {
    const answer = fact('Yes', lastSeenAt)
    return { ...unsure(name), counts: false, answer, source: answer.source }
  }
  const peopleNamed = (lastSeenAt: string, ...names: string[]) => ({ lastSeenAt, candidates: names.map(unsure) })
  it('are noted once, wherever they stand, and decide nothing', () => {
    const verdict = decide({ candidates: [row('Acme Inc.')], unsurePeople: peopleNamed(NOW, 'Acme Inc.', 'Acme AG') })
    expect(verdict.notes[0]).toEqual({ code: 'other_legal_form', names: ['Acme AG', 'Acme Inc.'], of: [] })
    expect(verdict.decision).toBe('eligible')
  })
  it('are noted behind the mark of a restricted party', () => {
    expect(codes({ restricted: fact('Yes'), candidates: [row('Acme AG')] })).toEqual(['restricted_party', 'other_legal_form'])
  })
  it('are noted by reason, with the partners they may be of', () => {
    const shared = { ...row('Acme'), why: 'ambiguous' as const, of: ['X (1)'] }
    expect(decide({ candidates: [shared, row('Acme AG')] }).notes).toEqual([
      { code: 'ambiguous', names: ['Acme'], of: ['X (1)'] },
      { code: 'other_legal_form', names: ['Acme AG'], of: [] },
    ])
  })
  it.each([
    ['of people too old', { unsurePeople: peopleNamed(old, 'Acme AG') }, '2026-11-20'],
    ['of rows too old', { candidates: [row('Acme AG', old)] }, '2026-11-20'],
    ['where the dashboard decides nothing', { candidates: [row('Acme AG')] }, '2022-11-20'],
  ])('are not noted %s', (_, evidence, day) => {
    expect(codes(evidence, day)).not.toContain('other_legal_form')
  })
})

describe('a row of the dashboard that is too old', () => {
  const old = '2026-01-01T00:00:00Z'
  const rows = (now: string, then: string | null) => [...dashboard(now), ...dashboard(then, {}, old)]
  it.each<[string, string, string | null, string[]]>([
    ['is noted where it said otherwise', 'Yes', 'No', ['older_row_disagrees']],
    ['is noted where it said nothing', 'Yes', null, ['older_row_disagrees']],
    ['is not noted where it said the same', 'Yes', 'yes ', []],
    ['is not noted where the answer is no anyway', 'No', 'Yes', []],
    ['is not noted where both say no', 'No', 'No', []],
  ])('%s', (_, now, then, expected) => {
    const found = codes({ dashboard: rows(now, then) }).filter((code) => code === 'older_row_disagrees')
    expect(found).toEqual(expected)
  })
  it('is noted with what it said and its place', () => {
    const source = { file: 'f.csv', line: 2, lastSeenAt: old }
    const both = [...rows('Yes', 'No'), ...dashboard('N/A', {}, old)]
    expect(decide({ dashboard: both }).notes).toMatchObject([
      { code: 'older_row_disagrees', actual: 'No', source },
      { code: 'older_row_disagrees', actual: 'N/A', source },
    ])
  })
  it('is not noted if nothing is newer, a newer one was rejected, or only the status is checked', () => {
    expect(codes({ dashboard: dashboard('No', {}, old) })).toEqual([])
    expect(codes({ dashboard: rows('Yes', 'No'), dashboardSetAside: { file: 'n.csv', line: 9, lastSeenAt: NOW } })).toEqual([])
    expect(codes({ dashboard: rows('Yes', 'No') }, '2022-12-31')).toEqual([])
  })
})
