import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Desk, type Run } from '../cli/phd.ts'
import { figure, randomFrom, seed } from './sizes.ts'
import { bytesOf, copyDatabase, PARTS, stateOf } from './state.ts'

/*
 * Whatever is wrong with the database's files, phd does not crash, writes nothing in silence, and either says so or answers as if
 * nothing were wrong. Only a bit within a value or an index cannot be told by asking: the engine keeps no sums.
 */

const desk = new Desk()
const random = randomFrom(seed)
const whole = join(desk.folder, 'whole.db')
const damaged = join(desk.folder, 'damaged.db')
const QUESTIONS = [
  ['loa', 'check', '--all', '--json'],
  ['imports', 'list', '--json'],
] as const
const rightAnswers: string[] = []

const ask = (db: string, args: readonly string[]): Run => desk.phd(...args, '--db', db)

beforeAll(() => {
  desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
  const files = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
  expect(desk.phd('import', ...files, '--db', whole).code).toBe(0)
  writeFileSync(join(desk.folder, 'changed.csv'), desk.read('sfdc-accounts.csv').replaceAll('Authorized', 'Former'))
  expect(desk.phd('import', 'changed.csv', '--db', whole).code).toBe(0)
  for (const args of QUESTIONS) rightAnswers.push(ask(whole, args).stdout)
})

afterAll(() => desk.remove())

type Found = 'told' | 'harmless' | 'repaired' | 'value'

/**
 * Asks, and says what was found. `told`: phd says that the database is damaged. `harmless`: the answers are right. `repaired`: what phd
 * keeps of itself was wrong, and is right again, with every record as it was. `value`: the damage is in a value or in an index, of
 * which the engine keeps no sum, and phd answers by it.
 */
function examined(what: string): Found {
  const before = bytesOf(damaged, readFileSync)
  let told = false
  let differs = false
  QUESTIONS.forEach((args, i) => {
    const { code, stdout, stderr } = ask(damaged, args)
    const about = `${what}: ${args.join(' ')}: ${stderr}`
    expect(code, about).not.toBe(70)
    expect(stderr, about).not.toMatch(/bug in phd|\n {4}at /)
    if (JSON.parse(stdout).schema === 'phd.error/1') {
      expect(code, about).toBe(5)
      told = true
    } else differs ||= stdout !== rightAnswers[i]
  })
  const isRepaired = bytesOf(damaged, readFileSync) !== before
  if (isRepaired && !told) expect(stateOf(damaged), `${what}: asking changed the file`).toEqual(stateOf(whole))
  if (told) return 'told'
  if (isRepaired) return 'repaired'
  if (!differs) return 'harmless'
  expect(readableState(damaged), `${what}: another answer from the same records`).not.toEqual(stateOf(whole))
  return 'value'
}

/** The state of a database; null where a column that no question needs cannot be read: what a row says of its columns may be what was damaged. */
function readableState(file: string): ReturnType<typeof stateOf> | null {
  try {
    return stateOf(file)
  } catch {
    return null
  }
}

/** Bytes of the file's header without which it is not a database of phd's: the name of the format, the program it belongs to, its first page. */
const HEADER = [0, 68, 100]

/** The place of a byte that is not zero: most of a young database is room for what comes. */
function writtenByte(bytes: Buffer, before: number): number {
  for (;;) {
    const at = Math.floor(random() * Math.min(before, bytes.length))
    if (bytes[at] !== 0) return at
  }
}

describe(`a damaged database (seed ${seed})`, { timeout: 3_600_000 }, () => {
  it('with one bit flipped stops no command and is written to by none', () => {
    const right = readFileSync(whole)
    const found: Record<Found, number> = { told: 0, harmless: 0, repaired: 0, value: 0 }
    for (let i = 0; i < figure('flips'); i++) {
      const at = HEADER[i] ?? writtenByte(right, i % 4 === 0 ? 8192 : right.length)
      const bytes = Buffer.from(right)
      const bit = 1 << Math.floor(random() * 8)
      bytes[at] = (bytes[at] ?? 0) ^ bit
      copyDatabase(whole, damaged)
      writeFileSync(damaged, bytes)
      found[examined(`byte ${at}, bit ${bit}`)]++
    }
    process.stderr.write(`damage.test.ts: of ${figure('flips')} flipped bits: ${JSON.stringify(found)}\n`)
    expect(found.told).toBeGreaterThanOrEqual(HEADER.length)
  })

  it('cut to any length is told of, or answers as before', () => {
    const { length } = readFileSync(whole)
    for (let i = 0; i < figure('cuts'); i++) {
      copyDatabase(whole, damaged)
      const kept = 1 + Math.floor(random() * (length - 1))
      truncateSync(damaged, kept)
      // What is cut off may be room that no row stands in yet.
      expect(['told', 'harmless']).toContain(examined(`cut to ${kept} bytes`))
    }
  })
})

describe('a database', () => {
  it('without its log, or with the log of another, is told of or answers as one state', () => {
    // A process that died left its log: the last import is in it alone.
    const open = new Database(whole)
    open.pragma('wal_autocheckpoint = 0')
    open.prepare("UPDATE accounts SET country = 'XX' WHERE valid_to IS NULL").run()
    copyDatabase(whole, damaged)
    open.prepare("UPDATE accounts SET country = 'YY' WHERE valid_to IS NULL").run()
    open.close()
    for (const part of ['-wal', '-shm']) {
      const kept = existsSync(damaged + part) ? readFileSync(damaged + part) : null
      rmSync(damaged + part, { force: true })
      const { code, stderr } = ask(damaged, QUESTIONS[0])
      expect([stderr, [0, 1, 4, 5].includes(code ?? -1)], part).toEqual(['', true])
      if (kept) writeFileSync(damaged + part, kept)
    }
    const other = join(desk.folder, 'other.db')
    const second = new Database(other)
    second.pragma('journal_mode = WAL')
    second.exec('CREATE TABLE mine (x); INSERT INTO mine VALUES (1)')
    copyDatabase(whole, damaged)
    writeFileSync(`${damaged}-wal`, readFileSync(`${other}-wal`))
    rmSync(`${damaged}-shm`, { force: true })
    second.close()
    const { code, stderr } = ask(damaged, QUESTIONS[0])
    expect(stderr).not.toContain('bug in phd')
    expect([0, 1, 4, 5]).toContain(code)
  })

  it('that is a text is refused and left alone; one of no length is told, and filled by an import alone', () => {
    for (const part of PARTS) rmSync(damaged + part, { force: true })
    writeFileSync(damaged, 'Account ID,Account Name\n'.repeat(500), { mode: 0o600 })
    const before = bytesOf(damaged, readFileSync)
    for (const args of [...QUESTIONS, ['import', 'changed.csv'], ['imports', 'undo', '1', '--yes']]) {
      const { code, stdout, stderr } = ask(damaged, args)
      expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringContaining('is not a database, or is damaged')])
    }
    expect(bytesOf(damaged, readFileSync)).toBe(before)
    writeFileSync(damaged, '', { mode: 0o600 })
    for (const args of [...QUESTIONS, ['imports', 'undo', '1', '--yes']]) {
      expect([ask(damaged, args).code, readFileSync(damaged, 'utf8')], args.join(' ')).toEqual([5, ''])
    }
    expect(ask(damaged, ['import', 'changed.csv']).code).toBe(0)
  })
})
