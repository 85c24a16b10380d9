/** Makes a plan: every change of an owner that the tables ask for. What needs review is held. */

import type { Partner } from '../partners/partner.ts'
import { accounts } from '../records/kinds/accounts.ts'
import { camAccountsByTerritory, camByPartner, territories } from '../records/kinds/channel-managers.ts'
import { salesforceUsers } from '../records/kinds/salesforce-users.ts'
import { stateOf } from '../rules/cam/finding.ts'
import type { NewAuditEntry, Recording, RecordReader } from '../store/store.ts'
import { partnersInOrder } from './accounts.ts'
import { CAM_ACTION, planEntry } from './entries.ts'
import { findingJson } from './owner-answer.ts'
import type { OwnedAccount, Ownerships } from './ownership.ts'
import { type Plan, type PlanEntry, type PlanSource, sealPlan } from './plan.ts'

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
  { at, actor }: Pick<Recording, 'at' | 'actor'>,
): Promise<Plan> {
  const [only, without] = [new Set(scope.only.map(({ id }) => id)), new Set(scope.without.map(({ id }) => id))]
  const wanted = (await partnersInOrder(store)).filter(({ id }) => (only.size === 0 || only.has(id)) && !without.has(id))
  const owned = wanted
    .map((partner) => ownerships.account(partner))
    .filter(({ finding }) => scope.regions.length === 0 || scope.regions.includes(finding.ownership.region ?? 'none'))
  const { changes, held } = changesOf(owned)
  const right = owned.length - changes.length - held.length
  return sealPlan({
    schema: 'phd.plan/1',
    version: 1,
    madeAt: at,
    madeBy: actor,
    policy: { id: 'cam', version: policy.version },
    madeFrom: await sourcesOf(store),
    scope: { regions: scope.regions, only: [...only].sort(), without: [...without].sort() },
    counts: { accounts: owned.length, right, changes: changes.length, held: held.length },
    changes,
    held,
  })
}

function changesOf(owned: readonly OwnedAccount[]): { changes: PlanEntry[]; held: PlanEntry[] } {
  const changes: PlanEntry[] = []
  const held: PlanEntry[] = []
  for (const each of owned) {
    const state = stateOf(each.finding)
    if (state === 'differs') changes.push(entryOf(each))
    // The tables say one thing, and something in Salesforce speaks against it.
    else if (state === 'blocked' || state === 'contradicted') held.push({ ...entryOf(each), decision: 'conflict' })
    else if (state !== 'right') held.push(entryOf(each))
  }
  return { changes, held }
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

/** The audit entry of a plan that is saved to a file. */
export function plannedEntry(plan: Plan, file: string, recording: Recording): NewAuditEntry {
  const { id, hash, counts, madeFrom, scope } = plan
  const body = { plan: id, file, changes: counts.changes, held: counts.held, right: counts.right }
  const changes = plan.changes.map(({ subject, current, owner, via }) => ({
    id: subject.id,
    name: subject.name,
    from: current,
    to: owner,
    via,
  }))
  return planEntry({ action: CAM_ACTION.planned, body }, { hash, madeFrom, scope, changes }, recording)
}
