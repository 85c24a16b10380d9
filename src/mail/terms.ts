/** Terms of the word lists in a text: whole words, case and accents aside; `*` at the end of a term stands for any ending. */

import { wordsOf } from './distributor-text.ts'

const LOOKED_AT = 1 << 14
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/

/** Whether a text has one of the terms; of a long text the beginning is looked at. */
export function hasTerm(text: string, terms: readonly string[]): boolean {
  const words = ` ${wordsOf(text.slice(0, LOOKED_AT))} `
  return terms.some((term) => {
    const word = wordsOf(term)
    if (UNSPACED.test(word)) return words.includes(word)
    return words.includes(term.endsWith('*') ? ` ${word}` : ` ${word} `)
  })
}
