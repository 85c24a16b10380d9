import {
  AGREEMENT,
  type AgreementNote,
  agreement,
  agreementNotes,
  type CandidateAnswer,
  dashboardSaysYes,
  type ExpectedValue,
  fresh,
  freshPart,
  type IsOld,
  type NotedContract,
  type NotLinked,
  notLinked,
  olderThan,
  type PeopleGone,
  partnerAuthorized,
  type RejectedRow,
  restrictedMark,
  sameWord,
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
import { type Candidate, type Check, type Decision, decisionOf, type Fact, type Lasting, type Source } from './verdict.ts'

/** One version of the rule for letters of authorization (data/policies/loa.json). */
export interface LoaPolicy extends Dated {
  checks: {
    partner_authorized: ExpectedValue
    agreement?: ExpectedValue | undefined
    open_reqs_met?: ExpectedValue | undefined
  }
  requirements: readonly Requirement[]
  slaBusinessDays: number
}

/** The partner's people among the portal users, counted; `fresher` counts only those seen more recently. */
interface LoaPeople extends CountedPeople, Lasting {
  file: string
  left?: PeopleGone | null
  fresher?: LoaPeople | null
}

/** What is known about a partner that asks for a letter. */
export interface LoaEvidence {
  status: Fact<string | null>
  signedContract: Fact<string | null> | null
  clickThrough: Fact<boolean | null> | null
  contractNoted: NotedContract | null
  restricted: Fact<string | null> | null
  channelManager: string | null
  /** The partner's rows of the dashboard: the answer and the counts by column. */
  dashboard: readonly DashboardEvidence[]
  /** Newer rows, perhaps the partner's own, that were rejected. */
  rejectedAccountRow: RejectedRow | null
  dashboardSetAside: RejectedRow | null
  /** Rows of the dashboard that may be the partner's. */
  candidates: readonly CandidateAnswer[]
  /** Whether any dashboard was imported at all. */
  dashboardImported: boolean
  /** People of the partner among the portal users, by requirement; null when no users were imported for it. */
  people: LoaPeople | null
  /** People who may be the partner's, by the names in their rows; not counted. */
  unsurePeople: { lastSeenAt: string; candidates: readonly Omit<Candidate, 'counts'>[] } | null
  /** Letters that the partner was given. */
  letters: readonly Letter[]
}

/** A letter that was issued. */
export interface Letter {
  /** The date on the letter, YYYY-MM-DD; null if only its last day is known. */
  date: string | null
  /** The last day as the list states it. */
  stated: string | null
  source: Source
}

/** The last day of a letter: it is valid for one calendar year from its date (Ecosystem Operations, Letters of Authorization). */
export function lastDayOf({ date, stated }: Pick<Letter, 'date' | 'stated'>): string | null {
  return date === null ? stated : addYear(date)
}

interface DashboardEvidence {
  openReqsMet: Fact<string | null>
  counts: Readonly<Record<string, number | null>>
}

export type LoaNote =
  | { code: 'restricted_party'; value: string }
  | NotLinked
  | { code: 'older_row_disagrees'; actual: string | null; source: Source }
  | { code: 'no_agreement_shown' }
  | AgreementNote
  | { code: 'agreement'; signedContract: string | null; clickThrough: boolean | null }
  | { code: 'counts_agree'; met: boolean; people: CountedPeople; file: string }
  | CountsDisagree
  | { code: 'counts_satisfy_despite_no' }
  | { code: 'people_gone'; people: number; file: string }
  | { code: 'last_letter'; letter: Letter; lastDay: string; runs: boolean }

export interface LoaVerdict {
  decision: Decision
  policy: LoaPolicy
  checks: readonly Check[]
  missing: readonly MissingTraining[]
  notes: readonly LoaNote[]
  stale: boolean
}

/**
 * Decides whether a partner is eligible for a letter of authorization.
 * Rule: Partner Help Desk, Approving / Denying Letters of Authorization; Ecosystem Operations, Letters of Authorization.
 * `now` is ISO 8601; evidence older than `maxAgeDays` is stale and decides nothing.
 */
export function decideLoa(evidence: LoaEvidence, policy: LoaPolicy, now: string, maxAgeDays: number): LoaVerdict {
  const isOld = olderThan(now, maxAgeDays)
  const current: LoaEvidence = {
    ...evidence,
    dashboard: currentRows(evidence.dashboard, isOld),
    people: freshPart(evidence.people, isOld),
    unsurePeople: fresh(evidence.unsurePeople, isOld),
    rejectedAccountRow: fresh(evidence.rejectedAccountRow, isOld),
    dashboardSetAside: fresh(evidence.dashboardSetAside, isOld),
  }
  const authorized = partnerAuthorized(current, policy.checks.partner_authorized, isOld)
  const contract = agreement(current, policy.checks.agreement, authorized, now.slice(0, 10), isOld)
  const checks: Check[] = [authorized, ...(contract ? [contract] : [])]
  if (policy.checks.open_reqs_met) {
    const { dashboard, dashboardSetAside: setAside, candidates } = current
    const answers = { answers: dashboard.map(({ openReqsMet }) => openReqsMet), setAside, candidates }
    checks.push(dashboardSaysYes('open_reqs_met', answers, policy.checks.open_reqs_met, isOld))
  }
  const denied = checks.some(({ id, outcome }) => id === 'open_reqs_met' && outcome === 'fail')
  const gone = evidence.dashboard.filter((row) => !current.dashboard.includes(row))
  return {
    decision: decisionOf(checks),
    policy,
    checks,
    missing: denied ? missingTrainings(current, policy.requirements) : [],
    notes: [...notes(current, gone, policy, checks, isOld), ...lastLetter(current, now.slice(0, 10))],
    stale: checks.some(({ reason }) => reason === 'stale'),
  }
}

/** A row that left the dashboard goes stale and must not count against the current one. */
function currentRows(rows: readonly DashboardEvidence[], isOld: IsOld): readonly DashboardEvidence[] {
  const recent = rows.filter(({ openReqsMet: { source } }) => !isOld(source))
  return recent.length > 0 ? recent : rows
}

function notes(
  evidence: LoaEvidence,
  gone: readonly DashboardEvidence[],
  { requirements, checks: { agreement: asksContract } }: LoaPolicy,
  checks: readonly Check[],
  isOld: IsOld,
): LoaNote[] {
  const { restricted, signedContract, clickThrough, people, dashboard } = evidence
  const list: LoaNote[] = []
  const mark = restrictedMark(restricted)
  if (mark !== null) list.push({ code: 'restricted_party', value: mark })
  const answer = checks.find(({ id }) => id === 'open_reqs_met')
  const recent = evidence.candidates.filter(({ source }) => !isOld(source))
  if (answer) list.push(...notLinked([...recent, ...(evidence.unsurePeople?.candidates ?? [])], checks))
  for (const { openReqsMet } of answer?.outcome === 'pass' ? gone : []) {
    const { value, source } = openReqsMet
    if (!sameWord(value, answer?.expected ?? '')) list.push({ code: 'older_row_disagrees', actual: value, source })
  }
  const isAuthorized = checks.some(({ id, outcome }) => id === 'partner_authorized' && outcome === 'pass')
  const contract = checks.find(({ id }) => id === AGREEMENT)
  if (isAuthorized && !asksContract && signedContract && clickThrough) {
    const shown = signedContract.value !== null || clickThrough.value === true
    const found = { signedContract: signedContract.value, clickThrough: clickThrough.value }
    list.push(shown ? { code: 'agreement', ...found } : { code: 'no_agreement_shown' })
  }
  if (isAuthorized && asksContract) list.push(...agreementNotes(contract, evidence))
  const disagree = countsDisagree(answer, people, people?.file ?? '', requirements)
  if (disagree) list.push(disagree)
  else if (people && answer && answer.outcome !== 'unknown') {
    const { holding, inactive, file } = people
    list.push({ code: 'counts_agree', met: answer.outcome === 'pass', people: { holding, inactive }, file })
  }
  if (evidence.people?.left)
    list.push({ code: 'people_gone', people: evidence.people.left.people, file: evidence.people.left.file })
  const [row] = dashboard
  if (
    row &&
    answer?.outcome === 'fail' &&
    requirements.every((requirement) => (dashboardCount(requirement.countedBy, row.counts) ?? 0) >= requirement.people)
  ) {
    list.push({ code: 'counts_satisfy_despite_no' })
  }
  return list
}

/** The letter with the latest last day. */
function lastLetter({ letters }: LoaEvidence, today: string): LoaNote[] {
  const known = letters.flatMap((letter) => {
    const lastDay = lastDayOf(letter)
    return lastDay === null ? [] : [{ letter, lastDay }]
  })
  const [last] = known.sort((a, b) => (a.lastDay < b.lastDay ? 1 : a.lastDay > b.lastDay ? -1 : 0))
  return last ? [{ code: 'last_letter', ...last, runs: today <= last.lastDay }] : []
}
