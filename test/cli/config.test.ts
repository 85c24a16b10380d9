import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, atDeskOnDisk, type Desk, root } from './phd.ts'

interface Listed {
  settings: { key: string; value: unknown; origin: string; by: string | null }[]
}

const fileOf = (desk: Desk): string => join(desk.folder, '.config', 'phd', 'config.json')
const contentOf = (desk: Desk): unknown => JSON.parse(readFileSync(fileOf(desk), 'utf8'))

function written(desk: Desk, content: unknown): Desk {
  mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
  writeFileSync(fileOf(desk), typeof content === 'string' ? content : JSON.stringify(content))
  return desk
}

function decidedBy(desk: Desk, env: NodeJS.ProcessEnv, ...args: string[]): Record<string, unknown> {
  const { settings } = JSON.parse(desk.run(['config', 'list', '--json', ...args], env).stdout) as Listed
  return Object.fromEntries(settings.map(({ key, value, origin, by }) => [key, [value, origin, by]]))
}

describe('config list', () => {
  it('says what decided each: an option before the environment, that before the file, that before what comes with phd', () =>
    atDesk((desk) => {
      const nothing = { PHD_DB: '', PHD_NOW: undefined, PHD_ACTOR: undefined }
      expect(decidedBy(desk, nothing)).toMatchObject({
        db: [join(desk.folder, '.local', 'share', 'phd', 'phd.db'), 'default', null],
        maxAge: [7, 'default', null],
        wait: [30, 'default', null],
        noInput: [false, 'default', null],
        zone: ['UTC', 'default', null],
        region: [null, 'default', null],
        format: ['json', 'option', '--json'],
      })
      written(desk, { db: '/a.db', maxAge: 1, wait: 1, noInput: true, region: 'US', dateOrder: { accounts: 'dmy' } })
      const file = fileOf(desk)
      expect(decidedBy(desk, nothing)).toMatchObject({
        db: ['/a.db', 'file', file],
        maxAge: [1, 'file', file],
        wait: [1, 'file', file],
        noInput: [true, 'file', file],
        region: ['US', 'file', file],
        dateOrder: [{ accounts: 'dmy' }, 'file', file],
      })
      const env = { PHD_DB: '/b.db', PHD_MAX_AGE: '2', PHD_WAIT: '2', PHD_NO_INPUT: '0', PHD_NOW: '2026-01-02', PHD_ACTOR: 'ann' }
      expect(decidedBy(desk, env)).toMatchObject({
        db: ['/b.db', 'environment', 'PHD_DB'],
        maxAge: [2, 'environment', 'PHD_MAX_AGE'],
        wait: [2, 'environment', 'PHD_WAIT'],
        noInput: [false, 'environment', 'PHD_NO_INPUT'],
        now: ['2026-01-02T00:00:00Z', 'environment', 'PHD_NOW'],
        actor: ['ann', 'environment', 'PHD_ACTOR'],
      })
      const options = ['--db', 'c.db', '--max-age', '3', '--wait', '3', '--no-input', '--now', '2026-01-03', '--actor', 'bo']
      expect(decidedBy(desk, env, ...options)).toMatchObject({
        db: ['c.db', 'option', '--db'],
        maxAge: [3, 'option', '--max-age'],
        wait: [3, 'option', '--wait'],
        noInput: [true, 'option', '--no-input'],
        now: ['2026-01-03T00:00:00Z', 'option', '--now'],
        actor: ['bo', 'option', '--actor'],
      })
    }))

  it('shows no value of the file raw', () =>
    atDesk((desk) => {
      written(desk, { region: 'U\u001b[31mS' })
      expect(desk.phd('config', 'list').stdout).toContain('U\\x1b[31mS')
      expect(desk.phd('config', 'get', 'region').stdout).toBe('U\\x1b[31mS\n')
    }))
})

