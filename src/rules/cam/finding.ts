/**
 * Whether the record has the right owner, and whether a person can be given the account
 * (Partner Help Desk, Updating an Account Owner in SFDC).
 */

import { isOn } from '../policy.ts'
import { isStale } from '../verdict.ts'
import { isSameName, publicSectorFlag, reason } from './rows.ts'
import type { AccountFacts, CamPolicy, Evidence, Ownership, Reason } from './types.ts'

/** A Salesforce user. */
export interface KnownUser {
  id: string
  name: string
  email: string | null
  /** Null if the export does not say. */
  active: boolean | null
  source: Evidence
  /** The newest users export, if the user is missing from it; else null. */
  missingIn: string | null
}

/** The Salesforce users, by name and by id. */
export interface KnownUsers {
  named(name: string): readonly KnownUser[]
  withId(id: string): KnownUser | null
  /** Whether any were imported. */
  known: boolean
}

/** A person's decision that overrides the tables for one account. */
export interface OwnerSet {
  /** The number of its entry in the audit. */
  entry: number
  at: string
  actor: string
  owner: { name: string; userId: string }
  reason: string
  /** Its last day; null: until it is lifted. */
  until: string | null
}

/** The owner on an account's record. */
export interface RecordedOwner {
  name: string | null
  userId: string | null
  source: Evidence
  /** A newer row of the account, which was rejected. */
  doubt: { file: string; line: number } | null
}

export interface Person {
  name: string
  email: string | null
  userId: string | null
}

/** Who should own an account, who does, and whether that must change. */
export interface Finding {
  ownership: Ownership
  /** The person's decision that replaces the tables, and what the tables say. */
  set: { decided: OwnerSet; byTable: Ownership } | null
  /** A person's decision whose last day has passed. */
  lapsed: OwnerSet | null
  owner: Person | null
  current: { name: string | null; userId: string | null }
  /** Whether the record should change; false if the right owner is unknown. */
  change: boolean
  /** Why the change must not be made, or the owner not be used; null if nothing is in the way. */
  blocked: Reason | null
  /** What else to know. */
  notes: readonly Reason[]
  stale: boolean
  users: readonly KnownUser[]
}

/** What a finding comes to. `contradicted`: the record has the right owner, but something speaks against it. */
export type FindingState = 'right' | 'differs' | 'blocked' | 'contradicted' | 'unmapped' | 'conflict' | 'needs_review'

/** What a finding comes to, in one word. */
export function stateOf({ ownership, change, blocked }: Pick<Finding, 'ownership' | 'change' | 'blocked'>): FindingState {
  if (ownership.decision !== 'assigned') return ownership.decision
  if (change) return blocked ? 'blocked' : 'differs'
  return blocked ? 'contradicted' : 'right'
}

export interface FindingBasis {
  policy: CamPolicy
  users: KnownUsers
  /** ISO 8601, UTC. */
  now: string
  /** The day of `now`, YYYY-MM-DD. */
  today: string
  maxAgeDays: number
}

/** Compares the tables, a person's decision, the record and the users, for an account, or for an opportunity (null). */
export function findingOf(
  account: AccountFacts | null,
  recorded: RecordedOwner,
  byTable: Ownership,
  decided: OwnerSet | null,
  basis: FindingBasis,
): Finding {
  const { policy, users, now, today, maxAgeDays } = basis
  const inForce = decided && isOn({ from: null, to: decided.until }, today) ? decided : null
  const wanted: Ownership = inForce
    ? {
        decision: 'assigned',
        manager: inForce.owner.name,
        via: viaOf(inForce),
        region: byTable.region,
        hold: null,
        reasons: [],
        rows: [],
      }
    : byTable
  const stale = isStale(recorded.source, now, maxAgeDays)
  const current = currentOwner(recorded, users)
  const ownership = sure(wanted, recorded, stale, namesakes(recorded, users))
  const frame = { set: inForce && { decided: inForce, byTable }, lapsed: inForce ? null : decided, current, stale }
  if (ownership.manager === null) {
    return { ...frame, ownership, owner: null, change: false, blocked: null, notes: [], users: [] }
  }
  const { person, user, problem } = assigneeOf(ownership.manager, inForce?.owner.userId ?? null, users)
  const change = !isSamePerson(person, current)
  const old = user && isStale(user.source, now, maxAgeDays) ? whyOld(user) : null
  const blocked =
    ownership.hold ?? problem ?? old ?? (change && account ? forbidden(account, ownership, current, users, policy) : null)
  return {
    ...frame,
    ownership,
    owner: person,
    change,
    blocked: change || ownership.hold ? blocked : null,
    // The record is right, but its owner could not be given the account now: still worth a note.
    notes: change || ownership.hold || !blocked ? [] : [blocked],
    users: user ? [user] : [],
  }
}

