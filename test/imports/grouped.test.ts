import { describe, expect, it } from 'vitest'
import { dataRecords } from '../../src/imports/data-records.ts'
import { readCsv } from '../../src/imports/read/csv/csv.ts'
import { findLayout } from '../../src/imports/read/layout.ts'
import { kinds } from '../../src/records/kinds.ts'
import { failing } from '../failing.ts'

function read(text: string): string[] {
  const layout = findLayout('f.csv', text, { kinds, given: [] })
  const records = dataRecords('f.csv', readCsv([text], layout.delimiter), layout, { read: 0, ignored: 0 })
  return [...records].map(({ fields }) => fields.join('|'))
}
const DASHBOARD = 'Partner,Region,Sales Core,Open Reqs Met?'
const ACCOUNTS = 'Account Owner,Account ID,Account Name,Partner Status,Partner Track'
const STATUS = 'Partner Status,Account Owner,Account ID,Account Name,Partner Track'
const USERS =
  'Account Name,User: Full Name,User: Email,User: SA Verified,User: Sales Badged,User: Sales Certified,User: PSE Certified 2020,User: PSE Certified 2021'
const user = (account: string, name: string): string => `${account},${name},${name}@x.example,True,,,,`

describe('a grouped report', () => {
  it.each<[what: string, lines: string[]]>([
    ['with each account once above its people', [USERS, user('Acme', 'a'), user('', 'b'), user('', 'c'), user('Bolt', 'd')]],
    ['of one group', [USERS, user('Acme', 'a'), user('', 'b'), user('', 'c')]],
    ['with groups of two', [DASHBOARD, 'Acme,EMEA,1,Yes', ',APAC,1,Yes', 'Bolt,EMEA,1,Yes', ',APAC,2,No']],
    [
      'by owner, which may be blank',
      [
        ACCOUNTS,
        'Ann,1,A,Authorized,Open',
        ',2,B,Authorized,Open',
        ',3,C,Authorized,Open',
        'Bob,4,D,Authorized,Open',
        ',5,E,Former,Open',
      ],
    ],
    [
      'by status and owner',
      [STATUS, 'Authorized,Ann,1,A,Open', ',,2,B,Open', ',Bob,3,C,Open', ',,4,D,Open', 'Former,Ann,5,E,Open', ',,6,F,Open'],
    ],
    ['with a subtotal', [DASHBOARD, 'Acme,EMEA,1,Yes', 'Subtotal,,1,', 'Bolt,EMEA,1,Yes']],
    ['with its only subtotal last', [DASHBOARD, 'Acme,EMEA,1,Yes', 'Subtotal,,1,']],
    ['with a subtotal in the second column', [DASHBOARD, 'Acme,EMEA,1,Yes', ',Sub-total (1 record),1,', 'Bolt,EMEA,1,Yes']],
    ['with sums and counts between the rows', [DASHBOARD, 'Acme,EMEA,1,Yes', 'Sum,,1,', 'Count,,1,', 'Bolt,EMEA,1,Yes']],
    ['with a line above each group', [DASHBOARD, 'Acme,EMEA,1,Yes', 'Region: APAC (12 records)', 'Bolt,APAC,1,Yes']],
  ])('is refused: %s', (_, lines) => {
    expect(() => read(`${lines.join('\n')}\n`)).toThrow(
      failing({ code: 'grouped_report', exitCode: 5, hint: expect.stringContaining('Details Only') }),
    )
  })
})

describe('an ordinary table', () => {
  it.each<[what: string, lines: string[]]>([
    ['whose partners come again', [DASHBOARD, 'Acme,EMEA,1,Yes', 'Acme,APAC,1,Yes', ',EMEA,1,Yes', ',EMEA,1,Yes']],
    ['with one blank name', [USERS, user('Acme', 'a'), user('', 'b')]],
    ['with few blank names', [USERS, ...'abcdefgh'.split('').map((name) => user(name, name)), user('', 'x'), user('', 'y')]],
    ['that begins with a blank', [USERS, user('', 'a'), user('', 'b'), user('Acme', 'c'), user('', 'd')]],
    [
      'with ids missing',
      ['Account ID,Account Name,Partner Status,Partner Track,Account Owner', '1,A,x,x,x', ',B,x,x,x', ',C,x,x,x'],
    ],
    ['sorted by owner, those without one last', [ACCOUNTS, 'Ann,1,A,x,x', 'Bob,2,B,x,x', ',3,C,x,x', ',4,D,x,x', ',5,E,x,x']],
    ['with one owner known', [ACCOUNTS, 'Ann,1,A,x,x', ',2,B,x,x', ',3,C,x,x']],
    [
      'with a column of its own that is mostly blank',
      [`Note,${DASHBOARD}`, 'n,Acme,EMEA,1,Yes', ',Bolt,EMEA,1,Yes', ',Carp,EMEA,1,No'],
    ],
    ['with a partner called Total', [DASHBOARD, 'Total,EMEA,1,Yes', 'Acme,EMEA,1,Yes']],
    ['with a partner called Total and little else', [DASHBOARD, 'Total,,1,', 'Acme,EMEA,1,Yes']],
    [
      'with Total Energies and Sumitomo',
      [DASHBOARD, 'Total Energies,,1,', 'Sumitomo,,2,', 'Count Basie Ltd,,1,', 'Acme,EMEA,1,Yes'],
    ],
    ['with Subtotal as a part of a name', [DASHBOARD, 'Subtotal Software,,1,', 'Acme,EMEA,1,Yes']],
    ['with names alone', [DASHBOARD, 'GitLab,,,', 'Acme,EMEA,1,Yes', 'Copyright Agency Ltd,,,', 'Bolt,EMEA,1,Yes']],
  ])('is read: %s', (_, lines) => {
    expect(read(`${lines.join('\n')}\n`)).toEqual(lines.slice(1).map((line) => line.replaceAll(',', '|')))
  })
  it('may have the word and its numbers below the data', () => {
    expect(read(`${DASHBOARD}\nAcme,EMEA,1,Yes\nTotal,,1,\n`)).toEqual(['Acme|EMEA|1|Yes'])
    expect(read(`${DASHBOARD}\nAcme,EMEA,1,Yes\n\nSum,,1,\nCount,1,,\n`)).toEqual(['Acme|EMEA|1|Yes'])
  })
})
