import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { listedViews, viewsBefore } from '../../src/store/postgres/asking/views.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { copiedToServer } from './copied-to-server.ts'
import { lived } from './lived.ts'
import { Desk, type Run, root } from './phd.ts'

const DATABASE = `query_${process.pid}`
const READER = `query_reader_${process.pid}`
/** A file that the server could write, if it were asked to. */
const LEFT = join(tmpdir(), `phd-query-${process.pid}`)
const MANY = 'SELECT x FROM generate_series(1, 100000000000) x'
/** No function gives so many rows one by one, so that this takes all the time it is given. */
const FOREVER = MANY.replace('x FROM', 'count(*) FROM')

describe.skipIf(!HAS_POSTGRES)('phd query at a desk on a server', () => {
  let cluster: Cluster
  let desk: Desk

  beforeAll(async () => {
    cluster = await sharedCluster()
    desk = new Desk()
    lived(desk)
    copiedToServer(desk, cluster, DATABASE, READER)
  })
  afterAll(() => {
    cluster.sql('postgres', `DROP DATABASE ${DATABASE} WITH (FORCE)`)
    cluster.sql('postgres', `DROP ROLE ${READER}`)
    desk.remove()
  })

  /** Asks as someone who may only read. */
  const asked = (...args: string[]): Run => desk.phd('query', ...args, '--db', cluster.address(DATABASE, READER))

  /** The same as the superuser of the server. */
  const askedAsSuperuser = (...args: string[]): Run => desk.phd('query', ...args, '--db', cluster.address(DATABASE))

  function rowsOf(sql: string, ...options: string[]): unknown[] {
    const { stdout, stderr, code } = asked(sql, '--json', ...options)
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout).rows
  }

  it('has the same views, with the same rows, as the same desk in a file', () => {
    expect(asked('--views', '--json')).toEqual(desk.phd('query', '--views', '--json'))
    let rows = 0
    for (const { name, columns } of listedViews(kinds)) {
      const everything = `SELECT * FROM ${name} ORDER BY ${columns.map((_, i) => `${i + 1} NULLS FIRST`).join(', ')}`
      const inFile = desk.phd('query', everything, '--format', 'ndjson')
      expect([name, inFile.code, inFile.stderr]).toEqual([name, 0, ''])
      expect(asked(everything, '--format', 'ndjson'), name).toEqual(inFile)
      expect(asked(everything, '--format', 'csv'), name).toEqual(desk.phd('query', everything, '--format', 'csv'))
      rows += inFile.stdout.split('\n').length - 1
    }
    expect(rows).toBeGreaterThan(600)
  })

  it.each([
    "SELECT track, count(*) AS partners FROM partners WHERE status = 'Authorized' GROUP BY track ORDER BY 2 DESC, 1",
    'SELECT name FROM partners WHERE click_through = 1 ORDER BY name DESC LIMIT 5',
    "SELECT a.name, u.email FROM partners a JOIN current_portal_users u ON u.account_name = a.name WHERE u.email LIKE 'a%' ORDER BY 2",
    'SELECT kind, sum(rows_added) AS added, round(avg(rows_read), 2) AS read FROM import_list GROUP BY kind ORDER BY kind',
    "WITH mine AS (SELECT * FROM requests) SELECT coalesce(partner_name, '') || '!' AS who, last_at FROM mine ORDER BY request",
    'SELECT name, valid_from, valid_to FROM accounts_history ORDER BY record_key, from_import',
    'SELECT DISTINCT last_seen_by FROM current_accounts UNION SELECT last_seen_by FROM evidence_ages ORDER BY 1',
  ])('answers as a file does: %s', (sql) => {
    for (const format of ['table', 'csv', 'ndjson']) {
      const inFile = desk.phd('query', sql, '--format', format)
      expect([inFile.code, inFile.stdout.length > 20]).toEqual([0, true])
      expect(asked(sql, '--format', format)).toEqual(inFile)
    }
  })

  it('looks a record up by an index, also where a view is named twice', () => {
    const sql = "SELECT * FROM current_accounts one JOIN current_accounts two USING (record_key) WHERE record_key = 'x'"
    const plan = cluster.sql(DATABASE, `SET enable_seqscan = off; EXPLAIN ${viewsBefore(sql, kinds)}${sql}`)
    expect(plan.match(/Index Scan using accounts_current/g)).toHaveLength(2)
  })

  it('keeps every value exact in every format, and tells what has none', () => {
    const sql = `SELECT NULL AS a, '' AS b, 9223372036854775807 AS c, '\\x00ff'::bytea AS d, '1e999'::numeric AS e, 0.50 AS f, 'NaN'::numeric AS g,
      'Infinity'::float8 AS h, ARRAY[1,2] AS i, '{"a":1}'::json AS j, '2026-05-01 10:00:00.5+02'::timestamptz AS k, true AS l, 1 AS a`
    const row = {
      ...{ a: null, b: '', c: '9223372036854775807', d: '00ff', e: `1${'0'.repeat(999)}`, f: 0.5, g: 'NaN', h: 'Infinity' },
      ...{ i: '{1,2}', j: '{"a":1}', k: '2026-05-01T08:00:00.5Z', l: 1, a_2: 1 },
    }
    const json = asked(sql, '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'phd.query/1', columns: Object.keys(row), rows: [row], more: false })
    expect(json.stderr).toContain('"a" as "a_2"')
    expect(JSON.parse(asked(sql, '--format', 'ndjson').stdout)).toEqual(row)
    expect(asked(sql, '--format', 'csv').stdout).toMatch(/\r\n,"",9223372036854775807,00ff,10{999},0\.5,NaN,Infinity,"\{1,2\}",/)
    expect(asked(sql).stdout).toMatch(/^NULL +9223372036854775807 +00ff/m)
  })

  it('binds the values of parameters, and finds them nowhere but where they are', () => {
    const evil = "x'; DELETE FROM phd.accounts; --"
    expect(
      rowsOf(
        `SELECT :a || '' AS a, ':a' AS b, E'\\':a' AS c, $$:a$$ AS d, ':a'::text AS e /* :a /* :a */ :a */, 1 AS ":a" -- :a`,
        ...['--param', `a=${evil}`],
      ),
    ).toEqual([{ a: evil, b: ':a', c: "':a", d: ':a', e: ':a', ':a': 1 }])
    expect(
      rowsOf('SELECT line FROM partners WHERE line < :n ORDER BY line LIMIT :m', '--param', 'n=9', '--param', 'm=1'),
    ).toEqual([{ line: 2 }])
    expect(asked('SELECT :b').stderr).toContain('the parameter :b has no value\n  add: --param b=<value>')
    expect(asked('SELECT $1', '--param', 'a=1').stderr).toContain('parameters without a name')
    expect(asked('SELECT :a IS NULL AS a', '--param', 'a=1').stderr).toContain('CAST(:a AS text)')
  })

  it('takes a statement as people end it', () => {
    for (const sql of [
      'SELECT 1 AS a;',
      ' SELECT 1 AS a ; -- end;',
      '/* why */ SELECT 1 AS a /* end; */',
      'VALUES (1)',
      '(SELECT 1)',
    ])
      expect(rowsOf(sql).map((row) => Object.values(row as object))).toEqual([[1]])
    expect(rowsOf("SELECT 'a -- b;' AS a")).toEqual([{ a: 'a -- b;' }])
  })

  it('tells a mistake as plainly as of a file, with what may be meant', () => {
    const said = (...args: string[]): string => {
      const { stdout, stderr, code } = asked(...args)
      expect([args, code, stdout]).toEqual([args, 2, ''])
      return stderr
    }
    expect(said('SELECT trak FROM partners')).toContain('did you mean "track"?')
    expect(said("SELECT 'é\u{1f600}',\n p.trak FROM partners p")).toMatch(/did you mean "track"\? \(line 2\)\n {2}for the views/)
    expect(said('SELECT 1 FROM accounts_histroy')).toContain('did you mean "accounts_history"?')
    expect(said('SELECT 1 FROM portal_user')).toContain('did you mean "current_portal_users"?')
    expect(said('SELEC 1')).toContain('phd: the query does not work: syntax error at or near "SELEC"\n  for the views')
    expect(said('SELECT (SELECT 1, 2) FROM partners')).toContain('subquery must return only one column')
    expect(said('SELECT name FROM partners WHERE click_through')).toContain('yes and no are the numbers 1 and 0')
    expect(said("SELECT instr(name, 'a') FROM partners")).toContain('the SQL of PostgreSQL')
    expect(said('SELECT 1/0 AS a')).toContain('division by zero')
    expect(said("SELECT 'x'::integer")).toContain('invalid input syntax')
    expect(said('SELECT 1; SELECT 2')).toContain('more than one statement')
    expect(said(' ; -- nothing')).toContain('there is none in it')
    const [newest] = desk.json<{ imports: { id: number }[] }>('imports', 'list').imports.slice(-1)
    expect(said('SELECT 1', '--as-of', `import:${newest?.id}`)).toContain('accounts_history')
  })

  it('prints hostile values, headings and mistakes without doing what they say', () => {
    const sql = `SELECT chr(27) || '[2J' AS "\u001b[31m", '=cmd|x' AS "=1+1", 'a' || chr(10) || 'b', chr(8238) || 'x'`
    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      for (const each of [sql, `SELECT "\u001b[31m\u202e" FROM partners`]) {
        const { stdout, stderr } = asked(each, '--format', format)
        expect(stdout + stderr).not.toMatch(/[\u001b\u202e]/)
      }
    }
    expect(asked(sql, '--format', 'csv').stdout).toContain(`'=cmd|x`)
  })

  it('prints so many rows, says that there are more, and all of them as CSV and NDJSON', () => {
    const many = "SELECT x, repeat('y', x % 500) AS y FROM generate_series(1, 120000) x"
    const shown = asked(many)
    expect(shown.stdout).toContain('1,000 rows, and more\n')
    expect(shown.stderr).toContain('only the first 1,000 rows')
    expect(JSON.parse(asked(`${MANY.replace('100000000000', '3')}`, '--json', '--limit', '2').stdout)).toMatchObject({
      rows: [{ x: 1 }, { x: 2 }],
      more: true,
    })
    const csv = asked(many, '--format', 'csv').stdout.split('\r\n')
    expect([csv.length, csv.at(-2)]).toEqual([120_002, '120000,""'])
    const numbers = csv.slice(1, -1).map((line) => Number(line.split(',')[0]))
    expect(numbers.every((number, i) => number === i + 1)).toBe(true)
    const ndjson = asked(many, '--format', 'ndjson', '--limit', '70000').stdout.split('\n')
    expect([ndjson.length, ndjson.at(-2)]).toEqual([70_001, '{"x":70000,"y":""}'])
    expect(asked('SELECT 1 AS a WHERE FALSE', '--format', 'csv').stdout).toBe('a\r\n')
  })

  describe('only reads', () => {
    const NOT_A_SELECT = 'phd: this was not asked: only one SELECT can be asked, and this is something else'
    const others = [
      'INSERT INTO phd.meta VALUES (1, 2)',
      'DELETE FROM phd.accounts RETURNING key',
      "WITH a AS (SELECT 1) UPDATE phd.accounts SET name = 'x'",
      'TRUNCATE phd.accounts',
      'CREATE TEMP TABLE t (x integer)',
      'CREATE TABLE t AS SELECT 1',
      'DROP TABLE phd.audit',
      'BEGIN',
      'COMMIT',
      'SET ROLE NONE',
      'RESET ALL',
      'EXPLAIN ANALYZE SELECT 1',
      `COPY (SELECT 1) TO PROGRAM 'touch ${LEFT}'`,
      `COPY phd.accounts TO '${LEFT}'`,
      'DO $$ BEGIN PERFORM 1; END $$',
      'LOCK TABLE phd.accounts',
      'NOTIFY a',
      'VACUUM',
      'ALTER ROLE tester PASSWORD NULL',
      "LOAD 'x'",
      '/* SELECT */ DELETE FROM phd.accounts -- SELECT 1',
    ]
    const functions = [
      'pg_sleep(1000)',
      "set_config('role', 'tester', false)",
      "set_config('transaction_read_only', 'off', true)",
      "pg_read_file('/etc/passwd')",
      "pg_ls_dir('/')",
      "lo_import('/etc/passwd')",
      "lo_from_bytea(0, 'x')",
      'pg_terminate_backend(pid) FROM pg_stat_activity',
      'pg_cancel_backend(1)',
      'pg_reload_conf()',
      'pg_advisory_lock(7367779)',
      'pg_advisory_xact_lock(7367779)',
      "nextval('phd.aliases_id_seq')",
      "pg_notify('a', 'b')",
      'pg_switch_wal()',
      "query_to_xml('SELECT pg_sleep(1000)', true, true, '')",
      "ts_stat('SELECT pg_sleep(1000)')",
      'pg_catalog . pg_sleep(1000)',
      '"pg_sleep"/* /* ( */ */(1000)',
      'PG_SLEEP\n(1000)',
      // A text that goes on in the next line keeps its own marks: what seems to be quoted is not.
      "E'a'\n'\\'' || pg_sleep(1000) || ''",
    ]

    it.each([
      ['whoever may only read', asked],
      ['the superuser of the server', askedAsSuperuser],
    ])('for %s', (_, ask) => {
      const state = (): string[] => [
        desk.phd('desk', 'verify', '--db', cluster.address(DATABASE)).stdout,
        cluster.sql(DATABASE, 'SELECT count(*) FROM pg_largeobject_metadata'),
        cluster.sql(DATABASE, 'SELECT coalesce(last_value, 0) FROM phd.aliases_id_seq'),
        cluster.sql(DATABASE, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"),
      ]
      const before = state()
      for (const sql of others) {
        const { stderr, stdout, code } = ask(sql)
        expect([sql, code, stdout, stderr.split('\n')[0]]).toEqual([sql, 5, '', NOT_A_SELECT])
      }
      for (const call of functions) {
        const { stderr, stdout, code } = ask(`SELECT ${call}`)
        expect([call, code, stdout]).toEqual([call, 5, ''])
        expect(stderr).toMatch(/^phd: this was not asked: the function \w+ may do more than read\n/)
      }
      for (const sql of [
        'SELECT 1; DELETE FROM phd.accounts',
        'SELECT 1) UNION SELECT (2',
        'SELECT 1) asked; DELETE FROM phd.accounts; SELECT * FROM (SELECT 1',
        'SELECT 1) asked, LATERAL (SELECT 2',
        'SELECT 1 INTO t',
        'SELECT U&"pg\\005fsleep"(1000)',
        "SELECT phd.append_audit('{}')",
        'SELECT * FROM phd/**/."accounts"',
        'SELECT * FROM "PUBLIC" -- \n . t',
        'SELECT * FROM accounts',
        "SELECT * FROM dblink('x', 'y') AS t (a integer)",
      ])
        expect([sql, ask(sql).code]).toEqual([sql, 2])
      const secret = ask('SELECT rolpassword FROM pg_authid')
      expect([secret.code, secret.stderr]).toEqual([5, expect.stringContaining('permission denied')])
      expect(state()).toEqual(before)
      expect(existsSync(LEFT)).toBe(false)
    })

    it('as the role that may only read, where the login has it, and in a transaction that reads', () => {
      const { stdout } = askedAsSuperuser(
        "SELECT current_user AS who, current_setting('transaction_read_only') AS reads, current_setting('transaction_isolation') AS sees",
        '--json',
      )
      expect(JSON.parse(stdout).rows).toEqual([{ who: 'phd_reader', reads: 'on', sees: 'repeatable read' }])
    })

    it('also with all the rights of a superuser, where the desk has no roles', () => {
      const [database, owner] = [`${DATABASE}_plain`, `query_owner_${process.pid}`]
      cluster.createDatabase(database)
      cluster.sql('postgres', `CREATE ROLE ${owner} LOGIN`)
      cluster.sql('postgres', `ALTER DATABASE ${database} OWNER TO ${owner}`)
      desk.phd('desk', 'init', '--db', cluster.address(database, owner))
      const ask = (sql: string): Run => desk.phd('query', sql, '--json', '--db', cluster.address(database))
      expect(JSON.parse(ask('SELECT current_user AS who').stdout).rows).toEqual([{ who: 'tester' }])
      for (const call of functions)
        expect(ask(`SELECT ${call}`).stderr).toMatch(/^phd: this was not asked: the function \w+ may do more than read\n/)
      cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
      cluster.sql('postgres', `DROP ROLE ${owner}`)
    })
  })

  describe('a query that does not end', () => {
    /** Questions that the server is working on. */
    const running = (): string =>
      cluster.sql(DATABASE, `SELECT count(*) FROM pg_stat_activity WHERE usename = '${READER}' AND state = 'active'`)

    async function untilRunning(wanted: string): Promise<void> {
      for (let tries = 0; running() !== wanted; tries++) {
        if (tries > 100) throw new Error(`never ${wanted}: ${running()}`)
        await pause(100)
      }
    }

    it.each([
      ['a count', FOREVER, 'query_too_long'],
      [
        'a cross join',
        `SELECT count(*) FROM ${[...'abcdefgh'].map((name) => `current_portal_users ${name}`).join(', ')}`,
        'query_too_long',
      ],
      ['a value of 17 million letters', "SELECT repeat('x', 17000000) AS a", 'query_too_large'],
      ['a value of 900 million', "SELECT string_agg(repeat('x', 1000000), '') FROM generate_series(1, 900)", 'query_too_large'],
      ['a value of more than the server can make', "SELECT repeat('x', 2000000000)", 'query_too_large'],
    ])('%s is ended, with the error in full, and the server works on it no more', async (_, sql, code) => {
      const run = desk.start([
        'query',
        sql,
        '--timeout',
        code === 'query_too_long' ? '2' : '60',
        '--json',
        '--db',
        cluster.address(DATABASE, READER),
      ])
      expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([5, code])
      expect(run.stderr).toMatch(/^phd: /)
      expect(run.stderr).not.toContain('bug')
      await untilRunning('0')
    })

    it.each(['SIGINT', 'SIGKILL'] as const)('ends at the server too when it is stopped by %s', async (signal) => {
      const args = ['query', FOREVER, '--timeout', '600', '--db', cluster.address(DATABASE, READER)]
      const query = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), ...args], { env: desk.env(), stdio: 'ignore' })
      const ended = new Promise((resolve) => query.on('exit', resolve))
      await untilRunning('1')
      query.kill(signal)
      await ended
      await untilRunning('0')
    })

    it('ends when nobody reads its rows any more, as in | head', async () => {
      const many = "SELECT x, repeat('y', 1000) FROM generate_series(1, 5000000) x"
      const where = ['--db', cluster.address(DATABASE, READER)]
      const ended = await desk.cutShort('query', many, '--timeout', '600', '--format', 'ndjson', ...where)
      expect(ended).toEqual({ code: 0, stderr: '' })
      await untilRunning('0')
    })
  })
})
