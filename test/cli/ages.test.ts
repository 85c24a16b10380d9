/** Evidence is as old as the export it stands in, however late and however often that is imported. */

import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, NOW } from './phd.ts'

const HEAD = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Billing Country'
const ACME = '0014M000AAAAAAA'
const account = (status = 'Authorized', id = ACME, name = 'Acme GmbH') => `${id},${name},Partner,${status},Open,Ann Lee,DE`

interface Check {
  outcome: string
  reason: string | null
  actual: string | null
  source: { lastSeenAt: string; lastSeenBy: string; statedBy: string | null; file: string }
}

/** Imports a file at a moment, as JSON. */
function imported(desk: Desk, file: string, now: string, ...options: string[]) {
  const { imports } = JSON.parse(desk.phd('import', file, '--json', '--now', now, ...options).stdout)
  return imports[0]
}

/** The check of the account's status. */
function status(desk: Desk, now: string, ...options: string[]): Check {
  return JSON.parse(desk.phd('loa', 'check', ACME, '--json', '--now', now, ...options).stdout).checks[0]
}

function seen(desk: Desk, now: string, ...options: string[]) {
  const { outcome, reason, source } = status(desk, now, ...options)
  return [outcome, reason, source.lastSeenAt, source.lastSeenBy]
}

describe('the same bytes', () => {
  it('are a year old when they are imported again a year later, whatever their file says then', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', HEAD, account())
      imported(desk, 'accounts.csv', NOW)
      expect(seen(desk, NOW)).toEqual(['pass', null, NOW, 'file'])
      const later = '2027-11-20T09:00:00Z'
      desk.write('copy.csv', HEAD, account()).touch('copy.csv', later)
      expect(imported(desk, 'copy.csv', later)).toMatchObject({ status: 'unchanged', lastSeenAt: NOW, lastSeenBy: 'file' })
      expect(seen(desk, later)).toEqual(['unknown', 'stale', NOW, 'file'])
      // Nor by another way: after another file of the kind, from standard input, or in a drop folder.
      desk.write('other.csv', HEAD, account('Authorized', '0014M000AAAAAAB', 'Bolt AG')).touch('other.csv', later)
      imported(desk, 'other.csv', later)
      imported(desk, 'copy.csv', later)
      desk.run(['import', '-', '--now', later], {}, Buffer.from(desk.read('accounts.csv')))
      expect(seen(desk, later)).toEqual(['unknown', 'stale', NOW, 'file'])
    }))

  it('are younger only where a person says so, or a new name does', () =>
    atDesk((desk) => {
      const later = '2026-12-20T09:00:00Z'
      desk.write('accounts.csv', HEAD, account())
      imported(desk, 'accounts.csv', NOW)
      desk.write('accounts-2026-12-15.csv', HEAD, account())
      imported(desk, 'accounts-2026-12-15.csv', later)
      expect(seen(desk, later)).toEqual(['pass', null, '2026-12-15T00:00:00Z', 'name'])
      imported(desk, 'accounts.csv', later, '--exported-at', '2026-12-19')
      expect(status(desk, later).source).toMatchObject({
        lastSeenAt: '2026-12-19T00:00:00Z',
        lastSeenBy: 'stated',
        statedBy: 'tester',
      })
      expect(desk.phd('loa', 'check', ACME, '--now', later).stdout).toContain(
        'last seen 2026-12-19 00:00 UTC as stated by tester',
      )
      // What was stated holds until something else is, to the other side too.
      imported(desk, 'accounts.csv', later)
      expect(seen(desk, later)).toEqual(['pass', null, '2026-12-19T00:00:00Z', 'stated'])
      imported(desk, 'accounts.csv', later, '--exported-at', '2026-11-01')
      expect(seen(desk, later)).toEqual(['unknown', 'stale', '2026-11-01T00:00:00Z', 'stated'])
      expect(seen(desk, later, '--as-of', 'import:1')).toEqual(['unknown', 'stale', NOW, 'file'])
      expect(desk.phd('imports', 'undo', '5', '--yes').code).toBe(0)
      expect(seen(desk, later)).toEqual(['pass', null, '2026-12-19T00:00:00Z', 'stated'])
    }))

  it('that say their time inside are of that time, also as a file of today', () =>
    atDesk((desk) => {
      const later = '2026-12-20T09:00:00Z'
      desk.write('accounts.csv', 'Partner accounts as of 2026-11-18', HEAD, account()).touch('accounts.csv', later)
      imported(desk, 'accounts.csv', later)
      expect(seen(desk, later)).toEqual(['unknown', 'stale', '2026-11-18T00:00:00Z', 'title'])
    }))
})

