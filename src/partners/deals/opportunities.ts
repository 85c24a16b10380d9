/** Which opportunity a registration is linked to: by its id, else by a name that only one opportunity has. */

import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
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

type Lookup = Pick<RecordReader, 'eachRowName' | 'recordsOfVersions' | 'recordsWithKeys' | 'wasImported'>

/** Reads the opportunities that some registrations are linked to, however many there are. */
export class OpportunityReader {
  readonly #store: Lookup
  readonly #stages: Pick<DealPolicy, 'stages'>
  readonly #isOld: IsOld
  /** The versions of opportunities by the names that registrations without an id have; read when first needed. */
  #named: Promise<ReadonlyMap<string, number[]>> | null = null

  constructor(store: Lookup, stages: Pick<DealPolicy, 'stages'>, isOld: IsOld) {
    this.#store = store
    this.#stages = stages
    this.#isOld = isOld
  }

  /** Those of some registrations, ready to look one up. */
  async of(links: readonly Named[]): Promise<OpportunityIndex> {
    const isImported = await this.#store.wasImported(opportunities)
    if (!isImported) return new OpportunityIndex([], false, this.#stages, this.#isOld)
    const ids = links.flatMap(({ opportunityId: id }) => id ?? [])
    const names = links.flatMap((link) => (isByName(link) ? [nameKey(link.opportunity)] : []))
    const [byId, byName] = await Promise.all([
      ids.length > 0 ? this.#store.recordsWithKeys(opportunities, ids) : [],
      this.#rowsNamed(names),
    ])
    const rows = new Map([...byId, ...byName].map((row) => [row.record.id, row]))
    return new OpportunityIndex([...rows.values()], true, this.#stages, this.#isOld)
  }

  async #rowsNamed(names: readonly string[]): Promise<Iterable<Stored<Opportunity>>> {
    if (names.length === 0) return []
    this.#named ??= this.#readNames()
    const named = await this.#named
    const versions = names.flatMap((name) => named.get(name) ?? [])
    return versions.length > 0 ? (await this.#store.recordsOfVersions(opportunities, versions)).values() : []
  }

  async #readNames(): Promise<ReadonlyMap<string, number[]>> {
    const wanted = new Map<string, number[]>()
    const byName = { name: 'opportunity', id: 'opportunityId' }
    await this.#store.eachRowName(
      dealRegistrations,
      (_version, opportunity, opportunityId) => {
        if (isByName({ opportunity, opportunityId })) wanted.set(nameKey(opportunity), [])
      },
      byName,
    )
    await this.#store.eachRowName(opportunities, (version, name) => wanted.get(nameKey(name))?.push(version), {
      name: 'name',
      id: 'id',
    })
    return wanted
  }
}

function isByName({ opportunity, opportunityId }: Named): boolean {
  return opportunityId === null && Boolean(opportunity?.trim())
}
