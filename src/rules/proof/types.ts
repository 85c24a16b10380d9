/** What the rule on proofs of execution knows, and what it answers. */

import type { Dated } from '../policy.ts'
import type { Citation, Decision, Fact, Source } from '../verdict.ts'

/** When a status is right. */
type NextIf = 'incomplete' | 'complete' | 'complete_open' | 'complete_late' | 'unqualified' | 'lost'

/** What a proof and its registration must meet, for the days it is in force. */
export interface ProofPolicy extends Dated {
  /** The type that a registration has. */
  type: string
  /** The statuses that a registration may have when its proof comes. */
  awaited: readonly string[]
  /** The statuses of an approved registration; an opportunity has only one. */
  granted: readonly string[]
  /** How many months the software sale may be past for the rebate. */
  rebateMonths: number
  /** How many months after the registration was submitted a proof still counts; null: the version has no such time. */
  submissionMonths: number | null
  /** The statuses it is set to next, and when each is right. */
  next: ReadonlyArray<{ if: NextIf; status: string; when: string }>
  handbook: { document: Citation; registration: Citation; only: Citation; window: Citation }
}

/** A document as it was read. */
export interface ProofDocument {
  name: string
  /** What a reader sees, page by page. */
  pages: readonly string[]
  /** Why not all of it was read, and the pages that were not; null where all was. */
  unread: { why: string; pages: readonly number[] } | null
  /** Whether it has changes that no one accepted. */
  isRevised: boolean
}

/** A registration as its record has it. */
export interface ProofRegistration {
  name: string
  type: Fact<string | null>
  status: Fact<string | null>
  serviceAttachStatus: Fact<string | null>
  /** The day it was submitted, YYYY-MM-DD. */
  submitted: Fact<string | null>
}

/** What was found of the registration that a proof names. */
export type ProofDeal =
  /** None is named; `asOf`: when the newest registrations are from, ISO 8601; null: none were imported. */
  | { found: 'none'; asOf: string | null }
  | { found: 'not_imported'; named: string }
  /** No registration has it; `asOf`: when the newest registrations are from, ISO 8601. */
  | { found: 'unknown'; named: string; asOf: string | null }
  | { found: 'several'; named: readonly string[] }
  | {
      found: 'one'
      registration: ProofRegistration
      dealId: string | null
      /** The owner by the records: the partner who proves, another one, or unclear. */
      owner: { is: 'partner' | 'another' | 'unclear'; name: string | null; source: Source }
      hasOpportunity: boolean
      /** Other registrations of the same opportunity. */
      others: readonly ProofRegistration[]
      sale: ProofSale | null
    }

/** The software sale that a registration is linked to. */
export interface ProofSale {
  state: 'open' | 'won' | 'lost' | 'merged' | 'duplicate' | 'unknown'
  stage: Fact<string | null>
  /** The day it closes or closed, YYYY-MM-DD. */
  closes: Fact<string | null>
  /** The registration of the attached service that the opportunity names. */
  service: Fact<string | null>
}

export interface ProofEvidence {
  /** The names that the partner goes by, its account's first. */
  partnerNames: readonly string[]
  /** The customer: as a person gave it, and as the registration or its opportunity has it. */
  customer: { given: string | null; recorded: Fact<string | null> | null }
  dealId: string | null
  documents: readonly ProofDocument[]
  /** The text of the mail that it came with; null where there is none. */
  mail: string | null
  /** Whether a person gave the names as the document has them, and no document is there to be read. */
  isStated: boolean
  deal: ProofDeal
  /** The day the proof came, YYYY-MM-DD; null: not known. */
  receivedOn: string | null
  /** Words that may stand next to a name. */
  beside: ReadonlySet<string>
}

export type ProofCheckId =
  | 'partner_named'
  | 'customer_named'
  | 'deal_id_named'
  | 'deal_known'
  | 'deal_is_service_attach'
  | 'deal_is_partners'
  | 'deal_awaits_proof'
  | 'no_other_approved'
  | 'within_window'

/** Why a check failed or has no answer. */
export type ProofReason =
  // What the document names.
  | 'no_document'
  | 'unread'
  | 'only_in_mail'
  | 'part_of_name'
  | 'in_another'
  | 'not_the_recorded'
  | 'not_given'
  // The registration.
  | 'missing'
  | 'no_registration'
  | 'several'
  | 'not_imported'
  | 'older_than_proof'
  | 'stale'
  | 'gone_from_list'
  | 'set_aside'
  | 'no_column'
  | 'unreadable'
  | 'unclear'
  // The time.
  | 'no_opportunity'
  | 'names_another'
  | 'other_unclear'
  | 'opportunity_unknown'
  | 'not_sold'
  | 'sale_lost'
  | 'no_date'
  | 'in_future'
  | 'before_registration'

/** Where a document names something; pages count from 1. */
interface DocumentPlace {
  kind: 'document'
  file: string
  page: number | null
}

export interface ProofCheck {
  id: ProofCheckId
  outcome: 'pass' | 'fail' | 'unknown'
  expected: string
  /** What was found; null where nothing was. */
  actual: string | null
  reason: ProofReason | null
  detail: string | null
  source: Source | DocumentPlace | null
  handbook: Citation
}

export interface ProofVerdict {
  decision: Decision
  policy: ProofPolicy
  checks: readonly ProofCheck[]
  /** The status that the registration gets; null where it is not clear. */
  status: ProofPolicy['next'][number] | null
  /** The last day for the rebate, and for counting at all, YYYY-MM-DD; null where it is not known. */
  lastDays: { rebate: string | null; submission: string | null }
  stale: boolean
}
