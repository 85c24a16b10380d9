import { isDamagedWord } from '../records/word.ts'
import {
  AGREEMENT,
  type AgreementNote,
  agreement,
  agreementNotes,
  dashboardSaysYes,
  type ExpectedValue,
  fresh,
  freshPart,
  type IsOld,
  type NotedContract,
  type NotLinked,
  notLinked,
  ofCandidates,
  olderThan,
  type PeopleGone,
  partnerAuthorized,
  placeOf,
  type RowSetAside,
  restrictedMark,
  sameWord,
  unusable,
  whyOld,
} from './checks.ts'
import { addYear } from './day.ts'
import type { Dated } from './policy.ts'
import {
  type CountedPeople,
  type CountsDisagree,
  countsDisagree,
  dashboardCount,
  type MissingTraining,
  missingTrainings,
  type Requirement,
} from './trainings.ts'
import {
  type Candidate,
  type Check,
  type Citation,
  type Decision,
  decisionOf,
  type Fact,
  type Lasting,
  type Source,
  type UnknownReason,
} from './verdict.ts'

interface NfrTrack {
  /** Most users of one type, or of all together; see `limitPer`. */
  users: number
  /** The dashboard's column that says whether the track's requirements are met. */
  answer: string
  requirements: readonly Requirement[]
}

export interface LicenceType {
  id: string
  name: string
  /** What lists call it, compared without case, spaces and punctuation. */
  words: readonly string[]
}

/** One version of the rule for not-for-resale licences (data/policies/nfr.json). */
export interface NfrPolicy extends Dated {
  checks: {
    partner_authorized: ExpectedValue
    agreement?: ExpectedValue | undefined
    track_open_or_select: ExpectedValue
    track_reqs_met: ExpectedValue
    /** Where it does not decide, a partner without such a person is told so, and may have the licence all the same. */
    technical_certification: Omit<Requirement, 'id'> & { decides: boolean; handbook: Citation }
    within_limit: { handbook: Citation }
  }
  tracks: Readonly<Record<string, NfrTrack>>
  limitPer: 'licence_type' | 'partner'
  types: readonly LicenceType[]
  level: string
  /** What ends with the partner's oldest running licence: what is added to a running one, or any new one. */
  endsWithOldest: 'add_on' | 'any'
  exception: { barredBy: readonly string[]; handbook: Citation }
  slaBusinessDays: number
}

/** What a partner asks for. */
export interface NfrAsk {
  /** Id of the licence type. */
  type: string
  users: number
  /** Whether it is to follow the licence of the type that runs now. */
  renewal: boolean
}

/** A licence that a list has, or that was approved and no list has yet. */
export interface Licence {
  /** Id of the type; null where the list calls it something unknown. */
  type: string | null
  /** The type as the list calls it. */
  typeName: string
  users: number
  /** First day, and the day at whose beginning (00:00 UTC) it ends; YYYY-MM-DD. */
  start: string
  end: string
  addOn: boolean
  source: Source | null
  /** The number of the request it was approved for, where no list has it yet. */
  approvedAs: number | null
  /** Why it may not be the partner's, or not be there any more. */
  uncertain: UnknownReason | null
}

/** A partner's people, counted; and without those seen longest ago, where they were seen at several times. */
interface NfrPeople extends CountedPeople, Lasting {
  places: Readonly<Record<string, Source | null>>
  /** The file as a whole. */
  source: Source
  left?: PeopleGone | null
  fresher?: NfrPeople | null
}

/** What is known of a partner when it asks for a licence. */
export interface NfrEvidence {
  status: Fact<string | null>
  track: Fact<string | null>
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  contractNoted: NotedContract | null
  restricted: Fact<string | null> | null
  channelManager: string | null
  accountSetAside: RowSetAside | null
  /** The partner's rows of the dashboard: the answers by field, null where the file has no such column; the counts by column. */
  dashboard: readonly NfrDashboardRow[]
  dashboardSetAside: RowSetAside | null
  /** Rows of the dashboard that may be the partner's. */
  candidates: ReadonlyArray<Candidate & Pick<NfrDashboardRow, 'answers' | 'source'>>
  dashboardImported: boolean
  /** Its people among the portal users: how many hold each credential, and where the first of them stands. */
  people: NfrPeople | null
  /** People who may be the partner's: how many hold each credential, and under which names they stand. */
  unsurePeople: (CountedPeople & { lastSeenAt: string; file: string; candidates: readonly Omit<Candidate, 'counts'>[] }) | null
  /** Rows of its people that were set aside, and of how many people they may be. */
  usersSetAside: (RowSetAside & { people: number }) | null
  licences: readonly Licence[]
  licencesSetAside: RowSetAside | null
  /** The newest list of licences; null: none was ever imported. */
  licenceList: Source | null
}

