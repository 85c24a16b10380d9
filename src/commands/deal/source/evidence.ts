import { fact, factIfThere } from '../../../partners/facts.ts'
import { foldCode } from '../../../records/key.ts'
import type { RecordOf } from '../../../records/kind.ts'
import { dealRegistrations } from '../../../records/kinds/deal-registrations.ts'
import type { Opportunity } from '../../../records/kinds/opportunities.ts'
import { foldName } from '../../../records/name.ts'
import type { LinkedRegistration, SourceEvidence, SourceFields } from '../../../rules/sources/types.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'

type Registration = RecordOf<(typeof dealRegistrations)['fields']>

/** Finds what shows the source of opportunities. The registrations are read once. */
export class SourceEvidences {
  readonly #hasRegistrations: boolean
  readonly #byOpportunity = new Map<string, Stored<Registration>[]>()
  readonly #byName = new Map<string, Stored<Registration>[]>()
  readonly #byDeal = new Map<string, Stored<Registration>[]>()
  readonly #names: ReadonlyMap<string, number>

  private constructor(
    rows: readonly Stored<Registration>[],
    opportunities: readonly Stored<Opportunity>[],
    hasRegistrations: boolean,
  ) {
    this.#hasRegistrations = hasRegistrations
    const names = new Map<string, number>()
    for (const { record } of opportunities) {
      const { folded } = foldName(record.name ?? '')
      names.set(folded, (names.get(folded) ?? 0) + 1)
    }
    this.#names = names
    for (const row of rows) {
      const { name, dealId, opportunityId, opportunity } = row.record
      if (opportunityId !== null) add(this.#byOpportunity, opportunityId, row)
      else if (opportunity?.trim()) add(this.#byOpportunity, foldName(opportunity).folded, row)
      else {
        // What links nowhere by itself may be named by the opportunity.
        if (name !== null) add(this.#byName, foldCode(name), row)
        if (dealId?.trim()) add(this.#byDeal, foldCode(dealId), row)
      }
    }
  }

  /** Reads the registrations; `opportunities` are all there are, so that a name that several have links nothing. */
  static async read(store: RecordReader, opportunities: readonly Stored<Opportunity>[]): Promise<SourceEvidences> {
    const isThere = await store.wasImported(dealRegistrations)
    return new SourceEvidences(isThere ? await store.records(dealRegistrations) : [], opportunities, isThere)
  }

  /** What shows the source of one opportunity. */
  of(opportunity: Stored<Opportunity>): SourceEvidence {
    const { id, name, primaryRegistration, dealId } = opportunity.record
    const { folded } = foldName(name ?? '')
    const rows = new Set([
      ...(this.#byOpportunity.get(id ?? '') ?? []),
      ...(this.#names.get(folded) === 1 ? (this.#byOpportunity.get(folded) ?? []) : []),
      ...(primaryRegistration?.trim() ? (this.#byName.get(foldCode(primaryRegistration)) ?? []) : []),
      ...(dealId?.trim() ? (this.#byDeal.get(foldCode(dealId)) ?? []) : []),
    ])
    const registrations = [...rows].map((row) => linked(row, opportunity)).sort((a, b) => (a.name < b.name ? -1 : 1))
    return { fields: fieldsOf(opportunity), registrations, hasRegistrations: this.#hasRegistrations }
  }
}

function add(index: Map<string, Stored<Registration>[]>, key: string, row: Stored<Registration>): void {
  const same = index.get(key)
  if (same) same.push(row)
  else index.set(key, [row])
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
