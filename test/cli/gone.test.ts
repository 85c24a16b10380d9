/** What the newest list of a report lacks is no longer evidence. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, NOW } from './phd.ts'

const HEAD = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Billing Country'
const NAMES = ['Acme GmbH', 'Bolt AG', 'Cobalt Ltd', 'Delta Inc.', 'Echo SARL', 'Fjord AS']
const idOf = (name: string): string => `0014M000AAAAAA${'ABCDEF'[NAMES.indexOf(name)]}`
const account = (name: string): string => `${idOf(name)},${name},Partner,Authorized,Open,Ann Lee,DE`
const USERS =
  'Account Name,User: Full Name,User: Email,User: Mailing Street,User: Mailing City,User: Mailing State,User: Mailing Country,User: Phone,User: Account Activated,User: Display on Partner Locator?,User: Administrative Privileges,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const person = (name: string, certified = true, partner = 'Acme GmbH'): string =>
  `${partner},${name},${name}@x.example,,,,,,True,False,False,${certified ? 'True' : 'False'},True,False,False,False`
const ROW = 'Partner,Open Reqs Met?,Select Reqs Met?'

const day = (number: number): string => `2026-11-${number}`
const ACME = 'Acme GmbH'

/** Writes and imports a file of a day. */
function list(desk: Desk, file: string, on: number, rows: readonly string[], ...options: string[]) {
  desk.write(file, ...rows).touch(file, `${day(on)}T06:00:00Z`)
  const { imports } = JSON.parse(desk.phd('import', file, '--json', ...options).stdout)
  return imports[0]
}

const accountsOf = (...names: string[]): string[] => [HEAD, ...names.map(account)]

interface Check {
  id: string
  outcome: string
  reason: string | null
  detail: string | null
  source: { file: string; gone: { file: string; importId: number } | null } | null
}
interface Verdict {
  decision: string
  checks: Check[]
  notes: { code: string; message: string }[]
}

function judged(desk: Desk, question: 'loa' | 'nfr', name: string, ...options: string[]): Verdict {
  return JSON.parse(desk.phd(question, 'check', name, '--json', ...options).stdout)
}

/** Why the check of the status is not known; null where it is. */
function why(desk: Desk, name: string, ...options: string[]): (string | null)[] {
  const [check] = judged(desk, 'loa', name, ...options).checks
  return [check?.outcome ?? null, check?.reason ?? null, check?.detail ?? null]
}

const PASS = ['pass', null, null]
const goneFrom = (file: string) => ['unknown', 'gone_from_list', file]

