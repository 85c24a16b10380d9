/** Looks at the records that came after an export: did the changes land, and did they stay? */

import type { ExportedChange, PlanProgress } from './progress.ts'

/** What the newest record of an account says. */
export interface SeenRecord {
  owner: { name: string | null; userId: string | null }
  contractedTerritories: string | null
  /** The newest import that had it. */
  seenIn: number
}

export interface VerifiedChange {
  change: ExportedChange
  /**
   * `not_seen`: no export since has the account; `gone`: it is no partner any more; `unclear`: the record's owner has a name that several
   * users have.
   */
  found: 'landed' | 'overwritten' | 'open' | 'not_seen' | 'gone' | 'unclear' | 'superseded'
  owner: string | null
  /** Whether the contract still lacks the territories that go with the owner; null where that cannot be told. */
  territoriesMissing: boolean | null
}

/** Whether a record's owner is a person; null where that cannot be told. */
export type SamePerson = (owner: SeenRecord['owner'], person: { name: string | null; userId: string }) => boolean | null

/** What became of every change of a plan. */
export function verifyPlan(
  { changes }: Pick<PlanProgress, 'changes'>,
  recordOf: (id: string) => SeenRecord | null,
  isSamePerson: SamePerson,
): VerifiedChange[] {
  return changes.map((change): VerifiedChange => {
    if (change.state === 'superseded') return { change, found: 'superseded', owner: null, territoriesMissing: null }
    const record = recordOf(change.id)
    if (!record) return { change, found: 'gone', owner: null, territoriesMissing: null }
    const owner = record.owner.name ?? record.owner.userId
    if (record.seenIn <= change.afterImport) return { change, found: 'not_seen', owner, territoriesMissing: null }
    const isNew = isSamePerson(record.owner, change.to)
    if (isNew === true) return { change, found: 'landed', owner, territoriesMissing: lacks(record.contractedTerritories, change) }
    // Where the loader said that it was done, the former owner is somebody's doing too.
    const isOld = isSamePerson(record.owner, change.from)
    if (isNew === null || isOld === null) return { change, found: 'unclear', owner, territoriesMissing: null }
    const wasDone = change.state === 'done' || change.state === 'landed'
    return { change, found: isOld && !wasDone ? 'open' : 'overwritten', owner, territoriesMissing: null }
  })
}

/** The values of a field of several are set apart by semicolons. */
function lacks(named: string | null, { entry, territoryValue }: ExportedChange): boolean {
  const values = (named ?? '').split(/[;,]/).map((value) => value.trim().toLowerCase())
  const wanted = territoryValue === null ? entry.contractedTerritories : territoryValue.split(';')
  return wanted.some((territory) => !values.includes(territory.trim().toLowerCase()))
}
