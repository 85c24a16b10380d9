import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCHEMA_NUMBER } from '../../src/store/postgres/schema.ts'
import { Cluster, HAS_POSTGRES } from '../store/postgres/cluster.ts'
import { atDesk, type Desk, type Run } from './phd.ts'

const PASSWORD = 's3cret-of-ann'

describe('phd desk', () => {
  it.each([[['init']], [['status']], [['grant', 'ann', 'desk']], [['upgrade']]])('is not for a desk in a file: %j', (args) =>
    atDesk((desk) => {
      const run = desk.phd('desk', ...args)
      expect([run.code, run.stdout]).toEqual([2, ''])
      expect(run.stderr).toContain('~/data/phd.db is a file, and phd desk is for a desk on a server')
      expect(run.stderr).toContain('--db postgres://host/database')
    }),
  )
})

describe.skipIf(!HAS_POSTGRES)('a desk on a server', () => {
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await Cluster.start({ access: ['local all tester trust', 'local all all scram-sha-256'] })
    cluster.sql('postgres', `CREATE ROLE ann LOGIN CREATEROLE PASSWORD '${PASSWORD}'`)
  })

  /** Runs phd as ann, whose password is in her file. It is in nothing that she reads. */
  function as(desk: Desk, database: string, ...args: string[]): Run {
    desk.write('.pgpass', `*:*:*:ann:${PASSWORD}`)
    chmodSync(join(desk.folder, '.pgpass'), 0o600)
    const run = desk.run(args, { PHD_DB: cluster.address(database, 'ann') })
    expect(run.stdout + run.stderr).not.toContain(PASSWORD)
    return run
  }

  function newDatabase(name: string): void {
    cluster.createDatabase(name)
    cluster.sql('postgres', `ALTER DATABASE ${name} OWNER TO ann`)
  }

  it('is not there before it is made', () =>
    atDesk((desk) => {
      newDatabase('empty')
      for (const args of [
        ['desk', 'status'],
        ['loa', 'check', 'Lumen Labs 4'],
        ['desk', 'grant', 'ann', 'desk'],
      ]) {
        const run = as(desk, 'empty', ...args)
        expect([run.code, run.stdout]).toEqual([3, ''])
        expect(run.stderr).toMatch(/no desk at \S+\/empty yet\n {2}its administrator makes one: phd desk init/)
      }
      const dry = as(desk, 'empty', 'desk', 'init', '--dry-run')
      expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('dry run, nothing was written')])
      expect(as(desk, 'empty', 'desk', 'status').code).toBe(3)
    }))

  it('is made once, then takes imports, questions and decisions', () =>
    atDesk((desk) => {
      newDatabase('team')
      desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
      const made = as(desk, 'team', 'desk', 'init')
      expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^made a desk at \S+\/team\n {2}its roles:\n/)])
      const again = as(desk, 'team', 'desk', 'init')
      expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^there is a desk at \S+\/team already/)])
      const imported = as(desk, 'team', 'import', 'sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv')
      expect([imported.code, imported.stderr]).toEqual([0, ''])
      expect(as(desk, 'team', 'loa', 'check', 'Lumen Labs 4').stdout).toContain('YES: eligible for a letter of authorization')
      expect(as(desk, 'team', 'loa', 'approve', 'Lumen Labs 4', '--requester', 'Ann').code).toBe(0)
      expect(as(desk, 'team', 'audit', 'verify').code).toBe(0)
      const upgraded = as(desk, 'team', 'desk', 'upgrade')
      expect([upgraded.code, upgraded.stdout]).toEqual([0, expect.stringMatching(/\/team has schema \d+, that of this phd\n$/)])
      const { stdout } = as(desk, 'team', 'desk', 'status', '--json')
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ schema: 'phd.desk/1', encrypted: null, login: 'ann', may: 'admin', roles: true },
        ...{ deskSchema: { desk: SCHEMA_NUMBER, program: SCHEMA_NUMBER }, imports: 3 },
      })
      const text = as(desk, 'team', 'desk', 'status').stdout
      expect(text).toContain('connection  by a socket of this machine, so nothing crosses a network\n')
      expect(text).toContain(`schema      ${SCHEMA_NUMBER}, that of this phd\n`)
      expect(text).toMatch(/rules {7}[\da-f]{16}, those of this phd\nimports {5}3\n/)
      expect(as(desk, 'team', 'desk', 'status', '--format', 'csv').stdout.split('\r\n')).toHaveLength(3)
    }))

  it('of an older phd is asked nothing until it is brought up to date', () =>
    atDesk((desk) => {
      newDatabase('older')
      expect(as(desk, 'older', 'desk', 'init').code).toBe(0)
      cluster.sql('older', "UPDATE phd.meta SET value = '0' WHERE name = 'schema'")
      for (const args of [
        ['loa', 'check', 'Lumen Labs 4'],
        ['imports', 'list'],
      ]) {
        const run = as(desk, 'older', ...args)
        expect([run.code, run.stdout]).toEqual([5, ''])
        expect(run.stderr).toMatch(
          /older is of an older phd than this one\n {2}nothing was read or changed; .*: phd desk upgrade/,
        )
      }
      expect(as(desk, 'older', 'desk', 'status').stdout).toContain('its administrator brings it up to date: phd desk upgrade')
    }))

  it('that cannot be reached is told as such, and a wrong password is not told at all', () =>
    atDesk(async (desk) => {
      newDatabase('away')
      cluster.sql('postgres', "ALTER ROLE ann PASSWORD 'another one'")
      const refused = as(desk, 'away', 'desk', 'init')
      expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('refused the password')])
      await cluster.stop()
      for (const args of [
        ['desk', 'init'],
        ['desk', 'status'],
        ['loa', 'check', 'Lumen Labs 4'],
      ]) {
        const run = as(desk, 'away', ...args)
        expect([run.code, run.stdout]).toEqual([6, ''])
        expect(run.stderr).toMatch(/could not reach \S+\/away .*\n {2}nothing was changed/)
      }
    }))
})
