import { describe, expect, it } from 'vitest'
import { type AmountRow, FileAmounts, findDecimalMark, type SaidMark } from '../../src/imports/file-amounts.ts'
import { failureOf } from '../failing.ts'

const rowsOf = (...cells: string[]): AmountRow[] =>
  cells.map((cell, i) => ({ line: i + 2, reason: '', amounts: [['Amount', cell]] }))
function failed(work: () => unknown) {
  try {
    work()
  } catch (error) {
    return failureOf(error)
  }
  throw new Error('nothing was refused')
}
/** What the cells are read as, each in the file of all of them. */
function readAll(cells: readonly string[], said: SaidMark = {}): unknown[] {
  const amounts = new FileAmounts('a.csv', findDecimalMark('a.csv', rowsOf(...cells), said))
  const read = cells.map((cell, i) => amounts.read(cell, true, i + 2, 'Amount'))
  amounts.finish()
  return read
}

describe('the mark of a file', () => {
  it.each<[string, string[], string[]]>([
    ['a decimal', ['1.234', '12.5'], ['1.2340', '12.50']],
    ['groups', ['1.234', '1,234,567'], ['1.2340', '1234567']],
    ['a decimal comma', ['1.234', '12,5'], ['1234', '12.50']],
    ['groups with points', ['234,567', '1.234.567'], ['234.5670', '1234567']],
    ['both marks in one', ['1.234', 'EUR 1.234,50'], ['1234', 'EUR 1234.50']],
  ])('is shown by %s', (_, cells, numbers) => {
    expect(readAll(cells)).toEqual(numbers)
  })

  it('is not needed where no amount could be two numbers', () => {
    expect(findDecimalMark('a.csv', rowsOf('5', '', '-', '1234', 'USD 7'), {})).toBeNull()
    expect(readAll(['USD 4,100.00', 'EUR 980,50'])).toEqual(['USD 4100', 'EUR 980.50'])
  })

  it('that no amount shows is refused, with the lines and both numbers', () => {
    const error = failed(() => findDecimalMark('a.csv', rowsOf('5', '1.234', '9', '234,567', '1.000', '2.000'), {}))
    expect([error.code, error.exitCode]).toEqual(['decimal_ambiguous', 5])
    expect(error.message).toContain('line 3, Amount: "1.234" is 1.2340 (a point before the decimals) or 1234 (a comma)')
    expect(error.message).toContain('line 5, Amount')
    expect(error.message).toContain('and 1 more')
  })

  it('is what a person says, the command line before the settings', () => {
    expect(readAll(['1.234'], { option: 'comma', setting: 'point' })).toEqual(['1234'])
    expect(readAll(['1.234'], { setting: 'point' })).toEqual(['1.2340'])
  })

  it('of a rejects file is what its reason says', () => {
    const [row] = rowsOf('1.234')
    const rows = [{ line: 2, amounts: row?.amounts ?? [], reason: 'blank; amounts here have a comma before the decimals' }]
    expect(findDecimalMark('a.csv', rows, { setting: 'point' })).toEqual({ mark: 'comma', by: 'reason' })
  })

  it('that amounts contradict refuses the file, where it matters', () => {
    expect(failed(() => readAll(['12.5', '12,5', '1.234'])).code).toBe('decimal_mixed')
    expect(failed(() => readAll(['12.5', '1.234'], { option: 'comma' })).code).toBe('decimal_contradicted')
    expect(failed(() => readAll(['12.5', '1.234'], { setting: 'comma' })).message).toContain('the setting "decimal"')
    expect(readAll(['12.5', '12,5', '1.234'], { option: 'comma' })).toEqual(['12.50', '12.50', '1234'])
  })
})
