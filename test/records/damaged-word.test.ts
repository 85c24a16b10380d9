import { describe, expect, it } from 'vitest'
import { bareWord, isDamagedWord } from '../../src/records/damaged-word.ts'

describe('a word of a cell', () => {
  it.each([
    ['a zero-width space behind it', 'Authorized\u200b'],
    ['a mark of order before it', '\ufeffAuthorized'],
    ['a no-break space around it', '\u00a0Authorized\u00a0'],
    ['blanks and a soft hyphen', ' Authorized \u00ad '],
    ['a filler of Hangul', '\u3164Authorized'],
    ['a blank of Braille', 'Authorized\u2800'],
    ['an isolate of direction', '\u2068Authorized\u2069'],
  ])('loses %s', (_, cell) => {
    expect(bareWord(cell)).toBe('Authorized')
    expect(isDamagedWord(cell)).toBe(false)
  })
  it('keeps what stands within', () => {
    expect(bareWord(' Not  Authorized ')).toBe('Not  Authorized')
  })
  it.each(['', ' ', '\u00a0\t', null])('is blank, and not damaged, as %j', (cell) => {
    expect(isDamagedWord(cell)).toBe(false)
  })
  it.each([
    'Authorized',
    'Not Authorized',
    'Former',
    'Open',
    'Technology',
    'Autorisé',
    'Zugelassen (alt)',
    'Авторизован',
    '承認済み',
    'N',
    'Not\u00a0Authorized',
  ])('that a person wrote is not damaged: %s', (cell) => {
    expect(isDamagedWord(cell)).toBe(false)
  })
  it.each([
    '#N/A',
    ' #n/a ',
    '#REF!',
    '#NAME?',
    '#VALUE!',
    '#DIV/0!',
    '#NULL!',
    '#NUM!',
    '#NV',
    '#BEZUG!',
    '########',
    'null',
    'NULL',
    '(null)',
    '<null>',
    '[null]',
    '"null"',
    '\\N',
    'nil',
    'NaN',
    'undefined',
    'None',
    '--None--',
    'N/A',
    'n.a.',
    '(blank)',
    '(empty)',
    '[object Object]',
    'Loading...',
    '=VLOOKUP(A2;x;2)',
    '?',
    '-',
    '—',
    '0',
    '42',
    '&nbsp;',
    'Authorized&nbsp;',
    'Authori\u200bzed',
    'Author\u00adized',
    'Author\u0000ized',
    'Author\ufffdzed',
    'Authorizedâ€‹',
    'AuthorizedÂ',
    'Authoriz…',
    'Authori...',
    '\u200b',
    '\u0410uthorized',
    'Au\u03c4horized',
    '\uff21uthorized',
  ])('that says nothing is damaged: %j', (cell) => {
    expect(isDamagedWord(cell)).toBe(true)
  })
})