describe('a time that is stated', () => {
  it('cannot be to come, nor no time at all', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', HEAD, account())
      expect(desk.phd('import', '--exported-at', '2026-11-21', 'accounts.csv')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--exported-at 2026-11-21 is in the future'),
      })
      expect(desk.phd('import', '--exported-at', 'yesterday', 'accounts.csv').code).toBe(2)
      expect(desk.phd('import', '--exported-at', '', 'accounts.csv').code).toBe(2)
    }))
})

describe('a day that can be read two ways', () => {
  it('leaves the later one that has been as the latest, with a warning, and is told by the dates of the file where they tell the order', () =>
    atDesk((desk) => {
      const dated = `${HEAD},Signed Contract Date`
      desk.write('a.csv', 'Partners as of 11/12/2026', HEAD, account())
      const unclear = imported(desk, 'a.csv', NOW)
      expect(unclear).toMatchObject({ lastSeenAt: '2026-11-12T00:00:00Z', lastSeenBy: 'title' })
      expect(seen(desk, NOW).slice(0, 2)).toEqual(['unknown', 'stale'])
      expect(unclear.warnings).toContainEqual(
        expect.objectContaining({ code: 'exported_unclear', message: expect.stringContaining('"11/12/2026"') }),
      )
      desk.write('b.csv', 'Partners as of 11/12/2026', dated, `${account()},10/31/2025`)
      expect(imported(desk, 'b.csv', NOW)).toMatchObject({
        lastSeenAt: '2026-11-12T00:00:00Z',
        lastSeenBy: 'title',
        warnings: [],
      })
    }))
})

describe('an older file', () => {
  const fresh = [HEAD, account('Former')]

  it('that says otherwise is refused by the time of the files too', () =>
    atDesk((desk) => {
      desk
        .write('new.csv', ...fresh)
        .write('old.csv', HEAD, account())
        .touch('old.csv', '2026-11-19T09:00:00Z')
      imported(desk, 'new.csv', NOW)
      expect(imported(desk, 'old.csv', NOW).reason).toMatchObject({
        code: 'older_file',
        message: expect.stringContaining('old.csv was last changed on 2026-11-19, and one record differs from import 1'),
      })
      expect(status(desk, NOW).actual).toBe('Former')
      expect(imported(desk, 'old.csv', NOW, '--exported-at', NOW).rows.changed).toBe(1)
    }))

  it('is one on standard input too: by its own time where it is redirected, and by that of the import where it is piped', () =>
    atDesk((desk) => {
      desk
        .write('new.csv', ...fresh)
        .write('old.csv', HEAD, account())
        .touch('old.csv', '2026-11-19T09:00:00Z')
      imported(desk, 'new.csv', NOW)
      expect(desk.redirected('old.csv', 'import', '-')).toMatchObject({
        code: 5,
        stdout: expect.stringContaining('standard input was last changed on 2026-11-19'),
      })
      const piped = Buffer.from(desk.read('old.csv'))
      expect(status(desk, NOW).actual).toBe('Former')
      expect(desk.run(['import', '-', '--exported-at', '2026-11-19'], {}, piped).code).toBe(5)
      expect(desk.run(['import', '-', '--exported-at', NOW], {}, piped).code).toBe(0)
      expect(status(desk, NOW).actual).toBe('Authorized')
    }))

  it('never makes what a newer one had look older', () =>
    atDesk((desk) => {
      desk.write('new.csv', HEAD, account()).write('old.csv', HEAD, account()).touch('old.csv', '2026-10-01')
      desk.write('old.csv', HEAD, account(), account('Former', '0014M000AAAAAAB', 'Bolt AG')).touch('old.csv', '2026-10-01')
      imported(desk, 'new.csv', NOW)
      expect(imported(desk, 'old.csv', NOW).rows).toMatchObject({ added: 1, unchanged: 1 })
      expect(seen(desk, NOW)).toEqual(['pass', null, NOW, 'file'])
      expect(status(desk, NOW).source.file).toBe('new.csv')
      expect(seen(desk, NOW, '--as-of', 'import:2')).toEqual(['pass', null, NOW, 'file'])
      expect(desk.phd('imports', 'undo', '2', '--yes').code).toBe(0)
      expect(seen(desk, NOW)).toEqual(['pass', null, NOW, 'file'])
      // The newest file of the kind is the one whose rows are the newest.
      expect(desk.json<{ sources: { newest: { file: string } }[] }>('doctor').sources[0]?.newest.file).toBe('new.csv')
    }))

  it('whose row was rejected casts no doubt on a newer one', () =>
    atDesk((desk) => {
      const broken = [HEAD, account('Authorized', ACME, ''), account('Former', '0014M000AAAAAAB', 'Bolt AG')]
      desk.write('bad.csv', ...broken).write('good.csv', HEAD, account())
      desk.touch('bad.csv', '2026-11-19').touch('good.csv', '2026-11-20')
      expect(imported(desk, 'good.csv', NOW).status).toBe('imported')
      expect(imported(desk, 'bad.csv', NOW).rows.rejected).toBe(1)
      expect(seen(desk, NOW).slice(0, 2)).toEqual(['pass', null])
    }))

  it('casts the doubt of a newer rejected row, though it comes after it', () =>
    atDesk((desk) => {
      desk.write('bad.csv', HEAD, account('Authorized', ACME, ''), account('Former', '0014M000AAAAAAB', 'Bolt AG'))
      desk.write('good.csv', HEAD, account()).touch('bad.csv', '2026-11-20').touch('good.csv', '2026-11-19')
      imported(desk, 'bad.csv', NOW)
      imported(desk, 'good.csv', NOW)
      expect(seen(desk, NOW).slice(0, 2)).toEqual(['unknown', 'set_aside'])
    }))
})

