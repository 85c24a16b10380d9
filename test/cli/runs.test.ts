/** What ran: the log, the lock of a job, what is told of runs that went wrong. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { healthy } from './doctor-desk.ts'
import { atDesk, atDeskOnDisk, type Desk, root } from './phd.ts'

const LOG = join('.local', 'state', 'phd', 'runs.jsonl')

interface Line {
  event: 'started' | 'ended'
  id: string
  command: string
  exitCode: number
  error: string | null
  [more: string]: unknown
}

function linesOf(desk: Desk, log = LOG): Line[] {
  return desk
    .read(log)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

function folder(desk: Desk, ...files: string[]): string {
  const path = join(desk.folder, 'new')
  mkdirSync(path, { recursive: true })
  for (const file of files) writeFileSync(join(path, file), readFileSync(join(desk.folder, file)))
  return path
}

function settings(desk: Desk, content: object): void {
  const path = join(desk.folder, '.config', 'phd', 'config.json')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(content))
}

/** Starts a command, and waits until its run is in the log. */
async function started(desk: Desk, ...args: string[]): Promise<ChildProcess> {
  const before = existsSync(join(desk.folder, LOG)) ? linesOf(desk).length : 0
  const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], { cwd: desk.folder, env: desk.env() })
  while (!existsSync(join(desk.folder, LOG)) || linesOf(desk).length === before) await pause()
  return child
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
const end = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.on('close', (code) => resolve(code)))

