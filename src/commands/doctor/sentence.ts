import type { Finding } from '../../reports/health.ts'
import { plural } from '../../terminal/plural.ts'

/** What a finding means, and what to do about it. */
export interface Sentence {
  message: string
  /** What it is about, one by one, for who reads the whole of it. */
  details?: readonly string[]
  hint: string | null
}

type Code = Finding['code']

type OfCode<F, C> = F extends { code: infer Own } ? (C extends Own ? F : never) : never

/** What to say of each finding with one of these codes. */
export type SentencesOf<C extends Code> = { readonly [K in C]: (finding: OfCode<Finding, K>) => Sentence }

/** How many of a list are named. */
const MOST_NAMED = 10

/** The first of a list, and how many more there are. */
export function named(items: readonly string[]): string[] {
  return items.length > MOST_NAMED ? [...items.slice(0, MOST_NAMED), `and ${items.length - MOST_NAMED} more`] : [...items]
}

/** A size as people read it. */
export function size(bytes: number): string {
  if (bytes < 2 ** 10) return plural(bytes, 'byte')
  const [unit, one] = bytes >= 2 ** 30 ? ['GiB', 2 ** 30] : bytes >= 2 ** 20 ? ['MiB', 2 ** 20] : ['KiB', 2 ** 10]
  return `${(bytes / (one as number)).toFixed(1)} ${unit}`
}
