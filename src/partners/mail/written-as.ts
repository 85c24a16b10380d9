/** Where opportunities and registrations are, by the numbers that people write: kept as versions of rows, which are read when a mail names one. */

import type { Fields, Kind, RecordOf } from '../../records/kind.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import type { RecordReader, Stored } from '../../store/store.ts'

/** What finding rows by their numbers needs of the store. */
export type NumberLookup = Pick<RecordReader, 'eachRowName' | 'recordsOfVersions'>

/** Rows of a kind by what one of their fields says, however it is written: case and blanks around it apart. */
export class WrittenAs<F extends Fields> {
  readonly #kind: Kind<F>
  readonly #versions = new Map<string, number | number[]>()

  constructor(kind: Kind<F>) {
    this.#kind = kind
  }

  add(text: string | null, version: number): void {
    const written = text?.trim().toUpperCase() ?? ''
    if (written === '') return
    const same = this.#versions.get(written)
    if (same === undefined) this.#versions.set(written, version)
    else if (Array.isArray(same)) same.push(version)
    else this.#versions.set(written, [same, version])
  }

  has(text: string): boolean {
    return this.#versions.has(text)
  }

  /** The rows that any of some texts names, each once, in the order of their list; a text is in capitals. */
  async of(store: NumberLookup, ...texts: readonly string[]): Promise<Stored<RecordOf<F>>[]> {
    const versions = texts.flatMap((text) => this.#versions.get(text) ?? [])
    return versions.length === 0 ? [] : [...(await store.recordsOfVersions(this.#kind, versions)).values()]
  }
}

/** The opportunities by their numbers. */
export interface OpportunityNumbers {
  quotes: WrittenAs<typeof opportunities.fields>
  registrations: WrittenAs<typeof opportunities.fields>
  deals: WrittenAs<typeof opportunities.fields>
}

/** Reads the numbers of all opportunities. */
export async function opportunityNumbers(store: NumberLookup): Promise<OpportunityNumbers> {
  const [quotes, registrations, deals] = [
    new WrittenAs(opportunities),
    new WrittenAs(opportunities),
    new WrittenAs(opportunities),
  ]
  await Promise.all([
    addAll(store, opportunities, { quote: quotes, dealId: deals }),
    addAll(store, opportunities, { primaryRegistration: registrations, serviceAttachRegistration: registrations }),
  ])
  return { quotes, registrations, deals }
}

/** Reads the names and deal ids of all registrations. */
export async function registrationNumbers(store: NumberLookup): Promise<WrittenAs<typeof dealRegistrations.fields>> {
  const numbers = new WrittenAs(dealRegistrations)
  await addAll(store, dealRegistrations, { name: numbers, dealId: numbers })
  return numbers
}

/** Adds what two fields say of every row: each field to its own numbers. */
async function addAll<F extends Fields>(store: NumberLookup, kind: Kind<F>, into: Record<string, WrittenAs<F>>): Promise<void> {
  const [[name, first], [id, second]] = Object.entries(into) as [[string, WrittenAs<F>], [string, WrittenAs<F>]]
  const add = (version: number, one: string | null, other: string | null): void => {
    first.add(one, version)
    second.add(other, version)
  }
  await store.eachRowName(kind, add, { name, id })
}
