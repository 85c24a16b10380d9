import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, fixtures, root } from '../cli/phd.ts'
import { figure, randomFrom, seed } from './sizes.ts'
import { copyDatabase, PARTS, States } from './state.ts'

/*
 * Promise 1: whatever is killed whenever, the database is as it was before or as it is after, and the next import works. The moments
 * follow from the seed, which is in the name of each test; PHD_SEED=… repeats them.
 */

const bin = join(root, 'bin', 'phd.cjs')
const ROWS = figure('killedRows')
const KILLS = figure('kills')
const random = randomFrom(seed)

/** Users of Salesforce, a narrow kind: `round` changes every seventh of them, the last are left out, and two cannot be used. */
function usersFile(rows: number, round: number, withRejects: boolean): string {
  const lines = ['User ID,Full Name,Email,Active']
  for (let i = 0; i < rows; i++) {
    const id = `005${String(i).padStart(12, '0')}`
    const changes = i % 7 === round % 7 ? round : 0
    lines.push(`${id},Person ${i} of round ${changes},p${i}@example.com,${i % 2 === 0 ? 'true' : 'false'}`)
  }
  if (withRejects) lines.push('no id,Nobody,nobody@example.com,true', `005${'9'.repeat(12)},,empty@example.com,true`)
  return `${lines.join('\n')}\n`
}

interface Kill {
  /** What is killed, over which database. */
  from: string
  args: readonly string[]
  before: string
  after: string
  /** How long it takes when nobody kills it, in milliseconds. */
  takes: number
}

const states = new States()
const desk = new Desk()
const path = (name: string): string => join(desk.folder, name)

function run(db: string, args: readonly string[], killAfter: number | null): Promise<{ code: number | null; took: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, [bin, ...args, '--db', path(db)], { cwd: desk.folder, env: desk.env(), stdio: 'ignore' })
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, took: performance.now() - began })
    }),
  )
}

/** Runs it to its end once, to know what it makes and how long it takes. */
async function measured(from: string, args: readonly string[], wanted: number): Promise<Kill> {
  copyDatabase(path(from), path('work.db'))
  const before = states.of(path('work.db')).signature
  const { code, took } = await run('work.db', args, null)
  expect(code).toBe(wanted)
  const { signature: after, integrity } = states.of(path('work.db'))
  expect(integrity).toBe('ok')
  expect(after).not.toBe(before)
  return { from, args, before, after, takes: took }
}

/**
 * Kills it so many times, and looks at what it left behind. A machine that was busy while the time was measured would let every run end
 * before it is killed: a run that ends by itself tells how long it really takes, and kills go on until one came in time.
 */
async function killed(
  { from, args, before, after, takes: measuredTime }: Kill,
  times: number,
  next: readonly string[] = ['import', 'next.csv'],
): Promise<Record<'before' | 'after', number>> {
  const seen = { before: 0, after: 0 }
  let takes = measuredTime
  for (let i = 0; i < times || (seen.before === 0 && i < times + 50); i++) {
    copyDatabase(path(from), path('work.db'))
    // A third of the kills fall into the end, where the writing is made final.
    const share = i % 3 === 0 ? 0.8 + random() * 0.25 : 0.15 + random() * 0.75
    const moment = Math.round(takes * share)
    const { code, took } = await run('work.db', args, moment)
    if (code !== null) takes = Math.min(takes, took)
    const { signature, integrity } = states.of(path('work.db'))
    const what = `killed after ${moment} ms of ${Math.round(takes)} (ended by itself: ${code}); seed ${seed}`
    expect(integrity, what).toBe('ok')
    expect([before, after], what).toContain(signature)
    seen[signature === before ? 'before' : 'after']++
    if (i % 4 > 0) continue
    const { code: nextCode } = await run('work.db', next, null)
    expect([nextCode, states.of(path('work.db')).integrity], what).toEqual([0, 'ok'])
  }
  return seen
}

