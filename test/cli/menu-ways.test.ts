/** The ways through the menu: back, past what failed, with nothing imported; and the lines that it names. */

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk, root } from './phd.ts'

const SIZE = [80, 24] as const
const ESCAPE = '\u001b'
const INTERRUPT = '\u0003'
const ENTER = '\r'
const UP = '\u001b[A'

const START = /What came in\?[\s\S]*esc leave/
const WHO = /Which partner asks for a letter\?[\s\S]*esc go back/
const NEXT = /Without the menu:[\s\S]*What next\?[\s\S]*esc go back/
/** A question of the plain lines, which ends with what leaving it does. */
const asks = (question: string) => new RegExp(`${question}[\\s\\S]*\\): $`)

/** Accounts with one more partner. */
function withPartner(desk: Desk, name: string): Desk {
  desk.imported()
  const [head = '', ...rows] = desk.read('sfdc-accounts.csv').split(/\r?\n/)
  const row = (rows[0] ?? '')
    .replace('0014M000AAAAAAM', '0014M000ZZZZZZZ')
    .replace('Cobalt Labs 1 GmbH', name.replaceAll('"', '""'))
  return desk.write('more.csv', head, row).imports('more.csv')
}

/** Lines of the page about the menu. */
function ofTheDesk(block: RegExp): string[] {
  const [found = ''] = block.exec(readFileSync(join(root, 'docs', 'a-day-at-the-desk.md'), 'utf8')) ?? []
  const lines = found
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  expect(lines.length).toBeGreaterThan(3)
  return lines
}

