/** Registrations that are late or due today, in every format. */

import { partnerWords } from '../../app/link-sentences.ts'
import type { DealList } from '../../app/lists/deals.ts'
import type { Drafted } from '../../drafts/batch.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { answerLines, dealsCsv, phaseWords } from './deals-view.ts'
import { dealJson, listJson } from './json.ts'
import { dueWords } from './sentences.ts'

/** What is late or due today, the drafts, and how many wait with an unknown due day. */
export interface SlaList extends DealList, Drafted {
  unknown: number
  /** How many managers a mail could be drafted to, and none was asked for. */
  draftable: number
}

/** Late ones first (phd.deals/1). */
export function slaView(list: SlaList, io: Io): Rendering {
  const { deals, drafts, undrafted, unknown } = list
  return {
    table: () => slaText(list, io),
    list: { count: deals.length, one: 'registration' },
    json: () => ({ ...listJson(list), dueUnknown: unknown, deals: deals.map(dealJson), drafts, undrafted }),
    ndjson: () => deals.map((deal) => ({ schema: 'phd.deal/1', ...dealJson(deal) })),
    csv: () => dealsCsv(deals),
  }
}

const HEADINGS = ['DUE', 'REGISTRATION', 'WAITING FOR', 'MANAGER', 'PARTNER', 'SUBMITTED']

function slaText(list: SlaList, io: Io): string {
  const { deals, today, drafts, undrafted, policy } = list
  const rows = deals.map(({ row, record, partner, finding }) => [
    dueWords(finding, today, 0),
    record.name,
    phaseWords(finding.phase),
    row.record.manager ?? '',
    partnerWords(partner, row.record.partner ?? row.record.partnerId),
    record.submitted ?? '',
  ])
  const late = deals.filter(({ finding }) => finding.late === true).length
  const hours = policy.statuses.find((status) => status.hours !== null)?.hours
  const answer = [
    io.style(late > 0 ? 'red' : 'bold', `${late} late, ${deals.length - late} due today`),
    ...(list.unknown > 0
      ? [`${plural(list.unknown, 'more waits', 'more wait')} with an unknown due day; see which: phd deal list`]
      : []),
    ...(hours && rows.length > 0
      ? [`operations has ${plural(hours, 'working hour')} for the first action, Monday to Friday; exports show days only`]
      : []),
    ...(list.draftable > 0 ? [`to write to ${plural(list.draftable, 'manager')}: phd deal sla --draft <folder>`] : []),
  ]
  const lines = [
    ...answerLines(list, answer),
    ...drafts.map(({ file }) => safeText(`wrote ${file}`)),
    ...undrafted.map((each) => safeText(`no draft for ${each}`)),
  ]
  return `${rows.length > 0 ? `${table(HEADINGS, rows, io.columns)}\n` : ''}${io.prose(lines.join('\n'))}\n`
}
