/** What was known when: complete lists, undoing, answers as of an earlier time, what changed. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { idSuffix } from '../../src/records/salesforce-id.ts'
import { atDesk, type Desk, type Run } from './phd.ts'

const HEAD = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner'
const USERS =
  'Account Name,User: Full Name,User: Email,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'

const idOf = (number: number): string => {
  const id = `0014M000${String(number).padStart(7, '0')}`
  return id + idSuffix(id)
}
const account = (number: number, status = 'Authorized', name = `Partner ${number} GmbH`): string =>
  `${idOf(number)},${name},Partner,${status},Open,Ann Lee`
const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => account(i + 1))

const json = ({ stdout }: Run) => JSON.parse(stdout)

/** Imports a file at a time of its own; gives what became of it. */
function importAt(desk: Desk, day: string, file: string, rows: readonly string[], ...options: string[]) {
  desk.write(file, ...rows)
  const [result] = json(desk.phd('import', file, '--json', '--now', `2026-11-${day}T08:00:00Z`, ...options)).imports
  return result
}

const statusOf = (desk: Desk, number: number, ...options: string[]): string =>
  json(desk.phd('partner', 'show', idOf(number), '--json', ...options)).account.status

describe('a complete list', () => {
  it('closes what it lacks, says who is gone, and takes no other partner for one that is gone', () =>
    atDesk((desk) => {
      const rows = [HEAD, ...upTo(20), account(21, 'Authorized', 'Nordwind GmbH'), account(22, 'Authorized', 'Nordwind Inc.')]
      importAt(desk, '01', 'all.csv', rows)
      const result = importAt(
        desk,
        '02',
        'later.csv',
        [HEAD, ...upTo(20), account(22, 'Authorized', 'Nordwind Inc.')],
        '--snapshot',
      )
      expect(result).toMatchObject({
        mode: 'snapshot',
        rows: { unchanged: 21, removed: 1 },
        gone: [`Nordwind GmbH (${idOf(21)})`],
      })
      const asked = desk.phd('loa', 'check', 'Nordwind GmbH', '--json')
      expect([asked.code, json(asked).error.code]).toEqual([3, 'partner_gone'])
      expect(json(asked).error.hint).toContain('--as-of import:1')
      expect(desk.phd('partner', 'show', 'Nordwind GmbH', '--as-of', 'import:1').code).toBe(0)
      expect(json(desk.phd('partner', 'show', 'Nordwind', '--json')).name).toBe('Nordwind Inc.')
      importAt(desk, '03', 'last.csv', [HEAD, ...upTo(19), account(22, 'Authorized', 'Nordwind Inc.')], '--snapshot')
      expect(json(desk.phd('partner', 'show', 'Partner 20', '--json')).error.code).toBe('partner_gone')
    }))

  it.each([
    [50, 45, 'imported'],
    [50, 44, 'refused'],
    [200, 180, 'imported'],
    [200, 179, 'refused'],
  ])('of %i accounts that has %i is %s', (before, after, status) =>
    atDesk((desk) => {
      importAt(desk, '01', 'all.csv', [HEAD, ...upTo(before)])
      const result = importAt(desk, '02', 'later.csv', [HEAD, ...upTo(after)], '--snapshot')
      expect(result.status).toBe(status)
      if (status === 'refused') {
        expect(result.reason).toMatchObject({ code: 'would_remove_too_much' })
        expect(result.reason.message).toContain(`would remove ${before - after} of ${before} `)
        expect(json(desk.phd('imports', 'list', '--json')).imports).toHaveLength(1)
        const allowed = importAt(desk, '02', 'later.csv', [HEAD, ...upTo(after)], '--snapshot', '--allow-shrink')
        expect(allowed.rows.removed).toBe(before - after)
      }
    }),
  )

  it('keeps the record of a rejected row, whether it is known by its id, its name or not at all', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'all.csv', [HEAD, ...upTo(10)])
      const byId = account(10).replace('Partner 10 GmbH', '')
      const byName = account(9).replace(idOf(9), idOf(9).slice(0, 14))
      const result = importAt(desk, '02', 'later.csv', [HEAD, ...upTo(7), byName, byId], '--snapshot')
      expect(result).toMatchObject({ rows: { rejected: 2, removed: 1 }, gone: [`Partner 8 GmbH (${idOf(8)})`] })
      for (const odd of ['x,,,,,', 'x,y', 'x,y,Partner,Open,a,b,c']) {
        const ownerless = importAt(desk, '03', 'last.csv', [HEAD, ...upTo(5), odd], '--snapshot', '--dry-run')
        expect(ownerless.rows).toMatchObject({ rejected: 1, removed: 0 })
      }
    }))

  it('of one account closes the people of that account alone, whatever its spelling', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'accounts.csv', [HEAD, ...upTo(2)])
      const person = (of: string, name: string): string => `${of},${name},${name}@x.example,True,True,False,False,False`
      const all = [person('Partner 1 GmbH', 'ann'), person('PARTNER 1 GMBH', 'bob'), person('Partner 2 GmbH', 'cat')]
      importAt(desk, '01', 'users.csv', [USERS, ...all])
      const other = importAt(desk, '02', 'two.csv', [USERS, all[0] ?? '', all[2] ?? ''], '--snapshot-of', 'Partner 1 GmbH')
      expect(other.reason).toMatchObject({ code: 'other_account' })
      const own = importAt(desk, '02', 'one.csv', [USERS, all[0] ?? ''], '--snapshot-of', 'Partner 1')
      expect(own).toMatchObject({ rows: { unchanged: 1, removed: 1 }, gone: ['bob@x.example'] })
      expect(desk.phd('partner', 'show', 'Partner 2 GmbH').stdout).toContain('Portal users: 1 ')
      expect(importAt(desk, '03', 'accounts.csv', [HEAD, ...upTo(2)], '--snapshot-of', 'Partner 1').reason.code).toBe(
        'snapshot_of_not_used',
      )
    }))

  it('of one account is not said with --snapshot and --account, which would end the people of all others', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'accounts.csv', [HEAD, ...upTo(1)])
      const { code, stderr } = desk.phd('import', 'accounts.csv', '--snapshot', '--account', 'Partner 1')
      expect([code, stderr.includes('--snapshot-of "Partner 1"')]).toEqual([2, true])
    }))

  it('may lack the column of the account, which --snapshot-of says', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'accounts.csv', [HEAD, ...upTo(1)])
      const rows = ['ann,ann@x.example,True,True,False,False,False', 'bob,bob@x.example,True,True,False,False,False']
      const headings = USERS.slice(USERS.indexOf(',') + 1)
      expect(importAt(desk, '01', 'a.csv', [headings, ...rows], '--snapshot-of', 'Partner 1').rows.added).toBe(2)
      expect(importAt(desk, '02', 'b.csv', [headings, rows[1] ?? ''], '--snapshot-of', 'Partner 1').gone).toEqual([
        'ann@x.example',
      ])
    }))
})