/** Why it is unknown whether a manager is still active. */
function whyOld({ name, source }: KnownUser): Reason {
  return source.gone ? reason('user_left_list', { name, file: source.gone.file }) : reason('users_stale', { file: source.file })
}

function viaOf({ actor, at, until, reason: why, entry }: OwnerSet): NonNullable<Ownership['via']> {
  const term = until === null ? '' : ` until ${until}`
  return {
    mapping: 'set',
    territory: null,
    rule: `set by ${actor} on ${at.slice(0, 10)}${term} (audit entry ${entry}): ${why}`,
  }
}

/** An account whose record is in doubt has no owner until a fresh export shows it. */
function sure(
  ownership: Ownership,
  { name, source, doubt }: RecordedOwner,
  stale: boolean,
  sameName: readonly KnownUser[],
): Ownership {
  if (ownership.decision !== 'assigned') return ownership
  // Several users have this name, so the record may name any of them.
  const isUnclear = name !== null && sameName.length > 1 && isSameName(name, ownership.manager ?? '')
  const why = doubt
    ? reason('account_set_aside', { file: doubt.file, line: String(doubt.line) })
    : source.gone
      ? reason('record_left_list', { file: source.gone.file })
      : stale
        ? reason('account_stale', { file: source.file, lastSeenAt: source.lastSeenAt })
        : isUnclear
          ? reason('current_owner_ambiguous', { name, ids: sameName.map(({ id }) => id).join(', ') })
          : null
  if (!why) return ownership
  const says = reason('would_be', { manager: ownership.manager, rule: ownership.via?.rule ?? null })
  return { ...ownership, decision: 'needs_review', manager: null, reasons: [why, says, ...ownership.reasons] }
}

/** The user with a manager's name, and why the account cannot go to them. */
export function assigneeOf(
  name: string,
  userId: string | null,
  users: KnownUsers,
): { person: Person; user: KnownUser | null; problem: Reason | null } {
  const unknown: Person = { name, email: null, userId }
  if (!users.known) return { person: unknown, user: null, problem: reason('users_missing', { name }) }
  const own = userId === null ? users.named(name) : [users.withId(userId)].filter((user) => user !== null)
  const active = own.filter((user) => user.active !== false)
  // Only active users can be given an account.
  const [user = own[0], another] = active
  if (!user) return { person: unknown, user: null, problem: reason('owner_absent', { name }) }
  if (another)
    return {
      person: unknown,
      user: null,
      problem: reason('owner_ambiguous', { name, ids: active.map(({ id }) => id).join(', ') }),
    }
  const person: Person = { name: user.name, email: user.email, userId: user.id }
  if (user.missingIn !== null) return { person, user, problem: reason('owner_left', { name: user.name, file: user.missingIn }) }
  if (user.active === true) return { person, user, problem: null }
  const code = user.active === false ? 'owner_inactive' : 'owner_activity_unknown'
  return { person, user, problem: reason(code, { name: user.name, id: user.id }) }
}

/** The users with the name on the record, if it has no id. */
function namesakes({ name, userId }: RecordedOwner, users: KnownUsers): readonly KnownUser[] {
  return userId !== null || name === null ? [] : users.named(name)
}

function currentOwner({ name, userId }: RecordedOwner, users: KnownUsers): Finding['current'] {
  if (userId !== null) return { name: name ?? users.withId(userId)?.name ?? null, userId }
  const [user, another] = name === null ? [] : users.named(name)
  return { name, userId: user && !another ? user.id : null }
}

/** By id if both are known; else by name. */
function isSamePerson(person: Person, current: Finding['current']): boolean {
  if (person.userId !== null && current.userId !== null) return person.userId === current.userId
  return current.name !== null && isSameName(person.name, current.name)
}

/** Why the owner must not be changed, although the right one is known. */
function forbidden(
  account: AccountFacts,
  { region }: Ownership,
  current: Finding['current'],
  users: KnownUsers,
  policy: CamPolicy,
): Reason | null {
  const flag = publicSectorFlag(account.publicSector, policy)
  const isPubSec = region === 'US-PubSec' || (flag === 'yes' && account.country.code === 'US')
  if (flag !== 'no' && !isPubSec) return reason('public_sector_not_no', { value: account.publicSector })
  if (current.userId === null) {
    const namesakes = current.name === null ? 0 : users.named(current.name).length
    return reason('current_owner_unknown', { name: current.name, namesakes: String(namesakes) })
  }
  return null
}
