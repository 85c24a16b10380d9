/** What every rule answers with: data, from which sentences are made elsewhere. */

import type { SeenBy } from '../records/seen-by.ts'

/** Where a value stands. */
export interface Source {
  kind: string
  importId: number
  file: string
  line: number | null
  column: string | null
  /** When a file last had it; ISO 8601, UTC. */
  lastSeenAt: string
  /** By what that is known, and who stated it, where a person did. */
  lastSeenBy?: SeenBy
  statedBy?: string | null
  /** The newest list of the same report, where it lacks this. */
  gone?: { importId: number; file: string } | null
}

/** A value with the place it stands in. */
export interface Fact<T> {
  value: T
  source: Source
  /** A newer row that would have said it anew, but had to be set aside. */
  doubt: { file: string; line: number } | null
}

type Outcome = 'pass' | 'fail' | 'unknown'

/** Why a check cannot be answered. */
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

/** Why a row that may be a partner's is not taken for it. */
export type CandidateReason =
  /** Its name fits several partners. */
  | 'ambiguous'
  /** Its name has another legal form: it may be another company's. */
  | 'other_legal_form'
  /** Its id and its name are not the same account's. */
  | 'contradicts_its_id'
  /** It has no id, and the name that the partner had before. */
  | 'former_name'
  /** No account has its id. */
  | 'unknown_id'

/** A row that may be a partner's, as it names its own. */
export interface Candidate {
  name: string | null
  accountId: string | null
  why: CandidateReason
  /** The partners besides this one that it may be of, by name and id. */
  of: readonly string[]
  /** Whether it may speak beside the rows that certainly are the partner's; else they have the last word. */
  counts: boolean
}

/** A candidate with the place it stands in. */
export type PlacedCandidate = Omit<Candidate, 'counts'> & Pick<Source, 'file' | 'line'>

export interface Citation {
  page: string
  section: string
}

export interface Check {
  id: string
  outcome: Outcome
  expected: string
  /** The value found, as it stands in the source; null when there is none. */
  actual: string | null
  reason: UnknownReason | null
  /** Facts behind the outcome that are not the value itself. */
  detail: string | null
  source: Source | null
  handbook: Citation
  /** The rows that make it unknown, for they may be the partner's or not. */
  candidates?: readonly PlacedCandidate[]
}

export type Decision = 'eligible' | 'not_eligible' | 'needs_review'

/** Any fail decides against; else any unknown needs a person. */
export function decisionOf(checks: readonly Check[]): Decision {
  if (checks.some((check) => check.outcome === 'fail')) return 'not_eligible'
  return checks.some((check) => check.outcome === 'unknown') ? 'needs_review' : 'eligible'
}

/** What tells whether a source still says anything. */
export interface Lasting {
  lastSeenAt: string
  gone?: { importId: number; file: string } | null | undefined
}

/** Whether a source decides nothing any more: it is older than so many days, or left its list. Both moments ISO 8601. */
export function isStale(source: Lasting, now: string, maxAgeDays: number): boolean {
  return source.gone != null || Date.parse(now) - Date.parse(source.lastSeenAt) > maxAgeDays * 86_400_000
}