describe('with --cron', () => {
  it('nothing is printed when all is well, and the run is noted, for its owner alone', () =>
    atDesk((desk) => {
      folder(desk.put('desk/sfdc-accounts.csv'), 'sfdc-accounts.csv')
      expect(desk.phd('inbox', 'run', '--cron', '--settle', '0', 'new')).toEqual({ stdout: '', stderr: '', code: 0 })
      const [first, second, ...more] = linesOf(desk)
      const begin = {
        schema: 'phd.run/1',
        command: 'inbox run',
        options: ['--settle', '--cron'],
        cron: true,
        dryRun: false,
        nowStated: true,
        started: '2026-11-20T09:00:00Z',
        phd: '0.1.0',
      }
      expect(first).toMatchObject({ event: 'started', ...begin })
      expect(second).toMatchObject({ ...begin, event: 'ended', id: first?.id, job: first?.job, exitCode: 0, error: null })
      expect(second).toMatchObject({ counts: { files: 1, refused: 0, skipped: 0, rows: 51, rejected: 0 } })
      expect(more).toEqual([])
      const mode = (path: string): string => (statSync(join(desk.folder, path)).mode & 0o777).toString(8)
      expect([mode(LOG), mode(dirname(LOG))]).toEqual(['600', '700'])
    }))

  it('each problem is one line on standard error: a file that was refused, rows, an error, a usage error', () =>
    atDesk((desk) => {
      desk.putAll('broken').write('nonsense.csv', 'Hello,World', '1,2')
      folder(desk, 'nonsense.csv', 'accounts-with-problems.csv')
      const inbox = desk.phd('inbox', 'run', '--cron', '--settle', '0', 'new')
      expect([inbox.code, inbox.stdout]).toEqual([5, ''])
      expect(inbox.stderr.trimEnd().split('\n').sort()).toEqual([
        expect.stringMatching(/^phd: accounts-with-problems\.csv: 5 rows of 7 rejected; see \S*new\/failed\/\S+\.reason\.txt$/),
        expect.stringMatching(/^phd: nonsense\.csv: refused: unknown kind of export.*; see \S*new\/failed\/\S+\.reason\.txt$/),
      ])
      const one = /^phd: .*; next: .*\n$/
      expect(desk.phd('import', '--cron', 'nonsense.csv').stderr).toMatch(one)
      for (const args of [
        ['loa', 'check', 'Nobody Ltd'],
        ['inbox', 'run', 'nowhere'],
        ['inbox', 'run', 'new', '--setle', '1'],
      ])
        expect(desk.phd(...args, '--cron').stderr).toMatch(one)
      const doctor = desk.phd('doctor', '--cron')
      expect([doctor.code, doctor.stdout]).toEqual([1, ''])
      for (const line of doctor.stderr.trimEnd().split('\n')) expect(`${line}\n`).toMatch(one)
    }))

  it('so is each imported file that has rejected rows, and one without is silent', () =>
    atDesk((desk) => {
      desk.putAll('broken').put('desk/sfdc-accounts.csv')
      const imported = desk.phd('import', '--cron', 'accounts-with-problems.csv')
      expect([imported.code, imported.stdout]).toEqual([1, ''])
      expect(imported.stderr).toMatch(/^phd: accounts-with-problems\.csv: 5 rows of 7 rejected; next: [^\n]*\n$/)
      expect(desk.phd('import', '--cron', 'sfdc-accounts.csv')).toEqual({ stdout: '', stderr: '', code: 0 })
    }))

  it('a result that is a list is printed, for that is what its line is for', () =>
    atDesk((desk) => {
      const { stdout, stderr, code } = desk.imported().phd('loa', 'list', '--cron', '--format', 'csv')
      expect([stdout.split(',')[0], stderr, code]).toEqual(['request', '', 0])
    }))

  it('the same job does not run twice at once: the second one ends with 6, in one line; another job runs', () =>
    atDeskOnDisk(async (desk) => {
      folder(desk.put('desk/sfdc-accounts.csv'), 'sfdc-accounts.csv')
      mkdirSync(join(desk.folder, 'other'))
      const first = await started(desk, 'inbox', 'run', '--cron', '--settle', '60', 'new')
      const again = desk.phd('inbox', 'run', '--cron', '--settle', '60', '--wait', '0', join(desk.folder, 'new'))
      expect(again).toEqual({ stdout: '', stderr: 'phd: inbox run is running already; next: see: phd runs\n', code: 6 })
      expect(desk.phd('inbox', 'run', '--cron', '--settle', '0', 'other').code).toBe(0)
      expect(
        desk
          .json<{ runs: object[] }>('runs')
          .runs.map((run) => (run as { outcome: string }).outcome)
          .sort(),
      ).toEqual(['done', 'failed', 'running'])
      first.kill('SIGTERM')
      expect(await end(first)).toBe(130)
      expect(linesOf(desk).at(-1)).toMatchObject({ event: 'ended', command: 'inbox run', exitCode: 130 })
    }))

  it('a run that is killed is told as killed, by the list and by the doctor, and does not block the next', () =>
    atDeskOnDisk(async (desk) => {
      folder(healthy(desk), 'sfdc-accounts.csv')
      const first = await started(desk, 'inbox', 'run', '--cron', '--settle', '60', 'new')
      first.kill('SIGKILL')
      await end(first)
      expect(desk.phd('runs', '--failed').stdout).toMatch(/inbox run +did not end: killed/)
      const doctor = desk.phd('doctor', '--cron')
      expect([doctor.code, doctor.stdout]).toEqual([1, ''])
      expect(doctor.stderr.split('\n')).toContain(
        'phd: the last "inbox run" began 2026-11-20 09:00 UTC and did not end: it was killed, or the machine went down; next: run its line again: crontab -l',
      )
      expect(desk.phd('inbox', 'run', '--cron', '--settle', '0', '--wait', '0', 'new').code).toBe(0)
      expect(desk.json<{ runs: object[] }>('runs', '--command', 'inbox').runs).toMatchObject([
        { outcome: 'done' },
        { outcome: 'did_not_end' },
      ])
    }))

  it('one that is stopped while it waits for another is noted as stopped', () =>
    atDeskOnDisk(async (desk) => {
      folder(desk.put('desk/sfdc-accounts.csv'), 'sfdc-accounts.csv')
      const first = await started(desk, 'inbox', 'run', '--cron', '--settle', '60', 'new')
      const args = ['inbox', 'run', '--cron', '--settle', '60', 'new']
      const second = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], { cwd: desk.folder, env: desk.env() })
      for (let tries = 0; tries < 100 && !waits(second.pid ?? 0); tries++) await pause()
      second.kill('SIGTERM')
      expect(await end(second)).toBe(130)
      first.kill('SIGKILL')
      await end(first)
      expect(linesOf(desk).filter(({ event }) => event === 'ended')).toMatchObject([{ exitCode: 130, error: 'interrupted' }])
    }))
})

