/** What is due on a day: the items that a person finds in the files by the handbook, and how one screen shows them. */

import stringWidth from 'fast-string-width'
import { describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk } from './phd.ts'

interface Item {
  code: string
  key: string
  due: string | null
  late: boolean
  waitsFor: string | null
  partner: { id: string; name: string } | null
  manager: { name: string | null } | null
  count: number
  command: string
  evidence: { file: string | null; line: number | null; auditEntry: number | null }[]
  handbook: { page: string; section: string }[]
}

interface Today {
  schema: string
  cannotTell: { code: string; kind: string | null; count: number; command: string }[]
  sections: { id: string; count: number; items: Item[] }[]
  next: Item | null
  later: number
}

const FILES = [
  'nfr-licenses.csv',
  'staff.csv',
  'nfr-requests.csv',
  'letters-issued.csv',
  'prospects.csv',
  'evaluation-licenses.csv',
]

/** A desk with every list that something is due by. */
function wholeDesk(desk: Desk): Desk {
  desk.putAll('desk').putAll('requests').putAll('leads').putAll('deals')
  desk.imports('sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', ...FILES)
  desk.imports('registrations-2026-11-16.csv').imports('registrations-2026-11-20.csv')
  desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
  return desk
}

const sectionsOf = ({ sections }: Today): Record<string, string[]> =>
  Object.fromEntries(
    sections.map(({ id, items }) => [
      id,
      items.map(({ code, key, due, count }) =>
        [code, key.split(' ')[1] ?? '', due ?? '-', count === 1 ? '' : `×${count}`].join(' ').trim(),
      ),
    ]),
  )

