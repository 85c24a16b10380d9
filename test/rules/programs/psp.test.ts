import { describe, expect, it } from 'vitest'
import { readPspPolicyFile, readPspWords } from '../../../src/reference/programs/psp.ts'
import { olderThan } from '../../../src/rules/checks.ts'
import { compareFigures, disagrees, judgePsp, type PspEvidence, reachesFigures } from '../../../src/rules/programs/psp.ts'
import type { Fact } from '../../../src/rules/verdict.ts'

const NOW = '2026-11-20T09:00:00Z'
const words = readPspWords()
const isOld = olderThan(NOW, 14)

function fact(value: string | null, how: { lastSeenAt?: string; isGone?: boolean; doubt?: boolean } = {}): Fact<string | null> {
  const { lastSeenAt = NOW, isGone = false, doubt = false } = how
  return {
    value,
    source: {
      ...{ kind: 'psp_eligibility', importId: 1, file: 'psp.csv', line: 2, column: 'PSP', lastSeenAt },
      ...(isGone && { gone: { importId: 2, file: 'psp-new.csv' } }),
    },
    doubt: doubt ? { file: 'psp-new.csv', line: 3 } : null,
  }
}
function row(designation: string | null, compliant: string | null, how: Parameters<typeof fact>[1] = {}) {
  return { designation: fact(designation, how), compliant: fact(compliant, how) }
}
function judged(evidence: Partial<PspEvidence>) {
  return judgePsp({ isImported: true, rows: [], candidates: [], rejected: null, sinceToCome: null, ...evidence }, words, isOld)
}

describe('what the list says', () => {
  it.each([
    ['PSP', 'Yes', 'yes', [null, null]],
    ['Designated Professional Services Partner (PSP)', 'compliant', 'yes', [null, null]],
    ['psp', 'Non-Compliant', 'no', [null, null]],
    ['PSP', null, 'unknown', [null, 'blank']],
    ['PSP', 'in progress', 'unknown', [null, 'unknown_word']],
    ['Not PSP', 'Yes', 'no', [null]],
    ['No', null, 'no', [null]],
    [null, 'Yes', 'unknown', ['blank', null]],
    ['Pending', 'Yes', 'unknown', ['unknown_word', null]],
  ] as const)('designation %j, compliant %j: %s', (designation, compliant, decision, reasons) => {
    const finding = judged({ rows: [row(designation, compliant)] })
    expect(finding.decision).toBe(decision)
    expect(finding.checks.map(({ reason }) => reason)).toEqual(reasons)
  })

  it.each<[string, Partial<PspEvidence>, string]>([
    ['no list', { isImported: false }, 'not_imported'],
    ['no row', {}, 'missing'],
    ['a row that may be its', { candidates: ['other_legal_form'] }, 'other_legal_form'],
    ['a rejected row alone', { rejected: { file: 'psp.csv', line: 9, lastSeenAt: NOW } }, 'set_aside'],
    [
      'a newer row that was rejected',
      { rows: [row('PSP', 'Yes')], rejected: { file: 'psp.csv', line: 9, lastSeenAt: NOW } },
      'set_aside',
    ],
    ['a newer version of its row that was rejected', { rows: [row('PSP', 'Yes', { doubt: true })] }, 'set_aside'],
    ['an old list', { rows: [row('PSP', 'Yes', { lastSeenAt: '2026-11-06T08:59:59Z' })] }, 'stale'],
    ['a list it left', { rows: [row('PSP', 'Yes', { isGone: true })] }, 'gone_from_list'],
    ['a day to come, since when it is one', { rows: [row('PSP', 'Yes')], sinceToCome: '2027-02-01' }, 'since_to_come'],
    ['two rows that differ', { rows: [row('PSP', 'Yes'), row('No', 'Yes')] }, 'contradictory'],
    ['no such column', { rows: [{ designation: null, compliant: null }] }, 'no_column'],
  ])('cannot tell by %s', (_, evidence, reason) => {
    const { decision, checks } = judged(evidence)
    expect([decision, checks[0]?.outcome, checks[0]?.reason]).toEqual(['unknown', 'unknown', reason])
  })

  it('an old row beside a fresh one, and two that say the same, take nothing away', () => {
    const old = row('No', 'No', { lastSeenAt: '2026-01-01T00:00:00Z' })
    expect(judged({ rows: [old, row('PSP', 'Yes')] }).decision).toBe('yes')
    expect(judged({ rows: [row('PSP', 'Yes'), row('designated', 'TRUE')] }).decision).toBe('yes')
    expect(judged({ rows: [row('PSP', 'Yes')], candidates: ['ambiguous'] }).decision).toBe('yes')
  })
})

describe('the figures of the program guide', () => {
  const [guide] = readPspPolicyFile().background
  if (!guide) throw new Error('no background')
  const quarters = (...services: number[]) => services.map((each, i) => ({ quarter: `FY27-Q${i + 1}`, services: each }))

  it('are background: no version is in force', () => {
    expect(readPspPolicyFile().versions).toEqual([])
    expect(guide.figures).toEqual({ people: 3, servicesPerQuarter: 2, servicesPerYear: 8, warningDays: 30 })
  })

  it.each([
    [3, [2, 2, 2, 2], [3, 2, 8], true],
    [2, [2, 2, 2, 2], [2, 2, 8], false],
    [3, [5, 1, 2, 2], [3, 1, 10], false],
    [3, [2, 2, 2, 1], [3, 1, 7], false],
    [null, [2, 2, 2, 2], [null, 2, 8], null],
    [null, [0, 2, 2, 2], [null, 0, 6], false],
  ])('%j people with PSE and services %j: %j, %j', (people, services, have, reaches) => {
    const checks = compareFigures(guide.figures, { people, quarters: quarters(...services), undated: 0 })
    expect(checks.map((each) => each.have)).toEqual(have)
    expect(reachesFigures(checks)).toBe(reaches)
    expect(disagrees({ decision: 'yes' }, checks)).toBe(reaches === false)
    expect(disagrees({ decision: 'no' }, checks)).toBe(reaches === true)
    expect(disagrees({ decision: 'unknown' }, checks)).toBe(false)
  })

  it('say nothing where no registrations were imported', () => {
    const checks = compareFigures(guide.figures, { people: 3, quarters: null, undated: 0 })
    expect(checks.map(({ outcome }) => outcome)).toEqual(['met', 'unknown', 'unknown'])
  })

  it.each([
    [[2, 2, 2, 1], 1, ['unknown', 'unknown']],
    [[2, 2, 1, 1], 1, ['unmet', 'unmet']],
    [[4, 4, 1, 0], 2, ['unmet', 'met']],
    [[4, 4, 1, 0], 3, ['unknown', 'met']],
  ])('services %j, and %i without a day, may be enough: %j', (services, undated, outcomes) => {
    const checks = compareFigures(guide.figures, { people: 3, quarters: quarters(...services), undated })
    expect(checks.slice(1).map(({ outcome }) => outcome)).toEqual(outcomes)
  })
})
