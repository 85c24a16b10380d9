import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, type Desk, type Run, root } from '../cli/phd.ts'
import { figure, randomFrom, seed, torture } from './sizes.ts'
import { stateOf } from './state.ts'

/*
 * Backups and restores when others write, when they are killed and when the disk is full: what is there is one moment, before or after.
 */

const bin = join(root, 'bin', 'phd.cjs')
const random = randomFrom(seed)
const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'

/** Accounts that all have one status. */
function accountsFile(desk: Desk, file: string, count: number, status: string): void {
  const rows = Array.from(
    { length: count },
    (_, i) => `001${String(i).padStart(12, '0')},Partner ${i},Partner,${status},Open,Ana`,
  )
  writeFileSync(join(desk.folder, file), `${[HEADINGS, ...rows].join('\n')}\n`)
}

function start(desk: Desk, args: readonly string[], killAfter: number | null = null): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: desk.folder, env: desk.env() })
  const run: Run = { stdout: '', stderr: '', code: null }
  child.stdout.on('data', (piece) => {
    run.stdout += piece
  })
  child.stderr.on('data', (piece) => {
    run.stderr += piece
  })
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ ...run, code })
    }),
  )
}

const backups = (desk: Desk): string => join(desk.folder, 'data', 'backups')
const finished = (desk: Desk): string[] =>
  existsSync(backups(desk))
    ? readdirSync(backups(desk))
        .filter((name) => name.endsWith('.db'))
        .sort()
    : []

/** How many open accounts have each status, how many imports there are, and whether the audit has an entry for each. */
function totals(file: string): { statuses: number[]; imports: number; audited: number } {
  const db = new Database(file, { readonly: true })
  try {
    const statuses = db.prepare('SELECT count(*) FROM accounts WHERE valid_to IS NULL GROUP BY status').pluck().all() as number[]
    const imports = db.prepare('SELECT count(*) FROM imports').pluck().get() as number
    const audited = db.prepare("SELECT count(*) FROM audit WHERE action = 'imported'").pluck().get() as number
    return { statuses, imports, audited }
  } finally {
    db.close()
  }
}

