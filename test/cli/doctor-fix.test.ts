import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { breakIndex, doctor, found, healthy } from './doctor-desk.ts'
import { atDesk, atDeskOnDisk, type Desk } from './phd.ts'

const FIX = ['--fix', '--yes']
const mode = (path: string): number => statSync(path).mode & 0o777

/** Doctor finds it, a dry run leaves it, fixing ends it, and a second time there is nothing to do. */
function fixes(desk: Desk, finding: string, fix: string, options: readonly string[] = []): void {
  expect(found(desk, finding, ...options).length, `${finding}, found`).toBeGreaterThan(0)
  const dry = doctor(desk, '--fix', '--dry-run', ...options)
  expect(dry.fixes?.map(({ code, state }) => [code, state])).toContainEqual([fix, 'would_be_done'])
  expect(found(desk, finding, ...options).length, `${finding}, after a dry run`).toBeGreaterThan(0)
  const fixed = doctor(desk, ...FIX, ...options)
  expect(fixed.fixes?.map(({ code, state, failure }) => [code, state, failure])).toContainEqual([fix, 'done', null])
  expect(fixed.findings.map(({ code }) => code)).not.toContain(finding)
  expect(found(desk, finding, ...options)).toEqual([])
  expect(doctor(desk, ...FIX, ...options).fixes).toEqual([])
}

