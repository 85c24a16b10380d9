import { isDamagedWord } from '../../records/damaged-word.ts'
import {
  AGREEMENT,
  agreement,
  agreementNotes,
  type IsOld,
  olderThan,
  partnerAuthorized,
  restrictedMark,
  sameWord,
  unusable,
} from '../checks.ts'
import { decideLoa } from '../loa.ts'
import { currentEvidence, decideNfr } from '../nfr.ts'
import type { NfrEvidence } from '../nfr-types.ts'
import { enoughPeople } from '../people-check.ts'
import { dashboardCount, type MissingTraining } from '../trainings.ts'
import { type Check, type Decision, decisionOf } from '../verdict.ts'
import {
  type ActAnswer,
  type AuthorizedEvidence,
  type AuthorizedNote,
  type AuthorizedPolicy,
  type AuthorizedVerdict,
  type May,
  type OtherPolicies,
  type OwnAct,
  SALES,
} from './authorized-types.ts'

const MAY: Readonly<Record<Decision, May>> = { eligible: 'yes', not_eligible: 'no', needs_review: 'unknown' }

/**
 * Decides whether a partner is authorized, and what it may do. Rule: Ecosystem Operations, Standard Channel Practices, Unauthorized
 * Partners, Program Compliance, Program and Incentive Definitions; Channel Partners: Working with GitLab, Deal Registration Program
 * Overview, Quote to Order. Letters and licenses are decided by their own rules. `now` is ISO 8601; evidence older than `maxAgeDays`
 * is stale and decides nothing.
 */
export function decideAuthorized(
  evidence: AuthorizedEvidence,
  policy: AuthorizedPolicy,
  { loa, nfr }: OtherPolicies,
  now: string,
  maxAgeDays: number,
): AuthorizedVerdict {
  const isOld = olderThan(now, maxAgeDays)
  const today = now.slice(0, 10)
  const current = currentEvidence(evidence.nfr, today, isOld)
  const authorized = partnerAuthorized(current, policy.checks.partner_authorized, isOld)
  const contract = agreement(current, policy.checks.agreement, authorized, today, isOld)
  // Each act cites its own section for what is found once.
  const { handbook } = authorized
  const found: Readonly<Record<CheckName, Check | null>> = {
    partner_authorized: authorized,
    [AGREEMENT]: contract,
    [SALES]: enoughPeople(SALES, { current, all: evidence.nfr }, { ...policy.checks.sales_training, handbook }, isOld),
    open_status: openStatus(current, policy, handbook, isOld),
  }
  const own = (['transact', 'register', 'quote'] as const).map((act): ActAnswer => {
    const checks = checksOf(act, policy, found)
    return { act, may: MAY[decisionOf(checks)], checks }
  })
  const letter = decideLoa(evidence.loa, loa, now, maxAgeDays)
  const license = decideNfr(evidence.nfr, nfr, null, now, maxAgeDays)
  const acts: ActAnswer[] = [
    ...own,
    { act: 'letter', may: MAY[letter.decision], checks: letter.checks },
    { act: 'nfr', may: MAY[license.decision], checks: license.checks },
  ]
  const checks = contract ? [authorized, contract] : [authorized]
  return {
    decision: decisionOf(checks),
    policy,
    checks,
    acts,
    missing: missingTraining(current, policy, own),
    notes: notesOf(current, policy, checks, own),
    stale: [...checks, ...acts.flatMap((act) => act.checks)].some(({ reason }) => reason === 'stale'),
  }
}

type AskedOf = AuthorizedPolicy['acts'][OwnAct]
type CheckName = keyof AskedOf

/** The checks of an act, in the order the policy lists them; one that the evidence has nothing for is left out. */
function checksOf(act: OwnAct, { acts }: AuthorizedPolicy, found: Readonly<Record<CheckName, Check | null>>): Check[] {
  return Object.entries(acts[act]).flatMap(([id, handbook]) => {
    const check = found[id as CheckName]
    return handbook && check ? [{ ...check, handbook }] : []
  })
}

/** Whether the track is one that the page's "at least Open Status" covers; of any other track it says nothing. */
function openStatus(
  { track: fact, rejectedAccountRow }: NfrEvidence,
  { checks }: AuthorizedPolicy,
  handbook: Check['handbook'],
  isOld: IsOld,
): Check {
  const { expected, tracks } = checks.open_status
  const check = { id: 'open_status' as const, expected, actual: fact.value, source: fact.source, handbook }
  const why = unusable({ ...fact, doubt: fact.doubt ?? rejectedAccountRow }, isOld)
  if (why) return { ...check, outcome: 'unknown', ...why }
  if (isDamagedWord(fact.value)) return { ...check, outcome: 'unknown', reason: 'unreadable', detail: null }
  if (tracks.some((track) => sameWord(fact.value, track))) return { ...check, outcome: 'pass', reason: null, detail: null }
  return { ...check, outcome: 'unknown', reason: 'no_track', detail: null }
}

/** How many people still need the sales training, where a check says that too few have it. */
function missingTraining(
  { people, dashboard }: NfrEvidence,
  { checks: { sales_training: training } }: AuthorizedPolicy,
  acts: readonly ActAnswer[],
): MissingTraining[] {
  const fails = acts.some(({ checks }) => checks.some(({ id, outcome }) => id === SALES && outcome === 'fail'))
  if (!fails) return []
  const requirement = { id: SALES, ...training }
  const counted = dashboard.map(({ counts }) => dashboardCount(training.countedBy, counts) ?? 0)
  const have = people ? (people.holding[SALES] ?? 0) : Math.max(0, ...counted)
  const inactive = people?.inactive[SALES] ?? 0
  const from = people ? ('portal_users' as const) : ('certification_dashboard' as const)
  return [{ requirement, have, need: training.people - have, inactive, from }]
}

function notesOf(
  evidence: NfrEvidence,
  { checks: { agreement: asksContract }, course }: AuthorizedPolicy,
  checks: readonly Check[],
  acts: readonly ActAnswer[],
): AuthorizedNote[] {
  const mark = restrictedMark(evidence.restricted)
  const isAuthorized = checks[0]?.outcome === 'pass'
  const contract = checks.find(({ id }) => id === AGREEMENT)
  const fails = acts.some(
    ({ act, checks: asked }) => act === 'register' && asked.some(({ id, outcome }) => id === SALES && outcome !== 'pass'),
  )
  return [
    ...(mark === null ? [] : [{ code: 'restricted_party' as const, value: mark }]),
    ...(isAuthorized && asksContract ? agreementNotes(contract, evidence) : []),
    ...(isAuthorized && fails ? [{ code: 'course_not_exported' as const, course: course.name }] : []),
  ]
}
