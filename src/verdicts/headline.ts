/** The first line of a verdict: what it says in a word, and what contradicts it. */

import type { VerdictAnswer } from './view.ts'

interface Headline {
  color: 'green' | 'red' | 'yellow'
  text: string
  /** The same in a word, for a list. */
  word: string
}

/** What a verdict says first. A yes or a no beside evidence that contradicts it, or before the limit was checked, is no bare one. */
export function headlineOf({ decision, thing, notes, unchecked }: VerdictAnswer): Headline {
  if (decision === 'needs_review') return { color: 'yellow', text: 'CANNOT TELL: a person must look', word: 'CANNOT TELL' }
  const restricted = decision === 'eligible' && notes.some(({ code }) => code === 'restricted_party')
  const but = [
    ...(restricted ? ['ask Legal first, for it is a RESTRICTED PARTY'] : []),
    ...notes.flatMap(({ contradicts }) => (contradicts?.decision === decision ? [contradicts.what] : [])),
  ]
  const behind = but.length === 0 ? '' : `, but ${but.join(', and ')}`
  const comma = but.length === 0 ? '' : ', but …'
  if (decision === 'not_eligible')
    return { color: 'red', text: `NO${behind}: the partner must not have ${thing}`, word: `NO${comma}` }
  if (unchecked) {
    const color = but.length === 0 && unchecked.hasRoom ? 'green' : 'yellow'
    const word = unchecked.hasRoom ? 'eligible' : 'no room'
    return { color, text: `${unchecked.word}${behind}: ${unchecked.rest}`, word: `${word}${comma}` }
  }
  return {
    color: but.length === 0 ? 'green' : 'yellow',
    text: `YES${behind}: the partner may have ${thing}`,
    word: `yes${comma}`,
  }
}
