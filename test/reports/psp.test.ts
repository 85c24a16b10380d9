import { describe, expect, it } from 'vitest'
import { answerOf, compareVersions, countServices, type FigureVersion, type ServiceRow } from '../../src/reports/psp/psp.ts'

const FIGURES = { people: 3, servicesPerQuarter: 2, servicesPerYear: 8, warningDays: 30 }
const version = (inForce: boolean): FigureVersion => ({ version: 'x', source: 'y', inForce, rule: [], figures: FIGURES })
const yes = { decision: 'yes' as const, checks: [] }
const row = (day: string | null): ServiceRow => ({ registration: day ?? 'none', status: 'Approved', day, file: 'a.csv', line: 2 })

describe('the answer', () => {
  it.each([
    [false, 2, 'yes'],
    [true, 2, 'unknown'],
    [true, 3, 'yes'],
  ])('figures in force: %s, people with PSE: %i, the list says yes: %s', (inForce, people, answer) => {
    const compared = compareVersions([version(inForce)], yes, { certifications: people, portal: null }, null)
    expect(answerOf(yes, compared)).toBe(answer)
  })

  it.each([
    [3, 2, null],
    [3, 4, 'met'],
    [2, 1, 'unmet'],
    [null, 3, 'met'],
    [null, null, null],
  ])('%j people by certifications and %j by the portal: %j', (certifications, portal, outcome) => {
    const [compared] = compareVersions([version(false)], yes, { certifications, portal }, null)
    expect(compared?.checks[0]?.outcome).toBe(outcome ?? 'unknown')
  })
})

it('services count by the four quarters that are over, each to its last day', () => {
  const days = ['2025-10-31', '2025-11-01', '2026-01-31', '2026-02-01', '2026-10-31', '2026-11-01', '2026-11-21', null]
  const { quarters, running, total, undated, rows } = countServices(days.map(row), '2026-11-20')
  expect(quarters.map(({ quarter, services }) => [quarter, services])).toEqual([
    ['FY26-Q4', 2],
    ['FY27-Q1', 1],
    ['FY27-Q2', 0],
    ['FY27-Q3', 1],
  ])
  expect([running.services, total, undated, rows.length]).toEqual([1, 4, 1, 6])
})
