import { describe, expect, it } from 'vitest'
import { findLayout, type Layout } from '../../src/imports/read/layout.ts'
import { kinds } from '../../src/records/kinds.ts'
import { failing } from '../failing.ts'

const ACCOUNTS = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track', 'Account Owner']
const USERS = [
  'Account Name',
  'User: Full Name',
  'User: Email',
  'User: SA Verified',
  'User: Sales Badged',
  'User: Sales Certified',
  'User: PSE Certified 2020',
  'User: PSE Certified 2021',
]

function layoutOf(head: string, given: readonly string[] = []): Layout {
  return findLayout('file.csv', head, { kinds, given })
}
const columnsOf = (layout: Layout): Record<string, number> => Object.fromEntries(layout.columns)
const refused = (code: string, parts: object = {}): Error => failing({ code, exitCode: 5, ...parts })

describe('the row of headings', () => {
  it.each([',', ';', '\t', '|'])('is found with the delimiter %j', (delimiter) => {
    const layout = layoutOf(`${ACCOUNTS.join(delimiter)}\n`)
    expect(layout).toMatchObject({ kind: { kind: 'accounts' }, delimiter, skip: 1, extras: [], ownRejects: false })
    expect(columnsOf(layout)).toEqual({ id: 0, name: 1, status: 2, track: 3, owner: 4 })
  })
  it('is found under titles, filters and blank lines', () => {
    const layout = layoutOf(`Partner accounts\n\nFiltered by,,,,\n"Type, equals","Partner"\n${ACCOUNTS.join(',')}\n1,2,3,4,5\n`)
    expect(layout).toMatchObject({ kind: { kind: 'accounts' }, skip: 5 })
  })
  it('is found under a line that states the delimiter', () => {
    expect(layoutOf(`sep=;\r\n${ACCOUNTS.join(';')}\r\n`)).toMatchObject({ delimiter: ';', skip: 2 })
  })
  it('is found without its line end', () => {
    expect(layoutOf(ACCOUNTS.join(','))).toMatchObject({ skip: 1 })
  })
  it('is not looked for deep in the data', () => {
    const head = `${'x\n'.repeat(60)}${ACCOUNTS.join(',')}\n`
    expect(() => layoutOf(head)).toThrow(refused('no_heading'))
  })
  it.each(['Account ID,Account Name,Parent Account,Level', 'ID,NAME,ALIAS'])(
    'is of no kind by a name and an id alone: %s',
    (head) => {
      expect(() => layoutOf(head)).toThrow(refused('no_heading'))
    },
  )
  it('says by its words which kind the file is', () => {
    expect(layoutOf(USERS.join(',')).kind.kind).toBe('portal_users')
    expect(layoutOf('Partner,Region,Open Reqs Met?').kind.kind).toBe('certification_dashboard')
  })
  it('may stand in any order, with columns phd does not know', () => {
    const layout = layoutOf('Zodiac,Account Owner,Partner Track,,Partner Status,Account Name,Account ID\n')
    expect(columnsOf(layout)).toEqual({ id: 6, name: 5, status: 4, track: 2, owner: 1 })
    expect(layout.extras).toEqual([0])
  })
})