describe('an import that would lose what is known is refused', () => {
  it('where a column went blank', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'all.csv', [HEAD, ...upTo(20)])
      const blank = upTo(20).map((row, i) => (i < 6 ? row.replace('Ann Lee', '') : row))
      const result = importAt(desk, '02', 'blank.csv', [HEAD, ...blank])
      expect(result.reason).toMatchObject({ code: 'column_blanked' })
      expect(result.reason.message).toContain('nothing in "Account Owner" for 6 of the 20 records')
      expect(importAt(desk, '02', 'blank.csv', [HEAD, ...blank], '--allow-shrink').rows.changed).toBe(6)
      const few = upTo(20).map((row, i) => (i > 14 ? row.replace('Ann Lee', '') : row))
      expect(importAt(desk, '03', 'few.csv', [HEAD, ...few]).status).toBe('imported')
    }))

  it('where the file is older than what it would change, by the day in its name', () =>
    atDesk((desk) => {
      importAt(desk, '10', 'accounts-2026-11-09.csv', [HEAD, account(1), account(2)])
      const older = [HEAD, account(1, 'Former'), account(3)]
      const result = importAt(desk, '11', 'accounts-2026-11-08.csv', older)
      expect(result.reason).toMatchObject({ code: 'older_file' })
      expect(result.reason.message).toContain(
        'exported on 2026-11-08, and one record differs from import 1, exported on 2026-11-09',
      )
      expect(importAt(desk, '11', 'accounts-2026-11-08.csv', [HEAD, account(1), account(3)]).rows).toMatchObject({
        added: 1,
        unchanged: 1,
      })
      expect(importAt(desk, '12', 'accounts-2026-11-07.csv', older, '--allow-older').rows.changed).toBe(1)
    }))
})

