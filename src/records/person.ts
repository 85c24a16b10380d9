/** Names of persons, as people write them: in either order, with initials, short or in full. */

import { foldName } from './name.ts'

/**
 * Whether two names may be one person's: every word of the shorter one has its own word in the other that is the same or begins
 * with it ("Ed" and "Edward", "A." and "Ann"), and one of them is the same. "Ann Lee" may be "Lee, Ann", "A. Lee" or "Ann K. Lee",
 * not "Bo Lee".
 */
export function mayBeOnePerson(name: string, other: string): boolean {
  // Without a space it may still be both words ("AnnLee").
  if (foldName(name).folded === foldName(other).folded) return true
  const [few = [], many = []] = [wordsOf(name), wordsOf(other)].sort((a, b) => a.length - b.length)
  return few.some((word) => word.length > 1 && many.includes(word)) && eachFindsOne(few, many)
}

/** Whether a text has a word that a name can be made of: not one of these. */
export function namesSomebody(text: string, notNames: readonly string[]): boolean {
  const not = new Set(notNames.flatMap(wordsOf))
  return wordsOf(text).some((word) => !not.has(word))
}

/** Whether each of these words can have one of the others to itself. */
function eachFindsOne([word, ...rest]: readonly string[], others: readonly string[]): boolean {
  if (word === undefined) return true
  return others.some(
    (other, i) => (other.startsWith(word) || word.startsWith(other)) && eachFindsOne(rest, others.toSpliced(i, 1)),
  )
}

/** Enough for a name; more words would only take time. */
const MOST_WORDS = 8

function wordsOf(name: string): string[] {
  const words = foldName(name.replace(/['’]/g, '')).light.match(/[\p{L}\p{M}]+/gu) ?? []
  // "Mueller" is how "Müller" is written where there are no dots.
  return words.slice(0, MOST_WORDS).map((word) => word.replace(/([aou])e/g, '$1'))
}
