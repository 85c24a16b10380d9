import type { Dated } from './policy.ts'
import { type Check, type Citation, type Decision, decisionOf, type Fact, isStale, type UnknownReason } from './verdict.ts'

/** A credential that people of the partner must hold, and the trainings that give it. */
export interface Requirement {
  id: string
  credential: string
  people: number
  /** Fields of a portal user, any of which shows that the person holds it. */
  shownBy: readonly string[]
  /** Columns of the dashboard that count people who hold it. */
  countedBy: readonly string[]
  courses: readonly string[]
}

interface LoaCheckPolicy {
  expected: string
  handbook: Citation
}

/** One version of the rule for letters of authorization (data/policies/loa.json). */
export interface LoaPolicy extends Dated {
  checks: { partner_authorized: LoaCheckPolicy; open_reqs_met?: LoaCheckPolicy | undefined }
  requirements: readonly Requirement[]
}

/** What is known of a partner when it asks for a letter. */
export interface LoaEvidence {
  status: Fact<string | null>
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  restricted: Fact<string | null> | null
  channelManager: string | null
  /** The partner's rows of the dashboard: the answer and the counts by column. */
  dashboard: readonly DashboardEvidence[]
  /** Partners, by name and id, that rows with this partner's name may mean as well. */
  sharedWith: readonly string[]
  /** Whether any dashboard was imported at all. */
  dashboardImported: boolean
  /** People of the partner among the portal users, by requirement; null when no users were imported for it. */
  people: { total: number; holding: Readonly<Record<string, number>>; file: string; lastSeenAt: string } | null
}

interface DashboardEvidence {
  openReqsMet: Fact<string | null>
  counts: Readonly<Record<string, number | null>>
}

/** Trainings that are missing: so many people more, for a credential. */
export interface MissingTraining {
  requirement: Requirement
  have: number
  need: number
  from: 'portal_users' | 'certification_dashboard'
}

export type LoaNote =
  | { code: 'restricted_party'; value: string }
  | { code: 'no_agreement_shown' }
  | { code: 'agreement'; signedContract: string | null; clickThrough: boolean | null }
  | { code: 'counts_agree'; met: boolean; people: Readonly<Record<string, number>>; file: string }
  | { code: 'counts_disagree'; dashboard: string; met: boolean; people: Readonly<Record<string, number>>; file: string }
  | { code: 'counts_satisfy_despite_no' }

export interface LoaVerdict {
  decision: Decision
  policy: LoaPolicy
  checks: readonly Check[]
  missing: readonly MissingTraining[]
  notes: readonly LoaNote[]
  stale: boolean
}

/**
 * Decides whether a partner may have a letter of authorization.
 * Rule: Partner Help Desk, Approving / Denying Letters of Authorization; Ecosystem Operations, Letters of Authorization.
 * `now` is ISO 8601; evidence older than `maxAgeDays` is stale and decides nothing.
 */
