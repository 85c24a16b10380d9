/** Reads, once, what every scorecard of a run is made of. */

import type { Context } from '../app/context.ts'
import { type NewestList, newestOf } from '../partners/list-state.ts'
import type { Partner } from '../partners/partner.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { certifications } from '../records/kinds/certifications.ts'
import { portalUsers } from '../records/kinds/portal-users.ts'
import { readCourses } from '../reference/reference.ts'
import { olderThan } from '../rules/checks.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import { policyFor } from '../rules/policy.ts'
import type { RecordReader, RejectedRow } from '../store/store.ts'
import { type Certified, readCertified } from './certified/certified.ts'
import { type Desk, readDesk } from './desk.ts'
import { type CountBy, type CountedBadge, type CountedPartner, eachCounted } from './people-counts.ts'

/** A list that scorecards rest on. */
interface UsedList {
  kind: string
  title: string
  newest: NewestList | null
}

/** What every scorecard of a run is made of. */
export interface ScorecardDesk {
  now: string
  today: string
  asOf: string | null
  desk: Desk
  policy: NfrPolicy
  certified: Certified
  /** Rejected rows by the partners they may be of, and those that name no one. */
  rejectedOf: ReadonlyMap<string, readonly RejectedRow[]>
  rejectedOfNobody: readonly RejectedRow[]
  /** The desk's partners, in the order of their accounts' file; each is read when its turn comes. */
  partners(): AsyncIterable<CountedPartner>
  lists: readonly UsedList[]
  /** What the newest complete list of certifications ended, of all partners; null: nothing. */
  ended: { rows: number; place: string } | null
}

const BY_DASHBOARD: Readonly<Record<string, string>> = {
  salesCore: 'Sales Core',
  salesPro: 'Sales Pro',
  saCore: 'SA Core',
  pse: 'PSE',
}

/** Reads it, for one partner or for all. Throws `no_policy`, `bad_reference_data`. */
export async function readScorecards(context: Context, store: RecordReader, only: Partner | null = null): Promise<ScorecardDesk> {
  const { readNfrPolicies } = await import('../reference/reference.ts')
  const { now, today, asOf, maxAgeDays } = context
  const desk = await readDesk(context, store, only)
  const policy = policyFor(readNfrPolicies(), today, 'the requirements of tracks')
  const certified = await readCertified(desk, store)
  const badgesBy = (names: Readonly<Record<string, string>>): CountedBadge[] =>
    Object.entries(names).map(([field, name]) => ({ ...desk.badges.of(name), field }))
  const by: CountBy = {
    policy,
    byUsers: badgesBy(readCourses().courses),
    byDashboard: badgesBy(BY_DASHBOARD),
    isOld: olderThan(now, maxAgeDays),
  }
  const lists = await Promise.all(
    [certifications, portalUsers, certificationDashboard, accounts].map(async ({ kind, title }) => ({
      ...{ kind, title },
      newest: await newestOf(desk.context, store, { kind }),
    })),
  )
  const ended = await endedByNewest(store)
  const partners = () => eachCounted(desk, store, by)
  return { now, today, asOf, desk, policy, certified, partners, lists, ended, ...rejectedBy(certified) }
}

/** What the newest list ended when it was first imported; imported again, it ends nothing more. */
async function endedByNewest(store: RecordReader): Promise<ScorecardDesk['ended']> {
  const newest = (await store.newestImports()).find(({ kind }) => kind === certifications.kind)
  if (newest?.mode !== 'snapshot') return null
  const same = (await store.listImports()).filter(
    ({ kind, sha256, undoneBy, undoes, counts }) =>
      kind === newest.kind && sha256 === newest.sha256 && undoneBy === null && undoes === null && counts.removed > 0,
  )
  const rows = same.reduce((sum, { counts }) => sum + counts.removed, 0)
  return same[0] ? { rows, place: `${newest.file} (import ${same[0].id})` } : null
}

function rejectedBy({ rejected }: Certified): Pick<ScorecardDesk, 'rejectedOf' | 'rejectedOfNobody'> {
  const rejectedOf = new Map<string, RejectedRow[]>()
  for (const { row, candidates } of rejected) {
    for (const id of candidates) {
      const known = rejectedOf.get(id)
      if (known) known.push(row)
      else rejectedOf.set(id, [row])
    }
  }
  return { rejectedOf, rejectedOfNobody: rejected.flatMap(({ row, candidates }) => (candidates.length === 0 ? [row] : [])) }
}
