/** Registrations that end soon, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { daysBetween } from '../../rules/day.ts'
import { extensionOf } from '../../rules/deals/term.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { dealsListing } from './deals-view.ts'
import { extensionWords } from './extension-words.ts'
import { dealJson } from './json.ts'

/** What ends within some days; `over`: how many ended and are still approved. */
export interface ExpiringDeals extends DealList {
  within: number
  over: number
}

/** How long a registration runs still, and what an extension of it needs. */
export function endJson({ record, finding: { expires } }: Deal, today: string, policy: DealPolicy) {
  const extension = extensionOf(record, policy, today)
  return {
    daysLeft: expires === null ? null : daysBetween(today, expires),
    extension: { ...extension, how: extensionWords(extension, policy), handbook: policy.term.handbook },
  }
}

const HEADINGS = ['LAST DAY', 'DAYS', 'REGISTRATION', 'PARTNER', 'MANAGER', 'EXTENSION']

/** The soonest first (phd.deals/1, each with `daysLeft` and `extension`). */
export function expiringView(list: ExpiringDeals, io: Io): Listing<Deal> {
  const { deals, within, over, today, policy } = list
  const { extension, extensionDays, longer } = policy.term
  const kinds = new Set<string>()
  return dealsListing(list, io, {
    headings: HEADINGS,
    cells: ({ row, record, partner, finding: { expires } }) => {
      const { kind, until } = extensionOf(record, policy, today)
      kinds.add(kind)
      return [
        expires ?? '',
        expires === null ? '' : String(daysBetween(today, expires)),
        record.name,
        partnerWords(partner, row.record.partner ?? row.record.partnerId),
        row.record.manager ?? '',
        kind === 'standard' ? `to ${until}` : 'extended already',
      ]
    },
    answer: () => [
      `${plural(deals.length, 'registration')} ending within ${plural(within, 'day')}`,
      ...(kinds.has('standard') ? [`one standard extension of ${extensionDays} days: ${extension}`] : []),
      ...(kinds.size > 0 ? [`longer: ${longer}`] : []),
      ...(over > 0 ? [`${over} more ended and are still Approved: phd deal list --problem expired_still_approved`] : []),
    ],
    before: { within },
    object: (deal) => ({ ...dealJson(deal), ...endJson(deal, today, policy) }),
  })
}
