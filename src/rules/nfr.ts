import { isDamagedWord } from '../records/damaged-word.ts'
import {
  agreement,
  dashboardSaysYes,
  fresh,
  freshPart,
  type IsOld,
  olderThan,
  partnerAuthorized,
  sameWord,
  unusable,
} from './checks.ts'
import { doubted, limitCheck, limitOf, termOf } from './license-limits.ts'
import { nfrNotes } from './nfr-notes.ts'
import { type NfrAsk, type NfrEvidence, type NfrPolicy, type NfrTrack, type NfrVerdict, TECHNICAL } from './nfr-types.ts'
import { enoughPeople } from './people-check.ts'
import { missingTrainings } from './trainings.ts'
import { type Check, decisionOf } from './verdict.ts'

/**
 * Decides whether a partner is eligible for a not-for-resale license, and for how many users. Rule: Channel Partners: Working with
 * GitLab, Not-for-Resale (NFR) Program and Policy, Program Eligibility, Terms and Conditions, Renewals. `now` is ISO 8601, UTC: a
 * license ends at midnight UTC. Evidence older than `maxAgeDays` is stale and decides nothing.
 */
export function decideNfr(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  ask: NfrAsk | null,
  now: string,
  maxAgeDays: number,
): NfrVerdict {
  const isOld = olderThan(now, maxAgeDays)
  const today = now.slice(0, 10)
  const current = currentEvidence(evidence, today, isOld)
  const track = trackOf(current, policy)
  const inTrack = trackCheck(current, policy, track, isOld)
  const technical = enoughPeople(TECHNICAL, { current, all: evidence }, policy.checks.technical_certification, isOld)
  const authorized = partnerAuthorized(current, policy.checks.partner_authorized, isOld)
  const contract = agreement(current, policy.checks.agreement, authorized, today, isOld)
  const checks = [
    authorized,
    ...(contract ? [contract] : []),
    inTrack,
    requirementsCheck(current, policy, inTrack.outcome === 'pass' ? track : null, isOld),
    ...(policy.checks.technical_certification.decides ? [technical] : []),
  ]
  const max = track?.users ?? 0
  const term = ask && termOf(current.licenses, policy, ask, today)
  const limits = Object.fromEntries(
    policy.types.map(({ id }) => [id, limitOf(current, policy, id, max, { from: today, to: null, today }, isOld)]),
  )
  if (ask && term)
    checks.push(limitCheck(current, policy, ask, term, { max, isCertain: inTrack.outcome !== 'unknown' }, today, isOld))
  const failed = (id: string): boolean => checks.some((check) => check.id === id && check.outcome === 'fail')
  return {
    decision: decisionOf(checks),
    policy,
    track,
    ask,
    checks,
    limits,
    term,
    termLimit: ask && term && limitOf(current, policy, ask.type, max, { from: term.start, to: term.end, today }, isOld),
    licenses: current.licenses,
    missing: failed('track_reqs_met') && track ? missingTrainings(current, track.requirements) : [],
    missingTechnical: failed('technical_certification') ? policy.checks.technical_certification.people : 0,
    notes: nfrNotes(current, policy, { track, checks, technical, limits, ask, term, today, isOld }),
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

/** What of the evidence still counts: fresh, and of licenses those that run or will run. */
export function currentEvidence(evidence: NfrEvidence, today: string, isOld: IsOld): NfrEvidence {
  const rows = evidence.dashboard.filter(({ source }) => !isOld(source))
  return {
    ...evidence,
    // A row that left the dashboard goes stale and must not count against the current one.
    dashboard: rows.length > 0 ? rows : evidence.dashboard,
    people: freshPart(evidence.people, isOld),
    unsurePeople: fresh(evidence.unsurePeople, isOld),
    rejectedAccountRow: fresh(evidence.rejectedAccountRow, isOld),
    dashboardSetAside: fresh(evidence.dashboardSetAside, isOld),
    usersSetAside: fresh(evidence.usersSetAside, isOld),
    licensesSetAside: fresh(evidence.licensesSetAside, isOld),
    licenses: evidence.licenses.filter(({ end }) => end > today).map((license) => doubted(license, isOld)),
  }
}

function trackOf({ track }: NfrEvidence, { tracks }: NfrPolicy): NfrTrack | null {
  const name = Object.keys(tracks).find((each) => sameWord(track.value, each))
  return name === undefined ? null : (tracks[name] ?? null)
}

function trackCheck(
  { track: fact, rejectedAccountRow }: NfrEvidence,
  policy: NfrPolicy,
  track: NfrTrack | null,
  isOld: IsOld,
): Check {
  const { expected, handbook } = policy.checks.track_open_or_select
  const check = { id: 'track_open_or_select' as const, expected, actual: fact.value, source: fact.source, handbook }
  const why = unusable({ ...fact, doubt: fact.doubt ?? rejectedAccountRow }, isOld)
  if (why) return { ...check, outcome: 'unknown', ...why }
  if (isDamagedWord(fact.value)) return { ...check, outcome: 'unknown', reason: 'unreadable', detail: null }
  return { ...check, outcome: track ? 'pass' : 'fail', reason: null, detail: null }
}

function requirementsCheck(evidence: NfrEvidence, policy: NfrPolicy, track: NfrTrack | null, isOld: IsOld): Check {
  const id = 'track_reqs_met'
  const { expected, handbook } = policy.checks.track_reqs_met
  if (!track) {
    return { id, outcome: 'unknown', expected, actual: null, reason: 'no_track', detail: null, source: null, handbook }
  }
  const { answer } = track
  const answers = {
    answers: evidence.dashboard.map((row) => row.answers[answer] ?? null),
    setAside: evidence.dashboardSetAside,
    candidates: evidence.candidates.map((row) => ({ ...row, answer: row.answers[answer] ?? null })),
  }
  return dashboardSaysYes(id, answers, policy.checks.track_reqs_met, isOld)
}