describe(`under load (seed ${seed})`, { timeout: 600_000 }, () => {
  it('each backup is one moment, while others import and decide, and so is what is restored', () =>
    atDeskOnDisk(async (desk) => {
      const count = 3000
      accountsFile(desk, 'all-0.csv', count, 'Authorized')
      accountsFile(desk, 'all-1.csv', count, 'Former')
      expect((await start(desk, ['import', 'all-0.csv'])).code).toBe(0)
      const until = performance.now() + figure('mixedSeconds') * 1000
      const importer = async (): Promise<void> => {
        for (let i = 1; performance.now() < until; i++) {
          const { code, stderr } = await start(desk, ['import', `all-${i % 2}.csv`])
          expect([code, stderr]).toEqual([0, ''])
        }
      }
      const decider = async (): Promise<void> => {
        for (let i = 0; performance.now() < until; i++) {
          const { code, stderr } = await start(desk, [
            'partner',
            'alias',
            'add',
            `Alias ${i}`,
            `001${String(i).padStart(12, '0')}`,
          ])
          expect([code, stderr]).toEqual([0, ''])
        }
      }
      const made: { path: string; holds: { tables: Record<string, number>; audit: { whole: boolean } } }[] = []
      const backer = async (): Promise<void> => {
        while (performance.now() < until) {
          const { code, stdout, stderr } = await start(desk, ['backup', '--json'])
          expect([code, stderr]).toEqual([0, ''])
          made.push(JSON.parse(stdout))
        }
      }
      await Promise.all([importer(), importer(), decider(), backer()])
      expect(made.length).toBeGreaterThan(0)
      for (const { path, holds } of made) {
        expect(stateOf(path).integrity).toBe('ok')
        const { statuses, imports, audited } = totals(path)
        expect(statuses).toEqual([count])
        expect([imports, holds.tables.imports, holds.audit.whole]).toEqual([audited, imports, true])
      }
      // Restored while others still write: the state of the backup, and what others did after it.
      const [first] = made
      const writers = Promise.all([start(desk, ['import', 'all-1.csv']), start(desk, ['import', 'all-0.csv'])])
      const restored = await start(desk, ['restore', first?.path ?? '', '--yes', '--json'])
      for (const { code } of await writers) expect([0, 6]).toContain(code)
      expect([0, 6], restored.stderr).toContain(restored.code)
      expect(totals(desk.db).statuses).toEqual([count])
      expect(stateOf(desk.db).integrity).toBe('ok')
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))
})

describe(`kill -9 (seed ${seed})`, { timeout: 4 * 3_600_000 }, () => {
  const kills = torture ? figure('windowKills') : 4
  const rows = torture ? 20_000 : 4_000

  it('of a backup: it is there whole or not at all, and the database is as it was', () =>
    atDeskOnDisk(async (desk) => {
      accountsFile(desk, 'all.csv', rows, 'Authorized')
      expect((await start(desk, ['import', 'all.csv'])).code).toBe(0)
      const before = stateOf(desk.db)
      const began = performance.now()
      expect((await start(desk, ['backup'])).code).toBe(0)
      const takes = performance.now() - began
      const seen = { whole: 0, none: 0 }
      for (let i = 0; i < kills; i++) {
        const had = finished(desk).length
        const moment = Math.round(takes * (0.3 + random() * 0.8))
        await start(desk, ['backup'], moment)
        seen[finished(desk).length > had ? 'whole' : 'none']++
        for (const name of finished(desk)) expect(stateOf(join(backups(desk), name)), `killed after ${moment} ms`).toEqual(before)
        expect(stateOf(desk.db)).toEqual(before)
      }
      expect(seen.none + seen.whole).toBe(kills)
      // What was left in making goes when it is a day old.
      const old = new Date(Date.now() - 2 * 86_400_000)
      for (const name of readdirSync(backups(desk)).filter((each) => each.startsWith('.phd-')))
        utimesSync(join(backups(desk), name), old, old)
      expect((await start(desk, ['backup'])).code).toBe(0)
      expect(readdirSync(backups(desk)).filter((name) => name.startsWith('.phd-'))).toEqual([])
    }))

  it.each(['sound', 'unreadable'])(
    'of a restore over a database that is %s: before or after, and what was replaced is kept',
    (state) =>
      atDeskOnDisk(async (desk) => {
        accountsFile(desk, 'all-0.csv', rows, 'Authorized')
        accountsFile(desk, 'all-1.csv', rows, 'Former')
        expect((await start(desk, ['import', 'all-0.csv'])).code).toBe(0)
        const { path } = JSON.parse((await start(desk, ['backup', '--json'])).stdout) as { path: string }
        expect((await start(desk, ['import', 'all-1.csv'])).code).toBe(0)
        const whole = readFileSync(desk.db)
        const bytes = state === 'sound' ? whole : whole.subarray(0, whole.length / 2)
        const signature = state === 'sound' ? stateOf(desk.db).signature : null
        const again = (): void => {
          for (const name of readdirSync(dirname(desk.db)).filter((each) => each !== 'backups'))
            rmSync(join(dirname(desk.db), name))
          writeFileSync(desk.db, bytes, { mode: 0o600 })
        }
        again()
        const began = performance.now()
        expect((await start(desk, ['restore', path, '--yes'])).code).toBe(0)
        const takes = performance.now() - began
        const after = totals(desk.db)
        const seen = { before: 0, after: 0 }
        for (let i = 0; i < kills; i++) {
          again()
          const moment = Math.round(takes * (i % 2 === 0 ? 0.75 + random() * 0.3 : 0.3 + random() * 0.7))
          await start(desk, ['restore', path, '--yes'], moment)
          const what = `killed after ${moment} of ${Math.round(takes)} ms`
          const isBefore = readable(desk) ? stateOf(desk.db).signature === signature : state === 'unreadable'
          seen[isBefore ? 'before' : 'after']++
          const kept = readdirSync(dirname(desk.db)).filter(
            (name) => name.includes('.replaced-') && !/-(?:wal|journal|shm)$/.test(name),
          )
          if (!isBefore) {
            expect([totals(desk.db), stateOf(desk.db).integrity], what).toEqual([after, 'ok'])
            expect(kept, what).toHaveLength(1)
          }
          for (const name of kept) {
            const file = join(dirname(desk.db), name)
            if (state === 'sound') expect(stateOf(file).signature, what).toBe(signature)
            else expect(readFileSync(file).equals(bytes), what).toBe(true)
          }
          expect((await start(desk, ['restore', path, '--yes'])).code, what).toBe(0)
          expect(totals(desk.db), what).toEqual(after)
        }
        expect(seen.before + seen.after).toBe(kills)
      }),
  )

  function readable(desk: Desk): boolean {
    return desk.phd('imports', 'list').code === 0
  }
})

describe('a place for backups', () => {
  const isRoot = process.getuid?.() === 0

  it('that others may write to, or that is a link, is refused', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      mkdirSync(join(desk.folder, 'real'))
      symlinkSync('real', join(desk.folder, 'link'))
      expect(desk.phd('backup', '--to', 'link')).toMatchObject({ code: 5, stderr: expect.stringContaining('is a link') })
      mkdirSync(join(desk.folder, 'open'))
      spawnSync('chmod', ['777', join(desk.folder, 'open')])
      expect(desk.phd('backup', '--to', 'open')).toMatchObject({ code: 5, stderr: expect.stringContaining('chmod go-w') })
      writeFileSync(join(desk.folder, 'file'), '')
      expect(desk.phd('backup', '--to', 'file').code).toBe(5)
      expect([readdirSync(join(desk.folder, 'real')), readdirSync(join(desk.folder, 'open'))]).toEqual([[], []])
    }))

  it.runIf(isRoot)('without room is refused first, with the place and what is free, and so is one that is read-only', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      const disk = join(desk.folder, 'disk')
      mkdirSync(disk, { mode: 0o700 })
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'none', disk]).status === 0
      if (!mounted) return
      try {
        const full = desk.phd('backup', '--to', 'disk')
        expect([full.code, full.stderr]).toEqual([5, expect.stringMatching(/disk has [\d.]+ MiB free \(\d+ bytes\)/)])
        expect(readdirSync(disk)).toEqual([])
        spawnSync('mount', ['-o', 'remount,ro,size=100m', disk])
        expect(desk.phd('backup', '--to', 'disk')).toMatchObject({ code: 5, stderr: expect.stringContaining('EROFS') })
      } finally {
        spawnSync('umount', ['-l', disk])
      }
    }),
  )

  it('whose database others read meanwhile stays usable, and is not larger than the backup', () =>
    atDeskOnDisk((desk) => {
      desk.imported()
      const began = performance.now()
      const reader = new Database(desk.db, { readonly: true })
      reader.exec('BEGIN')
      reader.prepare('SELECT count(*) FROM accounts').get()
      const { code, stdout } = desk.phd('backup', '--json')
      const { path } = JSON.parse(stdout) as { path: string }
      expect([code, statSync(path).size]).toEqual([0, statSync(desk.db).size])
      // Who reads the old state goes on reading it while another is put in its place.
      desk.put('desk/sfdc-users.csv')
      expect(desk.phd('import', 'sfdc-users.csv').code).toBe(0)
      expect(desk.phd('restore', path, '--yes').code).toBe(0)
      expect(reader.prepare('SELECT count(*) FROM imports').pluck().get()).toBe(3)
      reader.exec('COMMIT')
      expect(reader.prepare("SELECT count(*) FROM audit WHERE action = 'database_restored'").pluck().get()).toBe(1)
      reader.close()
      // A reader is not waited for, which would take the thirty seconds of --wait.
      expect(performance.now() - began).toBeLessThan(25_000)
    }))
})
