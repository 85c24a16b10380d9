import { failure } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { Deal } from './deal.ts'
import { byUrgency, type DealUrgency, urgencyOf } from './order.ts'
import type { Deals } from './packed-deals.ts'

/** Looks for a registration by its name, its deal id, or its Salesforce id while all are read; case apart, but for Salesforce ids. */
export class DealSearch {
  readonly #subject: string
  /** What could have been meant, where nothing is found. */
  readonly #known: { urgency: DealUrgency; dealId: string | null }[] = []

  constructor(subject: string) {
    this.#subject = subject
  }

  /** Whether a registration is one that may be meant. */
  isFound(deal: Deal): boolean {
    const { record, row } = deal
    const { dealId, recordId } = row.record
    this.#known.push({ urgency: urgencyOf(deal), dealId })
    const asked = this.#subject.trim()
    const isRecord = recordId !== null && (recordId === asked || recordId.slice(0, 15) === asked)
    return isRecord || [record.name, dealId].some((each) => each?.trim().toUpperCase() === asked.toUpperCase())
  }

  /** The only one of those that were found. Throws `deal_not_found` and `deal_ambiguous`. */
  only(found: Deals): Deal {
    const subject = this.#subject
    if (found.length === 0) {
      const sorted = this.#known.sort((a, b) => byUrgency(a.urgency, b.urgency))
      const known = sorted.flatMap(({ urgency: { name }, dealId }) => [name, ...(dealId ? [dealId] : [])])
      throw failure(
        'deal_not_found',
        `no registration has the name or deal id "${subject}"${didYouMean(subject.trim().toUpperCase(), known)}`,
      )
    }
    if (found.length > 1) {
      const names = Array.from(found, ({ record }) => record.name)
      throw failure(
        'deal_ambiguous',
        `${found.length} registrations have the deal id "${subject}"`,
        `name one of them: ${names.join(', ')}`,
        {
          registrations: names,
        },
      )
    }
    return found.at(0)
  }
}
