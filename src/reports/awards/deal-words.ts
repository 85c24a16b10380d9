/** What the words of an opportunity mean for the awards. */

import { bareWord, isDamagedWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import type { AwardDeal } from './types.ts'

/** Takes the stage and the links of an opportunity; gives what it counts as. Stages may be numbered: "8-Closed Won". */
export function outcomeOf({
  stage,
  duplicateOf,
  mergedInto,
}: {
  stage: string | null
  duplicateOf: string | null
  mergedInto: string | null
}): AwardDeal['outcome'] {
  if (duplicateOf?.trim() || mergedInto?.trim()) return 'duplicate'
  const word = foldedWord(stage)
  if (!/\p{L}/u.test(word) || isDamagedWord(stage)) return 'unknown'
  if (word.startsWith('closed-won')) return 'won'
  if (word.startsWith('closed-lost') || word.startsWith('lost')) return 'lost'
  if (word.startsWith('duplicate') || word.startsWith('merged')) return 'duplicate'
  return word.startsWith('closed') || word.startsWith('unqualified') ? 'closed' : 'open'
}

/** Whether an order type says the first order of a customer: "1. New - First Order". */
export function isFirstOrder(orderType: string | null): boolean {
  return foldedWord(orderType) === foldCode('New - First Order')
}

/** Whether a partner brought the deal, by its Sales Qualified Source: today's label, or the one before. */
export function isPartnerGenerated(source: string | null): boolean {
  return ['partner-generated', 'channel-generated'].includes(foldedWord(source))
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
