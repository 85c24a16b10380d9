import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

interface Change {
  id: string
  name: string
  state: string
  detail: string | null
}
interface Reconciled {
  plan: string
  status: string
  state: string
  done: Change[]
  failed: (Change & { remedy: string | null })[]
  notAttempted: Change[]
  unusable: { file: string; line: number; id: string; code: string }[]
  retry: string | null
}

interface Loaded {
  Id: string
  OwnerId: string
}

/** A desk with a plan that was exported to the folder `out`. */
function exported(desk: Desk, ...args: string[]): Desk {
  desk.putAll('desk')
  desk.imports('sfdc-accounts.csv', 'sfdc-users.csv')
  desk.phd('cam', 'plan', '--out', 'plan.json', ...args)
  expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out').code).toBe(0)
  return desk
}

const submitted = (desk: Desk, file = 'out/account-owners.csv'): Loaded[] =>
  parse(readFileSync(join(desk.folder, file)), { columns: true })
const reconcile = (desk: Desk, ...files: string[]): Reconciled & { code: number | null } => {
  const { stdout, code } = desk.phd('cam', 'reconcile', ...files, '--json')
  return { ...(JSON.parse(stdout) as Reconciled), code }
}

/** The files of Data Loader. */
const success = (rows: readonly Loaded[]): string[] => [
  '"ID","OWNERID","STATUS"',
  ...rows.map(({ Id, OwnerId }) => `"${Id}","${OwnerId}","Item Updated"`),
]
const error = (rows: readonly Loaded[], why: string): string[] => [
  '"ID","OWNERID","ERROR"',
  ...rows.map(({ Id, OwnerId }) => `"${Id}","${OwnerId}","${why}"`),
]
const shuffled = <T>(rows: readonly T[]): T[] => rows.map((_, i) => rows[(i * 17 + 5) % rows.length] as T)

