/** What a partner's insights are worked out from, and what they are: data, no sentences. Days are YYYY-MM-DD. */

import type { Money } from '../../records/money.ts'
import type { DealOutcome } from '../deals/words.ts'

/** Where a row is. */
export interface Place {
  file: string
  line: number
}

/** What a partner is in a deal; each is counted apart, never added up. */
export const ROLES = ['resale', 'registration', 'distributor', 'influence', 'service'] as const
export type Role = (typeof ROLES)[number]

/** An opportunity in which the partner has a role. */
export interface InsightDeal {
  id: string
  name: string
  customer: string | null
  stage: string | null
  outcome: DealOutcome
  closeDate: string | null
  roles: readonly Role[]
  /** The stamped order type where there is one, else the live one. */
  orderType: string | null
  source: string | null
  /** Net ARR; null: no amount. */
  amount: Money | null
  /** Partner Services Amount; null: none. */
  servicesAmount: Money | null
  /** Who transacts it, as the list has it; null: nobody is named. */
  reseller: string | null
  /** Who delivers an attached service, whoever that is. */
  servicePartner: string | null
  /** Status of the registration, as the opportunity has it. */
  registrationStatus: string | null
  place: Place
}

/** What became of a registration; `ended`: over, and it is not known whether it was approved; `unknown`: no version of the rule has its status. */
export const REGISTRATION_OUTCOMES = ['approved', 'denied', 'returned', 'pending', 'ended', 'unknown'] as const
export type RegistrationOutcome = (typeof REGISTRATION_OUTCOMES)[number]

/** A registration of the partner. */
export interface InsightRegistration {
  name: string
  /** Whether it is one of an attached service; the others are partner sourced. */
  isService: boolean
  status: string | null
  outcome: RegistrationOutcome
  submitted: string | null
  approved: string | null
  /** Its last day where it runs, by the record or the rule. */
  expires: string | null
  opportunity: string | null
  /** Why it was denied, as the channel manager wrote it. */
  reason: string | null
  place: Place
}

/** A record of what a partner did for a deal without transacting it. */
export interface InsightInfluence {
  record: string
  opportunity: string | null
  opportunityId: string | null
  type: string | null
  details: readonly string[]
  created: string | null
  description: string | null
  place: Place
}

/** A lead that was shared with the partner. */
export interface InsightLead {
  lead: string
  company: string | null
  state: 'pending' | 'accepted' | 'rejected' | 'recalled' | 'unknown'
  isConverted: boolean
  created: string | null
  place: Place
}

/** An evaluation license of a customer of the partner. */
export interface InsightEvaluation {
  evaluation: string
  customer: string | null
  start: string | null
  /** Its last day, by the list or the rule. */
  end: string | null
  place: Place
}

/** Something that holds until a day: a letter, a license. */
export interface InsightTerm {
  kind: 'letter' | 'license'
  about: string
  users: number | null
  start: string | null
  /** The last day it holds. */
  last: string
  place: Place | null
}

/** Certifications, as the scorecard counts them. */
export interface InsightCertifications {
  quarters: readonly { quarter: string; held: number; gained: number; lapsed: number; earned: number }[]
  /** Whether the requirement of the track is met; null: cannot tell. */
  isMet: boolean | null
  track: string | null
  missing: readonly { credential: string; missing: number }[]
  expiring: readonly { name: string; badge: string; expires: string; place: Place | null }[]
}

/** All that is known of one partner; null: such a list was never imported. */
export interface InsightEvidence {
  deals: readonly InsightDeal[] | null
  /** Whether any opportunity of the whole list names a Service Attach Partner; else the list may lack the column. */
  namesServices: boolean
  registrations: readonly InsightRegistration[] | null
  influence: readonly InsightInfluence[] | null
  leads: readonly InsightLead[] | null
  evaluations: readonly InsightEvaluation[] | null
  terms: readonly InsightTerm[]
  /** Whether a list of letters, of licenses was ever imported; without one, `terms` has only what the desk itself decided. */
  listed: Readonly<Record<InsightTerm['kind'], boolean>>
  certifications: InsightCertifications | null
}

/** How amounts become one currency: null where no rate holds for one. */
export type Convert = (money: Money, day: string) => Money | null
