/** What a person sees in a terminal of 80 columns and 24 lines. */

import { cpSync } from 'node:fs'
import stringWidth from 'fast-string-width'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, Desk } from './phd.ts'

const SCREEN = [80, 24] as const

const first = new Desk()
afterAll(() => first.remove())

/** A desk whose names are as long as they come; it is filled once, and copied. */
function filled(desk: Desk): Desk {
  cpSync(first.folder, desk.folder, { recursive: true, preserveTimestamps: true })
  return desk
}

beforeAll(() => {
  const desk = first.equipped().put('mails/mail-001.eml', 'mails/mail-035.eml')
  const [head = '', ...rows] = desk.read('sfdc-accounts.csv').split(/\r?\n/)
  desk.write('partner-accounts-of-all-regions-2026-11-20-final-corrected.csv', head, ...rows.filter(Boolean))
  desk.phd('import', 'partner-accounts-of-all-regions-2026-11-20-final-corrected.csv')
  desk.phd('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Noah Lee', '--email', 'noah.lee@lumenlabs4.example')
  desk.phd('loa', 'letter', 'Lumen Labs 4 Ltd', '--date', '2026-11-19')
  desk.put('desk/sfdc-opportunities.csv').phd('import', 'sfdc-opportunities.csv', 'sfdc-registrations.csv', 'sfdc-users.csv')
  desk.phd('mail', 'route', 'mail-001.eml', 'mail-035.eml', '--drafts', 'drafts')
  desk.phd('cam', 'plan', '--region', 'EMEA', '--out', 'plan-of-the-owner-changes-in-all-regions-for-the-channel-directors.json')
  desk.phd('cam', 'export', 'plan-of-the-owner-changes-in-all-regions-for-the-channel-directors.json', '--out', 'owner-changes')
  desk.phd('cam', 'set', 'Lumen Labs 4 Ltd', '--owner', 'Camille Dios', '--reason', 'covers Kenya until a Select manager does so')
  desk.phd('partner', 'alias', 'add', 'The Partner That Was Called Otherwise Before GmbH & Co. KG', 'Lumen Labs 4 Ltd')
})

describe.skipIf(!hasTerminal)('at 80 columns', () => {
  it.each([
    'phd --help',
    'phd partner --help',
    'phd nfr approve --help',
    'phd import --help',
    'phd imports list',
    'phd imports show 1',
    'phd doctor',
    'phd policy list',
    'phd audit list',
    'phd loa list --closed',
    'phd loa expiring --within 400',
    'phd nfr list --closed',
    'phd nfr expiring --within 400',
    'phd loa check --all',
    'phd partner find labs',
    'phd partner alias list',
    'phd partner show Labs --no-input',
    'phd cam --help',
    'phd cam plan --help',
    'phd cam owner --all',
    'phd cam owner "Cobalt Consulting 3 Ltd"',
    'phd cam plan',
    'phd cam show plan-of-the-owner-changes-in-all-regions-for-the-channel-directors.json',
    'phd cam plans',
    'phd deal tag --help',
    'phd deal source 0064M000AAAAAAIQY5',
    'phd deal source --all',
    'phd cam verify',
    'phd cam sets',
    'phd cam mapping check',
    'phd cam mapping list',
    'phd deal list',
    'phd deal show REG10003',
    'phd deal sla --draft reminders',
    'phd deal expiring --within 400',
    'phd deal conflicts',
    'phd deal list --help',
    'phd policy show deals',
    'phd price-file status',
    'phd rebate status',
    'phd mail list',
    'phd reply show loa-denial-docusign',
    'phd imports undo x',
    'phd imports undo 99 --yes',
    'phd import nothing.csv',
  ])('%s fits', (command) =>
    atDesk(async (desk) => {
      const { screen } = await atTerminal(filled(desk), command, [], { size: SCREEN })
      // A spinner is wiped off before what stays.
      const lines = screen.split(/\r?\n/).map((line) => line.split('\u001b[0K').at(-1) ?? '')
      expect(lines.length).toBeGreaterThan(1)
      expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
    }),
  )

  it('nothing of a list is lost for it: what has no room beside stands below', () =>
    atDesk(async (desk) => {
      filled(desk).phd('import', 'sfdc-accounts.csv')
      const seen = (await atTerminal(desk, 'phd imports list', [], { size: SCREEN })).screen.replace(/\s+/g, ' ')
      const [, ...rows] = desk.phd('imports', 'list', '--format', 'csv').stdout.trim().split(/\r?\n/)
      for (const row of rows) {
        const [id = '', , kind = '', file = '', status = ''] = row.split(',')
        expect(seen).toContain(` ${id} 2026-11-20 09:00 UTC ${kind}`)
        for (const word of [file, status]) expect(seen).toContain(word)
      }
      expect(seen).toContain('read 51, new 51')
    }))

  it('a list that is longer than the screen says how long it is, and a pipe gets it whole and alone', () =>
    atDesk(async (desk) => {
      desk.imported().phd('cam', 'mapping', 'list')
      const { screen } = await atTerminal(desk, 'phd cam mapping list', [], { size: SCREEN })
      const whole = desk.phd('cam', 'mapping', 'list')
      expect(whole.stderr).toBe('')
      const lines = whole.stdout.trim().split('\n').length
      expect(lines).toBeGreaterThan(70)
      // Two lines of the note and the one of the prompt stand below: 21 of the list are on the screen.
      expect(screen).toContain(`76 rows in total; ${lines - 21} more lines above this screen`)
      expect(screen.trim().split(/\r?\n/)).toHaveLength(lines + 2)
      expect((await atTerminal(desk, 'phd imports list', [], { size: SCREEN })).screen).not.toContain('in total')
      expect((await atTerminal(desk, 'phd cam mapping list --json', [], { size: SCREEN })).screen).not.toContain('in total')
    }))
})
