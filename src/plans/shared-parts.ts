/** One copy of what many entries of a plan have in common: few owners and reasons are those of most accounts. */

import type { PlanEntry } from './plan.ts'

export interface SharedParts {
  /** Gives the value that was given before for one that says the same. */
  one<T>(part: T): T
  /** The same of each part of an entry. */
  entry(entry: PlanEntry): PlanEntry
}

/** So many different parts are known at a time. */
const MOST_PARTS = 10_000

/** Remembers parts as they come. */
export function sharedParts(): SharedParts {
  const known = new Map<string, unknown>()
  const one = <T>(part: T): T => {
    if (typeof part !== 'object' || part === null) return part
    const text = JSON.stringify(part)
    if (known.size >= MOST_PARTS) known.clear()
    if (!known.has(text)) known.set(text, part)
    return known.get(text) as T
  }
  return {
    one,
    entry: (entry) => ({
      ...entry,
      owner: one(entry.owner),
      current: one(entry.current),
      via: one(entry.via),
      contractedTerritories: one(entry.contractedTerritories),
      reasons: one(entry.reasons),
      reasonCodes: one(entry.reasonCodes),
      blocked: one(entry.blocked),
    }),
  }
}
