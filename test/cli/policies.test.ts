/** What the rule of each day says of each partner: a table of partner and date, by the versions of the rules. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const PARTNERS = {
  authorized: 'Cobalt Labs 1 GmbH', // Open, authorized, requirements not met, nobody technical
  met: 'Häuser Labs Co., Ltd.', // Open, authorized, requirements met, someone technical
  untrained: 'Lumen Systems 14 LLC', // Open, authorized, requirements met, nobody technical
  prospect: 'Mistral Labs Pvt. Ltd.', // Open, Prospect, requirements met
  technology: 'Polaris Cloud Inc.', // Technology
  select: 'Mistral Cloud 6 Corporation', // Select, all met
} as const
type Name = keyof typeof PARTNERS

/** Evidence of today, judged by the rule of another day. */
function decided(desk: Desk, question: 'loa' | 'nfr', partner: Name, day: string, ...options: string[]): string {
  const verdict = desk.json<{ decision: string; policy: { version: string } }>(
    question,
    'check',
    PARTNERS[partner],
    '--now',
    day,
    ...options,
  )
  return `${verdict.policy.version} ${verdict.decision}`
}

describe('a letter of authorization', () => {
  it.each<[Name, string, string]>([
    ['authorized', '2020-06-01', '2022-11 eligible'],
    ['authorized', '2022-11-15', '2022-11 eligible'],
    ['authorized', '2022-12-31', '2022-11 eligible'],
    ['authorized', '2023-01-01', '2023-01 not_eligible'],
    ['authorized', '2024-12-31', '2023-01 not_eligible'],
    ['authorized', '2026-11-20', '2025 not_eligible'],
    ['met', '2022-12-31', '2022-11 eligible'],
    ['met', '2023-01-01', '2023-01 eligible'],
    ['prospect', '2022-11-15', '2022-11 not_eligible'],
    ['prospect', '2026-11-20', '2025 not_eligible'],
    ['technology', '2022-11-15', '2022-11 eligible'],
    ['technology', '2023-01-01', '2023-01 not_eligible'],
  ])('of the partner "%s" on %s: %s', (partner, day, expected) =>
    atDesk((desk) => {
      expect(decided(desk.equipped(), 'loa', partner, day)).toBe(expected)
    }),
  )
})

describe('a not-for-resale license', () => {
  it.each<[Name, string, string]>([
    ['untrained', '2021-05-05', '2021 eligible'],
    ['untrained', '2022-10-31', '2021 eligible'],
    ['untrained', '2022-11-01', '2022-11 not_eligible'],
    ['untrained', '2022-12-31', '2022-11 not_eligible'],
    ['untrained', '2023-01-01', '2023-01 not_eligible'],
    ['untrained', '2026-11-20', '2025 not_eligible'],
    ['met', '2021-05-05', '2021 eligible'],
    ['met', '2022-12-31', '2022-11 eligible'],
    ['met', '2023-06-30', '2023-01 eligible'],
    ['met', '2023-07-01', '2023-07 eligible'],
    ['met', '2024-12-31', '2023-07 eligible'],
    ['met', '2026-11-20', '2025 eligible'],
    ['authorized', '2021-05-05', '2021 not_eligible'],
    ['technology', '2021-05-05', '2021 not_eligible'],
    // A later page would let it have one; it was never given to the desk to work by.
    ['technology', '2025-06-01', '2025 not_eligible'],
    ['select', '2022-11-15', '2022-11 eligible'],
  ])('of the partner "%s" on %s: %s', (partner, day, expected) =>
    atDesk((desk) => {
      expect(decided(desk.equipped(), 'nfr', partner, day)).toBe(expected)
    }),
  )

  it('is limited for all types together until mid 2023, and for each type since', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.write(
        'held.csv',
        'Account ID,Account Name,License Type,Level,Users,Start Date,Expiration Date,Add-On',
        '0014M000AAAAAUeQYP,"Häuser Labs Co., Ltd.",SaaS,Ultimate,6,2022-08-01,2023-08-01,False',
      )
      desk.phd('import', 'held.csv')
      const ask = ['--type', 'self-managed', '--users', '5']
      expect(decided(desk, 'nfr', 'met', '2022-12-31', ...ask)).toBe('2022-11 not_eligible')
      expect(decided(desk, 'nfr', 'met', '2023-06-30', ...ask)).toBe('2023-01 not_eligible')
      expect(decided(desk, 'nfr', 'met', '2023-07-01', ...ask)).toBe('2023-07 eligible')
    }))

  it('ended with any license the partner had until late 2022, and ends with the oldest only as an add-on since', () =>
    atDesk((desk) => {
      desk.equipped()
      desk.write(
        'held.csv',
        'Account ID,Account Name,License Type,Level,Users,Start Date,Expiration Date,Add-On',
        '0014M000AAAAAUeQYP,"Häuser Labs Co., Ltd.",SaaS,Ultimate,1,2022-08-01,2023-08-01,False',
      )
      desk.phd('import', 'held.csv')
      const term = (day: string): unknown =>
        desk.json<{ term: unknown }>('nfr', 'check', PARTNERS.met, '--now', day, '--type', 'self-managed', '--users', '5').term
      expect(term('2022-10-31')).toEqual({ kind: 'add_on', start: '2022-10-31', end: '2023-08-01' })
      expect(term('2022-11-01')).toEqual({ kind: 'new', start: '2022-11-01', end: '2023-11-01' })
    }))
})

