/** Looks at the records that came after an export: did the changes land, and did they stay? */

import type { ExportedChange, PlanProgress } from './progress.ts'

/** What the newest record of an account says. */
export interface SeenRecord {
  owner: { name: string | null; userId: string | null }
  contractedTerritories: string | null
  /** The import that had it last. */
  importId: number
}

export interface VerifiedChange {
  change: ExportedChange
  /** `not_seen`: no export since has the account; `gone`: it is no partner any more. */
  found: 'landed' | 'overwritten' | 'open' | 'not_seen' | 'gone'
  owner: string | null
  /** Whether the contract still lacks the territories that go with the owner; null where that cannot be told. */
  territoriesMissing: boolean | null
}

/** What became of every change of a plan that is not known to have landed. */
export function verifyPlan(
  { changes, afterImport }: PlanProgress,
  recordOf: (id: string) => SeenRecord | null,
  isSamePerson: (owner: SeenRecord['owner'], person: { name: string | null; userId: string }) => boolean,
): VerifiedChange[] {
  return changes.map((change): VerifiedChange => {
    const record = recordOf(change.id)
    if (!record) return { change, found: 'gone', owner: null, territoriesMissing: null }
    const owner = record.owner.name ?? record.owner.userId
    if (record.importId <= afterImport) return { change, found: 'not_seen', owner, territoriesMissing: null }
    if (isSamePerson(record.owner, change.to)) {
      return { change, found: 'landed', owner, territoriesMissing: lacks(record.contractedTerritories, change) }
    }
    // Where the loader said that it was done, the former owner is somebody's doing too.
    const isAsBefore = isSamePerson(record.owner, change.from)
    const wasDone = change.state === 'done' || change.state === 'landed'
    return { change, found: isAsBefore && !wasDone ? 'open' : 'overwritten', owner, territoriesMissing: null }
  })
}

/** The values of a field of several are set apart by semicolons. */
function lacks(named: string | null, { territories, territoryValue }: ExportedChange): boolean {
  const values = (named ?? '').split(/[;,]/).map((value) => value.trim().toLowerCase())
  const wanted = territoryValue === null ? territories : territoryValue.split(';')
  return wanted.some((territory) => !values.includes(territory.trim().toLowerCase()))
}
