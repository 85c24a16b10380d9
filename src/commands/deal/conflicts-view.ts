/** Registrations that compete for one opportunity, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import { opportunityIdOf } from '../../partners/deals/read-deals.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'
import { answerLines, dealsCsv } from './deals-view.ts'
import { dealJson, listJson } from './json.ts'

const HEADINGS = ['OPPORTUNITY', 'REGISTRATION', 'TYPE', 'STATUS', 'SUBMITTED', 'APPROVED', 'PARTNER', 'MANAGER']

/** Those of one opportunity together (phd.deals/1). */
export function conflictsView(list: DealList, io: Io): Rendering {
  const { deals } = list
  return {
    table: () => conflictsText(list, io),
    list: { count: deals.length, one: 'registration' },
    json: () => ({ ...listJson(list), deals: deals.map(dealJson) }),
    ndjson: () => deals.map((deal) => ({ schema: 'phd.deal/1', ...dealJson(deal) })),
    csv: () => dealsCsv(deals),
  }
}

function conflictsText(list: DealList, io: Io): string {
  const { deals } = list
  const rows = deals.map((deal) => {
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
  })
  const opportunities = new Set(deals.map(opportunityIdOf)).size
  const lines = answerLines(list, [
    deals.length === 0
      ? 'no opportunity has more than one approved registration of a program'
      : `${plural(opportunities, 'opportunity', 'opportunities')} with more than one approved registration: only one partner can source a deal`,
  ])
  return `${rows.length > 0 ? `${table(HEADINGS, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
}