describe('cam reconcile', () => {
  it('closes a plan when every row was loaded, in any order', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk))
      expect(rows.length).toBe(38)
      desk.write('success.csv', ...success(shuffled(rows))).write('error.csv', ...error([], ''))
      const result = reconcile(desk, 'success.csv', 'error.csv')
      expect([result.code, result.status, result.state]).toEqual([0, 'reconciled', 'closed'])
      expect([result.done.length, result.failed, result.notAttempted, result.unusable, result.retry]).toEqual([
        38,
        [],
        [],
        [],
        null,
      ])
      expect(desk.phd('cam', 'plans').stdout).toMatch(/loaded +38 +0 +0 +38 +0 +0/)
      const again = reconcile(desk, 'error.csv', 'success.csv')
      expect([again.code, again.status]).toEqual([0, 'unchanged'])
      const { entries } = desk.json<{ entries: { action: string; body: object }[] }>('audit', 'list')
      expect(entries.filter(({ action }) => action === 'cam_reconciled').map(({ body }) => body)).toEqual([
        { plan: result.plan, done: 38, failed: 0, unusable: 0, left: 0, afterImport: 4, timeStated: true },
      ])
    }))

  it('tells what failed and why, what was not attempted, and rows of no plan; the retry closes it', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk))
      const [failed, done, left] = [rows.slice(0, 3), rows.slice(3, 30), rows.slice(30)]
      const stranger = { Id: '0014M000AAAAABYQY5', OwnerId: '0054M000AAAAAANQY5' }
      desk.write('success.csv', ...success([...shuffled(done), stranger]))
      desk.write('error.csv', ...error(failed, 'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--'))
      const result = reconcile(desk, 'success.csv', 'error.csv')
      expect([result.code, result.state, result.done.length]).toEqual([1, 'open', 27])
      expect(result.failed.map(({ id }) => id).sort()).toEqual(failed.map(({ Id }) => Id).sort())
      expect(result.failed[0]?.detail).toContain('UNABLE_TO_LOCK_ROW')
      expect(result.failed[0]?.remedy).toContain('load the retry file')
      expect(result.notAttempted.map(({ id }) => id).sort()).toEqual(left.map(({ Id }) => Id).sort())
      expect(result.unusable).toEqual([
        expect.objectContaining({ file: 'success.csv', line: 29, id: stranger.Id, code: 'not_in_plan' }),
      ])
      expect(result.retry).toBe('account-owners.retry.csv')
      const retry = submitted(desk, 'account-owners.retry.csv')
      expect(new Set(retry.map(({ Id }) => Id))).toEqual(new Set([...failed, ...left].map(({ Id }) => Id)))
      expect(readFileSync(join(desk.folder, 'account-owners.retry.csv'), 'latin1')).toMatch(/^Id,OwnerId\n(?:\w{18},\w{18}\n)+$/)
      desk.write('success2.csv', ...success(shuffled(retry)))
      expect(reconcile(desk, 'success2.csv')).toMatchObject({ code: 0, state: 'closed', retry: null })
      // The first error file, read once more, takes nothing back.
      expect(reconcile(desk, 'error.csv')).toMatchObject({ code: 0, state: 'closed', status: 'unchanged' })
    }))

  it('reads the results of the Bulk API 2.0, and what it did not process', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk))
      const [done, failed, left] = [rows.slice(0, 20), rows.slice(20, 25), rows.slice(25)]
      desk.write(
        'success.csv',
        '"sf__Id","sf__Created","Id","OwnerId"',
        ...done.map(({ Id, OwnerId }) => `"${Id}","false","${Id}","${OwnerId}"`),
      )
      desk.write(
        'failed.csv',
        'sf__Id,sf__Error,Id,OwnerId',
        ...failed.map(
          ({ Id, OwnerId }) =>
            `,"INACTIVE_OWNER_OR_USER:operation performed with inactive user [${OwnerId}]:--",${Id},${OwnerId}`,
        ),
      )
      desk.write('unprocessed.csv', 'Id,OwnerId', ...left.map(({ Id, OwnerId }) => `${Id},${OwnerId}`))
      const result = reconcile(desk, 'failed.csv', 'unprocessed.csv', 'success.csv')
      expect([result.done.length, result.failed.length, result.notAttempted.length, result.unusable]).toEqual([20, 5, 13, []])
      expect(result.failed[0]?.remedy).toContain('no longer active')
    }))

  it('reads semicolons, a mark, CRLF and ids of 15 characters', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--region', 'APAC'))
      const text = [
        '\ufeffId;OwnerId;STATUS',
        ...rows.map(({ Id, OwnerId }) => `${Id.slice(0, 15)};${OwnerId.slice(0, 15)};Item Updated`),
      ]
      writeFileSync(join(desk.folder, 'success.csv'), text.join('\r\n'))
      expect(reconcile(desk, 'success.csv')).toMatchObject({ code: 0, state: 'closed' })
    }))

  it.each([
    ['another owner', ({ Id }: Loaded) => `${Id},0054M000AAAAAAEQY5,Item Updated`, 'other_owner'],
    ['a record that was made', ({ Id, OwnerId }: Loaded) => `${Id},${OwnerId},Item Created`, 'created'],
    ['a status that no loader gives', ({ Id, OwnerId }: Loaded) => `${Id},${OwnerId},Failed`, 'unknown_status'],
    ['no id', ({ OwnerId }: Loaded) => `,${OwnerId},Item Updated`, 'no_id'],
    ['an id with a slip', ({ Id, OwnerId }: Loaded) => `${Id.slice(0, 17)}X,${OwnerId},Item Updated`, 'no_id'],
  ])('takes no row with %s for done', (_, row, code) =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', 'Cobalt Labs 1 GmbH', '--only', 'Polaris Cloud Inc.'))
      const [odd, fine] = rows as [Loaded, Loaded]
      desk.write('success.csv', 'ID,OWNERID,STATUS', row(odd), `${fine.Id},${fine.OwnerId},Item Updated`)
      const result = reconcile(desk, 'success.csv')
      expect([result.code, result.done.map(({ id }) => id), result.notAttempted.map(({ id }) => id)]).toEqual([
        1,
        [fine.Id],
        [odd.Id],
      ])
      expect(result.unusable.map((each) => [each.line, each.code])).toEqual([[2, code]])
    }),
  )

  it('decides nothing of a row that was done by one file and failed by the other', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', 'Cobalt Labs 1 GmbH'))
      desk.write('success.csv', ...success(rows)).write('error.csv', ...error(rows, 'no'))
      const result = reconcile(desk, 'success.csv', 'error.csv')
      expect([result.code, result.notAttempted.length, result.unusable.map(({ code }) => code)]).toEqual([
        1,
        1,
        ['contradictory', 'contradictory'],
      ])
    }))

  it('finds the plan by its accounts, and asks where there are two', () =>
    atDesk((desk) => {
      const emea = submitted(exported(desk, '--region', 'EMEA'))
      desk.phd('cam', 'plan', '--region', 'APAC', '--out', 'apac.json')
      desk.phd('cam', 'export', 'apac.json', '--out', 'apac')
      desk.phd('cam', 'plan', '--only', emea[0]?.Id ?? '', '--out', 'one.json')
      desk.phd('cam', 'export', 'one.json', '--out', 'one')
      desk.write('apac.csv', ...success(submitted(desk, 'apac/account-owners.csv'))).write('emea.csv', ...success(emea))
      expect(reconcile(desk, 'apac.csv')).toMatchObject({ code: 0, state: 'closed', plan: JSON.parse(desk.read('apac.json')).id })
      const asked = desk.phd('cam', 'reconcile', 'emea.csv', '--json')
      expect([asked.code, JSON.parse(asked.stdout).error.code]).toEqual([3, 'plan_ambiguous'])
      expect(reconcile(desk, 'emea.csv', '--plan', 'plan.json')).toMatchObject({ code: 0, state: 'closed' })
      expect(desk.phd('cam', 'reconcile', 'emea.csv', '--plan', '0123456789ab').code).toBe(3)
      desk.write('none.csv', ...success([{ Id: '0014M0000T00001QQA', OwnerId: '0054M000AAAAAANQY5' }]))
      const none = desk.phd('cam', 'reconcile', 'none.csv', '--json')
      expect([none.code, JSON.parse(none.stdout).error.code]).toEqual([3, 'no_such_plan'])
    }))

  it.each([
    ['an export', 'sfdc-users.csv', 'not_a_result_file'],
    ['a row with too few cells', 'cut.csv', 'cut_off'],
    ['a file that is not there', 'missing.csv', 'file_not_found'],
  ])('refuses %s, with the file', (_, file, code) =>
    atDesk((desk) => {
      exported(desk, '--only', 'Cobalt Labs 1 GmbH').write(
        'cut.csv',
        'ID,OWNERID,STATUS',
        '0014M000AAAAAAMQY5,0054M000AAAAAASQY5',
      )
      const { stdout, code: exit } = desk.phd('cam', 'reconcile', file, '--json')
      const { error: refused } = JSON.parse(stdout)
      expect([exit, refused.code]).toEqual([5, code])
      expect(refused.message).toContain(file)
    }),
  )

  it('writes and records nothing in a dry run', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk))
      desk.write('success.csv', ...success(rows.slice(1)))
      const result = desk.json<Reconciled & Record<string, unknown>>('cam', 'reconcile', 'success.csv', '--dry-run')
      expect([result.status, result.done.length]).toEqual(['dry_run', 37])
      expect(() => desk.read('account-owners.retry.csv')).toThrow()
      expect(reconcile(desk, 'success.csv').status).toBe('reconciled')
    }))
})

