import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { filledWithoutLog } from '../../src/store/sqlite/imports/first-fill.ts'
import { findAsOf } from '../../src/store/sqlite/opening/open.ts'
import { openStore } from './open-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'phd-fill-'))
const path = (name: string): string => join(folder, name)
const BIG = 50_000_000

async function emptyDatabase(name: string): Promise<string> {
  await openStore(path(name), kinds, { waitSeconds: 1, asOf: null, today: '2026-11-20' }).close()
  return path(name)
}

const modeOf = (db: Database.Database): unknown => db.pragma('journal_mode', { simple: true })

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the first import of a database', () => {
  it('is written once, and leaves a database with a log, however it ends', async () => {
    const db = new Database(await emptyDatabase('once.db'))
    expect(await filledWithoutLog(db, BIG, async () => modeOf(db))).toBe('delete')
    expect(modeOf(db)).toBe('wal')
    await expect(filledWithoutLog(db, BIG, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    expect(modeOf(db)).toBe('wal')
    db.close()
  })

  it('goes by way of the log where somebody reads, where there is something to read, and where it is small', async () => {
    const db = new Database(await emptyDatabase('log.db'))
    const reader = new Database(path('log.db'))
    reader.prepare('SELECT count(*) FROM imports').get()
    expect(await filledWithoutLog(db, BIG, async () => modeOf(db))).toBe('wal')
    reader.close()
    expect(await filledWithoutLog(db, 1000, async () => modeOf(db))).toBe('wal')
    expect(await filledWithoutLog(db, BIG, async () => modeOf(db))).toBe('delete')
    db.exec("INSERT INTO audit (at, actor, action, body, previous, hash) VALUES ('', '', '', '', '', '')")
    expect(await filledWithoutLog(db, BIG, async () => modeOf(db))).toBe('wal')
    db.close()
  })

  it('killed half way leaves nothing, whoever looks first', async () => {
    const db = new Database(await emptyDatabase('whole.db'))
    db.pragma('journal_mode = DELETE')
    db.pragma('cache_size = 10')
    db.exec('BEGIN')
    const insert = db.prepare("INSERT INTO names (name, light, folded, core) VALUES (?, '', '', '')")
    for (let i = 0; i < 20_000; i++) insert.run(`name ${i}`)
    for (const part of ['', '-journal']) copyFileSync(path(`whole.db${part}`), path(`killed.db${part}`))
    db.exec('ROLLBACK')
    db.close()
    expect(() => findAsOf(path('killed.db'), kinds, { entry: 1 })).toThrow('no import 1')
    const store = new Database(path('killed.db'))
    expect(store.prepare('SELECT count(*) FROM names').pluck().get()).toBe(0)
    store.close()
  })
})
