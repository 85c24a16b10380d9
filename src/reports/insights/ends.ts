/** What of a partner is due or ends next. */

import { compareText } from '../../records/compare.ts'
import { addDays, daysBetween } from '../../rules/day.ts'
import type { InsightDeal, InsightEvidence, Place } from './types.ts'

/** Something with a day that is near. */
export interface Ending {
  what: 'open_deal' | 'registration' | 'certification' | 'evaluation' | 'letter' | 'license'
  about: string
  day: string
  daysLeft: number
  place: Place | null
}

/** What ends from the day on, for so many days, the next first; `open`: the partner's open deals, which end by their close date. */
export function endingsOf(
  { registrations, evaluations, certifications, terms }: InsightEvidence,
  open: readonly InsightDeal[],
  { day, within }: { day: string; within: number },
): Ending[] {
  const all: (Omit<Ending, 'day' | 'daysLeft'> & { day: string | null })[] = [
    ...open.map(({ name, closeDate, place }) => ({ what: 'open_deal' as const, about: name, day: closeDate, place })),
    ...(registrations ?? [])
      .filter(({ outcome }) => outcome === 'approved')
      .map(({ name, expires, place }) => ({ what: 'registration' as const, about: name, day: expires, place })),
    ...(certifications?.expiring ?? []).map(({ name, badge, expires, place }) => ({
      what: 'certification' as const,
      about: `${badge}: ${name}`,
      day: expires,
      place,
    })),
    ...(evaluations ?? []).map(({ evaluation, customer, end, place }) => ({
      what: 'evaluation' as const,
      about: [evaluation, customer].filter(Boolean).join(', '),
      day: end,
      place,
    })),
    ...terms.map(({ kind, about, last, place }) => ({ what: kind, about, day: last, place })),
  ]
  return all
    .flatMap((each) => (each.day === null ? [] : [{ ...each, day: each.day, daysLeft: daysBetween(day, each.day) }]))
    .filter(({ day: on }) => day <= on && on <= addDays(day, within))
    .sort((a, b) => compareText(a.day, b.day) || compareText(a.what, b.what) || compareText(a.about, b.about))
}
