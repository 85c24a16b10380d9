import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { Cluster, HAS_POSTGRES } from '../store/postgres/cluster.ts'
import { holding } from '../store/postgres/holding.ts'
import { PERSON } from './lived.ts'
import { atDesk, type Desk, type Run, root } from './phd.ts'

/** A copy comes to this table after others: all before it is there. */
const IN_ITS_MIDDLE = 'LOCK TABLE phd.promised_files IN ACCESS EXCLUSIVE MODE'

const copied = ({ stdout, stderr, code }: Run): { tables: { table: string; rows: number }[]; audit: { entries: number } } => {
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe.skipIf(!HAS_POSTGRES)('phd desk copy', () => {
  let cluster: Cluster
  let databases = 0

  beforeAll(async () => {
    cluster = await Cluster.start()
  })

  function newDesk(desk: Desk): string {
    databases += 1
    const address = cluster.createDatabase(`desk-${databases}`)
    expect(desk.run(['desk', 'init'], { PHD_DB: address }).code).toBe(0)
    return address
  }

  it('writes nothing in a dry run, and refuses what is not empty', () =>
    atDesk((desk) => {
      desk.imported()
      const server = newDesk(desk)
      const dry = desk.phd('desk', 'copy', desk.db, server, '--dry-run', '--json')
      const there = copied(desk.phd('desk', 'copy', desk.db, server, '--json'))
      expect(JSON.parse(dry.stdout)).toMatchObject({ status: 'dry_run', tables: there.tables, audit: there.audit })
      for (const args of [
        [desk.db, server],
        [server, desk.db],
      ]) {
        for (const more of [[], ['--dry-run']]) {
          const run = desk.phd('desk', 'copy', ...args, ...more, '--json')
          expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([5, 'desk_not_empty'])
        }
      }
      expect(desk.phd('desk', 'copy', desk.db, desk.db).code).toBe(2)
      expect(desk.phd('desk', 'copy', join(desk.folder, 'none.db'), server).code).toBe(3)
      const taken = newDesk(desk)
      expect(desk.put('mails/mail-052.eml').run(['mail', 'claim', 'mail-052.eml'], { PHD_DB: taken }).code).toBe(0)
      expect(desk.phd('desk', 'copy', desk.db, taken, '--keep-open').stderr).toContain('is not empty')
      const database = cluster.createDatabase('without-a-desk')
      expect(desk.phd('desk', 'copy', desk.db, database).code).toBe(3)
    }))

  const RECORDING: readonly (readonly string[])[] = [
    ['import', 'sfdc-accounts.csv'],
    ['import', 'nfr-licenses.csv', '--dry-run'],
    ['partner', 'alias', 'add', 'Lumen four', 'Lumen Labs 4 Ltd'],
    ['imports', 'undo', '1', '--yes'],
    ['forget', PERSON, '--yes'],
    ['prune', '--older-than', '2026-11-19', '--yes'],
  ]

  it.each(['file', 'server'])('marks the old desk, a %s: it answers, records nothing, and can be taken up again', (which) =>
    atDesk((desk) => {
      desk.imported().put('desk/nfr-licenses.csv')
      const server = newDesk(desk)
      const copy = join(desk.folder, 'back.copy')
      if (which === 'server') copied(desk.phd('desk', 'copy', desk.db, server, '--json'))
      const [from, to, name] = which === 'server' ? [server, copy, `desk-${databases}`] : [desk.db, server, desk.db]
      const at = (db: string, ...args: string[]): Run => desk.run(args, { PHD_DB: db })
      const moved = at(from, 'desk', 'copy', from, to.replace(`${desk.folder}/`, ''))
      expect([moved.code, moved.stdout]).toEqual([0, expect.stringContaining('the old one is marked as moved')])
      const check = ['loa', 'check', 'Lumen Labs 4 Ltd', '--json']
      const asked = at(from, ...check)
      const { code, stdout } = at(to, ...check)
      expect(asked).toMatchObject({ code, stdout })
      expect(asked.stderr).toMatch(
        /^phd: \S+ was moved to \S+ by tester, \d{4}-\d\d-\d\d; what was recorded there since is not here\n$/,
      )
      expect(asked.stderr).toContain(name)
      if (which === 'server') expect(asked.stderr).toContain(`moved to ${copy} by`)
      for (const args of [...RECORDING, ['desk', 'copy', from, join(desk.folder, 'again.copy')]]) {
        const run = at(from, ...args, '--json')
        expect([args, run.code, JSON.parse(run.stdout).error.code]).toEqual([args, 5, 'desk_moved'])
        expect(JSON.parse(run.stdout).error.hint).toContain('phd desk reopen')
      }
      expect(existsSync(join(desk.folder, 'again.copy'))).toBe(false)
      expect(at(to, 'partner', 'alias', 'add', 'Lumen four', 'Lumen Labs 4 Ltd').code).toBe(0)
      expect(at(from, 'desk', 'reopen', '--dry-run').stdout).toContain('dry run, nothing was changed')
      expect(at(from, 'partner', 'alias', 'add', 'Lumen four', 'Lumen Labs 4 Ltd').code).toBe(5)
      const again = at(from, 'desk', 'reopen')
      expect(again).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('takes records again') })
      expect(at(from, 'partner', 'alias', 'add', 'Lumen five', 'Lumen Labs 4 Ltd')).toMatchObject({ code: 0, stderr: '' })
      expect(at(from, 'audit', 'list', '--action', 'desk_reopened').stdout).toContain('moved to ')
      expect(at(from, 'audit', 'verify').code).toBe(0)
      expect(at(from, 'desk', 'reopen').stdout).toContain('it is not marked as moved')
    }),
  )

  it('takes the settings of the desk along, also by way of a file', () =>
    atDesk((desk) => {
      const [first, second, file] = [newDesk(desk), newDesk(desk), join(desk.folder, 'between.copy')]
      const set = (db: string): unknown =>
        desk
          .json<{ settings: { key: string; value: unknown; origin: string }[] }>('desk', 'settings', '--db', db)
          .settings.filter(({ origin }) => origin === 'desk')
          .map(({ key, value }) => [key, value])
      for (const [key = '', value = ''] of [
        ['zone', 'Europe/Berlin'],
        ['dateOrder.accounts', 'dmy'],
      ])
        expect(desk.phd('desk', 'set', key, value, '--db', first).code).toBe(0)
      copied(desk.phd('desk', 'copy', first, file, '--json'))
      copied(desk.phd('desk', 'copy', file, second, '--json'))
      expect(set(second)).toEqual([
        ['zone', 'Europe/Berlin'],
        ['dateOrder', { accounts: 'dmy' }],
      ])
    }))

  it('lets nobody record in the old desk while it is copied', () =>
    atDesk(async (desk) => {
      desk.imported().put('desk/nfr-licenses.csv')
      const server = newDesk(desk)
      const { release, waits } = await holding(cluster, `desk-${databases}`, IN_ITS_MIDDLE)
      const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'desk', 'copy', desk.db, server], { env: desk.env() })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await waits()
      const refused = desk.phd('import', 'nfr-licenses.csv', '--wait', '0')
      const asked = desk.phd('loa', 'check', 'Lumen Labs 4 Ltd')
      await release()
      expect([refused.code, asked.code, await ended]).toEqual([6, 0, 0])
      expect(desk.phd('import', 'nfr-licenses.csv').code).toBe(5)
    }))

  it('is refused to a login that cannot mark the old desk, unless that stays open', () =>
    atDesk((desk) => {
      desk.imported()
      const server = newDesk(desk)
      copied(desk.phd('desk', 'copy', desk.db, server, '--json'))
      cluster.sql('postgres', 'CREATE ROLE copies LOGIN; GRANT phd_reader TO copies')
      const file = join(desk.folder, 'back.copy')
      const from = server.replace('tester@', 'copies@')
      const run = desk.phd('desk', 'copy', from, file, '--json')
      expect([run.code, JSON.parse(run.stdout).error.code, existsSync(file)]).toEqual([5, 'access_refused', false])
      copied(desk.phd('desk', 'copy', from, file, '--keep-open', '--json'))
    }))

  it('does not copy a desk whose audit was changed', () =>
    atDesk((desk) => {
      desk.imported()
      const db = new Database(desk.db)
      db.exec("DROP TRIGGER audit_is_not_changed; UPDATE audit SET actor = 'eve' WHERE id = 2")
      db.exec("CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END")
      db.close()
      const server = newDesk(desk)
      const run = desk.phd('desk', 'copy', desk.db, server, '--json')
      expect([run.code, JSON.parse(run.stdout).error.code]).toEqual([5, 'audit_damaged'])
      expect(desk.run(['imports', 'list'], { PHD_DB: server }).code).toBe(0)
      expect(cluster.sql(`desk-${databases}`, 'SELECT count(*) FROM phd.imports')).toBe('0')
    }))

  it.each(['server', 'file'])('keeps nothing of a copy to a %s that is killed, and may then be run again', (which) =>
    atDesk(async (desk) => {
      desk.imported()
      const server = newDesk(desk)
      const name = `desk-${databases}`
      const file = join(desk.folder, 'back.copy')
      const [from, to] = which === 'server' ? [desk.db, server] : [server, file]
      if (which === 'file') copied(desk.phd('desk', 'copy', desk.db, server, '--json'))
      const { release, waits, alone } = await holding(cluster, name, IN_ITS_MIDDLE)
      const child = spawn(process.execPath, [join(root, 'bin', 'phd.cjs'), 'desk', 'copy', from, to], { env: desk.env() })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await waits()
      child.kill('SIGKILL')
      await ended
      await release()
      await alone()
      if (which === 'server') expect(cluster.sql(name, 'SELECT count(*) FROM phd.imports')).toBe('0')
      else expect([existsSync(file), readdirSync(desk.folder).includes('back.copy')]).toEqual([false, false])
      copied(desk.phd('desk', 'copy', from, to, '--json'))
    }),
  )
})
