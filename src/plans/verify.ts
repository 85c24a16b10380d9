/** Compares exported changes with the records imported since: did they land, and did they stay? */

import { type Directory, directory } from '../partners/contacts.ts'
import { isPartner } from '../partners/partner.ts'
import { withAccounts } from '../partners/with-accounts.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import { isSameName } from '../rules/cam/rows.ts'
import type { NewAuditEntry, RecordReader, Stored } from '../store/store.ts'
import { CAM_ACTION, planEntry } from './entries.ts'
import { lastSeenIn } from './ownership.ts'
import { partsOf } from './parts.ts'
import type { ExportedChange, PlanProgress } from './progress.ts'

/** What the newest record of an account says. */
interface SeenRecord {
  owner: { name: string | null; userId: string | null }
  contractedTerritories: string | null
  /** The newest import with the account. */
  seenIn: number
}

export interface VerifiedChange {
  change: ExportedChange
  /**
   * `not_seen`: no export since has the account; `gone`: it is no longer a partner; `unclear`: several users have the name of the
   * record's owner.
   */
  found: 'landed' | 'overwritten' | 'open' | 'not_seen' | 'gone' | 'unclear' | 'superseded'
  owner: string | null
  /** Whether the contract still lacks the territories of the new owner; null where that is unknown. */
  territoriesMissing: boolean | null
}

export interface VerifiedPlan {
  plan: PlanProgress
  changes: readonly VerifiedChange[]
}

/** Compares each plan with the records. */
export async function verifyPlans(store: RecordReader, plans: readonly PlanProgress[]): Promise<VerifiedPlan[]> {
  const isSame = samePerson(await directory(store))
  const seenIn = lastSeenIn(await store.listImports([accounts]))
  const verified: VerifiedPlan[] = []
  for (const plan of plans) {
    const recordOf = (account: Stored<Account> | null): SeenRecord | null => {
      if (!account || !isPartner(account)) return null
      const { owner, ownerId, contractedTerritories } = account.record
      return { owner: { name: owner, userId: ownerId }, contractedTerritories, seenIn: seenIn(account.source.importId) }
    }
    const changes: VerifiedChange[] = []
    for await (const [change, account] of withAccounts(store, plan.changes, ({ id }) => id))
      changes.push(verifyChange(change, recordOf(account), isSame))
    verified.push({ plan, changes })
  }
  return verified
}

/** Whether the owner of a record is this person; null where that is unclear. */
type SamePerson = (owner: SeenRecord['owner'], person: { name: string | null; userId: string }) => boolean | null

/** Compares by id where the record has one; a name that several users have decides nothing. */
function samePerson(people: Directory): SamePerson {
  return ({ userId, name }, person) => {
    if (userId !== null) return userId === person.userId
    const [user, another] = people.named(name ?? '')
    if (another) return [user, another].some((each) => isSameName(each?.name ?? '', person.name ?? '')) ? null : false
    return user ? user.id === person.userId : isSameName(name ?? '', person.name ?? '')
  }
}

function verifyChange(change: ExportedChange, record: SeenRecord | null, isSamePerson: SamePerson): VerifiedChange {
  if (change.state === 'superseded') return { change, found: 'superseded', owner: null, territoriesMissing: null }
  if (!record) return { change, found: 'gone', owner: null, territoriesMissing: null }
  const owner = record.owner.name ?? record.owner.userId
  if (record.seenIn <= change.afterImport) return { change, found: 'not_seen', owner, territoriesMissing: null }
  const isNew = isSamePerson(record.owner, change.to)
  if (isNew === true) return { change, found: 'landed', owner, territoriesMissing: lacks(record.contractedTerritories, change) }
  // After a load that was done, someone must have changed the account back to the former owner.
  const isOld = isSamePerson(record.owner, change.from)
  if (isNew === null || isOld === null) return { change, found: 'unclear', owner, territoriesMissing: null }
  const wasDone = change.state === 'done' || change.state === 'landed'
  return { change, found: isOld && !wasDone ? 'open' : 'overwritten', owner, territoriesMissing: null }
}

/** A field with several values has semicolons between them. */
function lacks(named: string | null, { entry, territoryValue }: ExportedChange): boolean {
  const values = (named ?? '').split(/[;,]/).map((value) => value.trim().toLowerCase())
  const wanted = territoryValue === null ? entry.contractedTerritories : territoryValue.split(';')
  return wanted.some((territory) => !values.includes(territory.trim().toLowerCase()))
}

/** Whether anything was found that the audit does not have yet. */
export function hasNews({ changes }: VerifiedPlan): boolean {
  return changes.some((each) => {
    const [result] = resultsOf([each])
    return result && (each.change.state !== result.state || each.change.detail !== result.detail)
  })
}

/** What is recorded of each change: that it landed, or who overwrote it. */
function resultsOf(changes: readonly VerifiedChange[]): { id: string; state: 'landed' | 'overwritten'; detail: string | null }[] {
  return changes.flatMap(({ change, found, owner }) => {
    if (found !== 'landed' && found !== 'overwritten') return []
    return [{ id: change.id, state: found, detail: found === 'overwritten' ? owner : null }]
  })
}

/** The audit entries of a verification: of many changes several. */
export function verifiedEntries({ plan, changes }: VerifiedPlan): NewAuditEntry[] {
  return partsOf(changes).map((part) => {
    const count = (found: VerifiedChange['found']): number => part.filter((each) => each.found === found).length
    const body = {
      plan: plan.id,
      landed: count('landed'),
      overwritten: count('overwritten'),
      open: count('open'),
      notSeen: count('not_seen') + count('gone') + count('unclear'),
    }
    return planEntry({ action: CAM_ACTION.verified, body }, { results: resultsOf(part) })
  })
}
