/** Registrations that compete for one opportunity, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import { type Deal, opportunityIdOf } from '../../partners/deals/deal.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { dealsListing } from './deals-view.ts'

const HEADINGS = ['OPPORTUNITY', 'REGISTRATION', 'TYPE', 'STATUS', 'SUBMITTED', 'APPROVED', 'PARTNER', 'MANAGER']

/** Those of one opportunity together (phd.deals/1). */
export function conflictsView(list: DealList, io: Io): Listing<Deal> {
  let opportunities = 0
  let last: string | null | undefined
  return dealsListing(list, io, {
    headings: HEADINGS,
    cells: (deal) => {
      const { row, record, partner, opportunityName } = deal
      return [
        opportunityName ?? opportunityIdOf(deal) ?? '',
        record.name,
        record.type ?? '',
        record.status ?? '',
        record.submitted ?? '',
        record.approved ?? '',
        partnerWords(partner, row.record.partner ?? row.record.partnerId),
        row.record.manager ?? '',
      ]
    },
    each: (deal) => {
      const on = opportunityIdOf(deal)
      if (on !== last) opportunities++
      last = on
    },
    answer: () => [
      list.deals.length === 0
        ? 'no opportunity has more than one approved registration of a program'
        : `${plural(opportunities, 'opportunity', 'opportunities')} with more than one approved registration: only one partner can source a deal`,
    ],
  })
}
