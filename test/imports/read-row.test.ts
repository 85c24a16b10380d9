import { describe, expect, it } from 'vitest'
import type { TextTraits } from '../../src/imports/decode.ts'
import { findLayout } from '../../src/imports/layout.ts'
import { isReject, RowReader } from '../../src/imports/read-row.ts'
import { kinds } from '../../src/records/kinds.ts'

const ID = '001M000000qfPySIAU'
const HEAD = ['Account ID', 'Account Name', 'Partner Status', 'Partner Track', 'Account Owner']
const ROW = [ID, 'Acme', 'Authorized', 'Open', 'Ann Lee']
const ALL: TextTraits = { controls: true, invisible: true, mojibake: true }

function readerFor(headings: readonly string[], traits = ALL, given: Record<string, string> = {}): RowReader {
  return new RowReader(findLayout('f.csv', headings.join(','), { kinds, given: Object.keys(given) }), traits, given)
}
const record = (fields: string[], line = 2) => ({ fields, line, ended: true })

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
    ['long behind an empty cell', [...ROW, '', 'x'], ' | x'],
    ['long by a space', [...ROW, ' '], ' '],
  ])('is wrong where it is %s', (_, fields, value) => {
    const row = readerFor(HEAD).read(record(fields, 3))
    expect(row).toMatchObject({ code: 'wrong_length', line: 3, column: null, value, fields })
    expect(isReject(row) && row.expected).toContain('5 cells')
    expect(isReject(row) && row.expected).toContain(`${fields.length}`)
  })
  it.each([[['']], [['', '', '']]])('may be longer by the empty cells %j', (surplus) => {
    expect(readerFor(HEAD).read(record([...ROW, ...surplus]))).toMatchObject({ key: ID })
  })
  it('may leave out cells without a heading', () => {
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
    const row = readerFor(HEAD).read(record(fields, 4))
    expect(row).toMatchObject({ code, line: 4, column: HEAD[place], value: cell, fields })
  })
  it('names the first column at fault', () => {
    expect(readerFor(HEAD).read(record(['bad', '', '', '', '']))).toMatchObject({ column: 'Account ID' })
  })
  it('leaves blank cells that need no value', () => {
    expect(readerFor(HEAD).read(record([ID, 'Acme', '', '', '']))).toMatchObject({ key: ID })
  })
  it('is one of several that contradict each other', () => {
    expect(readerFor(HEAD).contradicting(record(ROW, 5))).toMatchObject({
      code: 'contradicting_duplicate',
      column: 'Account ID',
      value: ID,
      line: 5,
      fields: ROW,
    })
  })
})

describe('reading a rejects file', () => {
  const own = [...HEAD, 'Zodiac', 'line', 'column', 'reason']

  it('takes off the apostrophe that guarded a cell', () => {
    const row = readerFor(own).read(record([ID, "'=Acme", 'Authorized', 'Open', 'Ann', "'@leo", '2', 'x', 'y']))
    expect('values' in row && row.values).toContain('=Acme')
    expect(row).toMatchObject({ extra: '[["Zodiac","@leo"]]' })
  })
  it('keeps the apostrophe of any other file', () => {
    const row = readerFor(HEAD).read(record(ROW.with(1, "'=Acme")))
    expect('values' in row && row.values).toContain("'=Acme")
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
    expect(reader.flags).toEqual([{ code, line: 6 }])
  })
  it.each(['Müller', 'Ângela', 'ÃO', 'Châlons'])('is not put on %s', (name) => {
    const reader = readerFor(HEAD)
    reader.read(record(ROW.with(1, name)))
    expect(reader.flags).toEqual([])
  })
})
