import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { type PlanBody, sealPlan } from '../../src/plans/plan.ts'
import { atDesk, type Desk } from './phd.ts'

interface Entry {
  subject: { id: string; name: string }
  decision: string
  owner: { name: string; userId: string } | null
  current: { name: string; userId: string }
  contractedTerritories: string[]
  reasons: string[]
  region: string | null
}
interface Plan {
  schema: string
  version: number
  id: string
  madeAt: string
  madeBy: string
  madeFrom: { kind: string; importId: number; file: string; sha256: string }[]
  counts: { accounts: number; right: number; changes: number; held: number }
  changes: Entry[]
  held: Entry[]
  hash: string
}

function staffed(desk: Desk): Desk {
  desk.putAll('desk')
  desk.imports('sfdc-accounts.csv', 'sfdc-users.csv')
  return desk
}

const plan = (desk: Desk, ...args: string[]): Plan => JSON.parse(desk.phd('cam', 'plan', '--json', ...args).stdout) as Plan
const bytes = (desk: Desk, file: string): Buffer => readFileSync(join(desk.folder, file))
const rows = (text: string): Record<string, string>[] => parse(text, { columns: true, relax_column_count: true })

/** What Salesforce would export after a loader's file was loaded: the accounts with their new owners. */
function loaded(desk: Desk, loader: string, file: string, skip: readonly string[] = []): void {
  const names = new Map(rows(desk.read('sfdc-users.csv')).map((user) => [user.ID, user.NAME]))
  const owners = new Map(rows(desk.read(loader)).map((row) => [row.Id?.slice(0, 15), names.get(row.OwnerId)]))
  const lines = desk
    .read('sfdc-accounts.csv')
    .split('\n')
    .map((line) => {
      const id = line.slice(1, 16)
      const owner = skip.includes(id) ? undefined : owners.get(id)
      const cells = line.split('","')
      if (owner === undefined || cells.length !== 14) return line
      cells[8] = owner
      return cells.join('","')
    })
  writeFileSync(join(desk.folder, file), lines.join('\n'))
}

