/** The first line of a verdict: what it says in a word, and what contradicts it. */

import { uncheckedLimit } from './license-words.ts'
import { standingHeadline } from './standing-sentences.ts'
import { type AnyVerdict, type ContradictionCode, contradictionsOf, isRestricted } from './verdict.ts'

export interface Headline {
  color: 'green' | 'red' | 'yellow'
  text: string
  /** The same in a word, for a list. */
  word: string
}

const THING = { loa: 'a letter of authorization', nfr: 'a not-for-resale license' } as const

const CONTRADICTION: Readonly<Record<ContradictionCode, string>> = {
  older_row_disagrees: 'an older dashboard row disagrees',
  counts_disagree: 'the portal users disagree',
  counts_satisfy_despite_no: 'the dashboard’s own counts say yes',
  portal_ahead_of_dashboard: 'the dashboard shows no one with a technical certification',
}

/** What a verdict says first. A bare yes or no has nothing against it: no contradicting evidence, no unchecked limit. */
export function headlineOf(verdict: AnyVerdict): Headline {
  if (verdict.question === 'authorized') return standingHeadline(verdict)
  const { decision, question } = verdict
  if (decision === 'needs_review') return { color: 'yellow', text: 'CANNOT TELL: needs review', word: 'CANNOT TELL' }
  const but = [
    ...(decision === 'eligible' && isRestricted(verdict) ? ['a RESTRICTED PARTY (ask Legal first)'] : []),
    ...contradictionsOf(verdict).map((code) => CONTRADICTION[code]),
  ]
  const behind = but.length === 0 ? '' : `, but ${but.join(', and ')}`
  const comma = but.length === 0 ? '' : ', but …'
  if (decision === 'not_eligible') {
    return { color: 'red', text: `NO${behind}: not eligible for ${THING[question]}`, word: `NO${comma}` }
  }
  const limit = verdict.question === 'nfr' ? uncheckedLimit(verdict) : null
  if (limit) {
    const color = but.length === 0 && limit.hasRoom ? 'green' : 'yellow'
    return { color, text: `${limit.word}${behind}: ${limit.rest}`, word: `${limit.hasRoom ? 'eligible' : 'no room'}${comma}` }
  }
  const color = but.length === 0 ? 'green' : 'yellow'
  return { color, text: `YES${behind}: eligible for ${THING[question]}`, word: `yes${comma}` }
}
