/** What a person meets at a terminal. `script` of util-linux gives one; where it is missing, this is left out. */

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { idSuffix } from '../../src/records/salesforce-id.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk } from './phd.ts'

const ENTER = '\r'
const DOWN = '\u001b[B'
const INTERRUPT = '\u0003'
const WAITING = /Waiting for another phd/

describe.skipIf(!hasTerminal)('at a terminal', () => {
  it('a name that is not exact leads to a choice, and the choice to the answer', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.imported(), 'phd loa check "Cobalt Lab"', [[/Cobalt Labs 1 GmbH/, ENTER]])
      expect(screen).toContain('no partner named "Cobalt Lab"; did you mean "Cobalt')
      expect(screen).toContain('NO: not eligible for a letter of authorization')
      expect(code).toBe(1)
    }))

  it('a verdict longer than the screen says its first line again at the end', () =>
    atDesk(async (desk) => {
      const { screen } = await atTerminal(desk.imported(), 'phd loa check "Cobalt Labs 1 GmbH"')
      const lines = screen.trimEnd().split(/\r?\n/)
      expect(lines.length).toBeGreaterThan(40)
      expect(lines.filter((line) => line.startsWith('NO: not eligible for'))).toHaveLength(2)
      expect(lines.at(-1)).toBe('NO: not eligible for a letter of authorization')
      const { screen: short } = await atTerminal(desk, 'phd loa check "Cobalt Labs 1 GmbH" --now 2022-11-15')
      expect(short.trimEnd().split(/\r?\n/).length).toBeLessThan(40)
      expect(short.match(/eligible for a letter/g)).toHaveLength(1)
    }))

  it('without a name one searches while typing', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.imported(), 'phd partner show', [
        [/Which partner\?/, 'lumen labs'],
        [/Lumen Labs 4 Ltd/, ENTER],
      ])
      expect(screen).toMatch(/Partner Track +Select/)
      expect(code).toBe(0)
    }))

  it.each([
    ['phd partner show', /Which partner\?/],
    ['phd loa check', /Which partner\?/],
    ['phd authorized "cobalt labs"', /did you mean one of these\?/],
    ['phd cam owner', /Which partner\?/],
    ['phd distributor Germany --partner "cobalt labs"', /did you mean one of these\?/],
    ['phd', /What came in\?/],
    ['phd loa approve "Lumen Labs 4 Ltd" --requester Noah', /Approve Lumen/],
    ['phd imports undo 1', /Undo import 1/],
  ])('%s holds no moment of the database at its question', (command, question) =>
    atDesk(async (desk) => {
      const other = new Database(desk.imported().db, { timeout: 100 })
      let emptied: unknown = null
      const write = (): void => {
        other.exec("INSERT INTO meta (name, value) VALUES ('trial', '')")
        // Who holds a moment keeps the log from being emptied.
        emptied = other.pragma('wal_checkpoint(TRUNCATE)')
      }
      await atTerminal(desk, command, [[question, INTERRUPT]], { onAnswer: write })
      expect(emptied).toMatchObject([{ busy: 0 }])
      other.close()
    }),
  )

  it('what was recorded while it asked for the partner counts in the answer', () =>
    atDesk(async (desk) => {
      desk.imported()
      let isFirst = true
      const addAlias = (): void => {
        if (isFirst) expect(desk.phd('partner', 'alias', 'add', 'Lumenia', 'Lumen Labs 4 Ltd').code).toBe(0)
        isFirst = false
      }
      const answers = [
        [/Which partner\?/, 'lumen labs'],
        [/Lumen Labs 4 Ltd/, ENTER],
      ] as const
      const { screen } = await atTerminal(desk, 'phd partner show', answers, { onAnswer: addAlias })
      expect(screen).toContain('Lumenia')
    }))

  it('a decision is confirmed, after the verdict was read; No records nothing', () =>
    atDesk(async (desk) => {
      desk.equipped()
      const approve = 'phd loa approve "Lumen Labs 4 Ltd" --requester Noah'
      const question = /Approve Lumen Labs 4 Ltd \(0014M000AAAAAB9QYP\)\?[\s\S]*Yes/
      const no = await atTerminal(desk, approve, [[question, ENTER]])
      expect([no.code, no.screen]).toEqual([2, expect.stringContaining('nothing was changed')])
      expect(no.screen.indexOf('YES: the partner may have')).toBeLessThan(no.screen.indexOf('Approve Lumen'))
      expect(desk.json<{ requests: unknown[] }>('loa', 'list', '--closed').requests).toEqual([])
      const yes = await atTerminal(desk, approve, [[question, DOWN + ENTER]])
      expect([yes.code, yes.screen]).toEqual([0, expect.stringContaining('approved: recorded as audit entry')])
      expect((await atTerminal(desk, `${approve} --yes --request new`)).code).toBe(0)
    }))

  it('a notice leads to the question which company the document names', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.equipped(), 'phd loa request loa-notice.eml', [
        [/Which company does the document name\?/, 'lumen labs'],
        [/Lumen Labs 4 Ltd/, ENTER],
      ])
      expect([code, screen]).toEqual([0, expect.stringMatching(/for Lumen\s+Labs\s+4\s+Ltd/)])
    }))

  it.each([
    ['Ctrl-C', INTERRUPT],
    ['Esc', '\u001b'],
  ])('leaving a question with %s cancels quietly', (_, key) =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.imported(), 'phd loa check', [[/Which partner\?[\s\S]*navigate/, key]])
      expect(screen).toContain('phd: Canceled')
      expect(screen).not.toContain('    at ')
      expect(code).toBe(2)
    }),
  )

  it.each([
    ['ACCESSIBLE=1', { ACCESSIBLE: '1' }],
    ['TERM=dumb', { TERM: 'dumb' }],
  ])('with %s questions are lines that stay, answered by a number or words', (_, env) =>
    atDesk(async (desk) => {
      desk.imported()
      const partner = await atTerminal(
        desk,
        'phd loa check "Cobalt Lab"',
        [
          [/1\. Cobalt Labs 1 GmbH[\s\S]*Number, or something else \(.*\): $/, 'cobalt\n'],
          [/2\. Cobalt Labs 1 GmbH[\s\S]*Number, or something else \(.*\): $/, '2\n'],
        ],
        { env },
      )
      expect(partner.screen).toMatch(/ {2}2\. Cobalt Labs 1 GmbH {2}\(Open, Authorized, 0014M000AAAAAAMQY5\)/)
      expect([partner.code, partner.screen]).toEqual([1, expect.stringContaining('NO: not eligible')])
      const undo = await atTerminal(
        desk,
        'phd imports undo 3',
        [
          [/1\. No, change nothing\r\n {2}2\. Yes\r\nNumber \(.*\): $/, 'maybe\n'],
          [/"maybe" is not one of them; type a number from 1 to 2\.\r\nNumber \(.*\): $/, 'y\n'],
        ],
        { env },
      )
      expect([undo.code, undo.screen]).toEqual([0, expect.stringMatching(/undone\s+by import 4/)])
      const left = await atTerminal(desk, 'phd imports undo 4', [[/Number \(Enter alone or b: cancel\): $/, '\n']], { env })
      expect([left.code, left.screen]).toEqual([2, expect.stringContaining('phd: Canceled')])
      for (const { screen } of [partner, undo, left]) expect(screen.replaceAll('\r\n', '\n')).not.toMatch(/[\u001b\b\r]/)
    }),
  )

  it('questions are not part of a result that goes to a file', () =>
    atDesk(async (desk) => {
      const { screen } = await atTerminal(desk.imported(), 'phd cert-report "Lumen Lab" > report.csv', [
        [/Lumen Labs 4 Ltd/, ENTER],
      ])
      expect(screen).toContain('did you mean "Lumen Labs 4 Ltd"?')
      expect(desk.read('report.csv')).toMatch(/^User: Full Name,/)
      expect(desk.read('report.csv')).not.toContain('\u001b')
    }))

  it.each(['--no-input', '--json', '--format csv'])('nothing is asked with %s', (option) =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.imported(), `phd loa check "Cobalt Lab" ${option}`)
      expect(screen).not.toContain('navigate')
      expect(code).toBe(3)
    }),
  )

  it('sentences are broken between words', () =>
    atDesk(async (desk) => {
      const { screen } = await atTerminal(desk.imported(), 'phd loa check "Cobalt Labs 1 GmbH"')
      const lines = screen.split(/\r?\n/)
      expect(lines.filter((line) => line.length > 70)).toEqual([])
      expect(screen.replace(/\s+/g, ' ')).toContain(
        desk.phd('loa', 'check', 'Cobalt Labs 1 GmbH').stdout.replace(/\s+/g, ' ').trim(),
      )
    }))

  it('a long import shows how far it is, and leaves nothing of that behind', () =>
    atDesk(async (desk) => {
      const { screen, code } = await atTerminal(desk.write('users.csv', ...manyUsers()), 'phd import users.csv')
      expect(screen).toMatch(/\[[#.]{24}\] [\d,]+ rows, [\d,]+\/s, \d+:\d\d left/)
      expect(screen.split('\r\u001b[K').at(-1)).toMatch(/^users.csv: salesforce users, imported/)
      expect(code).toBe(0)
      const quiet = await atTerminal(desk, 'phd import users.csv --quiet --dry-run')
      expect(quiet.screen).not.toContain('rows,')
    }))

  it('while another phd writes, a spinner says so and leaves nothing behind; for a screen reader it is a line', () =>
    atDesk(async (desk) => {
      const other = new Database(desk.imported().db)
      const whileBusy = async (command: string, env: NodeJS.ProcessEnv, shown: RegExp) => {
        other.exec('BEGIN IMMEDIATE')
        const run = atTerminal(desk, command, [[shown, '']], { env, onAnswer: () => other.exec('ROLLBACK') })
        return (await run).screen
      }
      const drawn = await whileBusy('phd partner alias add Lum "Lumen Labs 4 Ltd"', {}, WAITING)
      expect(drawn.split('\u001b[0K').at(-1)).toMatch(/"Lum" now means Lumen Labs 4 Ltd \(.*\)\r?\n$/)
      const plain = await whileBusy('phd partner alias remove Lum', { ACCESSIBLE: '1' }, WAITING)
      expect(plain).toMatch(/^Waiting for another phd that is writing …\r?\nremoved "Lum"/)
      const first = await whileBusy('phd partner alias add Lu "Lumen Labs 4 Ltd" --now 2027-01-08', { ACCESSIBLE: '1' }, WAITING)
      expect(first).toMatch(/^Checking the database …\r?\nWaiting for another phd that is writing …\r?\n"Lu" now means/)
      const [inWait = '', after = ''] = (
        await whileBusy('phd partner alias add L "Lumen Labs 4 Ltd" --now 2027-02-08', { CI: '1' }, WAITING)
      ).split('"L" now means')
      expect([inWait.endsWith('\u001b[0K'), after]).toEqual([true, expect.stringMatching(/^ Lumen Labs 4 Ltd/)])
      const narrow = await whileBusy('stty cols 0; phd partner alias add Lum "Lumen Labs 4 Ltd"', {}, WAITING)
      expect(narrow).not.toContain('\u001b')
      other.close()
    }))

  it('what comes from another program is waited for with a spinner, unless it is quiet', () =>
    atDesk(async (desk) => {
      desk.put('desk/sfdc-accounts.csv')
      const slow = '(sleep 0.3; cat sfdc-accounts.csv) |'
      const { screen, code } = await atTerminal(desk, `${slow} phd import -`)
      expect([code, screen]).toEqual([0, expect.stringContaining('Reading standard input …')])
      expect((await atTerminal(desk, `${slow} phd import - --quiet`)).screen).toMatch(/^standard input/)
    }))

  it('Ctrl-C stops an import, and leaves the database as it was', () =>
    atDesk(async (desk) => {
      desk
        .write('users.csv', ...manyUsers())
        .put('desk/sfdc-accounts.csv')
        .phd('import', 'sfdc-accounts.csv')
      const { screen, code } = await atTerminal(desk, 'phd import users.csv sfdc-accounts.csv', [[/rows, /, INTERRUPT]])
      expect(screen).toContain('users.csv: stopped, nothing imported')
      expect(screen.match(/stopped/g)).toHaveLength(2)
      expect(screen).toContain('the database is as it was before')
      expect(code).toBe(130)
      expect(JSON.parse(desk.phd('imports', 'list', '--json').stdout).imports).toHaveLength(1)
      expect(desk.phd('import', 'users.csv').code).toBe(0)
    }))

  it('Ctrl-C is heard while a file that was imported before waits for another phd', () =>
    atDesk(async (desk) => {
      const other = new Database(desk.imported().db)
      other.exec('BEGIN IMMEDIATE')
      const { screen, code } = await atTerminal(desk, 'phd import sfdc-accounts.csv --wait 50', [[WAITING, INTERRUPT]])
      expect([code, screen]).toEqual([130, expect.stringContaining('stopped, nothing imported')])
      other.exec('ROLLBACK')
      other.close()
    }))

  it('an undo asks first, and --yes answers it', () =>
    atDesk(async (desk) => {
      desk.put('desk/sfdc-accounts.csv').phd('import', 'sfdc-accounts.csv')
      const no = await atTerminal(desk, 'phd imports undo 1', [[/Undo import 1[\s\S]*Yes/, ENTER]])
      expect([no.code, no.screen.includes('nothing was changed')]).toEqual([2, true])
      const yes = await atTerminal(desk, 'phd imports undo 1', [[/Undo import 1[\s\S]*Yes/, DOWN + ENTER]])
      expect([yes.code, yes.screen.includes('undone by import 2')]).toEqual([0, true])
      const said = await atTerminal(desk, 'phd imports undo 2 --yes')
      expect([said.code, said.screen.includes('undone by import 3')]).toEqual([0, true])
    }))
})

/** An export that takes a while. */
function manyUsers(): string[] {
  const rows = Array.from({ length: 60_000 }, (_, i) => {
    const id = `0054M000${String(i).padStart(7, '0')}`
    return `${id}${idSuffix(id)},User ${i},user.${i}@vendor.example,true`
  })
  return ['ID,NAME,EMAIL,ISACTIVE', ...rows]
}