describe('cam plan', () => {
  it('has every difference with its reason, holds what needs review, and names its imports', () =>
    atDesk((desk) => {
      const { stdout, code } = staffed(desk).phd('cam', 'plan', '--json')
      const made = JSON.parse(stdout) as Plan
      expect([made.schema, made.version, made.madeBy, code]).toEqual(['phd.plan/1', 1, 'tester', 4])
      expect(made.counts).toEqual({ accounts: 48, right: 3, changes: 38, held: 7 })
      expect(new Set(made.held.map(({ decision }) => decision))).toEqual(new Set(['conflict', 'needs_review', 'unmapped']))
      expect(made.held.every(({ reasons }) => reasons.length > 0)).toBe(true)
      expect(made.held.find(({ owner }) => owner?.name === 'Dirk de Vos')?.decision).toBe('conflict')
      expect(
        made.changes.every(({ owner, current }) => owner?.userId.startsWith('005') && current.userId.startsWith('005')),
      ).toBe(true)
      const { accounts } = desk.json<{ accounts: { subject: { id: string }; change: boolean; blocked: unknown }[] }>(
        'cam',
        'owner',
        '--all',
      )
      const differing = accounts.filter(({ change, blocked }) => change && blocked === null)
      expect(made.changes.map(({ subject }) => subject.id)).toEqual(differing.map(({ subject }) => subject.id))
      expect(made.madeFrom.map(({ kind }) => kind)).toEqual(['accounts', 'salesforce_users'])
      expect(made.madeFrom[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
      // With the plan that is kept, the tables that come with phd are imported.
      const kept = plan(desk, '--out', 'plan.json')
      expect([kept.changes, kept.madeFrom.map(({ kind }) => kind)]).toEqual([
        made.changes.map((change) => ({ ...change, via: expect.anything() })),
        ['accounts', 'salesforce_users', 'cam_accounts_by_territory', 'territories'],
      ])
    }))

  it('is the same plan from the same records', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(plan(desk)).toEqual(plan(desk))
    }))

  it('can be of regions, of some accounts, and without some', () =>
    atDesk((desk) => {
      staffed(desk)
      const regions = (...args: string[]): (string | null)[] =>
        [...new Set(plan(desk, ...args).changes.map(({ region }) => region))].sort()
      expect(regions('--region', 'emea')).toEqual(['EMEA'])
      expect(regions('--region', 'APAC', '--region', 'us-pubsec')).toEqual(['APAC', 'US-PubSec'])
      expect(plan(desk, '--region', 'none').held.map(({ subject }) => subject.name)).toEqual(['Nordwind Digital 43 Inc.'])
      expect(plan(desk, '--only', 'cobalt labs 1', '--only', '0014M000AAAAAAx').changes.length).toBe(2)
      expect(plan(desk, '--without', 'Cobalt Labs 1 GmbH').counts).toMatchObject({ accounts: 47, changes: 37 })
      expect(desk.phd('cam', 'plan', '--region', 'mars').code).toBe(2)
      expect(desk.phd('cam', 'plan', '--only', 'Nobody Ltd').code).toBe(3)
    }))

  it('ends with what there is: a change, a person to look, or nothing', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(desk.phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH').code).toBe(1)
      expect(desk.phd('cam', 'plan', '--only', 'Lumen Labs 4 Ltd').code).toBe(4)
      expect(desk.phd('cam', 'plan', '--only', 'Polaris Partners SARL').code).toBe(0)
    }))

  it('reads as a table, as values for a spreadsheet, and as a page', () =>
    atDesk((desk) => {
      const { stdout } = staffed(desk).phd('cam', 'plan', '--html', 'plan.html')
      expect(stdout).toContain('48 accounts: 38 changes, 7 held, 3 already right')
      // A reason that several accounts are held for stands once, with the accounts below it.
      expect(stdout).toContain(
        [
          '- EMEA is mapped by track, and the track is neither Open nor Select (needs review, 3 accounts)',
          '    Delta Labs s.r.o. (0014M000AAAAACkQYP), now Dirk de Vos: "Technology"',
          '    Nordwind Cloud 48 AS (0014M000AAAAAcPQYX), now Dirk de Vos: blank',
        ].join('\n'),
      )
      expect(stdout.match(/no longer active in Salesforce/g)).toHaveLength(1)
      expect(stdout).toMatch(/Cobalt Labs 1 GmbH +0014M000AAAAAAMQY5 +Tristan Ouin +Bastian van der Stel +EMEA Open: DACH/)
      expect(stdout).toContain(
        '- no channel manager of EMEA Select is mapped to Kenya (unmapped, 1 account)\n    Lumen Labs 4 Ltd (0014M000AAAAAB9QYP), now Frank McGowan\n',
      )
      const cells = rows(desk.phd('cam', 'plan', '--format', 'csv').stdout)
      expect(cells.map(({ part }) => part)).toEqual([...Array(38).fill('change'), ...Array(7).fill('held')])
      const page = desk.read('plan.html')
      expect(page).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
      )
      expect(page.match(/<tr>/g)?.length).toBeGreaterThan(45)
      expect(page).not.toMatch(/<script|https?:|url\(|<img|<link/)
    }))

  it('is still read, and grouped by its sentences, where it was saved without the codes of its reasons', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--out', 'plan.json')
      const bare = JSON.parse(desk.read('plan.json'), (key, value) => (key === 'reasonCodes' ? undefined : value)) as PlanBody
      const older = sealPlan(bare)
      expect(JSON.stringify(older)).not.toContain('reasonCodes')
      expect(older.hash).not.toBe((JSON.parse(desk.read('plan.json')) as Plan).hash)
      desk.write('older.json', JSON.stringify(older))
      const { code, stdout } = desk.phd('cam', 'show', 'older.json')
      expect(code).toBe(4)
      expect(stdout).toContain("the account's track is blank, neither Open nor Select (needs review, 2 accounts)")
      desk.write('edited.json', JSON.stringify({ ...older, madeBy: 'someone else' }))
      expect(desk.phd('cam', 'show', 'edited.json').code).toBe(5)
    }))

  it('keeps its number in other words, and notes when they were edited', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--out', 'plan.json')
      const { id, hash, ...body } = JSON.parse(desk.read('plan.json')) as Plan & PlanBody
      const reworded = JSON.parse(JSON.stringify(body), (key, value) => {
        if (key === 'reasons') return value.map((each: string) => `${each}, as an earlier phd said it`)
        return key === 'message' ? 'other words' : value
      }) as PlanBody
      expect(JSON.stringify(reworded)).not.toBe(JSON.stringify(body))
      expect(sealPlan(reworded)).toMatchObject({ id, hash: expect.not.stringMatching(hash) })
      const recoded = JSON.parse(JSON.stringify(body), (key, value) => (key === 'reasonCodes' ? ['other'] : value)) as PlanBody
      expect(sealPlan(recoded).id).not.toBe(id)
      desk.write('edited.json', JSON.stringify({ ...reworded, id, hash }))
      expect(desk.phd('cam', 'show', 'edited.json').code).toBe(5)
      const earlier = { ...body, id: hash.slice(0, 12), hash }
      desk.write('earlier.json', JSON.stringify(earlier))
      expect(desk.phd('cam', 'show', 'earlier.json').code).toBe(4)
    }))

  it('takes no name of an account for markup, a formula or a command to a terminal', () =>
    atDesk((desk) => {
      desk
        .putAll('desk')
        .write(
          'hostile.csv',
          'Account ID,Account Name,Type,Partner Status,Partner Track,Public Sector Partner,Account Owner,Billing Country',
          '0014M0000T00001,"<script>alert(1)</script>""><img onerror=x>",Partner,Authorized,Open,No,Tristan Ouin,Germany',
          '0014M0000T00002,"=HYPERLINK(""http://evil.example"")",Partner,Authorized,Open,No,Tristan Ouin,"<b>Wakanda</b>"',
          '0014M0000T00003,Bidi \u202eabc GmbH,Partner,Authorized,Open,No,Tristan Ouin,Germany',
        )
      expect(desk.phd('import', 'hostile.csv', 'sfdc-users.csv').code).toBe(0)
      desk.phd('cam', 'plan', '--out', 'plan.json', '--html', 'plan.html')
      const page = desk.read('plan.html')
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img onerror=x&gt;')
      expect(page).toContain('&lt;b&gt;Wakanda&lt;/b&gt;')
      expect(page).not.toMatch(/<script|<img|<b>|\u202e/)
      expect(desk.phd('cam', 'plan', '--format', 'csv').stdout).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out').stdout + desk.phd('cam', 'plan').stdout).not.toContain(
        '\u202e',
      )
      expect(desk.read('out/account-owners.csv')).toBe(
        'Id,OwnerId\n0014M0000T00001QQA,0054M000AAAAAASQY5\n0014M0000T00003QQA,0054M000AAAAAASQY5\n',
      )
      expect(desk.read('out/checklist.txt')).not.toContain('\u202e')
    }))

  it('is kept in a file, and in the audit; a file that is there is left alone', () =>
    atDesk((desk) => {
      staffed(desk)
      expect(desk.phd('cam', 'plan', '--out', 'plan.json').code).toBe(4)
      const saved = JSON.parse(desk.read('plan.json')) as Plan
      expect(saved).toEqual(plan(desk))
      const again = desk.phd('cam', 'plan', '--out', 'plan.json', '--json')
      expect([again.code, JSON.parse(again.stdout).error.code]).toEqual([5, 'file_exists'])
      const { entries } = desk.json<{ entries: { action: string; body: Record<string, unknown> }[] }>('audit', 'list')
      const kept = entries.filter(({ action }) => action === 'cam_planned')
      expect(kept.map(({ body }) => body)).toEqual([
        expect.objectContaining({ plan: saved.id, file: 'plan.json', changes: 38, held: 7, right: 3 }),
      ])
      expect(statSync(join(desk.folder, 'plan.json')).mode & 0o077).toBe(0)
      expect(desk.phd('cam', 'plan', '--out', 'same', '--html', './same').code).toBe(2)
    }))

  it('writes nothing in a dry run', () =>
    atDesk((desk) => {
      const { stdout } = staffed(desk).phd('cam', 'plan', '--out', 'plan.json', '--html', 'plan.html', '--dry-run')
      expect(stdout).toContain('would write: plan.json')
      expect(readdirSync(desk.folder)).not.toContain('plan.json')
      expect(desk.phd('audit', 'list').stdout).not.toContain('cam_')
    }))
})

