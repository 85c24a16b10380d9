import { describe, expect, it } from 'vitest'
import { readEvaluationPolicyFile } from '../../src/reference/leads.ts'
import {
  type CustomerRegistration,
  type EvaluationFacts,
  type EvaluationPolicy,
  evaluationAnswer,
  registrationState,
  termOf,
} from '../../src/rules/leads/evaluation.ts'
import { inForce } from '../../src/rules/policy.ts'

const TODAY = '2026-11-20'
const policy = inForce(readEvaluationPolicyFile().versions, TODAY) as EvaluationPolicy

describe('the term of an evaluation license', () => {
  it.each([
    ['30 days from its start, the day before the last', '2026-10-22', null, '2026-11-21', 'running'],
    ['30 days from its start, on the day it ends', '2026-10-21', null, '2026-11-20', 'ended'],
    ['by the list', '2026-10-21', '2026-12-05', '2026-12-05', 'running'],
    ['by the list, on the day it ends', '2026-10-01', '2026-11-20', '2026-11-20', 'ended'],
    ['from today', '2026-11-20', null, '2026-12-20', 'running'],
    ['from tomorrow', '2026-11-21', null, '2026-12-21', 'not_begun'],
    ['without days', null, null, null, 'unknown'],
    ['that ends before it begins', '2026-11-10', '2026-11-01', '2026-11-01', 'unknown'],
    ['over a leap day', '2028-02-10', null, '2028-03-11', 'not_begun'],
  ])('%s', (_, start, end, ends, state) => {
    expect(termOf({ start, end }, policy, TODAY)).toEqual({ end: ends, isCounted: end === null && start !== null, state })
  })
})

const APPROVED: CustomerRegistration = {
  type: 'Resale',
  status: 'Approved',
  approved: '2026-10-01',
  expires: '2026-12-30',
  isStale: false,
  isInDoubt: false,
}

describe('a registration of the customer', () => {
  it.each<[string, Partial<CustomerRegistration>, string]>([
    ['approved and running', {}, 'registered'],
    ['on its last day', { expires: TODAY }, 'registered'],
    ['the day after', { expires: '2026-11-19' }, 'ended'],
    ['without a last day, on the 90th day', { expires: null, approved: '2026-08-22' }, 'registered'],
    ['without a last day, after the 90th', { expires: null, approved: '2026-08-21' }, 'ended'],
    ['without any day', { expires: null, approved: null }, 'unknown'],
    ['won', { status: 'Closed-Won', expires: '2026-01-01' }, 'registered'],
    ['submitted', { status: 'Submitted' }, 'waiting'],
    ['pending', { status: 'pending  sales review' }, 'waiting'],
    ['returned', { status: 'Returned' }, 'waiting'],
    ['denied', { status: 'Denied' }, 'ended'],
    ['expired', { status: 'Expired' }, 'ended'],
    ['an unknown word', { status: 'Pending Approval' }, 'unknown'],
    ['a blank word', { status: null }, 'unknown'],
    ['of a service attach', { type: 'Service Attach' }, 'other_type'],
    ['of a services attached', { type: 'services-attached' }, 'other_type'],
    ['in an old list', { isStale: true }, 'unknown'],
    ['in doubt', { isInDoubt: true }, 'unknown'],
  ])('%s: %s', (_, change, state) => {
    expect(registrationState({ ...APPROVED, ...change }, policy, TODAY)).toBe(state)
  })
})

const FACTS: EvaluationFacts = { issued: 0, doubt: null, registrations: [], registrationsDoubt: null }

describe('the next evaluation license', () => {
  it.each<[string, Partial<EvaluationFacts>, string]>([
    ['the first, with a registered deal', { registrations: ['ended', 'registered'] }, '1 first yes'],
    ['the first, without one', {}, '1 first no'],
    ['the first, with one that ended', { registrations: ['ended', 'other_type'] }, '1 first no'],
    ['the first, with one that waits', { registrations: ['waiting'] }, '1 first unknown waiting'],
    ['the first, with an unclear one', { registrations: ['waiting', 'unknown'] }, '1 first unknown unclear_registration'],
    [
      'the first, without a list of registrations',
      { registrationsDoubt: 'no_registrations' },
      '1 first unknown no_registrations',
    ],
    ['the first, without a list of evaluations', { registrations: ['registered'], doubt: 'no_list' }, '1 first unknown no_list'],
    ['the first, without a deal or a list', { doubt: 'no_list' }, '1 first no no_list'],
    ['the second', { issued: 1 }, '2 renewal yes'],
    ['the second, by an old list', { issued: 1, doubt: 'stale_list' }, '2 renewal unknown stale_list'],
    ['the third', { issued: 2 }, '3 managed no'],
    ['the third, by an old list', { issued: 2, doubt: 'stale_list' }, '3 managed no'],
    ['the fourth', { issued: 3, registrations: ['registered'] }, '4 managed no'],
  ])('is %s', (_, facts, expected) => {
    const { number, step, decision, doubts } = evaluationAnswer({ ...FACTS, ...facts }, policy)
    expect([number, step, decision, ...doubts].join(' ')).toBe(expected)
  })
})

it('the policy is in force from the page it is on, and not before', () => {
  const { versions } = readEvaluationPolicyFile()
  expect(inForce(versions, '2023-06-30')).toBeNull()
  expect(inForce(versions, '2023-07-01')?.version).toBe('2023-07')
})