describe('a record that a newer file of the same report lacks', () => {
  it('is unknown at once, with that file, until a later one has it again; as of before, and undone, it is not', () =>
    atDesk((desk) => {
      list(desk, 'accounts-2026-11-17.csv', 17, accountsOf(...NAMES))
      list(desk, 'accounts-2026-11-18.csv', 18, accountsOf(...NAMES.slice(1)))
      expect(why(desk, ACME)).toEqual(goneFrom('accounts-2026-11-18.csv'))
      expect(judged(desk, 'loa', ACME).checks[0]?.source?.gone).toEqual({ importId: 2, file: 'accounts-2026-11-18.csv' })
      expect(why(desk, 'Bolt AG')).toEqual(PASS)
      expect(desk.phd('loa', 'check', ACME)).toMatchObject({
        code: 4,
        stdout: expect.stringContaining('missing from the newest list (accounts-2026-11-18.csv)'),
      })
      expect(why(desk, ACME, '--as-of', 'import:1')).toEqual(PASS)
      // Nothing was deleted.
      expect(desk.phd('partner', 'show', ACME)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('gone from the newest list, accounts-2026-11-18.csv (import 2)'),
      })
      list(desk, 'accounts-2026-11-19.csv', 19, accountsOf(...NAMES))
      expect(why(desk, ACME)).toEqual(PASS)
      expect(why(desk, ACME, '--as-of', 'import:2')).toEqual(goneFrom('accounts-2026-11-18.csv'))
      desk.phd('imports', 'undo', '3', '--yes')
      expect(why(desk, ACME)).toEqual(goneFrom('accounts-2026-11-18.csv'))
      desk.phd('imports', 'undo', '2', '--yes')
      expect(why(desk, ACME)).toEqual(PASS)
    }))

  it('is so for all at once as for one, and in every command that goes by it', () =>
    atDesk((desk) => {
      list(desk, 'accounts-1.csv', 17, accountsOf(...NAMES))
      list(desk, 'accounts-2.csv', 18, accountsOf(...NAMES.slice(1)))
      const all = desk
        .phd('loa', 'check', '--all', '--format', 'ndjson')
        .stdout.trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      for (const verdict of all) expect(judged(desk, 'loa', verdict.subject.id)).toEqual(verdict)
      const owner = desk.phd('cam', 'owner', ACME, '--json')
      expect([owner.code, JSON.stringify(JSON.parse(owner.stdout).reasons)]).toEqual([
        4,
        expect.stringContaining('the record is not in the newest list (accounts-2.csv)'),
      ])
      const doctor = JSON.parse(desk.phd('doctor', '--json').stdout)
      expect(doctor.findings).toContainEqual(
        expect.objectContaining({ code: 'records_gone', level: 'note', message: expect.stringContaining('accounts-2.csv') }),
      )
      expect(doctor.sources[0]).toMatchObject({ kind: 'accounts', gone: 1, goneFrom: { importId: 2 } })
    }))

  it('is gone although the report has gained columns since, or lost some', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      const wider = accountsOf(...NAMES.slice(1)).map((row, i) => `${row},${i === 0 ? 'Billing City,Remarks' : 'Bonn,'}`)
      list(desk, 'accounts.csv', 18, wider)
      expect(why(desk, ACME)).toEqual(goneFrom('accounts.csv'))
      list(desk, 'accounts - Kopie.csv', 19, accountsOf(...NAMES.slice(2)))
      expect(why(desk, 'Bolt AG')).toEqual(goneFrom('accounts - Kopie.csv'))
    }))

  it('is told by the title line where there is one, whatever the names', () =>
    atDesk((desk) => {
      list(desk, 'one.csv', 17, ['Partners of EMEA as of 2026-11-17', ...accountsOf(...NAMES)])
      list(desk, 'two.csv', 18, ['Partners of APAC as of 2026-11-18', ...accountsOf(...NAMES.slice(1))])
      expect(why(desk, ACME)).toEqual(PASS)
      list(desk, 'three.csv', 19, ['Partners of EMEA, as of 19 Nov 2026', ...accountsOf(...NAMES.slice(2))])
      expect(why(desk, ACME)).toEqual(goneFrom('three.csv'))
      // What only the list of another scope has had since is gone from the list that had it.
      expect(why(desk, 'Bolt AG')).toEqual(goneFrom('three.csv'))
      expect(why(desk, 'Bolt AG', '--as-of', 'import:2')).toEqual(PASS)
      desk.phd('imports', 'undo', '3', '--yes')
      expect(why(desk, 'Bolt AG')).toEqual(PASS)
    }))
})

describe('a list of which only the day is known', () => {
  it('replaces one of the same day that was imported before, whatever its hour', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 18, accountsOf(...NAMES))
      expect(list(desk, 'accounts-2026-11-18.csv', 19, accountsOf(...NAMES.slice(1))).lastSeenBy).toBe('name')
      expect(why(desk, ACME)).toEqual(goneFrom('accounts-2026-11-18.csv'))
    }))

  it('overrules one of the same day, and is overruled by one; of the day before it is the older one', () =>
    atDesk((desk) => {
      const no = accountsOf(...NAMES).map((row) => row.replace('Authorized', 'Former'))
      list(desk, 'accounts.csv', 18, accountsOf(...NAMES))
      expect(list(desk, 'accounts-2026-11-18.csv', 19, no).rows.changed).toBe(6)
      list(desk, 'accounts.csv', 18, [...accountsOf(...NAMES), ''])
      expect(why(desk, ACME)).toEqual(PASS)
      expect(list(desk, 'accounts-2026-11-17.csv', 19, no.slice(0, -1)).reason.code).toBe('older_file')
    }))

  it('speaks of a row it rejected against one of the same day', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 18, accountsOf(...NAMES))
      const rows = accountsOf(...NAMES).map((row) => row.replace('Acme GmbH', ''))
      expect(list(desk, 'accounts-2026-11-18.csv', 19, rows).rows.rejected).toBe(1)
      expect(why(desk, ACME)).toEqual(['unknown', 'set_aside', 'accounts-2026-11-18.csv, line 2'])
    }))
})

