import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/records/kinds.ts'
import { atDesk, type Desk, fixtures } from './phd.ts'

/** A file, the kind it must be read as, and its rows: read, new, repeated. */
type Case = [file: string, kind: string, read: number, added: number, unchanged: number]

const CURRENT: Case[] = [
  ['desk/sfdc-accounts.csv', 'accounts', 51, 51, 0],
  ['desk/impartner-users.csv', 'portal_users', 99, 99, 0],
  ['desk/certification-dashboard.csv', 'certification_dashboard', 45, 45, 0],
  ['desk/sfdc-users.csv', 'salesforce_users', 17, 17, 0],
  ['desk/sfdc-opportunities.csv', 'opportunities', 72, 72, 0],
  ['desk/sfdc-registrations.csv', 'deal_registrations', 21, 21, 0],
  ['desk/nfr-licenses.csv', 'nfr_licenses', 25, 25, 0],
  ['kinds/nfr-requests.csv', 'nfr_requests', 3, 3, 0],
  ['kinds/letters-issued.csv', 'letters_issued', 3, 3, 0],
  ['kinds/invoices.csv', 'invoices', 2, 2, 0],
  ['kinds/leads.csv', 'leads', 3, 3, 0],
  ['kinds/evaluation-licenses.csv', 'evaluation_licenses', 5, 5, 0],
  ['kinds/certifications.csv', 'certifications', 4, 4, 0],
  ['kinds/vouchers.csv', 'vouchers', 3, 3, 0],
  ['kinds/psp-eligibility.csv', 'psp_eligibility', 3, 3, 0],
  ['kinds/influence-records.csv', 'influence_records', 2, 2, 0],
  ['kinds/rebate-exceptions.csv', 'rebate_exceptions', 3, 3, 0],
  ['kinds/exchange-rates.csv', 'exchange_rates', 4, 4, 0],
  ['kinds/cam-accounts-by-territory.csv', 'cam_accounts_by_territory', 9, 1, 8],
  ['kinds/cam-opportunities-by-segment.csv', 'cam_opportunities_by_segment', 3, 3, 0],
  ['kinds/cam-opportunities-by-territory.csv', 'cam_opportunities_by_territory', 3, 3, 0],
  ['kinds/cam-by-partner.csv', 'cam_by_partner', 3, 3, 0],
  ['kinds/territories.csv', 'territories', 3, 1, 2],
  ['kinds/distributors.csv', 'distributors', 5, 5, 0],
  ['kinds/roles.csv', 'roles', 4, 4, 0],
  ['kinds/calendar.csv', 'calendar', 4, 4, 0],
]
/** The same systems in another year, or through their API. */
const OTHER: Case[] = [
  ['broken/accounts-data-loader.csv', 'accounts', 1, 1, 0],
  ['kinds/salesforce-users-report.csv', 'salesforce_users', 2, 2, 0],
  ['kinds/opportunities-data-loader.csv', 'opportunities', 2, 2, 0],
  ['kinds/registrations-vartopia.csv', 'deal_registrations', 2, 2, 0],
  ['kinds/registrations-pm.csv', 'deal_registrations', 1, 1, 0],
  ['kinds/registrations-2026.csv', 'deal_registrations', 1, 1, 0],
  ['kinds/nfr-licenses-2021.csv', 'nfr_licenses', 1, 1, 0],
  ['kinds/nfr-requests-older.csv', 'nfr_requests', 1, 1, 0],
  ['kinds/letters-issued-docusign.csv', 'letters_issued', 1, 1, 0],
  ['kinds/invoices-data-loader.csv', 'invoices', 1, 1, 0],
  ['kinds/leads-salesforce.csv', 'leads', 1, 1, 0],
  ['kinds/opportunities-amounts.csv', 'opportunities', 2, 2, 0],
  ['kinds/certifications-credly.csv', 'certifications', 1, 1, 0],
  ['kinds/influence-records-data-loader.csv', 'influence_records', 1, 1, 0],
  ['kinds/exchange-rates-data-loader.csv', 'exchange_rates', 1, 1, 0],
  ['kinds/roles-short.csv', 'roles', 1, 1, 0],
]
const nameOf = (file: string): string => file.split('/').at(-1) ?? file