beforeAll(async () => {
  writeFileSync(path('first.csv'), usersFile(ROWS, 0, false))
  writeFileSync(path('second.csv'), usersFile(ROWS, 1, true))
  writeFileSync(path('complete.csv'), usersFile(Math.floor(ROWS * 0.95), 2, false))
  writeFileSync(path('next.csv'), 'User ID,Full Name,Email,Active\n005AAAAAAAAAAAA,Next,next@example.com,true\n')
  writeFileSync(path('schema-1.db'), gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-1.db.gz'))), { mode: 0o600 })
  expect((await run('first.db', ['import', 'first.csv'], null)).code).toBe(0)
}, 120_000)

afterAll(() => desk.remove())

describe(`kill -9 (seed ${seed})`, { timeout: 4 * 3_600_000 }, () => {
  it('of an import over an earlier state', async () => {
    const kill = await measured('first.db', ['import', 'second.csv'], 1)
    const seen = await killed(kill, Math.round(KILLS * 0.4))
    expect(seen.before).toBeGreaterThan(0)
    // The rejects file is there as a whole or not at all.
    const names = readdirSync(desk.folder).filter((name) => /\.rejects/.test(name))
    for (const name of names) expect(desk.read(name).trim().split('\n')).toHaveLength(3)
  })

  it('of the import of a complete list', async () => {
    const kill = await measured('first.db', ['import', '--snapshot', 'complete.csv'], 0)
    expect((await killed(kill, Math.round(KILLS * 0.2))).before).toBeGreaterThan(0)
  })

  it('of a first import', async () => {
    // A database that was begun is one of phd's, or none yet; either way the next import fills it.
    const seen = { empty: 0, filled: 0 }
    let { took: takes } = await run('new.db', ['import', 'first.csv'], null)
    for (let i = 0; i < KILLS * 0.16 || (seen.empty === 0 && i < 100); i++) {
      for (const part of PARTS) rmSync(path('new.db') + part, { force: true })
      const { code, took } = await run('new.db', ['import', 'first.csv'], takes * (0.05 + random()))
      if (code !== null) takes = Math.min(takes, took)
      expect((await run('new.db', ['import', 'next.csv'], null)).code).toBe(0)
      expect(states.of(path('new.db')).integrity).toBe('ok')
      const { rows } = JSON.parse(desk.phd('imports', 'list', '--json', '--db', path('new.db')).stdout).imports[0]
      expect([1, ROWS]).toContain(rows.added)
      seen[rows.added === 1 ? 'empty' : 'filled']++
    }
    expect(seen.empty).toBeGreaterThan(0)
  })

  it('of an undo', async () => {
    copyDatabase(path('first.db'), path('second.db'))
    expect((await run('second.db', ['import', 'second.csv'], null)).code).toBe(1)
    const kill = await measured('second.db', ['imports', 'undo', '2', '--yes'], 0)
    expect((await killed(kill, Math.round(KILLS * 0.12))).before).toBeGreaterThan(0)
  })

  it('of a pruning', async () => {
    copyDatabase(path('first.db'), path('second.db'))
    expect((await run('second.db', ['import', 'second.csv'], null)).code).toBe(1)
    const prune = ['prune', '--older-than', '2026-11-25', '--yes', '--now', '2026-12-01T09:00:00Z']
    // The file is older than the day that is kept.
    const seen = await killed(await measured('second.db', prune, 0), Math.round(KILLS * 0.1), [
      'import',
      '--allow-older',
      'next.csv',
    ])
    expect(seen.before).toBeGreaterThan(0)
  })

  it('of a forgetting', async () => {
    copyDatabase(path('first.db'), path('second.db'))
    expect((await run('second.db', ['import', 'second.csv'], null)).code).toBe(1)
    const address = 'p7@example.com'
    const forget = ['forget', address, '--yes', '--now', '2026-12-01T09:00:00Z']
    const { args, before, after, takes } = await measured('second.db', forget, 0)
    const seen = { before: 0, after: 0, notErased: 0 }
    for (let i = 0; i < KILLS * 0.12 || (seen.before === 0 && i < KILLS); i++) {
      copyDatabase(path('second.db'), path('work.db'))
      const moment = Math.round(takes * (0.2 + random() * 0.8))
      await run('work.db', args, moment)
      const { signature, integrity } = states.of(path('work.db'))
      const what = `killed after ${moment} ms of ${Math.round(takes)}; seed ${seed}`
      expect(integrity, what).toBe('ok')
      if (signature === before) {
        seen.before++
        continue
      }
      // Who was forgotten is in no row; in the bytes of the file only until it is rewritten, which doctor asks for and does.
      if (signature !== after) {
        seen.notErased++
        expect(desk.phd('doctor', '--db', path('work.db')).stdout, what).toContain('a person was forgotten')
        await run('work.db', ['doctor', '--fix', '--yes'], null)
      } else seen.after++
      expect(states.of(path('work.db')).signature, what).toBe(after)
      for (const part of PARTS.filter((each) => existsSync(path('work.db') + each)))
        expect(readFileSync(path('work.db') + part).includes(address), what).toBe(false)
    }
    expect(seen.before).toBeGreaterThan(0)
  })

  it('of a migration', async () => {
    const kill = await measured('schema-1.db', ['imports', 'list'], 0)
    const { signature: older } = states.of(path('schema-1.db'))
    for (let i = 0; i < KILLS * 0.12; i++) {
      copyDatabase(path('schema-1.db'), path('work.db'))
      forgetCopies()
      await run('work.db', kill.args, kill.takes * (0.3 + random() * 0.75))
      const { signature, integrity } = states.of(path('work.db'))
      expect([integrity, [kill.before, kill.after].includes(signature)]).toEqual(['ok', true])
      // The copy of the older database is kept as a whole, or is not there yet.
      for (const name of keptCopies().filter((each) => each.endsWith('.schema-1'))) {
        expect(states.of(path(name)).signature).toBe(older)
      }
      expect((await run('work.db', ['imports', 'list'], null)).code).toBe(0)
      expect(states.of(path('work.db')).signature).toBe(kill.after)
      expect(states.of(path('work.db.schema-1')).signature).toBe(older)
    }
  })
})

function keptCopies(): string[] {
  return readdirSync(desk.folder).filter((name) => name.startsWith('work.db.schema-'))
}

function forgetCopies(): void {
  for (const name of keptCopies()) rmSync(path(name))
}
