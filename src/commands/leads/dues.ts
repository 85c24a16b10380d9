/** The days of leads, for a calendar. */

import type { ReadLead } from '../../app/lists/leads.ts'
import type { Due } from '../../files/calendar-file.ts'
import { placeWords, whyWords } from './sentences.ts'

/** The first day that each lead may be recalled on. */
export function* recallDues(leads: Iterable<ReadLead>): Generator<Due> {
  for (const lead of leads) yield* dueOf(lead, lead.days.recallFrom, 'recall', 'May be recalled')
}

/** The day that the partner of each lead has for its next step: to accept it, or to act on it. */
export function* leadDues(leads: Iterable<ReadLead>): Generator<Due> {
  for (const lead of leads) {
    yield* dueOf(lead, lead.days.acceptBy, 'accept', 'Last day to accept')
    yield* dueOf(lead, lead.days.actBy, 'act', 'Last day to act')
  }
}

function dueOf(lead: ReadLead, day: string | null, step: string, title: string): Due[] {
  const { record, partner, answer } = lead
  if (day === null) return []
  return [
    {
      uid: `lead-${step}-${record.lead?.trim()}`,
      day,
      title: `${title}: lead ${record.lead}, ${partner?.name ?? record.partner ?? 'no partner'}`,
      about: [record.company?.trim(), whyWords(answer), placeWords(lead), 'phd leads recall'].filter(Boolean).join('\n'),
    },
  ]
}
