import { describe, expect, it } from 'vitest'
import { type RulingRefused, whyNotDecide } from '../../src/rules/ruling.ts'
import { type Check, type Decision, decisionOf } from '../../src/rules/verdict.ts'

type Outcome = Check['outcome']
type Refused = RulingRefused | null

const BARRED_BY: readonly Check['id'][] = ['partner_authorized', 'track_open_or_select', 'track_reqs_met']
const PASSED = {
  partner_authorized: 'pass',
  track_open_or_select: 'pass',
  track_reqs_met: 'pass',
  technical_certification: 'pass',
  within_limit: 'pass',
} as const satisfies Partial<Record<Check['id'], Outcome>>
const IDS = Object.keys(PASSED) as (keyof typeof PASSED)[]
type Outcomes = Partial<Record<keyof typeof PASSED, Outcome>>

function checksWith(outcomes: Outcomes): Check[] {
  return IDS.map((id) => ({
    id,
    outcome: outcomes[id] ?? PASSED[id],
    expected: '',
    actual: null,
    reason: outcomes[id] === 'unknown' ? 'missing' : null,
    detail: null,
    source: null,
    handbook: { page: 'Partner Support', section: 'NFR Licenses' },
  }))
}
function refused(
  outcomes: Outcomes,
  wish: Parameters<typeof whyNotDecide>[1],
  restricted: boolean,
  barredBy = BARRED_BY,
): Refused {
  const checks = checksWith(outcomes)
  return whyNotDecide({ decision: decisionOf(checks), checks, restricted }, wish, barredBy)
}

const OUTCOMES: Readonly<Record<Decision, Outcomes>> = {
  eligible: {},
  not_eligible: { within_limit: 'fail' },
  needs_review: { within_limit: 'unknown' },
}

describe('a decision', () => {
  it.each<[verdict: Decision, wish: 'approved' | 'denied', override: boolean, restricted: boolean, Refused]>([
    ['eligible', 'approved', false, false, null],
    ['eligible', 'approved', false, true, 'restricted'],
    ['eligible', 'approved', true, false, 'nothing_to_override'],
    ['eligible', 'approved', true, true, null],
    ['eligible', 'denied', false, false, 'against_verdict'],
    ['eligible', 'denied', false, true, 'against_verdict'],
    ['eligible', 'denied', true, false, null],
    ['eligible', 'denied', true, true, null],
    ['not_eligible', 'approved', false, false, 'against_verdict'],
    ['not_eligible', 'approved', false, true, 'against_verdict'],
    ['not_eligible', 'approved', true, false, null],
    ['not_eligible', 'approved', true, true, null],
    ['not_eligible', 'denied', false, false, null],
    ['not_eligible', 'denied', false, true, null],
    ['not_eligible', 'denied', true, false, 'nothing_to_override'],
    ['not_eligible', 'denied', true, true, 'nothing_to_override'],
    ['needs_review', 'approved', false, false, 'cannot_tell'],
    ['needs_review', 'approved', false, true, 'cannot_tell'],
    ['needs_review', 'approved', true, false, null],
    ['needs_review', 'approved', true, true, null],
    ['needs_review', 'denied', false, false, 'cannot_tell'],
    ['needs_review', 'denied', false, true, 'cannot_tell'],
    ['needs_review', 'denied', true, false, null],
    ['needs_review', 'denied', true, true, null],
  ])('where the verdict is %s and the wish %s, with override %s, of a restricted party %s, is refused as %s', (...row) => {
    const [verdict, decision, override, restricted, expected] = row
    expect(refused(OUTCOMES[verdict], { decision, override, exception: false }, restricted)).toBe(expected)
  })
})

describe('an exception', () => {
  it.each<[string, Outcomes, plain: Refused, restricted: Refused]>([
    ['of nothing', {}, 'nothing_to_except', 'nothing_to_except'],
    ['of the limit', { within_limit: 'fail' }, null, 'restricted'],
    ['of the technical certification', { technical_certification: 'fail' }, null, 'restricted'],
    ['of both', { technical_certification: 'fail', within_limit: 'fail' }, null, 'restricted'],
    ['of the status', { partner_authorized: 'fail' }, 'exception_barred', 'exception_barred'],
    [
      'of the track',
      { track_open_or_select: 'fail', track_reqs_met: 'unknown', within_limit: 'fail' },
      'exception_barred',
      'exception_barred',
    ],
    ['of the requirements', { track_reqs_met: 'fail' }, 'exception_barred', 'exception_barred'],
    [
      'of the limit, without the requirements',
      { track_reqs_met: 'fail', within_limit: 'fail' },
      'exception_barred',
      'exception_barred',
    ],
    ['while the limit is unknown', { within_limit: 'unknown' }, 'exception_unknown', 'exception_unknown'],
    [
      'of the limit, while the requirements are unknown',
      { track_reqs_met: 'unknown', within_limit: 'fail' },
      'exception_unknown',
      'exception_unknown',
    ],
    [
      'of the limit, while the certification is unknown',
      { technical_certification: 'unknown', within_limit: 'fail' },
      'exception_unknown',
      'exception_unknown',
    ],
    [
      'without the status, while the limit is unknown',
      { partner_authorized: 'fail', within_limit: 'unknown' },
      'exception_barred',
      'exception_barred',
    ],
  ])('%s', (_, outcomes, plain, restricted) => {
    const wish = { decision: 'approved', override: false, exception: true } as const
    expect(refused(outcomes, wish, false)).toBe(plain)
    expect(refused(outcomes, wish, true)).toBe(restricted)
  })

  it.each<[string, Outcomes, plain: Refused, restricted: Refused]>([
    ['lifts the restriction', { within_limit: 'fail' }, null, null],
    ['lifts no requirement', { track_reqs_met: 'fail', within_limit: 'fail' }, 'exception_barred', 'exception_barred'],
    ['makes nothing known', { track_reqs_met: 'unknown', within_limit: 'fail' }, 'exception_unknown', 'exception_unknown'],
    ['makes nothing to except', {}, 'nothing_to_except', 'nothing_to_except'],
  ])('with an override, which %s', (_, outcomes, plain, restricted) => {
    const wish = { decision: 'approved', override: true, exception: true } as const
    expect(refused(outcomes, wish, false)).toBe(plain)
    expect(refused(outcomes, wish, true)).toBe(restricted)
  })

  it('is barred by what the policy names, and by nothing else', () => {
    const wish = { decision: 'approved', override: false, exception: true } as const
    expect(refused({ partner_authorized: 'fail' }, wish, false, [])).toBeNull()
    expect(refused({ technical_certification: 'fail' }, wish, false, ['technical_certification'])).toBe('exception_barred')
  })
})