/** Whether a process tries to take a lock, as Linux tells; elsewhere after a while. */
function waits(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).endsWith('.lock'))
  } catch {
    return false
  }
}

describe('the log', () => {
  it('holds no name, no address, no path and no query, whatever is asked and done', () =>
    atDesk((desk) => {
      const markers = ['Zzyzx', 'zz.marker', 'secretfolder', 'quuxword']
      desk.equipped().write('secretfolder.csv', 'Account ID,Account Name', '0014M00001Zzyzx,Zzyzx Marker GmbH')
      mkdirSync(join(desk.folder, 'secretfolder'))
      const commands = [
        ['loa', 'check', 'Zzyzx Marker GmbH'],
        ['partner', 'find', 'Zzyzx'],
        ['partner', 'alias', 'add', 'Zzyzx Marker', '0014M000AAAAAAMQY5'],
        ['import', 'secretfolder.csv'],
        ['inbox', 'run', '--settle', '0', 'secretfolder'],
        ['handbook', 'search', 'quuxword'],
        [
          'loa',
          'deny',
          'Cobalt Labs 1 GmbH',
          '--requester',
          'Zzyzx',
          '--email',
          'zz.marker@example.com',
          '--draft',
          'secretfolder',
        ],
        ['audit', 'list', '--partner', 'Zzyzx'],
        ['loa', 'list', '--actor', 'Zzyzx'],
        ['nfr', 'check', '--type', 'Zzyzx', 'zz.marker@example.com'],
      ]
      for (const args of commands) {
        desk.phd(...args, '--log', 'log/runs.jsonl')
        desk.phd(...args, '--cron')
      }
      const logs = desk.read('log/runs.jsonl') + desk.read(LOG) + readdirSync(join(desk.folder, '.local/state/phd/locks')).join()
      expect(logs.split('\n').filter(Boolean).length).toBeGreaterThan(4 * commands.length - 4)
      for (const marker of markers) expect(logs.toLowerCase(), marker).not.toContain(marker.toLowerCase())
    }))

  it('is where the option, the environment or the setting says, and nowhere without', () =>
    atDesk((desk) => {
      desk.phd('policy', 'list')
      expect(existsSync(join(desk.folder, '.local'))).toBe(false)
      desk.phd('policy', 'list', '--log', 'a/option.jsonl')
      desk.run(['policy', 'list'], { PHD_LOG: 'variable.jsonl' })
      settings(desk, { log: join(desk.folder, 'setting.jsonl') })
      desk.phd('policy', 'list')
      for (const log of ['a/option.jsonl', 'variable.jsonl', 'setting.jsonl']) expect(linesOf(desk, log)).toHaveLength(2)
      expect(desk.phd('policy', 'list', '--log', '').code).toBe(2)
    }))

  it('marks a dry run, and leaves out itself and the help', () =>
    atDesk((desk) => {
      for (const args of [['runs'], ['policy', '--help'], ['--version'], []]) desk.phd(...args, '--log', 'runs.jsonl')
      expect(existsSync(join(desk.folder, 'runs.jsonl'))).toBe(false)
      mkdirSync(join(desk.folder, 'new'))
      desk.phd('inbox', 'run', '--dry-run', '--settle', '0', 'new', '--log', 'runs.jsonl')
      expect(linesOf(desk, 'runs.jsonl')).toMatchObject([
        { dryRun: true },
        { dryRun: true, event: 'ended', cron: false, job: null },
      ])
    }))

  it('begins anew when it is long, keeps five before it, and loses no line when many write at once', () =>
    atDesk(async (desk) => {
      settings(desk, { log: join(desk.folder, 'runs.jsonl'), logBytes: 2000 })
      const args = [join(root, 'bin', 'phd.cjs'), 'policy', 'list']
      for (let wave = 0; wave < 2; wave++) {
        const env = desk.env()
        const many = Array.from({ length: 6 }, () => spawn(process.execPath, args, { cwd: desk.folder, env, stdio: 'ignore' }))
        expect(new Set(await Promise.all(many.map(end)))).toEqual(new Set([0]))
      }
      const files = readdirSync(desk.folder).filter((name) => /^runs\.jsonl(?:\.\d)?$/.test(name))
      expect(files.length).toBeGreaterThan(1)
      const lines = files.flatMap((file) => linesOf(desk, file))
      const all = Map.groupBy(lines, ({ id }) => id)
      expect([...all.values()].map((own) => own.map(({ event }) => event).sort())).toEqual(
        Array.from({ length: 12 }, () => ['ended', 'started']),
      )
      expect(desk.json<{ runs: object[] }>('runs').runs).toHaveLength(12)
      for (let i = 0; i < 30; i++) desk.phd('policy', 'list')
      expect(
        readdirSync(desk.folder)
          .filter((name) => /^runs\.jsonl\.\d$/.test(name))
          .sort(),
      ).toEqual([1, 2, 3, 4, 5].map((number) => `runs.jsonl.${number}`))
      for (const name of ['runs.jsonl', 'runs.jsonl.1']) expect(statSync(join(desk.folder, name)).size).toBeLessThan(3500)
    }))

  describe('that cannot be written stops nothing: one line says so, and the exit code is that of the command', () => {
    const places: Readonly<Record<string, (desk: Desk) => RegExp>> = {
      link: (desk) => {
        symlinkSync('/etc/hostname', join(desk.folder, 'link'))
        return /link is not a regular file/
      },
      '/dev/null': () => /not a regular file|may write to \/dev/,
      'file/runs.jsonl': (desk) => {
        desk.write('file')
        return /cannot be written \(E/
      },
      'open/runs.jsonl': (desk) => {
        mkdirSync(join(desk.folder, 'open'))
        chmodSync(join(desk.folder, 'open'), 0o777)
        return /other users of this machine may write/
      },
    }
    it.each(Object.entries(places))('%s', (log, make) =>
      atDesk((desk) => {
        const why = make(desk)
        const { stdout, stderr, code } = desk.phd('policy', 'list', '--log', log, '--quiet')
        expect([code, stdout]).toEqual([0, desk.phd('policy', 'list').stdout])
        expect(stderr).toMatch(/^phd: this run is not in the log: [^\n]+\n$/)
        expect(stderr).toMatch(why)
      }),
    )

    it('a disk without room, for the log and for the lock', () =>
      atDesk((desk) => {
        // The log may not grow beyond 512 bytes, so that its second line is cut off.
        const command = `ulimit -f 1; exec "${process.execPath}" "${join(root, 'bin', 'phd.cjs')}" policy list --log runs.jsonl`
        const env = { ...desk.env(), NODE_COMPILE_CACHE: undefined, NODE_DISABLE_COMPILE_CACHE: '1' }
        for (let i = 0; i < 4; i++) {
          const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { cwd: desk.folder, encoding: 'utf8', env })
          expect(status).toBe(0)
          if (i > 1) expect(stderr).toMatch(/^phd: this run is not in the log: [^\n]+\n$/)
        }
        // What was cut off stays a line of its own.
        desk.phd('policy', 'list', '--log', 'runs.jsonl')
        const last = desk.read('runs.jsonl').trimEnd().split('\n').slice(-2)
        expect(last.map((line) => (JSON.parse(line) as Line).event)).toEqual(['started', 'ended'])
        const log = desk.json<{ damaged: number; runs: object[] }>('runs', '--log', 'runs.jsonl')
        expect(log.runs[0]).toMatchObject({ outcome: 'done' })
        expect(log.damaged).toBeLessThanOrEqual(1)
      }))

    it('a folder of locks that is not one', () =>
      atDesk((desk) => {
        mkdirSync(join(desk.folder, '.local', 'state', 'phd'), { recursive: true, mode: 0o700 })
        desk.write('.local/state/phd/locks', 'not a folder')
        mkdirSync(join(desk.folder, 'new'))
        const { stdout, stderr, code } = desk.phd('inbox', 'run', '--cron', '--settle', '0', 'new')
        expect([code, stdout]).toEqual([0, ''])
        expect(stderr).toMatch(/^phd: inbox run runs, but cannot keep another one from running at the same time: [^\n]+\n$/)
      }))
  })
})

