/** What became of an opportunity, as reports count deals. */

import { bareWord, isDamagedWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'

/** `closed`: closed in some other way (Unqualified …); it counts nowhere. `duplicate`: or merged into another one. `unknown`: its stage says nothing. */
export type DealOutcome = 'won' | 'lost' | 'open' | 'closed' | 'duplicate' | 'unknown'

/** Takes the stage and the links of an opportunity; gives what it counts as. Stages may be numbered: "8-Closed Won". */
export function dealOutcome({
  stage,
  duplicateOf,
  mergedInto,
}: {
  stage: string | null
  duplicateOf: string | null
  mergedInto: string | null
}): DealOutcome {
  if (duplicateOf?.trim() || mergedInto?.trim()) return 'duplicate'
  const said = bareWord(stage ?? '').trim()
  const bare = foldCode(said.replace(/^[\s\d.]+[-–]?/, ''))
  if (!/\p{L}/u.test(bare) || isDamagedWord(said)) return 'unknown'
  const begins = (...words: string[]): boolean => words.some((word) => bare.startsWith(foldCode(word)))
  if (begins('Closed Won')) return 'won'
  if (begins('Closed Lost', 'Lost')) return 'lost'
  if (begins('Duplicate', 'Merged')) return 'duplicate'
  return begins('Closed', 'Unqualified') ? 'closed' : 'open'
}
