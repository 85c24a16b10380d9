import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, root } from './phd.ts'

const bin = join(root, 'bin', 'phd.cjs')
const ESCAPE = '\u001b'

describe('with --json', () => {
  const commands = [
    ['imports', 'list'],
    ['import', 'no-such-file.csv'],
    ['import'],
    ['loa', 'check', 'Lumen Labs 4 Ltd'],
    ['loa', 'check', 'nobody at all'],
    ['loa', 'check', '--all'],
    ['loa', 'check', '--file', 'no-such-file.txt'],
    ['partner', 'find', 'lumen'],
    ['partner', 'show', 'lumen'],
    ['partner', 'alias', 'list'],
    ['partner', 'alias', 'remove', 'x'],
    ['nfr', 'check', 'Lumen Labs 4 Ltd'],
    ['nfr', 'check', 'Lumen Labs 4 Ltd', '--type', 'saas', '--users', '5'],
    ['nfr', 'check', '--all'],
    ['nfr', 'check', 'Lumen Labs 4 Ltd', '--type', 'saas'],
    ['nfr', 'list'],
    ['nfr', 'list', '--closed'],
    ['nfr', 'expiring'],
    ['nfr', 'approve', 'Cobalt Labs 1 GmbH', '--type', 'saas', '--users', '5'],
    ['nfr', 'deny', 'Cobalt Labs 1 GmbH'],
    ['nfr', 'exception', 'Cobalt Labs 1 GmbH', '--type', 'saas', '--users', '50', '--justification', 'x'],
    ['loa', 'approve', 'Cobalt Labs 1 GmbH'],
    ['loa', 'approve', 'Lumen Labs 4 Ltd', '--dry-run'],
    ['loa', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts'],
    ['loa', 'request', 'no-such-notice.eml'],
    ['loa', 'request', '--partner', 'Lumen Labs 4 Ltd', '--requester', 'A'],
    ['loa', 'list'],
    ['loa', 'letter', 'Lumen Labs 4 Ltd', '--date', '2026-11-19'],
    ['loa', 'expiring', '--within', '400'],
    ['reply', 'list'],
    ['reply', 'show', 'loa-denial'],
    ['reply', 'show', 'no-such-reply'],
    ['reply', 'render', 'loa-denial'],
    ['reply', 'render', 'out-of-office-offsite', '--set', 'dates=today'],
    ['policy', 'list'],
    ['policy', 'show', 'nfr'],
    ['audit', 'list'],
    ['audit', 'show', '1'],
    ['audit', 'verify'],
    ['cert-report', 'Lumen Labs 4 Ltd'],
    ['cert-report', '--from', 'no-such-file.csv'],
    ['no-such-command'],
    ['loa', 'check', '--no-such-option'],
    ['loa', 'check', 'x', '--now', 'never'],
    [],
  ]
  it('stdout is exactly one document with a schema, whatever happens', () =>
    atDesk((desk) => {
      desk.imported()
      for (const args of commands) {
        const { stdout, code } = desk.phd(...args, '--json')
        const document = JSON.parse(stdout)
        expect(document.schema, args.join(' ')).toMatch(/^phd\.[a-z-]+\/1$/)
        if (document.schema === 'phd.error/1') expect(code, args.join(' ')).toBeGreaterThan(1)
      }
    }))

  it('help and version are still help and version', () =>
    atDesk((desk) => {
      expect(desk.phd('--version').stdout).toBe('0.1.0\n')
      expect(desk.phd('loa', 'check', '--help').code).toBe(0)
    }))
})

describe('streams', () => {
  it('a closed pipe is not an error, and does not change the exit code', () =>
    atDesk(async (desk) => {
      const whole = desk.imported().phd('loa', 'check', '--all', '--json').code
      const child = spawn(process.execPath, [bin, 'loa', 'check', '--all', '--json'], {
        cwd: desk.folder,
        env: desk.env(),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child.stdout.destroy()
      let stderr = ''
      child.stderr.on('data', (text) => {
        stderr += text
      })
      const code = await new Promise((resolve) => child.on('close', resolve))
      expect([stderr, code]).toEqual(['', whole])
    }))

  it('a folder or a device is never replaced by a file', () =>
    atDesk((desk) => {
      desk.imported()
      mkdirSync(join(desk.folder, 'folder'))
      spawnSync('mkfifo', [join(desk.folder, 'pipe')])
      for (const out of ['folder', 'pipe']) {
        const { code, stderr } = desk.phd('cert-report', 'Lumen Labs 4 Ltd', '--out', out, '--force')
        expect([code, stderr]).toEqual([5, expect.stringContaining(`${out} is not a regular file; not overwritten`)])
      }
    }))

  it('a file below what is not a folder is refused, in a dry run too', () =>
    atDesk((desk) => {
      desk.imported().put('broken/accounts-with-problems.csv')
      const out = ['cert-report', 'Lumen Labs 4 Ltd', '--out', join('sfdc-accounts.csv', 'x.csv')]
      const rejects = ['import', 'accounts-with-problems.csv', '--rejects', 'sfdc-accounts.csv']
      for (const args of [out, [...out, '--dry-run'], rejects]) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringContaining('cannot be written (ENOTDIR)')])
      }
    }))

  it.skipIf(!existsSync('/dev/full'))('a result that cannot be written is an error', () =>
    atDesk((desk) => {
      desk.imported()
      const full = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [bin, 'loa', 'check', '--all'], {
        cwd: desk.folder,
        env: desk.env(),
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      })
      closeSync(full)
      expect([status, stderr]).toEqual([5, expect.stringContaining('could not be written (ENOSPC)')])
    }),
  )

  it('color is for terminals, unless the environment asks for it; NO_COLOR and --no-color take it away', () =>
    atDesk((desk) => {
      desk.imported()
      const check = ['loa', 'check', 'Lumen Labs 4 Ltd']
      expect(desk.run(check, {}).stdout).not.toContain(ESCAPE)
      expect(desk.run(check, { FORCE_COLOR: '1' }).stdout).toContain(ESCAPE)
      expect(desk.run(check, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(ESCAPE)
      expect(desk.run([...check, '--no-color'], { FORCE_COLOR: '1' }).stdout).not.toContain(ESCAPE)
    }))

  it('nothing is asked where there is no terminal, even when stdin would answer', () =>
    atDesk((desk) => {
      desk.imported()
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'loa', 'check', 'Cobalt Lab'], {
        cwd: desk.folder,
        env: desk.env(),
        input: '\n\n',
        encoding: 'utf8',
      })
      expect([status, stdout]).toEqual([3, ''])
      expect(stderr).toContain('0014M000AAAAAAMQY5')
    }))

  it('with --quiet stderr stays empty on success', () =>
    atDesk((desk) => {
      desk.imported()
      expect(desk.phd('cert-report', 'Lumen Labs 4 Ltd', '--now', '2027-01-01').stderr).not.toBe('')
      expect(desk.phd('cert-report', 'Lumen Labs 4 Ltd', '--now', '2027-01-01', '--quiet').stderr).toBe('')
    }))

  it('the zone of the machine changes how moments are shown and nothing else', () =>
    atDesk((desk) => {
      desk.imported()
      const json = (zone: string) => desk.run(['loa', 'check', '--all', '--json'], { TZ: zone }).stdout
      expect(json('Pacific/Kiritimati')).toBe(json('America/Los_Angeles'))
      expect(desk.run(['imports', 'list'], { TZ: 'Asia/Kolkata' }).stdout).toContain('2026-11-20 14:30 +05:30')
    }))
})

