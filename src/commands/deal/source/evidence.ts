import { fact, factIfThere } from '../../../partners/facts.ts'
import { foldCode } from '../../../records/key.ts'
import type { RecordOf } from '../../../records/kind.ts'
import { dealRegistrations } from '../../../records/kinds/deal-registrations.ts'
import { type Opportunity, opportunities } from '../../../records/kinds/opportunities.ts'
import { foldName } from '../../../records/name.ts'
import type { LinkedRegistration, SourceEvidence, SourceFields } from '../../../rules/sources/types.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'

type Registration = RecordOf<(typeof dealRegistrations)['fields']>

type Store = Pick<RecordReader, 'eachRowName' | 'recordsOfVersions' | 'wasImported'>

/** Finds what shows the source of opportunities. The registrations are linked once, by their names and ids alone. */
export class SourceEvidences {
  readonly #store: Store
  readonly #hasRegistrations: boolean
  /** The versions of registrations by the id or the folded name of the opportunity that they name. */
  readonly #byOpportunity = new Map<string, number[]>()
  /** What links nowhere by itself may be named by the opportunity: by its name, and by its deal id. */
  readonly #byName = new Map<string, number[]>()
  readonly #byDeal = new Map<string, number[]>()
  /** How many opportunities have a name, of those that registrations name: a name that several have links nothing. */
  readonly #names = new Map<string, number>()

  private constructor(store: Store, hasRegistrations: boolean) {
    this.#store = store
    this.#hasRegistrations = hasRegistrations
  }

  /** Links the registrations. */
  static async read(store: Store): Promise<SourceEvidences> {
    const evidences = new SourceEvidences(store, await store.wasImported(dealRegistrations))
    if (evidences.#hasRegistrations) await evidences.#link()
    return evidences
  }

  async #link(): Promise<void> {
    const alone = new Set<number>()
    const byOpportunity = (version: number, name: string | null, id: string | null): void => {
      if (id !== null) add(this.#byOpportunity, id, version)
      else if (!name?.trim()) alone.add(version)
      else {
        const { folded } = foldName(name)
        this.#names.set(folded, 0)
        add(this.#byOpportunity, folded, version)
      }
    }
    await this.#store.eachRowName(dealRegistrations, byOpportunity, { name: 'opportunity', id: 'opportunityId' })
    const byOwn = (version: number, name: string | null, dealId: string | null): void => {
      if (!alone.has(version)) return
      if (name !== null) add(this.#byName, foldCode(name), version)
      if (dealId?.trim()) add(this.#byDeal, foldCode(dealId), version)
    }
    if (alone.size > 0) await this.#store.eachRowName(dealRegistrations, byOwn, { name: 'name', id: 'dealId' })
    const count = (_version: number, name: string | null): void => {
      const { folded } = foldName(name ?? '')
      const known = this.#names.get(folded)
      if (known !== undefined) this.#names.set(folded, known + 1)
    }
    if (this.#names.size > 0) await this.#store.eachRowName(opportunities, count, { name: 'name', id: 'id' })
  }

  /** What shows the source of some opportunities, of each in turn. */
  async of(some: readonly Stored<Opportunity>[]): Promise<SourceEvidence[]> {
    const versions = some.map((each) => this.#versionsOf(each))
    const rows = await this.#store.recordsOfVersions(dealRegistrations, new Set(versions.flat(2)))
    const places = new Map(Array.from(rows.keys(), (version, place) => [version, place]))
    return some.map((opportunity, i) => {
      // Those that one thing leads to are in the order of their files.
      const inOrder = (list: readonly number[]): number[] => list.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
      const own = new Set((versions[i] ?? []).flatMap(inOrder))
      const registrations = [...own]
        .flatMap((version) => rows.get(version) ?? [])
        .map((row) => linked(row, opportunity))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
      return { fields: fieldsOf(opportunity), registrations, hasRegistrations: this.#hasRegistrations }
    })
  }

  /** The versions of registrations by each thing that leads to them. */
  #versionsOf({ record: { id, name, primaryRegistration, dealId } }: Stored<Opportunity>): (readonly number[])[] {
    const { folded } = foldName(name ?? '')
    return [
      this.#byOpportunity.get(id ?? '') ?? [],
      this.#names.get(folded) === 1 ? (this.#byOpportunity.get(folded) ?? []) : [],
      primaryRegistration?.trim() ? (this.#byName.get(foldCode(primaryRegistration)) ?? []) : [],
      dealId?.trim() ? (this.#byDeal.get(foldCode(dealId)) ?? []) : [],
    ]
  }
}

function add(index: Map<string, number[]>, key: string, version: number): void {
  const same = index.get(key)
  if (same) same.push(version)
  else index.set(key, [version])
}

function linked(row: Stored<Registration>, opportunity: Stored<Opportunity>): LinkedRegistration {
  const { name, dealId, type, status, submitted, approved, opportunityId, opportunity: named } = row.record
  const { primaryRegistration, dealId: own } = opportunity.record
  const byOpportunity = primaryRegistration?.trim()
    ? fact(opportunity, 'primaryRegistration', primaryRegistration)
    : fact(opportunity, 'dealId', own)
  const byRow = opportunityId === null ? fact(row, 'opportunity', named) : fact(row, 'opportunityId', opportunityId)
  return {
    name: name?.trim() ?? '',
    dealId,
    type: fact(row, 'type', type),
    status: fact(row, 'status', status),
    submitted: fact(row, 'submitted', submitted),
    approved: fact(row, 'approved', approved),
    link: opportunityId === null && !named?.trim() ? byOpportunity : byRow,
  }
}

function fieldsOf(opportunity: Stored<Opportunity>): SourceFields {
  const of = (field: keyof SourceFields): SourceFields[typeof field] => factIfThere(opportunity, field, opportunity.record[field])
  return {
    salesQualifiedSource: of('salesQualifiedSource'),
    initialSource: of('initialSource'),
    dealPath: of('dealPath'),
    drStatus: of('drStatus'),
    dealId: of('dealId'),
    drDealType: of('drDealType'),
    resalePartner: of('resalePartner'),
    influencePartner: of('influencePartner'),
    created: of('created'),
  }
}
