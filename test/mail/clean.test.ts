import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText } from '../../src/mail/read/clean.ts'

const CONTROLS = [
  ['CR', '\r'],
  ['LF', '\n'],
  ['CR and LF', '\r\n'],
  ['two line ends', '\r\n\r\n'],
  ['NUL', '\0'],
  ['a tab', '\t'],
  ['a vertical tab', '\v'],
  ['a form feed', '\f'],
  ['the bell', '\x07'],
  ['ESC', '\x1b'],
  ['the last of C0', '\x1f'],
  ['DEL', '\x7f'],
  ['the first of C1', '\x80'],
  ['NEL', '\x85'],
  ['CSI', '\x9b'],
  ['the last of C1', '\x9f'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
] as const
const UNSEEN = [
  ['a soft hyphen', '\u00ad'],
  ['an Arabic letter mark', '\u061c'],
  ['a zero-width space', '\u200b'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left mark', '\u200f'],
  ['a left-to-right embedding', '\u202a'],
  ['a right-to-left override', '\u202e'],
  ['a word joiner', '\u2060'],
  ['a left-to-right isolate', '\u2066'],
  ['the end of an isolate', '\u2069'],
  ['the last of the old marks', '\u206f'],
  ['a byte order mark', '\ufeff'],
  ['an annotation', '\ufff9'],
  ['the end of an annotation', '\ufffb'],
] as const
const KEPT = [
  ['accents', 'Žaneta Müller-Peña, Łódź'],
  ['accents that are marks of their own', 'Cafe\u0301'],
  ['Greek and Cyrillic', 'Σίσυφος Достоевский'],
  ['Arabic', 'شركة الشريك'],
  ['Hebrew', 'שותף'],
  ['Persian with a joiner that is needed', 'می\u200cخواهم'],
  ['Hindi', 'साझेदार'],
  ['Japanese', '株式会社サクラ 「日本」'],
  ['Korean and Chinese', '파트너 合作伙伴'],
  ['emoji', '🦊 👍🏽'],
  ['emoji that are joined', '👩\u200d💻 ❤️'],
  ['flags', '🇩🇪'],
  ['a no-break space', '12\u00a0%'],
  ['quotes and dashes', '“GitLab” – ‘LoA’ … €'],
  ['what Liquid and HTML would read', '{{ a }} {% if b %} <b>&amp;</b>'],
  ['spaces between', 'a  b'],
] as const

describe('a line', () => {
  it.each(CONTROLS)('has a space where there was %s', (_, control) => {
    expect(cleanLine(`a${control}b`)).toBe('a b')
    expect(cleanLine(`${control}a${control}`)).toBe('a')
  })
  it.each(UNSEEN)('goes without %s', (_, unseen) => {
    expect(cleanLine(`a${unseen}b`)).toBe('ab')
    expect(cleanLine(unseen)).toBe('')
  })
  it.each([
    ['a high surrogate alone', 'a\ud83eb', 'a\ufffdb'],
    ['a low surrogate alone', 'a\udd8ab', 'a\ufffdb'],
    ['surrogates the wrong way round', '\udd8a\ud83e', '\ufffd\ufffd'],
    ['a high surrogate at the end', 'a\ud83e', 'a\ufffd'],
    ['a high surrogate before a pair', '\ud83e🦊', '\ufffd🦊'],
    ['a low surrogate after a pair', '🦊\udd8a', '🦊\ufffd'],
  ])('has a mark where there was %s', (_, text, expected) => {
    expect(cleanLine(text)).toBe(expected)
  })
  it.each(KEPT)('keeps %s', (_, text) => {
    expect(cleanLine(text)).toBe(text)
  })
  it.each([
    ['a header line', 'PO\r\nBcc: v@evil.example', 'PO Bcc: v@evil.example'],
    ['a body', 'PO\r\n\r\nDear all', 'PO Dear all'],
    ['a header line after NEL', 'PO\x85Bcc: v@evil.example', 'PO Bcc: v@evil.example'],
    ['a command to the terminal', '\x1b]52;c;cm0gLXJm\x07', ']52;c;cm0gLXJm'],
    ['a name that is turned', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
  ])('is one line, even with %s', (_, text, expected) => {
    expect(cleanLine(text)).toBe(expected)
  })
  it('is trimmed, and blank where nothing is visible', () => {
    expect(cleanLine('  a  ')).toBe('a')
    expect(cleanLine(' \r\n\u200b\t ')).toBe('')
  })

  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...CONTROLS, ...UNSEEN).map(([, text]) => text),
      fc.string(),
    ),
  })
  it('has no control characters left, and stays the same when cleaned again', () =>
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        const line = cleanLine(text)
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
        expect(line.isWellFormed()).toBe(true)
        expect(cleanLine(line)).toBe(line)
        expect(cleanText(line)).toBe(line)
      }),
    ))
})

describe('a text of several lines', () => {
  it.each([
    ['keeps its lines', 'one\ntwo\n\nthree', 'one\ntwo\n\nthree'],
    ['ends lines in one way', 'one\r\ntwo\rthree\nfour', 'one\ntwo\nthree\nfour'],
    ['loses blank lines at both ends', '\n\none\n\n', 'one'],
    ['loses space at both ends of a line', '  one  \n\ttwo', 'one\ntwo'],
    ['has a space for a tab', 'one\ttwo', 'one two'],
    ['takes a line separator for no line end', 'one\u2028two', 'one two'],
    ['takes NEL for no line end', 'one\x85two', 'one two'],
    ['is cleaned line by line', 'o\u200bne\0\n\x1b[2Jtwo\ud800', 'one\n[2Jtwo\ufffd'],
    ['is blank where there is nothing to see', ' \r\n\u200b\r\n\0', ''],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text)).toBe(expected)
  })
  it.each(KEPT)('keeps %s', (_, text) => {
    expect(cleanText(`${text}\n${text}`)).toBe(`${text}\n${text}`)
  })
  it('has only LF line ends, and stays the same when cleaned again', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const text = cleanText(`${one}\r\n${other}`)
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/)
        expect(cleanText(text)).toBe(text)
      }),
    ))
})
