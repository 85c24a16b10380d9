import { bareWord } from '../../records/damaged-word.ts'

/** Whether a cell says nothing: blank, or only characters that nobody sees. */
export function isBlank(text: string | null): boolean {
  return bareWord(text ?? '').trim() === ''
}

/**
 * Whether a text is one of some words; case, punctuation, spaces and invisible characters apart. A blank is not one, nor is what has a
 * question mark: whoever wrote that was not sure.
 */
export function isAmong(text: string | null, words: readonly string[]): boolean {
  const folded = foldWords(text ?? '')
  return folded !== '' && words.some((word) => foldWords(word) === folded)
}

function foldWords(text: string): string {
  return bareWord(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}?]+/gu, ' ')
    .trim()
}