describe('a list that an older phd imported', () => {
  it('is replaced by a newer file of its name', () =>
    atDesk((desk) => {
      mkdirSync(dirname(desk.db), { recursive: true })
      const older = readFileSync(join(fixtures, 'databases', 'schema-3.db.gz'))
      writeFileSync(desk.db, gunzipSync(older), { mode: 0o600 })
      desk.put('desk/certification-dashboard.csv')
      const lines = desk.read('certification-dashboard.csv').split(/\r?\n/).filter(Boolean)
      const later = '2026-11-21T09:00:00Z'
      const goneNow = () =>
        JSON.parse(desk.phd('doctor', '--json', '--now', later).stdout).sources.find(
          ({ kind }: { kind: string }) => kind === 'certification_dashboard',
        ).gone
      const fewer = lines.filter((_, i) => i !== 10)
      const name = 'certification-dashboard 2026-11-21.csv'
      desk.write(name, ...fewer).touch(name, later)
      const [first] = JSON.parse(desk.phd('import', name, '--json', '--now', later).stdout).imports
      expect(first.status).toBe('imported')
      expect(goneNow()).toBe(1)
    }))
})

describe('a newer file ends nothing', () => {
  it('where it has less than half of the records of the one before, and where it has half it does', () =>
    atDesk((desk) => {
      list(desk, 'accounts-1.csv', 16, accountsOf(...NAMES))
      list(desk, 'accounts-2.csv', 17, accountsOf('Bolt AG', 'Cobalt Ltd'))
      expect(why(desk, ACME)).toEqual(PASS)
      list(desk, 'accounts-3.csv', 18, accountsOf('Bolt AG', 'Cobalt Ltd', 'Delta Inc.'))
      expect(why(desk, ACME)).toEqual(goneFrom('accounts-3.csv'))
    }))

  it('of another scope: other regions by turns end only their own', () =>
    atDesk((desk) => {
      list(desk, 'region-1.csv', 15, accountsOf('Acme GmbH', 'Bolt AG', 'Cobalt Ltd'))
      list(desk, 'region-2.csv', 16, accountsOf('Delta Inc.', 'Echo SARL', 'Fjord AS'))
      list(desk, 'region-1.csv', 17, accountsOf('Bolt AG', 'Cobalt Ltd'))
      expect(why(desk, 'Echo SARL')).toEqual(PASS)
      expect(why(desk, ACME)).toEqual(goneFrom('region-1.csv'))
      list(desk, 'region-2.csv', 18, accountsOf('Delta Inc.', 'Echo SARL'))
      expect(why(desk, 'Fjord AS')).toEqual(goneFrom('region-2.csv'))
      expect(why(desk, 'Bolt AG')).toEqual(PASS)
    }))

  it('where it only rejected the row', () =>
    atDesk((desk) => {
      list(desk, 'accounts-1.csv', 17, accountsOf(...NAMES))
      const rows = accountsOf(...NAMES).map((row) => row.replace('Acme GmbH', '').replace(idOf('Bolt AG'), '0014M000!'))
      expect(list(desk, 'accounts-2.csv', 18, rows).rows.rejected).toBe(2)
      expect(why(desk, ACME)).toEqual(['unknown', 'set_aside', 'accounts-2.csv, line 2'])
      expect(why(desk, 'Bolt AG')).toEqual(['unknown', 'set_aside', 'accounts-2.csv, line 3'])
    }))

  it('that is older than the one that had it', () =>
    atDesk((desk) => {
      list(desk, 'accounts-1.csv', 18, accountsOf(...NAMES))
      list(desk, 'accounts-2.csv', 17, accountsOf(...NAMES.slice(1)))
      expect(why(desk, ACME)).toEqual(PASS)
      // And what only an older list had is not in the newer one.
      desk.phd('imports', 'undo', '2', '--yes')
      desk.phd('imports', 'undo', '1', '--yes')
      list(desk, 'accounts-3.csv', 18, accountsOf(...NAMES.slice(1).reverse()))
      list(desk, 'accounts-4.csv', 17, accountsOf(...NAMES))
      expect(why(desk, ACME)).toEqual(goneFrom('accounts-3.csv'))
    }))

  it('of a rejects file', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, [...accountsOf(...NAMES.slice(0, 2)), account('Cobalt Ltd').replace('Cobalt Ltd', '')])
      const corrected = desk.read('accounts.rejects.csv').replace(`${idOf('Cobalt Ltd')},,`, `${idOf('Cobalt Ltd')},Cobalt Ltd,`)
      list(desk, 'accounts.rejects.csv', 18, corrected.split(/\r?\n/).filter(Boolean))
      expect(why(desk, ACME)).toEqual(PASS)
      expect(why(desk, 'Cobalt Ltd')).toEqual(PASS)
    }))
})

