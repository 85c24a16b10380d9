/** A year of nightly imports: how a database grows, by table, and what commands take after it. `npm run bench -- --year` */

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { writeDesk } from './make-desk.ts'

const { values: options } = parseArgs({
  options: {
    year: { type: 'boolean' },
    users: { type: 'string', default: '200000' },
    nights: { type: 'string', default: '250' },
    rounds: { type: 'string', default: '5' },
    bin: { type: 'string', default: join(import.meta.dirname, '..', 'bin', 'phd.cjs') },
  },
})
const users = Number(options.users)
const nights = Number(options.nights)
const PER_PARTNER = 50
const FIRST_DAY = Date.UTC(2026, 0, 1)
const folder = mkdtempSync(join(tmpdir(), 'phd-year-'))

const dayOf = (night: number): string => new Date(FIRST_DAY + night * 86_400_000).toISOString().slice(0, 10)

/** Runs a command to its end at nine in the morning after a night; gives its seconds. */
function run(args: readonly string[], database: string, night: number): number {
  const env = { ...process.env, PHD_DB: join(folder, database), PHD_NOW: `${dayOf(night)}T09:00:00Z`, NO_COLOR: '1' }
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [options.bin, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status === null || ![0, 1, 4].includes(status)) throw new Error(`${args.join(' ')}: exit ${status}: ${stderr}`)
  return (performance.now() - start) / 1000
}

/** Always the same numbers from 0 to 1, so that two runs compare. */
function randoms(): () => number {
  let state = 20_261_120
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const random = randoms()

/** Gives one in a hundred people, anywhere in the export, another phone. */
function changeSome(lines: string[], night: number): void {
  for (let left = Math.round(users / 100); left > 0; left--) {
    const row = 1 + Math.floor(random() * users)
    lines[row] = (lines[row] ?? '').replace(/\+49 30 \d+/, `+49 30 ${900_000 + night}`)
  }
}

/** Megabytes of each table and index of a database, the largest first. */
function sizes(database: string): [name: string, megabytes: number][] {
  const db = new Database(join(folder, database), { readonly: true })
  try {
    return db
      .prepare<[], [string, number]>('SELECT name, sum(pgsize) / 1e6 FROM dbstat GROUP BY name ORDER BY 2 DESC')
      .raw()
      .all()
  } finally {
    db.close()
  }
}

const megabytes = (database: string): number => statSync(join(folder, database)).size / 1e6

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Writes tonight's export; gives its name. */
function exportOf(lines: readonly string[], night: number): string {
  const name = `users-${dayOf(night)}.csv`
  writeFileSync(join(folder, name), lines.join('\r\n'))
  return name
}

try {
  const desk = writeDesk(folder, Math.max(8, users / PER_PARTNER), PER_PARTNER)
  const lines = readFileSync(desk.users, 'utf8').split('\r\n')
  run(['import', desk.accounts, desk.dashboard], 'year.db', 0)
  const empty = megabytes('year.db')
  run(['import', exportOf(lines, 0)], 'year.db', 0)
  copyFileSync(join(folder, 'year.db'), join(folder, 'first.db'))
  const one = megabytes('first.db') - empty
  process.stdout.write(`one import of ${users} users: ${one.toFixed(1)} MB\n`)
  const times: number[] = []
  for (let night = 1; night <= nights; night++) {
    changeSome(lines, night)
    const file = exportOf(lines, night)
    if (night === 1) copyFileSync(join(folder, file), join(folder, 'second.csv'))
    times.push(run(['import', file], 'year.db', night))
    rmSync(join(folder, file))
    if (night % 25 === 0 || night === nights) {
      const grown = (megabytes('year.db') - empty) / one
      process.stdout.write(
        `night ${night}: ${grown.toFixed(2)} times; the last ten imports took ${median(times.slice(-10)).toFixed(2)} s\n`,
      )
    }
  }
  process.stdout.write(`the first ten imports took ${median(times.slice(0, 10)).toFixed(2)} s\n`)
  const grown = (megabytes('year.db') - empty) / one
  process.stdout.write(`the database: ${grown.toFixed(2)} times one import (goal: under 4; met: ${grown < 4 ? 'yes' : 'no'})\n`)
  const before = new Map(sizes('first.db'))
  for (const [name, size] of sizes('year.db')) {
    if (size > one / 200) process.stdout.write(`  ${name}: ${(before.get(name) ?? 0).toFixed(2)} -> ${size.toFixed(2)} MB\n`)
  }

  changeSome(lines, nights + 1)
  const next = exportOf(lines, nights + 1)
  const commands: string[][] = [
    ['loa', 'check', 'Partner 7 GmbH'],
    ['loa', 'check', '--all'],
    ['partner', 'show', 'Partner 7 GmbH'],
    ['partner', 'show', 'Partner 7 GmbH', '--history'],
    ['imports', 'list'],
    ['audit', 'verify'],
    ['import', '--dry-run', next],
    ['loa', 'check', 'Partner 7 GmbH', '--as-of', 'import:3'],
    ['loa', 'check', '--all', '--as-of', 'import:3'],
    ['doctor'],
  ]
  for (const args of commands) {
    const both: [number[], number[]] = [[], []]
    for (let round = 0; round <= Number(options.rounds); round++) {
      for (const [i, database] of ['first.db', 'year.db'].entries()) {
        const own = args.map((arg) => (arg === next && database === 'first.db' ? 'second.csv' : arg))
        const took = run(own, database, nights + 1)
        if (round > 0) both[i]?.push(took)
      }
    }
    const [first, after] = [median(both[0]), median(both[1])]
    process.stdout.write(`${args.join(' ')}: ${first.toFixed(3)} -> ${after.toFixed(3)} s, ${(after / first).toFixed(2)} times\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
