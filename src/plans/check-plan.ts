/** Compares the changes of a plan with the current records: which still hold, which are held back, which are done. */

import { isPartner, toPartner } from '../partners/partner.ts'
import { withAccounts } from '../partners/with-accounts.ts'
import type { Finding } from '../rules/cam/finding.ts'
import { isSameName, reason } from '../rules/cam/rows.ts'
import type { Reason } from '../rules/cam/types.ts'
import type { RecordReader } from '../store/store.ts'
import { entryOf } from './make-plan.ts'
import type { Ownerships } from './ownership.ts'
import { entryInOrder, type PlanEntry } from './plan.ts'
import { type SharedParts, sharedParts } from './shared-parts.ts'

/** A change that can be made now. */
export interface Ready {
  entry: PlanEntry
  from: { name: string | null; userId: string }
  to: { name: string; userId: string }
}

/** A change that is held back, and why. */
export interface Held {
  entry: PlanEntry
  why: Reason
}

export interface CheckedPlan {
  ready: Ready[]
  held: Held[]
  /** Changes that the records already have. */
  right: PlanEntry[]
}

/** What would be planned for an account now, and its finding. */
interface Now {
  entry: PlanEntry
  finding: Finding
}

/** Checks planned changes against the current records. */
export async function checkPlan(
  store: RecordReader,
  ownerships: Pick<Ownerships, 'account'>,
  changes: readonly PlanEntry[],
): Promise<CheckedPlan> {
  const checked: CheckedPlan = { ready: [], held: [], right: [] }
  const { one } = sharedParts()
  for await (const [entry, account] of withAccounts(store, changes, ({ subject }) => subject.id)) {
    if (account && isPartner(account)) {
      const owned = ownerships.account(toPartner(account))
      checkChange(entry, { entry: entryInOrder(entryOf(owned)), finding: owned.finding }, checked, one)
    } else checkChange(entry, null, checked, one)
  }
  return checked
}

/** Adds a change to what can be made, is held back, or is done; `now` is null where the account is no longer a partner. */
function checkChange(entry: PlanEntry, now: Now | null, { ready, held, right }: CheckedPlan, one: SharedParts['one']): void {
  if (now && isOwnedBy(now.finding.current, entry.owner)) {
    right.push(entry)
    return
  }
  const why = now ? changedSince(entry, now) : reason('record_gone', {})
  const [from, to] = [now?.finding.current.userId, now?.entry.owner]
  // What is exported is what is known now; nothing is copied from the plan.
  if (!why && now && from && to?.userId) {
    ready.push({
      // Mostly they say the same, and one of the two is enough in memory.
      entry: JSON.stringify(now.entry) === JSON.stringify(entry) ? entry : now.entry,
      from: one({ name: now.finding.current.name, userId: from }),
      to: one({ name: to.name, userId: to.userId }),
    })
  } else held.push({ entry, why: why ?? reason('record_gone', {}) })
}

/** Why a change is no longer what would be planned. */
function changedSince(planned: PlanEntry, { entry, finding }: Now): Reason | null {
  const { owner, current, via } = planned
  const { ownership, current: now, blocked } = finding
  if (!isOwnedBy(now, { name: current.name ?? '', userId: current.userId }))
    return reason('owner_changed', { planned: current.name ?? 'no one', now: now.name ?? 'no one' })
  if (ownership.decision !== 'assigned' || !entry.owner) return ownership.reasons[0] ?? reason('record_gone', {})
  if (entry.owner.userId !== owner?.userId)
    return reason('answer_changed', { planned: owner?.name ?? 'no one', now: entry.owner.name })
  if (blocked) return blocked
  if (entry.via?.rule !== via?.rule || !isSameList(entry.contractedTerritories, planned.contractedTerritories))
    return reason('territories_changed', { planned: via?.rule ?? 'no row', now: entry.via?.rule ?? 'no row' })
  if (entry.contractedTerritoriesNow !== planned.contractedTerritoriesNow)
    return reason('contract_changed', { planned: planned.contractedTerritoriesNow, now: entry.contractedTerritoriesNow })
  return null
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}

function isOwnedBy(current: Finding['current'], owner: { name: string; userId: string | null } | null): boolean {
  if (owner === null) return false
  if (current.userId !== null && owner.userId !== null) return current.userId === owner.userId
  return isSameName(current.name ?? '', owner.name)
}