describe('a rule in words', () => {
  it.each([
    ['nfr', '2022-10-31', 'version 2021', 'expected, but not decisive'],
    ['nfr', '2022-11-01', 'version 2022-11', 'at most 10 users of all types together'],
    ['nfr', '2023-07-01', 'version 2023-07', 'at most 10 users of each type (SaaS, Self-Managed), level Ultimate, for 12 months'],
    ['nfr', '2026-11-20', 'version 2025', 'at most 25 users of each type'],
    ['loa', '2022-12-31', 'version 2022-11', 'one calendar year from the date on the letter'],
    ['cam', '2026-11-20', 'version 2022-11', 'PA is divided: ZIP codes 150 to 168 are Western PA'],
    ['loa', '2025-01-01', 'version 2025', '"Signed Contract Date" in Salesforce has a date'],
    ['nfr', '2025-01-01', 'version 2025', '"Signed Contract Date" in Salesforce has a date'],
    ['price-files', '2025-01-01', 'version 2025', 'upload the files to the partner portal: 30 days before the quarter'],
    ['rebates', '2025-01-01', 'version 2025', 'rebates are paid: 45 days after the last day of the quarter'],
    ['loa', '2023-01-01', 'version 2023-01', '"Open Reqs Met?" on the certification dashboard is "Yes"'],
  ])('%s on %s is %s', (rule, day, version, words) =>
    atDesk((desk) => {
      const { code, stdout } = desk.phd('policy', 'show', rule, '--at', day)
      expect([code, stdout]).toEqual([0, expect.stringContaining(version)])
      expect(stdout).toContain(words)
      expect(stdout).toContain('handbook:')
    }),
  )

  it('says what is known of a rule that no version is in force of', () =>
    atDesk((desk) => {
      const { code, stdout } = desk.phd('policy', 'show', 'psp')
      expect(code).toBe(4)
      expect(stdout).toContain('no rule for designated Professional Services Partners on 2026-11-20')
      expect(stdout).toContain('Also known, not decisive')
      expect(stdout).toContain('3 people with PSE')
    }))

  it('says what is only background, and lists every version with its days', () =>
    atDesk((desk) => {
      expect(desk.phd('policy', 'show', 'nfr').stdout).toContain('Also known, not decisive')
      const { policies } = desk.json<{ policies: { rule: string; version: string; state: string }[] }>('policy', 'list')
      expect(policies.filter(({ state }) => state === 'in_force').map(({ rule, version }) => `${rule} ${version}`)).toEqual([
        'authorized 2025',
        'distributors 2025',
        'loa 2025',
        'nfr 2025',
        'cam 2022-11',
        'mail 2025',
        'leads 2023-07',
        'evaluations 2023-07',
        'proof 2025',
        'deals 2025',
        'sources 2025',
        'marketplace 2025',
        'price-files 2025',
        'rebates 2025',
      ])
      expect(desk.phd('policy', 'show', 'prices').code).toBe(2)
      expect(desk.phd('policy', 'show', 'nfr', '--at', 'someday').code).toBe(2)
    }))
})
