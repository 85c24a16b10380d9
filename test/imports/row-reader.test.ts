import { describe, expect, it } from 'vitest'
import { findLayout, type Layout } from '../../src/imports/read/layout.ts'
import type { TextTraits } from '../../src/imports/read/traits.ts'
import { rejectHeadings, rejectRow } from '../../src/imports/rejected-rows.ts'
import type { Reject } from '../../src/imports/row-problems.ts'
import { isReject, RowReader } from '../../src/imports/row-reader.ts'
import { kinds } from '../../src/records/kinds.ts'

const ID = '001M000000qfPySIAU'
const HEAD = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track', 'Account Owner']
const ROW = [ID, 'Acme', 'Authorized', 'Open', 'Ann Lee']
const DASHBOARD = ['Partner', 'Region', 'Open Reqs Met?', 'PSE']
const USERS = ['Account Name', 'User: Email', 'User: Full Name', 'User: SA Verified', 'User: Sales Badged']
const ALL_USERS = [...USERS, 'User: Sales Certified', 'User: PSE Certified 2020', 'User: PSE Certified 2021']
const ALL: TextTraits = { controls: true, invisible: true, mojibake: true }

function layoutOf(headings: readonly string[], given: Record<string, string> = {}): Layout {
  return findLayout('f.csv', headings.join(','), { kinds, given: Object.keys(given) })
}
function readerFor(headings: readonly string[], traits = ALL, given: Record<string, string> = {}): RowReader {
  return new RowReader(layoutOf(headings, given), traits, given)
}
const record = (fields: string[], line = 2) => ({ fields, line, ended: true })
function rejectOf(headings: readonly string[], fields: string[], line = 2): Reject {
  const row = readerFor(headings).read(record(fields, line))
  if (!isReject(row)) throw new Error('the row is not rejected')
  return row
}

describe('a row', () => {
  it('has its values in the order of the kind’s fields, its key and its line', () => {
    const row = readerFor(HEAD).read(record(ROW, 9))
    expect(row).toMatchObject({ key: ID, line: 9, extra: null })
    expect(isReject(row)).toBe(false)
    const fields = Object.keys(kinds.find(({ kind }) => kind === 'accounts')?.fields ?? {})
    const values = 'values' in row ? row.values : []
    expect(Object.fromEntries(fields.map((field, i) => [field, values[i]]))).toMatchObject({
      id: ID,
      name: 'Acme',
      type: null,
      status: 'Authorized',
      track: 'Open',
      owner: 'Ann Lee',
      ownerId: null,
    })
  })
  it('keeps the columns phd does not know, when any has a value', () => {
    const reader = readerFor([...HEAD, ' Zodiac ', 'Moon'])
    expect(reader.read(record([...ROW, 'Leo', '']))).toMatchObject({ extra: '[["Zodiac","Leo"],["Moon",""]]' })
    expect(reader.read(record([...ROW, '', '']))).toMatchObject({ extra: null })
  })
  it.each([
    ['the empty text where its column says nothing', [...HEAD, 'Type'], [...ROW, ''], ''],
    ['null where there is no such column', HEAD, ROW, null],
  ])('has a type that is %s', (_, headings, fields, type) => {
    const row = readerFor(headings).read(record(fields))
    const place = Object.keys(layoutOf(headings).kind.fields).indexOf('type')
    expect('values' in row && row.values[place]).toBe(type)
  })
  it('gets the values given for the whole file', () => {
    const users = [
      'Full Name',
      'Email',
      'SA Verified',
      'Sales Badged',
      'Sales Certified',
      'PSE Certified 2020',
      'PSE Certified 2021',
    ]
    const cells = ['Bo Fox', 'Bo@Acme.example ', 'True', 'False', '', '1', 'x']
    const row = readerFor(users, ALL, { accountName: 'Acme', accountId: ID }).read(record(cells))
    expect(row).toMatchObject({ key: 'bo@acme.example' })
    expect('values' in row && row.values).toEqual(
      expect.arrayContaining([ID, 'Acme', 'Bo Fox', 'Bo@Acme.example ', true, false, null]),
    )
  })
})