describe('a row of the dashboard that left it', () => {
  it('is unknown at once, and speaks not against the one that is there now', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      const rows = NAMES.slice(1).map((name) => `${name},Yes,No`)
      list(desk, 'dashboard.csv', 17, [ROW, 'Acme GmbH,Yes,No', ...rows])
      expect(judged(desk, 'loa', ACME).decision).toBe('eligible')
      list(desk, 'dashboard.csv', 18, [ROW, ...rows])
      const check = judged(desk, 'loa', ACME).checks[1]
      expect([check?.outcome, check?.reason, check?.detail]).toEqual(goneFrom('dashboard.csv'))
      // Under another name it is there.
      desk.phd('partner', 'alias', 'add', 'Acme Group', ACME)
      list(desk, 'dashboard.csv', 19, [ROW, 'Acme Group,No,No', ...rows])
      expect(judged(desk, 'loa', ACME)).toMatchObject({ decision: 'not_eligible' })
      expect(judged(desk, 'nfr', ACME).checks.find(({ id }) => id === 'track_reqs_met')?.outcome).toBe('fail')
    }))
})

describe('a row of the newest list that names no one', () => {
  it('leaves open what is gone: the record is in that row, or nowhere', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      list(desk, 'dash.csv', 17, [ROW, ...NAMES.map((name) => `${name},Yes,Yes`)])
      expect(judged(desk, 'loa', ACME).decision).toBe('eligible')
      const rows = NAMES.slice(1).map((name) => `${name},Yes,Yes`)
      expect(list(desk, 'dash.csv', 19, [ROW, ...rows, ',No,No']).rows).toMatchObject({ rejected: 1, removed: 0 })
      const check = judged(desk, 'loa', ACME).checks[1]
      expect([check?.outcome, check?.reason, check?.detail]).toEqual(goneFrom('dash.csv'))
      expect(judged(desk, 'loa', 'Bolt AG').decision).toBe('eligible')
    }))
})

