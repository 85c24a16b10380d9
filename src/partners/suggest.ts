import { distance } from 'fastest-levenshtein'
import { type FoldedName, foldName } from '../records/name.ts'

/** Suggestions are few enough to read. */
const MOST = 8
const LEAST_LIKE = 0.55

/**
 * Ranks choices by how like their names are to what was typed, best first; those not like it are dropped. A suggestion is only ever
 * that: nothing is decided by it.
 */
export function rankLike<T extends FoldedName & { name: string }>(typed: string, choices: Iterable<T>, most = MOST): T[] {
  const wanted = foldName(typed)
  const words = wordsOf(wanted.light)
  const ranked: { choice: T; score: number }[] = []
  for (const choice of choices) {
    const score = likeness(wanted, words, choice)
    if (score >= LEAST_LIKE) ranked.push({ choice, score })
  }
  ranked.sort((a, b) => b.score - a.score || (a.choice.name < b.choice.name ? -1 : a.choice.name > b.choice.name ? 1 : 0))
  return ranked.slice(0, most).map(({ choice }) => choice)
}

function likeness(wanted: FoldedName, words: readonly string[], name: FoldedName): number {
  if (wanted.folded === name.folded) return 3
  if (wanted.core === name.core) return 2.5
  if (name.folded.startsWith(wanted.folded)) return 2
  const own = wordsOf(name.light)
  const met = words.filter((word) => own.some((each) => each.startsWith(word))).length
  if (words.length > 0 && met === words.length) return 1.8
  if (wanted.folded.length >= 3 && name.folded.includes(wanted.folded)) return 1.5
  const near = 1 - distance(wanted.core, name.core) / Math.max(wanted.core.length, name.core.length)
  const shared = words.length > 1 ? met / words.length : 0
  return Math.max(near, 0.9 * shared)
}

function wordsOf(light: string): string[] {
  return light.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '')
}