describe('rejected rows', () => {
  it('are as old as their file when they are corrected', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', HEAD, account('Authorized', ACME, ''), account('Former', '0014M000AAAAAAB', 'Bolt AG'))
      desk.touch('accounts.csv', '2026-11-01')
      imported(desk, 'accounts.csv', NOW)
      const corrected = desk.read('accounts.rejects.csv').replace(`${ACME},,`, `${ACME},Acme GmbH,`)
      desk.write('accounts.rejects.csv', ...corrected.split(/\r?\n/).filter(Boolean))
      expect(imported(desk, 'accounts.rejects.csv', NOW)).toMatchObject({
        status: 'imported',
        lastSeenAt: '2026-11-01T00:00:00Z',
      })
      expect(seen(desk, NOW)).toEqual(['unknown', 'stale', '2026-11-01T00:00:00Z', 'file'])
    }))
})

describe('rejected rows of a file whose name came again', () => {
  const ROW = 'Partner,Open Reqs Met?,Select Reqs Met?'
  const OLD = '2025-11-19T09:00:00Z'
  const bolt = () => account('Authorized', '0014M000AAAAAAB', 'Bolt AG')

  /** A dashboard of last year and one of now, each with a rejected row; the second says no. */
  function twice(desk: Desk): void {
    desk.write('accounts.csv', HEAD, account(), bolt())
    imported(desk, 'accounts.csv', NOW)
    desk.write('dash.csv', ROW, 'Acme GmbH,Yes,Yes', ',Yes,Yes').touch('dash.csv', OLD)
    imported(desk, 'dash.csv', '2025-11-20T09:00:00Z')
    desk.write('dash.csv', ROW, 'Acme GmbH,No,No', 'Bolt AG,No,No', ',No,No').touch('dash.csv', '2026-11-19T09:00:00Z')
    expect(imported(desk, 'dash.csv', NOW).rejects).toBe('dash.rejects.2.csv')
    const corrected = desk.read('dash.rejects.csv').replace(/^,Yes,Yes/m, 'Bolt AG,Yes,Yes')
    desk.write('dash.rejects.csv', ...corrected.split(/\r?\n/).filter(Boolean))
    desk.write('my-fix.csv', ...corrected.split(/\r?\n/).filter(Boolean))
  }

  it('are as old as the oldest of them, also under another name, and when that was undone', () =>
    atDesk((desk) => {
      twice(desk)
      for (const file of ['dash.rejects.csv', 'my-fix.csv']) {
        expect(imported(desk, file, NOW).reason).toMatchObject({
          code: 'older_file',
          message: expect.stringContaining('2025-11-19'),
        })
      }
      expect(JSON.parse(desk.phd('loa', 'check', 'Bolt AG', '--json').stdout).decision).toBe('not_eligible')
      for (const id of ['3', '2']) expect(desk.phd('imports', 'undo', id, '--yes').code).toBe(0)
      expect(imported(desk, 'my-fix.csv', NOW)).toMatchObject({ status: 'imported', lastSeenAt: OLD, lastSeenBy: 'file' })
      expect(JSON.parse(desk.phd('loa', 'check', 'Bolt AG', '--json').stdout).decision).toBe('needs_review')
      // A person may know better.
      expect(imported(desk, 'dash.rejects.csv', NOW, '--exported-at', NOW)).toMatchObject({
        lastSeenAt: NOW,
        lastSeenBy: 'stated',
      })
    }))
})

