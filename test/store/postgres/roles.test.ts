import { beforeAll, describe, expect, it } from 'vitest'
import { atDesk, type Desk, type Run } from '../../cli/phd.ts'
import { Cluster, HAS_POSTGRES, SERVERS } from './cluster.ts'

if (SERVERS.length === 1)
  process.stderr.write('roles are tried on the installed server alone: PHD_OTHER_POSTGRES names the folder of no other\n')

describe.skipIf(!HAS_POSTGRES).each(SERVERS)('the roles of a desk on %s', (_, programs) => {
  let cluster: Cluster

  /** Runs phd on a database as a login. */
  const as = (desk: Desk, login: string, args: readonly string[], database = 'team'): Run =>
    desk.run(args, { PHD_DB: cluster.address(database, login) })

  const asJson = (desk: Desk, login: string, args: readonly string[], database?: string): Record<string, unknown> =>
    JSON.parse(as(desk, login, [...args, '--json'], database).stdout)

  /** What a login is told that runs SQL by hand; an empty text where it may. */
  const byHand = (login: string, sql: string): string => {
    try {
      cluster.sql('team', `SET SESSION AUTHORIZATION ${login}; SET search_path TO phd; ${sql}`)
      return ''
    } catch (error) {
      return String((error as { stderr: unknown }).stderr)
    }
  }

  /** The logins and roles, but the one that made them all, that were given a role or may act in it. */
  const membersOf = (role: string): string =>
    cluster.sql(
      'postgres',
      `SELECT string_agg(member::regrole::text, ' ' ORDER BY member::regrole::text) FROM pg_auth_members
       WHERE roleid = '${role}'::regrole AND member::regrole::text <> 'maker'`,
    )

  beforeAll(async () => {
    cluster = await Cluster.start({ programs })
    cluster.sql('postgres', 'CREATE ROLE maker LOGIN CREATEROLE')
    for (const login of ['plain', 'owner', 'asks', 'works', 'heads', 'outside', 'moves'])
      cluster.sql('postgres', `CREATE ROLE ${login} LOGIN`)
    for (const name of ['early', 'team', 'second', 'bare']) cluster.createDatabase(name)
    cluster.sql('early', 'ALTER DATABASE early OWNER TO plain')
    cluster.sql('team', 'ALTER DATABASE team OWNER TO maker')
    cluster.sql('second', 'ALTER DATABASE second OWNER TO owner')
    await atDesk((desk) => {
      // A login that may not make roles has a desk without them, and is told what is missing.
      const { toRun, ...early } = asJson(desk, 'plain', ['desk', 'init'], 'early')
      expect(early).toMatchObject({ desk: 'made', roles: 'refused' })
      expect(asJson(desk, 'plain', ['desk', 'status'], 'early')).toMatchObject({ may: 'admin', roles: false })
      expect(toRun).toEqual([
        'CREATE ROLE phd_reader NOLOGIN',
        'CREATE ROLE phd_desk NOLOGIN',
        'CREATE ROLE phd_admin NOLOGIN',
        'GRANT phd_reader TO phd_desk',
        'GRANT phd_reader TO phd_admin WITH ADMIN OPTION',
        'GRANT phd_desk TO phd_admin WITH ADMIN OPTION',
        'GRANT phd_admin TO plain',
      ])
      expect(asJson(desk, 'maker', ['desk', 'init'])).toMatchObject({ desk: 'made', roles: 'made', toRun: [] })
      for (const [login, role] of [
        ['asks', 'reader'],
        ['works', 'desk'],
        ['heads', 'admin'],
      ] as const)
        expect(as(desk, 'maker', ['desk', 'grant', login, role]).stderr).toBe('')
      desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv')
      for (const file of ['sfdc-accounts.csv', 'impartner-users.csv'])
        expect(as(desk, 'works', ['import', file])).toMatchObject({ code: 0, stderr: '' })
    })
  })

  it('are made by whoever may, and used again by the next desk of the server', () =>
    atDesk((desk) => {
      expect(membersOf('phd_reader')).toBe('asks phd_admin phd_desk')
      expect(membersOf('phd_desk')).toBe('phd_admin works')
      // They are there by now, so that their owner has to be made one of the administrators alone.
      const { toRun } = asJson(desk, 'owner', ['desk', 'init'], 'second')
      expect(toRun).toEqual(['GRANT phd_admin TO owner'])
      cluster.sql('postgres', 'GRANT phd_admin TO owner')
      expect(asJson(desk, 'owner', ['desk', 'init'], 'second')).toMatchObject({ desk: 'there', roles: 'made', toRun: [] })
      expect(asJson(desk, 'asks', ['desk', 'status'], 'second')).toMatchObject({ may: 'reader', roles: true })
      cluster.sql('postgres', 'REVOKE phd_admin FROM owner')
    }))

  it('say what to run where a login may not make anything in the database', () =>
    atDesk((desk) => {
      const run = as(desk, 'works', ['desk', 'init'], 'bare')
      expect(run.code).toBe(5)
      expect(run.stderr).toContain('the owner of the database has to run: GRANT CREATE ON DATABASE bare TO works')
      expect(cluster.sql('bare', "SELECT count(*) FROM pg_namespace WHERE nspname = 'phd'")).toBe('0')
    }))

  it.each([
    [['loa', 'check', 'Lumen Labs 4'], 4],
    [['loa', 'check', 'Lumen Labs 4', '--as-of', 'import:1'], 4],
    [['loa', 'check', '--all'], 4],
    [['partner', 'show', 'Lumen Labs 4', '--history'], 0],
    [['imports', 'list'], 0],
    [['imports', 'show', '1'], 0],
    [['audit', 'list'], 0],
    [['audit', 'verify'], 0],
    [['desk', 'status'], 0],
    [['today'], 4],
  ])('reader: asks %j', (args, code) =>
    atDesk((desk) => {
      const run = as(desk, 'asks', args)
      expect(run.stderr).not.toContain('may not')
      expect(run.code).toBe(code)
      const { stdout } = as(desk, 'works', args)
      if (args[0] !== 'desk') expect(run.stdout).toBe(stdout)
    }),
  )

  it.each([
    [['import', 'certification-dashboard.csv']],
    [['import', 'certification-dashboard.csv', '--dry-run']],
    [['imports', 'undo', '2', '--yes']],
    [['loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann', '--override', '--reason', 'tried', '--approved-by', 'Ben']],
    [['partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4']],
    [['prune', '--older-than', '2026-11-01', '--yes']],
  ])('reader: is refused %j', (args) =>
    atDesk((desk) => {
      desk.put('desk/certification-dashboard.csv')
      const before = cluster.sql('team', 'SELECT count(*), max(hash) FROM phd.audit')
      const run = as(desk, 'asks', args)
      expect(run.code).toBe(5)
      expect(run.stderr + run.stdout).toContain('and not change it')
      expect(run.stderr + run.stdout).toContain('ask its administrator for the role phd_desk')
      expect(cluster.sql('team', 'SELECT count(*), max(hash) FROM phd.audit')).toBe(before)
    }),
  )

  it('desk: imports, imports again, undoes, decides, adds and removes an alias', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv', 'desk/certification-dashboard.csv', 'history/accounts-2026-11-27.csv')
      const newest = () => (asJson(desk, 'works', ['imports', 'list']).imports as { id: number }[]).at(-1)?.id
      const works = (...args: string[]) => {
        const run = as(desk, 'works', args)
        expect(run.code, `${args.join(' ')}: ${run.stderr}${run.stdout}`).toBe(0)
      }
      works('import', 'certification-dashboard.csv')
      works('import', 'sfdc-accounts.csv')
      works('import', 'accounts-2026-11-27.csv', '--allow-shrink', '--now', '2026-11-28T09:00:00Z')
      works('imports', 'undo', String(newest()), '--yes', '--now', '2026-11-28T09:01:00Z')
      works('partner', 'alias', 'add', 'Lumen', 'Lumen Labs 4', '--now', '2026-11-28T09:02:00Z')
      works('partner', 'alias', 'remove', 'Lumen', '--now', '2026-11-28T09:03:00Z')
      works('loa', 'deny', 'Lumen Labs 4', '--requester', 'Ann', '--override', '--reason', 'tried', '--approved-by', 'Ben')
      works('audit', 'verify')
    }))

  it('are two people where nobody says a name', () =>
    atDesk((desk) => {
      const unnamed = (login: string, ...args: string[]): Run =>
        desk.run(args, { PHD_DB: cluster.address('team', login), PHD_ACTOR: '' })
      expect(unnamed('works', 'loa', 'request', '--partner', 'Lumen Labs 4', '--requester', 'Ann').stderr).toBe('')
      const [{ actor, login, request }] = asJson(desk, 'asks', ['audit', 'list', '--limit', '1']).entries as [
        Record<string, unknown>,
      ]
      expect([actor, login]).toEqual(['works', 'works'])
      const wanted = ['take', String(request)]
      expect(unnamed('works', 'loa', ...wanted)).toMatchObject({ code: 0, stderr: '' })
      expect(unnamed('heads', 'loa', ...wanted)).toMatchObject({ code: 6, stderr: expect.stringContaining('works') })
    }))

  it('desk: is refused what is for its administrators', () =>
    atDesk((desk) => {
      for (const [args, message] of [
        [['prune', '--older-than', '2026-11-28', '--yes', '--now', '2026-12-01T09:00:00Z'], 'this login may not do that'],
        [['desk', 'grant', 'outside', 'desk'], 'this login may not give phd_desk'],
      ] as const) {
        const run = as(desk, 'works', args)
        expect(run.stderr).toContain(message)
        expect(run.code).toBe(5)
      }
    }))

  it.each([
    'UPDATE audit SET actor = actor',
    'DELETE FROM audit',
    'TRUNCATE audit',
    'ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed',
    'DROP TABLE audit',
    'DROP TABLE accounts',
    'DROP SCHEMA phd CASCADE',
    'DELETE FROM accounts',
    'UPDATE accounts SET name = key',
    'TRUNCATE accounts',
    'CREATE TABLE phd.mine (x integer)',
    'DELETE FROM imports',
    "INSERT INTO meta VALUES ('schema', '9')",
    "UPDATE meta SET value = '9' WHERE name = 'schema'",
    'DELETE FROM audit_end',
    'UPDATE audit_end SET value = value',
    "INSERT INTO audit (id, at, actor, action, body, previous, hash) VALUES (99, '', '', '', '{}', '', '')",
    "SELECT is_of_the_clock('2026-11-28T09:00:00Z')",
    'SELECT 1 FROM audit_end FOR UPDATE',
  ])('desk: may not by hand: %s', (sql) => {
    expect(byHand('works', sql)).toMatch(/permission denied|must be owner/)
    expect(byHand('asks', sql)).toMatch(/permission denied|must be owner/)
  })

  describe('an entry that is added by hand', () => {
    const YEARS_AGO = '2001-02-03T04:05:06Z'
    const added = (at: string, body: string, login = 'works'): string =>
      byHand(
        login,
        `SELECT append_audit('${at}', 'Ann "the boss" é\u2028', '{digest_marked}', '{NULL}', '{NULL}', ARRAY['${body}'], '{NULL}')`,
      )
    const newest = (): { login: string; actor: string; body: object } =>
      JSON.parse(
        cluster.sql(
          'team',
          "SELECT json_build_object('login', body::json->>'login', 'actor', actor, 'body', body::json) FROM phd.audit ORDER BY id DESC LIMIT 1",
        ),
      )

    it('says which login it was, and that its time was not the clock’s', () =>
      atDesk((desk) => {
        const now = cluster.sql('team', 'SELECT to_char(now() AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS"Z"\')')
        expect(added(now, '{"audience":"desk","items":3}')).toBe('')
        const last = cluster.sql('team', 'SELECT at FROM phd.audit ORDER BY id DESC LIMIT 1')
        expect(newest().body).toEqual({ audience: 'desk', items: 3, login: 'works' })
        expect(last).toBe(now)
        expect(added(YEARS_AGO, ' { } ')).toBe('')
        expect(newest().body).toEqual({ timeStated: true, login: 'works' })
        expect(added(YEARS_AGO, '{"timeStated":true}')).toBe('')
        expect(newest().body).toEqual({ timeStated: true, login: 'works' })
        expect(as(desk, 'asks', ['audit', 'verify'])).toMatchObject({ code: 0 })
        expect(as(desk, 'asks', ['audit', 'list', '--limit', '1']).stdout).toContain('(login works)')
        expect(asJson(desk, 'asks', ['audit', 'list', '--limit', '1']).entries).toMatchObject([
          { login: 'works', body: { timeStated: true } },
        ])
      }))

    it.each([
      ['a body that names a login', YEARS_AGO, '{"login":"heads"}'],
      ['a body that names one in other letters', YEARS_AGO, '{"\\u006cogin":"heads"}'],
      ['a body that is no object', YEARS_AGO, '[1]'],
      ['a body that is no JSON', YEARS_AGO, '{"a":1}, "b'],
      ['a time that is none', 'now', '{}'],
    ])('is refused: %s', (_, at, body) => {
      const before = cluster.sql('team', 'SELECT count(*) FROM phd.audit')
      expect(added(at, body)).toContain('ERROR')
      expect(cluster.sql('team', 'SELECT count(*) FROM phd.audit')).toBe(before)
    })

    it('is refused by a login that may only ask', () => {
      expect(added(YEARS_AGO, '{}', 'asks')).toContain('permission denied for function append_audit')
      expect(byHand('asks', 'SELECT lock_audit()')).toContain('permission denied for function lock_audit')
    })
  })

  it('desk: has the server look at what the tables hold, as an import of many rows does', () => {
    expect(byHand('works', "SELECT analyze_kind('accounts')")).toBe('')
    expect(byHand('asks', "SELECT analyze_kind('accounts')")).toContain('permission denied')
  })

  it('admin: prunes and gives roles, but never changes the audit', () =>
    atDesk((desk) => {
      expect(as(desk, 'heads', ['prune', '--older-than', '2026-11-20', '--yes']).code).toBe(0)
      for (const [login, role, text] of [
        ['outside', 'reader', 'outside has the role phd_reader now\n  it may ask everything, record nothing\n'],
        ['outside', 'reader', 'outside has the role phd_reader already'],
        ['outside', 'phd_desk', 'outside has the role phd_desk now in place of phd_reader\n'],
      ] as const)
        expect(as(desk, 'heads', ['desk', 'grant', login, role]).stdout).toContain(text)
      expect(membersOf('phd_reader')).toBe('asks phd_admin phd_desk')
      const dry = as(desk, 'heads', ['desk', 'grant', 'outside', 'reader', '--dry-run'])
      expect(dry.stdout).toContain('dry run, nothing was changed: outside would have the role phd_reader in place of phd_desk')
      expect(membersOf('phd_desk')).toBe('outside phd_admin works')
      expect(as(desk, 'heads', ['desk', 'grant', 'outside', 'none']).code).toBe(0)
      const tooMuch = as(desk, 'heads', ['desk', 'grant', 'outside', 'admin'])
      expect([tooMuch.code, tooMuch.stderr]).toEqual([5, expect.stringContaining('whoever made the roles')])
      expect(byHand('heads', 'UPDATE audit SET actor = actor')).toContain('the audit only grows')
    }))

  it('are taken by one administrator where another one gave them, or that is refused; never only said', () =>
    atDesk((desk) => {
      const mayRecord = (): boolean => byHand('moves', 'SELECT lock_audit()') === ''
      for (const [who, role, text] of [
        ['maker', 'desk', 'moves has the role phd_desk now\n  it may ask, import, decide and record\n'],
        ['heads', 'reader', 'moves has the role phd_reader now in place of phd_desk\n  it may ask everything, record nothing\n'],
        ['heads', 'desk', 'moves has the role phd_desk now in place of phd_reader\n'],
        ['maker', 'none', 'moves has no role of the desk now, and had phd_desk\n  it may do nothing at this desk\n'],
        ['heads', 'none', 'moves has no role of the desk already\n  it may do nothing at this desk\n'],
        ['maker', 'admin', 'moves has the role phd_admin now\n'],
      ] as const) {
        expect(as(desk, who, ['desk', 'grant', 'moves', role])).toMatchObject({ code: 0, stdout: expect.stringContaining(text) })
        expect(mayRecord()).toBe(role === 'desk' || role === 'admin')
      }
      const run = as(desk, 'heads', ['desk', 'grant', 'moves', 'reader'])
      expect([run.code, run.stderr]).toEqual([5, expect.stringContaining('this login may not take phd_admin from moves')])
      expect(membersOf('phd_reader')).not.toContain('moves')
      expect(as(desk, 'maker', ['desk', 'grant', 'moves', 'none']).code).toBe(0)
      expect(mayRecord()).toBe(false)
    }))

  it('leave who made them as it is, and say what a login may in another way', () =>
    atDesk((desk) => {
      expect(asJson(desk, 'maker', ['desk', 'grant', 'maker', 'admin'])).toMatchObject({ status: 'unchanged', before: 'admin' })
      cluster.sql('postgres', 'CREATE ROLE night; GRANT phd_desk TO night; GRANT night TO moves')
      const run = as(desk, 'heads', ['desk', 'grant', 'moves', 'reader'])
      expect(run.stdout).toContain(
        'it may still ask, import, decide and record: as a superuser, or by another role of the server',
      )
      expect(asJson(desk, 'heads', ['desk', 'grant', 'moves', 'none'])).toMatchObject({
        role: null,
        before: 'reader',
        may: 'desk',
      })
      cluster.sql('postgres', 'DROP ROLE night')
      expect(asJson(desk, 'maker', ['desk', 'grant', 'tester', 'reader'])).toMatchObject({ role: 'reader', may: 'admin' })
      expect(as(desk, 'maker', ['desk', 'grant', 'tester', 'none']).code).toBe(0)
    }))

  it('tell a login that is not there, and one that is no login', () =>
    atDesk((desk) => {
      const run = as(desk, 'heads', ['desk', 'grant', 'nobody"; DROP ROLE asks; --', 'reader'])
      expect([run.code, run.stderr]).toEqual([3, expect.stringContaining('has no login nobody"; DROP ROLE asks; --')])
      expect(as(desk, 'heads', ['desk', 'grant', 'phd_desk', 'reader']).code).toBe(2)
      expect(as(desk, 'heads', ['desk', 'grant', 'asks', 'raeder']).stderr).toContain('did you mean')
    }))

  it('let a login without one see nothing', () =>
    atDesk((desk) => {
      for (const args of [
        ['loa', 'check', 'Lumen Labs 4'],
        ['imports', 'list'],
        ['desk', 'status'],
        ['desk', 'init'],
      ]) {
        const run = as(desk, 'outside', args)
        expect(run.stderr).toContain('this login may not do that')
        expect([run.code, run.stdout]).toEqual([5, ''])
      }
      for (const sql of ['SELECT * FROM phd.meta', "SELECT phd.seen_then('accounts', 1)", "SELECT phd.analyze_kind('accounts')"])
        expect(byHand('outside', sql)).toContain('permission denied for schema phd')
    }))
})