describe('what is loaded again', () => {
  const COBALT = 'Cobalt Labs 1 GmbH'

  /** Imports the accounts once more, with cells replaced. */
  function changed(desk: Desk, ...edits: readonly (readonly [RegExp, string])[]): void {
    const text = edits.reduce((all, [from, to]) => all.replace(from, to), desk.read('sfdc-accounts.csv'))
    writeFileSync(join(desk.folder, 'changed.csv'), text)
    expect(desk.phd('import', 'changed.csv', '--now', '2026-11-21').code).toBe(0)
  }

  it('is only what still holds: the rest is listed, and kept out of the file', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', COBALT, '--only', 'Polaris Cloud Inc.', '--only', 'Mistral Labs Pvt. Ltd.'))
      changed(
        desk,
        [/("Cobalt Labs 1 GmbH".*?)"Tristan Ouin"/, '$1"Jay Bahar"'],
        [/("Mistral Labs Pvt\. Ltd\.".*?)"Maria Henry"/, '$1"Amit Kaul"'],
      )
      desk.write('error.csv', ...error(rows, 'UNABLE_TO_LOCK_ROW'))
      const { stdout, code } = desk.phd('cam', 'reconcile', 'error.csv', '--json', '--now', '2026-11-21')
      const result = JSON.parse(stdout)
      expect([code, result.failed.length]).toEqual([4, 3])
      expect(result.heldBack.map((each: { name: string; code: string }) => [each.name, each.code])).toEqual([
        [COBALT, 'owner_changed'],
      ])
      expect(result.alreadyRight.map(({ name }: { name: string }) => name)).toEqual(['Mistral Labs Pvt. Ltd.'])
      expect(submitted(desk, 'account-owners.retry.csv').map(({ Id }) => Id)).toEqual(['0014M000AAAAAAxQYP'])
    }))

  it('is written again where the file is gone, or another folder is named', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', COBALT))
      desk.write('error.csv', ...error(rows, 'UNABLE_TO_LOCK_ROW'))
      expect(reconcile(desk, 'error.csv').retry).toBe('account-owners.retry.csv')
      expect(reconcile(desk, 'error.csv', '--out', 'again').retry).toBe('again/account-owners.retry.csv')
      expect(submitted(desk, 'again/account-owners.retry.csv')).toEqual(rows)
    }))

  it('has the errors of the first load beside its status: the status counts', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', COBALT))
      desk.write(
        'success.csv',
        'ID,OWNERID,ERROR,STATUS',
        ...rows.map(({ Id, OwnerId }) => `${Id},${OwnerId},UNABLE_TO_LOCK_ROW:then,Item Updated`),
      )
      expect(reconcile(desk, 'success.csv')).toMatchObject({ code: 0, state: 'closed' })
    }))

  it('cannot be two accounts at once', () =>
    atDesk((desk) => {
      const [row] = submitted(exported(desk, '--only', COBALT))
      desk.write('success.csv', 'sf__Id,sf__Created,Id,OwnerId', `0014M000AAAAAAxQYP,false,${row?.Id},${row?.OwnerId}`)
      expect(reconcile(desk, 'success.csv', '--plan', 'plan.json').unusable.map(({ code }) => code)).toEqual(['ids_disagree'])
    }))

  it('is reported, where a load fails after one that was done', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', COBALT))
      desk.write('success.csv', ...success(rows)).write('error.csv', ...error(rows, 'no'))
      reconcile(desk, 'success.csv')
      const later = reconcile(desk, 'error.csv')
      expect([later.code, later.state, later.unusable.map(({ code }) => code)]).toEqual([0, 'closed', ['done_before']])
      const shown = desk.phd('audit', 'list', '--action', 'cam_reconciled', '--json').stdout
      expect(JSON.parse(shown).entries.length).toBe(2)
    }))

  it('is read in an encoding of old, where that is said', () =>
    atDesk((desk) => {
      const [row] = submitted(exported(desk, '--only', COBALT))
      const text = `ID,OWNERID,ERROR\n${row?.Id},${row?.OwnerId},"Benutzer nicht verf\u00fcgbar"\n`
      writeFileSync(join(desk.folder, 'error.csv'), Buffer.from(text, 'latin1'))
      expect(desk.phd('cam', 'reconcile', 'error.csv').code).toBe(5)
      expect(reconcile(desk, 'error.csv', '--encoding', 'windows-1252').failed[0]?.detail).toBe('Benutzer nicht verf\u00fcgbar')
    }))

  it('does not forget what is known when the plan is exported once more', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, '--only', COBALT, '--only', 'Polaris Cloud Inc.'))
      desk.write('success.csv', ...success(rows.slice(0, 1)))
      reconcile(desk, 'success.csv')
      const again = desk.phd('cam', 'export', 'plan.json', '--out', 'again')
      expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('was already exported on 2026-11-20 by tester')])
      expect(desk.json<{ plans: object[] }>('cam', 'plans').plans).toEqual([expect.objectContaining({ done: 1, open: 1 })])
    }))
})

