import { describe, expect, it } from 'vitest'
import { TextPool } from '../../src/packed/text-pool.ts'

const PIECE = 1 << 20

describe('a pool of texts', () => {
  it('gives back every text, whatever its length and letters, in any order', () => {
    const pool = new TextPool()
    const texts = [
      ...['', 'Acme', '', 'Größe', '株式会社', '👋🏽'],
      // Longer than a piece, and with room left in the last of its pieces.
      'x'.repeat(PIECE + 7),
      'after a long one',
      '',
      '界'.repeat(PIECE),
      // Many that end at every place of a piece.
      ...Array.from({ length: 40_000 }, (_, i) => `${i} ${'é'.repeat(i % 61)}`),
      '',
    ]
    const numbers = texts.map((text) => pool.add(text))
    expect(numbers).toEqual(texts.map((_, i) => i))
    for (const i of numbers.toReversed()) if (pool.at(i) !== texts[i]) expect(pool.at(i)).toBe(texts[i])
  })
})
