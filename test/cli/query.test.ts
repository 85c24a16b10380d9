import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { listedViews } from '../../src/store/sqlite/asking/views.ts'
import { atDesk, type Desk, fixtures, root } from './phd.ts'

const FOREVER = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c'

/** The bytes of the database, and the names of all files beside it. */
function stateOf(desk: Desk): unknown {
  return [createHash('sha256').update(readFileSync(desk.db)).digest('hex'), readdirSync(join(desk.folder, 'data'))]
}

function rowsOf(desk: Desk, sql: string, ...options: string[]): unknown[] {
  const { stdout, stderr, code } = desk.phd('query', sql, '--json', ...options)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout).rows
}

describe('phd query', () => {
  it('refuses everything but one SELECT, and leaves every byte as it was', () =>
    atDesk((desk) => {
      desk.imported()
      const before = stateOf(desk)
      const other = join(desk.folder, 'data', 'other.db')
      for (const sql of [
        "INSERT INTO meta VALUES ('a', 'b')",
        "INSERT INTO meta VALUES ('a', 'b') RETURNING name",
        "WITH a AS (SELECT 1) UPDATE accounts SET name = 'x'",
        'DELETE FROM accounts RETURNING key',
        `ATTACH '${other}' AS other`,
        'DETACH main',
        'PRAGMA query_only = OFF',
        'PRAGMA writable_schema = ON',
        'PRAGMA user_version',
        'EXPLAIN SELECT 1',
        `VACUUM INTO '${other}'`,
        'CREATE TEMP TABLE t (x)',
        'CREATE TABLE t AS SELECT 1',
        'DROP VIEW partners',
        'BEGIN IMMEDIATE',
        'REINDEX',
        'ANALYZE',
        '/* SELECT */ DELETE FROM accounts -- SELECT 1',
      ]) {
        const { stderr, code } = desk.phd('query', sql)
        expect([sql, code, stderr.split('\n')[0]]).toEqual([
          sql,
          5,
          'phd: this was not asked: only one SELECT can be asked, and this is something else',
        ])
      }
      for (const sql of [
        'SELECT 1; DELETE FROM accounts',
        'SELECT 1) UNION SELECT (2',
        'SELECT 1) SELECT * FROM asked --',
        'SELECT 1), other AS (SELECT 2',
        "SELECT load_extension('mine')",
        "SELECT readfile('/etc/passwd')",
        'SELECT * FROM sqlite_dbpage',
        'SELECT * FROM pragma_wal_checkpoint',
        '',
        ' ; -- nothing',
      ])
        expect([sql, desk.phd('query', sql).code]).toEqual([sql, 2])
      expect(stateOf(desk)).toEqual(before)
      expect(desk.phd('query', 'INSERT INTO meta VALUES (1, 2)', '--json').stdout).toContain('"code":"not_a_select"')
    }))

  it('takes a statement as people end it', () =>
    atDesk((desk) => {
      desk.imported()
      for (const sql of ['SELECT 1 AS a;', ' SELECT 1 AS a ; -- end;', '/* why */ SELECT 1 AS a /* open', 'VALUES (1)'])
        expect(rowsOf(desk, sql).map((row) => Object.values(row as object))).toEqual([[1]])
      expect(rowsOf(desk, "SELECT 'a -- b;' AS a")).toEqual([{ a: 'a -- b;' }])
    }))

  it('names what may be meant, and what a parameter lacks', () =>
    atDesk((desk) => {
      desk.imported()
      const said = (...args: string[]) => {
        const { stderr, code } = desk.phd('query', ...args)
        expect(code).toBe(2)
        return stderr
      }
      expect(said('SELECT trak FROM partners')).toContain('no such column: trak; did you mean "track"?')
      expect(said('SELECT 1 FROM accounts_histroy')).toContain('did you mean "accounts_history"?')
      expect(said('SELECT 1 FROM portal_user')).toContain('did you mean "current_portal_users"?')
      expect(said('SELECT 1 FROM nothing_near')).toContain('phd query --views')
      expect(said('SELECT :name')).toContain('--param name=<value>')
      expect(said('SELECT ?')).toContain('--param country=<value>')
      expect(said('SELECT :a', '--param', 'a')).toContain('--param country=Germany')
      expect(said('SELECT :a', '--param', 'a=1', '--param', 'a=2')).toContain('twice')
      expect(said()).toContain('nothing to ask')
      expect(said('SELECT 1', '--as-of', 'import:1')).toContain('accounts_history')
      expect(said('SELECT 1', '--limit', '0')).toContain('--limit')
    }))

  it('binds the values of parameters', () =>
    atDesk((desk) => {
      desk.imported()
      const evil = "x'; DELETE FROM accounts; --"
      expect(
        rowsOf(
          desk,
          'SELECT :a AS a, typeof(:b) AS b, typeof(:c) AS c',
          ...param('a', evil),
          ...param('b', '12'),
          ...param('c', '007'),
        ),
      ).toEqual([{ a: evil, b: 'integer', c: 'text' }])
      expect(
        rowsOf(
          desk,
          'SELECT name FROM partners WHERE zip = :zip'.replace('zip = :zip', 'id = :id'),
          ...param('id', '0014M000AAAAAAMQY5'),
        ),
      ).toEqual([{ name: 'Cobalt Labs 1 GmbH' }])
    }))

  it('keeps every value exact in every format, and tells what has none', () =>
    atDesk((desk) => {
      desk.imported()
      const sql = "SELECT NULL AS a, '' AS b, 9223372036854775807 AS c, x'00ff' AS d, 1e999 AS e, 0.5 AS f, 1 AS a"
      const row = { a: null, b: '', c: '9223372036854775807', d: '00ff', e: 'Infinity', f: 0.5, a_2: 1 }
      const json = desk.phd('query', sql, '--json')
      expect(JSON.parse(json.stdout)).toMatchObject({
        schema: 'phd.query/1',
        columns: Object.keys(row),
        rows: [row],
        more: false,
      })
      expect(json.stderr).toContain('"a" as "a_2"')
      expect(JSON.parse(desk.phd('query', sql, '--format', 'ndjson').stdout)).toEqual(row)
      expect(desk.phd('query', sql, '--format', 'csv').stdout).toBe(
        'a,b,c,d,e,f,a_2\r\n,"",9223372036854775807,00ff,Infinity,0.5,1\r\n',
      )
      expect(desk.phd('query', sql).stdout).toMatch(/^NULL +9223372036854775807 +00ff +Infinity +0\.5 +1$/m)
    }))

  it('prints hostile values and headings without doing what they say', () =>
    atDesk((desk) => {
      desk.imported()
      const sql = `SELECT char(27) || '[2J' AS "\u001b[31m", '=cmd|x' AS "=1+1", 'a' || char(10) || 'b', char(8238) || 'x'`
      for (const format of ['table', 'json', 'ndjson', 'csv']) {
        const { stdout, stderr } = desk.phd('query', sql, '--format', format)
        expect(stdout + stderr).not.toMatch(/[\u001b\u202e]/)
      }
      expect(desk.phd('query', sql, '--format', 'csv').stdout).toContain(`'=cmd|x`)
    }))

  it('prints so many rows, says that there are more, and all of them as CSV and NDJSON', () =>
    atDesk((desk) => {
      desk.imported()
      const many = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 120000) SELECT x FROM c'
      const shown = desk.phd('query', many)
      expect(shown.stdout).toContain('\n1000\n\n1,000 rows, and more\n')
      expect(shown.stderr).toContain('only the first 1,000 rows')
      expect(desk.json('query', many, '--limit', '2')).toMatchObject({ rows: [{ x: 1 }, { x: 2 }], more: true })
      const csv = desk.phd('query', many, '--format', 'csv').stdout.split('\r\n')
      expect([csv.length, csv.at(-2)]).toEqual([120_002, '120000'])
      const ndjson = desk.phd('query', many, '--format', 'ndjson', '--limit', '70000').stdout.split('\n')
      expect([ndjson.length, ndjson.at(-2)]).toEqual([70_001, '{"x":70000}'])
      expect(desk.phd('query', 'SELECT 1 AS a WHERE FALSE', '--format', 'csv').stdout).toBe('a\r\n')
    }))

  it('reads a file and standard input', () =>
    atDesk((desk) => {
      desk.imported().write('ask.sql', 'SELECT count(*) AS n', 'FROM partners -- all', ';')
      const { partners } = { partners: desk.json<{ verdicts: unknown[] }>('loa', 'check', '--all').verdicts.length }
      expect(rowsOfFile(desk.phd('query', '--file', 'ask.sql', '--json').stdout)).toEqual([{ n: partners }])
      expect(rowsOfFile(desk.redirected('ask.sql', 'query', '-', '--json').stdout)).toEqual([{ n: partners }])
      expect(desk.phd('query', 'SELECT 1', '--file', 'ask.sql').code).toBe(2)
      writeFileSync(
        join(desk.folder, 'latin-1.sql'),
        Buffer.from("SELECT count(*) FROM partners WHERE country = 'Österreich'", 'latin1'),
      )
      expect(desk.redirected('latin-1.sql', 'query', '-').stderr).toContain('not valid UTF-8')
      // Fewer than a million characters, and more than a million bytes: never cut off before the WHERE.
      writeFileSync(
        join(desk.folder, 'long.sql'),
        `SELECT count(*) FROM partners /* ${'é'.repeat(700_000)} */ WHERE country = 'x'`,
      )
      expect(desk.redirected('long.sql', 'query', '-').stderr).toContain('longer than 1 MiB')
      expect(desk.phd('query', '--file', 'none.sql').code).toBe(5)
      for (const file of ['none.sql', 'latin-1.sql', '.'])
        expect(desk.phd('query', '--file', file).stderr, file).toContain('name a text file in UTF-8 with one SELECT')
    }))

  it('says that there is no database, and never counts none', () =>
    atDesk((desk) => {
      const { code, stdout, stderr } = desk.phd('query', 'SELECT count(*) FROM partners')
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toContain('no database')
    }))
})

