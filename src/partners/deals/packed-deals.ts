/** Judged registrations in an order, kept outside the heap however many there are, and made again one by one. */

import { PackedInOrder } from '../../packed/packed-in-order.ts'
import type { DealPolicy, StatusRule } from '../../rules/deals/types.ts'
import type { RowSource } from '../../store/store.ts'
import type { NamedPartner } from '../linking/links.ts'
import { type Deal, recordOf } from './deal.ts'
import { byUrgency, type DealUrgency, urgencyOf } from './order.ts'

/** What registrations of one file have in common. */
type Headings = Pick<RowSource, 'headings' | 'extraHeadings'>

/** A registration without what it shares with many others. */
type Packed = Omit<Deal, 'row' | 'record' | 'partner' | 'finding'> & {
  /** The id: the index has the partner itself. */
  partner: string | null
  row: Omit<Deal['row'], 'source'> & { source: Omit<RowSource, keyof Headings> }
  finding: Omit<Deal['finding'], 'rule'> & { rule: number | null }
}

/** An order of its own, before that by urgency. */
export interface DealOrder<Key> {
  keyOf(deal: Deal): Key
  compare(a: Key, b: Key): number
}

/** Registrations, as an array of them is read. */
export interface Deals extends Iterable<Deal> {
  readonly length: number
  at(i: number): Deal
}

export class PackedDeals<Key = null> implements Deals {
  readonly #packed = new PackedInOrder<Packed, { urgency: DealUrgency; own: Key | null }>()
  readonly #headings = new Map<number, Headings>()
  readonly #rules: readonly StatusRule[]
  readonly #order: DealOrder<Key> | null

  readonly #partnerOf: (id: string) => NamedPartner | null

  constructor(policy: DealPolicy, partnerOf: (id: string) => NamedPartner | null, order: DealOrder<Key> | null) {
    this.#partnerOf = partnerOf
    this.#rules = [...policy.statuses, ...policy.serviceAttach.statuses]
    this.#order = order
  }

  get length(): number {
    return this.#packed.length
  }

  add(deal: Deal): void {
    const { row, record, finding, partner, unlinked, ...others } = deal
    const { headings, extraHeadings, ...source } = row.source
    this.#headings.set(source.importId, { headings, extraHeadings })
    const rule = finding.rule && this.#rules.indexOf(finding.rule)
    const packed: Packed = {
      ...others,
      row: { ...row, source },
      partner: partner?.id ?? null,
      // The index of partners has more of each than its id and name.
      unlinked: unlinked && { why: unlinked.why, candidates: unlinked.candidates.map(named) },
      finding: { ...finding, rule },
    }
    this.#packed.push(packed, { urgency: urgencyOf(deal), own: this.#order?.keyOf(deal) ?? null })
  }

  sort(): this {
    const order = this.#order
    this.#packed.sort((a, b) => (order?.compare(a.own as Key, b.own as Key) ?? 0) || byUrgency(a.urgency, b.urgency))
    return this
  }

  at(i: number): Deal {
    const packed = this.#packed.at(i)
    const { row, finding } = packed
    const headings = this.#headings.get(row.source.importId) ?? { headings: {}, extraHeadings: [] }
    return {
      ...packed,
      record: recordOf(row),
      partner: packed.partner === null ? null : this.#partnerOf(packed.partner),
      row: { ...row, source: { ...row.source, ...headings } },
      finding: { ...finding, rule: finding.rule === null ? null : (this.#rules[finding.rule] ?? null) },
    }
  }

  *[Symbol.iterator](): Generator<Deal> {
    for (let i = 0; i < this.length; i++) yield this.at(i)
  }
}

function named({ id, name }: NamedPartner): NamedPartner {
  return { id, name }
}
