/** Pruning: old history goes for good, what is asked of it is refused, and everything else is as it was. */

import { readFileSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { idSuffix } from '../../src/records/salesforce-id.ts'
import { atDesk, type Desk, type Run } from './phd.ts'

const ACCOUNTS = 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner,Website'
const USERS =
  'Account Name,User: Full Name,User: Email,User: Phone,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const ID = `0014M0000000001${idSuffix('0014M0000000001')}`
const GONE = `0014M0000000002${idSuffix('0014M0000000002')}`

const json = ({ stdout }: Run) => JSON.parse(stdout)
const user = (name: string, phone: string): string =>
  `Acme GmbH,${name} Lee,${name.toLowerCase()}@acme.example,${phone},True,True,True,False,False`

function importOn(desk: Desk, day: string, file: string, rows: readonly string[], ...options: string[]): void {
  desk.write(file, ...rows)
  const { code, stderr } = desk.phd('import', file, '--now', `2026-${day}T08:00:00Z`, ...options)
  expect([code, stderr]).toEqual([0, ''])
}

/** Three months of a desk: a partner that is renamed, one that goes, and a person whose phone changes. */
function threeMonths(desk: Desk): void {
  const acme = (name: string, owner: string): string => `${ID},${name},Partner,Authorized,Open,${owner},acme.example`
  const bolt = `${GONE},Bolt Ltd,Partner,Authorized,Open,Ann Lee,bolt.example`
  importOn(desk, '09-01', 'a1.csv', [ACCOUNTS, acme('Old Acme GmbH', 'Ann Lee'), bolt])
  importOn(desk, '09-02', 'u1.csv', [USERS, user('Ann', '1'), user('Bo', '1')])
  importOn(desk, '10-01', 'a2.csv', [ACCOUNTS, acme('Acme GmbH', 'Ann Lee')], '--snapshot', '--allow-shrink')
  importOn(desk, '10-02', 'u2.csv', [USERS, user('Ann', '2'), user('Bo', '1')])
  importOn(desk, '11-01', 'a3.csv', [ACCOUNTS, acme('Acme GmbH', 'Bo Chen')], '--snapshot')
  importOn(desk, '11-02', 'u3.csv', [USERS, user('Ann', '3'), user('Bo', '1')])
}

const LATER = ['--now', '2026-11-20T09:00:00Z'] as const
const prune = (desk: Desk, day: string, ...options: string[]): Run =>
  desk.phd('prune', '--older-than', day, '--json', ...LATER, ...options)

/** What can be asked of now, and of a day that is kept. */
function answers(desk: Desk): unknown[] {
  const asked = [
    ['partner', 'show', 'Acme GmbH', '--json'],
    ['partner', 'show', 'Old Acme GmbH', '--json'],
    ['partner', 'show', 'Bolt Ltd', '--json'],
    ['loa', 'check', '--all', '--json'],
    ['cert-report', 'Acme GmbH', '--json'],
    ['imports', 'show', '5', '--diff', '--json'],
  ]
  return [[], ['--as-of', '2026-10-15'], ['--as-of', '2026-11-01']].flatMap((asOf) =>
    asked.map((command) => {
      const { code, stdout } = desk.phd(...command, ...LATER, ...asOf)
      return [code, stdout]
    }),
  )
}

describe('phd prune', () => {
  it('leaves every answer of the day and later as it was, and refuses what is older', () =>
    atDesk((desk) => {
      threeMonths(desk)
      const before = answers(desk)
      expect(json(prune(desk, '2026-10-10', '--yes'))).toMatchObject({
        schema: 'phd.prune/1',
        status: 'pruned',
        before: '2026-10-10',
        lastImport: 4,
        imports: 4,
        allImports: 6,
        versions: 1,
        kinds: [{ kind: 'portal_users', versions: 1 }],
      })
      expect(answers(desk)).toEqual(before)
      for (const asOf of ['2026-10-09', 'import:3', '2026-09-01T10:00:00Z']) {
        const asked = desk.phd('loa', 'check', 'Acme GmbH', '--json', ...LATER, '--as-of', asOf)
        expect([asOf, asked.code, json(asked).error.code]).toEqual([asOf, 4, 'history_pruned'])
        expect(json(asked).error.message).toContain('the history before 2026-10-10 was pruned on 2026-11-20')
      }
      expect(desk.phd('loa', 'check', 'Acme GmbH', ...LATER, '--as-of', 'import:4').code).not.toBe(4 + 1)
      const shown = desk.phd('imports', 'show', '2', '--diff', '--json')
      expect([shown.code, json(shown).error.code]).toEqual([4, 'history_pruned'])
      for (const id of ['6', '5']) expect(desk.phd('imports', 'undo', id, '--yes').code).toBe(0)
      const undone = desk.phd('imports', 'undo', '4', '--yes', '--json')
      expect([undone.code, json(undone).error.code]).toEqual([5, 'import_pruned'])
    }))

  it('says so in the list of imports, in the history of a partner and in the audit, which is sound', () =>
    atDesk((desk) => {
      threeMonths(desk)
      prune(desk, '2026-10-10', '--yes')
      const { imports } = json(desk.phd('imports', 'list', '--json'))
      expect(imports.map(({ pruned }: { pruned: boolean }) => pruned)).toEqual([true, true, true, true, false, false])
      expect(desk.phd('imports', 'list').stdout).toMatch(/a2\.csv +imported as complete, pruned/)
      const history = desk.phd('partner', 'show', 'Acme GmbH', '--history').stdout
      expect(history).toContain('earlier history was pruned (before 2026-10-10)')
      expect(history).toContain('"Ann Lee" -> "Bo Chen"')
      expect(history).toContain('"2" -> "3"')
      expect(history).not.toContain('import 2')
      expect(json(desk.phd('partner', 'show', 'Acme GmbH', '--history', '--json')).prunedBefore).toBe('2026-10-10')
      const { entries } = json(desk.phd('audit', 'list', '--json'))
      expect(entries.at(-1) ?? entries[0]).toMatchObject({ action: 'history_pruned' })
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('changes nothing in a dry run, without --yes, or while another writes; a second time it has nothing to do', () =>
    atDesk((desk) => {
      threeMonths(desk)
      const bytes = readFileSync(desk.db)
      expect(json(prune(desk, '2026-10-10', '--dry-run'))).toMatchObject({ status: 'dry_run', versions: 1, lastImport: 4 })
      expect(prune(desk, '2026-10-10').code).toBe(2)
      expect(prune(desk, '2027-01-01', '--yes').code).toBe(2)
      const soon = prune(desk, 'soon', '--yes')
      expect([soon.code, soon.stderr]).toEqual([2, expect.stringContaining('write it as --older-than 365d or 2025-11-20')])
      expect(prune(desk, '', '--yes').code).toBe(2)
      expect(readFileSync(desk.db).equals(bytes)).toBe(true)
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      expect(prune(desk, '2026-10-10', '--yes', '--wait', '0').code).toBe(6)
      other.exec('ROLLBACK')
      other.close()
      expect(json(prune(desk, '41d', '--yes'))).toMatchObject({ status: 'pruned', before: '2026-10-10' })
      expect(json(prune(desk, '6w', '--yes'))).toMatchObject({ status: 'unchanged', before: '2026-10-10' })
      expect(json(prune(desk, '2026-10-10', '--yes')).status).toBe('unchanged')
      expect(json(prune(desk, '2026-11-10', '--yes'))).toMatchObject({ status: 'pruned', lastImport: 6, versions: 1 })
    }))

  it('makes the file smaller', () =>
    atDesk((desk) => {
      const people = (phone: string): string[] => Array.from({ length: 5_000 }, (_, i) => user(`Person${i}`, `${phone} ${i}`))
      importOn(desk, '09-01', 'u1.csv', [USERS, ...people('1')])
      importOn(desk, '09-02', 'u2.csv', [USERS, ...people('2')])
      importOn(desk, '09-03', 'u3.csv', [USERS, ...people('3')])
      const before = statSync(desk.db).size
      const { versions, bytesBefore, bytesAfter } = json(prune(desk, '2026-10-10', '--yes'))
      expect(versions).toBe(10_000)
      expect(statSync(desk.db).size).toBe(bytesAfter)
      expect(bytesAfter).toBeLessThan(before * 0.75)
      expect(bytesBefore).toBeGreaterThanOrEqual(before)
    }))

  it('refuses an older file that may bring back what ended in the time that was pruned', () =>
    atDesk((desk) => {
      threeMonths(desk)
      prune(desk, '2026-10-10', '--yes')
      desk.write('users-2026-09-15.csv', USERS, user('Cleo', '1'))
      const refused = desk.phd('import', 'users-2026-09-15.csv', '--json', ...LATER)
      expect([refused.code, json(refused).imports[0].reason.code]).toEqual([5, 'older_file'])
      expect(desk.phd('import', 'users-2026-09-15.csv', '--allow-older', ...LATER).code).toBe(0)
    }))
})

describe('what a version leaves out because the next one has it', () => {
  it('is there when it is asked for: in SQL, in the history, as of then, and after an undo', () =>
    atDesk((desk) => {
      threeMonths(desk)
      const raw = new Database(desk.db, { readonly: true })
      const thinned = raw.prepare('SELECT full_name, phone FROM portal_users WHERE thinned IS NOT NULL ORDER BY version').raw()
      expect(thinned.all()).toEqual([
        [null, '1'],
        [null, '2'],
      ])
      raw.close()
      const select = "SELECT full_name, phone FROM portal_users_history WHERE record_key = 'ann@acme.example' ORDER BY valid_from"
      expect(json(desk.phd('query', select, '--json')).rows).toEqual(
        ['1', '2', '3'].map((phone) => ({ full_name: 'Ann Lee', phone })),
      )
      const { changes } = json(desk.phd('imports', 'show', '4', '--diff', '--json'))
      expect(changes).toHaveLength(1)
      expect(desk.phd('imports', 'undo', '6', '--yes').code).toBe(0)
      expect(desk.phd('imports', 'undo', '4', '--yes').code).toBe(0)
      expect(json(desk.phd('query', select.replace('ORDER BY', 'AND valid_to IS NULL ORDER BY'), '--json')).rows).toEqual([
        { full_name: 'Ann Lee', phone: '1' },
      ])
    }))

  it('is forgotten with the person', () =>
    atDesk((desk) => {
      threeMonths(desk)
      expect(desk.phd('forget', 'ann@acme.example', '--yes').code).toBe(0)
      const select = "SELECT record_key, full_name, email, phone FROM portal_users_history WHERE record_key NOT LIKE 'bo@%'"
      const { rows } = json(desk.phd('query', select, '--json'))
      expect(rows).toHaveLength(3)
      expect(JSON.stringify(rows)).not.toMatch(/ann/i)
      expect(rows.map(({ phone }: { phone: string | null }) => phone)).toEqual([null, null, null])
      expect(readFileSync(desk.db, 'latin1')).not.toContain('ann@acme.example')
    }))
})
