/** The words of a text as someone in a hurry writes them: case, accents, signs and invisible characters do not count. */

/** Scripts without spaces between words. */
export const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/

/** A text in lower case, without accents and invisible characters. */
export function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\u00ad]+/gu, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
}

/** The words of a text, separated by one space. */
export function wordsOf(text: string): string {
  return plainOf(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const LOOKED_AT = 1 << 14

/** Whether a text has one of the terms of the word lists; of a long text only the beginning counts. `*` at the end of a term stands for any ending. */
export function hasTerm(text: string, terms: readonly string[]): boolean {
  const words = ` ${wordsOf(text.slice(0, LOOKED_AT))} `
  return terms.some((term) => {
    const word = wordsOf(term)
    if (UNSPACED.test(word)) return words.includes(word)
    return words.includes(term.endsWith('*') ? ` ${word}` : ` ${word} `)
  })
}
