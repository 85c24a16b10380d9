/** What the words of an opportunity mean, as reports count deals. */

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
  const word = foldedWord(stage)
  if (!/\p{L}/u.test(word) || isDamagedWord(stage)) return 'unknown'
  const begins = (...words: string[]): boolean => words.some((each) => word.startsWith(each))
  if (begins('closed-won')) return 'won'
  if (begins('closed-lost', 'lost')) return 'lost'
  if (begins('duplicate', 'merged')) return 'duplicate'
  return begins('closed', 'unqualified') ? 'closed' : 'open'
}

/** Whether an order type says the first order of a customer: "1. New - First Order". */
export function isFirstOrder(orderType: string | null): boolean {
  return foldedWord(orderType) === 'new-first-order'
}

/** Whether a partner brought the deal, by its Sales Qualified Source: today's label, or the one before. Null where that is blank. */
export function isPartnerGenerated(source: string | null): boolean | null {
  const word = foldedWord(source)
  return word === '' ? null : ['partner-generated', 'channel-generated'].includes(word)
}

/** Words that were folded before; a list has few of them. */
const FOLDED = new Map<string, string>()
const MOST_FOLDED = 1000

/** A word without the number in front of it. */
function foldedWord(cell: string | null): string {
  const known = FOLDED.get(cell ?? '')
  if (known !== undefined) return known
  const word = foldCode(
    bareWord(cell ?? '')
      .trim()
      .replace(/^[\s\d.]+[-–]?/, ''),
  )
  if (FOLDED.size < MOST_FOLDED) FOLDED.set(cell ?? '', word)
  return word
}
