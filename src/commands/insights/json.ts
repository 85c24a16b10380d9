/** Insights as JSON (phd.insights/1). */

import type { Closed } from '../../reports/insights/deals.ts'
import type { Total } from '../../reports/insights/totals.ts'
import type { InsightDeal } from '../../reports/insights/types.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { InsightReport } from './report.ts'
import { findingSentence } from './sentences/finding-sentences.ts'
import { findingWords } from './sentences/headline-words.ts'

/** A report as an object; null: not known. Money has a sum for each currency. */
export function insightsJson(report: InsightReport) {
  const { partner, period, day, insights, terms, listed, isForPartner, ratesFile, sources, rules, command } = report
  const { findings, notJudged, role } = insights
  const count = (kind: string): number => findings.filter((each) => each.kind === kind).length
  return {
    schema: 'phd.insights/1',
    partner: { id: partner.id, name: partner.name, track: partner.track, region: partner.region },
    ...{ day, quarter: period.quarter.name, period: { first: period.first, last: period.last }, before: period.before },
    ...{ audience: isForPartner ? 'partner' : 'inside', role, ratesFile: isForPartner ? null : ratesFile },
    finding: {
      code: findings.length === 0 ? 'nothing_to_judge' : 'judged',
      well: count('well'),
      improve: count('improve'),
      text: findingWords(report),
    },
    findings: findings.map((each) => ({ ...each, text: findingSentence(each) })),
    notJudged,
    ...(insights.hasDeals ? dealsJson(insights) : NO_DEALS),
    ...listsJson(report),
    terms: terms.map((each) => outside(each, isForPartner)),
    termsListed: listed,
    next: insights.next.map((each) => outside(each, isForPartner)),
    rows: rowsJson(report),
    leftOut: [
      ...(isForPartner ? [] : leftOutOf(sources)),
      ...insights.leftOut.map(({ why, deal }) => ({ code: why, opportunity: deal.name, id: deal.id, ...deal.place })),
    ],
    sources: sourcesOf(sources).map((source) => (isForPartner ? { ...source, file: null } : source)),
    rules,
    command: isForPartner ? null : command,
  }
}

/** Without its place, where the page is for the partner. */
function outside<Row extends { place: unknown }>(row: Row, isForPartner: boolean): Row {
  return isForPartner ? { ...row, place: null } : row
}

/** Without a list of opportunities nothing of these is known. */
const NO_DEALS = {
  ...{ revenue: null, closed: null, closedBefore: null, roles: null },
  ...{ bySource: null, newLogos: null, orderTypes: null, pipeline: null },
}

function closedJson({ won, lost, rate }: Closed) {
  return { won, lost, rate, of: won.deals + lost }
}

function dealsJson({ revenue, closed, before, roles, sources, newLogos, orderTypes, pipeline }: InsightReport['insights']) {
  return {
    revenue: revenue.map(({ quarter: { name, first, last }, won }) => ({ quarter: name, first, last, ...won })),
    closed: closedJson(closed),
    closedBefore: before && closedJson(before),
    roles: roles.map(({ role, closed: own, open }) => ({ role, ...closedJson(own), open })),
    bySource: {
      sourced: sources.sourced,
      coSell: sources.coSell,
      notKnown: sources.notKnown,
      disagree: sources.disagree.map(idOf),
    },
    newLogos: { ...newLogos.now, before: newLogos.before, withoutOrderType: newLogos.blank },
    orderTypes: orderTypes.map(({ orderType, won }) => ({ orderType, ...won })),
    pipeline: {
      ...pipeline.open,
      stages: pipeline.stages.map(({ stage, open }) => ({ stage, ...open })),
      quarters: pipeline.quarters.map(({ quarter, open }) => ({ quarter, ...open })),
      overdue: pipeline.overdue.map(idOf),
    },
  } satisfies Record<string, unknown> & { closed: { won: Total } }
}

function idOf({ id, name }: InsightDeal) {
  return { id, name }
}

function listsJson({ insights, isForPartner }: InsightReport) {
  const { registrations, services, influence, unrecorded, leads, evaluations, certifications } = insights
  return {
    registrations: registrations && {
      ...registrations.period,
      before: registrations.before,
      quarters: registrations.quarters.map(({ quarter, submitted }) => ({ quarter: quarter.name, ...submitted })),
      approval: isForPartner ? null : registrations.approval,
      returned: registrations.returned.map(({ name }) => name),
      pending: registrations.pending.map(({ name }) => name),
      noDay: registrations.noDay.map(({ name }) => name),
    },
    services: services && {
      won: services.delivered?.won ?? null,
      servicesAmount: services.delivered?.services ?? null,
      attached: services.attached,
      registrations: services.statuses,
    },
    influence: influence && { records: influence.length, unrecorded: unrecorded?.map(idOf) ?? null },
    certifications: certifications && {
      isMet: certifications.isMet,
      missing: certifications.missing,
      quarters: certifications.quarters,
      expiring: certifications.expiring.map(({ name, badge, expires }) => ({ name, badge, expires })),
    },
    leads: leads && { ...leads, rows: undefined },
    evaluations: evaluations && { started: evaluations.started.length, running: evaluations.running.length },
  }
}

/** The rows behind the figures, with file and line where the page is for inside. */
function rowsJson({ insights, isForPartner }: InsightReport) {
  const { closed, pipeline, registrations } = insights
  const where = (place: { file: string; line: number }) => (isForPartner ? {} : place)
  const deals = [...closed.wonDeals, ...closed.lostDeals, ...pipeline.deals].map((deal) => ({
    list: 'opportunities',
    ...{
      id: deal.id,
      name: deal.name,
      customer: deal.customer,
      outcome: deal.outcome,
      closeDate: deal.closeDate,
      roles: deal.roles,
    },
    ...(isForPartner ? {} : { stage: deal.stage, source: deal.source }),
    orderType: deal.orderType,
    amount: deal.amount,
    ...where(deal.place),
  }))
  const own = (registrations?.rows ?? []).map(({ name, outcome, status, submitted, approved, place }) => ({
    list: 'deal_registrations',
    ...{ name, outcome, ...(isForPartner ? {} : { status }), submitted, approved, ...where(place) },
  }))
  return [...deals, ...own]
}
