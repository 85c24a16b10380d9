/** What every rule answers with: data; sentences are made from it elsewhere. */

import type { SeenBy } from '../records/seen-by.ts'

/** Where a value is from. */
export interface Source {
  kind: string
  importId: number
  file: string
  line: number | null
  column: string | null
  /** When a file last had it; ISO 8601, UTC. */
  lastSeenAt: string
  /** How that is known, and the person who stated it, if any. */
  lastSeenBy?: SeenBy
  statedBy?: string | null
  /** The newest list of the same report, if it lacks this. */
  gone?: { importId: number; file: string } | null
}

/** A value and its source. */
export interface Fact<T> {
  value: T
  source: Source
  /** A newer row of the same, which was rejected. */
  doubt: { file: string; line: number } | null
}

type Outcome = 'pass' | 'fail' | 'unknown'

/** Why a check has no answer. */
export type UnknownReason =
  | 'missing'
  | 'stale'
  | 'gone_from_list'
  | 'set_aside'
  | 'contradictory'
  | 'ambiguous'
  | 'unreadable'
  | 'no_column'
  | 'no_track'
  | 'inactive'
  | CandidateReason

/** Why a row that may be a partner's does not count. */
export type CandidateReason =
  /** Its name matches several partners. */
  | 'ambiguous'
  /** Its name has another legal form: it may be another company. */
  | 'other_legal_form'
  /** Its id and its name belong to different accounts. */
  | 'contradicts_its_id'
  /** It has no id, and a former name of the partner. */
  | 'former_name'
  /** No account has its id. */
  | 'unknown_id'

/** A row that may be a partner's, by the name and id in it. */
export interface Candidate {
  name: string | null
  accountId: string | null
  why: CandidateReason
  /** The other partners it may belong to, by name and id. */
  of: readonly string[]
  /** Whether it counts beside rows that certainly are the partner's. */
  counts: boolean
}

/** A candidate and its source. */
export type PlacedCandidate = Omit<Candidate, 'counts'> & Pick<Source, 'file' | 'line'>

export interface Citation {
  page: string
  section: string
}

/** The checks, as JSON names them. */
export type CheckId =
  | 'partner_authorized'
  | 'agreement'
  | 'open_reqs_met'
  | 'track_open_or_select'
  | 'track_reqs_met'
  | 'technical_certification'
  | 'within_limit'
  | 'sales_training'
  | 'open_status'

export interface Check {
  id: CheckId
  outcome: Outcome
  expected: string
  /** The value found, as it is in the source; null if there is none. */
  actual: string | null
  reason: UnknownReason | null
  /** Facts behind the outcome that are not the value itself. */
  detail: string | null
  source: Source | null
  handbook: Citation
  /** The rows that make it unknown, because they may be the partner's. */
  candidates?: readonly PlacedCandidate[]
}

export type Decision = 'eligible' | 'not_eligible' | 'needs_review'

/** Any fail means not eligible; else any unknown needs review. */
export function decisionOf(checks: ReadonlyArray<Pick<Check, 'outcome'>>): Decision {
  if (checks.some((check) => check.outcome === 'fail')) return 'not_eligible'
  return checks.some((check) => check.outcome === 'unknown') ? 'needs_review' : 'eligible'
}

/** What shows whether a source still counts. */
export interface Lasting {
  lastSeenAt: string
  gone?: { importId: number; file: string } | null | undefined
}

/** Whether a source no longer counts: it is older than `maxAgeDays`, or left its list. Both moments ISO 8601. */
export function isStale(source: Lasting, now: string, maxAgeDays: number): boolean {
  return source.gone != null || Date.parse(now) - Date.parse(source.lastSeenAt) > maxAgeDays * 86_400_000
}
