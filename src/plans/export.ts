/** What an export of a plan writes for each change, and what is recorded of it. */

import type { NewAuditEntry } from '../store/store.ts'
import type { CheckedPlan, Ready } from './check-plan.ts'
import { CAM_ACTION, planEntry } from './entries.ts'
import { partsOf } from './parts.ts'
import type { Plan } from './plan.ts'
import type { RecordedChange } from './progress.ts'

/** The Salesforce field of the contracted territories, and its value for each territory of the tables (null: the territory itself). */
export interface TerritoryField {
  field: string
  values: Readonly<Record<string, string>> | null
}

/** A checked plan, with what is written for each change. */
export interface CheckedExport extends CheckedPlan {
  ready: RecordedChange[]
}

/** Where the territories are written too (`field` is not null), a change without a known value is held back. */
export function checkExport({ ready, held, right }: CheckedPlan, field: TerritoryField | null): CheckedExport {
  const checked: CheckedExport = { ready: [], held: [...held], right }
  for (const each of ready) {
    const territoryValue = field === null ? null : territoryValueOf(each, field)
    if (territoryValue !== undefined) checked.ready.push({ ...each, territoryValue })
    else {
      const facts = { territory: each.entry.contractedTerritories.join('; ') }
      checked.held.push({ entry: each.entry, why: { code: 'no_territory_value', facts } })
    }
  }
  return checked
}

function territoryValueOf({ entry }: Ready, { values }: TerritoryField): string | undefined {
  const fieldValue = (territory: string): string | undefined => {
    if (values === null) return territory
    return Object.hasOwn(values, territory) ? values[territory] : undefined
  }
  const written = entry.contractedTerritories.map(fieldValue)
  return written.includes(undefined) || written.length === 0 ? undefined : written.join(';')
}

/** The audit entries of an export: of a long one several, of which the first tells what is held. `afterImport`: the newest import then. */
export function exportedEntries(
  { id, hash }: Pick<Plan, 'id' | 'hash'>,
  { ready, held, right }: CheckedExport,
  afterImport: number,
): NewAuditEntry[] {
  return partsOf(ready).map((changes, n) => {
    const kept = n === 0 ? { held, right } : { held: [], right: [] }
    const body = { plan: id, changes: changes.length, held: kept.held.length, right: kept.right.length, afterImport }
    const evidence = { hash, changes, held: kept.held.map(({ entry, why }) => ({ id: entry.subject.id, why })) }
    return planEntry({ action: CAM_ACTION.exported, body }, evidence)
  })
}
