import { countings, type Evidence, evidenceOf } from './evidence.ts'
import { type Asked, withinLimit } from './licenses.ts'
import { freshness, recordsOf, type Seen } from './lists.ts'
import { type AccountRow, type Alias, type DashboardRow, type ExportFile, NOW, type Outcome, type UserRow } from './model.ts'
import { ANSWERS, isPlain, readingOf, STATUSES, TRACKS, trackOf } from './words.ts'

/** What may be answered, check by check. A check that is not named may be anything, and may be missing. */
export type Allowed = Readonly<Record<string, ReadonlySet<Outcome>>>

/** What may be answered about an account. */
export interface Answer {
  id: string
  /** Whether it must, may or must never be among all partners. */
  listed: 'must' | 'may' | 'never'
  loa: Allowed
  nfr: Allowed
  nfrAsked: Allowed
}

const UNKNOWN: ReadonlySet<Outcome> = new Set<Outcome>(['unknown'])
const ANY: ReadonlySet<Outcome> = new Set<Outcome>(['pass', 'fail', 'unknown'])

/**
 * What may be answered about every account of some files, from what the handbook says alone.
 *
 * @param files those that were taken in
 * @param asked what the license check with type and users was asked for
 */
export function answersOf(files: readonly ExportFile[], aliases: readonly Alias[], asked: Asked): Answer[] {
  const of = <K extends ExportFile['kind']>(kind: K) => Map.groupBy(recordsOf(kind, files), ({ row }) => row.group)
  const [accounts, dashboards, people, licenses] = [
    of('accounts'),
    of('certification_dashboard'),
    of('portal_users'),
    of('nfr_licenses'),
  ]
  return [...accounts].flatMap(([group, seen]) => {
    const partners = seen.filter(({ row }) => row.type === 'Partner')
    return seen.map((account): Answer => {
      const { row } = account
      const dashboard = evidenceOf(row, dashboards.get(group) ?? [], partners, aliases)
      const users = evidenceOf(row, people.get(group) ?? [], partners, aliases)
      const held = evidenceOf(row, licenses.get(group) ?? [], partners, aliases)
      const nfr = nfrOf(account, dashboard, users)
      return {
        id: row.id,
        listed: row.type !== 'Partner' ? 'never' : account.state === 'listed' ? 'must' : 'may',
        loa: loaOf(account, dashboard),
        nfr,
        nfrAsked: { ...nfr, within_limit: withinLimit(row, isSure(account), held, asked, NOW) },
      }
    })
  })
}

/** Whether what an account's row says is evidence: on the newest list, in a row that could be used, and fresh. */
const isSure = (account: Seen<AccountRow>): boolean => account.state === 'listed' && freshness(account) !== 'stale'

/** What a cell of the account may be taken for. A row that is not evidence says nothing (domain rules: missing or stale is unknown). */
function cellOf(account: Seen<AccountRow>, reading: Iterable<Outcome>): Set<Outcome> {
  if (!isSure(account)) return new Set(UNKNOWN)
  return freshness(account) === 'either' ? new Set([...reading, 'unknown']) : new Set(reading)
}

/** Partner Help Desk, "Approving Letters of Authorization", steps 4 and 7, and "Denying Letters of Authorization". */
function loaOf(account: Seen<AccountRow>, dashboard: Evidence<DashboardRow>): Allowed {
  return {
    partner_authorized: cellOf(account, readingOf(STATUSES, account.row.status)),
    open_reqs_met: answerOf(dashboard, ({ openReqs }) => openReqs),
    agreement: agreementOf(account),
  }
}

/**
 * Ecosystem Operations, "Unauthorized Partners": authorized, a signed contract date, and click-through or a manual contract on the
 * record. Without the date nobody can tell until a person saw the contract; without the column nothing is asked.
 */
function agreementOf(account: Seen<AccountRow>): ReadonlySet<Outcome> {
  const { row, file } = account
  if (!isSure(account) || !readingOf(STATUSES, row.status).includes('pass')) return ANY
  if (file.without.includes('Signed Contract Date')) return new Set<Outcome>(['pass'])
  if (row.signed === '') return UNKNOWN
  // A contract that is not signed yet is for a person to look at, or counts by its date.
  return cellOf(account, row.signed.endsWith('/2027') ? ['pass', 'unknown'] : ['pass'])
}

