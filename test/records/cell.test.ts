import { describe, expect, it } from 'vitest'
import { isBlank, isProblem, readBoolean, readCell } from '../../src/records/cell.ts'
import { boolean, count, date, email, id, text } from '../../src/records/kind.ts'
import { exchangeRates } from '../../src/records/kinds/exchange-rates.ts'

describe('reading a checkbox', () => {
  it.each([
    'True',
    'true',
    'TRUE',
    ' True ',
    'Yes',
    'yes',
    'YES',
    'Y',
    'y',
    '1',
    'on',
    'X',
    'x',
    '✓',
    '✔',
    'True\u00a0',
    't',
    'T',
    'Checked',
    '☑',
  ])('takes "%s" for yes', (cell) => {
    expect(readBoolean(cell)).toBe(true)
  })
  it.each([
    'False',
    'false',
    'FALSE',
    ' False ',
    'No',
    'no',
    'NO',
    'N',
    'n',
    '0',
    'off',
    '',
    '  ',
    '\u00a0',
    'f',
    'F',
    'Not Checked',
    'unchecked',
    '☐',
  ])('takes "%s" for no', (cell) => {
    expect(readBoolean(cell)).toBe(false)
  })
  it.each(['maybe', '2', '-1', 'wahr', 'vrai', 'sí', 'ja', 'none', 'ticked', 'Tru', 'TrueFalse', 'N/A', '-', 'нет', 'Х'])(
    'takes "%s" for neither',
    (cell) => {
      expect(readBoolean(cell)).toBeNull()
    },
  )
})

describe('a blank cell', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['tabs and line breaks', '\t\r\n'],
    ['a no-break space', '\u00a0'],
    ['a wide space', '\u3000'],
    ['a zero-width space', '\u200b'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen between spaces', ' \u00ad '],
  ])('is one that holds %s', (_, cell) => {
    expect(isBlank(cell)).toBe(true)
    expect(readCell(text(['Name'], '', { filled: true }), cell, true)).toEqual({ code: 'blank', expected: 'a value' })
    expect(readCell(date(['Day'], ''), cell, true)).toBeNull()
    expect(readCell(boolean(['Flag'], ''), cell, true)).toBeNull()
    expect(readCell(id('001', ['Id'], ''), cell, true)).toBeNull()
  })

  it.each(['0', '-', '.', 'N/A', 'é', ' a', '\u200ba', '\u0000'])('is not one that holds "%s"', (cell) => {
    expect(isBlank(cell)).toBe(false)
  })
})

describe('reading a date', () => {
  it('takes the order of the file', () => {
    expect(readCell(date(['Day'], ''), '4/5/2026', true, 'mdy')).toBe('2026-04-05')
    expect(readCell(date(['Day'], ''), '4/5/2026', true, 'dmy')).toBe('2026-05-04')
    expect(readCell(date(['Day'], ''), '2026-04-05', true)).toBe('2026-04-05')
  })
  it('names the pattern in force where the cell does not fit it', () => {
    const expected = 'a date as M/D/YYYY or YYYY-MM-DD'
    expect(readCell(date(['Day'], ''), 'soon', true, 'mdy')).toEqual({ code: 'bad_date', expected })
  })
})

