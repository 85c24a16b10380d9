import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, fixtures, root } from '../cli/phd.ts'
import { figure, randomFrom, seed } from './sizes.ts'

/*
 * Promise: nothing that is recorded is lost. A command that records files is killed between writing them and recording them, and between
 * recording them and giving them their names; the next run repairs what is missing, and the command itself can be run again. The moments
 * follow from the seed and from when the first file is seen; PHD_SEED=… repeats them as far as the machine does.
 */

const bin = join(root, 'bin', 'phd.cjs')
const KILLS = figure('windowKills')
const random = randomFrom(seed)
const desk = new Desk()
const data = join(desk.folder, 'data')
const base = join(desk.folder, 'base')
const drafts = join(desk.folder, 'drafts')
const MAILS = ['000', '001', '002', '003', '004', '005', '006', '007', '008', '009', '010', '011'].map((n) => `mail-${n}.eml`)

interface Ended {
  code: number | null
  /** From its start to the first file that it wrote, and to its end, in milliseconds. */
  wrote: number | null
  took: number
}

/** Runs a command; `kill` says after how many milliseconds since its start, or since the first file was seen in `watched`. */
function run(args: readonly string[], watched: string, kill: { since: 'start' | 'file'; after: number } | null): Promise<Ended> {
  const began = performance.now()
  const child = spawn(process.execPath, [bin, ...args], { cwd: desk.folder, env: desk.env(), stdio: 'ignore' })
  let wrote: number | null = null
  const stop = () => child.kill('SIGKILL')
  const first = kill?.since === 'start' ? setTimeout(stop, kill.after) : undefined
  const looking = setInterval(() => {
    if (!existsSync(watched) || readdirSync(watched).length === 0) return
    clearInterval(looking)
    wrote = performance.now() - began
    if (kill?.since === 'file') setTimeout(stop, kill.after)
  }, 1)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(first)
      clearInterval(looking)
      resolve({ code, wrote, took: performance.now() - began })
    }),
  )
}

function startAnew(...folders: string[]): void {
  for (const folder of [data, ...folders]) rmSync(folder, { recursive: true, force: true })
  cpSync(base, data, { recursive: true })
}

/** The files that the audit speaks of, by their hashes, and how often each was recorded. */
function recorded(): string[] {
  const db = new Database(desk.db)
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    return db.prepare<[], string>("SELECT sha256 FROM promised_files WHERE state <> 'replaced' ORDER BY id").pluck().all()
  } finally {
    db.close()
  }
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const named = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []

/** Kills a command that records files so many times: in its windows, and at any moment. */
async function killed(args: readonly string[], times: number): Promise<{ recorded: number }> {
  const startAgain = (): void => {
    startAnew(drafts)
    if (args[0] === 'import') mkdirSync(drafts)
  }
  startAgain()
  const whole = await run(args, drafts, null)
  expect(whole.code).not.toBe(70)
  const all = recorded()
  expect(all.length).toBeGreaterThan(0)
  const window = whole.took - (whole.wrote ?? 0)
  const seen = { recorded: 0 }
  // All kills may come before the record, above all on a busy machine, which also sees the first file late and takes the window for
  // short: then some more are needed, later and later.
  for (let i = 0; i < times || (seen.recorded === 0 && i < 8 * times); i++) {
    startAgain()
    const latest = i < times ? window : (whole.took * i) / times
    const kill =
      i % 4 === 3
        ? { since: 'start' as const, after: whole.took * (0.2 + random() * 0.8) }
        : { since: 'file' as const, after: latest * random() ** 2 }
    const { code } = await run(args, drafts, kill)
    const what = `${args.slice(0, 2).join(' ')}: killed ${kill.after.toFixed(1)} ms after its ${kill.since} (ended by itself: ${code}); seed ${seed}`
    const before = named(drafts)
    // A file that has its name is whole, and was recorded before.
    const known = new Set(recorded())
    for (const name of before) expect(known.has(hashOf(join(drafts, name))), `${what}: ${name}`).toBe(true)
    expect(desk.phd('partner', 'alias', 'add', `Cob ${i}`, 'Cobalt Labs 1 GmbH').code, what).toBe(0)
    const after = named(drafts)
    expect(after.map((name) => hashOf(join(drafts, name))).sort(), what).toEqual([...known].sort())
    if (known.size > 0) seen.recorded++
    // Run again, it does only what is left to do.
    await run([...args], drafts, null)
    expect(new Set(recorded()).size, what).toBeGreaterThanOrEqual(new Set(all).size)
    expect(
      named(drafts)
        .map((name) => hashOf(join(drafts, name)))
        .sort(),
      what,
    ).toEqual([...new Set(recorded())].sort())
  }
  return seen
}

