/** The lists that scorecards and reports read: history, people, older databases, hostile cells. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { atDesk, type Desk, fixtures } from './phd.ts'

const KINDS = ['certifications', 'vouchers', 'psp-eligibility', 'influence-records', 'rebate-exceptions', 'exchange-rates']
const FILES = KINDS.map((name) => `${name}.csv`)
const VOUCHERS = 'Partner,Voucher Code,Used By,Used By Email,Expiration Date'

function rowsOf(desk: Desk, sql: string): Record<string, unknown>[] {
  const { columns, rows } = JSON.parse(desk.phd('query', sql, '--json').stdout)
  return rows.map((row: unknown[]) =>
    Array.isArray(row) ? Object.fromEntries(columns.map((name: string, i: number) => [name, row[i]])) : row,
  )
}
const codes = (desk: Desk): unknown[] => rowsOf(desk, 'SELECT code FROM current_vouchers ORDER BY code').map(({ code }) => code)

describe('a list of the reports', () => {
  it('has its history: a newer list ends what it lacks, and an undo brings it back', () =>
    atDesk((desk) => {
      desk.write('v.csv', VOUCHERS, 'Acme,V-1,,,2026-12-31', 'Acme,V-2,,,2026-12-31')
      desk.phd('import', 'v.csv', '--exported-at', '2026-11-18')
      desk.write('v.csv', VOUCHERS, 'Acme,V-2,Bo,bo@acme.example,2027-06-30')
      const { stdout } = desk.phd(
        'import',
        '--snapshot',
        '--allow-shrink',
        '--diff',
        '--json',
        'v.csv',
        '--exported-at',
        '2026-11-19',
      )
      const [result] = JSON.parse(stdout).imports
      expect(result.rows).toMatchObject({ added: 0, changed: 1, removed: 1 })
      expect(result.changes.map(({ change, key }: { change: string; key: string }) => [change, key])).toEqual(
        expect.arrayContaining([
          ['changed', 'v-2'],
          ['removed', 'v-1'],
        ]),
      )
      expect(codes(desk)).toEqual(['V-2'])
      expect(rowsOf(desk, 'SELECT code FROM vouchers_history')).toHaveLength(3)
      expect(desk.phd('imports', 'undo', '2', '--yes').code).toBe(0)
      expect(codes(desk)).toEqual(['V-1', 'V-2'])
    }))

  it('forgets a person of it', () =>
    atDesk((desk) => {
      desk.put('desk/sfdc-accounts.csv', 'kinds/certifications.csv', 'kinds/vouchers.csv')
      desk.imports('sfdc-accounts.csv', 'certifications.csv', 'vouchers.csv')
      expect(desk.phd('forget', 'mei.smith0@cobaltlabs10.example', '--yes').code).toBe(0)
      const left = JSON.stringify([
        rowsOf(desk, 'SELECT * FROM certifications_history'),
        rowsOf(desk, 'SELECT * FROM vouchers_history'),
      ])
      expect(left).not.toContain('mei.smith')
      expect(left).not.toContain('Mei Smith')
      // Only the person: not the others, and not the partner's voucher.
      expect(left).toContain('Lefèvre')
      expect(codes(desk)).toContain('PSE-2026-4K7D-7F3B')
    }))
})

describe('an older database', () => {
  it.each(['schema-1', 'schema-2', 'schema-3', 'schema-4', 'schema-5'])('gets the new lists and columns by itself: %s', (name) =>
    atDesk((desk) => {
      mkdirSync(dirname(desk.db), { recursive: true })
      writeFileSync(desk.db, gunzipSync(readFileSync(join(fixtures, 'databases', `${name}.db.gz`))))
      const before = rowsOf(desk, 'SELECT record_key FROM current_accounts').length
      desk.put(...FILES.map((file) => `kinds/${file}`), 'kinds/opportunities-amounts.csv')
      for (const file of [...FILES, 'opportunities-amounts.csv']) expect(desk.phd('import', file).code, file).toBe(0)
      expect(rowsOf(desk, 'SELECT record_key FROM current_accounts')).toHaveLength(before)
      expect(rowsOf(desk, "SELECT net_arr, currency FROM current_opportunities WHERE id = '0064M000AAAAAAIQY5'")).toEqual([
        { net_arr: '36000.50', currency: 'USD' },
      ])
      expect(rowsOf(desk, "SELECT rate FROM current_exchange_rates WHERE currency = 'JPY'")).toEqual([{ rate: '151.27' }])
    }),
  )
})

describe('hostile cells of the lists', () => {
  it.each([
    '=HYPERLINK("http://evil.example";"1")',
    '=1+1',
    "1'; DROP TABLE opportunities; --",
    '1\u202e234',
    `1${'0'.repeat(60)}`,
    '1e400',
    'NaN',
    '٣٤',
    '1,2,3,4',
    '(((((1)))))',
    '$'.repeat(50),
    '0x7fffffff',
    '\u001b[31m5',
  ])('that are no amounts are rejected, and shown harmless: %j', (cell) =>
    atDesk((desk) => {
      const quoted = `"${cell.replaceAll('"', '""')}"`
      desk.write(
        'o.csv',
        'Opportunity ID,Opportunity Name,Stage,Close Date,Amount',
        `0064M000AAAAAAI,Deal,Closed Won,2026-08-31,${quoted}`,
        '0064M000AAAAAAV,Deal,Closed Won,2026-08-31,5',
      )
      const { stdout, code } = desk.phd('import', 'o.csv')
      expect(code).toBe(1)
      expect(stdout).toContain('1 rejected')
      expect(stdout).not.toMatch(/[\u001b\u202e]/)
      expect(rowsOf(desk, 'SELECT amount FROM current_opportunities')).toEqual([{ amount: '5' }])
      for (const line of desk.read('o.rejects.csv').split('\n').slice(1)) expect(line).not.toMatch(/(?:^|,)"?[=+@]/)
    }),
  )

  it('in a name or a badge are kept as text, and shown harmless', () =>
    atDesk((desk) => {
      desk.write(
        'c.csv',
        'Name,Email,Partner,Badge,Earned Date',
        '"=cmd|calc",a@b.example,"Acme\u202e<script>","<b>PSE\u001b[2J</b>",2026-08-31',
      )
      const run = desk.phd('import', 'c.csv')
      expect(run.stdout + run.stderr).not.toMatch(/[\u001b\u202e]/)
      const csv = desk.phd('query', 'SELECT name, badge FROM certifications_history', '--format', 'csv').stdout
      expect(csv).not.toMatch(/(?:^|\n|,)"?=/)
    }))
})