describe('the length of a row', () => {
  it.each([
    ['one cell short', ROW.slice(0, 4), null],
    ['one cell alone', ['Acme'], null],
    ['one cell long', [...ROW, 'x'], 'x'],
    ['shifted by an unquoted comma', [ID, 'Acme', ' Inc.', 'Authorized', 'Open', 'Ann Lee'], 'Ann Lee'],
    ['long behind an empty cell', [...ROW, '', 'x', 'y'], 'x | y'],
    ['long by a space', [...ROW, ' '], ' '],
  ])('is wrong where it is %s', (_, fields, value) => {
    const expected = `5 cells as in the headings; this row has ${fields.length}`
    const problem = { code: 'wrong_length', column: null, value, expected }
    expect(rejectOf(HEAD, fields, 3)).toMatchObject({ line: 3, problems: [problem], fields })
  })
  it.each([[['']], [['', '', '']]])('may be longer by the empty cells %j', (surplus) => {
    expect(readerFor(HEAD).read(record([...ROW, ...surplus]))).toMatchObject({ key: ID })
  })
  it('may lack cells without a heading', () => {
    expect(readerFor([...HEAD, '', '']).read(record(ROW))).toMatchObject({ key: ID })
  })
})

describe('a rejected row', () => {
  it.each([
    [0, 'not-an-id', 'bad_id'],
    [0, ID.toLowerCase(), 'id_case_lost'],
    [0, '', 'blank'],
    [1, '\u00a0\u200b', 'blank'],
    [1, 'x'.repeat(256), 'too_long'],
    [2, 'Author\u0000ized', 'control_character'],
  ])('names column %i with the value %j as %s', (place, cell, code) => {
    const fields = ROW.with(place, cell)
    const problem = { code, column: HEAD[place], value: cell, expected: expect.any(String) }
    expect(rejectOf(HEAD, fields, 4)).toMatchObject({ line: 4, problems: [problem], fields })
  })
  it('names every problem, in the order of the kind’s fields', () => {
    const headings = ['Signed Contract Date', ...HEAD]
    expect(rejectOf(headings, ['soon', 'bad', '', 'A\u0000', '', '']).problems).toMatchObject([
      { column: 'Account ID', code: 'bad_id', value: 'bad' },
      { column: 'Account Name', code: 'blank', value: '' },
      { column: 'Partner Status', code: 'control_character', value: 'A\u0000' },
      { column: 'Signed Contract Date', code: 'bad_date', value: 'soon' },
    ])
  })
  it('leaves blank cells that need no value', () => {
    expect(readerFor(HEAD).read(record([ID, 'Acme', '', '', '']))).toMatchObject({ key: ID })
  })
  it('is one of several that contradict each other, which of them nobody can know', () => {
    const problem = {
      code: 'contradicting_duplicate',
      column: 'Account ID',
      value: ID,
      expected: expect.stringMatching(/^one row/),
    }
    const owner = { key: ID, name: 'Acme', accountId: ID }
    expect(readerFor(HEAD).contradicting(record(ROW, 5))).toEqual({ line: 5, owners: [owner], problems: [problem], fields: ROW })
  })
})

describe('a row that contradicts another', () => {
  it.each([
    ['name, without an id', DASHBOARD, ['Acme', 'EMEA', 'Yes', ''], 'Partner', 'Acme'],
    ['id before the name', [...DASHBOARD, 'Account ID'], ['Acme', 'EMEA', 'Yes', '', ID], 'Account ID', ID],
    ['name, where the id is blank', ['Account ID', ...DASHBOARD], ['', 'Acme', 'EMEA', 'Yes', ''], 'Partner', 'Acme'],
  ])('is named by its %s', (_, headings, fields, column, value) => {
    const { owners, problems } = readerFor(headings).contradicting(record(fields))
    expect(problems).toMatchObject([{ column, value }])
    expect(owners).toMatchObject([{ name: 'Acme' }])
  })
})

