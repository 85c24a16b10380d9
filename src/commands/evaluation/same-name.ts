/** Whether two names are one customer's. */

import type { FoldedName } from '../../records/name.ts'

/**
 * `same`: case, accents, punctuation and spaces aside. `maybe`: they differ in the legal form alone, and one has none, so that both may be one
 * company. `other_form`: both have one, so that they are two.
 */
type NameMatch = 'same' | 'maybe' | 'other_form' | 'other'

/** Compares the folded names of two customers. */
export function nameMatch(a: Pick<FoldedName, 'folded' | 'core'>, b: Pick<FoldedName, 'folded' | 'core'>): NameMatch {
  if (a.folded === b.folded) return 'same'
  if (a.core !== b.core) return 'other'
  return a.folded === a.core || b.folded === b.core ? 'maybe' : 'other_form'
}