describe('an older file', () => {
  const [acme, borg, cyan] = [account(1), account(2), account(3)]

  it('ends nothing that a newer one had', () =>
    atDesk((desk) => {
      importAt(desk, '20', 'accounts-2026-11-20.csv', [HEAD, acme, borg, cyan])
      const older = importAt(desk, '21', 'accounts-2026-11-10.csv', [HEAD, acme, borg], '--snapshot')
      expect(older.reason).toMatchObject({ code: 'older_file' })
    }))

  it('brings nothing back that a newer complete list ended', () =>
    atDesk((desk) => {
      importAt(desk, '20', 'accounts-2026-11-10.csv', [HEAD, acme, borg, cyan])
      importAt(desk, '21', 'accounts-2026-11-19.csv', [HEAD, acme, borg], '--snapshot')
      expect(importAt(desk, '22', 'accounts-2026-11-12.csv', [HEAD, acme, cyan]).reason).toMatchObject({ code: 'older_file' })
      expect(importAt(desk, '22', 'accounts-2026-11-20.csv', [HEAD, acme, cyan]).rows.added).toBe(1)
    }))
})

describe('what a file does not say', () => {
  it('is not kept where it says who a person belongs to in another way', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'accounts.csv', [HEAD, ...upTo(2)])
      const people = ['ann,ann@x.example,True,True,False,False,False', 'bob,bob@x.example,True,True,False,False,False']
      importAt(desk, '01', 'one.csv', [USERS.slice(USERS.indexOf(',') + 1), ...people], '--account', 'Partner 1 GmbH')
      importAt(desk, '02', 'all.csv', [USERS, `PARTNER 1 GmbH,${people[0]}`, `Partner 2 GmbH,${people[1]}`])
      const peopleOf = (number: number): number => json(desk.phd('partner', 'show', idOf(number), '--json')).portalUsers?.people
      expect([peopleOf(1), peopleOf(2)]).toEqual([1, 1])
    }))

  it('is not kept of an owner who is another now', () =>
    atDesk((desk) => {
      const owner = '0054M000AAAAAAEQY5'
      importAt(desk, '01', 'a.csv', [`${HEAD},OwnerId`, `${account(1)},${owner}`, `${account(2)},${owner}`])
      importAt(desk, '02', 'b.csv', [HEAD, account(1).replace('Ann Lee', 'Ben Ray'), account(2)])
      const ownerOf = (number: number): unknown => json(desk.phd('partner', 'show', idOf(number), '--json')).account.ownerId
      expect([ownerOf(1), ownerOf(2)]).toEqual([null, owner])
    }))
})

