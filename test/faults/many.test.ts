import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, type Desk, type Run, root } from '../cli/phd.ts'
import { figure, randomFrom, seed, torture } from './sizes.ts'
import { stateOf } from './state.ts'

const bin = join(root, 'bin', 'phd.cjs')

function start(desk: Desk, ...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: desk.folder, env: desk.env() })
  const run: Run = { stdout: '', stderr: '', code: null }
  child.stdout.on('data', (piece) => {
    run.stdout += piece
  })
  child.stderr.on('data', (piece) => {
    run.stderr += piece
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...run, code })))
}

const HEADINGS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'

function accountRows(from: number, count: number, status = 'Authorized'): string[] {
  return Array.from(
    { length: count },
    (_, i) => `001${String(from + i).padStart(12, '0')},Partner ${from + i},Partner,${status},Open,Ana`,
  )
}

function write(desk: Desk, file: string, rows: readonly string[]): void {
  writeFileSync(join(desk.folder, file), `${[HEADINGS, ...rows].join('\n')}\n`)
}

/** The counts of a list of imports. */
function importsOf({ stdout }: Run): { id: number; rows: Record<string, number> }[] {
  return JSON.parse(stdout).imports
}

describe('many at once', { timeout: 600_000 }, () => {
  it('eight importers of ten files each count every row once', () =>
    atDeskOnDisk(async (desk) => {
      const random = randomFrom(seed)
      // Each file shares half of its rows with the next.
      const files = Array.from({ length: 10 }, (_, i) => `part-${i}.csv`)
      files.forEach((file, i) => {
        write(desk, file, accountRows(i * 100, 200))
      })
      const shuffled = (): string[] =>
        files
          .map((file) => ({ file, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ file }) => file)
      const runs = await Promise.all(Array.from({ length: 8 }, () => start(desk, 'import', '--json', ...shuffled())))
      const added = runs.flatMap((run) => importsOf(run).map(({ rows }) => rows.added ?? 0))
      expect(
        runs.map(({ code, stderr }) => [code, stderr]),
        `seed ${seed}`,
      ).toEqual(runs.map(() => [0, '']))
      expect(added.reduce((sum, each) => sum + each, 0)).toBe(1100)
      const entries = importsOf(await start(desk, 'imports', 'list', '--json'))
      expect(entries.map(({ id }) => id)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1))
      expect(stateOf(desk.db).integrity).toBe('ok')
    }))

  it('eight make the same new database together', () =>
    atDeskOnDisk(async (desk) => {
      write(desk, 'one.csv', accountRows(0, 5))
      const runs = await Promise.all(Array.from({ length: 8 }, () => start(desk, 'import', 'one.csv')))
      expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, '']))
      expect(importsOf(desk.phd('imports', 'list', '--json')).reduce((sum, { rows }) => sum + (rows.added ?? 0), 0)).toBe(5)
    }))

  it('who will not wait is told so, and has changed nothing', () =>
    atDeskOnDisk((desk) => {
      write(desk, 'one.csv', accountRows(0, 5))
      write(desk, 'two.csv', accountRows(3, 5))
      expect(desk.phd('import', 'one.csv').code).toBe(0)
      const { signature } = stateOf(desk.db)
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      const commands = [
        ['import', 'two.csv'],
        ['import', 'one.csv'],
        ['imports', 'undo', '1', '--yes'],
        ['partner', 'alias', 'add', 'Pone', 'Partner 1'],
      ]
      const runs = commands.map((args) => desk.phd(...args, '--wait', '0'))
      other.exec('ROLLBACK')
      other.close()
      for (const [i, { code, stdout, stderr }] of runs.entries()) {
        expect([code, stdout + stderr], commands[i]?.join(' ')).toEqual([
          6,
          expect.stringContaining(`another phd is writing to ${desk.db}`),
        ])
      }
      expect(stateOf(desk.db).signature).toBe(signature)
    }))

  it('readers see one import’s state, never wait, and never fail', () =>
    atDeskOnDisk(async (desk) => {
      // Each file has all partners, the first with one status, the second with another: no import leaves a mixture of both.
      const statuses = ['Authorized', 'Former'] as const
      const count = 1500
      statuses.forEach((status, i) => {
        write(desk, `all-${i}.csv`, accountRows(0, count, status))
      })
      write(desk, 'some.csv', accountRows(0, 40, 'Prospect'))
      expect(desk.phd('import', 'all-0.csv').code).toBe(0)
      const until = performance.now() + figure('mixedSeconds') * 1000
      const importer = async (): Promise<void> => {
        for (let i = 1; performance.now() < until; i++) {
          const { code, stderr } = await start(desk, 'import', i % 5 === 0 ? 'some.csv' : `all-${i % 2}.csv`)
          expect([code, stderr]).toEqual([0, ''])
        }
      }
      const slowest = { milliseconds: 0 }
      let reports = 0
      const reader = async (): Promise<void> => {
        while (performance.now() < until) {
          const began = performance.now()
          const [check, list] = await Promise.all([
            start(desk, 'loa', 'check', '--all', '--json'),
            start(desk, 'imports', 'list', '--json'),
          ])
          slowest.milliseconds = Math.max(slowest.milliseconds, performance.now() - began)
          expect([check.stderr, list.stderr, list.code]).toEqual(['', '', 0])
          const { verdicts } = JSON.parse(check.stdout) as { verdicts: { checks: { id: string; actual: string | null }[] }[] }
          expect(verdicts).toHaveLength(count)
          const seen = new Map<string | null | undefined, number>()
          for (const { checks } of verdicts) {
            const status = checks.find(({ id }) => id === 'partner_authorized')?.actual
            seen.set(status, (seen.get(status) ?? 0) + 1)
          }
          // All have one status, or all but the forty of the small file.
          expect([[count], [40, count - 40]]).toContainEqual([...seen.values()].sort((a, b) => a - b))
          for (const { rows } of importsOf(list)) expect([count, 40]).toContain(rows.read)
          reports++
        }
      }
      await Promise.all([
        ...Array.from({ length: torture ? 4 : 2 }, importer),
        ...Array.from({ length: torture ? 4 : 2 }, reader),
      ])
      expect(reports).toBeGreaterThan(1)
      // Eight programs share two cores: a reader that waited for a writer's lock would take the thirty seconds of --wait.
      if (torture) expect(slowest.milliseconds).toBeLessThan(15_000)
      expect(existsSync(desk.db)).toBe(true)
      expect(stateOf(desk.db).integrity).toBe('ok')
    }))
})
