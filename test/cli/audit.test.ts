import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

const LUMEN = 'Lumen Labs 4 Ltd'
const COBALT = 'Cobalt Labs 1 GmbH'

interface Entry {
  id: number
  action: string
  partnerId: string | null
  request: number | null
  previous: string
  hash: string
  body: Record<string, unknown>
}
interface Check {
  whole: boolean
  entries: number
  head: string
  flaws: { entry: number | null; flaw: string }[]
}
const entries = (desk: Desk): Entry[] => desk.json<{ entries: Entry[] }>('audit', 'list').entries
const verify = (desk: Desk): Check => desk.json<Check>('audit', 'verify')

/** A desk at which a few things were decided and changed. */
function busy(desk: Desk): Desk {
  desk.imported()
  desk.phd('partner', 'alias', 'add', 'Lum', LUMEN)
  desk.phd('loa', 'approve', LUMEN, '--requester', 'Noah')
  desk.phd('loa', 'deny', COBALT, '--requester', 'Mei')
  desk.phd('partner', 'alias', 'remove', 'Lum')
  desk.phd('import', 'sfdc-accounts.csv')
  desk.phd('imports', 'undo', '3', '--yes')
  return desk
}

/** Does to the database what a dishonest hand would: with the engine's own guards removed. */
function tamper(desk: Desk, ...statements: readonly string[]): void {
  const db = new Database(desk.db)
  const guards = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
  for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`)
  for (const statement of statements) db.exec(statement)
  for (const { sql } of guards) db.exec(sql)
  db.close()
}

describe('the audit', () => {
  it('has every decision and change, each chained to the one before', () =>
    atDesk((desk) => {
      const all = entries(busy(desk))
      expect(all.map(({ action }) => action)).toEqual([
        'imported',
        'imported',
        'imported',
        'alias_added',
        'loa_requested',
        'loa_approved',
        'loa_requested',
        'loa_denied',
        'alias_removed',
        'imported',
        'import_undone',
      ])
      expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => i + 1))
      for (const [i, { previous }] of all.entries()) expect(previous).toBe(all[i - 1]?.hash ?? '0'.repeat(64))
      expect(new Set(all.map(({ hash }) => hash)).size).toBe(all.length)
      expect(verify(desk)).toMatchObject({ whole: true, entries: all.length, head: all.at(-1)?.hash, flaws: [] })
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('is told by partner, by action and by number', () =>
    atDesk((desk) => {
      busy(desk)
      const listed = (...options: string[]): number[] =>
        desk.json<{ entries: Entry[] }>('audit', 'list', ...options).entries.map(({ id }) => id)
      expect(listed('--partner', COBALT)).toEqual([7, 8])
      expect(listed('--action', 'alias')).toEqual([4, 9])
      expect(listed('--limit', '2')).toEqual([10, 11])
      expect(desk.json('audit', 'show', '8')).toMatchObject({ id: 8, action: 'loa_denied', request: 7 })
      expect(desk.phd('audit', 'show', '99').code).toBe(3)
      expect(desk.phd('audit', 'show', 'x').code).toBe(2)
    }))

  it('is told as it was known then', () =>
    atDesk((desk) => {
      desk.imported()
      desk.phd('loa', 'approve', LUMEN, '--requester', 'Noah', '--now', '2026-11-21')
      const then = (day: string): string[] =>
        desk.json<{ entries: Entry[] }>('audit', 'list', '--as-of', day).entries.map(({ action }) => action)
      expect([then('2026-11-20').length, then('2026-11-21').length]).toEqual([3, 5])
      const requests = (day: string): unknown[] =>
        desk.json<{ requests: unknown[] }>('loa', 'list', '--closed', '--as-of', day).requests
      expect([requests('2026-11-20').length, requests('2026-11-21').length]).toEqual([0, 1])
    }))

  it('cannot be changed or cut by the engine', () =>
    atDesk((desk) => {
      const db = new Database(busy(desk).db)
      for (const statement of [
        "UPDATE audit SET actor = 'x' WHERE id = 1",
        'DELETE FROM audit WHERE id = 11',
        'DELETE FROM audit',
      ]) {
        expect(() => db.exec(statement), statement).toThrow('the audit only grows')
      }
      db.close()
    }))

  const all = ['id', 'at', 'actor', 'action', 'partner_id', 'request', 'body', 'evidence', 'previous', 'hash'] as const
  it.each(all)('shows a change of %s in any entry', (column) =>
    atDesk((desk) => {
      busy(desk)
      copyFileSync(desk.db, join(desk.folder, 'before.db'))
      for (const entry of [1, 6, 11]) {
        copyFileSync(join(desk.folder, 'before.db'), desk.db)
        const changed =
          column === 'id' ? 'id + 100' : column === 'request' ? 'coalesce(request, 0) + 1' : `coalesce(${column}, '') || ' '`
        tamper(desk, `UPDATE audit SET ${column} = ${changed} WHERE id = ${entry}`)
        const { whole, flaws } = verify(desk)
        expect([whole, flaws.length > 0], `entry ${entry}`).toEqual([false, true])
        expect(desk.phd('audit', 'verify').code).toBe(1)
      }
    }),
  )

  it.each([
    ['the first entry taken out', ['DELETE FROM audit WHERE id = 1']],
    ['one taken out of the middle', ['DELETE FROM audit WHERE id = 6']],
    ['the last taken out', ['DELETE FROM audit WHERE id = 11']],
    ['all taken out', ['DELETE FROM audit']],
    [
      'two exchanged',
      ['UPDATE audit SET id = 99 WHERE id = 5', 'UPDATE audit SET id = 5 WHERE id = 6', 'UPDATE audit SET id = 6 WHERE id = 99'],
    ],
    [
      'one put in at the end',
      ["INSERT INTO audit SELECT 12, at, actor, action, partner_id, request, body, hash, 'f', NULL FROM audit WHERE id = 11"],
    ],
    ['the end cut off and its note with it', ['DELETE FROM audit WHERE id > 8', "DELETE FROM meta WHERE name = 'audit'"]],
  ])('shows %s', (_, statements) =>
    atDesk((desk) => {
      tamper(busy(desk), ...statements)
      expect(verify(desk).whole).toBe(false)
      const { code, stdout } = desk.phd('doctor')
      expect([code, stdout]).toEqual([5, expect.stringContaining('the audit was changed by hand or is damaged')])
    }),
  )

  it('shows a chain that was rebuilt, to whoever noted its end', () =>
    atDesk((desk) => {
      const { entries: count, head } = verify(busy(desk))
      const noted = `${count}:${head}`
      expect(desk.phd('audit', 'verify', '--expect', noted).code).toBe(0)
      desk.phd('partner', 'alias', 'add', 'Lum', LUMEN)
      expect(desk.phd('audit', 'verify', '--expect', noted).code).toBe(0)
      tamper(desk, 'DELETE FROM audit', "DELETE FROM meta WHERE name = 'audit'")
      desk.phd('loa', 'approve', LUMEN, '--requester', 'Somebody else')
      expect(verify(desk).whole).toBe(true)
      expect(desk.phd('audit', 'verify', '--expect', noted)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('not the one you noted down'),
      })
      expect(desk.phd('audit', 'verify', '--expect', 'x').code).toBe(2)
    }))

  it('is not built on once it was tampered with', () =>
    atDesk((desk) => {
      tamper(busy(desk), 'DELETE FROM audit WHERE id = 11')
      for (const args of [
        ['loa', 'request', '--partner', LUMEN, '--requester', 'A'],
        ['partner', 'alias', 'add', 'Lum', LUMEN],
        ['import', 'impartner-users.csv'],
      ]) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringContaining('the audit is not as phd left it')])
      }
      expect(desk.phd('partner', 'show', LUMEN).code).toBe(0)
    }))

  it('shows bytes that are not text, though they read like those that were there', () =>
    atDesk((desk) => {
      desk.imported()
      desk.phd('loa', 'approve', LUMEN, '--requester', 'A\ufffdB')
      const db = new Database(desk.db)
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
      const bytes = readFileSync(desk.db)
      const at = bytes.indexOf(Buffer.from('A\ufffdB'))
      bytes[at + 1] = 0xf0
      writeFileSync(desk.db, bytes)
      expect(verify(desk).flaws.map(({ flaw }) => flaw)).toContain('changed')
    }))

  it('shows any byte of an entry that was changed in the file', () =>
    atDesk((desk) => {
      busy(desk)
      const db = new Database(desk.db)
      db.pragma('wal_checkpoint(TRUNCATE)')
      const row = db.prepare<[], { id: number; body: string }>('SELECT id, body FROM audit WHERE id = 8').get()
      db.close()
      const bytes = readFileSync(desk.db)
      // An entry is longer than a page: this is where it begins, with its place in the table before it.
      const at = bytes.lastIndexOf(Buffer.from((row?.body ?? '').slice(0, 40)))
      expect(at).toBeGreaterThan(0)
      const file = join(desk.folder, 'flipped.db')
      const unseen: number[] = []
      for (let i = at - 72; i < at + 800; i += 8) {
        const flipped = Buffer.from(bytes)
        flipped[i] = (flipped[i] ?? 0) ^ 0x04
        writeFileSync(file, flipped, { mode: 0o600 })
        const { code } = desk.phd('audit', 'verify', '--db', file)
        if (code === 0) unseen.push(i - at)
        expect(code, `byte ${i - at}`).not.toBe(70)
      }
      expect(unseen).toEqual([])
    }))

  it('tells a damaged entry by its number, and shows it as it is', () =>
    atDesk((desk) => {
      busy(desk)
      tamper(
        desk,
        `UPDATE audit SET body = '{"partnerName":"Lum"}' WHERE id = 6`,
        "UPDATE audit SET action = 'newer' WHERE id = 7",
      )
      for (const args of [
        ['loa', 'check', LUMEN],
        ['loa', 'list'],
        ['loa', 'check', '--all'],
        ['loa', 'approve', LUMEN],
      ]) {
        const { code, stderr } = desk.phd(...args)
        expect([code, stderr], args.join(' ')).toEqual([5, expect.stringContaining('audit entry 6 is not as phd recorded it')])
        expect(stderr).toContain('phd audit verify')
      }
      const { code, stdout } = desk.phd('audit', 'list')
      expect(code).toBe(0)
      const lines = stdout.split('\n')
      const at = lines.findIndex((line) => /^6 .*loa_approved/.test(line))
      expect(lines.slice(at, at + 2).join(' ')).toContain('DAMAGED')
      expect(stdout).toContain('recorded by a newer phd')
      expect(desk.phd('audit', 'show', '6').stdout).toContain('DAMAGED: not as phd recorded it')
      expect(desk.json('audit', 'show', '6')).toMatchObject({ id: 6, body: { partnerName: 'Lum' } })
      expect(desk.phd('audit', 'verify').stdout).toContain('audit entry 6: its content is not what was recorded')
    }))

  it('is read as an older phd recorded it', () =>
    atDesk((desk) => {
      mkdirSync(dirname(desk.db), { recursive: true })
      const older = readFileSync(join(fixtures, 'databases', 'schema-3.db.gz'))
      writeFileSync(desk.db, gunzipSync(older), { mode: 0o600 })
      const { stdout } = desk.phd('audit', 'list')
      expect(stdout).toContain('mail_routed')
      expect(stdout).not.toMatch(/DAMAGED|newer phd/)
      expect(desk.phd('loa', 'list', '--closed').stdout).toContain(COBALT)
      expect(desk.phd('mail', 'list').stdout).toContain('mail-000.eml')
    }))

  it('makes no command fail as a bug where its entries were spoilt', () =>
    atDesk((desk) => {
      busy(desk)
      const spoilt = [
        `'{"exception":"x"}'`,
        "'not json'",
        "'[]'",
        "'null'",
        "'{}'",
        `'{"requester":5,"verdict":null,"override":"x"}'`,
        `'{"requester":{"name":null,"address":null},"received":"x","envelopeId":null,"ask":null,"formKey":null,"partnerName":null,"override":null,"exception":null,"term":null,"verdict":"","policyVersion":""}'`,
        `'"text"'`,
      ]
      for (const body of spoilt) {
        tamper(desk, `UPDATE audit SET body = ${body}`)
        for (const args of [
          ['loa', 'list', '--closed'],
          ['loa', 'check', LUMEN],
          ['nfr', 'check', '--all'],
          ['audit', 'list'],
          ['audit', 'show', '6'],
          ['audit', 'verify'],
          ['partner', 'show', LUMEN],
          ['loa', 'expiring'],
          ['nfr', 'list'],
          ['doctor'],
          ['loa', 'approve', LUMEN, '--requester', 'A'],
        ]) {
          const { code, stderr } = desk.phd(...args)
          expect(code === 70 ? stderr : '', `${args.join(' ')} with ${body}`).toBe('')
        }
      }
    }))
})
