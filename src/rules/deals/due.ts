/** By when a registration must be answered (Ecosystem Operations, How it Works; Rules of Engagement, GitLab SLAs). Pure. */

import type { BusinessDays } from '../business-days.ts'
import type { DealEvidence, DealNote, StatusRule } from './types.ts'

interface Due {
  due: string | null
  late: boolean | null
  notes: DealNote[]
}

/** The business days that count, and the day it is. */
export interface DealCalendar {
  days: BusinessDays
  today: string
}

/** When a registration is due, by what its status asks for; null where nothing is awaited, or its start is not known. */
export function dueOf(
  { record, since }: Pick<DealEvidence, 'record' | 'since'>,
  rule: StatusRule | null,
  { days, today }: DealCalendar,
): Due {
  if (!rule?.answer) return { due: null, late: null, notes: [] }
  const { businessDays, after } = rule.answer
  const dueAfter = (start: string): Due => {
    const due = days.after(start, businessDays)
    return { due, late: today > due, notes: [] }
  }
  const unknown = (note: DealNote): Due => ({ due: null, late: null, notes: [note] })
  if (after === 'submitted')
    return record.submitted === null ? unknown({ code: 'no_submitted_date' }) : dueAfter(record.submitted)
  if (since === null) return unknown({ code: 'no_history' })
  const due = dueAfter(since.day)
  // The status was there on that day and may be older: then this day is the latest that it can be.
  return isStartKnown(since, record.submitted) ? due : { ...due, notes: [{ code: 'status_began_earlier', since }] }
}

/**
 * Whether the day a status was first seen is the day it began, as far as imports tell: it was seen with another before, it was
 * submitted on that very day, or an import of a day when it was not submitted yet came in between.
 */
function isStartKnown({ day, before, importBefore }: NonNullable<DealEvidence['since']>, submitted: string | null): boolean {
  if (before !== null) return true
  return submitted !== null && (submitted >= day || (importBefore !== null && submitted >= importBefore))
}
