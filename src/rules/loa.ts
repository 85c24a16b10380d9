import type { Dated } from './policy.ts'
import {
  type Check,
  type Citation,
  type Decision,
  decisionOf,
  type Fact,
  isStale,
  type Source,
  type UnknownReason,
} from './verdict.ts'

/** A credential that people of the partner must hold, and the trainings that give it. */
interface Requirement {
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
  /** Newer rows that may be the partner's own, but had to be set aside; `lastSeenAt` is when. */
  accountSetAside: RowSetAside | null
  dashboardSetAside: RowSetAside | null
  /** Partners, by name and id, that rows with this partner's name may mean as well. */
  sharedWith: readonly string[]
  /** What rows answer that may be the partner's, where they are newer than all that certainly are. */
  sharedNewer: readonly (string | null)[]
  /** Whether any dashboard was imported at all. */
  dashboardImported: boolean
  /** People of the partner among the portal users, by requirement; null when no users were imported for it. */
  people: { holding: Readonly<Record<string, number>>; file: string; lastSeenAt: string; otherForms: readonly string[] } | null
}

interface RowSetAside {
  file: string
  line: number
  lastSeenAt: string
}

interface DashboardEvidence {
  openReqsMet: Fact<string | null>
  counts: Readonly<Record<string, number | null>>
  /** The name the row has, where it was taken for the partner's although its legal form is another. */
  otherForm: string | null
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
  | { code: 'other_legal_form'; names: readonly string[] }
  | { code: 'older_row_disagrees'; actual: string | null; source: Source }
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
  const isOld = (source: Pick<Source, 'lastSeenAt'>): boolean => isStale(source, now, maxAgeDays)
  const current: LoaEvidence = {
    ...evidence,
    dashboard: currentRows(evidence.dashboard, isOld),
    people: fresh(evidence.people, isOld),
    accountSetAside: fresh(evidence.accountSetAside, isOld),
    dashboardSetAside: fresh(evidence.dashboardSetAside, isOld),
  }
  const checks: Check[] = [authorized(current, policy.checks.partner_authorized, isOld)]
  if (policy.checks.open_reqs_met) checks.push(openReqsMet(current, policy.checks.open_reqs_met, isOld))
  const denied = checks.some(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
  const gone = evidence.dashboard.filter((row) => !current.dashboard.includes(row))
  return {
    decision: decisionOf(checks),
    policy,
    checks,
    missing: denied ? missingTrainings(current, policy) : [],
    notes: notes(current, gone, policy, checks),
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

type IsOld = (source: Pick<Source, 'lastSeenAt'>) => boolean

function fresh<T extends Pick<Source, 'lastSeenAt'>>(value: T | null, isOld: IsOld): T | null {
  return value && !isOld(value) ? value : null
}

/** A row that left the dashboard goes stale; it must not speak against the one that is there now. */
function currentRows(rows: readonly DashboardEvidence[], isOld: IsOld): readonly DashboardEvidence[] {
  const recent = rows.filter(({ openReqsMet: { source } }) => !isOld(source))
  return recent.length > 0 ? recent : rows
}

/** Why a fact decides nothing, if it does not. */
function unusable({ source, doubt }: Fact<unknown>, isOld: IsOld): { reason: UnknownReason; detail: string | null } | null {
  if (doubt) return { reason: 'set_aside', detail: placeOf(doubt) }
  return isOld(source) ? { reason: 'stale', detail: null } : null
}

function placeOf({ file, line }: { file: string; line: number }): string {
  return `${file}, line ${line}`
}

function authorized({ status, accountSetAside }: LoaEvidence, { expected, handbook }: LoaCheckPolicy, isOld: IsOld): Check {
  const check = { id: 'partner_authorized', expected, actual: status.value, source: status.source, handbook }
  const why = unusable({ ...status, doubt: status.doubt ?? accountSetAside }, isOld)
  if (why) return { ...check, outcome: 'unknown', ...why }
  return { ...check, outcome: sameWord(status.value, expected) ? 'pass' : 'fail', reason: null, detail: null }
}

function openReqsMet(
  { dashboard, dashboardSetAside, sharedWith, sharedNewer }: LoaEvidence,
  { expected, handbook }: LoaCheckPolicy,
  isOld: IsOld,
): Check {
  const check = { id: 'open_reqs_met', expected, handbook, actual: null, source: null, detail: null }
  const unknown = (reason: UnknownReason, rest: Partial<Check> = {}): Check => ({ ...check, outcome: 'unknown', reason, ...rest })
  const [first] = dashboard
  if (dashboardSetAside) {
    const found = first && { actual: first.openReqsMet.value, source: first.openReqsMet.source }
    return unknown('set_aside', { ...found, detail: placeOf(dashboardSetAside) })
  }
  const disagrees = sharedNewer.some((answer) => !sameWord(answer, first?.openReqsMet.value ?? ''))
  if (disagrees || (sharedWith.length > 0 && !first)) return unknown('ambiguous', { detail: sharedWith.join(', ') || null })
  if (!first) return unknown('missing')
  const { value, source } = first.openReqsMet
  const found = { actual: value, source }
  for (const { openReqsMet: answer } of dashboard) {
    const why = unusable(answer, isOld)
    if (why) return unknown(why.reason, { actual: answer.value, source: answer.source, detail: why.detail })
  }
  if (dashboard.some((row) => !sameWord(row.openReqsMet.value, value ?? ''))) {
    const answers = dashboard.map(({ openReqsMet: answer }) => `${answer.value ?? 'blank'} (line ${answer.source.line})`)
    return unknown('contradictory', { source, detail: answers.join(', ') })
  }
  if (sameWord(value, expected)) return { ...check, ...found, outcome: 'pass', reason: null }
  return sameWord(value, 'No') ? { ...check, ...found, outcome: 'fail', reason: null } : unknown('unreadable', found)
}

/** Case and outer space apart. */
function sameWord(value: string | null, word: string): boolean {
  return (value ?? '').trim().toLowerCase() === word.trim().toLowerCase()
}

/**
 * Counts the people still missing: by the portal users where they were imported and do not meet the requirements themselves, else by
 * the dashboard's own counts.
 */
function missingTrainings({ people, dashboard }: LoaEvidence, { requirements }: LoaPolicy): MissingTraining[] {
  const lacking = (from: MissingTraining['from'], haveOf: (requirement: Requirement) => number | null): MissingTraining[] =>
    requirements.flatMap((requirement) => {
      const have = haveOf(requirement)
      return have === null || have >= requirement.people ? [] : [{ requirement, have, need: requirement.people - have, from }]
    })
  const byUsers = people ? lacking('portal_users', ({ id }) => people.holding[id] ?? 0) : []
  const [row] = dashboard
  return byUsers.length > 0 || !row
    ? byUsers
    : lacking('certification_dashboard', (requirement) => dashboardCount(requirement, row))
}

/** One person may stand in several columns, so the largest is what is certain. */
function dashboardCount({ countedBy }: Requirement, { counts }: DashboardEvidence): number | null {
  const known = countedBy.map((column) => counts[column]).filter((count) => count !== null && count !== undefined)
  return known.length > 0 ? Math.max(...known) : null
}

function notes(
  evidence: LoaEvidence,
  gone: readonly DashboardEvidence[],
  { requirements }: LoaPolicy,
  checks: readonly Check[],
): LoaNote[] {
  const { restricted, signedContract, clickThrough, people, dashboard } = evidence
  const list: LoaNote[] = []
  const mark = restricted?.value?.trim() ?? ''
  if (mark !== '' && !/^(?:no?|false|0|none|not restricted)$/i.test(mark)) list.push({ code: 'restricted_party', value: mark })
  const answer = checks.find(({ id }) => id === 'open_reqs_met')
  const names = answer ? [...dashboard.flatMap(({ otherForm }) => otherForm ?? []), ...(people?.otherForms ?? [])] : []
  if (names.length > 0) list.push({ code: 'other_legal_form', names: [...new Set(names)] })
  for (const { openReqsMet } of answer?.outcome === 'pass' ? gone : []) {
    const { value, source } = openReqsMet
    if (!sameWord(value, answer?.expected ?? '')) list.push({ code: 'older_row_disagrees', actual: value, source })
  }
  const isAuthorized = checks.some(({ id, outcome }) => id === 'partner_authorized' && outcome === 'pass')
  if (isAuthorized && signedContract && clickThrough) {
    const shown = signedContract.value !== null || clickThrough.value === true
    const agreement = { signedContract: signedContract.value, clickThrough: clickThrough.value }
    list.push(shown ? { code: 'agreement', ...agreement } : { code: 'no_agreement_shown' })
  }
  if (people && answer && (answer.outcome === 'pass' || answer.outcome === 'fail')) {
    const met = requirements.every(({ id, people: needed }) => (people.holding[id] ?? 0) >= needed)
    const counts = { met, people: people.holding, file: people.file }
    const agree = met === (answer.outcome === 'pass')
    list.push(
      agree
        ? { code: 'counts_agree', ...counts }
        : { code: 'counts_disagree', dashboard: answer.actual?.trim() ?? '', ...counts },
    )
  }
  const [row] = dashboard
  if (
    row &&
    answer?.outcome === 'fail' &&
    requirements.every((requirement) => (dashboardCount(requirement, row) ?? 0) >= requirement.people)
  ) {
    list.push({ code: 'counts_satisfy_despite_no' })
  }
  return list
}
