import { describe, expect, it } from 'vitest'
import { type Check, decisionOf, isStale } from '../../src/rules/verdict.ts'

const check = (outcome: Check['outcome']): Check => ({
  id: 'partner_authorized',
  outcome,
  expected: '',
  actual: null,
  reason: null,
  detail: null,
  source: null,
  handbook: { page: '', section: '' },
})

describe('a decision', () => {
  it.each<[Check['outcome'][], string]>([
    [['pass'], 'eligible'],
    [['pass', 'pass'], 'eligible'],
    [['pass', 'fail'], 'not_eligible'],
    [['fail', 'unknown'], 'not_eligible'],
    [['unknown', 'fail'], 'not_eligible'],
    [['pass', 'unknown'], 'needs_review'],
    [['unknown'], 'needs_review'],
  ])('from %j is %s', (outcomes, decision) => {
    expect(decisionOf(outcomes.map(check))).toBe(decision)
  })
})

describe('a source', () => {
  it.each([
    ['2026-11-20T07:00:00.000Z', false],
    ['2026-10-21T07:00:00.000Z', false],
    ['2026-10-21T06:59:59.000Z', true],
    ['2025-11-20T07:00:00.000Z', true],
    ['2026-11-21T07:00:00.000Z', false],
    ['2026-10-21T09:00:00.000+02:00', false],
  ])('last seen at %s is stale after 30 days: %s', (lastSeenAt, stale) => {
    expect(isStale({ lastSeenAt }, '2026-11-20T07:00:00.000Z', 30)).toBe(stale)
  })
})
