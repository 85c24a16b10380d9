/** What the rule on authorized partners knows, and what it answers. */

import type { AgreementNote, ExpectedValue } from '../checks.ts'
import type { LoaEvidence, LoaPolicy } from '../loa.ts'
import type { NfrEvidence, NfrPolicy } from '../nfr-types.ts'
import type { Dated } from '../policy.ts'
import type { MissingTraining, Requirement } from '../trainings.ts'
import type { Check, Citation, Decision } from '../verdict.ts'

/** What a partner may do. */
export type Act = OwnAct | 'letter' | 'nfr'

/** The acts that this rule decides by checks of its own; the others have their own rules. */
export type OwnAct = 'transact' | 'register' | 'quote'
/** The checks of an act, each with the section that asks for it. */
type AskedChecks = Readonly<Partial<Record<OwnCheck, Citation | undefined>>>
type OwnCheck = 'partner_authorized' | 'agreement' | 'sales_training' | 'open_status'

/** One version of the rule for authorized partners (data/policies/authorized.json). */
export interface AuthorizedPolicy extends Dated {
  checks: {
    partner_authorized: ExpectedValue
    agreement?: ExpectedValue | undefined
    sales_training: Omit<Requirement, 'id'>
    open_status: { expected: string; tracks: readonly string[] }
  }
  acts: Readonly<Record<OwnAct, AskedChecks>>
  /** The course that the pages name and no export shows. */
  course: { name: string; about: string; handbook: Citation }
  /** Who approves that a partner transacts without being authorized. */
  exceptions: { programs: string; oneOff?: { by: string; handbook: Citation } | undefined; handbook: Citation }
}

/** The rules that decide on letters and on licenses, as of the same day. */
export interface OtherPolicies {
  loa: LoaPolicy
  nfr: NfrPolicy
}

/** What is known of a partner, as each of the rules needs it. */
export interface AuthorizedEvidence {
  loa: LoaEvidence
  nfr: NfrEvidence
}

export type May = 'yes' | 'no' | 'unknown'

/** Whether a partner may do something, and the checks it depends on. */
export interface ActAnswer {
  act: Act
  may: May
  checks: readonly Check[]
}

export type AuthorizedNote =
  | { code: 'restricted_party'; value: string }
  | AgreementNote
  | { code: 'course_not_exported'; course: string }

export interface AuthorizedVerdict {
  decision: Decision
  policy: AuthorizedPolicy
  /** What makes a partner authorized. */
  checks: readonly Check[]
  acts: readonly ActAnswer[]
  missing: readonly MissingTraining[]
  notes: readonly AuthorizedNote[]
  stale: boolean
}

/** The credential that one person needs, as people are counted by it. */
export const SALES = 'sales_training'
