import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, NOW } from './phd.ts'

interface DoctorJson {
  database: { state: string; schema: number | null; signs: string[] }
  sources: {
    kind: string
    records: number
    ageDays: number | null
    stale: number
    setAside: { rows: number; file: string } | null
  }[]
  unlinked: { kind: string; name: string | null; rows: number; why: string }[]
  findings: { code: string; level: string; message: string; hint: string | null }[]
}

function doctor(desk: Desk, ...args: string[]): DoctorJson & { code: number | null } {
  const { stdout, code } = desk.phd('doctor', '--json', ...args)
  return { ...JSON.parse(stdout), code }
}

/** A calendar that reaches far enough, in place of the one that comes with phd, which ends in 2026. */
function withCalendar(desk: Desk): Desk {
  return desk.write('calendar.csv', 'Date,Last Day,Name,What,Region', '2028-12-25,,Christmas,Holiday,').imports('calendar.csv')
}

function codes({ findings }: DoctorJson): string[] {
  return findings.map(({ level, code }) => `${level} ${code}`)
}

describe('phd doctor', () => {
  it('finds nothing where all is well, and says nothing when asked to be quiet', () =>
    atDesk((desk) => {
      const found = doctor(withCalendar(desk.imported()))
      expect([found.code, codes(found)]).toEqual([0, ['note table_replaced', 'ok database_sound', 'ok sources_fresh']])
      expect(found.sources.slice(0, 3).map(({ kind, records, stale }) => [kind, records, stale])).toEqual([
        ['accounts', 51, 0],
        ['portal_users', 99, 0],
        ['certification_dashboard', 45, 0],
      ])
      expect(desk.phd('doctor', '--quiet')).toEqual({ stdout: '', stderr: '', code: 0 })
    }))

  it('says which needed source is stale or was never imported', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv', 'desk/nfr-licenses.csv').phd('import', 'sfdc-accounts.csv', 'nfr-licenses.csv')
      withCalendar(desk)
      const found = doctor(desk, '--now', '2026-12-20')
      expect([found.code, codes(found)]).toEqual([
        1,
        [
          ...['warning source_stale', 'warning never_imported', 'warning never_imported'],
          ...['warning backup_missing', 'note source_old', 'note table_replaced', 'ok database_sound'],
        ],
      ])
      expect(found.findings[4]).toMatchObject({ hint: expect.stringMatching(/export it again from .*, then: phd import <file>/) })
      expect(found.sources[0]).toMatchObject({ kind: 'accounts', ageDays: 29, stale: 51 })
      expect(doctor(desk, '--now', '2026-12-20', '--max-age', '40').findings[0]?.code).toBe('never_imported')
      expect(codes(doctor(desk, '--now', '2026-11-27T06:02:00Z'))).not.toContain('warning source_stale')
      expect(codes(doctor(desk, '--now', '2026-11-27T06:02:01Z'))).toContain('warning source_stale')
    }))

  it('says how many records left a source that is fresh', () =>
    atDesk((desk) => {
      desk.imported().put('broken/names-accounts.csv').touch('names-accounts.csv', '2026-12-10')
      desk.phd('import', 'names-accounts.csv', '--now', '2026-12-10')
      const found = doctor(desk, '--now', '2026-12-10')
      expect(codes(found)).toContain('note records_stale')
      expect(found.sources[0]?.stale).toBe(51)
    }))

  it('counts the rejected rows until they are corrected', () =>
    atDesk((desk) => {
      desk.imported().put('broken/accounts-with-problems.csv').phd('import', 'accounts-with-problems.csv')
      const found = doctor(desk)
      expect([found.code, codes(found)[0]]).toEqual([1, 'warning rows_set_aside'])
      expect(found.sources[0]?.setAside).toMatchObject({ rows: 5, file: 'accounts-with-problems.csv' })
      expect(desk.phd('doctor', '--quiet').stdout).toContain('5 rejected rows')
      const rejects = desk.read('accounts-with-problems.rejects.csv')
      desk.write('fixed.rejects.csv', rejects.replace('maybe', 'True'))
      desk.phd('import', 'fixed.rejects.csv')
      expect(doctor(desk).sources[0]?.setAside).toMatchObject({ rows: 4, file: 'fixed.rejects.csv' })
      // An export without those records corrects none of them; a row whose record cannot be told waits no longer.
      desk.phd('import', 'sfdc-accounts.csv', '--exported-at', NOW)
      expect(doctor(desk).sources[0]?.setAside?.rows).toBe(3)
      expect(codes(doctor(desk, '--now', '2026-12-20'))).not.toContain('warning rows_set_aside')
    }))

  it('lists the names that lead to no partner, which is not a fault', () =>
    atDesk((desk) => {
      desk.imported().put('broken/names-dashboard.csv')
      desk.write(
        'users.csv',
        readFileSync(join(desk.folder, 'impartner-users.csv'), 'utf8').split('\r\n')[0] ?? '',
        ...[1, 2, 3].map((i) => `Nobody Corp,Ann ${i},ann${i}@nobody.example,,,,,,True,False,False,False,True,False,False,False`),
      )
      expect(desk.phd('import', 'names-dashboard.csv', 'users.csv').code).toBe(0)
      const found = doctor(withCalendar(desk))
      expect([found.code, codes(found)]).toEqual([
        0,
        ['note names_unlinked', 'note table_replaced', 'ok database_sound', 'ok sources_fresh'],
      ])
      expect(found.unlinked[0]).toMatchObject({
        kind: 'portal_users',
        name: 'Nobody Corp',
        accountId: null,
        rows: 3,
        why: 'nobody',
      })
      expect(found.unlinked.map(({ name }) => name)).toContain('Kestrel Data')
      desk.phd('partner', 'alias', 'add', 'Nobody Corp', 'Lumen Labs 4')
      expect(doctor(desk).unlinked.map(({ name }) => name)).not.toContain('Nobody Corp')
    }))

  it('answers as of an earlier import', () =>
    atDesk((desk) => {
      desk.imported()
      expect(codes(doctor(desk, '--as-of', 'import:1'))).toEqual([
        'warning never_imported',
        'warning never_imported',
        'note calendar_ends',
        'ok database_sound',
      ])
    }))

  it('makes no database where there is none, nor of an empty file', () =>
    atDesk((desk) => {
      expect([doctor(desk).code, codes(doctor(desk))]).toEqual([1, ['warning no_database']])
      mkdirSync(join(desk.folder, 'data'))
      writeFileSync(desk.db, '', { mode: 0o600 })
      expect(codes(doctor(desk))).toEqual(['warning no_database'])
      expect(readFileSync(desk.db, 'utf8')).toBe('')
    }))

  it('ends with 5 for a database that is damaged, is not one, or is open to others', () =>
    atDesk((desk) => {
      desk.imported()
      const whole = readFileSync(desk.db)
      const size = whole.readUInt16BE(16)
      let noticed = 0
      // The head of a page says what it holds; a page that holds nothing of ours may be damaged without harm.
      for (let page = 1; page < 20; page++) {
        const damaged = Buffer.from(whole)
        damaged.writeUInt8((damaged[page * size] ?? 0) ^ 0xff, page * size)
        writeFileSync(desk.db, damaged)
        const found = doctor(desk)
        if (found.code === 5) noticed++
        expect([0, 5]).toContain(found.code)
        expect(readFileSync(desk.db).equals(damaged)).toBe(true)
      }
      expect(noticed).toBeGreaterThan(15)
      const { stdout } = desk.phd('doctor')
      expect(stdout).toMatch(/^problem: .*damaged/m)
      writeFileSync(desk.db, 'this is not a database; '.repeat(500))
      expect(doctor(desk)).toMatchObject({ code: 5, findings: [{ code: 'database_damaged', level: 'problem' }] })
      writeFileSync(desk.db, whole)
      chmodSync(desk.db, 0o644)
      expect([doctor(desk).code, codes(doctor(desk))[0]]).toEqual([1, 'warning database_readable_by_others'])
      chmodSync(desk.db, 0o666)
      expect(doctor(desk)).toMatchObject({ code: 5, findings: [{ code: 'database_exposed', level: 'problem' }, {}] })
    }))

  it('is not needed for a damaged database to be left alone: the first import of a day looks it over', () =>
    atDesk((desk) => {
      desk.imported().put('desk/sfdc-users.csv')
      const whole = readFileSync(desk.db)
      const size = whole.readUInt16BE(16)
      const refused = Array.from({ length: 12 }, (_, i) => {
        const damaged = Buffer.from(whole)
        damaged.writeUInt8((damaged[(i + 1) * size] ?? 0) ^ 0xff, (i + 1) * size)
        writeFileSync(desk.db, damaged)
        const { code } = desk.phd('import', 'sfdc-users.csv', '--now', '2026-11-21T08:00:00Z')
        if (code === 5) expect(readFileSync(desk.db).equals(damaged)).toBe(true)
        return code
      })
      expect(refused.filter((code) => code === 5).length).toBeGreaterThan(9)
      writeFileSync(desk.db, whole)
      expect(desk.phd('import', 'sfdc-users.csv', '--now', '2026-11-21T08:00:00Z').code).toBe(0)
    }))
})
