/** What the rules on deal registrations know, and what they answer: data, no sentences. */

import type { ExpectedValue } from '../checks.ts'
import type { Dated } from '../policy.ts'
import type { Requirement } from '../trainings.ts'
import type { Citation, Source, UnknownReason } from '../verdict.ts'

/** Who acts next on a registration. */
export const DEAL_PHASES = ['operations', 'channel_manager', 'area_manager', 'partner', 'running', 'ended'] as const
export type DealPhase = (typeof DEAL_PHASES)[number]

/** What a status means. */
export interface StatusRule {
  status: string
  phase: DealPhase
  /** By when it must be answered: so many business days after the day it was submitted, or the day the status was first seen. */
  answer: { businessDays: number; after: 'submitted' | 'status' } | null
  /** Working hours that the handbook gives where days are too coarse. */
  hours: number | null
  /** Whether it runs until a last day. */
  term: boolean
  /** What is done next, in words; null where nothing is. */
  next: string | null
  handbook: Citation
}

/** One version of the rule for deal registrations (data/policies/deals.json). */
export interface DealPolicy extends Dated {
  statuses: readonly StatusRule[]
  partnerSourced: { types: readonly string[]; approved: readonly string[]; handbook: Citation }
  serviceAttach: {
    types: readonly string[]
    /** The statuses of an approved one; an opportunity has only one. */
    approved: readonly string[]
    /** What its own statuses mean, where they differ from the others. */
    statuses: readonly StatusRule[]
    handbook: Citation
  }
  term: {
    days: number
    extensionDays: number
    /** How the standard extension is granted, and a longer one. */
    extension: string
    longer: string
    /** Whether one that expired may be extended still. */
    extendsExpired: boolean
    handbook: Citation
  }
  register: { partner_authorized: ExpectedValue; training: Requirement & { handbook: Citation } }
  /** How the stages of closed opportunities begin. */
  stages: { won: readonly string[]; lost: readonly string[]; duplicate: readonly string[] }
  handbook: { opportunity: Citation }
}

/** A status that no version in force has, and what is known about it. */
export interface OtherWord {
  status: string
  known: string
  about: string
}

/** A registration as its record has it. Days are YYYY-MM-DD. */
export interface DealRecord {
  name: string
  type: string | null
  status: string | null
  serviceAttachStatus: string | null
  submitted: string | null
  approved: string | null
  expires: string | null
  extended: boolean | null
}

/** When a registration was first seen with the status it has. */
export interface StatusSince {
  /** The day of the import, in the desk's zone, and its file and line. */
  day: string
  file: string
  line: number
  importId: number
  /** The status before; null where the history of the registration begins with this one. */
  before: { status: string | null; day: string } | null
  /** The day of the import before, of any registrations; null where there was none. */
  importBefore: string | null
}

/** Where an opportunity stands; `unknown` where its stage is blank or damaged. */
type DealOpportunityState = 'open' | 'won' | 'lost' | 'duplicate' | 'merged' | 'unknown'

/** The opportunity a registration is linked to. */
export type LinkedOpportunity =
  /** The registration names none. */
  | { found: 'none' }
  /** No opportunities were imported. */
  | { found: 'not_imported' }
  | { found: 'unknown'; named: string }
  /** Its name is that of several. */
  | { found: 'several'; named: string; count: number }
  | { found: 'one'; id: string; stage: string | null; state: DealOpportunityState; isOld: boolean; source: Source }

/** What the sources say of the training that a partner needs to register. */
export type TrainingFinding =
  | { outcome: 'met'; from: 'portal_users' | 'certification_dashboard'; have: number; file: string }
  | { outcome: 'unmet'; from: 'portal_users' | 'certification_dashboard'; have: number; source: Source | null; file: string }
  | { outcome: 'unknown'; reason: UnknownReason; file: string | null }

/** Whether a partner may register deals. */
export interface Entitlement {
  authorized: { outcome: 'pass' | 'fail' | 'unknown'; actual: string | null; reason: UnknownReason | null; source: Source | null }
  training: TrainingFinding
}

/** What is known about one registration. */
export interface DealEvidence {
  record: DealRecord
  /** The place of a field of the registration. */
  place(field: keyof DealRecord | 'partner' | 'opportunity'): Source
  isOld: boolean
  /** A newer row of it that was rejected. */
  doubt: { file: string; line: number } | null
  since: StatusSince | null
  /** What the row calls its partner, and why it is linked to none; null where it is linked. */
  unlinked: { named: string | null; why: string } | null
  entitlement: Entitlement | null
  opportunity: LinkedOpportunity
  /** Other approved registrations on the same opportunity: partner-sourced, and of attached services. */
  rivals: { partnerSourced: readonly Rival[]; serviceAttach: readonly Rival[] }
}

/** Another registration on the opportunity. */
export interface Rival {
  name: string
  status: string
  partner: string | null
  source: Source
}

/** A fact behind a problem, and where it is. */
interface DealFact {
  what: string
  value: string | null
  source: Source | null
}

/** What is wrong with a registration. */
export type DealProblem = { evidence: readonly DealFact[]; handbook: Citation } & (
  | { code: 'expired_still_approved'; expires: string }
  | { code: 'expires_before_90_days'; expires: string; standard: string }
  | { code: 'long_extension'; expires: string; longest: string }
  | { code: 'second_approved'; others: readonly Rival[] }
  | { code: 'second_service_attach'; others: readonly Rival[] }
  | { code: 'partner_unknown'; named: string | null; why: string }
  | { code: 'partner_not_authorized'; expected: string; actual: string | null }
  | { code: 'training_unmet'; courses: readonly string[]; from: 'portal_users' | 'certification_dashboard' }
  | { code: 'opportunity_unknown'; named: string | null; count: number }
  | { code: 'opportunity_closed'; state: DealOpportunityState; stage: string | null }
  | { code: 'status_unknown'; status: string | null; word: OtherWord | null }
  | { code: 'approved_without_date' }
)
export type DealProblemCode = DealProblem['code']

/** The problems, as JSON and --problem name them. */
export const DEAL_PROBLEMS = [
  'expired_still_approved',
  'expires_before_90_days',
  'long_extension',
  'second_approved',
  'second_service_attach',
  'partner_unknown',
  'partner_not_authorized',
  'training_unmet',
  'opportunity_unknown',
  'opportunity_closed',
  'status_unknown',
  'approved_without_date',
] as const satisfies readonly DealProblemCode[]

/** What could not be judged, or what else to know. */
export type DealNote =
  | { code: 'no_submitted_date' }
  /** The history begins with the status already there. */
  /** The same, but it is late however it began. */
  | { code: 'status_began_earlier'; since: StatusSince }
  | { code: 'no_history' }
  | { code: 'authorized_unknown'; reason: UnknownReason }
  | { code: 'training_unknown'; reason: UnknownReason; file: string | null }
  | { code: 'opportunities_not_imported' }
  | { code: 'opportunity_stage_unknown'; stage: string | null; isOld: boolean }
  | { code: 'type_unknown'; type: string | null }
  | { code: 'registration_stale' }
  | { code: 'registration_in_doubt'; file: string; line: number }
  /** An approved one of the same program is on the opportunity already. */
  | { code: 'another_approved'; others: readonly Rival[] }
  | { code: 'won_while_pending'; stage: string | null }

/** What the rules say about one registration. */
export interface DealFinding {
  rule: StatusRule | null
  phase: DealPhase | null
  /** Whether something is awaited that has a day. */
  isAwaited: boolean
  due: string | null
  late: boolean | null
  expires: string | null
  problems: readonly DealProblem[]
  notes: readonly DealNote[]
}
