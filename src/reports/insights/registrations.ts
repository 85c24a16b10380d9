/** Deal registrations of a partner, by quarter and outcome, and how long approval took. */

import type { FiscalQuarter } from '../../rules/fiscal.ts'
import { percent } from './deals.ts'
import { type Days, isIn, median, type Period, waited } from './periods.ts'
import { type InsightRegistration, REGISTRATION_OUTCOMES, type RegistrationOutcome } from './types.ts'

/** How many registrations have each outcome. */
type OutcomeCounts = Readonly<Record<RegistrationOutcome, number>>

/** Registrations that were submitted on some days. */
interface Submitted {
  count: number
  outcomes: OutcomeCounts
  /** Approved of approved and denied, in whole percent. */
  rate: number | null
}

/** Partner-sourced registrations. */
export interface Registrations {
  period: Submitted
  before: Submitted | null
  quarters: readonly { quarter: FiscalQuarter; submitted: Submitted }[]
  /** Days from the day one was submitted to its approval: of those submitted in the period that have both days. */
  approval: { median: number | null; longest: number | null; of: number; withoutDays: number }
  /** Returned, and pending, on the day: of any quarter. */
  returned: readonly InsightRegistration[]
  pending: readonly InsightRegistration[]
  /** Without the day it was submitted, so in no quarter. */
  noDay: readonly InsightRegistration[]
  /** Those of the period. */
  rows: readonly InsightRegistration[]
}

/** Takes the partner-sourced registrations of a partner; counts them by the day they were submitted. */
export function registrationsOf(all: readonly InsightRegistration[], period: Period): Registrations {
  const own = all.filter(({ isService }) => !isService)
  const rows = own.filter(({ submitted }) => isIn(submitted, period))
  const approved = rows.filter(({ outcome }) => outcome === 'approved')
  const days = approved.flatMap(({ submitted, approved: on }) => waited(submitted, on) ?? [])
  return {
    period: submittedIn(own, period),
    before: period.before && submittedIn(own, period.before),
    quarters: period.quarters.map((quarter) => ({ quarter, submitted: submittedIn(own, quarter) })),
    approval: {
      median: median(days),
      longest: days.length === 0 ? null : Math.max(...days),
      of: days.length,
      withoutDays: approved.length - days.length,
    },
    returned: own.filter(({ outcome }) => outcome === 'returned'),
    pending: own.filter(({ outcome }) => outcome === 'pending'),
    noDay: own.filter(({ submitted }) => submitted === null),
    rows,
  }
}

function submittedIn(all: readonly InsightRegistration[], days: Days): Submitted {
  const own = all.filter(({ submitted }) => isIn(submitted, days))
  const counts = Object.fromEntries(
    REGISTRATION_OUTCOMES.map((each) => [each, own.filter(({ outcome }) => outcome === each).length]),
  ) as Record<RegistrationOutcome, number>
  return { count: own.length, outcomes: counts, rate: percent(counts.approved, counts.approved + counts.denied) }
}
