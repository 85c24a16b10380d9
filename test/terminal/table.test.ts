import { describe, expect, it } from 'vitest'
import { table } from '../../src/terminal/table.ts'

const linesOf = (...args: Parameters<typeof table>): string[] => table(...args).split('\n')

describe('a table', () => {
  it('aligns its columns under the headings, two spaces apart', () => {
    expect(
      table(
        ['NAME', 'ID'],
        [
          ['Acme GmbH', 'A1'],
          ['Bo', null],
          ['C', 12],
        ],
      ),
    ).toBe('NAME       ID\nAcme GmbH  A1\nBo\nC          12\n')
  })
  it('in a terminal without room for all its columns has the last ones below each row, whole and with their headings', () => {
    const long = `a reason of ${'x'.repeat(70)}`
    const rows = [
      ['12', 'Acme GmbH', 3, 'imported', long],
      ['7', 'Bo', 0, '', ''],
    ]
    expect(table(['ID', 'NAME', 'SET ASIDE', 'STATE', ''], rows, 16)).toBe(
      `ID  NAME\n12  Acme GmbH\n    set aside 3, state imported, ${long}\n7   Bo\n`,
    )
    expect(table(['ID', 'NAME', 'SET ASIDE'], [['7', 'Bo', 0]], 21)).toBe('ID  NAME  SET ASIDE\n7   Bo    0\n')
  })
  it('has no space at the end of a line', () => {
    for (const line of linesOf(
      ['A', 'B', 'C'],
      [
        ['', '', ''],
        ['x', '', ''],
      ],
    ))
      expect(line).toBe(line.trimEnd())
  })
  it('of nobody has its headings', () => {
    expect(table(['A', 'B'], [])).toBe('A  B\n')
  })
  it('shows characters that would break it by their number', () => {
    expect(table(['A', 'B'], [['x\ny', '\u001b[2J']])).toBe('A     B\nx\\ny  \\x1b[2J\n')
  })

  it.each([
    ['wide characters', '株式会社', 8],
    ['full-width letters', 'ＡＢ', 4],
    ['an emoji', '😀', 2],
    ['a family of emoji without joiners', '👨👩', 4],
    ['accents as marks of their own', 'Cafe\u0301', 4],
    ['Korean', '한빛', 4],
  ])('aligns %s', (_, name, width) => {
    const [, first, second] = linesOf(
      ['N', 'X'],
      [
        [name, '|'],
        ['a'.repeat(12), '|'],
      ],
    )
    expect(first).toBe(`${name}${' '.repeat(12 - width)}  |`)
    expect(second).toBe(`${'a'.repeat(12)}  |`)
  })
})

describe('a cell of a table', () => {
  it('is whole up to 60 columns, and cut with an ellipsis beyond', () => {
    expect(linesOf(['A'], [['x'.repeat(60)]])[1]).toBe('x'.repeat(60))
    expect(linesOf(['A'], [['x'.repeat(61)]])[1]).toBe(`${'x'.repeat(59)}…`)
  })
  it('is measured as it is shown', () => {
    expect(linesOf(['A'], [['\u0000'.repeat(20)]])[1]).toBe(`${'\\x00'.repeat(14)}\\x0…`)
  })
  it.each([31, 40, 60, 61, 100])('of %i wide characters is no wider than 60 columns', (count) => {
    expect(linesOf(['A'], [['株'.repeat(count)]])[1]).toBe(`${'株'.repeat(29)}…`)
  })
  it.each([
    ['an accent from its letter', 'e\u0301', 59],
    ['a flag in two', '🇩🇪', 29],
    ['a skin tone from its emoji', '👍🏽', 29],
  ])('never parts %s', (_, grapheme, shown) => {
    expect(linesOf(['A'], [[grapheme.repeat(100)]])[1]).toBe(`${grapheme.repeat(shown)}…`)
  })
  it('is not cut for marks that take no width', () => {
    expect(linesOf(['A'], [['e\u0301'.repeat(60)]])[1]).toBe('e\u0301'.repeat(60))
  })
})
