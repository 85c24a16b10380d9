/** What the reports for the partner awards are made of, and what they are: data, no sentences. Days are YYYY-MM-DD. */

import type { Listed } from '../../packed/packed-list.ts'
import type { Money } from '../../records/money.ts'
import type { DealOutcome } from '../deals/words.ts'

/** The kinds of awards (Ecosystem Operations, Partner Award Program). */
export const AWARD_CATEGORIES = ['partner', 'emerging', 'services', 'distributor'] as const
export type AwardCategory = (typeof AWARD_CATEGORIES)[number]

/** A fiscal year; `until`: its last day, or the day asked for where that comes first. */
export interface AwardYear {
  name: string
  first: string
  last: string
  until: string
}

/** The year that awards are judged on, and the one it is compared with. */
export interface AwardYears {
  /** As "FY25". */
  awards: string
  judged: AwardYear
  before: AwardYear
}

export type WhichYear = 'judged' | 'before'

/** Where a row is. */
export interface Place {
  file: string
  line: number
}

/** A partner that may have figures; `region` null: its country is blank or in no region. */
export interface AwardPartner {
  id: string
  name: string
  region: string | null
  /** The country as its account has it. */
  country: string | null
  /** The day its contract was signed; null: not known. */
  signed: string | null
}

/** An opportunity with the ids of the partners that its row is linked to; null: it names none, or it is not known which. */
export interface AwardDeal {
  id: string
  name: string
  /** `closed`: closed in a way that counts nowhere. */
  outcome: DealOutcome
  closes: string | null
  created: string | null
  resale: string | null
  /** Whether the row names a resale partner, known or not. */
  namesResale: boolean
  sourced: string | null
  distributor: string | null
  service: string | null
  isFirstOrder: boolean
  isPartnerGenerated: boolean
  /** What revenue and pipeline are counted by; null: no amount. */
  amount: Money | null
  servicesAmount: Money | null
  place: Place
}

/** A deal registration, linked in the same way; `isRefused`: denied, returned or unqualified now, whatever day it was approved on. */
export interface AwardRegistration {
  name: string
  program: 'partner_sourced' | 'service_attach' | null
  /** The day it was approved; of an attached service, the day of that. */
  approved: string | null
  isApproved: boolean
  isRefused: boolean
  submitted: string | null
  partner: string | null
  distributor: string | null
  place: Place
}

/** A certification with the partner that its row names. */
export interface AwardCertification {
  partner: string
  /** Who holds it, as people are told from each other. */
  holder: string
  badge: string
  earned: string
  expires: string | null
  place: Place
}

/** What a dashboard says about a partner; null: nothing, or its rows disagree. */
export interface Standing {
  track: string | null
  openMet: boolean | null
  selectMet: boolean | null
  /** People with a credential, summed over the columns; null: it has no such column. */
  accreditations: number | null
  place: Place
}

/** The certification dashboard as it was on a day; null: phd had no dashboard that was new enough. */
export interface DashboardPoint {
  day: string
  file: string
  seen: string
  of: { get(id: string): Standing | undefined }
}

/** All that the reports are made from. A list that is null was never imported. */
export interface AwardEvidence {
  partners: Listed<AwardPartner>
  deals: Listed<AwardDeal> | null
  registrations: Listed<AwardRegistration> | null
  certifications: Listed<AwardCertification> | null
  /** The dashboard at the end of the judged year, and at its beginning. */
  dashboards: { end: DashboardPoint | null; start: DashboardPoint | null }
  /** Fields that the lists have a column for, by list. */
  columns: { deals: ReadonlySet<string>; registrations: ReadonlySet<string> }
  /** The field of opportunities that revenue and pipeline are counted by. */
  amountField: 'amount' | 'netArr'
}

/** A figure of a partner. */
export type Measure =
  | 'revenue'
  | 'registrations'
  | 'sourced_revenue'
  | 'new_logos'
  | 'pipeline'
  | 'service_attach'
  | 'services_amount'
  | 'distributor_revenue'
  | 'open_improved'
  | 'open_fell_back'
  | 'compliant'
  | 'accreditations'
  | 'distributor_pipeline'

/** Why a figure is not known. */
export type WhyUnknown =
  | { code: 'not_imported'; list: string }
  | { code: 'no_column'; field: string }
  /** No row of the list is of the year. */
  | { code: 'none_in_year'; list: string; year: string }
  /** phd had no dashboard of that day, or only an old one. */
  | { code: 'no_dashboard'; day: string }

/** A row behind the figures of a partner; `amount` null where it has none. */
export interface AwardRow {
  partner: string
  year: WhichYear
  measures: readonly Measure[]
  kind: 'opportunities' | 'deal_registrations' | 'certifications' | 'certification_dashboard'
  name: string
  day: string | null
  amount: Money | null
  /** Another partner that the row is about, as a partner of a distributor. */
  about: string | null
  place: Place
}
