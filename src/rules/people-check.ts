/** The check that people of a partner hold a credential, of portal users and of the dashboard's counts. */

import { placeOf } from '../records/place.ts'
import { type IsOld, ofCandidates, whyOld } from './checks.ts'
import type { NfrEvidence } from './nfr-types.ts'
import { dashboardCount, type Requirement } from './trainings.ts'
import type { Check, Citation } from './verdict.ts'

/** The required people may be this partner's or another's. */
function byUnsure({
  candidates,
  file,
}: NonNullable<NfrEvidence['unsurePeople']>): Pick<Check, 'reason' | 'detail' | 'candidates'> {
  const placed = candidates.map((candidate) => ({ ...candidate, source: { file, line: null } }))
  return { reason: candidates[0]?.why ?? null, ...ofCandidates(placed) }
}

/** How many people must hold a credential, by which columns of the dashboard they are counted, and where the handbook says so. */
type WantedPeople = Pick<Requirement, 'people' | 'countedBy'> & { handbook: Citation }

/**
 * Whether enough people hold a credential, which they are counted under by the name of the check: by the portal users if the partner
 * has any, else by the dashboard's counts. If the users show too few and the dashboard does not, it is unknown: badges show with a
 * delay. `current` is the evidence that still counts, `all` with what is too old.
 */
export function enoughPeople(
  id: 'technical_certification' | 'sales_training',
  { current, all }: { current: NfrEvidence; all: NfrEvidence },
  { people: needed, handbook, countedBy }: WantedPeople,
  isOld: IsOld,
): Check {
  const nothing = { outcome: 'unknown', actual: null, reason: null, detail: null, source: null } as const
  const check: Check = { id, expected: `at least ${needed}`, ...nothing, handbook }
  const { people, unsurePeople, dashboard, usersSetAside, dashboardSetAside, candidates } = current
  const unsureHolders = unsurePeople ? (unsurePeople.holding[id] ?? 0) + (unsurePeople.inactive[id] ?? 0) : 0
  const rows = dashboard
    .filter(({ source }) => !isOld(source))
    .map((row) => ({ ...row, count: dashboardCount(countedBy, row.counts) }))
  const best = rows.reduce<(typeof rows)[number] | null>(
    (most, row) => ((row.count ?? -1) > (most?.count ?? -1) ? row : most),
    null,
  )
  if (people) {
    const holders = people.holding[id] ?? 0
    const inactive = people.inactive[id] ?? 0
    const source = people.places[id] ?? people.source
    const found = { ...check, actual: inactive === 0 ? String(holders) : `${holders} active, ${inactive} inactive`, source }
    // A person whose newer row was rejected may no longer hold it.
    if (holders - (usersSetAside?.people ?? 0) >= needed) return { ...found, outcome: 'pass' }
    if (usersSetAside) return { ...found, reason: 'set_aside', detail: placeOf(usersSetAside) }
    // A person with an inactive account may have left, or not started yet: ask the partner.
    if (holders + inactive >= needed) return { ...found, reason: 'inactive' }
    if (unsurePeople && holders + unsureHolders >= needed) return { ...found, ...byUnsure(unsurePeople) }
    if (best && (best.count ?? 0) >= needed && !dashboardSetAside) {
      return {
        ...found,
        reason: 'contradictory',
        detail: `${holders} by the portal users, ${best.count} by ${placeOf(best.source)}`,
      }
    }
    if (people.left && holders + (people.left.holding[id] ?? 0) >= needed) {
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
