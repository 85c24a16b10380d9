import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { atDesk, type Desk, root } from '../cli/phd.ts'
import { torture } from './sizes.ts'

const ROWS = 1_000_000
const PARTS = 20
const MOST_SECONDS = 60
const MOST_MEMORY = 200 * 1024

async function write(desk: Desk, file: string, from: number, to: number): Promise<void> {
  const stream = createWriteStream(join(desk.folder, file))
  stream.write('User ID,Full Name,Email,Active\n')
  for (let i = from; i < to; ) {
    const rows: string[] = []
    for (const end = Math.min(to, i + 10_000); i < end; i++) {
      rows.push(`005${String(i).padStart(12, '0')},Person ${i},p${i}@example.com,true\n`)
    }
    if (!stream.write(rows.join(''))) await new Promise((resolve) => stream.once('drain', () => resolve(null)))
  }
  await new Promise<void>((resolve) => stream.end(() => resolve()))
}

/** Imports, and says how many seconds it took and how many KiB of memory at most. */
async function importing(desk: Desk, ...args: string[]): Promise<{ seconds: number; memory: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'import', ...args], {
    cwd: desk.folder,
    env: desk.env(),
    stdio: 'ignore',
  })
  let memory = 0
  const timer = setInterval(() => {
    try {
      memory = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? memory)
    } catch {
      // It has just ended.
    }
  }, 20)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(timer)
  expect(code).toBe(0)
  return { seconds: (performance.now() - began) / 1000, memory }
}

function recordsOf(file: string): { count: number; hash: string } {
  const db = new Database(file, { readonly: true })
  const hash = createHash('sha256')
  let count = 0
  for (const row of db
    .prepare('SELECT key, id, name, email, active FROM salesforce_users WHERE valid_to IS NULL ORDER BY key')
    .raw()
    .iterate()) {
    hash.update(JSON.stringify(row))
    count++
  }
  db.close()
  return { count, hash: hash.digest('hex') }
}

it.runIf(torture)('a million rows fit in a minute and in 200 MiB, and are the same as twenty parts', { timeout: 1_800_000 }, () =>
  atDesk(async (desk) => {
    await write(desk, 'all.csv', 0, ROWS)
    const parts = Array.from({ length: PARTS }, (_, i) => `part-${i}.csv`)
    for (const [i, part] of parts.entries()) await write(desk, part, (i * ROWS) / PARTS, ((i + 1) * ROWS) / PARTS)
    const { seconds, memory } = await importing(desk, 'all.csv')
    process.stderr.write(`size.test.ts: ${ROWS} rows in ${seconds.toFixed(1)} s and ${Math.round(memory / 1024)} MiB\n`)
    const inParts = join(desk.folder, 'parts.db')
    for (const part of parts) await importing(desk, part, '--db', inParts)
    expect(recordsOf(desk.db)).toEqual(recordsOf(inParts))
    expect(recordsOf(desk.db).count).toBe(ROWS)
    expect(seconds).toBeLessThan(MOST_SECONDS)
    if (memory > 0) expect(memory).toBeLessThan(MOST_MEMORY)
  }),
)