describe('people who left the list', () => {
  it('are not counted, and it is told; whoever alone held a certification leaves it unknown', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      list(desk, 'dashboard.csv', 17, [ROW, ...NAMES.map((name) => `${name},Yes,No`)])
      list(desk, 'users.csv', 17, [USERS, person('ann'), person('bea', false), person('cem', false)])
      const technical = () => judged(desk, 'nfr', ACME).checks.find(({ id }) => id === 'technical_certification')
      expect(technical()?.outcome).toBe('pass')
      list(desk, 'users.csv', 18, [USERS, person('bea', false), person('cem', false)])
      expect([technical()?.outcome, technical()?.reason, technical()?.detail]).toEqual(goneFrom('users.csv'))
      expect(judged(desk, 'loa', ACME).notes).toContainEqual(
        expect.objectContaining({
          code: 'people_gone',
          message: '1 portal user not counted: missing from the newest list, users.csv',
        }),
      )
      const report = desk.phd('cert-report', ACME)
      expect(report.stdout).not.toContain('ann@x.example')
      expect(report.stderr).toContain('1 person not included: the newest list, users.csv, no longer has them')
      expect(desk.json('partner', 'show', ACME)).toMatchObject({ portalUsers: { people: 2, gone: 1 } })
    }))

  it('are gone from the whole list although the list of their partner alone came in between', () =>
    atDesk((desk) => {
      const others = ['bea', 'cem', 'dan'].map((name) => person(name, false))
      list(desk, 'accounts.csv', 16, accountsOf(...NAMES))
      list(desk, 'users.csv', 16, [USERS, person('ann'), ...others])
      list(desk, 'acme.csv', 17, [USERS.slice(USERS.indexOf(',') + 1), person('ann').slice(ACME.length + 1)], '--account', ACME)
      list(desk, 'users.csv', 18, [USERS, ...others])
      expect(desk.json('partner', 'show', ACME)).toMatchObject({ portalUsers: { people: 3, gone: 1 } })
      expect(desk.json('partner', 'show', ACME, '--as-of', 'import:3')).toMatchObject({ portalUsers: { people: 4, gone: 0 } })
    }))

  it('are unknown all together where none is left', () =>
    atDesk((desk) => {
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      const others = ['bea', 'cem'].map((name) => person(name, false, 'Bolt AG'))
      list(desk, 'users.csv', 17, [USERS, person('ann'), ...others])
      list(desk, 'users.csv', 18, [USERS, ...others])
      const check = judged(desk, 'nfr', ACME).checks.find(({ id }) => id === 'technical_certification')
      expect([check?.outcome, check?.reason, check?.detail]).toEqual(goneFrom('users.csv'))
      expect(desk.phd('cert-report', ACME)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining('those it had are gone from the newest list, users.csv'),
      })
    }))
})

describe('a license that left the list', () => {
  it('may have ended, so that the room cannot be told', () =>
    atDesk((desk) => {
      const license = (name: string, users: number) => `${idOf(name)},${name},SaaS,Ultimate,${users},2026-05-01,2027-05-01,False`
      const heading = 'Account ID,Account Name,License Type,License Level,Users,Start Date,End Date,Add-on'
      list(desk, 'accounts.csv', 17, accountsOf(...NAMES))
      list(desk, 'licences.csv', 17, [heading, license(ACME, 10), license('Bolt AG', 1), license('Cobalt Ltd', 1)])
      expect(list(desk, 'licences.csv', 18, [heading, license('Bolt AG', 1), license('Cobalt Ltd', 1)]).status).toBe('imported')
      const check = judged(desk, 'nfr', ACME, '--type', 'saas', '--users', '5').checks.at(-1)
      expect([check?.outcome, check?.reason, check?.detail]).toEqual(goneFrom('licences.csv'))
    }))
})

describe('a list of what happened', () => {
  it('ends nothing: it goes back so far only', () =>
    atDesk((desk) => {
      desk.equipped()
      const before = desk.phd('loa', 'list', '--json').stdout
      const [heading = '', ...rows] = desk.read('letters-issued.csv').split(/\r?\n/).filter(Boolean)
      list(desk, 'letters-issued.csv', 20, [heading, ...rows.slice(1)], '--exported-at', NOW)
      expect(desk.phd('loa', 'list', '--json').stdout).toBe(before)
      expect(JSON.parse(desk.phd('doctor', '--json').stdout).sources.every(({ gone }: { gone: number }) => gone === 0)).toBe(true)
    }))
})
