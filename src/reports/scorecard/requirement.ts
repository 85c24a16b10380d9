/** Whether a partner meets the requirements of its track, by each list that can say so. Pure. */

import type { Requirement } from '../../rules/trainings.ts'
import { type CertifiedRow, heldBy, isHeld, type Scope } from './rows.ts'

/** The lists that can say whether requirements are met; an earlier one goes first. */
export type CountedBy = 'certifications' | 'portal_users' | 'certification_dashboard'

/** Why a list, or all of them, cannot say it. */
export type WhyUnknown =
  /** No list has the partner. */
  | 'missing'
  /** The list is too old. */
  | 'stale'
  /** Rejected rows may be of people who are still needed. */
  | 'rejected'
  /** Rows that may be the partner's may be of people who are still needed. */
  | 'unlinked'
  /** People who are still needed have an inactive account. */
  | 'inactive'
  /** The answer cannot be read, or rows contradict each other. */
  | 'unreadable'
  /** The account has no track. */
  | 'no_track'
  /** Lists contradict each other. */
  | 'sources_disagree'

/** People with each credential by one list, and whether they are enough. */
export interface SourceCount {
  by: CountedBy
  /** People by the requirement's id; null: not known. */
  have: Readonly<Record<string, number | null>>
  met: boolean | null
  why: WhyUnknown | null
  file: string
  lastSeenAt: string
}

/** A credential that the track needs. */
export interface NeededPeople {
  id: string
  credential: string
  needed: number
  have: number | null
  missing: number | null
}

/** The verdict on the requirements of the track. */
export interface RequirementVerdict {
  code: 'met' | 'missing' | 'cannot_tell' | 'no_requirement'
  why: WhyUnknown | null
  track: string | null
  /** The version of the policy. */
  policy: string
  /** The list that decides. */
  by: CountedBy | null
  credentials: NeededPeople[]
  /** What each list says, the deciding one first. */
  sources: readonly SourceCount[]
}

/** What a track asks for. */
export type Needed = Pick<Requirement, 'id' | 'credential' | 'people' | 'courses'>

/** Whether people are enough for every credential; null where a count is not known. */
export function enough(have: SourceCount['have'], needed: readonly Needed[]): boolean | null {
  const counts = needed.map(({ id, people }) => ({ have: have[id] ?? null, people }))
  if (counts.some((each) => each.have !== null && each.have < each.people)) return false
  return counts.some((each) => each.have === null) ? null : true
}

/** What else of the certifications may count. */
interface Doubts {
  /** Rows that may be the partner's. */
  unsure: readonly CertifiedRow[]
  /** Whether rows that may be of its people were rejected. */
  isRejected: boolean
  isOld: boolean
}

/**
 * The people of a partner by the certifications that are held on a day; one person counts once for each credential. People who are
 * missing may be in rows that were rejected, or that may be the partner's: then it is not known.
 */
export function countCertified(
  rows: readonly CertifiedRow[],
  scope: Scope,
  day: string,
  needed: readonly Needed[],
  { unsure, isRejected, isOld, file, lastSeenAt }: Doubts & Pick<SourceCount, 'file' | 'lastSeenAt'>,
): SourceCount {
  const held = heldBy(rows, scope, day)
  const certain = held.filter(({ isDoubtful }) => !isDoubtful)
  const have = peopleWith(held, needed)
  const said = { by: 'certifications' as const, have, file, lastSeenAt }
  const unknown = (why: WhyUnknown): SourceCount => ({ ...said, met: null, why })
  if (isOld) return unknown('stale')
  if (enough(peopleWith(certain, needed), needed)) return { ...said, met: true, why: null }
  if (isRejected || certain.length < held.length) return unknown('rejected')
  const maybe = unsure.filter((row) => isHeld(row, day))
  if (enough(peopleWith([...held, ...maybe], needed), needed)) return unknown('unlinked')
  return { ...said, met: false, why: null }
}

/** How many people of some rows hold each credential, by the requirement's id. */
function peopleWith(rows: readonly CertifiedRow[], needed: readonly Needed[]): Record<string, number> {
  const counted = needed.map(({ id, courses }): [string, number] => {
    const holders = rows.filter(({ badge, credential }) => credential === id || courses.includes(badge))
    return [id, new Set(holders.map(({ person }) => person)).size]
  })
  return Object.fromEntries(counted)
}

/**
 * The verdict: by the first list that has the partner. Where another one that can be relied on says otherwise, it is not known.
 * `needed` is null where the policy asks nothing of the track.
 */
export function requirementVerdict(
  { track, policy, needed }: { track: string | null; policy: string; needed: readonly Needed[] | null },
  sources: readonly SourceCount[],
): RequirementVerdict {
  const verdict = { track, policy, sources }
  const unknown = (why: WhyUnknown, rest: Partial<RequirementVerdict> = {}): RequirementVerdict => ({
    ...{ ...verdict, code: 'cannot_tell', why, by: null, credentials: [] },
    ...rest,
  })
  if (needed === null) {
    return track === null ? unknown('no_track') : { ...verdict, code: 'no_requirement', why: null, by: null, credentials: [] }
  }
  const [first, ...others] = sources
  const credentials = needed.map(({ id, credential, people }): NeededPeople => {
    const have = first?.have[id] ?? null
    return { id, credential, needed: people, have, missing: have === null ? null : Math.max(0, people - have) }
  })
  if (!first) return unknown('missing', { credentials })
  if (first.met === null) return unknown(first.why ?? 'missing', { by: first.by, credentials })
  if (others.some(({ met }) => met !== null && met !== first.met))
    return unknown('sources_disagree', { by: first.by, credentials })
  return { ...verdict, code: first.met ? 'met' : 'missing', why: null, by: first.by, credentials }
}
