import { describe, expect, it } from 'vitest'
import { givenValue, neededReason, readCount, readDay, readPastDay, readReason } from '../../src/app/option-values.ts'
import { PhdError } from '../../src/errors.ts'

/** What is thrown, with its hint; fails where nothing is. */
function refusalOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof PhdError) return `${error.message}; ${error.hint}`
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the value of an option', () => {
  it('is as typed, or not there; a blank one is refused', () => {
    expect([givenValue('--out', ' a '), givenValue('--out', undefined)]).toEqual([' a ', undefined])
    expect(refusalOf(() => givenValue('--out', ' '))).toBe('--out needs a value; add it, or remove --out')
  })

  it('may be a day', () => {
    expect([readDay('--at', '2026-11-20', '2022-11-15'), readDay('--at', undefined, '2022-11-15')]).toEqual([
      '2026-11-20',
      undefined,
    ])
    for (const text of ['2026-02-30', '3/4/2026', 'soon']) {
      expect(refusalOf(() => readDay('--at', text, '2022-11-15'))).toMatch(/^--at \S+ .+; write it as --at 2022-11-15$/)
    }
  })

  it('may be a day that has been', () => {
    const past = { today: '2026-11-20', example: '2026-11-19', missing: 'no day', hint: 'use the date on the letter' }
    expect(readPastDay('--date', '2026-11-20', past)).toBe('2026-11-20')
    expect(refusalOf(() => readPastDay('--date', '2026-11-21', past))).toBe(
      '--date 2026-11-21 is in the future; use the date on the letter',
    )
    expect(refusalOf(() => readPastDay('--date', undefined, past))).toBe('no day; add --date 2026-11-19')
  })

  it.each([
    [0, '0', 0],
    [0, '9999', 9999],
    [0, '07', 7],
    [1, '1', 1],
    [1, '0', null],
    [1, '07', null],
    [0, '10000', null],
    [0, '-1', null],
    [0, '1.5', null],
    [0, '', null],
  ] as const)('may be a number of at least %d: "%s" is %s', (least, text, expected) => {
    const count = { what: 'number of days', least, digits: 4, example: '--within 30' }
    if (expected !== null) expect(readCount('--within', text, count)).toBe(expected)
    else {
      const refusal = `--within ${text} is not a number of days; write it as --within 30`
      expect(refusalOf(() => readCount('--within', text, count))).toBe(refusal)
    }
  })

  it('may be a reason, in words or as the number of a ticket', () => {
    expect([' it came twice ', '4711', undefined].map(readReason)).toEqual(['it came twice', '4711', null])
    expect(neededReason('x', 'a reason is needed', 'it came twice')).toBe('x')
    for (const text of ['.', '-', '\u200b'])
      expect(refusalOf(() => readReason(text))).toBe(`--reason "${text}" is not a reason; write the reason in words`)
    expect(refusalOf(() => neededReason(undefined, 'a reason is needed', 'it came twice'))).toBe(
      'a reason is needed; add --reason "it came twice"',
    )
  })
})