describe('settings', () => {
  it('a flag beats the environment, that beats the configuration', () =>
    atDesk((desk) => {
      desk.imported()
      mkdirSync(join(desk.folder, 'config', 'phd'), { recursive: true })
      const config = join(desk.folder, 'config', 'phd', 'config.json')
      const env = { XDG_CONFIG_HOME: join(desk.folder, 'config') }
      const late = ['loa', 'check', 'Lumen Labs 4 Ltd', '--now', '2026-12-05']
      writeFileSync(config, JSON.stringify({ maxAge: 30, format: 'json' }))
      expect(desk.run(late, {}).code).toBe(4)
      expect(desk.run(late, env).code).toBe(0)
      expect(JSON.parse(desk.run(late, env).stdout).decision).toBe('eligible')
      expect(desk.run(late, { ...env, PHD_MAX_AGE: '3' }).code).toBe(4)
      expect(desk.run([...late, '--max-age', '60'], { ...env, PHD_MAX_AGE: '3' }).code).toBe(0)
      expect(JSON.parse(desk.run(['loa', 'chek'], env).stdout).error.code).toBe('usage')
      expect(desk.run(late, { PHD_MAX_AGE: 'soon' }).stderr).toContain('PHD_MAX_AGE soon is not a number of days')
      expect(desk.run(['imports', 'list'], { PHD_NOW: 'soon' }).stderr).toContain('PHD_NOW soon is not a time')
      writeFileSync(config, JSON.stringify({ maxage: 30 }))
      const { code, stderr } = desk.run(late, env)
      expect(code).toBe(2)
      expect(stderr).toContain(config)
    }))

  it('"zone" says where it is which day, whatever the zone of the machine', () =>
    atDesk((desk) => {
      desk.imported()
      mkdirSync(join(desk.folder, 'config', 'phd'), { recursive: true })
      const policyIn = (zone: string, TZ: string): string => {
        writeFileSync(join(desk.folder, 'config', 'phd', 'config.json'), JSON.stringify({ zone }))
        const args = ['loa', 'check', 'Lumen Labs 4 Ltd', '--json', '--now', '2022-12-31T23:30:00Z']
        const { stdout } = desk.run(args, { XDG_CONFIG_HOME: join(desk.folder, 'config'), TZ })
        const answer = JSON.parse(stdout)
        return answer.policy?.version ?? answer.error.code
      }
      for (const machine of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
        expect(policyIn('Europe/Berlin', machine)).toBe('2023-01')
        expect(policyIn('UTC', machine)).toBe('2022-11')
        expect(policyIn('America/Sao_Paulo', machine)).toBe('2022-11')
      }
      expect(policyIn('Mars/Olympus', 'UTC')).toBe('usage')
    }))

  it('without --db and PHD_DB the database is in the data folder of the user', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      desk.run(['import', 'sfdc-accounts.csv'], { PHD_DB: '', XDG_DATA_HOME: join(desk.folder, 'xdg') })
      expect(readdirSync(join(desk.folder, 'xdg', 'phd'))).toContain('phd.db')
    }))
})

