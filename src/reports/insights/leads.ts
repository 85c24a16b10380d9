/** Leads that were shared with a partner, and evaluation licenses of its customers. */

import { percent } from './deals.ts'
import { type Days, isIn } from './periods.ts'
import type { InsightEvaluation, InsightLead } from './types.ts'

/** Leads that were shared in the period, by what the partner did. */
export interface Leads {
  shared: number
  accepted: number
  pending: number
  rejected: number
  recalled: number
  unknown: number
  converted: number
  /** Accepted of those that no longer wait, in whole percent. */
  rate: number | null
  rows: readonly InsightLead[]
}

/** Takes all leads of a partner; counts those that were made on the days of the period. */
export function leadsOf(all: readonly InsightLead[], days: Days): Leads {
  const rows = all.filter(({ created }) => isIn(created, days))
  const count = (state: InsightLead['state']): number => rows.filter((each) => each.state === state).length
  const [accepted, pending, rejected, recalled] = [count('accepted'), count('pending'), count('rejected'), count('recalled')]
  return {
    shared: rows.length,
    ...{ accepted, pending, rejected, recalled, unknown: count('unknown') },
    converted: rows.filter(({ isConverted }) => isConverted).length,
    rate: percent(accepted, accepted + rejected + recalled),
    rows,
  }
}

/** Evaluation licenses of a partner's customers. */
export interface Evaluations {
  started: readonly InsightEvaluation[]
  running: readonly InsightEvaluation[]
}

/** Evaluation licenses that began in the period, and those that run on the day. */
export function evaluationsOf(all: readonly InsightEvaluation[], days: Days, day: string): Evaluations {
  return {
    started: all.filter(({ start }) => isIn(start, days)),
    running: all.filter(({ start, end }) => start !== null && start <= day && end !== null && day <= end),
  }
}
