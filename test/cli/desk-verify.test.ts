import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { atDesk, type Desk, type Run } from './phd.ts'

/*
 * Promise: a shared desk that lost entries of its audit, or has others in their place, takes no record from a machine that saw them, and
 * each answer says so. What does not fit together in a desk is found, and named.
 */

const EXPORTS = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']
const NAME = `verify_${process.pid}`

/** A change that the owner of the desk makes by hand. */
const byHand = (sql: string): string =>
  `SET search_path = phd; ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed; ${sql}; ALTER TABLE audit ENABLE TRIGGER audit_is_not_changed`
const LOSE_LAST = byHand(`DELETE FROM promised_files WHERE entry = (SELECT max(id) FROM audit);
  DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);
  UPDATE audit_end SET value = (SELECT id || ' ' || hash FROM audit ORDER BY id DESC LIMIT 1)`)

interface Check {
  whole: boolean
  seen: { entry: number; hash: string; state: string } | null
  accepted: { entry: number } | null
  parts: { part: string; checked: number; flaws: string[] }[]
}

it('sends from a desk in a file to what looks it over', () =>
  atDesk((desk) => {
    const run = desk.phd('desk', 'verify')
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('phd doctor, and phd audit verify')])
  }))

describe.skipIf(!HAS_POSTGRES)('a shared desk', () => {
  const made: string[] = []
  beforeAll(async () => {
    const cluster = await sharedCluster()
    const PHD_DB = cluster.createDatabase(NAME)
    await atDesk((desk) => {
      desk.put(...EXPORTS.map((name) => `desk/${name}`))
      for (const args of [
        ['desk', 'init'],
        ['import', ...EXPORTS],
      ])
        expect(desk.run(args, { PHD_DB }).stderr).toBe('')
    })
  })
  afterAll(async () => {
    const cluster = await sharedCluster()
    for (const name of [...made, NAME]) cluster.sql('postgres', `DROP DATABASE ${name} WITH (FORCE)`)
  })

  /** Another database with the same desk in it, as a restored dump or a failover makes one. */
  async function restored(): Promise<{ PHD_DB: string; sql: (text: string) => string }> {
    const cluster = await sharedCluster()
    const name = `${NAME}_${made.length}`
    made.push(name)
    cluster.sql('postgres', `CREATE DATABASE ${name} TEMPLATE ${NAME}`)
    return { PHD_DB: cluster.address(name), sql: (text) => cluster.sql(name, text) }
  }

  const approve = (desk: Desk, env: NodeJS.ProcessEnv): Run =>
    desk.run(['loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann'], env)
  const note = (desk: Desk, env: NodeJS.ProcessEnv): Run =>
    desk.run(['partner', 'alias', 'add', 'Lumen two', 'Lumen Labs 4 Ltd'], env)
  const check = (desk: Desk, env: NodeJS.ProcessEnv, ...args: string[]): Check & { code: number | null } => {
    const { stdout, code } = desk.run(['desk', 'verify', '--json', ...args], env)
    return { ...JSON.parse(stdout), code }
  }
  const flawsOf = ({ parts }: Check): string[] => parts.flatMap(({ flaws }) => flaws)

  it('that is whole is told to be, with what was looked at and what was not', async () => {
    const { PHD_DB } = await restored()
    await atDesk((desk) => {
      const first = desk.run(['desk', 'verify'], { PHD_DB })
      expect([first.code, first.stderr]).toEqual([0, ''])
      expect(first.stdout).toMatch(/^the desk at \S+ is whole\n/)
      expect(first.stdout).toContain('this machine has not asked this desk before')
      expect(first.stdout).toContain('not checked')
      expect(approve(desk, { PHD_DB }).code).toBe(0)
      const again = check(desk, { PHD_DB })
      expect(again).toMatchObject({ code: 0, whole: true, seen: { entry: 5, state: 'there' } })
      expect(again.parts.map(({ part }) => part)).toEqual(['imports', 'versions', 'sightings'])
      expect(again.parts[0]?.checked).toBe(3)
    })
  })

  it.each([
    ['is gone', LOSE_LAST, 'gone'],
    [
      'is another',
      `${LOSE_LAST}; SELECT append_audit('2026-12-01T00:00:00Z', 'bob', '{alias_removed}', '{NULL}', '{NULL}', '{"{\\"name\\":\\"x\\"}"}', '{NULL}')`,
      'another',
    ],
  ])('whose last entry %s takes no record from who saw it, and says so with each answer', async (_, change, state) => {
    const { PHD_DB, sql } = await restored()
    await atDesk((desk) => {
      const env = { PHD_DB }
      // The entry was seen as it was recorded: nothing was asked since.
      expect(approve(desk, env).code).toBe(0)
      sql(change)
      const [before] = [sql('SELECT count(*) FROM phd.audit')]
      const asked = desk.run(['loa', 'check', 'Lumen Labs 4'], env)
      expect(asked.stdout).toContain('eligible for a letter of authorization')
      expect(asked.stderr).toMatch(/you saw audit entry \d+ of \d{4}-\d\d-\d\d \d\d:\d\d UTC \(hash [0-9a-f]{12}…\), and now/)
      const refused = desk.run(['loa', 'deny', 'Lumen Labs 4', '--reason', 'x', '--json'], env)
      expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([5, 'audit_damaged'])
      expect(desk.run(['import', 'sfdc-accounts.csv'], env).code).not.toBe(0)
      expect(sql('SELECT count(*) FROM phd.audit')).toBe(before)
      expect(check(desk, env)).toMatchObject({ code: 1, whole: false, seen: { state } })
      expect(desk.run(['desk', 'verify'], env).stdout).toContain('NOT WHOLE')
      // A dry run accepts nothing.
      expect(check(desk, env, '--accept', '--dry-run')).toMatchObject({ code: 1, accepted: null })
      expect(check(desk, env, '--accept')).toMatchObject({ code: 0, whole: true, accepted: { entry: expect.any(Number) } })
      const after = note(desk, env)
      expect([after.code, after.stderr]).toEqual([0, ''])
    })
  })

  it('is not changed by its administrator either where an entry is gone, who is told with --quiet too', async () => {
    const { PHD_DB, sql } = await restored()
    const fresh = (await sharedCluster()).createDatabase(`${NAME}_${made.length}`)
    made.push(`${NAME}_${made.length}`)
    await atDesk((desk) => {
      const env = { PHD_DB }
      expect(desk.run(['desk', 'init'], { PHD_DB: fresh }).code).toBe(0)
      expect(approve(desk, env).code).toBe(0)
      sql(LOSE_LAST)
      const all = 'SELECT (SELECT count(*) FROM phd.audit), (SELECT array_agg(meta ORDER BY name) FROM phd.meta)'
      const before = sql(all)
      for (const args of [
        ['desk', 'init'],
        ['desk', 'grant', 'nobody', 'desk'],
        ['desk', 'upgrade'],
        ['desk', 'upgrade', '--dry-run'],
        ['desk', 'set', 'zone', 'Europe/Berlin'],
        ['desk', 'unset', 'zone'],
        ['desk', 'reopen'],
        ['desk', 'copy', PHD_DB, fresh],
        ['desk', 'copy', PHD_DB, 'copy.db'],
      ]) {
        const { code, stdout } = desk.run([...args, '--json'], env)
        expect([args, code, JSON.parse(stdout).error?.code]).toEqual([args, 5, 'audit_damaged'])
      }
      expect(sql(all)).toBe(before)
      expect(existsSync(join(desk.folder, 'copy.db'))).toBe(false)
      for (const args of [
        ['loa', 'check', 'Lumen Labs 4'],
        ['desk', 'settings'],
        ['desk', 'copy', PHD_DB, 'trial.db', '--keep-open'],
      ]) {
        const asked = desk.run([...args, '--quiet'], env)
        expect([args, asked.code, asked.stderr]).toEqual([
          args,
          0,
          expect.stringMatching(/^phd: the audit of .* you saw audit entry/),
        ])
      }
      const status = desk.run(['desk', 'status', '--json'], env)
      expect(JSON.parse(status.stdout).seen).toMatchObject({ entry: 5, state: 'gone' })
      expect(desk.run(['desk', 'status'], env).stdout).toMatch(/^seen +entry 5 .* is gone; it ends with entry 4 /m)
      expect(check(desk, env, '--accept').code).toBe(0)
      const set = desk.run(['desk', 'set', 'zone', 'Europe/Berlin'], env)
      expect([set.code, set.stderr]).toEqual([0, ''])
      expect(JSON.parse(desk.run(['desk', 'status', '--json'], env).stdout).seen).toMatchObject({ entry: 5, state: 'there' })
    })
  })

  it('of an older schema, whose last entry is gone, is brought up to date and then looked over', async () => {
    const { PHD_DB, sql } = await restored()
    await atDesk((desk) => {
      const env = { PHD_DB }
      expect(approve(desk, env).code).toBe(0)
      // As a dump from before the last upgrade brings it back.
      sql(`${LOSE_LAST}; UPDATE meta SET value = '4' WHERE name = 'schema'`)
      expect(desk.run(['desk', 'verify'], env).stderr).toContain('phd desk upgrade')
      const upgraded = desk.run(['desk', 'upgrade'], env)
      expect([upgraded.code, upgraded.stderr]).toEqual([0, expect.stringContaining('you saw audit entry 5')])
      expect(note(desk, env).code).toBe(5)
      expect(check(desk, env, '--accept')).toMatchObject({ code: 0, accepted: { entry: 4 } })
      expect(note(desk, env).code).toBe(0)
    })
  })

  it('is known by what its administrator recorded there, and by what a look at it showed', async () => {
    const { PHD_DB, sql } = await restored()
    const last = () => Number(sql('SELECT max(id) FROM phd.audit'))
    for (const args of [
      ['desk', 'status'],
      ['desk', 'settings'],
      ['desk', 'set', 'zone', 'Europe/Berlin'],
      ['desk', 'unset', 'zone'],
      ['desk', 'reopen'],
    ])
      await atDesk((desk) => {
        if (args[1] === 'reopen')
          sql(`INSERT INTO phd.meta VALUES ('moved', '{"to":"x","at":"2026-12-01T00:00:00Z","by":"ann"}')`)
        const { code, stderr } = desk.run(args, { PHD_DB })
        expect([args, code, stderr]).toEqual([args, 0, ''])
        const folder = join(desk.folder, '.local/state/phd/desks')
        const kept = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8'))
        expect([args, kept.entry]).toEqual([args, last()])
      })
    expect(last()).toBe(6)
  })

  it('that is older than what was seen is told as such in each database it is restored to, and others are not', async () => {
    const one = { PHD_DB: (await restored()).PHD_DB }
    const other = { PHD_DB: (await restored()).PHD_DB }
    await atDesk((desk) => {
      expect(approve(desk, one).code).toBe(0)
      expect(desk.run(['loa', 'check', 'Lumen Labs 4'], other).stderr).toContain('you saw audit entry 5')
    })
    // Who has not seen it cannot know.
    await atDesk((desk) => expect(desk.run(['loa', 'check', 'Lumen Labs 4'], other).stderr).toBe(''))
    const fresh = (await sharedCluster()).createDatabase(`${NAME}_${made.length}`)
    made.push(`${NAME}_${made.length}`)
    await atDesk((desk) => {
      expect(note(desk, one).code).toBe(0)
      expect(desk.run(['desk', 'init'], { PHD_DB: fresh }).code).toBe(0)
      expect(desk.run(['imports', 'list'], { PHD_DB: fresh }).stderr).not.toContain('you saw')
    })
  })

  it('goes on after a person was forgotten, in the very entry that was seen', async () => {
    const { PHD_DB } = await restored()
    await atDesk((desk) => {
      const env = { PHD_DB }
      desk.put('requests/loa-notice.eml')
      expect(desk.run(['loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH'], env).code).toBe(0)
      expect(approve(desk, env).code).toBe(0)
      const found = /[\w.]+@[\w.]+\.example/.exec(desk.run(['loa', 'list', '--json'], env).stdout)?.[0] ?? ''
      const forgotten = desk.run(['forget', found, '--yes'], env)
      expect([forgotten.code, forgotten.stderr]).toEqual([0, ''])
      const asked = desk.run(['loa', 'check', 'Lumen Labs 4'], env)
      expect([asked.code, asked.stderr]).toEqual([0, ''])
      expect(check(desk, env)).toMatchObject({ code: 0, seen: { state: 'there' } })
    })
  })

  it('is asked and recorded at where the home folder takes no file, and what stands there is not trusted', async () => {
    const { PHD_DB, sql } = await restored()
    await atDesk((desk) => {
      const id = sql("SELECT value FROM phd.meta WHERE name = 'id'")
      const folder = join(desk.folder, '.local/state/phd/desks')
      expect(approve(desk, { PHD_DB }).code).toBe(0)
      expect(JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'))).toMatchObject({ entry: 5 })
      for (const text of ['', '{}', '{"entry":99999999999,"hash":"x","at":"y"}', '\u0000\u001b[31m']) {
        writeFileSync(join(folder, `${id}.json`), text)
        const { code, stderr } = desk.run(['loa', 'check', 'Lumen Labs 4'], { PHD_DB })
        expect([code, stderr]).toEqual([0, ''])
      }
      rmSync(folder, { recursive: true })
      writeFileSync(folder, 'not a folder')
      expect(note(desk, { PHD_DB }).stderr).toBe('')
      expect(existsSync(folder) && readFileSync(folder, 'utf8')).toBe('not a folder')
      // An id that a server made up is the name of no file.
      sql("UPDATE phd.meta SET value = '../../../pwned' WHERE name = 'id'")
      rmSync(folder)
      mkdirSync(folder)
      expect(desk.run(['loa', 'check', 'Lumen Labs 4'], { PHD_DB }).stderr).toBe('')
      expect(readdirSync(folder)).toEqual([])
      expect(readdirSync(desk.folder).join()).not.toContain('pwned')
    })
  })

  it.each([
    [
      'an import that the audit does not have',
      'INSERT INTO imports SELECT (jsonb_populate_record(i, \'{"id": 9}\')).* FROM imports i WHERE id = 3',
      /import 9 is in the list, and not in the audit/,
    ],
    [
      'an import that the audit has otherwise',
      'UPDATE imports SET rows_added = rows_added + 1 WHERE id = 3',
      /import 3 is not as audit entry \d+ records it/,
    ],
    [
      'a record that was added',
      'INSERT INTO accounts SELECT (jsonb_populate_record(a, \'{"version": 99999, "key": "x"}\')).* FROM accounts a LIMIT 1',
      /import 1 wrote \d+ records of accounts, and \d+ versions/,
    ],
    ['a record that was removed', 'DELETE FROM accounts WHERE version = 2', /import 1 wrote \d+ records of accounts/],
    [
      'a record that was ended',
      'UPDATE accounts SET valid_to = 2 WHERE version = 2',
      /of accounts are? of import 2, which is not in the list/,
    ],
    ['a sighting of no import', 'INSERT INTO accounts_seen VALUES (2, 77, 1)', /noted as seen/],
  ])('with %s is not whole', async (_, change, flaw) => {
    const { PHD_DB, sql } = await restored()
    sql(`SET search_path = phd; SET session_replication_role = replica; ${change}`)
    await atDesk((desk) => {
      const found = check(desk, { PHD_DB })
      expect(found).toMatchObject({ code: 1, whole: false })
      expect(flawsOf(found).join('\n')).toMatch(flaw)
    })
  })
})
