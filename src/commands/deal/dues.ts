/** The days of deal registrations, for a calendar. */

import type { Due } from '../../files/calendar-file.ts'
import type { Deal } from '../../partners/deals/deal.ts'
import { placeOf } from '../../records/place.ts'
import { PHASE_WORDS } from './sentences.ts'

/** The day each registration must be answered on; one whose due day is unknown has none. */
export function* answerDues(deals: Iterable<Deal>): Generator<Due> {
  for (const { row, record, partner, finding } of deals) {
    const { due, phase } = finding
    if (due === null || phase === null) continue
    const who = partner?.name ?? row.record.partner ?? 'unknown partner'
    yield {
      uid: JSON.stringify(['deal', 'answer', record.name, phase]),
      day: due,
      title: `Answer due (${PHASE_WORDS[phase]}): ${record.name}, ${who}`,
      about: aboutLines({ row, record }),
    }
  }
}

/** The last day of each running registration. */
export function* lastDues(deals: Iterable<Deal>): Generator<Due> {
  for (const { row, record, partner, finding } of deals) {
    const { expires } = finding
    if (expires === null) continue
    const who = partner?.name ?? row.record.partner ?? 'unknown partner'
    const uid = JSON.stringify(['deal', 'ends', record.name])
    yield { uid, day: expires, title: `Last day: ${record.name}, ${who}`, about: aboutLines({ row, record }) }
  }
}

function aboutLines({ row, record }: Pick<Deal, 'row' | 'record'>): string {
  const { manager, customer, dealId } = row.record
  return [
    `${record.type ?? 'no type'}, ${record.status ?? 'no status'}${dealId === null ? '' : `, ${dealId}`}`,
    `channel manager: ${manager ?? 'blank'}; customer: ${customer ?? 'blank'}`,
    `from ${placeOf(row.source)}`,
    `phd deal show ${record.name}`,
  ].join('\n')
}
