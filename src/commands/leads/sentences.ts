/** Leads in words. */

import type { ReadLead } from '../../app/lists/leads.ts'
import { placeOf } from '../../records/place.ts'
import type { LeadAnswer, LeadDoubt, LeadOut, LeadPolicy } from '../../rules/leads/types.ts'
import type { Citation } from '../../rules/verdict.ts'
import { plural } from '../../terminal/plural.ts'

const OUT: Readonly<Record<LeadOut, string>> = {
  not_shared: 'not with the partner yet',
  rejected: 'the partner rejected it',
  recalled: 'already recalled',
  qualified: 'qualified',
  disqualified: 'disqualified by the partner',
  converted: 'converted to a deal registration',
  not_gitlab: 'GitLab does not own it',
  gone: 'gone from the newest list',
}

const DOUBT: Readonly<Record<LeadDoubt, (found: string | null) => string>> = {
  share_status: (found) => (found?.trim() ? `unknown Prospect Share Status "${found.trim()}"` : 'Prospect Share Status is blank'),
  status: (found) =>
    found?.trim() ? `unknown Partner Prospect Status "${found.trim()}"` : 'Partner Prospect Status is blank or not in the file',
  no_created: () => 'no created date',
  no_accepted: () => 'accepted, but no accepted date',
  future: (found) => `${found} is in the future`,
  accepted_before_created: (found) => `accepted on ${found}, before it was created`,
  pending_and_accepted: (found) => `still Pending, and accepted on ${found}`,
  pending_and_disqualified: (found) => `still Pending, and "${found?.trim()}"`,
  updated_since: (found) => `changed on ${found}, after its acceptance: see the portal`,
  ownership: (found) =>
    found?.trim() ? `"${found.trim()}" does not say whether GitLab owns it` : 'the file does not say whether GitLab owns it',
  stale: () => 'the list is too old: export it again',
  set_aside: () => 'a newer row was rejected: correct and import it',
  partner: (found) => `"${found ?? ''}" may be another partner: phd partner unlinked`,
  registration: (found) => `"${found?.trim()}" is not a registration: see the portal`,
}

/** Why a lead may be recalled, when, why never, or why that is unknown. */
export function whyWords(answer: LeadAnswer): string {
  switch (answer.outcome) {
    case 'recall':
      return answer.since === 'created'
        ? `created ${plural(answer.days, 'day')} ago, still Pending`
        : `accepted ${plural(answer.days, 'day')} ago, no action since`
    case 'not_yet':
      return answer.since === 'created'
        ? `created ${daysAgo(answer.days)}, Pending: phase ${answer.phase} from ${answer.from}`
        : `accepted ${daysAgo(answer.days)}, no action: phase ${answer.phase} from ${answer.from}`
    case 'out':
      return OUT[answer.why]
    case 'unknown':
      return DOUBT[answer.why](answer.found)
  }
}

function daysAgo(days: number): string {
  return days === 0 ? 'today' : `${plural(days, 'day')} ago`
}

/** The sentences behind a recall, each with its place in the handbook. */
export function becauseOf({ answer, evidence }: ReadLead, policy: LeadPolicy): { text: string; handbook: Citation }[] {
  if (answer.outcome !== 'recall') return []
  const { recall, words } = policy.handbook
  const phases = policy.phases.filter(({ phase }) => answer.phases.includes(phase))
  return [
    ...phases.map(({ phase, since, overDays }) => ({
      text:
        since === 'created'
          ? `phase ${phase}: not accepted or qualified, and created over ${plural(overDays, 'day')} ago (${evidence.created}, ${plural(answer.days, 'day')})`
          : `phase ${phase}: accepted over ${plural(overDays, 'day')} ago (${evidence.accepted}, ${plural(answer.days, 'day')}) without an action`,
      handbook: recall,
    })),
    {
      text: `Prospect Share Status is "${evidence.shareStatus?.trim()}"${evidence.status?.trim() ? `, Partner Prospect Status "${evidence.status.trim()}"` : ''}`,
      handbook: words,
    },
    {
      text: evidence.tellsOwnership
        ? 'GitLab owns the lead, per the file'
        : 'the file does not say who owns the lead: recall only leads that GitLab owns',
      handbook: recall,
    },
  ]
}

/** A lead in one line, as a mail to the channel manager has it. */
export function leadLine({ record, partner, answer }: ReadLead): string {
  const phases = answer.outcome === 'recall' ? ` (phase ${answer.phases.join(' and ')})` : ''
  return `Prospect ${record.lead}: ${record.company?.trim() || 'company not in the list'}, shared with ${partner?.name ?? record.partner ?? ''}; ${whyWords(answer)}${phases}`
}

/** Where a lead stands, as the table has it. */
export function placeWords({ source }: ReadLead): string {
  return placeOf(source)
}
