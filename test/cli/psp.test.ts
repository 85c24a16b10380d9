import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Checked {
  partner: { name: string }
  finding: { code: string; text: string }
  decision: string
  checks: { id: string; outcome: string; reason: string | null; source: { file: string; line: number; column: string } | null }[]
  figures: {
    people: { certifications: number | null; portal: number | null }
    services: {
      quarters: { quarter: string; services: number }[]
      running: { quarter: string; services: number }
      total: number
      undated: number
    } | null
  }
  compared: { version: string; state: string; reaches: boolean | null; disagrees: boolean; checks: { have: number | null }[] }[]
  rows: { people: { name: string; email?: string; line: number }[]; services: { registration: string; line: number }[] }
}

const LUMEN = 'Lumen Labs 4 Ltd'
const LISTS = ['pse-badges.csv', 'services.csv', 'psp-eligibility.csv']
const EXPORTS = ['sfdc-accounts.csv', 'impartner-users.csv']
function put(desk: Desk): Desk {
  return desk.put(...EXPORTS.map((file) => `desk/${file}`), ...LISTS.map((file) => `lists/${file}`))
}
function equipped(desk: Desk): Desk {
  return put(desk).imports(...EXPORTS, ...LISTS)
}

describe('phd psp check', () => {
  it.each([
    [LUMEN, 0, 'designated_compliant', 'YES: a designated PSP and compliant, by the list'],
    ['Cobalt Labs 1 GmbH', 1, 'not_designated', 'NO: not a designated PSP, by the list'],
    ['Delta Labs s.r.o.', 1, 'not_compliant', 'NO: a designated PSP, but not compliant, by the list'],
    ['Polaris Cloud Inc.', 4, 'cannot_tell', 'unknown word "Under discussion"'],
    ['Cobalt Consulting 3 Ltd', 4, 'cannot_tell', 'the legal form is different'],
    ['Nordwind Digital 43 Inc.', 4, 'cannot_tell', 'the partner is not on the list'],
  ])('%s: exit %i, %s', (partner, code, finding, words) =>
    atDesk((desk) => {
      const run = equipped(desk).phd('psp', 'check', partner)
      expect([run.code, run.stdout]).toEqual([code, expect.stringContaining(words)])
      expect(desk.json<Checked>('psp', 'check', partner)).toMatchObject({ schema: 'phd.psp/1', finding: { code: finding } })
    }),
  )

  it('cannot tell of one that is designated only later, or has a question mark', () =>
    atDesk((desk) => {
      desk
        .put('desk/sfdc-accounts.csv')
        .write(
          'psp-eligibility.csv',
          'Partner,PSP,PSP Since,Compliant',
          `${LUMEN},PSP,2026-11-21,Yes`,
          'Cobalt Labs 1 GmbH,PSP,2026-11-20,Yes',
          'Delta Labs s.r.o.,PSP,2024-06-01,Yes?',
        )
      desk.imports('sfdc-accounts.csv', 'psp-eligibility.csv')
      const later = desk.phd('psp', 'check', LUMEN)
      expect([later.code, later.stdout]).toEqual([4, expect.stringContaining('it is one since 2026-11-21, a day to come')])
      expect(desk.phd('psp', 'check', LUMEN, '--now', '2026-11-21').code).toBe(0)
      expect(desk.phd('psp', 'check', 'Cobalt Labs 1 GmbH').code).toBe(0)
      const doubtful = desk.phd('psp', 'check', 'Delta Labs s.r.o.')
      expect([doubtful.code, doubtful.stdout]).toEqual([4, expect.stringContaining('unknown word "Yes?"')])
    }))

  it('shows its evidence with file, line and column, and when it was seen', () =>
    atDesk((desk) => {
      const { checks } = equipped(desk).json<Checked>('psp', 'check', LUMEN)
      expect(checks).toMatchObject([
        { id: 'designation', outcome: 'pass', source: { file: 'psp-eligibility.csv', line: 2, column: 'PSP Designation' } },
        { id: 'compliant', outcome: 'pass', source: { file: 'psp-eligibility.csv', line: 2, column: 'Compliant' } },
      ])
      expect(desk.phd('psp', 'check', LUMEN).stdout).toContain(
        'ok: Compliant is "Yes" (psp-eligibility.csv, line 2, column "Compliant", last seen 2026-11-20 09:00 UTC per the file’s time)',
      )
    }))

  it('beside it counts people with PSE, and services by the four quarters that are over', () =>
    atDesk((desk) => {
      const { figures, rows } = equipped(desk).json<Checked>('psp', 'check', LUMEN)
      // Chloé with two badges and Grzegorz; Haruto's has ended, and Mei is with another partner now.
      expect(figures.people).toEqual({ certifications: 2, portal: 0 })
      expect(new Set(rows.people.map(({ name }) => name))).toEqual(new Set(["Chloé O'Brien", 'Grzegorz Tanaka']))
      expect(figures.services).toEqual({
        quarters: [
          { quarter: 'FY26-Q4', services: 2 },
          { quarter: 'FY27-Q1', services: 2 },
          { quarter: 'FY27-Q2', services: 1 },
          { quarter: 'FY27-Q3', services: 1 },
        ],
        running: { quarter: 'FY27-Q4', services: 1 },
        total: 6,
        undated: 1,
      })
      expect(rows.services.map(({ registration }) => registration)).toEqual(
        ['9', '1', '2', '3', '4', '5', '7', '8'].map((last) => `REG9000${last}`),
      )
      expect(desk.json<Checked>('psp', 'check', 'Cobalt Labs 1 GmbH').figures.people.certifications).toBe(1)
    }))

  it('the figures of the program guide are told as background, and change no answer', () =>
    atDesk((desk) => {
      const run = equipped(desk).phd('psp', 'check', LUMEN)
      expect(run.code).toBe(0)
      expect(run.stdout).toContain('fall short of the figures of 2024-08 (background, decides nothing)')
      const { compared } = desk.json<Checked>('psp', 'check', LUMEN)
      expect(compared).toMatchObject([
        {
          version: '2024-08',
          state: 'background',
          reaches: false,
          disagrees: true,
          checks: [{ have: 2 }, { have: 1 }, { have: 6 }],
        },
      ])
      expect(desk.json<Checked>('psp', 'check', 'Delta Labs s.r.o.').compared).toMatchObject([
        { reaches: false, disagrees: false },
      ])
    }))

  it('without registrations the figures are not known, and say nothing against the list', () =>
    atDesk((desk) => {
      const { figures, compared } = put(desk)
        .imports('sfdc-accounts.csv', 'psp-eligibility.csv')
        .json<Checked>('psp', 'check', LUMEN)
      expect(figures).toMatchObject({ people: { certifications: null, portal: null }, services: null })
      expect(compared).toMatchObject([{ reaches: null, disagrees: false }])
      expect(desk.phd('psp', 'check', LUMEN).stdout).toContain('Services of four quarters: not known')
    }))

  it('cannot tell without a list, by an old one, or while its newer row is rejected', () =>
    atDesk((desk) => {
      put(desk).imports(...EXPORTS)
      expect(desk.phd('psp', 'check', LUMEN)).toMatchObject({
        code: 4,
        stdout: expect.stringContaining('no list of PSP eligibility was ever imported'),
      })
      desk.imports('psp-eligibility.csv')
      const old = desk.phd('psp', 'check', LUMEN, '--now', '2026-12-10T09:00:00Z')
      expect([old.code, old.stdout]).toEqual([4, expect.stringContaining('older than 7 days')])
      const HEADINGS = 'Partner,PSP Designation,PSP Since,Compliant,Last Reviewed'
      desk.write('newer.csv', HEADINGS, `${LUMEN},PSP,sometime,No,2026-11-19`, 'Delta Labs s.r.o.,PSP,,Yes,2026-11-19')
      expect(desk.phd('import', '--merge', 'newer.csv', '--now', '2026-11-21T09:00:00Z').code).toBe(1)
      const rejected = desk.phd('psp', 'check', LUMEN)
      expect([rejected.code, rejected.stdout]).toEqual([4, expect.stringContaining('rejected (newer.csv, line 2)')])
      expect(desk.phd('psp', 'check', 'Delta Labs s.r.o.').code).toBe(0)
    }))

  it('of all on the list, with the highest exit code; rows of no certain partner are told', () =>
    atDesk((desk) => {
      const run = equipped(desk).phd('psp', 'check', '--all')
      expect(run.code).toBe(4)
      const { partners, leftOut } = desk.json<{ partners: Checked[]; leftOut: { code: string; rows: number }[] }>(
        ...['psp', 'check', '--all'],
      )
      expect(partners.map(({ partner, decision }) => [partner.name, decision])).toEqual([
        ['Cobalt Labs 1 GmbH', 'no'],
        ['Delta Labs s.r.o.', 'no'],
        [LUMEN, 'yes'],
        ['Polaris Cloud Inc.', 'unknown'],
      ])
      expect(leftOut).toMatchObject([{ code: 'unlinked', rows: 1 }])
      for (const each of partners) {
        const {
          leftOut: _,
          sources: __,
          command: ___,
          rules: ____,
          schema: _____,
          of: ______,
          day: _______,
          ...one
        } = desk.json(...['psp', 'check', each.partner.name])
        expect(each).toEqual(one)
      }
      expect(desk.phd('psp', 'check', LUMEN, '--all').code).toBe(2)
      expect(desk.phd('psp', 'check').code).toBe(2)
    }))

  it('shows addresses only where asked', () =>
    atDesk((desk) => {
      const md = ['psp', 'check', LUMEN, '--format', 'md']
      expect(equipped(desk).phd(...md).stdout).not.toContain('chloe.obrien0')
      expect(desk.phd(...md, '--with-addresses').stdout).toContain('chloe.obrien0')
    }))
})