describe.skipIf(!hasTerminal)('the menu', () => {
  it.each([
    ['Esc', ESCAPE],
    ['Ctrl-C', INTERRUPT],
  ])('%s goes back one step with what was typed, and at the first step leaves quietly', (_, key) =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(
        desk.imported(),
        'phd; echo left with $?',
        [
          [START, 'A request for a letter\r'],
          [WHO, 'cobalt labs'],
          [/❯ Cobalt Labs 1/, key],
          // The choice made before is marked: Enter goes forward again.
          [/What came in\?[\s\S]*❯ A request for a letter[\s\S]*esc leave/, ENTER],
          [/asks for a letter\? cobalt labs[\s\S]*❯ Cobalt Labs 1/, ENTER],
          [NEXT, 'Deny it\r'],
          [/Who asked\?/, 'Mei Smith\r'],
          [/Their email address/, 'mei@'],
          [/address .*mei@/, key],
          [/Who asked\? .*Mei Smith/, ENTER],
          [/Their email address .*mei@/, key],
          [/Who asked\? .*Mei Smith/, key],
          [/What next\?[\s\S]*esc go back/, key],
          [/asks for a letter\? cobalt labs[\s\S]*❯ Cobalt Labs 1/, key],
          [START, key],
        ],
        { size: SIZE },
      )
      expect(screen).toContain('left with 1')
      for (const line of ofTheDesk(/^ {4}\? What came in[\s\S]*?esc leave$/m)) expect(screen).toContain(line)
      expect(screen).not.toContain('phd: Canceled')
      expect(code).toBe(0)
    }),
  )

  it('in plain lines, b, Enter alone and Ctrl-C go back, and Enter takes what was typed before', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(
        desk.imported(),
        // The shell hears Ctrl-C too.
        'trap : INT; phd; echo left with $?',
        [
          [asks('What came in\\?'), '7\n'],
          [asks('Which partner\\?'), 'lumen\n'],
          [asks('Number, or something else'), 'b\n'],
          [asks('What came in\\?'), '7\n'],
          [/Part of the name, or an id \(Enter: "lumen"; b: go back\): $/, '\n'],
          [asks('Number, or something else'), '\n'],
          [asks('What came in\\?'), '7\n'],
          [asks('Which partner\\?'), INTERRUPT],
          [asks('What came in\\?'), INTERRUPT],
        ],
        { size: SIZE, env: { ACCESSIBLE: '1' } },
      )
      expect([code, screen]).toEqual([0, expect.stringContaining('left with 0')])
      expect(screen).toContain('Number (Enter alone or b: leave): ')
      const [, ...shown] = ofTheDesk(/^ {4}Which partner asks[\s\S]*?something else.*$/m)
      for (const line of shown) expect(screen).toContain(line.replace(/: (?:lumen|1)$/, ''))
      expect(screen).not.toContain('Canceled')
    }))

  it('no decision is recorded that was not confirmed, and the question before it comes again', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(
        desk.equipped(),
        'phd',
        [
          [START, 'A request for a letter\r'],
          [WHO, 'lumen labs'],
          [/❯ Lumen Labs 4/, ENTER],
          [NEXT, 'Approve it\r'],
          [/Who asked\?/, 'Noah Lee\r'],
          [/Their email address/, ENTER],
          [/Approve Lumen Labs 4 Ltd \(0014M000AAAAAB9QYP\)\?[\s\S]*❯ No, change nothing/, ENTER],
          [/nothing was changed[\s\S]*Their email address/, ESCAPE],
          [/Who asked\? .*Noah Lee/, ESCAPE],
          [/What next\?[\s\S]*esc go back/, 'Leave\r'],
        ],
        { size: SIZE },
      )
      expect(code).toBe(2)
      expect(screen.match(/Without the menu:/g)).toHaveLength(1)
      expect(desk.json<{ requests: unknown[] }>('loa', 'list', '--closed').requests).toEqual([])
    }))

  it('greets with the requests that are late, and is silent where none is known to be', () =>
    atDesk(async (desk) => {
      const late = await atTerminal(desk.equipped(), 'phd', [[START, ESCAPE]], { size: SIZE })
      // By the form of the fixtures one is due on the 19th, the others on the 23rd and 24th.
      expect(late.screen).toMatch(/^1 request is late: see "What is due"/)
      const calm = await atTerminal(desk, 'phd --now 2026-11-18', [[START, ESCAPE]], { size: SIZE })
      expect(calm.screen).not.toMatch(/is late|due today/)
      expect([late.code, calm.code]).toEqual([0, 0])
    }))

  it.each([
    ['YES', 'lumen labs', /Approve it/, /Deny/],
    ['NO', 'cobalt labs 1', /Deny it/, /Approve/],
    ['CANNOT TELL', 'nordwind digital 43', /Check another partner/, /Approve|Deny/],
  ])('after %s only what the check allows is offered', (answer, name, offered, notOffered) =>
    atDesk(async (desk) => {
      const { screen } = await atTerminal(
        desk.imported(),
        'phd',
        [
          [asks('What came in\\?'), '1\n'],
          [asks('asks for a letter\\?'), `${name}\n`],
          [asks('Number, or something else'), '1\n'],
          [asks('What next\\?'), 'leave\n'],
        ],
        { size: SIZE, env: { ACCESSIBLE: '1' } },
      )
      const [said = '', choices = ''] = screen.split('What next?')
      expect(said).toContain(`${answer}: `)
      expect(choices).toMatch(offered)
      expect(choices).not.toMatch(notOffered)
    }),
  )

  it('a command that fails leads back to the question, with what was typed', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(
        desk.imported(),
        'phd',
        [
          [START, 'A mail\r'],
          [/The mail, a file/, 'nothing.eml\r'],
          [/no file nothing\.eml[\s\S]*The mail, a file .*nothing\.eml/, ESCAPE],
          [START, 'Leave\r'],
        ],
        { size: SIZE },
      )
      expect(screen).not.toContain('Without the menu:')
      expect(code).toBeGreaterThan(1)
    }))

  it('several registrations that may be meant are choices', () =>
    atDesk(async (desk) => {
      desk.equipped()
      desk.write('twice.csv', ...desk.read('sfdc-registrations.csv').replace('DR-500001', 'DR-500000').trimEnd().split(/\r?\n/))
      const { screen, code } = await atTerminal(
        desk.imports('twice.csv'),
        'phd',
        [
          [START, 'A deal\r'],
          [/What about deals\?[\s\S]*esc go back/, 'Look\r'],
          [/Its name, deal ID/, 'DR-500000\r'],
          [/Which one do you mean\?[\s\S]*REG10001[\s\S]*esc go back/, 'REG10001\r'],
          [NEXT, 'Leave\r'],
        ],
        { size: SIZE },
      )
      expect([code, screen]).toEqual([0, expect.stringContaining('phd deal show REG10001')])
    }))

  it('with nothing imported it says so, and begins with the import', () =>
    atDesk(async (desk) => {
      desk.put('desk/sfdc-accounts.csv')
      const { screen, code } = await atTerminal(
        desk,
        'phd',
        [
          [/Nothing is imported yet[\s\S]*❯ An export to import[\s\S]*esc leave/, ENTER],
          [/Which file\?/, '"sfdc-accounts.csv"\r'],
          [NEXT, 'Back\r'],
          [/Anything else\?[\s\S]*❯ A request for a letter[\s\S]*esc leave/, `${UP}${ENTER}`],
        ],
        { size: SIZE },
      )
      expect([code, screen]).toEqual([0, expect.stringContaining('51 rows read: 51 new')])
      expect(screen).not.toContain('note: ')
    }))

  it.each([
    `O'Neil "& Sons" $(touch pwned) \`touch pwned\` !! \\ Ltd`,
    'Umlaut Ä & Söhne GmbH; touch pwned',
    'Bad\u202eder Red Inc.',
    '-- Dash --all',
  ])('a line names the partner %j so that a shell runs it as the menu did', (name) =>
    atDesk(async (desk) => {
      withPartner(desk, name)
      const first = name.split(/[\s\u202e]/)[0] ?? ''
      const { screen } = await atTerminal(
        desk,
        `phd --db ${desk.db} --max-age 9`,
        [
          [asks('What came in\\?'), 'A partner to look up\n'],
          [asks('Which partner\\?'), name.startsWith('--') ? 'dash\n' : `${first}\n`],
          [asks('Number, or something else'), '1\n'],
          [asks('What next\\?'), 'leave\n'],
        ],
        { size: [200, 50], env: { ACCESSIBLE: '1' } },
      )
      const line = /Without the menu:\r\n {2}(phd .*)\r\n/.exec(screen)?.[1] ?? ''
      expect(line).toContain(`--db ${desk.db} --max-age 9`)
      const here = 'phd() { printf "%s\\\\0" "$@"; }'
      const { stdout } = spawnSync('sh', ['-c', `${here}\n${line}`], { cwd: desk.folder, encoding: 'utf8' })
      const answer = desk.phd(...stdout.split('\0').slice(0, -1))
      expect(answer.code).toBe(0)
      expect(answer.stdout).toContain('0014M000ZZZZZZZ')
      expect(screen.replaceAll(/\s+/g, ' ')).toContain(answer.stdout.replaceAll(/\s+/g, ' ').trim())
      expect(screen.replaceAll('\r\n', '\n')).not.toMatch(/[\u001b\b\r]/)
      expect(readdirSync(desk.folder)).not.toContain('pwned')
    }),
  )

  it('partners are found by the beginning of an alias and of an id, too', () =>
    atDesk(async (desk) => {
      desk.imported().phd('partner', 'alias', 'add', 'Zephyr Old Name', 'Lumen Labs 4 Ltd')
      for (const typed of ['zeph', '0014M000AAAAAB9']) {
        const { screen } = await atTerminal(
          desk,
          'phd loa check',
          [
            [asks('Which partner\\?'), `${typed}\n`],
            [asks('Number, or something else'), 'b\n'],
          ],
          { size: SIZE, env: { ACCESSIBLE: '1' } },
        )
        expect(screen).toMatch(/1\. Lumen Labs 4 Ltd/)
      }
    }))

  it('is not there without a person: help, and exit 2', () =>
    atDesk((desk) => {
      for (const args of [[], ['--no-input'], ['--json']]) expect(desk.phd(...args).code).toBe(2)
      expect(desk.phd().stderr).toMatch(/Usage: phd[\s\S]*no command given/)
    }))
})