describe('undoing', () => {
  it('an import leaves no trace in what is answered: what it brought is not gone, it never was', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, account(1, 'Authorized', 'Acme Inc.')])
      desk.write('d.csv', 'Partner,Region,Open Reqs Met?', 'Acme GmbH,EMEA,Yes')
      desk.phd('import', 'd.csv', '--now', '2026-11-01T08:00:00Z')
      const before = desk.phd('loa', 'check', idOf(1), '--json', '--now', '2026-11-02').stdout
      importAt(desk, '01', 'x.csv', [HEAD, account(2, 'Authorized', 'Acme GmbH')])
      expect(desk.phd('loa', 'check', idOf(1), '--json', '--now', '2026-11-02').stdout).not.toBe(before)
      desk.phd('imports', 'undo', '3', '--yes', '--now', '2026-11-01T08:00:00Z')
      expect(desk.phd('loa', 'check', idOf(1), '--json', '--now', '2026-11-02').stdout).toBe(before)
      expect(json(desk.phd('partner', 'show', idOf(2), '--json')).error.code).toBe('partner_not_found')
    }))

  it('puts values, evidence and doubts back, and is undone in its turn', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'first.csv', [HEAD, account(1), account(2)])
      importAt(desk, '02', 'second.csv', [HEAD, account(3), account(1, 'Former'), account(2)])
      const before = desk.phd('loa', 'check', '--all', '--json', '--as-of', 'import:1', '--now', '2026-11-03')
      const undone = json(desk.phd('imports', 'undo', '2', '--yes', '--json', '--now', '2026-11-03T08:00:00Z'))
      expect(undone).toMatchObject({
        schema: 'phd.undo/1',
        status: 'undone',
        importId: 3,
        undone: 2,
        rows: { changed: 1, removed: 1 },
      })
      const after = json(desk.phd('loa', 'check', '--all', '--json', '--now', '2026-11-03'))
      expect({ ...after, verdicts: after.verdicts.map((verdict: object) => ({ ...verdict, asOf: null })) }).toEqual({
        ...json(before),
        verdicts: json(before).verdicts.map((verdict: object) => ({ ...verdict, asOf: null })),
      })
      expect(statusOf(desk, 1, '--as-of', 'import:2')).toBe('Former')
      expect(json(desk.phd('imports', 'undo', '3', '--yes', '--json')).rows).toMatchObject({ changed: 1, added: 1 })
      expect(statusOf(desk, 1)).toBe('Former')
      expect(statusOf(desk, 1, '--as-of', 'import:3')).toBe('Authorized')
    }))

  it('is possible for the newest of a kind that still counts, and says which that is', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'first.csv', [HEAD, account(1)])
      importAt(desk, '02', 'second.csv', [HEAD, account(1, 'Former')])
      const early = desk.phd('imports', 'undo', '1', '--yes', '--json')
      expect([early.code, json(early).error.code]).toEqual([5, 'not_the_newest'])
      expect(json(early).error.hint).toContain('phd imports undo 2')
      desk.phd('imports', 'undo', '2', '--yes')
      const twice = desk.phd('imports', 'undo', '2', '--yes', '--json')
      expect([twice.code, json(twice).error.code]).toEqual([5, 'already_undone'])
      expect(desk.phd('imports', 'undo', '1', '--yes').code).toBe(0)
      expect(desk.phd('partner', 'show', idOf(1), '--json').stdout).toContain('partner_not_found')
      const gone = desk.phd('partner', 'show', 'Partner 1', '--json')
      expect([gone.code, json(gone).error.message]).toEqual([
        3,
        expect.stringMatching(/import 1 \(first.csv\) was undone, by import 4/),
      ])
      expect(desk.phd('imports', 'undo', '77').code).toBe(3)
      expect(desk.phd('imports', 'undo', 'x').code).toBe(2)
    }))

  it('of an import takes with it the times its file came again', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'first.csv', [HEAD, account(1)])
      importAt(desk, '02', 'second.csv', [HEAD, account(1, 'Former')])
      expect(importAt(desk, '03', 'second.csv', [HEAD, account(1, 'Former')]).status).toBe('unchanged')
      expect(desk.phd('imports', 'undo', '2', '--yes').code).toBe(0)
      expect(
        json(desk.phd('imports', 'list', '--json')).imports.map(({ undoneBy }: { undoneBy: number | null }) => undoneBy),
      ).toEqual([null, 4, 4, null])
      expect(statusOf(desk, 1)).toBe('Authorized')
    }))

  it('in a dry run says what would be, and changes nothing', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'first.csv', [HEAD, account(1)])
      const before = readFileSync(desk.db)
      // On a day on which nothing was written yet the database is checked first; that is not noted either.
      expect(desk.phd('imports', 'undo', '1', '--dry-run', '--now', '2027-01-08T09:00:00Z').code).toBe(0)
      expect(readFileSync(desk.db).equals(before)).toBe(true)
      expect(json(desk.phd('imports', 'undo', '1', '--dry-run', '--json'))).toMatchObject({
        status: 'dry_run',
        importId: null,
        rows: { removed: 1 },
      })
      expect(statusOf(desk, 1)).toBe('Authorized')
    }))
})

