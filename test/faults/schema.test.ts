import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from '../cli/phd.ts'
import { bytesOf, stateOf } from './state.ts'

const older = gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-1.db.gz')))
const second = gunzipSync(readFileSync(join(fixtures, 'databases', 'schema-2.db.gz')))

/** Puts a database of the first schema in place of the desk's. */
function withOlder(desk: Desk): string {
  const file = join(desk.folder, 'older.db')
  writeFileSync(file, older, { mode: 0o600 })
  return file
}

/** Every command that reads, and every one that writes. */
const COMMANDS: readonly (readonly string[])[] = [
  ['imports', 'list'],
  ['imports', 'show', '1', '--diff'],
  ['loa', 'check', '--all'],
  ['partner', 'find', 'lumen'],
  ['partner', 'alias', 'list'],
  ['cert-report', 'Lumen Labs 4 Ltd'],
  ['import', 'sfdc-accounts.csv'],
  ['import', '--dry-run', 'sfdc-accounts.csv'],
  ['imports', 'undo', '1', '--yes'],
  ['partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd'],
  ['loa', 'check', '--all', '--as-of', 'import:1'],
  ['nfr', 'check', '--all'],
  ['loa', 'list'],
  ['nfr', 'expiring'],
  ['audit', 'verify'],
  ['loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'A'],
]

describe('a database of the first schema', () => {
  it('answers as it did, and is kept as it was beside the new one', () =>
    atDesk((desk) => {
      const db = withOlder(desk)
      const before = stateOf(db)
      const raw = new Database(db, { readonly: true })
      const rows = raw.prepare('SELECT id, kind, file, imported_at, rows_read, rows_added FROM imports ORDER BY id').raw().all()
      const names = raw.prepare('SELECT name FROM accounts WHERE valid_to IS NULL ORDER BY name').pluck().all()
      const lines = raw.prepare('SELECT key, seen_in, line FROM accounts WHERE valid_to IS NULL ORDER BY key').raw().all()
      raw.close()
      const { imports } = JSON.parse(desk.phd('imports', 'list', '--json', '--db', db).stdout)
      const listed = imports.map(
        (each: { id: number; kind: string; file: string; importedAt: string; rows: { read: number; added: number } }) => [
          each.id,
          each.kind,
          each.file,
          each.importedAt,
          each.rows.read,
          each.rows.added,
        ],
      )
      expect(listed).toEqual(rows)
      const migrated = new Database(db, { readonly: true })
      expect(migrated.prepare('SELECT name FROM accounts WHERE valid_to IS NULL ORDER BY name').pluck().all()).toEqual(names)
      const seen = `SELECT key, coalesce(seen.seen_in, valid_from), coalesce(seen.line, own.line)
        FROM accounts own LEFT JOIN accounts_seen seen USING (version) WHERE valid_to IS NULL ORDER BY key`
      expect(migrated.prepare(seen).raw().all()).toEqual(lines)
      migrated.close()
      expect(stateOf(`${db}.schema-1`)).toEqual(before)
      // Asked again, nothing more is done to it.
      const after = stateOf(db)
      const verdicts = desk.phd('loa', 'check', '--all', '--json', '--db', db)
      expect(JSON.parse(verdicts.stdout).verdicts.length).toBeGreaterThan(0)
      expect(stateOf(db)).toEqual(after)
    }))

  it('gives the very verdicts that its exports give when they are imported again', () =>
    atDesk((desk) => {
      const db = withOlder(desk)
      const { imports } = JSON.parse(desk.phd('imports', 'list', '--json', '--db', db).stdout)
      // Undone to the last, nothing is left of what was imported.
      for (const { id } of [...imports].reverse()) {
        const { code, stderr } = desk.phd('imports', 'undo', String(id), '--yes', '--db', db)
        expect([code, stderr]).toEqual([0, expect.any(String)])
      }
      expect(desk.phd('loa', 'check', '--all', '--db', db).code).toBe(3)
    }))
})

describe('a database of the second schema', () => {
  it('answers as it did, is kept beside the new one, and has an audit from now on', () =>
    atDesk((desk) => {
      const db = join(desk.folder, 'second.db')
      writeFileSync(db, second, { mode: 0o600 })
      const before = stateOf(db)
      const { imports } = JSON.parse(desk.phd('imports', 'list', '--json', '--db', db).stdout)
      expect(imports).toHaveLength(6)
      expect(stateOf(`${db}.schema-2`)).toEqual(before)
      expect(desk.phd('loa', 'check', 'Lumen', '--db', db).code).toBe(0)
      const audit = (): string[] =>
        JSON.parse(desk.phd('audit', 'list', '--json', '--db', db).stdout).entries.map(({ action }: { action: string }) => action)
      expect(audit()).toEqual([])
      expect(desk.phd('audit', 'verify', '--db', db).code).toBe(0)
      expect(desk.phd('loa', 'approve', 'Lumen', '--requester', 'Noah', '--db', db).code).toBe(0)
      expect(audit()).toEqual(['loa_requested', 'loa_approved'])
      const after = stateOf(db)
      expect(desk.phd('loa', 'list', '--db', db).code).toBe(0)
      expect(stateOf(db)).toEqual(after)
    }))
})

describe('a database that phd does not know', () => {
  it('because a newer one wrote it, is refused for everything, and is left alone', () =>
    atDesk((desk) => {
      desk.imported()
      const newer = new Database(desk.db)
      newer.pragma('user_version = 999')
      newer.pragma('wal_checkpoint(TRUNCATE)')
      newer.close()
      const before = bytesOf(desk.db, readFileSync)
      for (const args of COMMANDS) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([code, stdout + stderr], args.join(' ')).toEqual([
          5,
          expect.stringContaining('was written by a newer phd (schema 999'),
        ])
      }
      expect(bytesOf(desk.db, readFileSync)).toBe(before)
    }))

  it.each(['delete', 'wal'])('because another program wrote it (%s), is refused for everything, and is left alone', (mode) =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv')
      const file = join(desk.folder, 'theirs.db')
      const theirs = new Database(file)
      theirs.pragma(`journal_mode = ${mode}`)
      theirs.exec('CREATE TABLE accounts (id, name); INSERT INTO accounts VALUES (1, 2); CREATE TABLE imports (id)')
      theirs.close()
      const before = readFileSync(file)
      for (const args of COMMANDS) {
        const { code, stdout, stderr } = desk.phd(...args, '--db', file)
        expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringMatching(/database of another program/)])
      }
      expect(readFileSync(file).equals(before)).toBe(true)
      expect(existsSync(`${file}.schema-0`)).toBe(false)
    }),
  )
})