describe('the owner of a rejected row', () => {
  const acme = { name: 'Acme', accountId: ID }
  it.each([
    ['the id, without its suffix', HEAD, ROW.with(0, ID.slice(0, 15)).with(1, ''), { key: ID, name: null, accountId: ID }],
    ['the id that its suffix implies', HEAD, ROW.with(0, ID.toLowerCase()), { key: ID, ...acme }],
    ['the id of a row too long', HEAD, [...ROW, 'x'], { key: ID, ...acme }],
    ['the id of a row too short', HEAD, ROW.slice(0, 2), { key: ID, ...acme }],
    [
      'the name, folded, and the region',
      DASHBOARD,
      ['ACME, Ltd.', ' Emea', 'Yes', 'x'],
      { key: 'acmeltd\u001femea', name: 'ACME, Ltd.', accountId: null },
    ],
    [
      'the name, where the region may be blank',
      DASHBOARD,
      ['Acme', '', 'Yes', 'x'],
      { key: 'acme\u001f', name: 'Acme', accountId: null },
    ],
    [
      'the id before the name, where a row has both',
      ['Account ID', ...DASHBOARD],
      [ID, 'Acme', 'EMEA', 'Yes', 'x'],
      { key: `${ID}\u001femea`, ...acme },
    ],
    [
      'the id, where the name is blank',
      ['Account ID', ...DASHBOARD],
      [ID, '', 'EMEA', 'Yes', ''],
      { key: `${ID}\u001femea`, name: null, accountId: ID },
    ],
    [
      'the name, where the id is at fault',
      ['Account ID', ...DASHBOARD],
      ['bad', 'Acme', '', 'Yes', ''],
      { key: null, name: 'Acme', accountId: null },
    ],
    [
      'the address of a user',
      ALL_USERS,
      ['Acme', 'Bo@Acme.example ', '', '', '', '', '', ''],
      { key: 'bo@acme.example', name: 'Acme', accountId: null },
    ],
  ])('is known by %s', (_, headings, fields, owner) => {
    expect(rejectOf(headings, fields).owners).toContainEqual(owner)
  })
  it.each([
    ['the id is at fault', HEAD, ROW.with(0, 'bad')],
    ['the id is blank', HEAD, ROW.with(0, '')],
    ['the name is blank', DASHBOARD, ['', 'EMEA', 'Yes', 'x']],
    ['the row is too long and its id is at fault', HEAD, ['x', ...ROW]],
    ['the row is too short for an address', ALL_USERS, ['Acme']],
    ['the name has control characters', DASHBOARD, ['Ac\u0000me', 'EMEA', 'Yes', '']],
    ['the address is at fault', ALL_USERS, ['Acme', 'bo', 'Bo', '', '', '', '', '']],
  ])('is not a known record where %s', (_, headings, fields) => {
    expect(rejectOf(headings, fields).owners.filter(({ key }) => key !== null)).toEqual([])
  })
  it('is known by what is given for the whole file', () => {
    const reader = readerFor(ALL_USERS.slice(1), ALL, { accountName: 'Acme', accountId: ID })
    expect(reader.read(record(['bo@acme.example', '', '', '', '', '', '']))).toMatchObject({
      owners: [{ key: 'bo@acme.example', ...acme }],
    })
  })
  it('is known by a cell of a rejects file without the apostrophe that guarded it', () => {
    const own = rejectHeadings(layoutOf(DASHBOARD))
    expect(rejectOf(own, ["'=Acme", '', 'Yes', 'x', '2', '', '']).owners).toMatchObject([{ name: '=Acme' }])
  })
})

describe('a partner whose record cannot be told', () => {
  it('is still known by the name', () => {
    expect(rejectOf(HEAD, ROW.with(0, 'bad')).owners).toEqual([{ key: null, name: 'Acme', accountId: null }])
    expect(rejectOf(HEAD, ROW.with(0, 'bad').with(1, '')).owners).toEqual([])
  })
})

describe('a column without a heading', () => {
  const gap = HEAD.toSpliced(2, 0, ' ')
  it('may hold nothing', () => {
    expect(readerFor(gap).read(record(ROW.toSpliced(2, 0, ' ')))).toMatchObject({ key: ID })
    expect(rejectOf(gap, ROW.toSpliced(2, 0, 'lost')).problems).toMatchObject([
      { code: 'wrong_length', value: 'lost', expected: 'nothing in column 3, which has no heading' },
    ])
  })
})

