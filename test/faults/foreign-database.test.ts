import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from '../cli/phd.ts'
import { bytesOf, stateOf } from './state.ts'

/*
 * A database that came from elsewhere, or that another program had in its hands: what it has beside phd's tables could act when phd reads or
 * writes, and what it says of itself proves nothing.
 */

const COMMANDS: readonly (readonly string[])[] = [
  ['imports', 'list'],
  ['loa', 'check', '--all'],
  ['loa', 'check', '--all', '--as-of', 'import:1'],
  ['audit', 'verify'],
  ['import', 'sfdc-accounts.csv'],
  ['imports', 'undo', '1', '--yes'],
  ['partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd'],
  ['loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'A'],
]

/** Lets someone else at the database, who says in it that all is as it was made. */
function altered(file: string, change: (db: Database.Database) => void): void {
  const db = new Database(file)
  change(db)
  const hasMeta = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get()
  const text = db
    .prepare("SELECT group_concat(name || ': ' || coalesce(sql, ''), char(10)) FROM (SELECT * FROM sqlite_schema ORDER BY name)")
    .pluck()
    .get()
  if (hasMeta) db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('schema', ?)").run(text)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

const sql =
  (...statements: string[]) =>
  (db: Database.Database): void => {
    for (const statement of statements) db.exec(statement)
  }

/** Writes into the list of tables itself, as only a made file has it. */
const inSchema =
  (statement: string) =>
  (db: Database.Database): void => {
    db.unsafeMode(true)
    db.pragma('writable_schema = ON')
    db.exec(statement)
    db.pragma('writable_schema = RESET')
  }

const EVIL = 'BEGIN UPDATE accounts SET status = NULL; END'

const FOREIGN: readonly (readonly [string, (db: Database.Database) => void, string])[] = [
  ['a trigger on imports', sql(`CREATE TRIGGER helper AFTER INSERT ON imports ${EVIL}`), 'helper'],
  ['a trigger on the audit', sql(`CREATE TRIGGER helper AFTER INSERT ON audit ${EVIL}`), 'helper'],
  [
    'a trigger under a name of the engine’s',
    inSchema(
      `INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_helper', 'imports', 0, 'CREATE TRIGGER sqlite_helper AFTER INSERT ON imports ${EVIL}')`,
    ),
    'sqlite_helper',
  ],
  ['a view', sql('CREATE VIEW helper AS SELECT * FROM accounts'), 'helper'],
  [
    'a view in the place of a table',
    sql('ALTER TABLE invoices RENAME TO kept', 'CREATE VIEW invoices AS SELECT * FROM kept'),
    'kept',
  ],
  ['a table', sql('CREATE TABLE helper (a)'), 'helper'],
  ['a virtual table', sql('CREATE VIRTUAL TABLE helper USING fts5(a)'), 'helper'],
  ['an index on what a function gives', sql('CREATE INDEX helper ON accounts (lower(name))'), 'helper'],
]

const CHANGED: readonly (readonly [string, (db: Database.Database) => void, string])[] = [
  ['the trigger that keeps the audit', sql('DROP TRIGGER audit_is_not_changed'), 'trigger audit_is_not_changed is missing'],
  ['the other one', sql('DROP TRIGGER audit_is_not_cut'), 'trigger audit_is_not_cut is missing'],
  [
    'a trigger that no longer does anything',
    sql('DROP TRIGGER audit_is_not_cut', 'CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit BEGIN SELECT 1; END'),
    'trigger audit_is_not_cut is not as phd makes it',
  ],
  ['an index', sql('DROP INDEX accounts_current'), 'index accounts_current is missing'],
  [
    'an index on less',
    sql('DROP INDEX names_core', 'CREATE INDEX names_core ON names (folded)'),
    'index names_core is not as phd makes it',
  ],
  ['a table', sql('DROP TABLE aliases'), 'aliases'],
  [
    'a column that is worked out',
    sql('ALTER TABLE accounts ADD COLUMN helper TEXT AS (upper(name))'),
    'table accounts is not as phd makes it',
  ],
  [
    'a column with a condition',
    sql("ALTER TABLE accounts ADD COLUMN helper TEXT CHECK (helper <> 'a')"),
    'table accounts is not as phd makes it',
  ],
  [
    'a column without',
    sql(
      ...['partners', 'current_accounts', 'decisions'].map((view) => `DROP VIEW ${view}`),
      'ALTER TABLE accounts DROP COLUMN website',
    ),
    'table accounts is not as phd makes it',
  ],
]

describe('a database with something that is not phd’s', () => {
  it.each(FOREIGN)('%s: is refused by every command, named, and left alone', (_, change, name) =>
    atDesk((desk) => {
      desk.imported()
      altered(desk.db, change)
      const before = bytesOf(desk.db, readFileSync)
      for (const args of COMMANDS) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringMatching(new RegExp(`not phd's: ${name}`))])
      }
      expect(desk.json<{ findings: { code: string }[] }>('doctor').findings.map(({ code }) => code)).toContain('foreign_schema')
      expect(bytesOf(desk.db, readFileSync)).toBe(before)
    }),
  )

  it.each(CHANGED)('%s: counts as damage, is named, and is left alone', (_, change, said) =>
    atDesk((desk) => {
      desk.imported()
      altered(desk.db, change)
      const before = bytesOf(desk.db, readFileSync)
      for (const args of COMMANDS) {
        const { code, stdout, stderr } = desk.phd(...args)
        expect([code, stdout + stderr], args.join(' ')).toEqual([5, expect.stringContaining(said)])
      }
      expect(bytesOf(desk.db, readFileSync)).toBe(before)
    }),
  )

  it.each([1, 2, 3])('is refused before a database of schema %i is upgraded', (version) =>
    atDesk((desk) => {
      const file = older(desk, version)
      altered(file, sql(`CREATE TRIGGER helper AFTER INSERT ON imports ${EVIL}`))
      const before = bytesOf(file, readFileSync)
      const { code, stderr } = desk.phd('imports', 'list', '--db', file)
      expect([code, stderr]).toEqual([5, expect.stringContaining("not phd's: helper")])
      expect(bytesOf(file, readFileSync)).toBe(before)
      expect(readdirSync(desk.folder).filter((name) => name.includes('.schema-'))).toEqual([])
    }),
  )

  it.each([1, 2, 3])('stops the upgrade from schema %i, which is undone whole', (version) =>
    atDesk((desk) => {
      const file = older(desk, version)
      altered(file, sql('CREATE TABLE helper (a)'))
      const before = stateOf(file)
      const { code, stderr } = desk.phd('imports', 'list', '--db', file)
      expect([code, stderr]).toEqual([5, expect.stringContaining("not phd's: helper")])
      expect(stateOf(file)).toEqual(before)
    }),
  )
})

