/** What every rule answers with: data, from which sentences are made elsewhere. */

/** Where a value stands. */
export interface Source {
  kind: string
  importId: number
  file: string
  line: number | null
  column: string | null
  /** When a file last had it; ISO 8601, UTC. */
  lastSeenAt: string
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
  | 'set_aside'
  | 'contradictory'
  | 'ambiguous'
  | 'unreadable'
  | 'no_column'
  | 'no_track'
  | 'inactive'

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
}

export type Decision = 'eligible' | 'not_eligible' | 'needs_review'

/** Any fail decides against; else any unknown needs a person. */
export function decisionOf(checks: readonly Check[]): Decision {
  if (checks.some((check) => check.outcome === 'fail')) return 'not_eligible'
  return checks.some((check) => check.outcome === 'unknown') ? 'needs_review' : 'eligible'
}

/** Days a source may be old before it counts as stale; both moments ISO 8601. */
export function isStale(source: Pick<Source, 'lastSeenAt'>, now: string, maxAgeDays: number): boolean {
  return Date.parse(now) - Date.parse(source.lastSeenAt) > maxAgeDays * 86_400_000
}