beforeAll(() => {
  desk.equipped()
  desk.put(...MAILS.map((name) => `mails/${name}`), 'broken/accounts-with-problems.csv')
  if (desk.phd('import', 'sfdc-users.csv').code !== 0) throw new Error('the staff were not imported')
  desk.phd('cam', 'plan', '--out', 'plan.json')
  cpSync(data, base, { recursive: true })
}, 120_000)

afterAll(() => desk.remove())

const COBALT = ['Cobalt Labs 1 GmbH', '--requester', 'Mei Smith', '--email', 'mei.smith0@cobaltlabs10.example']
const EXCEPTION = ['--type', 'saas', '--users', '40', '--justification', 'two fairs', '--request', 'new']

describe(`kill -9 between writing, recording and naming (seed ${seed})`, { timeout: 4 * 3_600_000 }, () => {
  it.each([
    ['mail', 'route', ...MAILS, '--drafts', 'drafts'],
    ['loa', 'deny', ...COBALT, '--draft', 'drafts'],
    ['nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts'],
    ['nfr', 'exception', 'Lumen Labs 4 Ltd', ...EXCEPTION, '--draft', 'drafts'],
    ['cam', 'export', 'plan.json', '--out', 'drafts'],
    ['import', 'accounts-with-problems.csv', '--rejects', 'drafts'],
  ])('of %s %s', async (...args) => {
    const seen = await killed(args, KILLS)
    expect(seen.recorded).toBeGreaterThan(0)
  })

  it('of reply render, whose draft is there as a whole or not at all', async () => {
    const args = ['reply', 'render', 'out-of-office-offsite', '--set', 'dates=May 3', '--draft', 'drafts']
    startAnew(drafts)
    const whole = await run(args, drafts, null)
    const [name = ''] = named(drafts)
    const content = readFileSync(join(drafts, name), 'utf8')
    for (let i = 0; i < KILLS; i++) {
      startAnew(drafts)
      const after = (whole.took - (whole.wrote ?? 0)) * random()
      await run(args, drafts, { since: 'file', after })
      for (const each of named(drafts)) expect([each, readFileSync(join(drafts, each), 'utf8')]).toEqual([name, content])
      expect(desk.phd(...args).code).toBe(0)
      expect(named(drafts)).toEqual([name])
    }
  })

  it('of inbox run, which leaves every file in one place, and imports it once', async () => {
    const drop = join(desk.folder, 'drop')
    const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv', 'sfdc-users.csv']
    const args = ['inbox', 'run', 'drop', '--settle', '0']
    const fill = (): void => {
      startAnew(drop)
      for (const file of files) cpSync(join(fixtures, 'desk', file), join(drop, file))
    }
    fill()
    const whole = await run(args, join(drop, 'done'), null)
    expect([whole.code, readdirSync(join(drop, 'done')).length]).toEqual([0, files.length])
    for (let i = 0; i < KILLS; i++) {
      fill()
      const kill =
        i % 2 === 0
          ? { since: 'start' as const, after: whole.took * (0.2 + random() * 0.8) }
          : { since: 'file' as const, after: (whole.took - (whole.wrote ?? 0)) * random() }
      await run(args, join(drop, 'done'), kill)
      const what = `killed ${kill.after.toFixed(1)} ms after its ${kill.since}; seed ${seed}`
      const left = named(drop).filter((name) => name.endsWith('.csv'))
      const done = existsSync(join(drop, 'done')) ? readdirSync(join(drop, 'done')).filter((name) => name.endsWith('.csv')) : []
      const bytes = [...left.map((name) => join(drop, name)), ...done.map((name) => join(drop, 'done', name))].map(hashOf)
      expect(new Set(bytes).size, what).toBe(files.length)
      expect((await run(args, join(drop, 'done'), null)).code, what).toBe(0)
      expect(
        named(drop).filter((name) => name.endsWith('.csv')),
        what,
      ).toEqual([])
      expect(
        new Set(
          readdirSync(join(drop, 'done'))
            .filter((name) => name.endsWith('.csv'))
            .map((name) => hashOf(join(drop, 'done', name))),
        ).size,
        what,
      ).toBe(files.length)
    }
  })
})
