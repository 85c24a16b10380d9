/** Which shared leads may be recalled (Channel Partners: Working with GitLab, Channel Partner Lead Recall). Pure. */

import { isDamagedWord } from '../../records/damaged-word.ts'
import { foldCode } from '../../records/key.ts'
import { addDays, daysBetween } from '../day.ts'
import type { LeadAnswer, LeadDays, LeadEvidence, LeadOut, LeadPolicy, LeadStart } from './types.ts'

/** The meaning whose words have this one; null where none has, or the cell is blank. */
function meaningOf<M extends string>(words: Readonly<Record<M, readonly string[]>>, text: string | null): M | null {
  const folded = foldCode(text?.trim() ?? '')
  if (folded === '') return null
  const meanings = Object.keys(words) as M[]
  return meanings.find((meaning) => words[meaning].some((word) => foldCode(word) === folded)) ?? null
}

/** Whether a lead may be recalled on the day `today` (YYYY-MM-DD), by which phases; or from which day, why never, or why that is unknown. */
export function leadAnswer(lead: LeadEvidence, policy: LeadPolicy, today: string): LeadAnswer {
  const out = whyOut(lead, policy)
  if (out) return { outcome: 'out', why: out }
  const timed = timedAnswer(lead, policy, today)
  const ownership = lead.tellsOwnership ? meaningOf(policy.ownership, lead.ownership) : 'gitlab'
  if (ownership === 'others') return { outcome: 'out', why: 'not_gitlab' }
  if (lead.isInDoubt) return { outcome: 'unknown', why: 'set_aside', found: null }
  if (lead.isStale) return { outcome: 'unknown', why: 'stale', found: null }
  if (isUnclearRegistration(lead)) return { outcome: 'unknown', why: 'registration', found: lead.registration }
  // Only of a lead that would be recalled does it matter who owns it.
  if (timed.outcome === 'recall' && ownership === null) return { outcome: 'unknown', why: 'ownership', found: lead.ownership }
  return timed
}

/** What the share status of a lead says; null where it is blank or no word of the policy. */
export function shareOf({ shareStatus }: Pick<LeadEvidence, 'shareStatus'>, policy: LeadPolicy) {
  return meaningOf(policy.shareStatus, shareStatus)
}

/** Whether the share status of a lead says that the partner accepted it. */
export function isAcceptedShare(lead: Pick<LeadEvidence, 'shareStatus'>, policy: LeadPolicy): boolean {
  return shareOf(lead, policy) === 'accepted'
}

/** Whether the cell of the registration names one; a word for none does not, nor does a damaged cell. */
function isRegistered({ registration }: LeadEvidence, { notRegistered }: LeadPolicy): boolean {
  const text = registration?.trim() ?? ''
  const isNone = notRegistered.some((word) => foldCode(word) === foldCode(text))
  return text !== '' && !isNone && !isUnclearRegistration({ registration })
}

/** Whether the cell says nothing although it is not blank: an error of a spreadsheet, a word for no value, a dash. A plain number may be one. */
function isUnclearRegistration({ registration }: Pick<LeadEvidence, 'registration'>): boolean {
  return isDamagedWord(registration) && !/^\d+$/.test(registration?.trim() ?? '')
}

/** Why a lead is out whatever its days; a partner's step forward counts before what its share status says. */
function whyOut(lead: LeadEvidence, policy: LeadPolicy): LeadOut | null {
  if (lead.isGone) return 'gone'
  const status = meaningOf(policy.status, lead.status)
  if (status === 'converted' || isRegistered(lead, policy)) return 'converted'
  if (status === 'qualified') return 'qualified'
  const share = meaningOf(policy.shareStatus, lead.shareStatus)
  if (share === 'notShared') return 'not_shared'
  if (share === 'rejected' || share === 'recalled') return share
  // The partner looked at it and found no opportunity: an action.
  return share === 'accepted' && status === 'disqualified' ? 'disqualified' : null
}

function timedAnswer(lead: LeadEvidence, policy: LeadPolicy, today: string): LeadAnswer {
  const share = meaningOf(policy.shareStatus, lead.shareStatus)
  if (share !== 'pending' && share !== 'accepted') return { outcome: 'unknown', why: 'share_status', found: lead.shareStatus }
  const { created, accepted } = lead
  const status = meaningOf(policy.status, lead.status)
  const isOtherWord = status === null && Boolean(lead.status?.trim())
  if (isOtherWord) return { outcome: 'unknown', why: 'status', found: lead.status }
  const later = [created, accepted].find((day) => day !== null && day > today)
  if (later != null) return { outcome: 'unknown', why: 'future', found: later }
  if (share === 'pending') {
    if (accepted !== null) return { outcome: 'unknown', why: 'pending_and_accepted', found: accepted }
    if (status === 'disqualified') return { outcome: 'unknown', why: 'pending_and_disqualified', found: lead.status }
    return created === null ? { outcome: 'unknown', why: 'no_created', found: null } : phased('created', created, policy, today)
  }
  if (status === null) return { outcome: 'unknown', why: 'status', found: null }
  if (accepted === null) return { outcome: 'unknown', why: 'no_accepted', found: null }
  if (created !== null && accepted < created) return { outcome: 'unknown', why: 'accepted_before_created', found: accepted }
  const answer = phased('accepted', accepted, policy, today)
  // Something changed since: only the portal shows whether the partner did it.
  if (answer.outcome === 'recall' && lead.updated !== null && lead.updated > accepted)
    return { outcome: 'unknown', why: 'updated_since', found: lead.updated }
  return answer
}

/** The phases that count from a day and take the lead today; else when the first of them will. */
function phased(since: LeadStart, day: string, policy: LeadPolicy, today: string): LeadAnswer {
  const days = daysBetween(day, today)
  const own = policy.phases.filter((phase) => phase.since === since)
  const phases = own.filter(({ overDays }) => days > overDays).map(({ phase }) => phase)
  if (phases.length > 0) return { outcome: 'recall', phases, since, days }
  const [first] = own.toSorted((a, b) => a.overDays - b.overDays)
  if (!first) return { outcome: 'unknown', why: 'share_status', found: null }
  return { outcome: 'not_yet', phase: first.phase, since, days, from: addDays(day, first.overDays + 1) }
}

/**
 * The days of a lead that is with its partner: to reply by (the day that has the end of the 24 hours, for the file has no hours), to
 * accept by, to act by, by what the rule answers of it. A lead that is out, or of which the days are unknown, has none.
 */
export function leadDays(lead: LeadEvidence, policy: LeadPolicy, answer: LeadAnswer): LeadDays {
  const none = { replyBy: null, acceptBy: null, actBy: null, recallFrom: null }
  if (answer.outcome !== 'recall' && answer.outcome !== 'not_yet') return none
  const { since } = answer
  const day = lead[since]
  if (day === null) return none
  const first = Math.min(...policy.phases.filter((phase) => phase.since === since).map(({ overDays }) => overDays))
  const recallFrom = addDays(day, first + 1)
  if (since === 'accepted') return { ...none, actBy: addDays(day, first), recallFrom }
  return {
    ...none,
    replyBy: addDays(day, Math.ceil(policy.replyWithinHours / 24)),
    acceptBy: addDays(day, policy.acceptWithinDays),
    recallFrom,
  }
}
