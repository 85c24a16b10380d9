/** How many users a partner may have, holds and has left, and when a license would run. */

import { compareText } from '../records/compare.ts'
import { placeOf } from '../records/place.ts'
import { type IsOld, whyOld } from './checks.ts'
import { addYear } from './day.ts'
import type { License, Limit, NfrAsk, NfrEvidence, NfrPolicy, Term } from './nfr-types.ts'
import type { Check, UnknownReason } from './verdict.ts'

/** A license that the newest lists no longer have may have ended, or may just be missing. */
export function doubted(license: License, isOld: IsOld): License {
  return license.uncertain === null && license.source && isOld(license.source)
    ? { ...license, uncertain: whyOld(license.source).reason }
    : license
}

/**
 * The licenses that count toward the limit of a type, or toward the limit of all types together; one of an unknown type counts
 * toward each. An add-on counts until its own end or the end of the oldest running license, whichever is later.
 */
function countedFor({ licenses }: NfrEvidence, { limitPer }: NfrPolicy, type: string, today: string): readonly License[] {
  const oldest = oldestRunning(licenses, today)
  return licenses
    .filter((license) => limitPer === 'partner' || license.type === null || license.type === type)
    .map((license) => (license.addOn && oldest && oldest.end > license.end ? { ...license, end: oldest.end } : license))
}

function isUncertain({ uncertain, type }: License, { limitPer }: NfrPolicy): boolean {
  return uncertain !== null || (type === null && limitPer === 'licence_type')
}

/** The most users held at once on any day from `from` up to `to` (not included; null: no end). */
function mostAtOnce(licenses: readonly License[], from: string, to: string | null): number {
  const running = licenses.filter(({ start, end }) => end > from && (to === null || start < to))
  const days = [from, ...running.map(({ start }) => start).filter((start) => start > from)]
  const heldOn = (day: string): number =>
    running.reduce((sum, { start, end, users }) => (start <= day && day < end ? sum + users : sum), 0)
  return Math.max(...days.map(heldOn))
}

/** Why the number of users held is unknown; null if it is known. */
function unknownList({ licenseList, licensesSetAside }: NfrEvidence, isOld: IsOld): UnknownReason | null {
  if (!licenseList) return 'missing'
  if (licensesSetAside) return 'set_aside'
  return isOld(licenseList) ? whyOld(licenseList).reason : null
}

/**
 * How many users of a type the partner holds and may still have, within a time. Licenses that may not count leave no room, but are
 * X
 */
export function limitOf(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  type: string,
  max: number,
  { from, to, today }: { from: string; to: string | null; today: string },
  isOld: IsOld,
): Limit {
  if (unknownList(evidence, isOld)) return { max, held: null, available: null }
  const counted = countedFor(evidence, policy, type, today)
  const certain = counted.filter((license) => !isUncertain(license, policy))
  return { max, held: mostAtOnce(certain, from, to), available: Math.max(0, max - mostAtOnce(counted, from, to)) }
}

/** Within the limit of the track; if the track is in doubt, only a number above every track's limit certainly fails. */
export function limitCheck(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  ask: NfrAsk,
  term: Term,
  track: { max: number; isCertain: boolean },
  today: string,
  isOld: IsOld,
): Check {
  const max = track.isCertain ? track.max : Math.max(...Object.values(policy.tracks).map(({ users }) => users))
  const counted = countedFor(evidence, policy, ask.type, today).filter(({ start, end }) => start < term.end && end > term.start)
  const certain = counted.filter((license) => !isUncertain(license, policy))
  const held = mostAtOnce(certain, term.start, term.end)
  const most = mostAtOnce(counted, term.start, term.end)
  const unknown = unknownList(evidence, isOld)
  const [biggest] = [...certain].sort((a, b) => b.users - a.users)
  const check = {
    id: 'within_limit' as const,
    expected: `at most ${max}`,
    actual: unknown
      ? `${ask.users} requested; number held unknown`
      : `${held + ask.users} (${held} held, ${ask.users} requested)`,
    source: biggest?.source ?? evidence.licenseList,
    handbook: policy.checks.within_limit.handbook,
    detail: null,
  }
  // The number asked for may be too high by itself.
  if (ask.users > max || (!unknown && held + ask.users > max)) return { ...check, outcome: 'fail', reason: null }
  if (unknown) {
    const detail = unknown === 'set_aside' && evidence.licensesSetAside ? placeOf(evidence.licensesSetAside) : null
    return { ...check, outcome: 'unknown', reason: unknown, actual: null, detail }
  }
  if (most + ask.users > max) {
    const doubtful = counted.find((license) => isUncertain(license, policy))
    const reason = doubtful?.uncertain ?? 'unreadable'
    const detail = doubtful?.source ? (doubtful.source.gone?.file ?? placeOf(doubtful.source)) : null
    return { ...check, outcome: 'unknown', reason, detail }
  }
  return track.isCertain ? { ...check, outcome: 'pass', reason: null } : { ...check, outcome: 'unknown', reason: 'no_track' }
}

/** Licenses that run on a day, by first day, then by last day. */
export function runningOn(licenses: readonly License[], day: string): License[] {
  return licenses
    .filter(({ start, end, uncertain }) => uncertain === null && start <= day && day < end)
    .sort((a, b) => compareText(a.start, b.start) || compareText(a.end, b.end))
}

/** The partner's oldest running license, with which add-ons end; an add-on itself only if nothing else runs. */
export function oldestRunning(licenses: readonly License[], day: string): License | undefined {
  const running = runningOn(licenses, day)
  return running.find(({ addOn }) => !addOn) ?? running[0]
}

/**
 * When a license would run: 12 months; a renewal starts when the one before ends; an add-on ends with the partner's oldest running
 * license (Working with GitLab, NFR Renewals).
 */
export function termOf(
  licenses: readonly License[],
  { endsWithOldest }: NfrPolicy,
  { type, renewal }: NfrAsk,
  today: string,
): Term {
  const running = runningOn(licenses, today)
  const same = running.filter((license) => license.type === type)
  if (renewal) {
    const [before] = same.filter(({ addOn }) => !addOn).sort((a, b) => compareText(a.end, b.end))
    if (before) return { kind: 'renewal', start: before.end, end: addYear(before.end), with: before }
  }
  const oldest = oldestRunning(licenses, today)
  if (oldest && (same.length > 0 || endsWithOldest === 'any'))
    return { kind: 'add_on', start: today, end: oldest.end, with: oldest }
  return { kind: 'new', start: today, end: addYear(today), with: null }
}
