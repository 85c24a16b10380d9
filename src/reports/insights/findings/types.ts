/** What goes well and what to improve: data. */

/** What a finding is about. */
const FINDING_CODES = [
  'won_revenue',
  'win_rate',
  'win_rate_change',
  'partner_sourced',
  'new_logos',
  'open_pipeline',
  'past_close_dates',
  'registrations_approved',
  'approval_days',
  'registrations_returned',
  'service_attach',
  'influence_not_recorded',
  'requirement',
  'certifications_change',
  'certifications_expiring',
  'leads_accepted',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** A figure that a threshold puts on one side. */
export interface InsightFinding {
  code: FindingCode
  kind: 'well' | 'improve'
  /** The figures the sentence is made of. */
  figures: Readonly<Record<string, number | string | null>>
  /** The id of the rows behind it; null: the figure is a table of its own. */
  behind: string | null
  /** Whether it is for people of the company alone. */
  isInside: boolean
}

/** What could not be judged, because there is too little to judge by. */
export interface NotJudged {
  code: FindingCode
  /** `too_few`: `have` of the `least` that are needed; `no_amount`: `have` lack an amount, more than `least` of them may. */
  why: 'too_few' | 'no_amount'
  have: number
  least: number
}