describe('an import that was undone', () => {
  it('keeps its own age in the list', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', HEAD, account()).touch('accounts.csv', '2026-11-18T09:00:00Z')
      imported(desk, 'accounts.csv', NOW)
      expect(desk.phd('imports', 'undo', '1', '--yes').code).toBe(0)
      const shown = desk.json<{ import: object }>('imports', 'show', '1')
      expect(shown.import).toMatchObject({ lastSeenAt: '2026-11-18T09:00:00Z', lastSeenBy: 'file' })
    }))
})

describe('a verdict', () => {
  it('shows by what the age is known, and the age of each source once', () =>
    atDesk((desk) => {
      desk.write('accounts-2026-11-18.csv', HEAD, account())
      imported(desk, 'accounts-2026-11-18.csv', NOW)
      const { stdout } = desk.phd('loa', 'check', ACME)
      expect(stdout).toContain(
        'accounts-2026-11-18.csv, line 2, column "Partner Status", last seen 2026-11-18 00:00 UTC per its name\n',
      )
      expect(stdout.match(/2 days old/g)).toHaveLength(1)
      desk.run(['import', '-'], {}, Buffer.from(`${HEAD}\n${account()}\n\n`))
      expect(desk.phd('loa', 'check', ACME).stdout).toContain('last seen 2026-11-20 09:00 UTC per the import time')
    }))
})

describe('a column that the newer file lacks', () => {
  const USER =
    'Crm Id,Account Name,User: Full Name,User: Email,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
  const old = '2025-11-01T08:00:00Z'

  it('is not as new as that file: what an older one said there decides nothing', () =>
    atDesk((desk) => {
      const select = account().replace(',Open,', ',Select,')
      desk.write('accounts.csv', HEAD, select)
      desk.write('dash.csv', 'Partner,Open Reqs Met?,Select Reqs Met?,SA Core', 'Acme GmbH,Yes,Yes,2').touch('dash.csv', old)
      desk.write('dash2.csv', 'Partner,Open Reqs Met?', 'Acme GmbH,Yes')
      desk.imports('accounts.csv', 'dash.csv', 'dash2.csv')
      const { checks } = JSON.parse(desk.phd('nfr', 'check', ACME, '--json').stdout) as { checks: (Check & { id: string })[] }
      const of = (wanted: string) => checks.find(({ id }) => id === wanted)
      expect(of('track_reqs_met')).toMatchObject({ outcome: 'unknown', reason: 'no_column' })
      expect(of('technical_certification')).toMatchObject({ outcome: 'unknown', reason: 'no_column' })
      expect(JSON.parse(desk.phd('loa', 'check', ACME, '--json').stdout).decision).toBe('eligible')
    }))

  it('of people does not say that they are there, nor what they hold', () =>
    atDesk((desk) => {
      desk.write('accounts.csv', HEAD, account())
      const person = `${ACME},Acme GmbH,Ann,ann@acme.example,True,False,False,False,False`
      desk.write('users.csv', `${USER},User: Account Activated`, `${person},True`).touch('users.csv', old)
      desk.write('users2.csv', USER, person)
      desk.imports('accounts.csv', 'users.csv', 'users2.csv')
      const technical = () =>
        (JSON.parse(desk.phd('nfr', 'check', ACME, '--json').stdout) as { checks: (Check & { id: string })[] }).checks.find(
          ({ id }) => id === 'technical_certification',
        )
      expect(technical()).toMatchObject({ outcome: 'unknown', reason: 'inactive' })
      desk
        .write('users3.csv', `${USER},User: Account Activated`, `${person.replace('Ann,', 'Ann Lee,')},True`)
        .imports('users3.csv')
      expect(technical()).toMatchObject({ outcome: 'pass' })
    }))
})
