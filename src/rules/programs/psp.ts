/**
 * Whether a partner is a designated Professional Services Partner (PSP): what the list of PSP eligibility says, and beside it what the
 * records show (Ecosystem Operations, GitLab Ecosystem Certification Dashboard). The list alone answers, unless a version of the
 * figures was put in force.
 */

import { type IsOld, type RejectedRow, unusable } from '../checks.ts'
import type { CandidateReason, Fact, UnknownReason } from '../verdict.ts'
import { isAmong, isBlank } from './words.ts'

/** What the words of the list mean (data/psp-words.json). */
export interface PspWords {
  designated: { yes: readonly string[]; no: readonly string[] }
  compliant: { yes: readonly string[]; no: readonly string[] }
}

/** A row of the list; null where its file has no such column. */
interface PspRow {
  designation: Fact<string | null> | null
  compliant: Fact<string | null> | null
}

export interface PspEvidence {
  /** Whether any list was imported. */
  isImported: boolean
  /** The partner's own rows. */
  rows: readonly PspRow[]
  /** Why rows that may be the partner's do not count. */
  candidates: readonly CandidateReason[]
  /** A row of it, newer than its own ones, that was rejected. */
  rejected: RejectedRow | null
  /** The day since when it is one, where that is still to come. */
  sinceToCome: string | null
}

type PspReason = UnknownReason | 'not_imported' | 'blank' | 'unknown_word' | 'since_to_come'

export interface PspCheck {
  id: 'designation' | 'compliant'
  outcome: 'pass' | 'fail' | 'unknown'
  /** What was found; null where nothing was. */
  found: Fact<string | null> | null
  reason: PspReason | null
  detail: string | null
}

export interface PspFinding {
  /** Whether it is designated, and compliant. */
  decision: 'yes' | 'no' | 'unknown'
  checks: readonly PspCheck[]
}

/** What the list says of a partner: yes, no or unknown, and why. */
export function judgePsp(evidence: PspEvidence, words: PspWords, isOld: IsOld): PspFinding {
  const designation = check('designation', evidence, words.designated, isOld)
  const compliant = check('compliant', evidence, words.compliant, isOld)
  // Who is not designated need not be compliant.
  if (designation.outcome === 'fail') return { decision: 'no', checks: [designation] }
  const checks = evidence.rows.length === 0 ? [designation] : [designation, compliant]
  if (designation.outcome === 'unknown') return { decision: 'unknown', checks }
  return { decision: ({ pass: 'yes', fail: 'no', unknown: 'unknown' } as const)[compliant.outcome], checks }
}

function check(
  id: PspCheck['id'],
  { isImported, rows, candidates, rejected, sinceToCome }: PspEvidence,
  words: { yes: readonly string[]; no: readonly string[] },
  isOld: IsOld,
): PspCheck {
  const unknown = (reason: PspReason, found: PspCheck['found'] = null, detail: string | null = null): PspCheck => ({
    ...{ id, outcome: 'unknown', found, reason, detail },
  })
  const [first] = rows
  if (!first) {
    if (!isImported) return unknown('not_imported')
    if (rejected) return unknown('set_aside', null, `${rejected.file}, line ${rejected.line}`)
    return unknown(candidates[0] ?? 'missing')
  }
  const facts = rows.flatMap((row) => row[id] ?? [])
  const [fact] = facts
  if (!fact || facts.length < rows.length) return unknown('no_column')
  const fresh = facts.filter((each) => unusable(each, isOld) === null)
  const [found] = fresh
  if (!found) {
    const why = unusable(fact, isOld)
    return unknown(why?.reason ?? 'stale', fact, why?.detail ?? null)
  }
  if (rejected) return unknown('set_aside', found, `${rejected.file}, line ${rejected.line}`)
  const outcomes = new Set(fresh.map(({ value }) => wordOutcome(value, words)))
  const [outcome] = outcomes
  if (outcomes.size > 1) return unknown('contradictory', found, fresh.map(({ value }) => `"${value ?? ''}"`).join(', '))
  if (id === 'designation' && outcome === 'pass' && sinceToCome !== null) return unknown('since_to_come', found, sinceToCome)
  return outcome === 'pass' || outcome === 'fail'
    ? { id, outcome, found, reason: null, detail: null }
    : unknown(outcome ?? 'blank', found)
}

function wordOutcome(
  value: string | null,
  { yes, no }: { yes: readonly string[]; no: readonly string[] },
): 'pass' | 'fail' | 'blank' | 'unknown_word' {
  if (isBlank(value)) return 'blank'
  return isAmong(value, yes) ? 'pass' : isAmong(value, no) ? 'fail' : 'unknown_word'
}

/** Figures that a version of a program guide asks of a designated partner. */
export interface PspFigures {
  people: number
  servicesPerQuarter: number
  servicesPerYear: number
  warningDays: number
}

/** What the records show; null: not known. */
export interface PspRecords {
  people: number | null
  /** Services approved or accepted in each of four fiscal quarters, oldest first. */
  quarters: ReadonlyArray<{ quarter: string; services: number }> | null
  /** Services without a day: they may be of any of these quarters. */
  undated: number
}

export interface FigureCheck {
  id: 'people' | 'services_per_quarter' | 'services_per_year'
  needed: number
  have: number | null
  outcome: 'met' | 'unmet' | 'unknown'
}

/**
 * The records beside the figures; of the quarters the one with the fewest services counts. What services without a day could make up for
 * is not known.
 */
export function compareFigures(figures: PspFigures, { people, quarters, undated }: PspRecords): FigureCheck[] {
  const { servicesPerQuarter, servicesPerYear } = figures
  const services = quarters?.map((each) => each.services) ?? null
  const all = services?.reduce((sum, each) => sum + each, 0) ?? null
  const lacking = services?.reduce((sum, each) => sum + Math.max(0, servicesPerQuarter - each), 0) ?? null
  const compared = (id: FigureCheck['id'], needed: number, have: number | null, lacks: number | null): FigureCheck => ({
    ...{ id, needed, have },
    outcome: lacks === null ? 'unknown' : lacks <= 0 ? 'met' : id !== 'people' && lacks <= undated ? 'unknown' : 'unmet',
  })
  const least = services && Math.min(...services)
  return [
    compared('people', figures.people, people, people === null ? null : figures.people - people),
    compared('services_per_quarter', servicesPerQuarter, least, lacking),
    compared('services_per_year', servicesPerYear, all, all === null ? null : servicesPerYear - all),
  ]
}

/** Whether the records reach all figures; null where that is not known. */
export function reachesFigures(checks: readonly FigureCheck[]): boolean | null {
  if (checks.some(({ outcome }) => outcome === 'unmet')) return false
  return checks.some(({ outcome }) => outcome === 'unknown') ? null : true
}

/** Whether the list says the one and the figures the other; false where either is not known. */
export function disagrees({ decision }: Pick<PspFinding, 'decision'>, checks: readonly FigureCheck[]): boolean {
  const reaches = reachesFigures(checks)
  return (decision === 'yes' && reaches === false) || (decision === 'no' && reaches === true)
}
