import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { stateOf } from '../faults/state.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, type Desk, fixtures } from './phd.ts'

interface Backup {
  path: string
  bytes: number
  sha256: string
  holds: { schema: number; tables: Record<string, number>; audit: { entries: number; hash: string; whole: boolean } }
  kept: { path: string }[]
  removed: { path: string }[]
  notOurs: { path: string }[]
}

const backups = (desk: Desk): string => join(desk.folder, 'data', 'backups')
const names = (desk: Desk): string[] => readdirSync(backups(desk)).sort()
const at = (now: string): NodeJS.ProcessEnv => ({ PHD_NOW: now })

/** Backs up at a moment. */
function backUp(desk: Desk, now: string, ...args: string[]): Backup {
  const { stdout, stderr, code } = desk.run(['backup', '--json', ...args], at(now))
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Backup
}

/** The backup of the desk's three exports, and then an import and a decision that it lacks. */
function movedOn(desk: Desk): { backup: string; before: ReturnType<typeof stateOf> } {
  desk.imported()
  const before = stateOf(desk.db)
  const { path } = backUp(desk, '2026-11-20T08:00:00Z')
  desk.put('desk/sfdc-users.csv').imports('sfdc-users.csv')
  expect(desk.phd('loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'Noah').code).toBe(0)
  return { backup: path, before }
}

/** Every row of a database but those of the restore itself. */
function withoutRestore(file: string): object {
  const db = new Database(file, { readonly: true })
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[]
    return Object.fromEntries(
      tables.map((table) => {
        const rows = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
        const own = rows.filter((row) => row.action !== 'database_restored' && !(table === 'meta' && row.name === 'audit'))
        return [table, own]
      }),
    )
  } finally {
    db.close()
  }
}

describe('a backup', () => {
  it('has all that the database has, private, under the time, and says what it holds', () =>
    atDesk((desk) => {
      desk.imported()
      const made = backUp(desk, '2026-12-01T22:00:00Z')
      expect(made.path).toBe(join(backups(desk), 'phd-2026-12-01T220000Z.db'))
      expect(stateOf(made.path)).toEqual(stateOf(desk.db))
      expect([statSync(made.path).mode & 0o777, statSync(backups(desk)).mode & 0o777]).toEqual([0o600, 0o700])
      expect(made.bytes).toBe(statSync(made.path).size)
      expect(made.sha256).toBe(createHash('sha256').update(readFileSync(made.path)).digest('hex'))
      expect(made.holds.tables).toMatchObject({ imports: 3, audit: 3, accounts: 51 })
      const { entries, head } = desk.json<{ entries: number; head: string }>('audit', 'verify')
      expect(made.holds.audit).toMatchObject({ entries, hash: head, whole: true })
      expect(readFileSync(made.path)[18], 'a file by itself, without a log').toBe(1)
      expect(names(desk)).toEqual(['phd-2026-12-01T220000Z.db'])
    }))

  it('never replaces another: a second in the same second has a number', () =>
    atDesk((desk) => {
      desk.imported()
      for (const name of ['phd-2026-12-01T220000Z.db', 'phd-2026-12-01T220000Z-2.db'])
        expect(backUp(desk, '2026-12-01T22:00:00Z').path).toBe(join(backups(desk), name))
      symlinkSync(desk.db, join(backups(desk), 'phd-2026-12-01T230000Z.db'))
      const before = readFileSync(desk.db)
      expect(backUp(desk, '2026-12-01T23:00:00Z').path).toContain('T230000Z-2.db')
      expect(readFileSync(desk.db).equals(before)).toBe(true)
    }))

  it('goes to the folder that is asked for, or that the settings name', () =>
    atDesk((desk) => {
      desk.imported()
      expect(backUp(desk, '2026-12-01T22:00:00Z', '--to', 'safe/here').path).toBe(
        join(desk.folder, 'safe', 'here', 'phd-2026-12-01T220000Z.db'),
      )
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      writeFileSync(
        join(desk.folder, '.config', 'phd', 'config.json'),
        JSON.stringify({ backups: { folder: join(desk.folder, 'set'), keep: '1d' } }),
      )
      expect(backUp(desk, '2026-12-01T22:00:00Z').path).toContain(join('set', 'phd-'))
      const { removed } = backUp(desk, '2026-12-01T23:00:00Z')
      expect(removed).toHaveLength(1)
    }))

  it('writes nothing in a dry run, and prints nothing when quiet', () =>
    atDesk((desk) => {
      desk.imported()
      const { stdout, code } = desk.phd('backup', '--dry-run')
      expect([code, stdout]).toEqual([0, expect.stringContaining('would back up')])
      expect(existsSync(backups(desk))).toBe(false)
      expect(desk.phd('backup', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(names(desk)).toHaveLength(1)
    }))

  it('is refused where there is no database, or what is there is not one', () =>
    atDesk((desk) => {
      expect(desk.phd('backup')).toMatchObject({ code: 3, stderr: expect.stringContaining('no database') })
      desk.write('other.db', 'not a database at all, but some text that is long enough'.repeat(20))
      expect(desk.phd('backup', '--db', 'other.db')).toMatchObject({ code: 5, stderr: expect.stringContaining('damaged') })
      expect(desk.phd('backup', '--keep', 'often').code).toBe(2)
      expect(readdirSync(desk.folder)).not.toContain('backups')
    }))

  it('of a database with a damaged page is refused, and no older one is removed', () =>
    atDesk((desk) => {
      desk.imported()
      backUp(desk, '2026-10-01T22:00:00Z')
      const bytes = readFileSync(desk.db)
      const size = bytes.readUInt16BE(16)
      bytes.fill(0x2a, bytes.length - size, bytes.length - size + 16)
      writeFileSync(desk.db, bytes)
      const { code, stderr } = desk.run(['backup', '--keep', '1d'], at('2026-12-01T22:00:00Z'))
      expect([code, stderr]).toEqual([5, expect.stringMatching(/damaged[\s\S]*phd restore/)])
      expect(names(desk)).toEqual(['phd-2026-10-01T220000Z.db'])
    }))

  it('of an older schema is of that schema, and upgrades nothing', () =>
    atDesk((desk) => {
      const db = join(desk.folder, 'phd.db')
      writeFileSync(db, gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz'))), { mode: 0o600 })
      const before = stateOf(db)
      const { stdout, code } = desk.phd('backup', '--json', '--db', db)
      const made = JSON.parse(stdout) as Backup
      expect([code, made.holds.schema]).toEqual([0, 2])
      expect(stateOf(db)).toEqual(before)
      expect(stateOf(made.path)).toEqual(before)
    }))

  it('whose audit was tampered with is made, reported, and removes nothing', () =>
    atDesk((desk) => {
      desk.imported()
      backUp(desk, '2026-10-01T22:00:00Z')
      const db = new Database(desk.db)
      const trigger = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'audit_is_not_changed'").pluck().get() as string
      db.exec(`DROP TRIGGER audit_is_not_changed; UPDATE audit SET actor = 'eve' WHERE id = 2; ${trigger}`)
      db.close()
      const { code, stdout } = desk.run(['backup', '--keep', '1d', '--quiet'], at('2026-12-01T22:00:00Z'))
      expect([code, stdout]).toEqual([1, expect.stringContaining('no older backup was removed')])
      expect(names(desk)).toHaveLength(2)
      const bad = desk.phd('restore', 'phd-2026-12-01T220000Z.db', '--yes')
      expect(bad).toMatchObject({ code: 5, stderr: expect.stringContaining('the audit in') })
    }))
})

describe('backups by age', () => {
  it('are the newest of each day asked for; only backups of this database go', () =>
    atDesk((desk) => {
      desk.imported()
      for (const day of ['2026-11-10', '2026-11-18', '2026-11-19', '2026-11-20']) backUp(desk, `${day}T08:00:00Z`)
      // A database of someone else under such a name, a note, and another database of this folder.
      const other = join(desk.folder, 'other.db')
      desk.put('desk/sfdc-users.csv')
      expect(desk.phd('import', 'sfdc-users.csv', '--db', other, '--actor', 'bob').code).toBe(0)
      copyFileSync(other, join(backups(desk), 'phd-2026-01-01T000000Z.db'))
      writeFileSync(join(backups(desk), 'phd-2026-01-02T000000Z.db'), 'a note')
      writeFileSync(join(backups(desk), 'readme.txt'), 'keep me')
      const planned = JSON.parse(
        desk.run(['backup', '--json', '--dry-run', '--keep', '2d'], at('2026-11-20T09:00:00Z')).stdout,
      ) as Backup
      expect(names(desk)).toHaveLength(7)
      const made = backUp(desk, '2026-11-20T09:00:00Z', '--keep', '2d')
      const short = (list: { path: string }[]): string[] => list.map(({ path }) => path.split('/').at(-1) ?? '')
      expect(short(made.removed)).toEqual(['phd-2026-11-20T080000Z.db', 'phd-2026-11-18T080000Z.db', 'phd-2026-11-10T080000Z.db'])
      expect(short(planned.removed)).toEqual(short(made.removed))
      expect(short(made.notOurs)).toEqual(['phd-2026-01-02T000000Z.db', 'phd-2026-01-01T000000Z.db'])
      expect(names(desk)).toEqual([
        'phd-2026-01-01T000000Z.db',
        'phd-2026-01-02T000000Z.db',
        'phd-2026-11-19T080000Z.db',
        'phd-2026-11-20T090000Z.db',
        'readme.txt',
      ])
    }))
})

describe('two backups in the same second', () => {
  it('never remove each other, whichever comes to it first', () =>
    atDesk((desk) => {
      desk.imported()
      const { path } = backUp(desk, '2026-12-01T21:00:00Z')
      // What another run made between this one's name and its sweep: were both to keep their own alone, none would be left.
      copyFileSync(path, join(backups(desk), 'phd-2026-12-01T220000Z-2.db'))
      const made = backUp(desk, '2026-12-01T22:00:00Z', '--keep', '1d')
      expect(made.removed.map(({ path: old }) => old)).toEqual([path])
      expect(names(desk)).toEqual(['phd-2026-12-01T220000Z-2.db', 'phd-2026-12-01T220000Z.db'])
    }))
})

describe('phd backup verify', () => {
  it('says what a backup holds, and refuses the damaged, the foreign and the cut', () =>
    atDesk((desk) => {
      desk.imported()
      const { path, sha256 } = backUp(desk, '2026-11-20T08:00:00Z')
      expect(desk.json('backup', 'verify')).toMatchObject({
        schema: 'phd.backup-check/1',
        path,
        sound: true,
        sha256,
        holds: { audit: { whole: true } },
      })
      const good = readFileSync(path)
      const theirs = new Database(join(desk.folder, 'theirs.db'))
      theirs.exec('CREATE TABLE accounts (id, name)')
      theirs.close()
      const newer = join(desk.folder, 'newer.db')
      copyFileSync(path, newer)
      const db = new Database(newer)
      db.pragma('user_version = 999')
      db.close()
      const flipped = Buffer.from(good)
      flipped.fill(0x2a, good.length - good.readUInt16BE(16), good.length - good.readUInt16BE(16) + 16)
      writeFileSync(join(desk.folder, 'flipped.db'), flipped)
      writeFileSync(join(desk.folder, 'cut.db'), good.subarray(0, good.length / 2))
      writeFileSync(join(desk.folder, 'text.db'), 'no database '.repeat(100))
      writeFileSync(join(desk.folder, 'empty.db'), '')
      const before = stateOf(desk.db)
      for (const file of ['theirs.db', 'newer.db', 'flipped.db', 'cut.db', 'text.db']) {
        expect([file, desk.phd('backup', 'verify', file).code]).toEqual([file, 1])
        const { code, stderr } = desk.phd('restore', file, '--yes')
        expect([file, code, stderr]).toEqual([file, 5, expect.stringContaining(file)])
      }
      expect(desk.phd('backup', 'verify', 'none.db')).toMatchObject({ code: 3 })
      expect(desk.phd('restore', 'empty.db', '--yes').code).toBe(5)
      expect(stateOf(desk.db)).toEqual(before)
      expect(readdirSync(join(desk.folder, 'data')).sort()).toEqual(['backups', 'phd.db'])
    }))
})

describe('phd restore', () => {
  it('puts the database back, keeps the replaced one, and records it', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      const replaced = stateOf(desk.db)
      const { head } = desk.json<{ head: string }>('audit', 'verify')
      const document = desk.json<{ kept: string; gone: { imports: object[]; entries: object[] } }>('restore', backup, '--yes')
      expect(document).toMatchObject({ schema: 'phd.restore/1', replaced: { state: 'sound', lacks: 0 } })
      expect(document.gone.imports).toMatchObject([{ id: 4, file: 'sfdc-users.csv' }])
      expect(document.gone.entries).toMatchObject([
        { id: 4, action: 'imported' },
        { id: 5, action: 'loa_requested' },
        { id: 6, action: 'loa_approved' },
      ])
      expect(withoutRestore(desk.db)).toEqual(withoutRestore(backup))
      expect(stateOf(document.kept)).toEqual(replaced)
      expect(statSync(document.kept).mode & 0o777).toBe(0o600)
      expect(desk.phd('audit', 'verify').code).toBe(0)
      const entry = desk.json('audit', 'show', '4')
      expect(entry).toMatchObject({
        action: 'database_restored',
        body: { file: backup, backup: { entries: 3 }, replaced: { entries: 6, hash: head, imports: 4 }, kept: document.kept },
      })
      // And back again: nothing that was replaced is lost.
      expect(desk.phd('restore', document.kept, '--yes').code).toBe(0)
      expect(withoutRestore(desk.db)).toEqual(withoutRestore(document.kept))
      expect(readdirSync(join(desk.folder, 'data')).filter((name) => name.startsWith('.phd-'))).toEqual([])
    }))

  it('changes nothing without --yes, in a dry run, or when the database is busy', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      const before = stateOf(desk.db)
      expect(desk.phd('restore', backup)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
      expect(desk.phd('restore', backup, '--dry-run')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('1 import goes:\n  - import 4: sfdc-users.csv'),
      })
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      expect(desk.phd('restore', backup, '--yes', '--wait', '0')).toMatchObject({
        code: 6,
        stderr: expect.stringContaining('another phd is writing'),
      })
      other.exec('ROLLBACK')
      other.close()
      expect(stateOf(desk.db)).toEqual(before)
      expect(readdirSync(join(desk.folder, 'data')).sort()).toEqual(['backups', 'phd.db'])
    }))

  it('lists what there is without a backup, newest first, with the copies of upgrades and restores', () =>
    atDesk((desk) => {
      expect(desk.phd('restore')).toMatchObject({ code: 0, stdout: expect.stringContaining('make one: phd backup') })
      const { backup } = movedOn(desk)
      expect(desk.phd('restore', backup, '--yes').code).toBe(0)
      const older = `${desk.db}.schema-2`
      writeFileSync(older, gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz'))), { mode: 0o600 })
      desk.touch(join('data', 'phd.db.schema-2'), '2026-01-01T00:00:00Z')
      const { backups: listed } = desk.json<{
        backups: { kind: string; ageDays: number; holds: { imports: number; schema: number } }[]
      }>('backup', 'list')
      expect(listed).toMatchObject([
        { kind: 'replaced', ageDays: 0, holds: { imports: 4 } },
        { kind: 'backup', ageDays: 0, holds: { imports: 3 } },
        { kind: 'before_upgrade', ageDays: 323, holds: { imports: 6, schema: 2 } },
      ])
      // One of an older schema is upgraded; the copy stays as it is.
      const before = readFileSync(older)
      expect(desk.phd('restore', older, '--yes').code).toBe(0)
      expect(desk.json<{ imports: object[] }>('imports', 'list').imports).toHaveLength(6)
      expect(desk.phd('audit', 'verify').code).toBe(0)
      expect(readFileSync(older).equals(before)).toBe(true)
    }))

  it('writes a backup to another file to look at, and never over one', () =>
    atDesk((desk) => {
      const { backup, before } = movedOn(desk)
      const present = stateOf(desk.db)
      expect(desk.phd('restore', backup, '--to', 'seen.db').code).toBe(0)
      expect(stateOf(join(desk.folder, 'seen.db'))).toEqual(before)
      expect(desk.json<{ imports: object[] }>('imports', 'list', '--db', 'seen.db').imports).toHaveLength(3)
      expect(desk.phd('restore', backup, '--to', 'seen.db')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('already exists'),
      })
      // The log of a database that is gone would be taken for that of the new file.
      writeFileSync(join(desk.folder, 'gone.db-wal'), 'a log')
      expect(desk.phd('restore', backup, '--to', 'gone.db')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('gone.db-wal'),
      })
      expect(existsSync(join(desk.folder, 'gone.db'))).toBe(false)
      expect(stateOf(desk.db)).toEqual(present)
    }))

  it('replaces a database that is damaged, cut, no database or gone, and keeps its bytes with its log', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      const whole = readFileSync(desk.db)
      const flipped = Buffer.from(whole)
      flipped.fill(0x2a, whole.length - 8192, whole.length - 8192 + 16)
      const cases: readonly (readonly [string, Buffer | null])[] = [
        ['damaged', flipped],
        ['cut', whole.subarray(0, whole.length / 2)],
        ['text', Buffer.from('not a database '.repeat(100))],
        ['empty', Buffer.alloc(0)],
        ['gone', null],
      ]
      for (const [what, bytes] of cases) {
        for (const name of readdirSync(join(desk.folder, 'data')).filter((each) => each !== 'backups'))
          rmSync(join(desk.folder, 'data', name))
        if (bytes) writeFileSync(desk.db, bytes, { mode: 0o600 })
        if (what !== 'damaged') writeFileSync(`${desk.db}-wal`, `the log of ${what}`)
        const run = desk.phd('restore', backup, '--yes', '--json')
        expect([what, run.code, run.stderr]).toEqual([what, 0, ''])
        const { kept } = JSON.parse(run.stdout) as { kept: string | null }
        expect(withoutRestore(desk.db), what).toEqual(withoutRestore(backup))
        expect(desk.phd('audit', 'verify').code, what).toBe(0)
        expect(existsSync(`${desk.db}-wal`), what).toBe(false)
        if (!bytes) expect(kept).toBeNull()
        else if (what === 'damaged') expect(pagesOf(readFileSync(kept ?? '')).equals(pagesOf(bytes)), what).toBe(true)
        else {
          expect(readFileSync(kept ?? '').equals(bytes), what).toBe(true)
          expect(readFileSync(`${kept}-wal`, 'utf8')).toBe(`the log of ${what}`)
        }
      }
    }))

  it('never leaves the log of the replaced file beside the new one', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      // A log with a commit in it, as a program that was killed leaves one, and a file that was cut.
      const writer = new Database(desk.db)
      writer.pragma('wal_autocheckpoint = 0')
      writer.exec("UPDATE meta SET value = 'x' WHERE name = 'checked'")
      const [cut, log] = [readFileSync(desk.db).subarray(0, 8192), readFileSync(`${desk.db}-wal`)]
      writer.close()
      writeFileSync(desk.db, Buffer.concat([Buffer.from('not a database'), cut.subarray(14)]), { mode: 0o600 })
      writeFileSync(`${desk.db}-wal`, log)
      const { kept } = desk.json<{ kept: string }>('restore', backup, '--yes')
      expect(withoutRestore(desk.db)).toEqual(withoutRestore(backup))
      expect(stateOf(desk.db).integrity).toBe('ok')
      expect(readFileSync(`${kept}-wal`).equals(log)).toBe(true)
    }))

  it('says so where the backup is of another database, and never takes one of another program for the present one', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      desk.put('desk/nfr-licenses.csv')
      const other = join(desk.folder, 'other.db')
      expect(desk.phd('import', 'nfr-licenses.csv', '--db', other).code).toBe(0)
      expect(desk.phd('restore', backup, '--dry-run', '--db', other).stdout).toContain(
        'WARNING: the backup is of another database',
      )
      const theirs = new Database(join(desk.folder, 'theirs.db'))
      theirs.exec('CREATE TABLE things (id)')
      theirs.close()
      const bytes = readFileSync(join(desk.folder, 'theirs.db'))
      expect(desk.phd('restore', backup, '--yes', '--db', 'theirs.db').code).toBe(5)
      expect(readFileSync(join(desk.folder, 'theirs.db')).equals(bytes)).toBe(true)
      expect(desk.phd('restore', 'theirs.db', '--yes')).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('to list them: phd restore'),
      })
      expect(desk.phd('restore', desk.db, '--yes').code).toBe(2)
      // The same file under another name would be read without its log.
      linkSync(desk.db, join(desk.folder, 'same.db'))
      expect(desk.phd('restore', 'same.db', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('itself') })
      // In a folder that two databases share, a list does not offer the other's.
      copyFileSync(other, join(backups(desk), 'phd-2026-11-21T080000Z.db'))
      const list = desk.phd('backup', 'list').stdout
      expect(list).toContain('backup (ANOTHER DATABASE?)')
      expect(list).toContain('to restore the newest: phd restore phd-2026-11-20T080000Z.db')
    }))

  it('warns of people who were forgotten since, and come back with it', () =>
    atDesk((desk) => {
      const address = 'mei.smith0@cobaltlabs10.example'
      desk.imported()
      const { path } = backUp(desk, '2026-11-20T08:00:00Z')
      const { backups: told, entry } = desk.json<{ backups: string[]; entry: number }>('forget', address, '--yes')
      expect(told).toEqual([path])
      const planned = desk.phd('restore', path, '--dry-run').stdout
      expect(planned).toMatch(new RegExp(`\n.*WARNING: 1 person .* \\(audit entry ${entry}\\)`))
      const done = desk.phd('restore', path, '--yes').stdout
      expect(done).toContain('next: forget each of them again')
      expect(desk.phd('forget', address, '--dry-run').code).toBe(0)
      // Of what cannot be read, nobody knows who was forgotten.
      writeFileSync(desk.db, 'no database '.repeat(100), { mode: 0o600 })
      const run = desk.phd('restore', path, '--yes')
      expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('whoever was forgotten since the backup')])
    }))

  it('through a link to the database replaces what it leads to', () =>
    atDesk((desk) => {
      const { backup } = movedOn(desk)
      symlinkSync(desk.db, join(desk.folder, 'link.db'))
      expect(desk.phd('restore', backup, '--yes', '--db', 'link.db').code).toBe(0)
      expect(desk.json<{ imports: object[] }>('imports', 'list').imports).toHaveLength(3)
    }))

  it.skipIf(!hasTerminal)('asks a person, and shows what goes', () =>
    atDesk(async (desk) => {
      const { backup } = movedOn(desk)
      const before = stateOf(desk.db)
      const no = await atTerminal(desk, `phd restore ${backup}`, [[/Restore this backup\?/, '\r']])
      expect([no.code, no.screen]).toEqual([2, expect.stringMatching(/1 import goes:[\s\S]*import 4[\s\S]*Canceled/)])
      expect(stateOf(desk.db)).toEqual(before)
      const yes = await atTerminal(desk, `phd restore ${backup}`, [[/Restore this backup\?/, '\u001b[B\r']])
      expect([yes.code, yes.screen]).toEqual([0, expect.stringContaining('the replaced database is kept in')])
      expect(withoutRestore(desk.db)).toEqual(withoutRestore(backup))
    }),
  )
})

/** A database without what a change of its journal writes into its header. */
function pagesOf(bytes: Buffer): Buffer {
  return bytes.subarray(100)
}
