/** Registrations that are late or due today, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import type { Drafted } from '../../drafts/batch.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { dealsListing, phaseWords } from './deals-view.ts'
import { dueWords } from './sentences.ts'

/** What is late or due today, the drafts, how many are late, and how many wait with an unknown due day. */
export interface SlaList extends DealList, Drafted {
  late: number
  unknown: number
  /** How many managers a mail could be drafted to, and none was asked for. */
  draftable: number
}

const HEADINGS = ['DUE', 'REGISTRATION', 'WAITING FOR', 'MANAGER', 'PARTNER', 'SUBMITTED']

/** Late ones first (phd.deals/1). */
export function slaView(list: SlaList, io: Io): Listing<Deal> {
  const { today, drafts, undrafted, unknown } = list
  return dealsListing(list, io, {
    headings: HEADINGS,
    cells: ({ row, record, partner, finding }) => [
      dueWords(finding, today, 0),
      record.name,
      phaseWords(finding.phase),
      row.record.manager ?? '',
      partnerWords(partner, row.record.partner ?? row.record.partnerId),
      record.submitted ?? '',
    ],
    answer: () => answerOf(list, io),
    below: () => [
      ...drafts.map(({ file }) => safeText(`wrote ${file}`)),
      ...undrafted.map((each) => safeText(`no draft for ${each}`)),
    ],
    before: { dueUnknown: unknown },
    behind: { drafts, undrafted },
  })
}

function answerOf({ deals, late, policy, unknown, draftable }: SlaList, io: Io): string[] {
  const hours = policy.statuses.find((status) => status.hours !== null)?.hours
  return [
    io.style(late > 0 ? 'red' : 'bold', `${late} late, ${deals.length - late} due today`),
    ...(unknown > 0 ? [`${plural(unknown, 'more waits', 'more wait')} with an unknown due day; see which: phd deal list`] : []),
    ...(hours && deals.length > 0
      ? [`operations has ${plural(hours, 'working hour')} for the first action, Monday to Friday; exports show days only`]
      : []),
    ...(draftable > 0 ? [`to write to ${plural(draftable, 'manager')}: phd deal sla --draft <folder>`] : []),
  ]
}
