import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Kind } from '../../../src/records/kind.ts'
import { accounts } from '../../../src/records/kinds/accounts.ts'
import type { UpgradedDesk } from '../../../src/store/engine.ts'
import { connect } from '../../../src/store/postgres/connection/connect.ts'
import type { Connection } from '../../../src/store/postgres/connection/connection.ts'
import { asUserError } from '../../../src/store/postgres/connection/errors.ts'
import { namedDesk } from '../../../src/store/postgres/connection/named-desk.ts'
import type { Migration } from '../../../src/store/postgres/migrations.ts'
import { SCHEMA_NUMBER } from '../../../src/store/postgres/schema.ts'
import { upgradeDesk } from '../../../src/store/postgres/upgrade.ts'
import type { NewAuditEntry } from '../../../src/store/store.ts'
import { failing } from '../../failing.ts'
import { serverEngineAt } from '../contract/postgres-desk.ts'
import { BY, opened, TODAY } from '../contract/test-desk.ts'
import { type Cluster, HAS_POSTGRES, sharedCluster } from './cluster.ts'

const KINDS = [accounts] as unknown as readonly Kind[]
const NOW = SCHEMA_NUMBER
const OPTIONS = { ...BY, waitSeconds: 5, asOf: null, today: TODAY }
const ENTRY: NewAuditEntry = {
  ...{ action: 'mail_lesson_forgotten', partnerId: null, request: null, evidence: null },
  body: { lesson: 1, file: 'a.eml', kind: 'x', reason: null },
}

/** The steps of a phd that is two schemas ahead: what it adds first, others can do without when they ask. */
const AHEAD: readonly Migration[] = [
  {
    ...{ to: NOW + 1, what: 'adds what comes next', oldestReader: NOW, oldestWriter: NOW + 1 },
    statements: ['CREATE TABLE next (value text)'],
  },
  {
    ...{ to: NOW + 2, what: 'adds what comes after', oldestReader: NOW, oldestWriter: NOW + 2 },
    statements: ['ALTER TABLE next ADD COLUMN more text', 'CREATE TABLE after_next (value text)'],
  },
]