describe('a query that does not end', () => {
  it.each([
    ['a recursion', FOREVER, 'query_too_long'],
    [
      'a cross join',
      `SELECT count(*) FROM ${[...'abcdefgh'].map((name) => `current_portal_users ${name}`).join(', ')}`,
      'query_too_long',
    ],
    ['a sort of everything', `SELECT x FROM (${FOREVER.replace('count(*)', 'x, hex(randomblob(500)) AS y')}) ORDER BY y`, ''],
    ['a value of a gigabyte', 'SELECT length(hex(zeroblob(490000000)))', ''],
  ])('%s is ended, with the error in full', (_, sql, kind) =>
    atDesk((desk) => {
      desk.imported()
      const before = stateOf(desk)
      const { code, stdout, stderr } = desk.start(['query', sql, '--timeout', '1', '--json'])
      expect(code).toBe(5)
      expect(JSON.parse(stdout).error.code).toMatch(kind === '' ? /^query_too_l/ : kind)
      expect(stderr).toMatch(/^phd: /)
      expect(stderr).not.toContain('bug')
      expect(desk.phd('audit', 'verify').code).toBe(0)
      expect(stateOf(desk)).toEqual(before)
    }),
  )

  it('gives the rows that came before it was ended, then the error', () =>
    atDesk((desk) => {
      desk.imported()
      const sql = `${FOREVER.replace('count(*)', 'x')} WHERE x < 3000`
      const { code, stdout } = desk.start(['query', sql, '--timeout', '1', '--format', 'ndjson'])
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(code).toBe(5)
      expect(lines.slice(0, 2)).toEqual([{ x: 1 }, { x: 2 }])
      expect(lines.at(-1).error.code).toBe('query_too_long')
    }))

  it('ends when nobody reads its rows any more, as in | head', () =>
    atDesk(async (desk) => {
      desk.imported()
      const sql = FOREVER.replace('count(*)', 'x')
      expect(await desk.cutShort('query', sql, '--timeout', '600', '--format', 'ndjson')).toEqual({ code: 0, stderr: '' })
    }))

  it('holds no import up', () =>
    atDesk(async (desk) => {
      desk.imported().put('desk/nfr-licenses.csv')
      const query = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'query', FOREVER, '--timeout', '20'], {
        env: desk.env(),
        stdio: 'ignore',
      })
      const ended = new Promise((resolve) => query.on('exit', resolve))
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      const { code, stderr } = desk.phd('import', 'nfr-licenses.csv', '--wait', '1')
      expect([code, stderr]).toEqual([0, ''])
      expect(query.exitCode).toBe(null)
      query.kill('SIGKILL')
      await ended
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))
})