describe('cam verify', () => {
  interface Verified {
    plans: {
      plan: string
      state: string
      status: string
      changes: { name: string; found: string; owner: string; territoriesMissing: boolean | null }[]
    }[]
  }
  /** The accounts as they are exported later, each with the owner it is given here. */
  function later(desk: Desk, owners: Readonly<Record<string, string>>, file = 'later.csv', now = '2026-11-22'): void {
    const lines = desk
      .read('sfdc-accounts.csv')
      .split('\n')
      .map((line) => {
        const cells = line.split('","')
        const owner = owners[cells[1] ?? '']
        if (cells.length !== 14 || owner === undefined) return line
        const [name, territories] = owner.split('|')
        cells[8] = name ?? ''
        cells[9] = territories ?? ''
        return cells.join('","')
      })
    writeFileSync(join(desk.folder, file), lines.join('\n'))
    expect(desk.phd('import', file, '--now', now).code).toBe(0)
  }
  const verify = (desk: Desk, ...args: string[]): { code: number | null; found: Record<string, string>; verified: Verified } => {
    const { stdout, code } = desk.phd('cam', 'verify', '--json', '--now', '2026-11-22', ...args)
    const verified = JSON.parse(stdout) as Verified
    return {
      code,
      verified,
      found: Object.fromEntries(verified.plans.flatMap(({ changes }) => changes.map(({ name, found }) => [name, found]))),
    }
  }
  const THREE = ['--only', 'Cobalt Labs 1 GmbH', '--only', 'Polaris Cloud Inc.', '--only', 'Mistral Labs Pvt. Ltd.']

  it('says what landed, what was overwritten and what is still open, and closes what is settled', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      later(desk, { 'Cobalt Labs 1 GmbH': 'Bastian van der Stel', 'Polaris Cloud Inc.': 'Camille Dios' })
      const { code, found, verified } = verify(desk)
      expect([code, found]).toEqual([
        1,
        { 'Cobalt Labs 1 GmbH': 'landed', 'Polaris Cloud Inc.': 'overwritten', 'Mistral Labs Pvt. Ltd.': 'open' },
      ])
      expect(verified.plans[0]?.state).toBe('open')
      expect(desk.phd('cam', 'verify', '--now', '2026-11-22').stdout).toContain(
        'Overwritten: the record has an owner that was not planned\n- Polaris Cloud Inc. (0014M000AAAAAAxQYP): Camille Dios, not Joe McAninch\n',
      )
      later(
        desk,
        {
          'Cobalt Labs 1 GmbH': 'Bastian van der Stel',
          'Polaris Cloud Inc.': 'Camille Dios',
          'Mistral Labs Pvt. Ltd.': 'Amit Kaul',
        },
        'last.csv',
        '2026-11-23',
      )
      // An overwritten change is listed until the plan is closed, or a later plan has the account.
      expect(verify(desk, '--now', '2026-11-23')).toMatchObject({ code: 1, found: { 'Polaris Cloud Inc.': 'overwritten' } })
      expect(desk.phd('cam', 'close', 'plan.json').code).toBe(2)
      expect(desk.phd('cam', 'close', 'plan.json', '--reason', 'it was meant', '--dry-run').code).toBe(0)
      expect(desk.phd('cam', 'close', 'plan.json', '--reason', 'it was meant').stdout).toContain('closed')
      expect(verify(desk, '--now', '2026-11-24').verified.plans).toEqual([])
      expect(desk.phd('cam', 'plans').stdout).toContain('by tester: it was meant')
      expect(desk.phd('cam', 'close', 'plan.json', '--reason', 'again').code).toBe(5)
      expect(desk.phd('audit', 'verify').code).toBe(0)
    }))

  it('cannot tell before the accounts were exported again', () =>
    atDesk((desk) => {
      const { code, found } = verify(exported(desk, ...THREE))
      expect([code, new Set(Object.values(found))]).toEqual([4, new Set(['not_seen'])])
      // What is so of all of them is said once.
      const said = desk.phd('cam', 'verify', '--dry-run', '--now', '2026-11-22').stdout
      expect(said.match(/not in any accounts export/g)).toHaveLength(1)
      for (const name of Object.keys(found)) expect(said.split(name)).toHaveLength(2)
      // An export of other accounts says nothing of these.
      desk.write(
        'other.csv',
        'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner',
        '0014M0000T00001,Other,Partner,Authorized,Open,Jay Bahar',
      )
      desk.phd('import', 'other.csv', '--now', '2026-11-22')
      expect(verify(desk).code).toBe(4)
    }))

  it('takes no export that was imported before the load for what came of it', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, ...THREE))
      later(desk, {}, 'before.csv', '2026-11-21')
      desk.write('success.csv', ...success(rows))
      desk.phd('cam', 'reconcile', 'success.csv', '--now', '2026-11-21')
      expect(verify(desk)).toMatchObject({ code: 4, found: { 'Cobalt Labs 1 GmbH': 'not_seen' } })
      later(desk, {
        'Cobalt Labs 1 GmbH': 'Bastian van der Stel',
        'Polaris Cloud Inc.': 'Joe McAninch',
        'Mistral Labs Pvt. Ltd.': 'Amit Kaul',
      })
      expect(verify(desk)).toMatchObject({ code: 0, found: { 'Polaris Cloud Inc.': 'landed' } })
    }))

  it('takes the same accounts once more for having been seen', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      expect(desk.phd('import', 'sfdc-accounts.csv', '--now', '2026-11-21').stdout).toContain('sfdc-accounts.csv')
      expect(verify(desk)).toMatchObject({ code: 1, found: { 'Cobalt Labs 1 GmbH': 'open' } })
    }))

  it('leaves an account to the later plan that has it', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      desk.phd('cam', 'plan', '--only', 'Polaris Cloud Inc.', '--out', 'later.json')
      desk.phd('cam', 'export', 'later.json', '--out', 'later')
      later(desk, { 'Cobalt Labs 1 GmbH': 'Bastian van der Stel', 'Mistral Labs Pvt. Ltd.': 'Amit Kaul' })
      const { verified } = verify(desk)
      expect(verified.plans.map(({ changes }) => changes.map(({ found }) => found).sort())).toEqual([
        ['landed', 'landed', 'superseded'],
        ['open'],
      ])
      expect(verify(desk).verified.plans.length).toBe(1)
    }))

  it('cannot tell by a name that several users have', () =>
    atDesk((desk) => {
      exported(desk, '--only', 'Cobalt Labs 1 GmbH')
      desk.write('more.csv', 'ID,NAME,EMAIL,ISACTIVE', '0054M000AAAAAZZ,Bastian van der Stel,b2@gitlab.example,false')
      expect(desk.phd('import', 'more.csv').code).toBe(0)
      later(desk, { 'Cobalt Labs 1 GmbH': 'Bastian van der Stel' })
      expect(verify(desk)).toMatchObject({ code: 4, found: { 'Cobalt Labs 1 GmbH': 'unclear' } })
    }))

  it('takes a former owner for a change by someone, where the loader said that the change was made', () =>
    atDesk((desk) => {
      const rows = submitted(exported(desk, ...THREE))
      desk.write('success.csv', ...success(rows))
      reconcile(desk, 'success.csv')
      later(desk, { 'Cobalt Labs 1 GmbH': 'Bastian van der Stel', 'Mistral Labs Pvt. Ltd.': 'Amit Kaul' })
      expect(verify(desk).found['Polaris Cloud Inc.']).toBe('overwritten')
    }))

  it('says which accounts still lack the territories that go with their owner', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      later(desk, {
        'Cobalt Labs 1 GmbH': 'Bastian van der Stel|Benelux; dach',
        'Polaris Cloud Inc.': 'Joe McAninch',
        'Mistral Labs Pvt. Ltd.': 'Amit Kaul|India',
      })
      const { verified, code } = verify(desk)
      const missing = verified.plans[0]?.changes.filter(({ territoriesMissing }) => territoriesMissing).map(({ name }) => name)
      expect([code, missing]).toEqual([0, ['Polaris Cloud Inc.']])
    }))

  it('notices an account that is gone, or no longer a partner', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      const kept = desk
        .read('sfdc-accounts.csv')
        .replace(/^.*Polaris Cloud Inc.*\n/m, '')
        .replace('"Cobalt Labs 1 GmbH","Partner"', '"Cobalt Labs 1 GmbH","Customer"')
      writeFileSync(join(desk.folder, 'complete.csv'), kept)
      expect(desk.phd('import', '--snapshot', 'complete.csv', '--now', '2026-11-22').code).toBe(0)
      const { code, found } = verify(desk)
      expect([code, found['Polaris Cloud Inc.'], found['Cobalt Labs 1 GmbH']]).toEqual([4, 'gone', 'gone'])
    }))

  it('records nothing in a dry run', () =>
    atDesk((desk) => {
      exported(desk, ...THREE)
      later(desk, { 'Cobalt Labs 1 GmbH': 'Bastian van der Stel' })
      expect(verify(desk, '--dry-run').verified.plans[0]?.status).toBe('dry_run')
      expect(verify(desk).verified.plans[0]?.status).toBe('verified')
      expect(verify(desk).verified.plans[0]?.status).toBe('unchanged')
    }))
})
