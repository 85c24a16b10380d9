/** Who may approve a decision against a check, or beyond the program. */

import { foldName } from '../records/name.ts'
import { mayBeOnePerson } from '../records/person.ts'
import type { Dated } from './policy.ts'
import type { Check } from './verdict.ts'

/** Groups of roles: each group needs one person, who holds any of its roles. */
type Groups = readonly (readonly string[])[]

/** One version of who may approve what (data/authorities.json). */
export interface AuthorityPolicy extends Dated {
  exception: Groups
  /** By the check that fails. */
  override: Readonly<Record<string, Groups>>
  /** For a restricted party, and for everything else. */
  restricted: Groups
  other: Groups
}

/** A role and who holds it on the day; if no one is known to, any name is taken, unchecked. */
export interface Authority {
  id: string
  title: string
  people: readonly string[]
  /** Why the holder is unknown or in doubt; null if known. */
  why: string | null
}

/** What is decided: an override of these checks, or an exception. */
export interface Approved {
  checks: readonly Check[]
  decision: 'approved' | 'denied'
  restricted: boolean
  override: boolean
  exception: boolean
}

/** The approvals a decision needs: one role of each group. */
export function approvalsNeeded(
  { checks, decision, restricted, override, exception }: Approved,
  policy: AuthorityPolicy,
  roles: readonly Authority[],
): Authority[][] {
  // Deciding without an answer needs the same approvals as deciding against a No.
  const passedOver = decision === 'approved' ? checks.filter(({ outcome }) => outcome !== 'pass') : []
  const against = passedOver.flatMap(({ id }) => policy.override[id] ?? policy.other)
  const isRestricted = restricted && decision === 'approved'
  const groups = [
    ...(exception ? policy.exception : []),
    ...(override && !exception ? against : []),
    ...(override && isRestricted ? policy.restricted : []),
  ]
  const wanted = groups.length > 0 || !override ? groups : policy.other
  // Approving the larger thing includes the smaller.
  const least = wanted.filter(
    (group, i) =>
      !wanted.some(
        (other, k) => k !== i && other.every((role) => group.includes(role)) && (other.length < group.length || k < i),
      ),
  )
  return least.map((group) => group.flatMap((id) => roles.find((role) => role.id === id) ?? []))
}

interface Granted {
  /** The first group without an approver; null if there is none. */
  missing: readonly Authority[] | null
  /** Approvers whose role has no known holder, or one in doubt. */
  unchecked: ReadonlyArray<{ name: string; role: Authority }>
  /** Who approved, in the order of the groups, under the name on record. */
  approvers: readonly string[]
}

/**
 * Whether these people may approve; no one counts for two groups. A person who holds a role, or is one of `never`, cannot fill a
 * role without a known holder, however the name is spelled.
 */
export function granted(
  needed: readonly (readonly Authority[])[],
  names: readonly string[],
  roles: readonly Authority[],
  never: readonly string[],
): Granted {
  const left = [...names]
  const found = needed.map((): { name: string; role: Authority } | null => null)
  const taken = [...never, ...roles.flatMap(({ people }) => people)]
  // Known holders go first, so that a role without one is left to someone else.
  for (const isKnown of [true, false]) {
    for (const [i, group] of needed.entries()) {
      if (found[i]) continue
      for (const role of group) {
        const others = found.flatMap((each) => (each ? [each.name] : []))
        const at = left.findIndex((name) =>
          isKnown
            ? isOneOf(name, role.people) && !others.some((other) => mayBeOnePerson(name, other))
            : role.people.length === 0 && mayHold(name, role, roles, [...taken, ...others]),
        )
        if (at === -1) continue
        const [name = ''] = left.splice(at, 1)
        found[i] = { name: role.people.find((each) => isOneOf(name, [each])) ?? name, role }
        break
      }
    }
  }
  const who = found.flatMap((each) => each ?? [])
  return {
    missing: needed.find((_, i) => !found[i]) ?? null,
    unchecked: who.filter(({ role }) => role.why !== null),
    approvers: who.map(({ name }) => name),
  }
}

/** A name that already counts, in any spelling, or the title of another role, cannot hold this role. */
function mayHold(name: string, { id }: Authority, roles: readonly Authority[], taken: readonly string[]): boolean {
  const { folded } = foldName(name)
  const isTitle = roles.some((role) => role.id !== id && foldName(role.title).folded === folded)
  return !isTitle && !taken.some((each) => folded.includes(foldName(each).folded) || mayBeOnePerson(name, each))
}

function isOneOf(name: string, people: readonly string[]): boolean {
  return people.some((each) => foldName(each).folded === foldName(name).folded)
}