describe('reading a cell by its declaration', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    [' 12 ', 12],
    ['007', 7],
    ['999999999', 999_999_999],
    ['', null],
    ['  ', null],
  ])('takes the count "%s" for %s', (cell, value) => {
    expect(readCell(count(['People'], ''), cell, true)).toBe(value)
  })
  it.each(['-1', '1.5', '1,000', '1e3', '0x10', 'two', '9999999999', '٣', '+1'])('refuses the count "%s"', (cell) => {
    expect(readCell(count(['People'], ''), cell, true)).toEqual({ code: 'bad_count', expected: 'a whole number' })
  })

  it.each([
    'a@b.example',
    'a.b+c@d-e.example',
    'jörg@müller.example',
    ' a@b.example ',
    "o'neil@b.example",
    'a..b.@b.example',
    'a@b.c-d.co.uk',
    'a@1.2.example',
  ])('keeps the email address "%s" as it was written', (cell) => {
    expect(readCell(email(['Mail'], ''), cell, true)).toBe(cell)
  })
  it.each([
    'a',
    'a@',
    '@b',
    'a b@c',
    'a@b@c',
    'a@b, c@d',
    'a@b; c@d',
    'Ann <a@b>',
    '"a"@b',
    'a@b\nc@d',
    `${'a'.repeat(65)}@b`,
    `a@${'b'.repeat(256)}`,
    'a@b',
    'a@b..example',
    'a@.example',
    'a@b.example.',
    'a@-b.example',
    'a@b-.example',
    'a@b_.example',
    'a\u200b@b.example',
    'a@b.ex\u0000ample',
    'a@b!.example',
    'mailto:a@b.example',
    `a@${'b'.repeat(64)}.example`,
  ])('refuses the email address "%s"', (cell) => {
    expect(readCell(email(['Mail'], ''), cell, true)).toEqual({ code: 'bad_email', expected: 'one email address' })
  })
  it('takes a missing email address as none', () => {
    expect(readCell(email(['Mail'], ''), ' ', true)).toBeNull()
  })

  it.each([' spaces kept ', 'Line\nbreak', 'tab\there', "'=1+1", '001', 'TRUE', '1/2/2026', 'e\u0301'])(
    'keeps the text "%s" as it was written',
    (cell) => {
      expect(readCell(text(['Name'], '', { required: true }), cell, true)).toBe(cell)
    },
  )
  it('takes empty text for none, and spaces for spaces', () => {
    expect(readCell(text(['Note'], ''), '', true)).toBeNull()
    expect(readCell(text(['Note'], ''), ' ', true)).toBe(' ')
  })
  it('refuses text longer than the source system can hold', () => {
    const field = text(['Name'], '', { max: 255 })
    expect(readCell(field, 'a'.repeat(255), true)).toBe('a'.repeat(255))
    expect(readCell(field, 'a'.repeat(256), true)).toEqual({ code: 'too_long', expected: 'at most 255 characters' })
  })

  it.each([
    ['a\u0000b', 'control_character'],
    ['a\ud83d', 'half_character'],
  ])('refuses the text %j, needed or not, for no store can keep it', (cell, code) => {
    expect(readCell(text(['Note'], ''), cell, true)).toMatchObject({ code })
    expect(readCell(text(['Name'], '', { filled: true, max: 2 }), cell, true)).toMatchObject({ code })
    expect(readCell(email(['Mail'], ''), `${cell}@acme.example`, true)).toMatchObject({ code: 'bad_email' })
  })
  it.each(['\u0001', '\u0008', '\u000b', '\u001b', '\u007f', '\u009b'])(
    'refuses the control character %j in a needed cell',
    (char) => {
      const problem = { code: 'control_character', expected: 'text without control characters' }
      expect(readCell(text(['Name'], '', { required: true }), `A${char}B`, true)).toEqual(problem)
      expect(readCell(text(['Name'], '', { filled: true }), `A${char}B`, true)).toEqual(problem)
      expect(readCell(text(['Note'], ''), `A${char}B`, true)).toBe(`A${char}B`)
      expect(readCell(text(['Name'], '', { required: true }), `A${char}B`, false)).toBe(`A${char}B`)
    },
  )

  it('gives an id with 18 characters', () => {
    expect(readCell(id('001', ['Id'], ''), '001M000000qfPyS', true)).toBe('001M000000qfPySIAU')
  })
  it.each([
    ['003M000000qfPyS', 'bad_id', /^a Salesforce id: 001 and 12 more letters and digits, or 18 with their check characters$/],
    ['001M000000qfPySQAX', 'bad_id', /these check characters are wrong$/],
    ['001m000000qfpysiau', 'id_case_lost', /^001M000000qfPySIAU: upper and lower case were lost/],
  ])('says what is wrong with the id %s', (cell, code, expected) => {
    expect(readCell(id('001', ['Id'], ''), cell, true)).toMatchObject({ code, expected: expect.stringMatching(expected) })
  })
  it('gives the id that was probably meant', () => {
    expect(readCell(id('001', ['Id'], ''), '001m000000qfpysiau', true)).toMatchObject({ implied: '001M000000qfPySIAU' })
    expect(readCell(id('001', ['Id'], ''), '001M000000qfPySQAX', true)).not.toHaveProperty('implied')
    expect(readCell(id('001', ['Id'], ''), '001M000000QFPYSIAU', true)).toEqual({
      code: 'id_case_lost',
      expected: expect.stringMatching(/^001M000000qfPySIAU, if lower case was lost/),
      implied: '001M000000qfPySIAU',
    })
  })
  it('keeps a blank as the empty text where that says something', () => {
    expect(readCell(text(['Type'], '', { keepsBlank: true }), '', true)).toBe('')
    expect(readCell(text(['Type'], '', { keepsBlank: true, filled: true }), '', true)).toMatchObject({ code: 'blank' })
  })
  it('says which words a checkbox may hold', () => {
    expect(readCell(boolean(['Flag'], ''), 'maybe', true)).toEqual({
      code: 'bad_boolean',
      expected: 'True or False (also Yes/No, 1/0, X)',
    })
  })
  it('tells a value from a problem', () => {
    expect([null, '', 0, false, 'text'].some(isProblem)).toBe(false)
    expect(isProblem({ code: 'blank', expected: 'a value' })).toBe(true)
  })
})

describe('an exchange rate', () => {
  const { rate } = exchangeRates.fields
  it.each(['1.0825', '1', '0.0067'])('is %s', (cell) => {
    expect(isProblem(readCell(rate, cell, true))).toBe(false)
  })
  it.each(['0', '0.00', '-1.08', '(1.08)', 'EUR 1.08', 'soon'])('is never %s', (cell) => {
    const expected = 'a number above 0 as 1.0825, without a currency'
    expect(readCell(rate, cell, true)).toEqual({ code: 'bad_amount', expected })
  })
})