describe('config set', () => {
  it('writes the file for its user alone, and what it said before stays', () =>
    atDesk((desk) => {
      expect(desk.phd('config', 'set', 'maxAge', '14').code).toBe(0)
      expect(statSync(join(desk.folder, '.config', 'phd')).mode & 0o777).toBe(0o700)
      expect(statSync(fileOf(desk)).mode & 0o777).toBe(0o600)
      desk.phd('config', 'set', 'encodings', '{"accounts":"windows-1252"}')
      desk.phd('config', 'set', 'encodings.leads', 'shift_jis')
      desk.phd('config', 'set', 'contractedTerritories', '{"field":"Territories__c"}')
      desk.phd('config', 'set', 'contractedTerritories.values.St. Lucia', 'LC')
      expect(contentOf(desk)).toEqual({
        maxAge: 14,
        encodings: { accounts: 'windows-1252', leads: 'shift_jis' },
        contractedTerritories: { field: 'Territories__c', values: { 'St. Lucia': 'LC' } },
      })
      expect(desk.phd('config', 'get', 'contractedTerritories.values.St. Lucia').stdout).toBe('LC\n')
      desk.phd('config', 'unset', 'encodings.accounts')
      desk.phd('config', 'unset', 'encodings.leads')
      expect(contentOf(desk)).not.toHaveProperty('encodings')
    }))

  it('keeps a file with its whole path, so that it is the same wherever phd runs', () =>
    atDesk((desk) => {
      desk.phd('config', 'set', 'db', 'desk.db')
      expect(contentOf(desk)).toEqual({ db: join(desk.folder, 'desk.db') })
      desk.phd('config', 'set', 'db', '~/other.db')
      expect(contentOf(desk)).toEqual({ db: join(desk.folder, 'other.db') })
    }))

  it('writes nothing that is wrong, over a mistake, or in a dry run', () =>
    atDesk((desk) => {
      for (const [key = '', value = ''] of [
        ['maxage', '14'],
        ['maxAge', '-1'],
        ['maxAge', '1.5'],
        ['maxAge', '100000'],
        ['format', 'xml'],
        ['zone', 'Mars/Olympus'],
        ['db', ''],
        ['dateOrder', '{"acounts":"mdy"}'],
        ['dateOrder.accounts', 'ymd'],
        ['encodings.accounts', 'klingon'],
        ['contractedTerritories', '{"field":"x y"}'],
        ['contractedTerritories.values.France', 'FR'],
        ['wait.x', '3'],
        ['__proto__', '{}'],
        ['__proto__.maxAge', '3'],
        ['dateOrder.__proto__', 'mdy'],
        ['toString', 'x'],
        ['', 'x'],
      ]) {
        expect(desk.phd('config', 'set', key, value).code, `${key} ${value}`).toBe(2)
      }
      expect(desk.phd('config', 'set', 'maxAge', '14', '--dry-run').stdout).toContain('would set maxAge to 14')
      expect(existsSync(fileOf(desk))).toBe(false)
      written(desk, { maxage: 3 })
      expect(desk.phd('config', 'set', 'wait', '3').stderr).toContain('to remove it: phd config unset maxage')
      expect(contentOf(desk)).toEqual({ maxage: 3 })
    }))

  it('sets a part of every setting that has parts, and says what a part takes', () =>
    atDesk((desk) => {
      expect(desk.phd('config', 'set', 'expectedRuns.inbox run', '1bd').code).toBe(0)
      expect(desk.phd('config', 'get', 'expectedRuns.inbox run').stdout).toBe('1bd\n')
      expect(desk.phd('config', 'set', 'expectedRuns.inbox run', 'yearly').stderr).toBe(
        'phd: "expectedRuns.inbox run" is "yearly"; expected a span: 6h, 1d, 1w, or 1bd for business days\n' +
          '  set it as in: phd config set "expectedRuns.inbox run" 1bd\n',
      )
      expect(desk.phd('config', 'set', 'expectedRuns.Inbox', '1d').stderr).toContain('expected a command, such as inbox run')
      desk.phd('config', 'set', 'backups.folder', 'safe')
      expect(contentOf(desk)).toEqual({ expectedRuns: { 'inbox run': '1bd' }, backups: { folder: join(desk.folder, 'safe') } })
      expect(desk.phd('config', 'set', 'contractedTerritories.values.__proto__', 'x').code).toBe(2)
      expect(desk.phd('config', 'set', 'now', '2026-11-20').stderr).toContain('use --now <time> or PHD_NOW')
      expect(desk.phd('config', 'set', 'wait', '3', '--as-of', '2026-11-20').code).toBe(2)
      written(desk, { dateOrder: { 'a.b': 'mdy' }, wait: 3 })
      expect(desk.phd('config', 'unset', 'dateOrder.a.b').code).toBe(0)
      expect(contentOf(desk)).toEqual({ wait: 3 })
    }))

  it('keeps what each of several at once has set', { timeout: 120_000 }, () =>
    atDeskOnDisk(async (desk) => {
      const phd = join(root, 'bin', 'phd.cjs')
      const set = (key: string, value: string) =>
        new Promise((resolve) =>
          execFile(process.execPath, [phd, 'config', 'set', key, value], { cwd: desk.folder, env: desk.env() }, resolve),
        )
      const all = { maxAge: 5, wait: 3, logBytes: 2000, region: 'US', noInput: true, zone: 'UTC' }
      await Promise.all(Object.entries(all).map(([key, value]) => set(key, String(value))))
      expect(contentOf(desk)).toEqual(all)
    }),
  )

  it('reads a file that begins with a mark, and neither waits for a pipe nor reads without end', () =>
    atDesk((desk) => {
      written(desk, '\ufeff{"wait":3}')
      expect(desk.phd('config', 'get', 'wait').stdout).toBe('3\n')
      const why = (): string => desk.phd('config', 'get', 'wait').stderr
      written(desk, '')
      expect(why()).toContain('config.json is empty')
      written(desk, '{,}')
      expect(why()).toContain('config.json is not JSON')
      written(desk, `{"region":"${'x'.repeat(1_000_000)}"}`)
      expect(why()).toContain('it is larger than 1 MB')
      rmSync(fileOf(desk))
      mkdirSync(fileOf(desk))
      expect(why()).toContain('it is a folder')
      rmSync(fileOf(desk), { recursive: true })
      execFileSync('mkfifo', [fileOf(desk)])
      expect(why()).toContain('it is not a regular file')
    }))

  it('corrects a wrong value, and unset removes what phd does not know', () =>
    atDesk((desk) => {
      written(desk, { maxAge: 'x', wait: 3 })
      expect(desk.phd('loa', 'list').code).toBe(2)
      expect(desk.phd('config', 'path').code).toBe(0)
      expect(desk.phd('config', 'set', 'maxAge', '14').code).toBe(0)
      expect(contentOf(desk)).toEqual({ maxAge: 14, wait: 3 })
      written(desk, '{"__proto__":{"a":1},"wait":3,"a.b":1}')
      expect(desk.phd('config', 'unset', '__proto__').code).toBe(0)
      expect(desk.phd('config', 'unset', 'a.b').code).toBe(0)
      expect(contentOf(desk)).toEqual({ wait: 3 })
      written(desk, '[]')
      expect(desk.phd('config', 'unset', 'wait').stderr).toContain('not an object of settings')
    }))

  it('neither replaces a link nor writes where others can', () =>
    atDesk((desk) => {
      written(desk, {})
      const shared = join(desk.folder, '.config', 'phd')
      chmodSync(shared, 0o777)
      expect(desk.phd('config', 'set', 'wait', '3')).toMatchObject({ code: 5, stderr: expect.stringContaining('chmod go-w') })
      chmodSync(shared, 0o700)
      desk.write('mine.json', '{}')
      symlinkSync(join(desk.folder, 'mine.json'), join(desk.folder, 'link.json'))
      writeFileSync(fileOf(desk), '')
      const env = { XDG_CONFIG_HOME: join(desk.folder, 'xdg') }
      mkdirSync(join(desk.folder, 'xdg', 'phd'), { recursive: true })
      symlinkSync(join(desk.folder, 'mine.json'), join(desk.folder, 'xdg', 'phd', 'config.json'))
      expect(desk.run(['config', 'set', 'wait', '3'], env)).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('is a link'),
      })
      expect(lstatSync(join(desk.folder, 'xdg', 'phd', 'config.json')).isSymbolicLink()).toBe(true)
      expect(desk.read('mine.json')).toBe('{}\n')
    }))
})