describe('a file no kind fits', () => {
  it('is refused with the first row found', () => {
    expect(() => layoutOf('hello\nfoo,bar\n1,2\n')).toThrow(refused('no_heading', { detail: { found: ['foo', 'bar'] } }))
    expect(() => layoutOf('\n\n')).toThrow(refused('no_heading', { detail: { found: [] } }))
  })
  it('is refused with the columns it lacks, when it is nearly a kind', () => {
    expect(() => layoutOf('Account ID,Account Name,Partner Status\n')).toThrow(
      refused('column_missing', {
        message: expect.stringMatching(/lacks the column "Partner Track", "Account Owner" or "OwnerId"; found: "Account ID"/),
        detail: expect.objectContaining({ kind: 'accounts', missing: ['Partner Track', 'Account Owner" or "OwnerId'] }),
      }),
    )
  })
  it.each([['Account Owner'], ['OwnerId']])('does not lack the owner, when it has %s', (heading) => {
    expect(layoutOf([...ACCOUNTS.slice(0, 4), heading].join(',')).kind.kind).toBe('accounts')
  })
  it('is refused with the letter of a heading that only looks right', () => {
    expect(() => layoutOf(ACCOUNTS.join(',').replace('Status', 'St\u0430tus'))).toThrow(
      refused('column_missing', {
        message: expect.stringContaining('"Partner St\\u{430}tus" in column 3 is not "Partner Status"'),
      }),
    )
  })
  it('is refused with a heading that is misspelled', () => {
    expect(() => layoutOf(ACCOUNTS.join(',').replace('Status', 'Staus'))).toThrow(
      /"Partner Staus" in column 3 is not "Partner Status"/,
    )
  })
  it('is refused as one account’s users, when only the account is missing', () => {
    const head = USERS.slice(1).join(',')
    expect(() => layoutOf(head)).toThrow(refused('account_needed', { hint: expect.stringContaining('--account') }))
    expect(layoutOf(head, ['accountName']).kind.kind).toBe('portal_users')
  })
  it('is not taken for one account’s users, when its account only looks misspelled', () => {
    const head = ['Acount Name', ...USERS.slice(1)].join(',')
    expect(() => layoutOf(head)).toThrow(
      refused('column_missing', { message: expect.stringContaining('"Acount Name" in column 1 is not "Account Name"') }),
    )
  })
  it('is not taken for one account’s rows, when accounts lack their name', () => {
    const head = ACCOUNTS.filter((heading) => heading !== 'Account Name').join(',')
    expect(() => layoutOf(head)).toThrow(refused('column_missing'))
  })
  it('is refused for its broken quotes, when nothing else is known of it', () => {
    expect(() => layoutOf('"never closed\nfoo,bar\n')).toThrow(refused('broken_quoting'))
  })
  it('is refused, when it reads as a table with two delimiters', () => {
    expect(() => layoutOf(`${ACCOUNTS.join(',')}\n${ACCOUNTS.join(';')}\n`)).toThrow(
      refused('delimiter_ambiguous', { message: expect.stringContaining('comma and semicolon') }),
    )
  })
  it('is refused, when it could be two kinds', () => {
    const [first] = kinds
    if (!first) throw new Error('there are kinds')
    const options = { kinds: [first, { ...first, kind: 'twin', title: 'twins' }], given: [] }
    expect(() => findLayout('f.csv', ACCOUNTS.join(','), options)).toThrow(
      refused('kind_ambiguous', { detail: { kinds: ['accounts', 'twin'] } }),
    )
  })
})

describe('the headings of a file', () => {
  it('may repeat what phd does not know, and only look like a loader’s', () => {
    expect(layoutOf([...ACCOUNTS, 'Status', 'Error', 'Zodiac', 'Zodiac'].join(',')).extras).toEqual([5, 6, 7, 8])
  })
  it.each(['sf__Id', 'sf__Error', 'SF__CREATED', 'ERROR', 'STATUS', ' ERROR '])(
    'are refused as a loader’s result file, by %s',
    (sign) => {
      expect(() => layoutOf([sign, ...ACCOUNTS].join(','))).toThrow(refused('result_file', { detail: { column: sign.trim() } }))
    },
  )
  it.each(['Partner Status', ' PARTNER  STATUS', 'Partners_Partner_Status__c', 'Account: Partner Status'])(
    'are refused with a field twice, the second as "%s"',
    (twin) => {
      expect(() => layoutOf([...ACCOUNTS, twin].join(','))).toThrow(
        refused('column_twice', {
          message: expect.stringContaining(`"Partner Status" (column 3) and "${twin.trim()}" (column 6)`),
          detail: { field: 'status', columns: [3, 6] },
        }),
      )
    },
  )
  it('may have a field of another object beside its own, which is kept as text', () => {
    const layout = layoutOf(['Parent Account: Partner Status', ...ACCOUNTS].join(','))
    expect(columnsOf(layout)).toMatchObject({ status: 3 })
    expect(layout.extras).toEqual([0])
  })
  it('may have the id under several headings; those not taken are kept as text', () => {
    const layout = layoutOf(['Id', ...ACCOUNTS].join(','))
    expect(columnsOf(layout)).toMatchObject({ id: 1 })
    expect(layout.extras).toEqual([0])
  })
})

describe('the layout of a rejects file', () => {
  it('is known by its last three columns, which are not data', () => {
    const layout = layoutOf([...ACCOUNTS, 'Zodiac', 'line', 'column', 'reason'].join(','))
    expect(layout).toMatchObject({ ownRejects: true, guarded: true, extras: [5] })
    expect(layout.headings).toHaveLength(9)
  })
  it.each([
    ['in another order', ['line', 'reason', 'column']],
    ['not at the end', ['line', 'column', 'reason', 'Zodiac']],
    ['not all there', ['line', 'column']],
  ])('is not known by columns %s', (_, behind) => {
    expect(layoutOf([...ACCOUNTS, ...behind].join(','))).toMatchObject({ ownRejects: false, guarded: false })
  })
})

describe('a file that phd made safe for a spreadsheet', () => {
  it.each([
    [3, 'Solution Architect Core Training'],
    [4, 'Sales Core Training'],
    [5, 'Sales Professional Accreditation'],
  ])('is a certification report, known by the name of a course in column %i: %s', (place, course) => {
    const layout = layoutOf(USERS.with(place, course).join(','))
    expect(layout).toMatchObject({ kind: { kind: 'portal_users' }, ownRejects: false, guarded: true })
  })
  it('is not an export of another system', () => {
    expect(layoutOf(USERS.join(','))).toMatchObject({ guarded: false })
  })
})