describe('reading a rejects file', () => {
  const own = [...HEAD, 'Zodiac', 'line', 'column', 'reason']

  it('takes off the apostrophe that guarded a cell', () => {
    const row = readerFor(own).read(record([ID, "'=Acme", 'Authorized', 'Open', 'Ann', "'@leo", '2', 'x', 'y']))
    expect('values' in row && row.values).toContain('=Acme')
    expect(row).toMatchObject({ extra: '[["Zodiac","@leo"]]' })
  })
  it('leaves the apostrophe that was the cell’s own', () => {
    const row = readerFor(own).read(record([ID, "''=Acme", 'Authorized', 'Open', 'Ann', '', '2', 'x', 'y']))
    expect('values' in row && row.values).toContain("'=Acme")
  })
  it('keeps the apostrophe of any other file', () => {
    const row = readerFor(HEAD).read(record(ROW.with(1, "'=Acme")))
    expect('values' in row && row.values).toContain("'=Acme")
  })
  it.each([
    ['a row too short', ROW.slice(0, 4)],
    ['a row too long', [...ROW, 'x']],
    ['a row shifted by an unquoted comma', ROW.toSpliced(2, 0, ' Inc.')],
    ['a row with control characters', ROW.with(2, 'Author\u0000ized')],
  ])('needs the reason of %s cleared, for phd cannot see that it was corrected', (_, fields) => {
    const layout = layoutOf(HEAD)
    const cells = rejectRow(layout, rejectOf(HEAD, fields))
    const [reason] = cells.slice(-1)
    expect(rejectOf(rejectHeadings(layout), cells)).toMatchObject({
      owners: expect.arrayContaining([expect.objectContaining({ key: ID })]),
      problems: [{ code: 'not_corrected', column: 'reason', value: reason }],
    })
    const corrected = [...ROW, ...cells.slice(-3, -1), '']
    expect(readerFor(rejectHeadings(layout)).read(record(corrected))).toMatchObject({ key: ID })
  })
  it.each([
    ['a bad id', ROW.with(0, 'bad')],
    ['a blank name', ROW.with(1, '')],
    ['a name too long', ROW.with(1, 'x'.repeat(256))],
  ])('does not need the reason of %s cleared', (_, fields) => {
    const layout = layoutOf(HEAD)
    const behind = rejectRow(layout, rejectOf(HEAD, fields)).slice(-3)
    expect(readerFor(rejectHeadings(layout)).read(record([...ROW, ...behind]))).toMatchObject({ key: ID })
  })
  it('names the length again if it is still wrong', () => {
    const headings = rejectHeadings(layoutOf(HEAD))
    const problem = { code: 'wrong_length', expected: '8 cells as in the headings; this row has 9' }
    expect(rejectOf(headings, [...ROW, '2', '', 'expected 5 cells', 'x']).problems).toMatchObject([problem])
  })
  it('does not mistake another file’s column for its reason', () => {
    const row = readerFor([...HEAD, 'Reason']).read(record([...ROW, 'expected 5 cells']))
    expect(row).toMatchObject({ key: ID, extra: '[["Reason","expected 5 cells"]]' })
  })
})

describe('reading a certification report', () => {
  it('takes off the apostrophe that guarded a cell', () => {
    const headings = ['User: Full Name', 'User: Email', 'Solution Architect Core Training', 'Sales Core Training']
    const rest = ['Sales Professional Accreditation', 'PSE Certified 2020', 'PSE Certified 2021']
    const reader = readerFor([...headings, ...rest], ALL, { accountName: 'Acme' })
    const row = reader.read(record(["'=Ann", 'ann@acme.example', 'X', '', '', '', '']))
    expect('values' in row && row.values).toContain('=Ann')
  })
})

describe('a flag', () => {
  it.each([
    ['mojibake', 'MÃ¼ller'],
    ['invisible_character', 'Ac\u200bme'],
    ['invisible_character', '\u202eAcme'],
  ])('says %s of %j, which is kept as it stands', (code, name) => {
    const reader = readerFor(HEAD)
    const row = reader.read(record(ROW.with(1, name), 6))
    expect('values' in row && row.values).toContain(name)
    expect(Object.fromEntries(reader.flags)).toMatchObject({ [code]: { line: 6, rows: 1 } })
  })
  it.each(['Müller', 'Ângela', 'ÃO', 'Châlons'])('is not put on %s', (name) => {
    const reader = readerFor(HEAD)
    reader.read(record(ROW.with(1, name)))
    expect(reader.flags.size).toBe(0)
  })
  it('has the first line and counts the rows, without the rejected ones', () => {
    const reader = readerFor(HEAD)
    for (const [id, line] of [
      ['bad', 2],
      [ID, 3],
      [ID, 4],
    ] as const)
      reader.read(record(ROW.with(0, id).with(1, 'Ac\u200bme'), line))
    expect(Object.fromEntries(reader.flags)).toMatchObject({ invisible_character: { line: 3, rows: 2 } })
  })
})