describe.skipIf(!HAS_POSTGRES)('a shared desk that is brought up to date', () => {
  let cluster: Cluster
  let database: string
  let count = 0

  beforeEach(async () => {
    cluster = await sharedCluster()
    count++
    database = `upgraded_${process.pid}_${count}`
    cluster.createDatabase(database)
    await engine().shared?.make(false)
  })
  afterEach(() => {
    cluster.sql('postgres', `DROP DATABASE ${database} WITH (FORCE)`)
  })

  const engine = (user?: string) => serverEngineAt(cluster.address(database, user), KINDS)
  const schema = (): string => cluster.sql(database, "SELECT value FROM phd.meta WHERE name = 'schema'")
  const tables = (): string =>
    cluster.sql(
      database,
      "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relname IN ('next', 'after_next')",
    )

  async function connected<T>(work: (link: Connection) => Promise<T>, user?: string): Promise<T> {
    const desk = namedDesk(cluster.address(database, user), {})
    const link = await connect(desk, { waitSeconds: 1, settings: { search_path: 'phd' } })
    try {
      return await work(link)
    } catch (error) {
      throw asUserError(error, desk.place)
    } finally {
      await link.close()
    }
  }
  const upgrade = (migrations: readonly Migration[], dryRun = false, user?: string): Promise<UpgradedDesk | null> =>
    connected(
      (link) => upgradeDesk(link, { place: 'here', kinds: KINDS, dryRun, rules: { mark: 'ab', phd: '1.0.0' }, migrations }),
      user,
    )

  it('goes through each step once, also where two do it at a time; a dry run takes none', async () => {
    const steps = AHEAD.map(({ to, what }) => ({ to, what }))
    const numbers = { before: NOW, after: NOW + 2, steps }
    expect(await upgrade(AHEAD, true)).toEqual({ status: 'dry_run', ...numbers })
    expect([schema(), tables()]).toEqual([String(NOW), ''])
    const done = await Promise.all([upgrade(AHEAD), upgrade(AHEAD)])
    expect(done).toContainEqual({ status: 'upgraded', ...numbers })
    // Who looks later sees fewer steps that are left.
    expect(done.map((each) => each?.after)).toEqual([NOW + 2, NOW + 2])
    expect([schema(), tables()]).toEqual([String(NOW + 2), 'after_next next'])
    expect(await upgrade(AHEAD)).toEqual({ status: 'unchanged', before: NOW + 2, after: NOW + 2, steps: [] })
    // Its roles may read what came since.
    expect(cluster.sql(database, "SELECT has_table_privilege('phd_reader', 'phd.after_next', 'SELECT')")).toBe('t')
  })

  it('stays at the last whole step where one fails', async () => {
    const [first, second] = AHEAD as [Migration, Migration]
    const failsLate = { ...second, statements: [...second.statements, 'SELECT 1 / 0'] }
    await expect(upgrade([first, failsLate])).rejects.toThrow()
    expect([schema(), tables()]).toEqual([String(NOW + 1), 'next'])
    expect(cluster.sql(database, "SELECT count(*) FROM pg_attribute WHERE attname = 'more'")).toBe('0')
  })

  it('takes no more entries of a program that was opened before, nor of one that is too old', async () => {
    const store = opened(await engine().openToWrite(OPTIONS))
    await store.record([ENTRY], { regardless: true })
    await upgrade(AHEAD)
    await expect(store.record([ENTRY], { regardless: true })).rejects.toThrow(failing({ code: 'busy', exitCode: 6 }))
    await store.close()
    await expect(engine().openToWrite(OPTIONS)).rejects.toThrow(failing({ code: 'newer_database', exitCode: 5 }))
    expect(cluster.sql(database, 'SELECT count(*) FROM phd.audit')).toBe('1')
  })

  it('still answers an older program where it can, and says so', async () => {
    const notes: string[] = []
    const note = (text: string): void => {
      notes.push(text)
    }
    await upgrade(AHEAD)
    const reader = opened(await engine().openToRead({ ...OPTIONS, note }))
    expect(await reader.isEmpty()).toBe(true)
    await reader.close()
    expect(notes).toEqual([expect.stringMatching(/^phd: \S+ is for a newer phd; this one can still ask/)])
    cluster.sql(database, `UPDATE phd.meta SET value = '${NOW + 1}' WHERE name = 'oldest_reader'`)
    await expect(engine().openToRead(OPTIONS)).rejects.toThrow(failing({ code: 'newer_database', exitCode: 5 }))
  })

  it('is waited for by those that write, and waits for them', async () => {
    await connected(async (writer) => {
      await writer.run('BEGIN; SELECT pg_advisory_xact_lock_shared(7367779)')
      await expect(upgrade(AHEAD)).rejects.toThrow(failing({ code: 'busy', exitCode: 6 }))
      expect(schema()).toBe(String(NOW))
    })
    await connected(async (administrator) => {
      await administrator.run('BEGIN; SELECT pg_advisory_xact_lock(7367779)')
      const store = opened(await engine().openToWrite({ ...OPTIONS, waitSeconds: 1 }))
      await expect(store.record([ENTRY], { regardless: true })).rejects.toThrow(failing({ code: 'busy', exitCode: 6 }))
      expect(cluster.sql(database, 'SELECT count(*) FROM phd.audit')).toBe('0')
      await store.close()
    })
  })

  it('gets room in each table of what was seen', async () => {
    // As the step before left them.
    cluster.sql(
      database,
      `SET search_path = phd; ALTER TABLE accounts_seen RESET (fillfactor);
       UPDATE meta SET value = '5' WHERE name = 'schema'`,
    )
    await connected((link) =>
      upgradeDesk(link, { place: 'here', kinds: KINDS, dryRun: false, rules: { mark: 'ab', phd: '1.0.0' } }),
    )
    expect(schema()).toBe(String(NOW))
    const tables = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'phd'::regnamespace AND reloptions = '{fillfactor=45}'"
    expect(cluster.sql(database, `SELECT string_agg(relname, ' ') ${tables}`)).toBe('accounts_seen')
  })

  it('takes from those who record what they could do to the audit before', async () => {
    const login = `recorder_${process.pid}`
    cluster.sql('postgres', `CREATE ROLE ${login} LOGIN`)
    await engine().shared?.grant({ login, role: 'desk', dryRun: false })
    // As the step before left it.
    cluster.sql(
      database,
      `SET search_path = phd; DROP FUNCTION append_audit, is_of_the_clock, lock_audit; GRANT INSERT ON audit TO phd_desk;
       GRANT UPDATE (value) ON audit_end TO phd_desk; UPDATE meta SET value = '2' WHERE name IN ('schema', 'oldest_writer')`,
    )
    expect(await engine(login).openToWrite(OPTIONS)).toBeNull()
    expect(await engine(login).shared?.status()).toMatchObject({ schema: 2, may: 'desk' })
    await engine().shared?.upgrade({ dryRun: false })
    const may = (table: string, right: string): string =>
      cluster.sql(database, `SELECT has_any_column_privilege('${login}', 'phd.${table}', '${right}')`)
    expect([may('audit', 'INSERT'), may('audit_end', 'UPDATE'), may('audit', 'SELECT')]).toEqual(['f', 'f', 't'])
    const store = opened(await engine(login).openToWrite(OPTIONS))
    await store.record([ENTRY], { regardless: true })
    expect(await store.auditEntry(1)).toMatchObject({ entry: { login, body: ENTRY.body } })
    await store.close()
    cluster.sql(database, `DROP ROLE ${login}`)
  })

  it('is not for those who only work at it', async () => {
    const login = `clerk_${process.pid}`
    cluster.sql('postgres', `CREATE ROLE ${login} LOGIN`)
    await engine().shared?.grant({ login, role: 'desk', dryRun: false })
    await expect(upgrade(AHEAD, true, login)).rejects.toThrow(failing({ code: 'access_refused', exitCode: 5 }))
    cluster.sql(database, `DROP ROLE ${login}`)
  })

  it('of an older phd is asked nothing, with the next step', async () => {
    cluster.sql(database, "UPDATE phd.meta SET value = '0' WHERE name = 'schema'")
    expect(await engine().openToRead(OPTIONS)).toBeNull()
    await expect(engine().upgrade(1)).rejects.toThrow(/is of an older phd than this one/)
  })
})
