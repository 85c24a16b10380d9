/** Which opportunity a registration is linked to: by its id, else by a name that only one opportunity has. */

import { type Opportunity, opportunities } from '../../records/kinds/opportunities.ts'
import type { IsOld } from '../../rules/checks.ts'
import type { DealPolicy, LinkedOpportunity } from '../../rules/deals/types.ts'
import { opportunityState } from '../../rules/mail-route.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import { sourceOf } from '../facts.ts'

/** An opportunity as a registration names it. */
interface Named {
  opportunity: string | null
  opportunityId: string | null
}

/** The opportunities that are known, ready to look one up. */
export class OpportunityIndex {
  readonly #byId = new Map<string, Stored<Opportunity>>()
  readonly #byName = new Map<string, Stored<Opportunity>[]>()
  readonly #isImported: boolean
  readonly #stages: Pick<DealPolicy, 'stages'>
  readonly #isOld: IsOld

  constructor(rows: readonly Stored<Opportunity>[], isImported: boolean, stages: Pick<DealPolicy, 'stages'>, isOld: IsOld) {
    this.#isImported = isImported
    this.#stages = stages
    this.#isOld = isOld
    for (const row of rows) {
      const { id, name } = row.record
      if (id !== null) this.#byId.set(id, row)
      const same = this.#byName.get(nameKey(name))
      if (same) same.push(row)
      else this.#byName.set(nameKey(name), [row])
    }
  }

  /** The record of an opportunity, or null. */
  get(id: string): Stored<Opportunity> | null {
    return this.#byId.get(id) ?? null
  }

  /** What a registration is linked to. */
  link({ opportunity: name, opportunityId: id }: Named): LinkedOpportunity {
    if (id === null && !name?.trim()) return { found: 'none' }
    if (!this.#isImported) return { found: 'not_imported' }
    const named = name?.trim() || (id ?? '')
    const rows = id === null ? (this.#byName.get(nameKey(name)) ?? []) : [this.#byId.get(id)].filter((row) => row !== undefined)
    const [row] = rows
    if (!row) return { found: 'unknown', named: id ?? named }
    if (rows.length > 1) return { found: 'several', named, count: rows.length }
    const { stage } = row.record
    const source = sourceOf(row, 'stage')
    const isOld = this.#isOld(row.source) || row.doubt !== null
    return { found: 'one', id: row.record.id ?? '', stage, state: opportunityState(row.record, this.#stages), isOld, source }
  }
}

function nameKey(name: string | null): string {
  return (name ?? '').normalize('NFC').trim().toLowerCase()
}

/** The opportunities that registrations are linked to; all of them, where one is linked by its name alone. */
export async function opportunityIndex(
  store: Pick<RecordReader, 'records' | 'recordsWithKeys' | 'wasImported'>,
  links: readonly Named[],
  policy: Pick<DealPolicy, 'stages'>,
  isOld: IsOld,
): Promise<OpportunityIndex> {
  const isImported = await store.wasImported(opportunities)
  const isByName = links.some(({ opportunityId: id, opportunity: name }) => id === null && name?.trim())
  const rows = isByName
    ? await store.records(opportunities)
    : await store.recordsWithKeys(
        opportunities,
        links.flatMap(({ opportunityId: id }) => id ?? []),
      )
  return new OpportunityIndex(isImported ? rows : [], isImported, policy, isOld)
}
