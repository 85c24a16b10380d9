/** What the source fields of an opportunity rest on, and what they must say. */

import type { Dated } from '../policy.ts'
import type { Citation, Fact, UnknownReason } from '../verdict.ts'

/** A value of a picklist, and every name it has had, the one in force first. */
interface NamedValue {
  value: string
  words: readonly string[]
}

/** What shows where an opportunity came from (Ecosystem Operations, Default Logic). */
export interface SourcePolicy extends Dated {
  partnerGenerated: NamedValue
  partnerQualified: NamedValue
  partnerPath: NamedValue
  handbook: Readonly<Record<'registration' | 'noOpportunity' | 'initialSource' | 'dealPath' | 'dealType', Citation>>
  /** Whom to ask where Salesforce has it otherwise. */
  ask: string
}

/** Which registrations are partner-sourced, and with which words they are approved. */
export interface PartnerSourced {
  types: readonly string[]
  approved: readonly string[]
}

type Text = Fact<string | null>

/** A registration that names the opportunity, or that the opportunity names. */
export interface LinkedRegistration {
  name: string
  dealId: string | null
  type: Text
  status: Text
  submitted: Text
  approved: Text
  /** The opportunity it is linked to, by id or name, as its row has it. */
  link: Text
}

/** The fields of the opportunity; null: the export has no such column. */
export interface SourceFields {
  salesQualifiedSource: Text | null
  initialSource: Text | null
  dealPath: Text | null
  drStatus: Text | null
  dealId: Text | null
  drDealType: Text | null
  resalePartner: Text | null
  influencePartner: Text | null
  created: Text | null
}

export interface SourceEvidence {
  fields: SourceFields
  registrations: readonly LinkedRegistration[]
  /** Whether registrations were ever imported. */
  hasRegistrations: boolean
}

/** Whether a finding shows a source, speaks against it, or is only said. */
type Weight = 'shows' | 'contradicts' | 'told'

/** A reason, with the facts it rests on. */
export type SourceReason = { weight: Weight; facts: readonly Text[]; handbook: Citation | null } & (
  | { code: 'approved_registration'; name: string; type: string }
  | { code: 'opportunity_says_approved' }
  | { code: 'initial_source_pql' }
  | { code: 'not_approved'; name: string; status: string | null }
  | { code: 'was_approved'; name: string; status: string | null; approved: string }
  | { code: 'not_partner_sourced'; name: string; type: string | null }
  | { code: 'unusable_registration'; name: string; reason: UnknownReason; detail: string | null }
  | { code: 'opportunity_disagrees'; name: string; status: string; said: string }
  | { code: 'several_approved'; names: readonly string[] }
  | { code: 'former_name'; field: string; recorded: string; value: string }
  | { code: 'unusable_field'; field: string; reason: UnknownReason; detail: string | null }
  | { code: 'no_registrations_imported' }
  | { code: 'no_evidence' }
)

export type SourceField = 'Sales Qualified Source' | 'Initial Source' | 'Deal Path' | 'DR - Partner Deal Type'

/** A field, what it must say, and what it says. */
export interface FieldAnswer {
  field: SourceField
  /** Null: the handbook does not say what it must be here. */
  expected: string | null
  recorded: string | null
  agrees: boolean | null
  /** Why it is so, for the fields beside the source itself. */
  why: 'registered_before_it_was_made' | 'approved_registration' | 'transacted_by_partner' | 'influenced_by_partner' | null
  /** Why it cannot be judged although something is expected. */
  unusable: UnknownReason | null
  fact: Text | null
  handbook: Citation
}

/** The source of an opportunity by the rules, against what Salesforce has. */
export interface SourceFinding {
  source: FieldAnswer
  others: readonly FieldAnswer[]
  because: readonly SourceReason[]
}
