import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HAS_POSTGRES, sharedCluster } from '../store/postgres/cluster.ts'
import { atDesk, type Desk } from './phd.ts'

/*
 * Promise: of a desk on a server, doctor finds what it finds of the same desk in a file, but for the file itself: its pages, its rights,
 * its disk and its backups are the server's to look after.
 */

const NAME = `doctor_${process.pid}`
const EXPORTS = ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']

interface Doctor {
  database: { isShared: boolean; state: string; mode: string | null }
  findings: { code: string; level: string; hint: string | null }[]
}

describe.skipIf(!HAS_POSTGRES)('phd doctor at a shared desk', () => {
  let PHD_DB: string
  const sql = async (text: string): Promise<string> => (await sharedCluster()).sql(NAME, text)

  beforeAll(async () => {
    PHD_DB = (await sharedCluster()).createDatabase(NAME)
    await atDesk((desk) => {
      desk.put(...EXPORTS.map((name) => `desk/${name}`))
      for (const args of [
        ['desk', 'init'],
        ['import', ...EXPORTS],
      ])
        expect(desk.run(args, { PHD_DB }).stderr).toBe('')
    })
  })
  afterAll(async () => (await sharedCluster()).sql('postgres', `DROP DATABASE ${NAME} WITH (FORCE)`))

  function doctor(desk: Desk, env: NodeJS.ProcessEnv, ...args: string[]): Doctor & { code: number | null } {
    const { stdout, code } = desk.run(['doctor', '--json', ...args], env)
    return { ...JSON.parse(stdout), code }
  }

  it.each([[[]], [['--now', '2026-12-20']], [['--thorough']]])('finds what it finds of a file, asked with %j', (args) =>
    atDesk((desk) => {
      const shared = doctor(desk, { PHD_DB }, ...args)
      const inFile = doctor(desk.imported(), {}, ...args)
      const own = ({ findings }: Doctor) => findings.filter(({ code }) => !/^(?:database|backup|desk)_/.test(code))
      expect([shared.code, own(shared)]).toEqual([inFile.code, own(inFile)])
      expect(shared.findings).toContainEqual(expect.objectContaining({ code: 'desk_answers', level: 'ok', hint: null }))
      expect(shared.database).toMatchObject({ isShared: true, state: 'sound', mode: null })
      expect(inFile.database).toMatchObject({ isShared: false })
    }),
  )

  it('finds an audit that was changed by hand, and sends to the administrator', async () => {
    const change = (to: string) =>
      sql(`SET search_path = phd; ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed; UPDATE audit SET actor = ${to} WHERE id = 2;
        ALTER TABLE audit ENABLE TRIGGER audit_is_not_changed`)
    await change("actor || 'x'")
    await atDesk((desk) => {
      const { code, findings } = doctor(desk, { PHD_DB })
      expect(code).toBe(5)
      expect(findings[0]).toMatchObject({ code: 'audit_broken', hint: expect.stringContaining('the administrator of the desk') })
      expect(findings[0]?.hint).not.toContain('restore')
    })
    await change('left(actor, -1)')
  })

  it('sends to the settings of the desk for a list that is imported and not used', () =>
    atDesk((desk) => {
      const set = (...words: string[]) => desk.run(['desk', ...words], { PHD_DB }).code
      expect(set('set', 'notUsed', 'evaluation_licenses')).toBe(0)
      desk.put('leads/evaluation-licenses.csv')
      expect(desk.run(['import', 'evaluation-licenses.csv'], { PHD_DB }).stderr).toBe('')
      const { findings } = doctor(desk, { PHD_DB })
      expect(findings.find(({ code }) => code === 'not_used_imported')?.hint).toContain('phd desk unset notUsed')
      expect(set('unset', 'notUsed')).toBe(0)
    }))

  it('has nothing to mend, and shows where the desk is', () =>
    atDesk((desk) => {
      const line = desk.run(['doctor', '--fix', '--yes'], { PHD_DB })
      expect(line.stdout).toContain('nothing that phd can fix by itself')
      const table = desk.run(['doctor'], { PHD_DB }).stdout
      expect(table).toMatch(/^database {2}\S+, \d+\.\d MiB, schema \d+, sound$/m)
      expect(table).toContain('ok: the desk answers; its server checks its pages and makes the backups')
    }))

  it('says that it was not reached, and why it may not look', async () => {
    await atDesk((desk) => {
      const away = desk.run(['doctor', '--quiet'], { PHD_DB: PHD_DB.replace('phd-postgres-', 'phd-nowhere-') })
      expect([away.code, away.stderr]).toEqual([6, expect.stringContaining('could not reach')])
    })
    await sql('CREATE ROLE doctor_outside LOGIN')
    await atDesk((desk) => {
      const refused = desk.run(['doctor', '--quiet'], { PHD_DB: PHD_DB.replace('tester@', 'doctor_outside@') })
      expect([refused.code, refused.stdout]).toEqual([5, expect.stringContaining('this login may not do that')])
    })
    await sql('DROP ROLE doctor_outside')
  })
})
