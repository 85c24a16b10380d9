/** What portal users and the dashboard say of a partner's people: totals now, and whether the requirements of its track are met. */

import { countsOf, dashboardView } from '../partners/dashboard.ts'
import { gatherAll } from '../partners/every/gather-all.ts'
import { factIfThere } from '../partners/facts.ts'
import { type EvidenceReader, gatherOne, type PartnerData, type Wanted } from '../partners/gather.ts'
import type { Partner } from '../partners/partner.ts'
import { peopleOf } from '../partners/people.ts'
import type { DashboardRow } from '../records/kinds/certification-dashboard.ts'
import { enough, type SourceCount, type WhyUnknown } from '../reports/scorecard/requirement.ts'
import { dashboardSaysYes, freshPart, type IsOld, sameWord } from '../rules/checks.ts'
import type { NfrPolicy, NfrTrack } from '../rules/nfr-types.ts'
import { dashboardCount } from '../rules/trainings.ts'
import type { UnknownReason } from '../rules/verdict.ts'
import type { Desk } from './desk.ts'

/** A badge that other lists count, and where they do: a field of portal users, a column of the dashboard. */
export interface CountedBadge {
  badge: string
  credential: string | null
  field: string
}

/** People with a badge by a list that knows the total of now, and nothing else. */
export interface BadgeTotal {
  badge: string
  credential: string | null
  people: number
}

/** What other lists say of a partner's people. */
export interface OtherCounts {
  /** The requirements of the track by each list, the better one first. */
  sources: SourceCount[]
  /** The totals of the better list; null: no list has the partner. */
  totals: { by: 'portal_users' | 'certification_dashboard'; badges: BadgeTotal[]; file: string } | null
}

/** How other lists are read: the policy, the badges they count, and what is too old. */
export interface CountBy {
  policy: NfrPolicy
  byUsers: readonly CountedBadge[]
  byDashboard: readonly CountedBadge[]
  isOld: IsOld
}

/** The track of a partner by the policy; null where the policy has none of that name. */
export function trackOf({ account }: Partner, { tracks }: NfrPolicy): { name: string; track: NfrTrack } | null {
  const found = Object.entries(tracks).find(([name]) => sameWord(account.record.track, name))
  return found ? { name: found[0], track: found[1] } : null
}

/** A partner, and what other lists say of its people. */
export interface CountedPartner {
  partner: Partner
  others: OtherCounts
}

/** The desk's partners in the order of their accounts' file, one after the other, with what other lists say of each. */
export async function* eachCounted(desk: Desk, store: EvidenceReader, by: CountBy): AsyncGenerator<CountedPartner> {
  const { only } = desk
  const wanted = wantedFor(by)
  if (only !== null) return yield { partner: only, others: otherCounts(only, await gatherOne(store, only, wanted), by) }
  for await (const some of gatherAll(store, wanted, 'file'))
    for (const { partner, data } of some) yield { partner, others: otherCounts(partner, data, by) }
}

/** Where the count of a field is kept beside those of the requirements. */
const fieldKey = (field: string): string => `field ${field}`

function wantedFor({ policy, byUsers }: CountBy): Wanted {
  const requirements = Object.values(policy.tracks).flatMap((track) => track.requirements)
  const holding = [
    ...requirements.map(({ id, shownBy }) => [id, shownBy] as const),
    ...byUsers.map(({ field }) => [fieldKey(field), [field]] as const),
  ]
  return { holding: Object.fromEntries(holding), lines: false, kinds: [] }
}

function otherCounts(partner: Partner, data: PartnerData, by: CountBy): OtherCounts {
  const track = trackOf(partner, by.policy)?.track ?? null
  return {
    sources: track === null ? [] : [...usersSay(data, track, by), ...dashboardSays(data, track, by)],
    totals: totalsByUsers(data, by) ?? totalsByDashboard(data, by),
  }
}