/** Channel Partners: Working with GitLab, "NFR Program Eligibility" and "NFR Program Terms and Conditions", items 2 and 3. */
function nfrOf(account: Seen<AccountRow>, dashboard: Evidence<DashboardRow>, users: Evidence<UserRow>): Allowed {
  const track = trackOf(account.row.track)
  const plain = track !== null && isSure(account) && isPlain(TRACKS, account.row.track)
  return {
    partner_authorized: cellOf(account, readingOf(STATUSES, account.row.status)),
    track_open_or_select: cellOf(account, readingOf(TRACKS, account.row.track)),
    // Which requirements hold depends on the track.
    track_reqs_met: plain
      ? cellOf(
          account,
          answerOf(dashboard, ({ openReqs, selectReqs }) => (track === 'Open' ? openReqs : selectReqs)),
        )
      : ANY,
    technical_certification: certified(users, dashboard),
    // What "authorized" means, the page says of every partner.
    agreement: agreementOf(account),
  }
}

/**
 * What a column of the dashboard says. Partner Help Desk, "Approving Letters of Authorization", step 7, and "Denying": Yes or No.
 * Missing, stale or contradictory is for a person (domain rules: never "probably").
 */
function answerOf(evidence: Evidence<DashboardRow>, cell: (row: DashboardRow) => string | null): Set<Outcome> {
  const ways = countings(evidence).map((rows) => {
    // A list without the column says nothing, and takes nothing away from one that has it.
    const answers = rows.map(cell).filter((text) => text !== null)
    const outcomes = agreed(answers.map((text) => readingOf(ANSWERS, text)))
    return answers.length < rows.length ? outcomes.add('unknown') : outcomes
  })
  return withDoubt(evidence, new Set(ways.flatMap((way) => [...way])))
}

/** Several rows of a partner say one thing together, or nobody can tell. */
function agreed(readings: readonly (readonly Outcome[])[]): Set<Outcome> {
  const all = (['pass', 'fail'] as const).filter((outcome) => readings.every((reading) => reading.includes(outcome)))
  const sure = readings.length > 0 && all.length === 1 && readings.every((reading) => !reading.includes('unknown'))
  return new Set<Outcome>(sure ? all : readings.length === 0 ? ['unknown'] : [...all, 'unknown'])
}

/** What makes a person look beside the evidence there is. */
const withDoubt = (evidence: Evidence<unknown>, outcomes: Set<Outcome>): Set<Outcome> =>
  evidence.perhaps.length + evidence.setAside.length + evidence.doubtful.length > 0 ? outcomes.add('unknown') : outcomes

const holds = ({ saVerified, pse2020, pse2021 }: UserRow): boolean =>
  [saVerified, pse2020, pse2021].some((value) => value !== 'False')

/** "At least one employee": the people of the portal tell; where none are known, the counts of the dashboard (domain rules). */
function certified(users: Evidence<UserRow>, dashboard: Evidence<DashboardRow>): Set<Outcome> {
  const outcomes = new Set(
    countings(users).flatMap((people) => [...(people.length === 0 ? counted(dashboard) : held(people, counted(dashboard)))]),
  )
  // Whose credential cannot be read may be the one (domain rules: a damaged cell is missing evidence, not a no).
  if (users.setAside.length > 0) outcomes.delete('fail')
  return withDoubt(users, outcomes)
}

/** Whose account is not activated may have left: only such people are for a person to look at (domain rules, NFR table). */
function held(people: readonly UserRow[], byDashboard: ReadonlySet<Outcome>): Outcome[] {
  const holders = people.filter(holds)
  if (holders.some(({ activated }) => activated === 'True')) return ['pass']
  if (holders.some(({ activated }) => activated === '')) return ['pass', 'unknown']
  if (holders.length > 0) return ['unknown']
  // The portal shows nobody; where the dashboard does, the sources contradict each other.
  return byDashboard.has('fail') && byDashboard.size === 1 ? ['fail'] : ['fail', 'unknown']
}

/** The dashboard's own counts of people with SA Core or PSE. */
function counted(dashboard: Evidence<DashboardRow>): Set<Outcome> {
  const ways = countings(dashboard).map((rows): Outcome[] => {
    const counts = rows.flatMap(({ saCore, pse }) => [saCore, pse])
    const more: Outcome[] = rows.length === 1 && !counts.includes('') ? [] : ['unknown']
    if (rows.length === 0) return more
    return [counts.some((count) => Number(count) > 0) ? 'pass' : 'fail', ...more]
  })
  return withDoubt(dashboard, new Set(ways.flat()))
}