describe('what changed', () => {
  it('is shown record by record and field by field, before it is imported and after', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'all.csv', [HEAD, ...upTo(3)])
      const rows = [HEAD, account(1, 'Former'), account(2), account(4)]
      const wanted = [
        {
          change: 'changed',
          name: `Partner 1 GmbH (${idOf(1)})`,
          line: 2,
          fields: [{ field: 'status', heading: 'Partner Status', before: 'Authorized', after: 'Former' }],
        },
        { change: 'added', name: `Partner 4 GmbH (${idOf(4)})`, line: 4, fields: [] },
        { change: 'removed', name: `Partner 3 GmbH (${idOf(3)})`, line: null, fields: [] },
      ]
      expect(importAt(desk, '02', 'b.csv', rows, '--snapshot', '--dry-run', '--diff').changes).toMatchObject(wanted)
      expect(json(desk.phd('imports', 'list', '--json')).imports).toHaveLength(1)
      expect(importAt(desk, '02', 'b.csv', rows, '--snapshot').changes).toEqual([])
      expect(json(desk.phd('imports', 'show', '2', '--diff', '--json')).changes).toMatchObject(wanted)
      expect(desk.phd('imports', 'show', '2', '--diff').stdout).toContain('Partner Status: "Authorized" -> "Former"')
      expect(desk.phd('imports', 'show', '2', '--diff', '--format', 'csv').stdout.split('\r\n')[1]).toBe(
        `changed,${idOf(1)},Partner 1 GmbH (${idOf(1)}),2,Partner Status,Authorized,Former`,
      )
    }))

  it('of one partner is told from its first day, through an undo, to where it is gone', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, ...upTo(2)])
      importAt(desk, '02', 'b.csv', [HEAD, account(1, 'Former'), account(2)])
      desk.phd('imports', 'undo', '2', '--yes', '--now', '2026-11-03T08:00:00Z')
      const { events } = json(desk.phd('partner', 'show', idOf(1), '--history', '--json'))
      expect(events.map(({ importId, change, undoes }: Record<string, unknown>) => [importId, change, undoes])).toEqual([
        [1, 'added', null],
        [2, 'changed', null],
        [3, 'changed', 2],
      ])
      importAt(desk, '04', 'c.csv', [HEAD, account(2)], '--snapshot')
      const then = json(desk.phd('partner', 'show', idOf(1), '--history', '--json', '--as-of', 'import:3'))
      expect(then.events).toHaveLength(3)
    }))
})

describe('--as-of', () => {
  it('answers with the values, the evidence, the aliases and the day of then', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, account(1)])
      desk.phd('partner', 'alias', 'add', 'First', idOf(1), '--now', '2026-11-02T08:00:00Z')
      importAt(desk, '03', 'b.csv', [HEAD, account(2), account(1, 'Former')])
      const then = json(desk.phd('loa', 'check', 'First', '--json', '--as-of', '2026-11-02'))
      expect(then).toMatchObject({ asOf: '2026-11-02T23:59:59Z', evaluatedAt: '2026-11-02T23:59:59Z' })
      expect(then.checks[0]).toMatchObject({
        actual: 'Authorized',
        source: { importId: 1, file: 'a.csv', line: 2, lastSeenAt: '2026-11-01T08:00:00Z' },
      })
      expect(desk.phd('partner', 'show', 'First', '--as-of', '2026-11-01').code).toBe(3)
      expect(json(desk.phd('loa', 'check', 'First', '--json')).checks[0].source).toMatchObject({ importId: 2, line: 3 })
      expect(json(desk.phd('imports', 'list', '--json', '--as-of', 'import:1')).imports).toHaveLength(1)
      expect(desk.phd('partner', 'find', 'partner', '--as-of', '2025-01-01').stderr).toContain(
        'no partner accounts had been imported',
      )
      expect(desk.phd('loa', 'check', '--all', '--as-of', '2025-01-01').stderr).toContain(
        'had been imported by 2025-01-01T23:59:59Z',
      )
    }))

  it('judges by the policy of that day', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, account(1))
      desk.phd('import', 'a.csv', '--now', '2022-11-15T08:00:00Z')
      expect(json(desk.phd('loa', 'check', idOf(1), '--json', '--as-of', '2022-11-16'))).toMatchObject({
        decision: 'eligible',
        policy: { version: '2022-11' },
      })
    }))

  it.each([['yesterday'], ['import:0'], ['import:9'], ['2026-02-30'], ['']])('%j is a usage error', (value) =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, account(1)])
      expect(desk.phd('partner', 'show', idOf(1), '--as-of', value).code).toBe(2)
    }),
  )

  it('is for asking: a command that writes refuses it', () =>
    atDesk((desk) => {
      desk.write('a.csv', HEAD, account(1))
      expect(desk.phd('import', 'a.csv', '--as-of', '2026-11-01').code).toBe(2)
      expect(desk.phd('imports', 'undo', '1', '--yes', '--as-of', '2026-11-01').code).toBe(2)
    }))
})