describe('phd doctor --fix', () => {
  it('does nothing where nothing is wrong, without asking', () =>
    atDesk((desk) => {
      const before = readFileSync(healthy(desk).db)
      expect(desk.phd('doctor', '--fix').stdout).toContain('nothing that phd can fix by itself')
      expect(doctor(desk).fixes).toBeNull()
      expect(readFileSync(desk.db).equals(before)).toBe(true)
    }))

  it('needs --yes where it cannot ask, and does not look at an earlier time', () =>
    atDesk((desk) => {
      healthy(desk)
      chmodSync(desk.db, 0o644)
      const asked = desk.phd('doctor', '--fix')
      expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('phd doctor --fix --dry-run')])
      expect(mode(desk.db)).toBe(0o644)
      expect(desk.phd('doctor', ...FIX, '--as-of', 'import:1').code).toBe(2)
      const { stdout, code } = desk.phd('doctor', ...FIX)
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^fix: closed ~\/data\/phd\.db to other users \(mode 0600\)$/m)])
      expect(desk.phd('doctor', ...FIX, '--quiet').stdout).toBe('')
    }))

  it('closes the database, its folder, settings and drafts to other users', () =>
    atDesk((desk) => {
      healthy(desk)
      const places = { data: join(desk.folder, 'data'), phd: join(desk.folder, '.config', 'phd') }
      mkdirSync(places.phd, { recursive: true })
      const config = join(places.phd, 'config.json')
      writeFileSync(config, '{}')
      chmodSync(desk.db, 0o640)
      fixes(desk, 'database_readable_by_others', 'close_to_others')
      chmodSync(config, 0o664)
      chmodSync(places.phd, 0o755)
      fixes(desk, 'place_exposed', 'close_to_others')
      expect([mode(desk.db), mode(config), mode(places.phd)]).toEqual([0o600, 0o600, 0o700])
      desk.equipped().phd('nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts')
      chmodSync(join(desk.folder, 'drafts'), 0o755)
      fixes(desk, 'place_readable_by_others', 'close_to_others')
    }))

  it('closes a database that others may write, and its folder, which every other command refuses', () =>
    atDesk((desk) => {
      healthy(desk)
      chmodSync(desk.db, 0o666)
      fixes(desk, 'database_exposed', 'close_to_others')
      chmodSync(join(desk.folder, 'data'), 0o777)
      expect(desk.phd('imports', 'list').code).toBe(5)
      fixes(desk, 'place_exposed', 'close_to_others')
      expect([mode(join(desk.folder, 'data')), desk.phd('imports', 'list').code]).toEqual([0o755, 0])
    }))

  it('removes temporary files that are older than a day, and no other', () =>
    atDesk((desk) => {
      healthy(desk)
      const data = join(desk.folder, 'data')
      const put = (name: string, at: string): string => {
        const path = join(data, name)
        writeFileSync(path, 'half')
        utimesSync(path, new Date(at), new Date(at))
        return path
      }
      const old = [put('.phd-0123456789ab', '2026-11-19T08:00:00Z'), put('phd.db.schema-3.4711', '2026-11-18')]
      const kept = [
        put('.phd-ba9876543210', '2026-11-20T08:00:00Z'),
        put('.phd-0123456789ab.staged', '2026-11-10'),
        put('.phd-notes', '2020-01-01'),
        put('phd.db.schema-3', '2020-01-01'),
        put('other.db.schema-3.4711', '2020-01-01'),
      ]
      fixes(desk, 'leftover_files', 'remove_leftovers')
      expect(old.filter(existsSync)).toEqual([])
      expect(kept.filter(existsSync)).toEqual(kept)
    }))

  it('puts recorded files in place that a run was stopped before', () =>
    atDeskOnDisk((desk) => {
      healthy(desk).equipped().phd('nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts')
      const db = new Database(desk.db)
      const file = db.prepare<[], { folder: string; staged: string; file: string }>('SELECT * FROM promised_files').get()
      if (!file) throw new Error('no draft was recorded')
      db.exec("UPDATE promised_files SET state = 'staged'")
      db.close()
      renameSync(join(file.folder, file.file), join(file.folder, file.staged))
      fixes(desk, 'recorded_file_missing', 'place_files')
      expect(readdirSync(file.folder)).toEqual([file.file])
    }))

  it('makes indexes again that do not fit their tables, after a copy, and changes no row', () =>
    atDesk((desk) => {
      healthy(desk)
      const rows = (path: string): unknown[] => {
        const db = new Database(path, { readonly: true })
        try {
          return db.prepare('SELECT * FROM names ORDER BY name').all()
        } finally {
          db.close()
        }
      }
      breakIndex(desk, "INSERT INTO names VALUES ('Zebra Labs', 'zebra labs', 'zebra labs', 'zebra')")
      const before = rows(desk.db)
      expect(desk.phd('partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd', '--now', '2026-11-21').code).toBe(5)
      fixes(desk, 'indexes_damaged', 'rebuild_indexes')
      expect(rows(desk.db)).toEqual(before)
      expect(rows(`${desk.db}.before-reindex`)).toEqual(before)
      expect(found(desk, 'old_copies')).toMatchObject([{ details: [expect.stringContaining('before-reindex')] }])
      breakIndex(desk, "UPDATE names SET folded = 'zebra' WHERE name = 'Zebra Labs'")
      fixes(desk, 'indexes_damaged', 'rebuild_indexes', ['--thorough'])
      expect(doctor(desk, '--thorough').exit).toBe(0)
    }))

  it('writes a long log of changes into the database', () =>
    atDeskOnDisk((desk) => {
      healthy(desk)
      const other = new Database(desk.db)
      try {
        other.pragma('wal_autocheckpoint = 0')
        const grow = other.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('big', ?)")
        for (let i = 0; i < 70; i++) grow.run(String(i % 10).repeat(1 << 20))
        other.exec("DELETE FROM meta WHERE name = 'big'")
        expect(statSync(`${desk.db}-wal`).size).toBeGreaterThan(64 * 2 ** 20)
        fixes(desk, 'log_long', 'empty_log')
        expect(statSync(`${desk.db}-wal`).size).toBe(0)
      } finally {
        other.close()
      }
    }))

  it('erases what was left of a person when a forgetting was stopped', () =>
    atDeskOnDisk((desk) => {
      healthy(desk)
      const other = new Database(desk.db)
      other.exec("INSERT INTO meta VALUES ('to_erase', '1')")
      other.close()
      fixes(desk, 'not_erased', 'erase_forgotten')
    }))

  it('leaves a damaged database, and one whose audit was changed, as they are', () =>
    atDesk((desk) => {
      healthy(desk).phd('partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd')
      const whole = readFileSync(desk.db)
      const damaged = Buffer.from(whole)
      const size = damaged.readUInt16BE(16)
      for (let page = 3; page < 9; page++) damaged.writeUInt8((damaged[page * size] ?? 0) ^ 0xff, page * size)
      writeFileSync(desk.db, damaged)
      chmodSync(desk.db, 0o644)
      const report = doctor(desk, ...FIX)
      expect([report.exit, report.fixes]).toEqual([5, []])
      expect(readFileSync(desk.db).equals(damaged)).toBe(true)
      rmSync(desk.db)
      writeFileSync(desk.db, whole, { mode: 0o600 })
      const db = new Database(desk.db)
      const trigger = db
        .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .all()
      for (const { name } of trigger) db.exec(`DROP TRIGGER ${name}`)
      db.exec("UPDATE audit SET actor = 'someone else'")
      for (const { sql } of trigger) db.exec(sql)
      db.close()
      chmodSync(desk.db, 0o644)
      const changed = doctor(desk, ...FIX)
      expect([changed.exit, changed.fixes?.map(({ code }) => code)]).toEqual([5, ['close_to_others']])
      expect(found(desk, 'audit_broken')).toHaveLength(1)
    }))
})