interface Result {
  file: string
  kind: string
  status: string
  rows: { read: number; added: number; changed: number; unchanged: number; rejected: number }
  warnings: { code: string }[]
  reason: { code: string } | null
}
function importing(desk: Desk, ...args: string[]): Result[] {
  return JSON.parse(desk.phd('import', '--json', '--merge', ...args).stdout).imports
}
const short = ({ kind, rows }: Result) => [kind, rows.read, rows.added, rows.unchanged]

describe('an export of each kind', () => {
  it('is read as that kind, to the row; imported again it changes nothing', () =>
    atDesk((desk) => {
      const files = CURRENT.map(([file]) => nameOf(file))
      desk.put(...CURRENT.map(([file]) => file))
      expect(importing(desk, ...files).map(short)).toEqual(CURRENT.map(([, ...wanted]) => wanted))
      // As bytes that differ, so that every row is compared.
      for (const file of files) desk.write(file, desk.read(file).replace(/\n$/, ''), '')
      const again = importing(desk, ...files)
      expect(again.map(({ kind, rows }) => [kind, rows.added, rows.changed, rows.rejected])).toEqual(
        CURRENT.map(([, kind]) => [kind, 0, 0, 0]),
      )
      expect(again.map(({ rows }) => rows.unchanged)).toEqual(CURRENT.map(([, , read]) => read))
    }))

  it.each(OTHER)('by other headings: %s is %s', (file, ...wanted) =>
    atDesk((desk) => {
      const [result] = importing(desk.put(file), nameOf(file))
      expect(result && short(result)).toEqual(wanted)
      // Nothing of a known export is left without a field, but an id that the kind has no use for.
      const unknown = result?.warnings.filter(({ code }) => code === 'unknown_columns') ?? []
      expect(unknown).toHaveLength(file === 'kinds/invoices-data-loader.csv' ? 1 : 0)
    }),
  )

  it('is there for every kind, and every fixture of a kind is tried', () => {
    expect(new Set(CURRENT.map(([, kind]) => kind))).toEqual(new Set(kinds.map(({ kind }) => kind)))
    const tried = [...CURRENT, ...OTHER].filter(([file]) => file.startsWith('kinds/')).map(([file]) => nameOf(file))
    expect(tried.sort()).toEqual(readdirSync(join(fixtures, 'kinds')).sort())
  })

  it.each(CURRENT)('is not taken for another, even if it is called one: %s', (file, kind) =>
    atDesk((desk) => {
      desk.put(file)
      const other = kinds[(kinds.findIndex((each) => each.kind === kind) + 1) % kinds.length]?.kind ?? ''
      const [result] = importing(desk, '--kind', other, nameOf(file))
      expect(result?.status).toBe('refused')
      expect(['no_heading', 'column_missing']).toContain(result?.reason?.code)
    }),
  )
})