export function decideLoa(evidence: LoaEvidence, policy: LoaPolicy, now: string, maxAgeDays: number): LoaVerdict {
  const checks: Check[] = [authorized(evidence, policy.checks.partner_authorized, now, maxAgeDays)]
  if (policy.checks.open_reqs_met) checks.push(openReqsMet(evidence, policy.checks.open_reqs_met, now, maxAgeDays))
  return {
    decision: decisionOf(checks),
    policy,
    checks,
    missing: checks.some(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
      ? missingTrainings(evidence, policy)
      : [],
    notes: notes(evidence, policy, checks),
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

function authorized({ status }: LoaEvidence, policy: LoaCheckPolicy, now: string, maxAgeDays: number): Check {
  const check = {
    id: 'partner_authorized',
    expected: policy.expected,
    actual: status.value,
    source: status.source,
    handbook: policy.handbook,
    detail: null,
  }
  if (isStale(status.source, now, maxAgeDays)) return { ...check, outcome: 'unknown', reason: 'stale' }
  return { ...check, outcome: sameWord(status.value, policy.expected) ? 'pass' : 'fail', reason: null }
}

function openReqsMet(evidence: LoaEvidence, policy: LoaCheckPolicy, now: string, maxAgeDays: number): Check {
  const { sharedWith } = evidence
  // A row that left the dashboard goes stale; it must not speak against the one that is there now.
  const fresh = evidence.dashboard.filter((row) => !isStale(row.openReqsMet.source, now, maxAgeDays))
  const dashboard = fresh.length > 0 ? fresh : evidence.dashboard
  const [first] = dashboard
  const check = {
    id: 'open_reqs_met',
    expected: policy.expected,
    handbook: policy.handbook,
    actual: null,
    source: null,
    detail: null,
  }
  const unknown = (reason: UnknownReason, rest: Partial<Check> = {}): Check => ({ ...check, outcome: 'unknown', reason, ...rest })
  if (!first) return sharedWith.length > 0 ? unknown('ambiguous', { detail: sharedWith.join(', ') }) : unknown('missing')
  const { value, source } = first.openReqsMet
  if (dashboard.some((row) => !sameWord(row.openReqsMet.value, value ?? ''))) {
    const answers = dashboard.map((row) => `${row.openReqsMet.value ?? 'blank'} (line ${row.openReqsMet.source.line})`)
    return unknown('contradictory', { source, detail: answers.join(', ') })
  }
  const found = { actual: value, source }
  if (fresh.length === 0) return unknown('stale', found)
  if (sameWord(value, policy.expected)) return { ...check, ...found, outcome: 'pass', reason: null }
  return sameWord(value, 'No') ? { ...check, ...found, outcome: 'fail', reason: null } : unknown('unreadable', found)
}

/** Case and outer space apart. */
function sameWord(value: string | null, word: string): boolean {
  return (value ?? '').trim().toLowerCase() === word.trim().toLowerCase()
}

/** Counts the people still missing: by the portal users where they were imported, else by the dashboard's own counts. */
function missingTrainings({ people, dashboard }: LoaEvidence, { requirements }: LoaPolicy): MissingTraining[] {
  return requirements.flatMap((requirement) => {
    const counted = dashboard[0] && dashboardCount(requirement, dashboard[0])
    const from = people ? 'portal_users' : 'certification_dashboard'
    const have = people ? (people.holding[requirement.id] ?? 0) : counted
    return have === null || have === undefined || have >= requirement.people
      ? []
      : [{ requirement, have, need: requirement.people - have, from } as const]
  })
}

/** One person may stand in several columns, so the largest is what is certain. */
function dashboardCount({ countedBy }: Requirement, { counts }: DashboardEvidence): number | null {
  const known = countedBy.map((column) => counts[column]).filter((count) => count !== null && count !== undefined)
  return known.length > 0 ? Math.max(...known) : null
}

function notes(evidence: LoaEvidence, policy: LoaPolicy, checks: readonly Check[]): LoaNote[] {
  const { restricted, signedContract, clickThrough, people } = evidence
  const list: LoaNote[] = []
  const mark = restricted?.value?.trim() ?? ''
  if (mark !== '' && !/^(?:no|false|0|none)$/i.test(mark)) list.push({ code: 'restricted_party', value: mark })
  const isAuthorized = checks.some(({ id, outcome }) => id === 'partner_authorized' && outcome === 'pass')
  if (isAuthorized && signedContract && clickThrough) {
    const shown = signedContract.value !== null || clickThrough.value === true
    list.push(
      shown
        ? { code: 'agreement', signedContract: signedContract.value, clickThrough: clickThrough.value }
        : { code: 'no_agreement_shown' },
    )
  }
  const answer = checks.find(({ id }) => id === 'open_reqs_met')
  if (people && answer && (answer.outcome === 'pass' || answer.outcome === 'fail')) {
    const met = policy.requirements.every(({ id, people: needed }) => (people.holding[id] ?? 0) >= needed)
    const counted = { met, people: people.holding, file: people.file }
    const agree = met === (answer.outcome === 'pass')
    list.push(
      agree
        ? { code: 'counts_agree', ...counted }
        : { code: 'counts_disagree', dashboard: answer.actual?.trim() ?? '', ...counted },
    )
  } else if (answer?.outcome === 'fail' && missingTrainings(evidence, policy).length === 0) {
    list.push({ code: 'counts_satisfy_despite_no' })
  }
  return list
}
