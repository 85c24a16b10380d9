/** Reports with other headings: saved mappings, through the built program and a real database. */

import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk } from './phd.ts'

const MAP = 'odd-report.map.json'
function odd(desk: Desk): Desk {
  return desk.put('broken/odd-report.csv', `broken/${MAP}`)
}
function importJson(desk: Desk, ...args: string[]) {
  const run = desk.phd('import', '--json', ...args)
  const document = JSON.parse(run.stdout)
  return { ...run, result: document.imports?.[0], error: document.error }
}
const fieldsOf = (map: { columns: object }) =>
  Object.fromEntries(Object.entries(map.columns).filter(([, field]) => field !== null))

describe('phd import --map', () => {
  it('reads a report by the headings of the map, the others as usual', () =>
    atDesk((desk) => {
      expect(odd(desk).phd('import', 'odd-report.csv').code).toBe(5)
      const { result, code } = importJson(desk, '--map', MAP, 'odd-report.csv')
      expect([result.kind, result.rows.added, result.dateOrder, code]).toEqual(['accounts', 2, 'dmy', 0])
      const { account, extra } = JSON.parse(desk.phd('partner', 'show', 'Tau Oy', '--json').stdout)
      expect(account).toMatchObject({
        name: 'Tau Oy',
        status: 'Former',
        track: 'Select',
        signedContract: '2024-05-04',
        owner: 'Mei Tan',
      })
      expect(extra).toEqual([])
    }))

  it('names in evidence the headings of the file', () =>
    atDesk((desk) => {
      odd(desk).phd('import', '--map', MAP, 'odd-report.csv')
      expect(desk.phd('loa', 'check', 'Tau Oy').stdout).toContain('column "Status of Partner"')
    }))

  it('finds headings as folded as usual, below titles, and keeps a heading with null as text', () =>
    atDesk((desk) => {
      desk.write(
        'r.csv',
        'My report,,,,,',
        ' account ID,COMPANY ,state,Track?,Account Owner,Partner Status',
        '0014M000BBBBAAM,Acme,Authorized,Open,Ann,?',
      )
      const columns = { company: 'name', State: 'status', track: 'track', 'partner status': null }
      desk.write('m.json', JSON.stringify({ kind: 'accounts', columns }))
      expect(importJson(desk, '--map', 'm.json', 'r.csv').result).toMatchObject({ status: 'imported', rows: { added: 1 } })
      const { account, extra } = JSON.parse(desk.phd('partner', 'show', 'Acme', '--json').stdout)
      expect([account.status, extra]).toEqual(['Authorized', [{ heading: 'Partner Status', value: '?' }]])
    }))

  it('takes encoding, delimiter and date order from the map', () =>
    atDesk((desk) => {
      desk.write(
        'r.csv',
        'Account ID|Company|Partner Status|Partner Track|Account Owner|Signed',
        '0014M000BBBBAAM|A,B;C|Authorized|Open|Ann|4/5/2026',
      )
      const columns = { Company: 'name', Signed: 'signedContract' }
      desk.write(
        'm.json',
        JSON.stringify({ kind: 'accounts', columns, encoding: 'windows-1252', delimiter: 'pipe', dateOrder: 'dmy' }),
      )
      expect(importJson(desk, '--map', 'm.json', 'r.csv').result).toMatchObject({ status: 'imported', dateOrder: 'dmy' })
      expect(JSON.parse(desk.phd('partner', 'show', 'A,B;C', '--json').stdout).account.signedContract).toBe('2026-05-04')
    }))

  it('says everything at once where the file is not as the map says', () =>
    atDesk((desk) => {
      odd(desk).write(
        'm.json',
        JSON.stringify({ kind: 'accounts', columns: { Company: 'name', Firm: 'website', Track: 'owner' } }),
      )
      const { result, code } = importJson(desk, '--map', 'm.json', 'odd-report.csv')
      expect([result.reason.code, code]).toEqual(['map_mismatch', 5])
      expect(result.reason.message).toContain('it has no column "Firm"')
      expect(result.reason.message).toContain('"Track" (column 5) and "Account Owner" (column 7) are both the field owner')
      expect(result.reason.message).toContain('it lacks the column "Partner Status"')
      expect(result.reason.message).toContain('it lacks the column "Partner Track"')
      expect(JSON.parse(desk.phd('imports', 'list', '--json').stdout).imports).toEqual([])
    }))

  it('refuses a map whose heading the file lacks, though it has all that is needed', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv').write('m.json', JSON.stringify({ kind: 'accounts', columns: { Firm: 'domains' } }))
      expect(importJson(desk, '--map', 'm.json', 'sfdc-accounts.csv').result.reason).toMatchObject({ code: 'map_mismatch' })
    }))

  it.each<[string, string, string[]]>([
    ['that is not there', '', ['no such file']],
    ['that is not JSON', '{', ['cannot be read']],
    ['that is not a map', '[]', ['a map has "kind" and "columns"']],
    ['of no kind', '{"kind":"accountz","columns":{}}', ['unknown kind "accountz"', 'accounts, portal_users']],
    [
      'with wrong columns',
      '{"kind":"accounts","columns":{"A":"statuz","B":"track","C":"track","b ":"name","D":7,"__proto__":"x","E":"toString"},"ignore":["c"]}',
      [
        '"statuz" is not a field of accounts; did you mean "status"?',
        'the field track has two headings: "B" and "C"',
        'the heading "b " appears twice',
        '"D": 7 is not a field',
        '"__proto__": "x" is not a field',
        '"E": "toString" is not a field',
        '"C" is both under',
      ],
    ],
    ['with an unknown part', '{"kind":"accounts","columns":{},"colums":{}}', ['colums']],
    ['with a wrong order', '{"kind":"accounts","columns":{},"dateOrder":"ymd"}', ['dateOrder']],
  ])('refuses a map %s', (_, content, sayings) =>
    atDesk((desk) => {
      odd(desk)
      if (content !== '') desk.write('m.json', content)
      const { code, error } = importJson(desk, '--map', 'm.json', 'odd-report.csv')
      expect([code, error.code]).toEqual([2, 'usage'])
      for (const saying of sayings) expect(`${error.message} ${error.hint}`).toContain(saying)
      expect(existsSync(desk.db)).toBe(false)
    }),
  )

  it('cannot be combined with another kind', () =>
    atDesk((desk) => {
      expect(odd(desk).phd('import', '--map', MAP, '--kind', 'portal_users', 'odd-report.csv').code).toBe(2)
    }))

  it('is named for the import of its rejects file, and reads that', () =>
    atDesk((desk) => {
      desk.write(
        'r.csv',
        'Account ID,Company,Partner Status,Partner Track,Account Owner',
        'bad,Acme,Authorized,Open,Ann',
        '0014M000BBBBAAM,Beta,Former,Open,Ann',
      )
      desk.write('m.json', JSON.stringify({ kind: 'accounts', columns: { Company: 'name' } }))
      expect(desk.phd('import', '--map', 'm.json', 'r.csv').stdout).toContain('import that file, again with --map "m.json"\n')
      expect(importJson(desk, '--map', 'm.json', 'r.rejects.csv').result.reason).toMatchObject({ code: 'no_usable_row' })
    }))
})

