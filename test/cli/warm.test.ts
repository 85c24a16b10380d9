/** Most tests ask the program that stays (`warm.ts`): it must answer as one that is started, and keep nothing of one command for the next. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'
import { WarmProgram } from './warm.ts'

/** What is asked of a desk that is filled, with variables of its own; it changes nothing. */
const ASKED: readonly (readonly [args: string, env?: Record<string, string>])[] = [
  [''],
  ['--version'],
  ['--help'],
  ['help loa'],
  ['loa'],
  ['loa check --help'],
  ['lao'],
  ['loa chek --json'],
  ['loa check --al'],
  ['loa check --all'],
  ['loa check --all --json'],
  ['loa check --all --format ndjson'],
  ['loa check --all --format csv'],
  ['loa check --all --quiet'],
  ['loa check --file names.txt'],
  ['loa check --file no-such-file.txt'],
  ['loa check Labs'],
  ['loa check Labs --json'],
  ['loa check 0014M000AAAAAAM'],
  ['loa check 0014M000AAAAAB9QYP --json'],
  ['loa check 0014M000AAAAAB9QYP', { PHD_MAX_AGE: '1', PHD_NOW: '2026-12-20' }],
  ['loa check 0014M000AAAAAB9QYP', { PHD_MAX_AGE: 'soon' }],
  ['loa check 0014M000AAAAAB9QYP --as-of import:1'],
  ['loa check 0014M000AAAAAB9QYP --db none/such.db'],
  ['loa list', { PHD_DB: 'names.txt' }],
  ['loa approve 0014M000AAAAAAM --requester A'],
  ['loa approve 0014M000AAAAAB9QYP --requester A --dry-run'],
  ['nfr check --all --json'],
  ['nfr list'],
  ['nfr expiring --json'],
  ['partner find labs'],
  ['partner show 0014M000AAAAAAM'],
  ['partner unlinked'],
  ['cert-report 0014M000AAAAAB9QYP'],
  ['cam owner --all --json'],
  ['cam mapping list'],
  ['cam plan'],
  ['reply list'],
  ['reply show loa-denial'],
  ['policy show loa'],
  ['audit list'],
  ['audit verify --json'],
  ['imports list', { TZ: 'Asia/Kolkata' }],
  ['imports list', { TZ: 'America/Los_Angeles' }],
  ['imports list'],
  ['imports show 1 --json'],
  ['imports undo 1'],
  ['import no-such-file.csv'],
  ['import names.txt --json'],
  ['import sfdc-accounts.csv --dry-run'],
  ['mail classify loa-notice.eml --json'],
  ['doctor'],
  ['doctor --json', { XDG_CONFIG_HOME: 'config' }],
  ['doctor', { HOME: '' }],
]

const words = (args: string): string[] => args.split(' ').filter((word) => word !== '')

function filled(desk: Desk): Desk {
  desk.equipped().write('names.txt', 'Lumen Labs 4 Ltd', 'Nobody & Sons')
  // Takes the tables in that came with phd.
  desk.phd('cam', 'mapping', 'list')
  return desk
}

describe('the program that stays', () => {
  it('answers as one that is started: the same text, the same errors, the same code', () =>
    atDesk((desk) => {
      filled(desk)
      for (const [args, env = {}] of ASKED) {
        expect([args, env, desk.run(words(args), env)]).toEqual([args, env, desk.start(words(args), env)])
      }
    }))

  it('answers the same again, in whatever order it is asked', () =>
    atDesk((desk) => {
      filled(desk)
      const answers = () => ASKED.map(([args, env = {}]) => JSON.stringify([args, env, desk.run(words(args), env)]))
      const first = answers()
      expect(answers()).toEqual(first)
      const backwards = ASKED.toReversed().map(([args, env = {}]) => JSON.stringify([args, env, desk.run(words(args), env)]))
      expect(backwards).toEqual(first.toReversed())
    }))

  it('ends with 70 and the same trace at a bug, and works on', () =>
    atDesk((desk) => {
      const hook = join(desk.put('desk/sfdc-accounts.csv').folder, 'bug.cjs')
      writeFileSync(hook, "require('node:fs').fstatSync = () => { throw new TypeError('as a bug would') }\n")
      const env = { ...desk.env(), NODE_OPTIONS: `--require ${hook}` }
      const warm = new WarmProgram(env)
      try {
        const args = ['import', 'sfdc-accounts.csv', '--json']
        const started = desk.start(args, { NODE_OPTIONS: env.NODE_OPTIONS })
        const asked = warm.run({ args, cwd: desk.folder, env: { PHD_DB: desk.db } })
        expect(asked).toMatchObject({ code: 70, stdout: started.stdout, left: [] })
        expect(started.code).toBe(70)
        const ofProgram = ({ stderr }: { stderr: string }) =>
          stderr.split('\n').filter((line) => !/ at .*(?:warm-program|start\.cjs)/.test(line))
        expect(ofProgram(asked)).toEqual(ofProgram(started))
        expect(ofProgram(asked).length).toBeGreaterThan(4)
        expect(warm.run({ args: ['--version'], cwd: desk.folder, env: {} })).toMatchObject({ code: 0, stderr: '' })
      } finally {
        warm.end()
      }
    }))

  it('that ends is noticed', () =>
    atDesk((desk) => {
      const hook = join(desk.folder, 'end.cjs')
      writeFileSync(hook, "require('node:fs').fstatSync = () => process.exit(0)\n")
      const warm = new WarmProgram({ ...desk.env(), NODE_OPTIONS: `--require ${hook}` })
      expect(() => warm.run({ args: ['import', 'end.cjs'], cwd: desk.folder, env: {} })).toThrow('has ended')
      warm.end()
    }))
})