function totalsByUsers(data: PartnerData, { byUsers, isOld }: CountBy): OtherCounts['totals'] {
  const people = freshPart(peopleOf(data), isOld)
  if (!people) return null
  const badges = byUsers.map(({ badge, credential, field }) => ({
    ...{ badge, credential },
    people: (people.holding[fieldKey(field)] ?? 0) + (people.inactive[fieldKey(field)] ?? 0),
  }))
  return { by: 'portal_users', badges: badges.filter((each) => each.people > 0), file: people.file }
}

/** A partner may have a row for each region, and a person be in several: only the largest count is certain. */
function totalsByDashboard(data: PartnerData, { byDashboard, isOld }: CountBy): OtherCounts['totals'] {
  const rows = dashboardView(data).rows.filter(({ source }) => !isOld(source))
  const [first] = rows
  if (!first) return null
  const badges = byDashboard.flatMap(({ badge, credential, field }) => {
    const people = Math.max(...rows.map((row) => countsOf(row)[field] ?? 0))
    return people === 0 ? [] : [{ badge, credential, people }]
  })
  return { by: 'certification_dashboard', badges, file: first.source.file }
}

/** Whether the portal users of a partner are enough; none where it has none. */
function usersSay(data: PartnerData, { requirements }: NfrTrack, { isOld }: CountBy): SourceCount[] {
  const all = peopleOf(data)
  if (!all) return []
  const people = freshPart(all, isOld) ?? all
  const have = Object.fromEntries(requirements.map(({ id }) => [id, people.holding[id] ?? 0]))
  const said = { by: 'portal_users' as const, have, file: people.file, lastSeenAt: people.lastSeenAt }
  const unknown = (why: WhyUnknown): SourceCount[] => [{ ...said, met: null, why }]
  if (isOld(people)) return unknown('stale')
  if (enough(have, requirements)) return [{ ...said, met: true, why: null }]
  if (data.setAside.users.length > 0) return unknown('rejected')
  const withInactive = requirements.map(({ id }) => [id, (have[id] ?? 0) + (people.inactive[id] ?? 0)])
  if (enough(Object.fromEntries(withInactive), requirements)) return unknown('inactive')
  if (data.unsurePeople.some(({ row }) => !row.source.gone)) return unknown('unlinked')
  return [{ ...said, met: false, why: null }]
}

const WHY: Readonly<Partial<Record<UnknownReason, WhyUnknown>>> = {
  stale: 'stale',
  gone_from_list: 'stale',
  set_aside: 'rejected',
  contradictory: 'unreadable',
  unreadable: 'unreadable',
}

/** What the dashboard answers; none where it has no row of the partner, or no such column. */
function dashboardSays(data: PartnerData, { answer, requirements }: NfrTrack, { policy, isOld }: CountBy): SourceCount[] {
  const view = dashboardView(data)
  const answerOf = (row: (typeof view.rows)[number]) =>
    factIfThere(row, answer, row.record[answer as keyof DashboardRow] as string | null)
  const rows = view.rows.filter(({ source }) => !isOld(source))
  const current = rows.length > 0 ? rows : view.rows
  const check = dashboardSaysYes(
    'track_reqs_met',
    {
      answers: current.map(answerOf),
      setAside: view.setAside,
      candidates: view.candidates.map(({ row, ...candidate }) => ({
        ...candidate,
        answer: answerOf(row),
        source: { ...row.source, column: null },
      })),
    },
    policy.checks.track_reqs_met,
    isOld,
  )
  if (check.reason === 'missing' || check.reason === 'no_column') return []
  const [row] = current
  const counts = row ? countsOf(row) : {}
  return [
    {
      by: 'certification_dashboard',
      have: Object.fromEntries(requirements.map(({ id, countedBy }) => [id, dashboardCount(countedBy, counts)])),
      met: check.outcome === 'unknown' ? null : check.outcome === 'pass',
      why: check.outcome === 'unknown' ? ((check.reason && WHY[check.reason]) ?? 'unlinked') : null,
      file: check.source?.file ?? row?.source.file ?? '',
      lastSeenAt: check.source?.lastSeenAt ?? row?.source.lastSeenAt ?? '',
    },
  ]
}