describe('phd runs', () => {
  it('cannot tell where nothing was ever logged', () =>
    atDesk((desk) => {
      const { stdout, code } = desk.phd('runs')
      expect([code, stdout.split('\n')[0]]).toEqual([4, 'CANNOT TELL: no log ~/.local/state/phd/runs.jsonl yet'])
      expect(desk.json('runs', '--failed')).toMatchObject({ schema: 'phd.runs/1', exists: false, runs: [] })
    }))

  it('skips what no phd wrote, says how much, and shows none of it', () =>
    atDesk((desk) => {
      desk.put('runs/runs.jsonl')
      const good = linesOf(desk, 'runs.jsonl')[1]
      const hostile = [
        '{"schema":"phd.run/1","event":"started"',
        'not json at all',
        '\u001b]52;c;cm0gLXJm\u0007',
        '[]',
        'null',
        '{"__proto__":{"polluted":1}}',
        JSON.stringify({ ...good, command: '\u001b[2Jinbox' }),
        JSON.stringify({ ...good, options: ['--quiet=\u202e=1+1'] }),
        JSON.stringify({ ...good, error: '=cmd|calc' }),
        JSON.stringify({ ...good, counts: { __proto__x: 'text' } }),
        JSON.stringify({ ...good, started: '9999-99-99T99:99:99Z' }),
        JSON.stringify({ ...good, seconds: -1 }),
        JSON.stringify({ ...good, phd: '<script>' }),
        'x'.repeat(100_000),
      ]
      writeFileSync(join(desk.folder, 'runs.jsonl.1'), `${hostile.join('\n')}\n`)
      const clean = desk.put('runs/runs.jsonl').phd('runs', '--log', 'runs.jsonl')
      expect(clean.stderr).toBe(`note: ${hostile.length} lines of the log damaged and skipped\n`)
      expect([clean.code, clean.stdout.trimEnd().split('\n').length]).toEqual([0, 8])
      for (const format of ['json', 'ndjson', 'csv', 'table']) {
        const { stdout } = desk.phd('runs', '--log', 'runs.jsonl', '--format', format)
        expect(stdout).not.toMatch(/[\u001b\u202e]|=cmd|<script>|polluted/)
      }
      settings(desk, { log: 'runs.jsonl' })
      expect(desk.json<{ findings: Array<{ code: string }> }>('doctor').findings.map(({ code }) => code)).toContain('log_damaged')
    }))

  it('lists what is asked for: a command or its group, since a day, what went wrong, so many', () =>
    atDesk((desk) => {
      desk.put('runs/runs.jsonl')
      const started = (...args: string[]): string[] =>
        desk
          .json<{ runs: Array<{ started: string }> }>('runs', '--log', 'runs.jsonl', ...args)
          .runs.map((run) => run.started.slice(8, 13))
      expect(started('--command', 'doctor')).toEqual(['16T08'])
      expect(started('--command', 'phd inbox run')).toEqual(started('--command', 'inbox'))
      expect(started('--since', '2026-11-18')).toEqual(['19T07', '18T18', '18T09', '18T07'])
      expect(started('--failed')).toEqual(['19T07', '18T18', '18T07'])
      expect(started('--limit', '2')).toEqual(['19T07', '18T18'])
      expect(started('--command', 'inb')).toEqual([])
      const { stdout } = desk.phd('runs', '--log', 'runs.jsonl', '--limit', '2')
      expect(stdout).toContain('\n5 more; for all: --limit 7\n')
      for (const args of [
        ['--limit', '0'],
        ['--since', 'monday'],
        ['--command', ''],
      ])
        expect(desk.phd('runs', '--log', 'runs.jsonl', ...args).code).toBe(2)
    }))

  it('refuses a log that is no file, and one that cannot be read', () =>
    atDesk((desk) => {
      mkdirSync(join(desk.folder, 'runs.jsonl'))
      const { stderr, code } = desk.phd('runs', '--log', 'runs.jsonl')
      expect([code, stderr.split('\n')[0]]).toEqual([5, 'phd: runs.jsonl is not a log of phd'])
      settings(desk, { log: 'runs.jsonl' })
      expect(desk.json<{ findings: Array<{ code: string }> }>('doctor').findings.map(({ code }) => code)).toContain(
        'log_unreadable',
      )
    }))
})