describe('the same bytes, read otherwise, are another import', () => {
  it('by the order of their dates', () =>
    atDesk((desk) => {
      const rows = [`${HEAD},Signed Contract Date`, `${account(1)},4/5/2026`]
      importAt(desk, '01', 'a.csv', rows, '--date-order', 'mdy')
      expect(importAt(desk, '02', 'a.csv', rows, '--date-order', 'dmy')).toMatchObject({
        status: 'imported',
        rows: { changed: 1 },
      })
      expect(importAt(desk, '03', 'a.csv', rows, '--date-order', 'dmy').status).toBe('unchanged')
    }))

  it('by a map', () =>
    atDesk((desk) => {
      const rows = [`${HEAD},Land`, `${account(1)},Spain`]
      importAt(desk, '01', 'a.csv', rows)
      desk.write('m.json', JSON.stringify({ kind: 'accounts', columns: { Land: 'country' } }))
      expect(importAt(desk, '02', 'a.csv', rows, '--map', 'm.json')).toMatchObject({ status: 'imported', rows: { changed: 1 } })
    }))

  it('by being complete', () =>
    atDesk((desk) => {
      importAt(desk, '01', 'all.csv', [HEAD, ...upTo(3)])
      importAt(desk, '02', 'two.csv', [HEAD, ...upTo(2)])
      expect(importAt(desk, '03', 'two.csv', [HEAD, ...upTo(2)], '--snapshot').rows.removed).toBe(1)
    }))
})

describe('a file of many rows', () => {
  const rows = Array.from({ length: 700 }, (_, i) => account(i + 1))
  const shuffled = rows.toSorted((a, b) =>
    idSuffix(a.slice(0, 15)) + a.slice(8, 15).split('').reverse().join('') <
    idSuffix(b.slice(0, 15)) + b.slice(8, 15).split('').reverse().join('')
      ? -1
      : 1,
  )

  it.each([
    ['in another order', shuffled],
    ['the other way round', rows.toReversed()],
    ['with the middle missing', [...rows.slice(0, 200), ...rows.slice(400)]],
    ['with the last ones first', [...rows.slice(500), ...rows.slice(0, 500)]],
    ['each twice, side by side', rows.flatMap((row) => [row, row])],
    ['each twice, one after the other', [...rows, ...rows]],
  ])('%s changes nothing', (_, other) =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, ...rows])
      expect(importAt(desk, '02', 'b.csv', [HEAD, ...other])).toMatchObject({
        status: 'imported',
        rows: { read: other.length, unchanged: other.length, added: 0, changed: 0, rejected: 0 },
      })
    }),
  )

  it.each([20, 100, 128, 650])('changes record %i once, wherever it stands again', (number) =>
    atDesk((desk) => {
      importAt(desk, '01', 'a.csv', [HEAD, ...rows])
      const changed = account(number, 'Former')
      const [before, after] = [rows.slice(0, number - 1), rows.slice(number)]
      const again = [changed, ...before, changed, ...after, changed]
      expect(importAt(desk, '02', 'b.csv', [HEAD, ...again]).rows).toMatchObject({ changed: 1, unchanged: 701, rejected: 0 })
      expect(statusOf(desk, number)).toBe('Former')
      const differing = [account(number, 'Prospect'), ...before, changed, ...after]
      expect(importAt(desk, '03', 'c.csv', [HEAD, ...differing]).rows).toMatchObject({ changed: 0, unchanged: 699, rejected: 2 })
    }),
  )
})
