import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { PhdError } from '../../src/errors.ts'
import { kinds } from '../../src/records/kinds.ts'
import { fileEngine } from '../../src/store/sqlite/engine.ts'
import { fixtures } from '../cli/phd.ts'
import { openStore } from './open-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'phd-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const OPTIONS = { waitSeconds: 1, asOf: null, today: '2026-11-20', actor: 'tester', statedNow: null }
const ACME = '0014M000AAAAAAMQY5'
const engineOf = (file: string) => fileEngine(file, async () => kinds)
const emptyFolder = (): string => mkdtempSync(join(folder, 'desk-'))

/** A database with an alias, changed by what the engine does to it. */
async function database(change: (db: Database.Database) => void = () => {}): Promise<string> {
  const file = join(emptyFolder(), 'phd.db')
  const store = openStore(file, kinds, OPTIONS)
  await store.addAlias('Acme', ACME)
  await store.close()
  const db = new Database(file)
  change(db)
  db.close()
  return file
}

/** A database as a program leaves it that is killed within `change`: with all that lies beside it. */
async function killed(change: (db: Database.Database) => void): Promise<string> {
  const copy = join(emptyFolder(), 'phd.db')
  await database((db) => {
    change(db)
    for (const part of ['', '-wal', '-shm', '-journal']) if (existsSync(db.name + part)) copyFileSync(db.name + part, copy + part)
    if (db.inTransaction) db.exec('ROLLBACK')
  })
  return copy
}

const logged = (db: Database.Database): void => {
  db.pragma('wal_autocheckpoint = 0')
  db.exec(
    "INSERT INTO aliases (name, folded, account_id, added_at, added_by) SELECT 'Acme 2', 'acme 2', account_id, added_at, added_by FROM aliases",
  )
}

function older(schema: number): string {
  const file = join(emptyFolder(), 'phd.db')
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, 'databases', `schema-${schema}.db.gz`))), { mode: 0o600 })
  return file
}

/** What lies in the folder of a database: names, bytes, rights and times. What the engine keeps in shared memory is not of the database. */
function allBeside(file: string): unknown {
  const place = dirname(file)
  return readdirSync(place).map((name) => {
    const { mode, mtimeMs, size } = statSync(join(place, name))
    const hash = createHash('sha256')
      .update(readFileSync(join(place, name)))
      .digest('hex')
    return name.endsWith('-shm') ? [name] : [name, size, mode, mtimeMs, hash]
  })
}

/** What a database says: how many aliases it has, that it needs to be upgraded, or why it is refused. */
async function asked(file: string): Promise<number | 'older' | string> {
  try {
    const reader = await engineOf(file).openToRead(OPTIONS)
    if (reader === null) return 'older'
    try {
      await reader.holdMoment()
      return (await reader.aliases()).length
    } finally {
      await reader.close()
    }
  } catch (error) {
    return error instanceof PhdError ? error.kind : String(error)
  }
}

describe('opening to read changes nothing, whatever is there:', () => {
  it.each<[string, () => Promise<string> | string, number | string]>([
    ['a database', () => database(), 1],
    ['one with a log that a killed program left', () => killed(logged), 2],
    [
      'the same by a link',
      async () => {
        const link = join(emptyFolder(), 'link.db')
        symlinkSync(await killed(logged), link)
        return link
      },
      2,
    ],
    ['one of which a first import was killed', () => killed((db) => killedFirst(db)), 'older'],
    ['one that is not written by way of a log', () => database((db) => db.pragma('journal_mode = DELETE')), 'older'],
    [
      'one whose names are folded as before',
      () => database((db) => db.exec("UPDATE meta SET value = '0' WHERE name = 'fold'")),
      'older',
    ],
    [
      'one of the kinds of another phd',
      () => database((db) => db.exec("UPDATE meta SET value = '' WHERE name = 'kinds'")),
      'older',
    ],
    ['one of the first schema', () => older(1), 'older'],
    ['one of the second schema', () => older(2), 'older'],
    ['one of a newer phd', () => database((db) => db.pragma('user_version = 999')), 'newer_database'],
    ['one that another program changed', () => database((db) => db.exec('CREATE TABLE theirs (id)')), 'foreign_schema'],
    ['one of another program', () => database((db) => db.pragma('application_id = 1')), 'not_a_phd_database'],
    ['an empty file', () => written(''), 'older'],
    ['a text', () => written('not a database\n'.repeat(100)), 'database_damaged'],
    ['nothing', () => join(emptyFolder(), 'phd.db'), 'database_unreadable'],
  ])('%s', async (_, make, says) => {
    const file = await make()
    const places = [file, existsSync(file) ? realpathSync(file) : file]
    const before = places.map(allBeside)
    for (let i = 0; i < 2; i++) expect(await asked(file)).toBe(says)
    expect(places.map(allBeside)).toEqual(before)
  })
})

function killedFirst(db: Database.Database): void {
  db.pragma('journal_mode = DELETE')
  db.pragma('cache_size = 10')
  db.exec('BEGIN')
  const insert = db.prepare("INSERT INTO names (name, light, folded, core) VALUES (?, '', '', '')")
  for (let i = 0; i < 20_000; i++) insert.run(`name ${i}`)
}

function written(text: string): string {
  const file = join(emptyFolder(), 'phd.db')
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

describe('what was opened to read', () => {
  it('is as it was while another program writes, whose log stays', async () => {
    const file = await database()
    const other = new Database(file)
    logged(other)
    const before = readFileSync(`${file}-wal`)
    expect(await asked(file)).toBe(2)
    expect(readFileSync(`${file}-wal`).equals(before)).toBe(true)
    other.close()
  })
})

describe('a step of its own', () => {
  it('upgrades, after which the database is as it was asked for', async () => {
    for (const file of [older(1), older(2), await killed(killedFirst), join(emptyFolder(), 'phd.db')]) {
      const engine = engineOf(file)
      await engine.upgrade(1)
      const store = await engine.openToWrite(OPTIONS)
      expect(store).not.toBeNull()
      await store?.close()
      expect(await asked(file)).toBeTypeOf('number')
    }
  })

  it('finds the moment of --as-of, and looks an older database over, as it is', async () => {
    for (const [file, schema] of [
      [older(2), 2],
      [await killed(logged), null],
    ] as const) {
      const before = allBeside(file)
      expect(await engineOf(file).findAsOf({ moment: '2020-01-01T00:00:00Z' })).toEqual({
        entry: 0,
        moment: '2020-01-01T00:00:00Z',
      })
      expect((await engineOf(file).lookOver())?.schema ?? null).toBe(schema)
      expect(allBeside(file)).toEqual(before)
    }
  })
})