describe('a database of phd’s own', () => {
  it.each([1, 2, 3])('that was upgraded from schema %i is known as one, today and from then on', (version) =>
    atDesk((desk) => {
      const file = older(desk, version)
      for (const args of [
        ['imports', 'list'],
        ['partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd'],
        ['audit', 'verify'],
      ]) {
        expect(desk.phd(...args, '--db', file)).toMatchObject({ code: 0, stderr: '' })
      }
    }),
  )

  it('that a newer phd gave a plain column is one still, and counts for the engine’s plans are its own affair', () =>
    atDesk((desk) => {
      desk.imported()
      altered(desk.db, sql('ALTER TABLE accounts ADD COLUMN favourite TEXT', 'ANALYZE'))
      expect(desk.phd('loa', 'check', 'Lumen Labs 4 Ltd').code).toBe(0)
      expect(desk.phd('import', 'sfdc-accounts.csv').code).toBe(0)
    }))
})

describe('the first write of a day', () => {
  const WRITES: readonly (readonly string[])[] = [
    ['import', 'sfdc-accounts.csv'],
    ['import', 'certification-dashboard.csv'],
    ['imports', 'undo', '3', '--yes'],
    ['partner', 'alias', 'add', 'Lum', 'Lumen Labs 4 Ltd'],
    ['partner', 'alias', 'remove', 'Old name'],
    ['loa', 'approve', 'Lumen Labs 4 Ltd', '--requester', 'A'],
    ['loa', 'deny', 'Cobalt Labs 1 GmbH', '--requester', 'Mei', '--email', 'mei@cobalt.example'],
    ['nfr', 'deny', 'Cobalt Labs 1 GmbH'],
    ['mail', 'route', 'loa-notice.eml', '--drafts', 'drafts'],
  ]

  it.each(WRITES)('%s %s: looks the database over first, and writes nothing to a damaged one', (...args) =>
    atDesk((desk) => {
      desk.imported()
      desk.put('requests/loa-notice.eml')
      expect(desk.phd('partner', 'alias', 'add', 'Old name', 'Lumen Labs 4 Ltd').code).toBe(0)
      const db = new Database(desk.db)
      // The index of a kind that was never imported: nothing that a command asks for would show it.
      const page = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'invoices_closed'").pluck().get() ?? 0
      const size = db.pragma('page_size', { simple: true }) as number
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
      const bytes = readFileSync(desk.db)
      bytes.fill(0x2a, (page - 1) * size, (page - 1) * size + 64)
      writeFileSync(desk.db, bytes)
      const before = stateWithout(desk)
      const tomorrow = desk.run(args, { PHD_NOW: '2026-11-21T09:00:00Z' })
      expect([tomorrow.code, tomorrow.stdout + tomorrow.stderr]).toEqual([5, expect.stringContaining('damaged')])
      expect(stateWithout(desk)).toEqual(before)
      expect(existsSync(join(desk.folder, 'drafts')) ? readdirSync(join(desk.folder, 'drafts')) : []).toEqual([])
    }),
  )
})

/** What the audit and the imports hold; the damaged index cannot be asked. */
function stateWithout(desk: Desk): unknown {
  const db = new Database(desk.db)
  try {
    return ['imports', 'audit', 'aliases', 'meta'].map((table) => db.prepare(`SELECT * FROM ${table}`).all())
  } finally {
    db.close()
  }
}

function older(desk: Desk, version: number): string {
  const file = join(desk.folder, `older-${version}.db`)
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, 'databases', `schema-${version}.db.gz`))), { mode: 0o600 })
  return file
}
