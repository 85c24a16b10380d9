/** What the rule on not-for-resale licenses knows about a partner, and what it answers. */

import type { AgreementNote, ExpectedValue, NotedContract, NotLinked, PeopleGone, RejectedRow } from './checks.ts'
import type { Dated } from './policy.ts'
import type { CountedPeople, CountsDisagree, MissingTraining, Requirement } from './trainings.ts'
import type { Candidate, Check, CheckId, Citation, Decision, Fact, Lasting, Source, UnknownReason } from './verdict.ts'

export interface NfrTrack {
  /** The most users of one type, or of all together; see `limitPer`. */
  users: number
  /** The dashboard's column that says whether the track's requirements are met. */
  answer: string
  requirements: readonly Requirement[]
}

export interface LicenseType {
  id: string
  name: string
  /** What lists call it, compared without case, spaces and punctuation. */
  words: readonly string[]
}

/** One version of the rule for not-for-resale licenses (data/policies/nfr.json). */
export interface NfrPolicy extends Dated {
  checks: {
    partner_authorized: ExpectedValue
    agreement?: ExpectedValue | undefined
    track_open_or_select: ExpectedValue
    track_reqs_met: ExpectedValue
    /** If it does not decide, a partner without such a person is told so and gets the license anyway. */
    technical_certification: Omit<Requirement, 'id'> & { decides: boolean; handbook: Citation }
    within_limit: { handbook: Citation }
  }
  tracks: Readonly<Record<string, NfrTrack>>
  limitPer: 'licence_type' | 'partner'
  types: readonly LicenseType[]
  level: string
  /** What ends with the partner's oldest running license: what is added to a running one, or any new one. */
  endsWithOldest: 'add_on' | 'any'
  exception: { barredBy: readonly CheckId[]; handbook: Citation }
  slaBusinessDays: number
}

/** What a partner asks for. */
export interface NfrAsk {
  /** Id of the license type. */
  type: string
  users: number
  /** Whether it follows the running license of the type. */
  renewal: boolean
}

/** A license that is in a list, or that was approved and is not in a list yet. */
export interface License {
  /** Id of the type; null if the list has an unknown one. */
  type: string | null
  /** The type as the list calls it. */
  typeName: string
  users: number
  /** First day, and the day it ends on, at 00:00 UTC; YYYY-MM-DD. */
  start: string
  end: string
  addOn: boolean
  source: Source | null
  /** The request it was approved for, if no list has it yet. */
  approvedAs: number | null
  /** Why it may not be the partner's, or may have ended. */
  uncertain: UnknownReason | null
}

/** A partner's people, counted; `fresher` counts only those seen more recently. */
interface NfrPeople extends CountedPeople, Lasting {
  places: Readonly<Record<string, Source | null>>
  /** The file as a whole. */
  source: Source
  left?: PeopleGone | null
  fresher?: NfrPeople | null
}

/** What is known about a partner that asks for a license. */
export interface NfrEvidence {
  status: Fact<string | null>
  track: Fact<string | null>
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  contractNoted: NotedContract | null
  restricted: Fact<string | null> | null
  channelManager: string | null
  rejectedAccountRow: RejectedRow | null
  /** The partner's dashboard rows: answers by field, null if the file has no such column; counts by column. */
  dashboard: readonly NfrDashboardRow[]
  dashboardSetAside: RejectedRow | null
  /** Rows of the dashboard that may be the partner's. */
  candidates: ReadonlyArray<Candidate & Pick<NfrDashboardRow, 'answers' | 'source'>>
  dashboardImported: boolean
  /** Its people among the portal users: how many hold each credential, and the row of the first of them. */
  people: NfrPeople | null
  /** People who may be the partner's: how many hold each credential, and the names in their rows. */
  unsurePeople: (CountedPeople & { lastSeenAt: string; file: string; candidates: readonly Omit<Candidate, 'counts'>[] }) | null
  /** Rejected rows of its people, and how many people they may be. */
  usersSetAside: (RejectedRow & { people: number }) | null
  licenses: readonly License[]
  licensesSetAside: RejectedRow | null
  /** The newest list of licenses; null: none was ever imported. */
  licenseList: Source | null
}

export interface NfrDashboardRow {
  answers: Readonly<Record<string, Fact<string | null> | null>>
  counts: Readonly<Record<string, number | null>>
  source: Source
}

/** Users of a type: the most by the rule, the most held at once from today on, and how many are left; null: unknown. */
export interface Limit {
  max: number
  held: number | null
  available: number | null
}

/** The days a license would run. */
export interface Term {
  kind: 'new' | 'add_on' | 'renewal'
  start: string
  end: string
  /** The license it follows, or ends with; null: neither. */
  with: License | null
}

export type NfrNote =
  | { code: 'restricted_party'; value: string }
  | NotLinked
  | AgreementNote
  | CountsDisagree
  | { code: 'technical_certification_advised' }
  | { code: 'portal_ahead_of_dashboard'; people: number; file: string }
  | { code: 'people_gone'; people: number; file: string }
  | { code: 'licences_never_imported' }
  | { code: 'licence_of_unknown_type'; name: string; source: Source }
  | { code: 'licence_uncertain'; license: License }
  | { code: 'approved_not_listed'; license: License }
  | { code: 'over_limit'; type: LicenseType; held: number; max: number }
  | { code: 'add_on_ends_otherwise'; license: License; oldest: License }
  | { code: 'nothing_to_renew'; type: LicenseType }
  | { code: 'runs_already'; license: License }

export interface NfrVerdict {
  decision: Decision
  policy: NfrPolicy
  /** The partner's track, as the policy has it; null if it has none for it. */
  track: NfrTrack | null
  ask: NfrAsk | null
  checks: readonly Check[]
  limits: Readonly<Record<string, Limit>>
  term: Term | null
  /** The limit of the type asked for, within that term. */
  termLimit: Limit | null
  /** Licenses of the partner that run or will run. */
  licenses: readonly License[]
  missing: readonly MissingTraining[]
  /** How many more people need a technical certification. */
  missingTechnical: number
  notes: readonly NfrNote[]
  stale: boolean
}

/** The credential that people need in addition to the track's requirements. */
export const TECHNICAL = 'technical_certification'