describe('the database', () => {
  it('is private to its user', () =>
    atDesk((desk) => {
      expect(desk.put('desk/sfdc-accounts.csv').start(['import', 'sfdc-accounts.csv']).code).toBe(0)
      expect(statSync(desk.db).mode & 0o777).toBe(0o600)
      expect(statSync(join(desk.folder, 'data')).mode & 0o777).toBe(0o700)
      chmodSync(desk.db, 0o666)
      expect(desk.phd('imports', 'list').code).toBe(5)
    }))

  it('is not made by what only reads, nor by a dry run', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      expect(desk.phd('imports', 'list').stdout).toContain('nothing has been imported yet')
      expect(desk.phd('loa', 'check', 'Lumen Labs 4 Ltd').code).toBe(3)
      expect(desk.phd('import', '--dry-run', 'sfdc-accounts.csv').stdout).toContain('dry run')
      expect(desk.phd('partner', 'alias', 'remove', 'x').code).toBe(3)
      expect(existsSync(desk.db)).toBe(false)
    }))

  it('of another program, or none at all, is left alone', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      const text = join(desk.folder, 'notes.txt')
      writeFileSync(text, 'this is not a database, whatever its name is; '.repeat(200), { mode: 0o600 })
      const { code, stderr } = desk.phd('import', 'sfdc-accounts.csv', '--db', text)
      expect([code, stderr]).toEqual([5, expect.stringContaining('not a database')])
      expect(readFileSync(text, 'utf8')).toMatch(/^this is not a database/)
    }))

  it('that another phd is writing keeps no reader waiting, and a writer until it is free', () =>
    atDesk(async (desk) => {
      desk.imported().put('broken/names-dashboard.csv')
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      expect(desk.phd('loa', 'check', 'Lumen Labs 4 Ltd').code).toBe(0)
      const writer = spawn(process.execPath, [bin, 'import', 'names-dashboard.csv'], {
        cwd: desk.folder,
        env: desk.env(),
        stdio: 'ignore',
      })
      const done = new Promise((resolve) => writer.on('close', resolve))
      const first = await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 1500, 'still waiting'))])
      other.exec('ROLLBACK')
      other.close()
      expect([first, await done]).toEqual(['still waiting', 0])
    }))

  it('is as it was when an import is killed', () =>
    atDesk(async (desk) => {
      desk.imported()
      const header = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner\n'
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
      const row = (i: number) =>
        `0014M0ZZ${[3, 2, 1, 0].map((p) => alphabet[Math.floor(i / 62 ** p) % 62]).join('')}abc,Partner ${i},Partner,Authorized,Open,Ana\n`
      writeFileSync(join(desk.folder, 'many.csv'), header + Array.from({ length: 200_000 }, (_, i) => row(i)).join(''))
      const before = desk.phd('imports', 'list').stdout
      const child = spawn(process.execPath, [bin, 'import', 'many.csv'], { cwd: desk.folder, env: desk.env(), stdio: 'ignore' })
      await new Promise((resolve) => setTimeout(resolve, 500))
      child.kill('SIGKILL')
      await new Promise((resolve) => child.on('close', resolve))
      expect(desk.phd('imports', 'list').stdout).toBe(before)
      expect(JSON.parse(desk.phd('loa', 'check', '--all', '--json').stdout).verdicts).toHaveLength(48)
    }))
})
