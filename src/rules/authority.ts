/** Who may approve what goes against a check, or beyond the program. */

import { foldName } from '../records/name.ts'
import { mayBeOnePerson } from '../records/person.ts'
import type { Dated } from './policy.ts'
import type { Check } from './verdict.ts'

/** Alternatives of roles: one person of any of them approves; of several groups, one person each. */
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

/** A role, and who holds it on the day; nobody known: whoever is named, unchecked. */
export interface Authority {
  id: string
  title: string
  people: readonly string[]
  /** Why it is not known who holds it, or is doubtful; null where it is known. */
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

/** Whose approvals a decision needs: of each group, one of its roles. */
export function approvalsNeeded(
  { checks, decision, restricted, override, exception }: Approved,
  policy: AuthorityPolicy,
  roles: readonly Authority[],
): Authority[][] {
  // Who passes over an answer that is not there decides what it would have said: no less may be asked than for a No.
  const passedOver = decision === 'approved' ? checks.filter(({ outcome }) => outcome !== 'pass') : []
  const against = passedOver.flatMap(({ id }) => policy.override[id] ?? policy.other)
  const isRestricted = restricted && decision === 'approved'
  const groups = [
    ...(exception ? policy.exception : []),
    ...(override && !exception ? against : []),
    ...(override && isRestricted ? policy.restricted : []),
  ]
  const wanted = groups.length > 0 || !override ? groups : policy.other
  // Who approves the more approves the less.
  const least = wanted.filter(
    (group, i) =>
      !wanted.some(
        (other, k) => k !== i && other.every((role) => group.includes(role)) && (other.length < group.length || k < i),
      ),
  )
  return least.map((group) => group.flatMap((id) => roles.find((role) => role.id === id) ?? []))
}

interface Granted {
  /** The first group that none of the approvers is of; null where all are. */
  missing: readonly Authority[] | null
  /** Who counts by a role that nobody is known to hold, or doubtfully. */
  unchecked: ReadonlyArray<{ name: string; role: Authority }>
  /** Who approved, in the order of the groups, under the name on record. */
  approvers: readonly string[]
}

/**
 * Whether these people may approve; nobody does it for two groups. Who holds one of the roles, or is one of `never`, holds none of those
 * that nobody is known to hold, by whatever spelling.
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
  // Who is known to hold a role goes first, so that the unknown role is left to another.
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

/** Nobody holds a role by another spelling of a name that counts otherwise, nor by what another role is called. */
function mayHold(name: string, { id }: Authority, roles: readonly Authority[], taken: readonly string[]): boolean {
  const { folded } = foldName(name)
  const isTitle = roles.some((role) => role.id !== id && foldName(role.title).folded === folded)
  return !isTitle && !taken.some((each) => folded.includes(foldName(each).folded) || mayBeOnePerson(name, each))
}

function isOneOf(name: string, people: readonly string[]): boolean {
  return people.some((each) => foldName(each).folded === foldName(name).folded)
}
