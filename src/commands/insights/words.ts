/** Words of insights: roles, outcomes, amounts. */

import type { LeftOutDeal } from '../../reports/insights/deals.ts'
import type { Ending } from '../../reports/insights/ends.ts'
import type { RegistrationOutcome, Role } from '../../reports/insights/types.ts'

/** What the partner is in a deal. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  resale: 'Resale Partner',
  registration: 'DR - Partner',
  distributor: 'Distributor',
  influence: 'Influence Partner',
  service: 'Service Attach Partner',
}

/** What became of a registration. */
export const OUTCOME_WORDS: Readonly<Record<RegistrationOutcome, string>> = {
  approved: 'approved',
  denied: 'denied',
  returned: 'returned',
  pending: 'pending',
  ended: 'ended, approval not known',
  unknown: 'status not known',
}

/** What ends. */
export const ENDING_WORDS: Readonly<Record<Ending['what'], string>> = {
  open_deal: 'open opportunity closes',
  registration: 'registration ends',
  certification: 'certification ends',
  evaluation: 'evaluation ends',
  letter: 'letter ends',
  license: 'license ends',
}

/** Why a deal counts nowhere. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOutDeal['why'], string>> = {
  duplicate: 'duplicate or merged',
  closed_otherwise: 'closed without being won or lost',
  stage_unknown: 'stage not known',
  no_close_date: 'closed without a close date',
  closes_after_the_day: 'closed, with a close date that is still to come',
}

/** A share in percent with what it is of; "not known" of nothing. */
export function rateWords(rate: number | null, part: number, of: number): string {
  return rate === null ? 'not known' : `${rate}% (${part} of ${of})`
}
