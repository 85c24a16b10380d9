import { describe, expect, it } from 'vitest'
import { wrapText } from '../../src/terminal/wrap.ts'

const GREEN = '\u001b[32m'
const DEFAULT = '\u001b[39m'

describe('a line wider than the terminal', () => {
  it.each([
    ['breaks between words', 'one two three four five six seven', 'one two three four five six\nseven'],
    ['keeps its indentation', '    one two three four five six seven', '    one two three four five\n    six seven'],
    ['hangs below the text of an item', '  - one two three four five six seven', '  - one two three four five\n    six seven'],
    ['hangs below the text of a step', '  1. one two three four five six seven', '  1. one two three four\n     five six seven'],
    [
      'hangs below the text of a check',
      `  ${GREEN}FAILS  ${DEFAULT} one two three four five`,
      `  ${GREEN}FAILS  ${DEFAULT} one two three four\n          five`,
    ],
    ['counts wide letters twice', '株式会社 株式会社 株式会社 株式会社', '株式会社 株式会社 株式会社\n株式会社'],
  ])('%s', (_, line, wrapped) => {
    expect(wrapText(line, line.includes('FAILS') ? 30 : 27)).toBe(wrapped)
  })

  it('keeps a word that is wider than the terminal whole, for it may be a path', () => {
    expect(wrapText('see /a/very/long/path/to/an/export.csv', 27)).toBe('see\n/a/very/long/path/to/an/export.csv')
  })

  it('stays as it is where there is hardly any room', () => {
    expect(wrapText('           one two three four', 25)).toBe('           one two three four')
  })
})

it('lines that fit stay as they are', () => {
  expect(wrapText('one\n\n  two\n', 27)).toBe('one\n\n  two\n')
})
