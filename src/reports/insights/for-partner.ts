/** What of a partner's evidence and findings may leave the company. */

import type { Insights } from './report.ts'
import type { InsightEvidence, InsightRegistration, Role } from './types.ts'

/** Roles in which the deal is the partner's own business: it transacts it, registered it, or its resellers buy from it. */
export const OWN_ROLES: readonly Role[] = ['resale', 'registration', 'distributor']

/**
 * Takes a partner's evidence; gives what a page for the partner is made of: only deals in its own roles that no other partner sells, no
 * influence records, no reasons of denials.
 */
export function evidenceForPartner(evidence: InsightEvidence): InsightEvidence {
  const deals = evidence.deals?.flatMap((deal) => {
    const own = deal.roles.filter((role) => OWN_ROLES.includes(role))
    const isOthers = deal.reseller !== null && !own.includes('resale')
    // What another partner sells is its business, even where this one registered the deal; a distributor sells to its resellers.
    const roles = isOthers ? own.filter((role) => role === 'distributor') : own
    return roles.length === 0 ? [] : [{ ...deal, roles }]
  })
  return {
    ...evidence,
    deals: deals ?? null,
    registrations: evidence.registrations?.map((each) => ({ ...each, reason: null })) ?? null,
    influence: null,
  }
}

/** Takes the insights made of such evidence; gives them without findings, stages and times that are for the company alone. */
export function insightsForPartner(insights: Insights): Insights {
  const { registrations, pipeline, sources, services } = insights
  const noTimes = { median: null, longest: null, of: 0, withoutDays: 0 }
  return {
    ...insights,
    findings: insights.findings.filter(({ isInside }) => !isInside),
    notJudged: insights.notJudged.filter(({ code }) => code !== 'approval_days'),
    pipeline: { ...pipeline, stages: [], overdue: [] },
    sources: { ...sources, disagree: [] },
    services: services && { ...services, delivered: null, statuses: services.statuses && byOutcome(services.registrations) },
    registrations: registrations && { ...registrations, approval: noTimes },
    unrecorded: null,
    leftOut: [],
  }
}

/** Counted by what became of them, since the words of the desk are its own. */
function byOutcome(registrations: readonly InsightRegistration[]): { status: string; registrations: number }[] {
  const by = Map.groupBy(registrations, ({ outcome }) => outcome)
  return [...by].map(([status, rows]) => ({ status, registrations: rows.length }))
}
