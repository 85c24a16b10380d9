/** Problems of deal registrations in words. */

import { whyUnlinked } from '../../app/link-sentences.ts'
import type { WhyUnlinked } from '../../partners/linking/links.ts'
import type { DealProblem, DealProblemCode, OtherWord, Rival } from '../../rules/deals/types.ts'
import { plural } from '../../terminal/plural.ts'
import { quotedOrBlank } from '../../verdicts/shared-sentences.ts'

/** A problem in a few words, for a list. */
export const PROBLEM_SHORT: Readonly<Record<DealProblemCode, string>> = {
  expired_still_approved: 'expired, still Approved',
  expires_before_90_days: 'ends before 90 days',
  long_extension: 'extended by more than 30 days',
  second_approved: 'second approved registration',
  second_service_attach: 'second approved service attach',
  partner_unknown: 'partner unknown',
  partner_not_authorized: 'partner not authorized',
  training_unmet: 'no sales training',
  opportunity_unknown: 'opportunity unknown',
  opportunity_closed: 'opportunity closed',
  status_unknown: 'status unknown',
  approved_without_date: 'no approved date',
}

type Sentences = { readonly [C in DealProblemCode]: (problem: Extract<DealProblem, { code: C }>) => string }

const SENTENCE: Sentences = {
  expired_still_approved: ({ expires }) => `its last day was ${expires}, and its status is still Approved`,
  expires_before_90_days: ({ expires, standard }) => `it ends on ${expires}, before its 90 days are over on ${standard}`,
  long_extension: ({ expires, longest }) =>
    `it runs until ${expires}, longer than the one standard extension allows (${longest}); only operations can grant that`,
  second_approved: ({ others }) =>
    `its opportunity has ${plural(others.length, 'other approved partner-sourced registration')}: ${rivalWords(others)}`,
  second_service_attach: ({ others }) =>
    `its opportunity has ${plural(others.length, 'other approved service attach registration')}: ${rivalWords(others)}`,
  partner_unknown: ({ named, why }) =>
    `${named === null ? 'it names no partner' : `"${named}" is linked to no partner: ${whyUnlinked(why as WhyUnlinked)}`}`,
  partner_not_authorized: ({ expected, actual }) =>
    `Partner Status must be "${expected}" to register deals; it is ${quotedOrBlank(actual)}`,
  training_unmet: ({ courses, from }) =>
    `one person at the partner must hold the Foundations / sales training to register deals; ${from === 'portal_users' ? 'the portal users show' : 'the dashboard shows'} no one with ${courses.join(' or ')}`,
  opportunity_unknown: ({ named, count }) => {
    if (named === null) return 'it is linked to no opportunity'
    return count > 1
      ? `${count} opportunities are named "${named}", and it has no opportunity id`
      : `opportunity ${named} is not among the imported opportunities`
  },
  opportunity_closed: ({ state, stage }) =>
    state === 'merged' || state === 'duplicate'
      ? `its opportunity is ${state === 'merged' ? 'merged into another' : 'a duplicate of another'}`
      : `its opportunity is closed: stage ${quotedOrBlank(stage)}`,
  status_unknown: ({ status, word }) =>
    status?.trim() ? `the rule in force does not have the status "${status.trim()}"${wordWords(word)}` : 'its status is blank',
  approved_without_date: () => 'it is Approved without an approved date, so its 90 days cannot be counted',
}

/** A problem in a sentence. */
export function problemText(problem: DealProblem): string {
  // The compiler cannot see that the sentence is that of the problem's own code.
  return (SENTENCE[problem.code] as (problem: DealProblem) => string)(problem)
}

/** Other registrations, by name, status and partner. */
export function rivalWords(others: readonly Rival[]): string {
  return others.map(({ name, status, partner }) => `${name} (${status}, ${partner ?? 'partner unknown'})`).join(', ')
}

function wordWords(word: OtherWord | null): string {
  return word ? ` (${word.about})` : ''
}
