import { describe, expect, it } from 'vitest'
import { isKeptKey, isKeptName, keptJson, keptText, unkeptIn } from '../../src/records/kept-text.ts'
import { foldName } from '../../src/records/name.ts'

const HALF = '\ud83d'

describe('a text that is kept', () => {
  it.each([
    ['plain', 'Acme', null],
    ['with an emoji', 'Acme 🦊', null],
    ['with other control characters', 'a\u0001\u001f\u009b\tb\n', null],
    ['with a NUL', 'a\0b', 'nul'],
    ['with the first half of a character', `Acme ${HALF}`, 'half_character'],
    ['with the second half', '\ude0aAcme', 'half_character'],
    ['with halves the wrong way round', '\ude0a\ud83d', 'half_character'],
  ])('%s', (_, text, unkept) => {
    expect(unkeptIn(text)).toBe(unkept)
    expect(keptText(text) === text).toBe(unkept === null)
    expect(unkeptIn(keptText(text))).toBeNull()
  })

  it('has one character in place of each that cannot be kept', () => {
    expect(keptText(`a\0\0b${HALF}c 🦊`)).toBe('a\ufffd\ufffdb\ufffdc 🦊')
  })
})

describe('JSON that is kept', () => {
  it('is that of the value with its texts and names kept', () => {
    expect(keptJson({ 'a\0': ['b\0', { c: HALF }], d: 1, e: null, f: true })).toBe(
      '{"a\ufffd":["b\ufffd",{"c":"\ufffd"}],"d":1,"e":null,"f":true}',
    )
  })
  it.each([[{ path: 'C:\\u0000', n: [1, null], emoji: '🦊', tab: '\t\u0001' }], ['\\ud83d'], [null]])(
    'of %j is as ever, whatever only looks like one that cannot be',
    (value) => {
      expect(keptJson(value)).toBe(JSON.stringify(value))
    },
  )
})

describe('a text that records are found by', () => {
  it.each([
    ['a', 1000, true],
    ['a', 1001, false],
    ['é', 500, true],
    ['é', 501, false],
    ['社', 333, true],
    ['社', 334, false],
    ['🦊', 250, true],
    ['🦊', 251, false],
  ])('of "%s" %i times is kept: %s', (letter, times, isKept) => {
    expect(isKeptKey(letter.repeat(times))).toBe(isKept)
    expect(isKeptName(letter.repeat(times))).toBe(isKept)
  })
  it('is not longer once a name is folded', () => {
    const phrase = '\ufdfa'
    expect(Buffer.byteLength(foldName(phrase.repeat(30)).light)).toBeLessThan(1000)
    expect([30, 31].map((times) => isKeptName(phrase.repeat(times)))).toEqual([true, false])
    expect([333, 334].map((times) => isKeptName('Ⱥ'.repeat(times)))).toEqual([true, false])
  })
  it('of one character is known by it to grow, and no form is longer than the light one', () => {
    // No later character folds to anything but itself.
    for (let code = 1; code < 0x32000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue
      const letter = String.fromCodePoint(code)
      const { light, folded, core } = foldName(`a${letter}`)
      const [own, ...others] = [light, folded, core].map((form) => Buffer.byteLength(form)) as [number, ...number[]]
      const times = Math.floor(333 / letter.length)
      const isKept = (own - 1) * times <= 1000 || !isKeptName(letter.repeat(times))
      if (!isKept || others.some((each) => each > own)) expect.fail(`U+${code.toString(16)}`)
    }
  })
})
