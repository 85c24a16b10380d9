/** Makes a plan: every change of an owner that the tables ask for. What needs review is held. */

import type { Partner } from '../partners/partner.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { camAccountsByTerritory, camByPartner, territories } from '../records/kinds/channel-managers.ts'
import { salesforceUsers } from '../records/kinds/salesforce-users.ts'
import { stateOf } from '../rules/cam/finding.ts'
import type { NewAuditEntry, RecordReader } from '../store/store.ts'
import { partnersInOrder } from './accounts.ts'
import { CAM_ACTION, planEntry } from './entries.ts'
import { findingJson } from './owner-answer.ts'
import type { OwnedAccount, Ownerships } from './ownership.ts'
import { partsOf } from './parts.ts'
import { entryInOrder, type Plan, type PlanEntry, type PlanSource, sealPlan } from './plan.ts'
import { sharedParts } from './shared-parts.ts'

/** The accounts that a plan is about: all, unless it says otherwise. */
export interface PlanScope {
  regions: readonly string[]
  only: readonly Partner[]
  without: readonly Partner[]
}

/** The record kinds that a plan depends on. */
const MADE_FROM = [accounts, salesforceUsers, camAccountsByTerritory, territories, camByPartner]

/** Makes a plan of the accounts in a scope. Throws `no_accounts` where there are none. */
export async function makePlan(
  store: RecordReader,
  { ownerships, policy }: { ownerships: Pick<Ownerships, 'account'>; policy: { version: string } },
  scope: PlanScope,
  made: Pick<Plan, 'madeAt' | 'madeBy'>,
): Promise<Plan> {
  const [only, without] = [new Set(scope.only.map(({ id }) => id)), new Set(scope.without.map(({ id }) => id))]
  const changes: PlanEntry[] = []
  const held: PlanEntry[] = []
  const shared = sharedParts()
  let right = 0
  for await (const some of partnersInOrder(store))
    for (const partner of some) {
      if ((only.size > 0 && !only.has(partner.id)) || without.has(partner.id)) continue
      const owned = ownerships.account(partner)
      if (scope.regions.length > 0 && !scope.regions.includes(owned.finding.ownership.region ?? 'none')) continue
      const part = partOf(owned)
      if (part === null) right++
      else (part.isHeld ? held : changes).push(shared.entry(entryInOrder(part.entry)))
    }
  return sealPlan({
    schema: 'phd.plan/1',
    version: 1,
    ...made,
    policy: { id: 'cam', version: policy.version },
    madeFrom: await sourcesOf(store),
    scope: { regions: scope.regions, only: [...only].sort(), without: [...without].sort() },
    counts: { accounts: right + changes.length + held.length, right, changes: changes.length, held: held.length },
    changes,
    held,
  })
}

/** What a plan has of an account; null where its owner is right. */
function partOf(owned: OwnedAccount): { isHeld: boolean; entry: PlanEntry } | null {
  const state = stateOf(owned.finding)
  if (state === 'right') return null
  if (state === 'differs') return { isHeld: false, entry: entryOf(owned) }
  // The tables say one thing, and something in Salesforce speaks against it.
  const isAgainst = state === 'blocked' || state === 'contradicted'
  return { isHeld: true, entry: isAgainst ? { ...entryOf(owned), decision: 'conflict' } : entryOf(owned) }
}

/** An account as a plan has it. */
export function entryOf({ partner, finding }: OwnedAccount): PlanEntry {
  return {
    ...findingJson({ subject: { kind: 'account', partner, by: null }, finding }),
    contractedTerritoriesNow: partner.account.record.contractedTerritories,
  }
}

async function sourcesOf(store: RecordReader): Promise<PlanSource[]> {
  const newest = await store.newestImports()
  return MADE_FROM.flatMap(({ kind }) => {
    const entry = newest.find((each) => each.kind === kind)
    return entry ? [{ kind, importId: entry.id, file: entry.file, sha256: entry.sha256, lastSeenAt: entry.lastSeenAt }] : []
  })
}

/** The audit entries of a plan that is saved to a file: of a long one several, of which the first tells how many are held. */
export function plannedEntries(plan: Plan, file: string): NewAuditEntry[] {
  const { id, hash, counts, madeFrom, scope } = plan
  return partsOf(plan.changes).map((part, n) => {
    const kept = n === 0 ? { held: counts.held, right: counts.right } : { held: 0, right: 0 }
    const changes = part.map(({ subject, current, owner, via }) => ({
      id: subject.id,
      name: subject.name,
      from: current,
      to: owner,
      via,
    }))
    const body = { plan: id, file, changes: changes.length, ...kept }
    return planEntry({ action: CAM_ACTION.planned, body }, { hash, madeFrom, scope, changes })
  })
}