describe('a plan, from the first question to the last', () => {
  it('plan, export, load, import, verify: nothing is left, and the next plan is empty', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--out', 'plan.json')
      const exported = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json')
      expect(exported.code).toBe(0)
      expect(JSON.parse(exported.stdout)).toMatchObject({ status: 'exported', conflicts: [], alreadyRight: [] })
      loaded(desk, 'out/account-owners.csv', 'after.csv')
      expect(desk.phd('import', 'after.csv', '--now', '2026-11-21').code).toBe(0)
      const verified = desk.phd('cam', 'verify', '--json', '--now', '2026-11-21')
      const [first] = JSON.parse(verified.stdout).plans
      expect([verified.code, first.state, first.changes.length]).toEqual([0, 'closed', 38])
      expect(first.changes.every(({ found }: { found: string }) => found === 'landed')).toBe(true)
      expect(plan(desk, '--now', '2026-11-21')).toMatchObject({ changes: [], counts: { right: 41, held: 7 } })
      expect(desk.phd('cam', 'verify', '--now', '2026-11-21').stdout).toBe('no plans to verify\n')
      const again = desk.phd('cam', 'export', 'plan.json', '--out', 'again', '--now', '2026-11-21')
      expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('nothing to do, 38 changes already in the records')])
      expect(readdirSync(desk.folder)).not.toContain('again')
    }))

  it('the rollback file puts every owner back', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--out', 'plan.json')
      const before = desk.json<{ accounts: { subject: { id: string }; current: unknown }[] }>('cam', 'owner', '--all')
      desk.phd('cam', 'export', 'plan.json', '--out', 'out')
      loaded(desk, 'out/account-owners.csv', 'after.csv')
      desk.phd('import', 'after.csv')
      writeFileSync(join(desk.folder, 'sfdc-accounts.csv'), desk.read('after.csv'))
      loaded(desk, 'out/account-owners.rollback.csv', 'back.csv')
      expect(desk.phd('import', 'back.csv').code).toBe(0)
      const after = desk.json<{ accounts: { subject: { id: string }; current: unknown }[] }>('cam', 'owner', '--all')
      const owners = ({ accounts }: typeof after): unknown[] => accounts.map(({ subject, current }) => [subject.id, current])
      expect(owners(after)).toEqual(owners(before))
      expect(plan(desk).counts.changes).toBe(38)
    }))
})

