/** What of a partner's evidence and findings may leave the company. */

import type { Insights } from './report.ts'
import type { InsightEvidence, Role } from './types.ts'

/** Roles in which the deal is the partner's own business: it transacts it, registered it, or its resellers buy from it. */
const OWN_ROLES: readonly Role[] = ['resale', 'registration', 'distributor']

/**
 * Takes a partner's evidence; gives what a page for the partner is made of: only deals in its own roles, no influence records, no
 * reasons of denials.
 */
export function evidenceForPartner(evidence: InsightEvidence): InsightEvidence {
  const deals = evidence.deals?.flatMap((deal) => {
    const roles = deal.roles.filter((role) => OWN_ROLES.includes(role))
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
  const { registrations, pipeline } = insights
  const noTimes = { median: null, longest: null, of: 0, withoutDays: 0 }
  return {
    ...insights,
    findings: insights.findings.filter(({ isInside }) => !isInside),
    notJudged: insights.notJudged.filter(({ code }) => code !== 'approval_days'),
    pipeline: { ...pipeline, stages: [] },
    registrations: registrations && { ...registrations, approval: noTimes },
    unrecorded: null,
    leftOut: [],
  }
}