describe('phd import --suggest-map', () => {
  it('prints a map: known headings with their field, near ones with candidates; nothing is imported', () =>
    atDesk((desk) => {
      const { stdout, stderr, code } = odd(desk).phd('import', '--suggest-map', 'odd-report.csv')
      expect(code).toBe(0)
      const map = JSON.parse(stdout)
      expect(map).toMatchObject({ schema: 'phd.map/1', kind: 'accounts' })
      expect(Object.keys(map.columns)).toHaveLength(8)
      expect(fieldsOf(map)).toEqual({ 'Account ID': 'id', Type: 'type', 'Account Owner': 'owner' })
      expect(map.candidates).toMatchObject({ 'Status of Partner': ['status'], 'Signed Contract': ['signedContract'] })
      expect(map.candidates.Track[0]).toBe('track')
      expect(stderr).toContain('no column yet for "Account Name", "Partner Status", "Partner Track"')
      expect(existsSync(desk.db)).toBe(false)
    }))

  it('once completed is a map that imports the report', () =>
    atDesk((desk) => {
      odd(desk)
      const map = JSON.parse(desk.phd('import', '--suggest-map', 'odd-report.csv', '--json').stdout)
      Object.assign(map.columns, { Company: 'name', 'Status of Partner': 'status', Track: 'track' })
      desk.write('done.json', JSON.stringify(map))
      expect(importJson(desk, '--map', 'done.json', 'odd-report.csv').result.rows.added).toBe(2)
    }))

  it('of a file that phd knows is complete', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv', 'desk/impartner-users.csv', 'desk/certification-dashboard.csv')
      for (const file of ['sfdc-accounts.csv', 'impartner-users.csv', 'certification-dashboard.csv']) {
        expect(desk.phd('import', '--suggest-map', file, '--out', 'map.json', '--force').code, file).toBe(0)
        expect(importJson(desk, '--map', 'map.json', file).result.status, file).toBe('imported')
      }
    }))

  it('is written to a file, and over one only with --force', () =>
    atDesk((desk) => {
      const args = ['import', '--suggest-map', 'odd-report.csv', '--out', 'map.json']
      expect(odd(desk).phd(...args).code).toBe(0)
      const written = desk.read('map.json')
      expect(desk.phd(...args).code).toBe(5)
      expect(desk.phd(...args, '--force').code).toBe(0)
      expect(desk.read('map.json')).toBe(written)
      expect(desk.phd(...args.slice(0, -1), 'other.json', '--dry-run').code).toBe(0)
      expect(existsSync(`${desk.folder}/other.json`)).toBe(false)
    }))

  it('needs --kind where nothing tells the kind', () =>
    atDesk((desk) => {
      desk.write('r.csv', 'Erde,Wasser,Luft', '1,2,3')
      expect(importJson(desk, '--suggest-map', 'r.csv')).toMatchObject({ code: 5, error: { code: 'kind_unknown' } })
      const { stdout, code } = desk.phd('import', '--suggest-map', 'r.csv', '--kind', 'portal_users')
      expect([JSON.parse(stdout).columns, code]).toEqual([{ Erde: null, Wasser: null, Luft: null }, 0])
    }))

  it('takes headings for text, whatever they are called', () =>
    atDesk((desk) => {
      desk.write('r.csv', '__proto__,constructor,Account ID,\u001b[31mred', '1,2,3,4')
      const { stdout } = desk.phd('import', '--suggest-map', 'r.csv', '--kind', 'accounts')
      expect(Object.keys(JSON.parse(stdout).columns)).toEqual(['__proto__', 'constructor', 'Account ID', '\u001b[31mred'])
      expect(stdout).not.toContain('\u001b')
    }))

  it.each([
    [['--suggest-map', 'odd-report.csv', 'odd-report.csv']],
    [['--suggest-map', '--map', MAP, 'odd-report.csv']],
    [['--out', 'x.json', 'odd-report.csv']],
    [['--force', 'odd-report.csv']],
  ])('is asked for in one way: %j', (args) =>
    atDesk((desk) => {
      expect(odd(desk).phd('import', ...args).code).toBe(2)
    }),
  )
})