describe('cam export', () => {
  it('writes what loaders take, exact to the byte', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out').code).toBe(0)
      expect(readdirSync(join(desk.folder, 'out')).sort()).toEqual([
        'account-owners.csv',
        'account-owners.rollback.csv',
        'account-owners.sdl',
        'checklist.txt',
      ])
      expect(bytes(desk, 'out/account-owners.csv').toString('latin1')).toBe('Id,OwnerId\n0014M000AAAAAAMQY5,0054M000AAAAAASQY5\n')
      expect(bytes(desk, 'out/account-owners.rollback.csv').toString('latin1')).toBe(
        'Id,OwnerId\n0014M000AAAAAAMQY5,0054M000AAAAAAOQY5\n',
      )
      expect(desk.read('out/account-owners.sdl')).toBe('#Mapping values\nId=Id\nOwnerId=OwnerId\n')
      const list = desk.read('out/checklist.txt')
      expect(list).toContain('sf data update bulk --sobject Account --file account-owners.csv --line-ending LF')
      expect(list).toContain('Account team: the API removes it')
      expect(list).toContain('Contacts: they stay with the former owner.')
      expect(list).toContain('Open opportunities: they stay with the former owner')
      expect(list).toContain('Contracted Territories: blank -> DACH')
      expect(list).toContain('"Public Sector Partner" must be No')
      for (const file of readdirSync(join(desk.folder, 'out')))
        expect(statSync(join(desk.folder, 'out', file)).mode & 0o077, file).toBe(0)
    }))

  it('writes the contracted territories too, where the settings name the field', () =>
    atDesk((desk) => {
      const settings = { contractedTerritories: { field: 'Contracted_Territories__c', values: { DACH: 'EMEA; DACH' } } }
      const config = join(desk.folder, 'phd')
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--only', 'Polaris Cloud Inc.', '--out', 'plan.json')
      const run = (out: string, value: unknown) => {
        desk.write('config.json', JSON.stringify(value))
        const home = join(config, out)
        return { home, result: desk.run(['cam', 'export', 'plan.json', '--out', out, '--json'], configuredBy(desk, home)) }
      }
      const { result } = run('some', settings)
      expect(result.code).toBe(4)
      expect(JSON.parse(result.stdout).conflicts).toEqual([
        expect.objectContaining({ code: 'no_territory_value', subject: expect.objectContaining({ name: 'Polaris Cloud Inc.' }) }),
      ])
      expect(desk.read('some/account-owners.csv')).toBe(
        'Id,OwnerId,Contracted_Territories__c\n0014M000AAAAAAMQY5,0054M000AAAAAASQY5,EMEA; DACH\n',
      )
      expect(desk.read('some/account-owners.rollback.csv')).toBe(
        'Id,OwnerId,Contracted_Territories__c\n0014M000AAAAAAMQY5,0054M000AAAAAAOQY5,#N/A\n',
      )
      expect(desk.read('some/account-owners.sdl')).toContain('Contracted_Territories__c=Contracted_Territories__c')
      const all = run('all', { contractedTerritories: { field: 'Contracted_Territories__c' } }).result
      expect(all.code).toBe(0)
      expect(desk.read('all/account-owners.csv')).toContain('0054M000AAAAAAHQY5,TX\n')
      expect(run('bad', { contractedTerritories: { field: 'no field!' } }).result.code).toBe(2)
    }))

  it('holds back what has changed since, and exports the rest', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--out', 'plan.json')
      const accounts = desk.read('sfdc-accounts.csv')
      const changed = accounts
        // Someone gave one to another manager, one moved, one is public sector now, one has its planned owner already.
        .replace(/("Cobalt Labs 1 GmbH".*?)"Tristan Ouin"/, '$1"Jay Bahar"')
        .replace(/("Polaris Cloud Inc\.".*?"United States",)"TX"/, '$1"NY"')
        .replace(/("Sakura Consulting Pvt\. Ltd\.".*?"Open",)"No"/, '$1"Yes"')
        .replace(/("Nordwind Cloud Limited".*?)"Lisa Cartagena"/, '$1"Frank McGowan"')
      writeFileSync(join(desk.folder, 'sfdc-accounts.csv'), changed)
      expect(desk.phd('import', 'sfdc-accounts.csv', '--now', '2026-11-21').code).toBe(0)
      const { stdout, code } = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json', '--now', '2026-11-21')
      const result = JSON.parse(stdout)
      expect(code).toBe(4)
      expect(
        result.conflicts.map((each: { subject: { name: string }; code: string }) => [each.subject.name, each.code]).sort(),
      ).toEqual([
        ['Cobalt Labs 1 GmbH', 'owner_changed'],
        ['Polaris Cloud Inc.', 'answer_changed'],
        ['Sakura Consulting Pvt. Ltd.', 'public_sector_abroad'],
      ])
      expect(result.alreadyRight.map(({ name }: { name: string }) => name)).toEqual(['Nordwind Cloud Limited'])
      expect(result.changes.length).toBe(34)
      const loader = desk.read('out/account-owners.csv')
      for (const id of ['0014M000AAAAAAMQY5', '0014M000AAAAAAxQYP', '0014M000AAAAAGvQYP', '0014M000AAAAAFjQYP'])
        expect(loader).not.toContain(id)
      expect(desk.read('out/conflicts.csv')).toContain(
        "the record's owner was Tristan Ouin when the plan was made, and is Jay Bahar now",
      )
      const shown = desk.phd('cam', 'show', 'plan.json', '--now', '2026-11-21')
      expect(shown.stdout).toContain('34 changes can be exported, 3 held back, 1 done')
    }))

  it('holds back a new owner who is now inactive, and a change that the table no longer asks for', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      desk.write('users.csv', 'ID,NAME,EMAIL,ISACTIVE', '0054M000AAAAAASQY5,Bastian van der Stel,b@gitlab.example,false')
      desk.phd('import', 'users.csv')
      const refused = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json')
      expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([5, 'plan_stale'])
      expect(desk.phd('cam', 'show', 'plan.json').stdout).toContain('Bastian van der Stel is no longer active in Salesforce')
      desk.phd('import', 'sfdc-users.csv')
      expect(desk.phd('cam', 'show', 'plan.json').stdout).toContain('1 change can be exported')
      desk.write('table.csv', 'Table,Territory,Channel Manager', 'EMEA Open,DACH,Camille Dios')
      desk.phd('import', 'table.csv', '--merge')
      expect(desk.phd('cam', 'show', 'plan.json').stdout).toContain(
        'it was planned for Bastian van der Stel; now it should be Camille Dios',
      )
      expect(readdirSync(desk.folder)).not.toContain('out')
    }))

  it('holds back an account that moved to another territory of the same manager, or has a changed contract', () =>
    atDesk((desk) => {
      staffed(desk).phd(
        'cam',
        'plan',
        '--only',
        'Häuser Networks Ltd',
        '--only',
        'Northgate Systems Ltd',
        '--only',
        'Señal Labs SAS',
        '--out',
        'plan.json',
      )
      const changed = desk
        .read('sfdc-accounts.csv')
        .replace(/("Häuser Networks Ltd".*?)"United Arab Emirates"/, '$1"South Africa"')
        .replace(/("Northgate Systems Ltd".*?"Maria del Pilar Mejia",)""/, '$1"Africa"')
      writeFileSync(join(desk.folder, 'sfdc-accounts.csv'), changed)
      expect(desk.phd('import', 'sfdc-accounts.csv').code).toBe(0)
      const { stdout, code } = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json')
      const { conflicts, changes } = JSON.parse(stdout)
      expect(code).toBe(4)
      expect(conflicts.map((each: { subject: { name: string }; code: string }) => [each.subject.name, each.code])).toEqual([
        ['Häuser Networks Ltd', 'territories_changed'],
        ['Northgate Systems Ltd', 'contract_changed'],
      ])
      expect(changes.map((each: { subject: { name: string } }) => each.subject.name)).toEqual(['Señal Labs SAS'])
    }))

  it('makes no folder where none can be made, and does not try for ever', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      for (const folder of ['plan.json/out', ...(process.platform === 'linux' ? ['/proc/none/out'] : [])]) {
        const { stdout, code } = desk.phd('cam', 'export', 'plan.json', '--out', folder, '--json')
        expect([code, JSON.parse(stdout).error.code], folder).toEqual([5, 'cannot_write'])
      }
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'a/b/c').code).toBe(0)
    }))

  it('exports many changes only when asked to', () =>
    atDesk((desk) => {
      desk.putAll('desk')
      const many = Array.from(
        { length: 251 },
        (_, i) => `0014M0000T${String(i).padStart(5, '0')},Many ${i} GmbH,Partner,Authorized,Open,No,Tristan Ouin,Germany`,
      )
      desk.write(
        'many.csv',
        'Account ID,Account Name,Type,Partner Status,Partner Track,Public Sector Partner,Account Owner,Billing Country',
        ...many,
      )
      desk.phd('import', 'many.csv', 'sfdc-users.csv')
      desk.phd('cam', 'plan', '--out', 'plan.json')
      const refused = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json')
      expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([5, 'too_many_changes'])
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--max-changes', '250').code).toBe(5)
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--max-changes', 'all').code).toBe(2)
      expect(readdirSync(desk.folder)).not.toContain('out')
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--max-changes', '251').code).toBe(0)
      expect(desk.read('out/account-owners.csv').split('\n').length).toBe(253)
      desk.phd('cam', 'plan', '--without', 'Many 0 GmbH', '--out', 'fewer.json')
      expect(desk.phd('cam', 'export', 'fewer.json', '--out', 'fewer').code).toBe(0)
    }))

  it.each([
    [
      'changed by hand',
      (text: string) => text.replace('"userId": "0054M000AAAAAASQY5"', '"userId": "0054M000AAAAAAEQY5"'),
      'plan_edited',
    ],
    [
      'with an account twice',
      (text: string) => {
        const made = JSON.parse(text)
        return JSON.stringify({ ...made, changes: [...made.changes, ...made.changes] })
      },
      'plan_edited',
    ],
    ['of another version', (text: string) => text.replace('phd.plan/1', 'phd.plan/2'), 'other_plan_version'],
    ['with an invalid id', (text: string) => text.replaceAll('0014M000AAAAAAMQY5', '0014M000AAAAAAMQYX'), 'not_a_plan'],
    ['cut off', (text: string) => text.slice(0, 400), 'not_a_plan'],
    ['that is not one', () => '{"hello": 1}', 'not_a_plan'],
  ])('refuses a plan %s', (_, edit, code) =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      writeFileSync(join(desk.folder, 'other.json'), edit(desk.read('plan.json')))
      const { stdout, code: exit } = desk.phd('cam', 'export', 'other.json', '--out', 'out', '--json')
      expect([exit, JSON.parse(stdout).error.code]).toEqual([5, code])
      expect(readdirSync(desk.folder)).not.toContain('out')
    }),
  )

  it('takes a plan that was only reformatted', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      const { changes, ...rest } = JSON.parse(desk.read('plan.json'))
      writeFileSync(join(desk.folder, 'other.json'), JSON.stringify({ changes, ...rest }))
      expect(desk.phd('cam', 'export', 'other.json', '--out', 'out').code).toBe(0)
    }))

  it('leaves files that are there alone, records nothing then, and needs a folder', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      desk.phd('cam', 'export', 'plan.json', '--out', 'out')
      const again = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--json')
      expect([again.code, JSON.parse(again.stdout).error.code]).toEqual([5, 'file_exists'])
      expect(desk.phd('cam', 'export', 'plan.json').code).toBe(2)
      const { entries } = desk.json<{ entries: { action: string }[] }>('audit', 'list')
      expect(entries.filter(({ action }) => action === 'cam_exported').length).toBe(1)
      expect(readdirSync(join(desk.folder, 'out')).length).toBe(4)
    }))

  it('writes and records nothing in a dry run', () =>
    atDesk((desk) => {
      staffed(desk).phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      const { stdout, code } = desk.phd('cam', 'export', 'plan.json', '--out', 'out', '--dry-run')
      expect([code, stdout]).toEqual([0, expect.stringContaining('would write: out/account-owners.csv')])
      expect(readdirSync(desk.folder)).not.toContain('out')
      expect(desk.json<{ plans: unknown[] }>('cam', 'plans').plans).toEqual([])
    }))
})

/** The surroundings in which the folder's `config.json` holds the settings. */
function configuredBy(desk: Desk, home: string): NodeJS.ProcessEnv {
  const folder = join(home, 'phd')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.json'), desk.read('config.json'))
  return { XDG_CONFIG_HOME: home }
}