describe('one record in two exports', () => {
  it.each([
    ['a user', 'desk/sfdc-users.csv', 'kinds/salesforce-users-report.csv', 0],
    ['an opportunity', 'desk/sfdc-opportunities.csv', 'kinds/opportunities-data-loader.csv', 0],
    ['a registration', 'desk/sfdc-registrations.csv', 'kinds/registrations-vartopia.csv', 0],
    ['an invoice', 'kinds/invoices.csv', 'kinds/invoices-data-loader.csv', 0],
    ['a letter', 'kinds/letters-issued.csv', 'kinds/letters-issued-docusign.csv', 0],
    ['a request', 'kinds/nfr-requests.csv', 'kinds/nfr-requests-older.csv', 0],
    ['a badge', 'kinds/certifications.csv', 'kinds/certifications-credly.csv', 0],
    ['an opportunity with its amounts', 'desk/sfdc-opportunities.csv', 'kinds/opportunities-amounts.csv', 0],
    ['a license of another year is another license', 'desk/nfr-licenses.csv', 'kinds/nfr-licenses-2021.csv', 1],
  ])('is the same one: %s', (_, first, second, added) =>
    atDesk((desk) => {
      const [, result] = importing(desk.put(first, second), nameOf(first), nameOf(second))
      expect(result?.rows).toMatchObject({ added, changed: (result?.rows.read ?? 0) - added, rejected: 0 })
    }),
  )

  it('of a license: more users and a later end are the same license, another start is a new one', () =>
    atDesk((desk) => {
      const head = 'Account ID,Account Name,License Type,Level,Users,Start Date,Expiration Date,Add-On'
      desk.write('a.csv', head, '0014M000AAAAAAMQY5,Cobalt Labs 1 GmbH,Self-Managed,Ultimate,10,2026-03-26,2027-03-26,False')
      desk.write(
        'b.csv',
        head,
        '0014M000AAAAAAM,Cobalt Labs GmbH,self managed,Premium,5,3/26/2026,4/1/2027,',
        '0014M000AAAAAAM,Cobalt Labs GmbH,Self-Managed,Ultimate,5,3/26/2026,3/26/2027,True',
        '0014M000AAAAAAM,Cobalt Labs GmbH,Self-Managed,Ultimate,10,3/26/2027,3/26/2028,False',
        '0014M000AAAAAAM,Cobalt Labs GmbH,SaaS,Ultimate,10,3/26/2026,3/26/2027,False',
      )
      const [, result] = importing(desk, 'a.csv', 'b.csv')
      expect(result?.rows).toMatchObject({ read: 4, added: 3, changed: 1, rejected: 0 })
    }))
})

describe('odd cells', () => {
  it('of an opportunity: ids of 15 and 18 characters are one, dates and people may be blank', () =>
    atDesk((desk) => {
      const head = 'Opportunity ID,Opportunity Name,Stage,Close Date,Opportunity Owner Email,Resale Partner'
      desk.write('a.csv', head, '0064M000AAAAAAI,Deal,Closed Won,6/22/2026,a@b.example,Acme', '0064M000AAAAAAV,Deal,,,,')
      desk.write('b.csv', head, '0064M000AAAAAAIQY5,Deal,Closed Won,2026-06-22,a@b.example,Acme')
      const [first, second] = importing(desk, 'a.csv', 'b.csv')
      expect(first?.rows).toMatchObject({ read: 2, added: 2, rejected: 0 })
      expect(second?.rows).toMatchObject({ read: 1, unchanged: 1 })
    }))

  it.each([
    ['an account’s id', '0014M000AAAAAAM,Deal,Open,6/22/2026', 'bad_id'],
    ['a wrong suffix', '0064M000AAAAAAiQY5,Deal,Open,6/22/2026', 'bad_id'],
    ['lost capitals', '0064m000aaaaaaiqy5,Deal,Open,6/22/2026', 'id_case_lost'],
    ['no id', ',Deal,Open,6/22/2026', 'blank'],
    ['an invalid day', '0064M000AAAAAAI,Deal,Open,2/30/2026', 'bad_date'],
  ])('of an opportunity set its row aside: %s', (_, row, code) =>
    atDesk((desk) => {
      desk.write('a.csv', 'Opportunity ID,Opportunity Name,Stage,Close Date', '0064M000AAAAAAV,Deal,Open,', row)
      const { stdout } = desk.phd('import', '--json', 'a.csv')
      const [result] = JSON.parse(stdout).imports
      expect(result.rows).toMatchObject({ added: 1, rejected: 1 })
      expect(result.problems.map((problem: { code: string }) => problem.code)).toEqual([code])
    }),
  )

  it('of a registration: its Salesforce id may have any beginning, but must be one', () =>
    atDesk((desk) => {
      const head = 'Id,Name,VartopiaDRS__Vendor_Deal_ID__c,VartopiaDRS__Vendor_Status__c,VartopiaDRS__Partner_Account__c'
      desk.write(
        'a.csv',
        head,
        'a9W4M000AAAAAAE,REG1,DR-1,Approved,',
        'aXb4M000AAAAAAE,REG2,DR-2,Approved,',
        'a9W4,REG3,DR-3,New,',
      )
      const { stdout } = desk.phd('import', '--json', 'a.csv')
      const [result] = JSON.parse(stdout).imports
      expect(result.rows).toMatchObject({ added: 2, rejected: 1 })
      expect(result.problems[0].message).toContain('a Salesforce id: 15 letters and digits, or 18')
    }))

  it('of licenses and requests have their rows rejected: users that are not a number, a start that is blank', () =>
    atDesk((desk) => {
      desk.write(
        'l.csv',
        'Account Name,License Type,Users,Start Date,Expiration Date',
        'Acme,SaaS,10,2026-01-01,2027-01-01',
        'Acme,SaaS,ten,2026-01-02,2027-01-01',
        'Acme,SaaS,10,,2027-01-01',
      )
      const [result] = importing(desk, 'l.csv')
      expect(result?.rows).toMatchObject({ added: 1, rejected: 2 })
    }))
})

