/** The first line of a verdict: what it says in a word, and what contradicts it. */

import { uncheckedLimit } from './license-words.ts'
import { contradictionsOf, isRestricted, type PartnerVerdict } from './verdict.ts'

export interface Headline {
  color: 'green' | 'red' | 'yellow'
  text: string
  /** The same in a word, for a list. */
  word: string
}

const THING = { loa: 'a letter of authorization', nfr: 'a not-for-resale licence' } as const

const CONTRADICTION: Readonly<Record<string, string>> = {
  older_row_disagrees: 'an older row of the dashboard disagrees',
  counts_disagree: 'the portal users disagree',
  counts_satisfy_despite_no: 'the dashboard’s own counts say yes',
  portal_ahead_of_dashboard: 'the dashboard shows nobody with a technical certification',
}

/** What a verdict says first. A yes or a no beside evidence that contradicts it, or before the limit was checked, is no bare one. */
export function headlineOf(verdict: PartnerVerdict): Headline {
  const { decision, question } = verdict
  if (decision === 'needs_review') return { color: 'yellow', text: 'CANNOT TELL: a person must look', word: 'CANNOT TELL' }
  const but = [
    ...(decision === 'eligible' && isRestricted(verdict) ? ['ask Legal first, for it is a RESTRICTED PARTY'] : []),
    ...contradictionsOf(verdict).map((code) => CONTRADICTION[code] ?? code),
  ]
  const behind = but.length === 0 ? '' : `, but ${but.join(', and ')}`
  const comma = but.length === 0 ? '' : ', but …'
  if (decision === 'not_eligible') {
    return { color: 'red', text: `NO${behind}: the partner must not have ${THING[question]}`, word: `NO${comma}` }
  }
  const limit = verdict.question === 'nfr' ? uncheckedLimit(verdict) : null
  if (limit) {
    const color = but.length === 0 && limit.hasRoom ? 'green' : 'yellow'
    return { color, text: `${limit.word}${behind}: ${limit.rest}`, word: `${limit.hasRoom ? 'eligible' : 'no room'}${comma}` }
  }
  const color = but.length === 0 ? 'green' : 'yellow'
  return { color, text: `YES${behind}: the partner may have ${THING[question]}`, word: `yes${comma}` }
}
