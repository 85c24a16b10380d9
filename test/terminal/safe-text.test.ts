import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeJson, safeText } from '../../src/terminal/safe-text.ts'

describe('text made safe for a terminal', () => {
  it.each([
    ['a write to the clipboard', '\u001b]52;c;cm0gLXJm\u0007', '\\x1b]52;c;cm0gLXJm\\x07'],
    ['a cleared screen', '\u001b[2J', '\\x1b[2J'],
    ['a C1 control sequence', '\u009b31m', '\\x9b31m'],
    ['a link', '\u001b]8;;http://evil.example\u001b\\Acme', '\\x1b]8;;http://evil.example\\x1b\\Acme'],
    ['text over the line', 'Acme\rEvil', 'Acme\\rEvil'],
    ['line breaks and tabs', 'a\nb\tc', 'a\\nb\\tc'],
    ['a null', 'a\u0000b', 'a\\x00b'],
    ['a delete', 'a\u007fb', 'a\\x7fb'],
    ['a backspace', 'a\u0008b', 'a\\x08b'],
    ['a turned file name', 'invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
    ['an isolate', '\u2066Acme\u2069', '\\u2066Acme\\u2069'],
    ['an Arabic letter mark', '\u061cAcme', '\\u061cAcme'],
    ['a zero-width space', 'Ac\u200bme', 'Ac\\u200bme'],
    ['a soft hyphen', 'Ac\u00adme', 'Ac\\xadme'],
    ['a byte order mark', '\ufeffAcme', '\\ufeffAcme'],
    ['a line separator', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['half a character', 'a\ud83db', 'a\\ud83db'],
    ['the other half', 'a\ude00b', 'a\\ude00b'],
  ])('shows %s by its number', (_, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })

  it.each(['Acme GmbH & Co. KG', 'Müller', 'e\u0301', '株式会社サクラ', '😀', '👨\ufe0f', 'a\\nb', 'שלום', '\u00a0'])(
    'leaves %j as it is',
    (text) => {
      expect(safeText(text)).toBe(text)
    },
  )

  it('has no control or direction-changing character left, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(/[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })
})

describe('JSON made safe for a terminal', () => {
  it('escapes C0, C1 and direction marks', () => {
    expect(safeJson({ name: '\u001b[2J\u009b31m\u202e\u2066' })).toBe('{"name":"\\u001b[2J\\u009b31m\\u202e\\u2066"}')
  })
  it('escapes them in names of fields too', () => {
    expect(safeJson({ 'a\u202e': 1 })).toBe('{"a\\u202e":1}')
  })
  it('leaves letters as they are, and indents where asked to', () => {
    expect(safeJson({ name: 'Müller 株 😀' }, 2)).toBe('{\n  "name": "Müller 株 😀"\n}')
  })
  it('reads back as what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = safeJson({ text })
        expect(JSON.parse(json)).toEqual({ text })
        expect(json).not.toMatch(/[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u)
      }),
      { numRuns: 2000, seed: 2 },
    )
  })
})
