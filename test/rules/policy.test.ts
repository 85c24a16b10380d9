import { describe, expect, it } from 'vitest'
import { explain } from '../../src/app/failures.ts'
import type { PhdError } from '../../src/errors.ts'
import { readDealPolicyFile } from '../../src/reference/deals.ts'
import {
  readAuthorizedPolicyFile,
  readDistributionPolicyFile,
  readLoaPolicies,
  readNfrPolicies,
} from '../../src/reference/reference.ts'
import { inForce, policyFor } from '../../src/rules/policy.ts'

describe('the policy in force', () => {
  it.each([
    ['1999-01-01', '2022-11'],
    ['2022-12-31', '2022-11'],
    ['2023-01-01', '2023-01'],
    ['2024-12-31', '2023-01'],
    ['2025-01-01', '2025'],
    ['2026-11-20', '2025'],
    ['2099-12-31', '2025'],
  ])('for letters of authorization on %s is version %s', (day, version) => {
    expect(inForce(readLoaPolicies(), day)?.version).toBe(version)
  })

  it.each([
    ['1999-01-01', '2021'],
    ['2022-10-31', '2021'],
    ['2022-11-01', '2022-11'],
    ['2022-12-31', '2022-11'],
    ['2023-01-01', '2023-01'],
    ['2023-06-30', '2023-01'],
    ['2023-07-01', '2023-07'],
    ['2024-12-31', '2023-07'],
    ['2025-01-01', '2025'],
    ['2026-11-20', '2025'],
    ['2099-12-31', '2025'],
  ])('for not-for-resale licenses on %s is version %s', (day, version) => {
    expect(inForce(readNfrPolicies(), day)?.version).toBe(version)
  })

  it.each([
    ['1999-01-01', '2023'],
    ['2024-12-31', '2023'],
    ['2025-01-01', '2025'],
    ['2099-12-31', '2025'],
  ])('for authorized partners on %s is version %s', (day, version) => {
    expect(inForce(readAuthorizedPolicyFile().versions, day)?.version).toBe(version)
  })

  const versions = [
    { version: 'a', from: '2020-01-01', to: '2020-12-31' },
    { version: 'b', from: '2022-01-01', to: null },
  ]
  it.each([
    ['before the first', '2019-12-31', undefined],
    ['on the first day', '2020-01-01', 'a'],
    ['on the last day', '2020-12-31', 'a'],
    ['in a gap', '2021-06-01', undefined],
    ['without an end', '2199-01-01', 'b'],
  ])('is known %s', (_, day, version) => {
    expect(inForce(versions, day)?.version).toBe(version)
  })

  it.each([
    ['authorized partners', () => readAuthorizedPolicyFile().versions],
    ['distributors', () => readDistributionPolicyFile().versions],
    ['letters of authorization', readLoaPolicies],
    ['not-for-resale licenses', readNfrPolicies],
    ['deal registrations', () => readDealPolicyFile().versions],
  ])('is one version for every day of the %s, without gap or overlap', (_, read) => {
    const policies = read()
    expect(policies.length).toBeGreaterThan(1)
    for (const [i, { from, to }] of policies.entries()) {
      const next = policies[i + 1]
      expect(from === null).toBe(i === 0)
      expect(to === null).toBe(next === undefined)
      if (to !== null && next) expect(Date.parse(`${next.from}`) - Date.parse(to)).toBe(86_400_000)
    }
  })
})

describe('a day without a policy', () => {
  const versions = [{ version: '2025', from: '2025-01-01', to: null }]
  const hintFor = (...hint: string[]): string | null => {
    try {
      policyFor(versions, '2024-12-31', 'letters', ...hint)
    } catch (error) {
      return explain(error as PhdError).hint
    }
    return null
  }

  it('is refused with where the versions are', () => {
    expect(() => policyFor(versions, '2024-12-31', 'letters')).toThrow('no rule for letters on 2024-12-31')
    expect(hintFor()).toBe('see: phd policy list')
    expect(hintFor('see data/authorities.json')).toBe('see data/authorities.json')
  })
})