describe('phd today', () => {
  it('lists what the handbook and the files say is due on Friday, 2026-11-20', () =>
    atDesk((desk) => {
      const today = wholeDesk(desk).json<Today>('today')
      expect(today.schema).toBe('phd.today/1')
      const found = sectionsOf(today)
      // Two business days to answer: a row of Tuesday is late on Friday; registrations of Wednesday and Tuesday of the week before are.
      expect(found.late).toEqual([
        expect.stringMatching(/^license_request \w{16} 2026-11-19$/),
        'deal_answer REG30002 2026-11-13',
        'deal_answer REG30008 2026-11-12',
      ])
      expect(found.today).toEqual(['deal_answer REG30003 2026-11-20'])
      expect(found.new).toEqual([
        'letter_request 12 2026-11-23',
        expect.stringMatching(/^license_request \w{16} 2026-11-23$/),
        expect.stringMatching(/^license_request \w{16} 2026-11-24$/),
        'imports_made  - ×11',
      ])
      // 15 and 10 days are over the day after they are complete; an approval of 2026-08-28 runs 90 days.
      expect(found.week).toEqual([
        'evaluation_ends EV-301 2026-11-21',
        'lead_recall P-1006 2026-11-21',
        'lead_recall P-1004 2026-11-21',
        'deal_ends REG30004 2026-11-26',
      ])
      // One business day from the day the status was first seen.
      expect(found.waiting).toEqual(['deal_answer REG30001 2026-11-23'])
      expect(found.open).toEqual([
        ...['P-1005', 'P-1001', 'P-1002', 'P-1003'].map((lead) => `lead_recall ${lead} -`),
        ...['REG30005', 'REG30004'].map((name) => `deal_conflict ${name} -`),
        'accounts_unmapped  - ×2',
        'names_unlinked  -',
      ])
      // P-1007 changed since it was accepted, P-1012 has no day, P-1013 an unknown word; so has the status of REG30009.
      expect(today.cannotTell.map(({ code, kind, count }) => `${code} ${kind} ${count}`)).toEqual([
        'not_judged deal_registrations 1',
        'not_judged leads 3',
      ])
    }))

  it('gives every item its evidence, its heading of the handbook and the next command', () =>
    atDesk((desk) => {
      const { sections } = wholeDesk(desk).json<Today>('today')
      const items = sections.flatMap((section) => section.items)
      for (const { key, command, evidence } of items) {
        expect(command, key).toMatch(/^phd /)
        if (!key.startsWith('accounts_')) expect(evidence.length, key).toBeGreaterThan(0)
      }
      const ruled = items.filter(({ code }) => !['imports_made', 'names_unlinked'].includes(code))
      for (const { key, handbook } of ruled) expect(handbook.length, key).toBeGreaterThan(0)
      expect(items.find(({ key }) => key.includes('REG30002'))).toMatchObject({
        evidence: [{ file: 'registrations-2026-11-20.csv', line: 3 }],
        manager: { name: 'Frank McGowan' },
        command: 'phd deal show REG30002',
      })
      expect(items.find(({ code }) => code === 'letter_request')).toMatchObject({
        evidence: [{ auditEntry: 12 }],
        command: 'phd loa check 0014M000AAAAAAM',
        handbook: [{ page: 'Partner Help Desk', section: 'Letters of Authorization (LoAs)' }],
      })
      for (const command of new Set(items.map((item) => item.command))) {
        const { code, stderr } = desk.phd(...command.split(' ').slice(1))
        expect([0, 1, 4], `${command}: ${stderr}`).toContain(code)
      }
    }))

  it('says what it cannot tell where a list is missing or too old, and counts nothing there', () =>
    atDesk((desk) => {
      const empty = desk.phd('today')
      expect(empty.code).toBe(4)
      expect(empty.stdout).toContain('CANNOT TELL everything: never imported: Salesforce deal registrations')
      expect(empty.stdout).toContain(
        '2026-11-20: nothing that is known is due; next: 2026-12-01 price files FY28-Q1: open the issue',
      )
      expect(empty.stdout).not.toMatch(/\b0 (?:late|due)/)
      const later = ['today', '--now', '2026-12-05T09:00:00Z'] as const
      expect(wholeDesk(desk).phd(...later).stdout).toContain(
        'CANNOT TELL everything: too old: Salesforce deal registrations (15 days)',
      )
      expect(desk.json<Today>(...later).cannotTell).toContainEqual(
        expect.objectContaining({ code: 'too_old', kind: 'deal_registrations', command: 'phd deal sla' }),
      )
    }))

  it('writes the same as rows, lines and a calendar', () =>
    atDesk((desk) => {
      const { sections, cannotTell } = wholeDesk(desk).json<Today>('today')
      const items = sections.reduce((sum, each) => sum + each.items.length, 0)
      const lines = desk.phd('today', '--format', 'ndjson').stdout.trimEnd().split('\n')
      expect(lines).toHaveLength(items + cannotTell.length)
      expect(desk.phd('today', '--format', 'csv').stdout.trimEnd().split('\r\n')).toHaveLength(items + cannotTell.length + 1)
      expect(desk.phd('today', '--ics', 'due.ics', '--quiet').code).toBe(4)
      expect(desk.read('due.ics')).toContain('SUMMARY:registration REG30003: yours to check\\, Polaris Cloud Inc.')
    }))

  it('says of each thing what it is and who is up', () =>
    atDesk((desk) => {
      const { stdout } = wholeDesk(desk).phd('today')
      expect(stdout).toMatch(/^2026-11-20: 3 late \(1 yours\), 1 due today/m)
      expect(stdout).toMatch(/ {2}license request \(form:3\): yours to check {2,}phd nfr check /)
      expect(stdout).toMatch(/ {2}registration REG30003: yours to check {2,}phd deal show REG30003\n/)
      expect(stdout).toMatch(/ {2}registration REG30002: channel manager to answer {2,}phd deal show REG30002\n/)
      expect(stdout).toMatch(/ {2}registration REG30001: area sales manager to answer {2,}phd deal show REG30001\n/)
    }))

  it.skipIf(!hasTerminal)('fits a screen of 80 columns and 24 lines, whatever names there are', () =>
    atDesk(async (desk) => {
      wholeDesk(desk)
      const [head = '', ...rows] = desk.read('registrations-2026-11-20.csv').split('\n')
      const many = Array.from({ length: 40 }, (_, i) => (rows[1] ?? '').replace('REG30002', `REG4${1000 + i}`))
      const wide = (rows[2] ?? '').replace('Polaris Cloud Inc.', `${'株式会社'.repeat(9)} <b>$(id)`)
      desk.write('registrations-2026-11-20.csv', head, ...rows.filter(Boolean), ...many, wide.replace('REG30003', 'REG $(id)'))
      desk.imports('registrations-2026-11-20.csv')
      const { screen } = await atTerminal(desk, 'phd today', [], { size: [80, 24] })
      expect(screen).toMatch(/^ {2}2026-11-13 {2}Ørsted.* {2}deal: channel manager +phd deal show REG30002\r?$/m)
      expect(screen).toContain(`phd deal show 'REG $(id)'`)
      const lines = screen.trimEnd().split(/\r?\n/)
      expect(lines.length).toBeLessThanOrEqual(20)
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
      const narrow = (await atTerminal(desk, 'phd today', [], { size: [60, 24] })).screen.trimEnd().split(/\r?\n/)
      expect(narrow.find((line) => line.includes('REG30002'))).toMatch(
        /^ {2}2026-11-13 {2}deal: channel.* {2}phd deal show REG30002$/,
      )
      for (const line of narrow) expect(stringWidth(line), line).toBeLessThanOrEqual(60)
      expect(screen).toMatch(/^Late: 43, and \d+ more: phd deal sla\r?$/m)
      expect(screen).toMatch(/^all of it: phd today --all/m)
      const all = desk.phd('today', '--all').stdout
      expect(all.match(/REG41\d\d\d/g)).toHaveLength(80)
    }),
  )
})
