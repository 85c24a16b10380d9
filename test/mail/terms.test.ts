import { describe, expect, it } from 'vitest'
import { fold, hasTerm, spaced } from '../../src/mail/terms.ts'

describe('a term', () => {
  it.each([
    ['whole words', 'Please CANCEL, it was a mistake', 'cancel'],
    ['words with other signs between them', 'purchase-order', 'purchase order'],
    ['any ending', 'annulliert', 'annul*'],
    ['a word without its accents', 'Bestätigung', 'bestatigung'],
    ['a word with an invisible character in it', 'can\u00adcel', 'cancel'],
    ['letters of another width', '\uff43\uff41\uff4e\uff43\uff45\uff4c', 'cancel'],
    ['a word within a text without spaces', '注文書をお送りします', '注文書'],
    ['an Arabic word with its article', 'نريد العرض سعر', 'عرض سعر'],
  ])('finds %s', (_, text, term) => {
    expect(hasTerm(text, [term])).toBe(true)
  })

  it.each([
    ['part of a word', 'cancellation', 'cancel'],
    ['words in another order', 'order purchase', 'purchase order'],
    ['words with another between them', 'purchase an order', 'purchase order'],
  ])('does not find %s', (_, text, term) => {
    expect(hasTerm(text, [term])).toBe(false)
  })

  it('keeps accents that are not of Latin letters, except where they must not count', () => {
    expect(spaced(fold('שָׁלוֹם'))).not.toBe('שלום')
    expect(spaced(fold('שָׁלוֹם', /\p{M}+/gu))).toBe('שלום')
  })
})