export interface NfrDashboardRow {
  answers: Readonly<Record<string, Fact<string | null> | null>>
  counts: Readonly<Record<string, number | null>>
  source: Source
}

/** Users of a type: the most by the rule, those held at once from today on, those that can still be had; null: cannot be told. */
interface Limit {
  max: number
  held: number | null
  available: number | null
}

/** From when to when a licence would run. */
export interface Term {
  kind: 'new' | 'add_on' | 'renewal'
  start: string
  end: string
  /** The licence it follows, or ends with; null: it stands alone. */
  with: Licence | null
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
  | { code: 'licence_uncertain'; licence: Licence }
  | { code: 'approved_not_listed'; licence: Licence }
  | { code: 'over_limit'; type: LicenceType; held: number; max: number }
  | { code: 'add_on_ends_otherwise'; licence: Licence; oldest: Licence }
  | { code: 'nothing_to_renew'; type: LicenceType }
  | { code: 'runs_already'; licence: Licence }

export interface NfrVerdict {
  decision: Decision
  policy: NfrPolicy
  /** The track of the policy the partner is in; null where it is in none. */
  track: NfrTrack | null
  ask: NfrAsk | null
  checks: readonly Check[]
  limits: Readonly<Record<string, Limit>>
  term: Term | null
  /** The limit of the type asked for, within that term. */
  termLimit: Limit | null
  /** Licences of the partner that run or will run. */
  licences: readonly Licence[]
  missing: readonly MissingTraining[]
  /** People with a technical certification who are missing. */
  missingTechnical: number
  notes: readonly NfrNote[]
  stale: boolean
}

/** What is asked of the evidence's people besides the tracks' requirements. */
export const TECHNICAL = 'technical_certification'

/**
 * Decides whether a partner may have a not-for-resale licence, and within which limits.
 * Rule: Channel Partners: Working with GitLab, Not-for-Resale (NFR) Program and Policy, Program Eligibility, Terms and Conditions, Renewals.
 * `now` is ISO 8601, UTC: a licence ends at midnight UTC. Evidence older than `maxAgeDays` is stale and decides nothing.
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
  const rows = evidence.dashboard.filter(({ source }) => !isOld(source))
  const current: NfrEvidence = {
    ...evidence,
    // A row that left the dashboard goes stale; it must not speak against the one that is there now.
    dashboard: rows.length > 0 ? rows : evidence.dashboard,
    people: freshPart(evidence.people, isOld),
    unsurePeople: fresh(evidence.unsurePeople, isOld),
    accountSetAside: fresh(evidence.accountSetAside, isOld),
    dashboardSetAside: fresh(evidence.dashboardSetAside, isOld),
    usersSetAside: fresh(evidence.usersSetAside, isOld),
    licencesSetAside: fresh(evidence.licencesSetAside, isOld),
    licences: evidence.licences.filter(({ end }) => end > today).map((licence) => doubted(licence, isOld)),
  }
  const track = trackOf(current, policy)
  const inTrack = trackCheck(current, policy, track, isOld)
  const technical = technicalCheck(current, evidence, policy, isOld)
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
  const term = ask && termOf(current.licences, policy, ask, today)
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
    licences: current.licences,
    missing: failed('track_reqs_met') && track ? missingTrainings(current, track.requirements) : [],
    missingTechnical: failed('technical_certification') ? policy.checks.technical_certification.people : 0,
    notes: notes(current, policy, { track, checks, technical, limits, ask, term, today, isOld }),
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

/** Where people hold what is asked for who may be the partner's or another's. */
function byUnsure({
  candidates,
  file,
}: NonNullable<NfrEvidence['unsurePeople']>): Pick<Check, 'reason' | 'detail' | 'candidates'> {
  const placed = candidates.map((candidate) => ({ ...candidate, source: { file, line: null } }))
  return { reason: candidates[0]?.why ?? null, ...ofCandidates(placed) }
}

/** A licence that the newest lists no longer have may have ended, or been left out. */
function doubted(licence: Licence, isOld: IsOld): Licence {
  return licence.uncertain === null && licence.source && isOld(licence.source)
    ? { ...licence, uncertain: whyOld(licence.source).reason }
    : licence
}

function trackOf({ track }: NfrEvidence, { tracks }: NfrPolicy): NfrTrack | null {
  const name = Object.keys(tracks).find((each) => sameWord(track.value, each))
  return name === undefined ? null : (tracks[name] ?? null)
}

function trackCheck(
  { track: fact, accountSetAside }: NfrEvidence,
  policy: NfrPolicy,
  track: NfrTrack | null,
  isOld: IsOld,
): Check {
  const { expected, handbook } = policy.checks.track_open_or_select
  const check = { id: 'track_open_or_select', expected, actual: fact.value, source: fact.source, handbook }
  const why = unusable({ ...fact, doubt: fact.doubt ?? accountSetAside }, isOld)
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

/**
 * At least one person with a technical certification: by the portal users where the partner has some, else by the dashboard's counts.
 * Where the users show nobody and the dashboard does, nobody can know: a badge takes its time to show.
 */
function technicalCheck(current: NfrEvidence, all: NfrEvidence, policy: NfrPolicy, isOld: IsOld): Check {
  const { people: needed, handbook, countedBy } = policy.checks.technical_certification
  const check: Check = {
    id: 'technical_certification',
    outcome: 'unknown',
    expected: `at least ${needed}`,
    actual: null,
    reason: null,
    detail: null,
    source: null,
    handbook,
  }
  const { people, unsurePeople, dashboard, usersSetAside, dashboardSetAside, candidates } = current
  const unsureHolders = unsurePeople ? (unsurePeople.holding[TECHNICAL] ?? 0) + (unsurePeople.inactive[TECHNICAL] ?? 0) : 0
  const rows = dashboard
    .filter(({ source }) => !isOld(source))
    .map((row) => ({ ...row, count: dashboardCount(countedBy, row.counts) }))
  const best = rows.reduce<(typeof rows)[number] | null>(
    (most, row) => ((row.count ?? -1) > (most?.count ?? -1) ? row : most),
    null,
  )
  if (people) {
    const holders = people.holding[TECHNICAL] ?? 0
    const inactive = people.inactive[TECHNICAL] ?? 0
    const source = people.places[TECHNICAL] ?? people.source
    const found = { ...check, actual: inactive === 0 ? String(holders) : `${holders} active, ${inactive} inactive`, source }
    // Whoever's newer row could not be read may hold it no more.
    if (holders - (usersSetAside?.people ?? 0) >= needed) return { ...found, outcome: 'pass' }
    if (usersSetAside) return { ...found, reason: 'set_aside', detail: placeOf(usersSetAside) }
    // Whose account is not activated may have left, or not have begun: a person must ask.
    if (holders + inactive >= needed) return { ...found, reason: 'inactive' }
    if (unsurePeople && holders + unsureHolders >= needed) return { ...found, ...byUnsure(unsurePeople) }
    if (best && (best.count ?? 0) >= needed && !dashboardSetAside) {
      return {
        ...found,
        reason: 'contradictory',
        detail: `${holders} by the portal users, ${best.count} by ${placeIn(best.source)}`,
      }
    }
    if (people.left && holders + (people.left.holding[TECHNICAL] ?? 0) >= needed) {
      return { ...found, reason: 'gone_from_list', detail: people.left.file }
    }
    return { ...found, outcome: 'fail' }
  }
  if (usersSetAside) return { ...check, reason: 'set_aside', detail: placeOf(usersSetAside) }
  if (dashboardSetAside) return { ...check, reason: 'set_aside', detail: placeOf(dashboardSetAside) }
  if (unsurePeople && unsureHolders >= needed && (best?.count ?? 0) < needed) return { ...check, ...byUnsure(unsurePeople) }
  if (!best && rows.length > 0) return { ...check, reason: 'no_column' }
  if (!best) {
    const stale = all.people ?? all.dashboard[0]
    if (stale) return { ...check, ...whyOld(stale.source), source: stale.source }
    const [first] = candidates
    return first ? { ...check, reason: first.why, ...ofCandidates(candidates) } : { ...check, reason: 'missing' }
  }
  const count = best.count ?? 0
  return { ...check, actual: String(count), source: best.source, outcome: count >= needed ? 'pass' : 'fail' }
}

function placeIn({ file, line }: Source): string {
  return line === null ? file : placeOf({ file, line })
}

/**
 * Licences of a type, or of any where the limit is the partner's as a whole; those of an unknown type may be of each. An add-on counts to
 * the later of the day that its list has and the day that the oldest running licence ends.
 */
function countedFor({ licences }: NfrEvidence, { limitPer }: NfrPolicy, type: string, today: string): readonly Licence[] {
  const oldest = oldestRunning(licences, today)
  return licences
    .filter((licence) => limitPer === 'partner' || licence.type === null || licence.type === type)
    .map((licence) => (licence.addOn && oldest && oldest.end > licence.end ? { ...licence, end: oldest.end } : licence))
}

function isUncertain({ uncertain, type }: Licence, { limitPer }: NfrPolicy): boolean {
  return uncertain !== null || (type === null && limitPer === 'licence_type')
}

/** The most users held at once on any day from the first on, up to the last (not included; null: without end). */
function mostAtOnce(licences: readonly Licence[], from: string, to: string | null): number {
  const running = licences.filter(({ start, end }) => end > from && (to === null || start < to))
  const days = [from, ...running.map(({ start }) => start).filter((start) => start > from)]
  const heldOn = (day: string): number =>
    running.reduce((sum, { start, end, users }) => (start <= day && day < end ? sum + users : sum), 0)
  return Math.max(...days.map(heldOn))
}

/** Why what is held cannot be told, if it cannot. */
function unknownList({ licenceList, licencesSetAside }: NfrEvidence, isOld: IsOld): UnknownReason | null {
  if (!licenceList) return 'missing'
  if (licencesSetAside) return 'set_aside'
  return isOld(licenceList) ? whyOld(licenceList).reason : null
}

function limitOf(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  type: string,
  max: number,
  { from, to, today }: { from: string; to: string | null; today: string },
  isOld: IsOld,
): Limit {
  if (unknownList(evidence, isOld)) return { max, held: null, available: null }
  const counted = countedFor(evidence, policy, type, today)
  const certain = counted.filter((licence) => !isUncertain(licence, policy))
  return { max, held: mostAtOnce(certain, from, to), available: Math.max(0, max - mostAtOnce(counted, from, to)) }
}

/** Within the limit of the track; where the track is in doubt, only what no track allows is certainly too much. */
function limitCheck(
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
  const certain = counted.filter((licence) => !isUncertain(licence, policy))
  const held = mostAtOnce(certain, term.start, term.end)
  const most = mostAtOnce(counted, term.start, term.end)
  const unknown = unknownList(evidence, isOld)
  const [biggest] = [...certain].sort((a, b) => b.users - a.users)
  const check = {
    id: 'within_limit',
    expected: `at most ${max}`,
    actual: unknown
      ? `${ask.users} asked, and what is held is not known`
      : `${held + ask.users} (${held} held, ${ask.users} asked)`,
    source: biggest?.source ?? evidence.licenceList,
    handbook: policy.checks.within_limit.handbook,
    detail: null,
  }
  // What is asked for alone may be too much, whatever is held.
  if (ask.users > max || (!unknown && held + ask.users > max)) return { ...check, outcome: 'fail', reason: null }
  if (unknown) {
    const detail = unknown === 'set_aside' && evidence.licencesSetAside ? placeOf(evidence.licencesSetAside) : null
    return { ...check, outcome: 'unknown', reason: unknown, actual: null, detail }
  }
  if (most + ask.users > max) {
    const doubtful = counted.find((licence) => isUncertain(licence, policy))
    const reason = doubtful?.uncertain ?? 'unreadable'
    const detail = doubtful?.source ? (doubtful.source.gone?.file ?? placeIn(doubtful.source)) : null
    return { ...check, outcome: 'unknown', reason, detail }
  }
  return track.isCertain ? { ...check, outcome: 'pass', reason: null } : { ...check, outcome: 'unknown', reason: 'no_track' }
}

/** Licences that run on a day, the one that began first in front; of two, the one that ends first. */
export function runningOn(licences: readonly Licence[], day: string): Licence[] {
  return licences
    .filter(({ start, end, uncertain }) => uncertain === null && start <= day && day < end)
    .sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end))
}