describe('phd import --kinds', () => {
  it('lists every kind with its fields, in each format', () =>
    atDesk((desk) => {
      const names = kinds.map(({ kind }) => kind)
      const json = JSON.parse(desk.phd('import', '--kinds', '--json').stdout)
      expect(json.schema).toBe('phd.kinds/1')
      expect(json.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(names)
      for (const [i, kind] of kinds.entries()) {
        const { fields, key } = json.kinds[i]
        expect(key).toEqual(kind.keyFields)
        expect(fields.map(({ field, headings }: { field: string; headings: string[] }) => [field, headings])).toEqual(
          Object.entries(kind.fields).map(([field, { headings }]) => [field, headings]),
        )
      }
      const lines = desk.phd('import', '--kinds', '--format', 'ndjson').stdout.trim().split('\n')
      expect(lines.map((line) => JSON.parse(line))).toEqual(
        json.kinds.map((kind: object) => ({ schema: 'phd.kinds/1', ...kind })),
      )
      const csv = desk.phd('import', '--kinds', '--format', 'csv').stdout.trim().split('\r\n')
      expect(csv).toHaveLength(1 + kinds.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0))
      const text = desk.phd('import', '--kinds').stdout
      for (const { kind, title, from } of kinds) expect(text).toContain(`${kind}: ${title}\n  from ${from}\n`)
    }))

  it('with --kind shows that one alone, with every heading', () =>
    atDesk((desk) => {
      for (const kind of kinds) {
        const { stdout, code } = desk.phd('import', '--kinds', '--kind', kind.kind)
        expect(code).toBe(0)
        for (const { headings, about } of Object.values(kind.fields)) {
          for (const heading of [...headings, about]) expect(stdout).toContain(heading)
        }
        for (const other of kinds) if (other !== kind) expect(stdout).not.toContain(`${other.kind}: `)
      }
    }))

  it('takes no file, opens no database, and without it a file must be named', () =>
    atDesk((desk) => {
      desk.write('x.csv', 'a,b')
      expect(desk.phd('import', '--kinds', 'x.csv')).toMatchObject({ code: 2, stdout: '' })
      expect(desk.phd('import', '--kinds').code).toBe(0)
      expect(readdirSync(desk.folder)).toEqual(['x.csv'])
      expect(desk.phd('import').stderr).toContain('no file given')
    }))
})
