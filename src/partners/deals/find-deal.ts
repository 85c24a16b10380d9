import { failure } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { Deal } from './read-deals.ts'

/**
 * Finds a registration by its name, its deal id, or its Salesforce id; case apart, but for Salesforce ids. Throws `deal_not_found` and
 * `deal_ambiguous`.
 */
export function findDeal(deals: readonly Deal[], subject: string): Deal {
  const wanted = subject.trim().toUpperCase()
  const found = deals.filter(({ record, row }) => {
    const { dealId, recordId } = row.record
    const isRecord = recordId !== null && (recordId === subject.trim() || recordId.slice(0, 15) === subject.trim())
    return isRecord || [record.name, dealId].some((each) => each?.trim().toUpperCase() === wanted)
  })
  const [deal] = found
  if (!deal) {
    const known = deals.flatMap(({ record, row }) => [record.name, ...(row.record.dealId ? [row.record.dealId] : [])])
    throw failure('deal_not_found', `no registration has the name or deal id "${subject}"${didYouMean(wanted, known)}`)
  }
  if (found.length > 1) {
    const names = found.map(({ record }) => record.name)
    throw failure(
      'deal_ambiguous',
      `${found.length} registrations have the deal id "${subject}"`,
      `name one of them: ${names.join(', ')}`,
      {
        registrations: names,
      },
    )
  }
  return deal
}