describe('the views', () => {
  it('keep every name and column that was ever there', () => {
    const promised = JSON.parse(readFileSync(join(fixtures, 'views.json'), 'utf8')) as Record<string, string[]>
    const views = new Map(listedViews(kinds).map(({ name, columns }) => [name, columns.map((column) => column.name)]))
    for (const [name, columns] of Object.entries(promised)) expect(views.get(name), name).toEqual(expect.arrayContaining(columns))
    // A new one is promised from now on: add it to fixtures/views.json.
    expect([...views].map(([name, columns]) => [name, columns.filter((each) => !promised[name]?.includes(each))])).toEqual(
      [...views].map(([name]) => [name, []]),
    )
  })

  it('are documented', () => {
    const page = readFileSync(join(root, 'docs', 'asking-with-sql.md'), 'utf8')
    for (const { name, columns } of listedViews(kinds)) {
      expect(page).toContain(`\n${name} `)
      for (const column of columns) expect(column.about, `${name}.${column.name}`).not.toBe('')
    }
  })

  it('can each be read, and have the columns that are listed', () =>
    atDesk((desk) => {
      desk.imported()
      for (const { name, columns } of listedViews(kinds))
        expect(desk.json('query', `SELECT * FROM ${name}`).columns).toEqual(columns.map((column) => column.name))
    }))

  it('have the evidence that the answers show, and count what the answers count', () =>
    atDesk((desk) => {
      desk.equipped()
      const { verdicts } = desk.json<{ verdicts: { subject: { id: string } }[] }>('loa', 'check', '--all')
      expect(rowsOf(desk, 'SELECT id FROM partners ORDER BY id')).toEqual(
        verdicts.map(({ subject }) => ({ id: subject.id })).sort((a, b) => (a.id < b.id ? -1 : 1)),
      )
      expect(
        rowsOf(desk, "SELECT file, line, last_seen_at FROM current_accounts WHERE name = 'Lumen Labs 4 Ltd' AND line < 6"),
      ).toEqual([{ file: 'sfdc-accounts.csv', line: 5, last_seen_at: '2026-11-20T06:02:00Z' }])
      desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
      desk.phd('loa', 'deny', 'Cobalt Labs 1 GmbH')
      expect(rowsOf(desk, 'SELECT question, partner_name, requester_name, last_action FROM requests')).toEqual([
        { question: 'loa', partner_name: 'Cobalt Labs 1 GmbH', requester_name: 'Mei Smith', last_action: 'loa_denied' },
      ])
      expect(rowsOf(desk, 'SELECT decision, partner_id FROM decisions')).toEqual([
        { decision: 'denied', partner_id: '0014M000AAAAAAMQY5' },
      ])
    }))

  it('know what was undone, also of an undo, and of the same file again', () =>
    atDesk((desk) => {
      desk.imported().putAll('history')
      const undone = () => rowsOf(desk, 'SELECT import_id, undone_by FROM undone_imports ORDER BY 1')
      const listed = () =>
        desk
          .json<{ imports: { id: number; undoneBy: number | null }[] }>('imports', 'list')
          .imports.flatMap(({ id, undoneBy }) => (undoneBy === null ? [] : [{ import_id: id, undone_by: undoneBy }]))
      desk.imports('accounts-2026-11-27.csv').imports('accounts-2026-11-27.csv')
      expect(undone()).toEqual([])
      for (const id of ['4', '6', '7']) {
        expect(desk.phd('imports', 'undo', id, '--yes').code).toBe(0)
        expect(undone()).toEqual(listed())
      }
      expect(undone().length).toBeGreaterThan(1)
      // A version that an undo made again is not from the file that was undone.
      const histories = 'SELECT DISTINCT from_import, file IS NULL AS by_undo, line IS NULL AS no_line FROM accounts_history'
      expect(rowsOf(desk, `${histories} ORDER BY 1`)).toEqual([
        { from_import: 1, by_undo: 0, no_line: 0 },
        { from_import: 4, by_undo: 0, no_line: 0 },
        { from_import: 6, by_undo: 1, no_line: 1 },
        { from_import: 7, by_undo: 1, no_line: 1 },
        { from_import: 8, by_undo: 1, no_line: 1 },
      ])
      expect(rowsOf(desk, 'SELECT count(*) AS n FROM current_accounts WHERE file IS NULL OR last_seen_at IS NULL')).toEqual([
        { n: 0 },
      ])
    }))

  it('are quick to look up by key, by id and by name', () =>
    atDesk((desk) => {
      desk.imported()
      const db = new Database(desk.db, { readonly: true })
      const plan = (sql: string): string => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all('x'))
      expect(plan('SELECT * FROM current_accounts WHERE record_key = ?')).toContain('INDEX accounts_current (key=?)')
      expect(plan('SELECT * FROM partners WHERE id = ?')).toContain('INDEX accounts_partner_id (id=?)')
      expect(plan('SELECT * FROM current_portal_users WHERE account_name = ?')).toContain(
        'INDEX portal_users_partner (account_name=?)',
      )
      db.close()
    }))

  it('of an older phd are made again, and a view that is not of phd is refused', () =>
    atDesk((desk) => {
      desk.imported()
      const change = (sql: string): void => {
        const db = new Database(desk.db)
        db.exec(sql)
        db.close()
      }
      change(
        "DROP VIEW partners; CREATE VIEW partners AS SELECT 'old' AS name; UPDATE meta SET value = 'older' WHERE name = 'kinds'",
      )
      expect(rowsOf(desk, 'SELECT count(*) AS n FROM partners')).not.toEqual([{ n: 1 }])
      change("DROP VIEW partners; CREATE VIEW partners AS SELECT 'false' AS name")
      expect(desk.phd('query', 'SELECT * FROM partners').code).toBe(5)
      change("DROP VIEW partners; CREATE VIEW more AS SELECT 1; UPDATE meta SET value = 'older' WHERE name = 'kinds'")
      expect(desk.phd('query', 'SELECT 1').stderr).toContain("has a view that is not phd's: more")
    }))
})

function param(name: string, value: string): string[] {
  return ['--param', `${name}=${value}`]
}

function rowsOfFile(stdout: string): unknown {
  return JSON.parse(stdout).rows
}