/** The partner's oldest running licence, with which what is added ends: an add-on is that only where nothing else runs. */
export function oldestRunning(licences: readonly Licence[], day: string): Licence | undefined {
  const running = runningOn(licences, day)
  return running.find(({ addOn }) => !addOn) ?? running[0]
}

/**
 * From when to when a licence would run: 12 months; a renewal from the end of the one it follows; what is added to a running licence
 * ends with the partner's oldest running one (Working with GitLab, NFR Renewals).
 */
function termOf(licences: readonly Licence[], { endsWithOldest }: NfrPolicy, { type, renewal }: NfrAsk, today: string): Term {
  const running = runningOn(licences, today)
  const same = running.filter((licence) => licence.type === type)
  if (renewal) {
    const [before] = same.filter(({ addOn }) => !addOn).sort((a, b) => compare(a.end, b.end))
    if (before) return { kind: 'renewal', start: before.end, end: addYear(before.end), with: before }
  }
  const oldest = oldestRunning(licences, today)
  if (oldest && (same.length > 0 || endsWithOldest === 'any'))
    return { kind: 'add_on', start: today, end: oldest.end, with: oldest }
  return { kind: 'new', start: today, end: addYear(today), with: null }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Found {
  track: NfrTrack | null
  checks: readonly Check[]
  technical: Check
  limits: Readonly<Record<string, Limit>>
  ask: NfrAsk | null
  term: Term | null
  today: string
  isOld: IsOld
}

function notes(
  evidence: NfrEvidence,
  policy: NfrPolicy,
  { track, checks, technical, limits, ask, term, today, isOld }: Found,
): NfrNote[] {
  const { restricted, dashboard, people, licences, licenceList } = evidence
  const list: NfrNote[] = []
  const mark = restrictedMark(restricted)
  if (mark !== null) list.push({ code: 'restricted_party', value: mark })
  const recent = evidence.candidates.filter(({ source }) => !isOld(source))
  list.push(...notLinked([...recent, ...(evidence.unsurePeople?.candidates ?? [])], checks))
  const isAuthorized = checks.some(({ id, outcome }) => id === 'partner_authorized' && outcome === 'pass')
  const contract = checks.find(({ id }) => id === AGREEMENT)
  if (policy.checks.agreement && isAuthorized) list.push(...agreementNotes(contract, evidence))
  const answer = checks.find(({ id }) => id === 'track_reqs_met')
  const disagree = track && countsDisagree(answer, people, people?.source.file ?? '', track.requirements)
  if (disagree) list.push(disagree)
  if (!policy.checks.technical_certification.decides && technical.outcome === 'fail') {
    list.push({ code: 'technical_certification_advised' })
  }
  const counts = dashboard.map((row) => dashboardCount(policy.checks.technical_certification.countedBy, row.counts) ?? 1)
  if (people && technical.outcome === 'pass' && counts.length > 0 && counts.every((count) => count === 0)) {
    list.push({ code: 'portal_ahead_of_dashboard', people: people.holding[TECHNICAL] ?? 0, file: people.source.file })
  }
  if (people?.left) list.push({ code: 'people_gone', people: people.left.people, file: people.left.file })
  if (!licenceList) list.push({ code: 'licences_never_imported' })
  for (const licence of licences) {
    if (licence.type === null && licence.source)
      list.push({ code: 'licence_of_unknown_type', name: licence.typeName, source: licence.source })
    if (licence.uncertain) list.push({ code: 'licence_uncertain', licence })
    if (licence.approvedAs !== null) list.push({ code: 'approved_not_listed', licence })
  }
  for (const type of policy.limitPer === 'partner' ? policy.types.slice(0, 1) : policy.types) {
    const { held, max } = limits[type.id] ?? { held: null, max: 0 }
    if (held !== null && held > max) list.push({ code: 'over_limit', type, held, max })
  }
  const oldest = oldestRunning(licences, today)
  for (const licence of runningOn(licences, today)) {
    if (licence.addOn && oldest && licence.end !== oldest.end) list.push({ code: 'add_on_ends_otherwise', licence, oldest })
  }
  const asked = policy.types.find(({ id }) => id === ask?.type)
  if (ask?.renewal && term?.kind !== 'renewal' && asked) list.push({ code: 'nothing_to_renew', type: asked })
  if (ask && term?.kind === 'add_on') {
    const same = runningOn(licences, today).find(({ type }) => type === ask.type)
    if (same) list.push({ code: 'runs_already', licence: same })
  }
  return list
}
