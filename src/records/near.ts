/** The one way to say "did you mean": of commands, options, their values, kinds, fields, replies and rules. */

import { distance } from 'fastest-levenshtein'

/** More would be a list to read, and the hint has that. */
const MOST = 3

/** A question that follows what is not known: `; did you mean "accounts"?`. Nothing where no known word is near. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const words = nearest(typed, known)
  return words.length > 0 ? `; did you mean ${quoted(words)}?` : ''
}

/** Words as alternatives: `"a", "b" or "c"`. */
function quoted(words: readonly string[]): string {
  const all = words.map((word) => `"${word}"`)
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${all.at(-1)}` : all.join('')
}

/**
 * The known words that a mistyped one is nearest to, best first: case, spaces, `-` and `_` aside, those that differ by one or two
 * letters, else those that begin with it. `most`: by how many letters they may differ.
 */
export function nearest(typed: string, known: Iterable<string>, most = typed.length <= 3 ? 1 : 2): string[] {
  const wanted = plain(typed)
  if (wanted === '') return []
  const words = [...new Set(known)].map((word) => ({
    word,
    away: isSwap(wanted, plain(word)) ? 1 : distance(wanted, plain(word)),
  }))
  // Not as arguments of one call: a call takes no hundred thousands of them.
  const best = words.reduce((least, { away }) => Math.min(least, away), most)
  const near = words.filter(({ away }) => away === best)
  const begun = wanted.length < 3 ? [] : words.filter(({ word }) => plain(word).startsWith(wanted))
  return (near.length > 0 ? near : begun).slice(0, MOST).map(({ word }) => word)
}

/** Whether two neighbors changed places, which is one slip of the fingers. */
function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  return at !== -1 && a.length === b.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '')
}
