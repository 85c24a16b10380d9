/** The figures of a partner's insights. Evidence in, figures out. */

import {
  type Closed,
  closedIn,
  dealsOf,
  type LeftOutDeal,
  mainRole,
  type QuarterRevenue,
  type RoleFigures,
  revenueOf,
  rolesOf,
  sortDeals,
} from './deals.ts'
import { type Ending, endingsOf } from './ends.ts'
import { unrecordedOf } from './influence.ts'
import { type Evaluations, evaluationsOf, type Leads, leadsOf } from './leads.ts'
import { isNewLogo, type OrderType, orderTypesOf, type Sources, sourcesOf } from './mix.ts'
import { isIn, type Period } from './periods.ts'
import { type Pipeline, pipelineOf } from './pipeline.ts'
import { type Registrations, registrationsOf } from './registrations.ts'
import { type Services, servicesOf } from './services.ts'
import { firstWithoutRate, type Total, totalOf } from './totals.ts'
import type { Convert, InsightCertifications, InsightDeal, InsightEvidence, InsightInfluence, Role } from './types.ts'

/** How figures are asked for. */
export interface FiguresOptions {
  period: Period
  /** The day of the answer; what is open or in force is so on it. */
  day: string
  /** The role that the figures of deals are of; null: the first that the partner has. */
  role: Role | null
  convert: Convert | null
  /** So many days ahead count as near. */
  within: number
}

/** What a partner's lists come to. Null: such a list was never imported. */
export interface Figures {
  /** Whether opportunities were ever imported; without them, no figure of deals is known. */
  hasDeals: boolean
  role: Role
  /** Deals of that role that count. */
  main: readonly InsightDeal[]
  revenue: readonly QuarterRevenue[]
  closed: Closed
  before: Closed | null
  roles: readonly RoleFigures[]
  sources: Sources
  /** `blank`: won deals of the period without an order type, which may be new logos. */
  newLogos: { now: Total; before: Total | null; blank: number }
  orderTypes: readonly OrderType[]
  pipeline: Pipeline
  registrations: Registrations | null
  services: Services | null
  /** Influence records of the period, and deals with the partner as Influence Partner that have none. */
  influence: readonly InsightInfluence[] | null
  unrecorded: readonly InsightDeal[] | null
  leads: Leads | null
  evaluations: Evaluations | null
  certifications: InsightCertifications | null
  /** What ends or is due next. */
  next: readonly Ending[]
  leftOut: readonly LeftOutDeal[]
  /** Deals whose amount has no rate, one of the closed and one of the open ones: these are in their own currencies then. */
  withoutRate: readonly InsightDeal[]
}

/** Works the figures of one partner out. */
export function figuresOf(evidence: InsightEvidence, options: FiguresOptions): Figures {
  const { period, day, within } = options
  const { counted, leftOut } = sortDeals(evidence.deals ?? [], day)
  const isOpen = ({ outcome }: InsightDeal): boolean => outcome === 'open'
  const lacking = firstWithoutRate(ofPeriods(counted, period), options.convert)
  const lackingOpen = firstWithoutRate(counted.filter(isOpen), options.convert)
  const convert = lacking === null ? options.convert : null
  const convertOpen = lackingOpen === null ? options.convert : null
  const role = options.role ?? mainRole(counted)
  const main = dealsOf(counted, role)
  const closed = closedIn(main, period, convert)
  const before = period.before && closedIn(main, period.before, convert)
  const pipeline = pipelineOf(main, day, convertOpen)
  const registrations = evidence.registrations
  return {
    hasDeals: evidence.deals !== null,
    ...{ role, main, closed, before, pipeline, leftOut },
    withoutRate: [lacking, lackingOpen].filter((each) => each !== null),
    revenue: revenueOf(main, period, convert),
    roles: rolesOf(counted, period, { convert, convertOpen }),
    sources: sourcesOf(closed.wonDeals, convert),
    newLogos: {
      blank: closed.wonDeals.filter(({ orderType }) => !orderType?.trim()).length,
      now: totalOf(closed.wonDeals.filter(isNewLogo), convert),
      before: before && totalOf(before.wonDeals.filter(isNewLogo), convert),
    },
    orderTypes: orderTypesOf(closed.wonDeals, convert),
    registrations: registrations && registrationsOf(registrations, period),
    services: evidence.deals && servicesOf(counted, main, { registrations, isNamed: evidence.namesServices, period, convert }),
    influence: evidence.influence?.filter(({ created }) => isIn(created, period)) ?? null,
    unrecorded: evidence.deals && evidence.influence && unrecordedOf(dealsOf(counted, 'influence'), evidence.influence),
    leads: evidence.leads && leadsOf(evidence.leads, period),
    evaluations: evidence.evaluations && evaluationsOf(evidence.evaluations, period, day),
    certifications: evidence.certifications,
    next: endingsOf(evidence, pipeline.deals, { day, within }),
  }
}

/** The closed deals that any sum is made of: of the quarters, the period, and the days before. */
function ofPeriods(counted: readonly InsightDeal[], { quarters, first, before }: Period): InsightDeal[] {
  const begin = [quarters[0]?.first ?? first, first, before?.first ?? first].sort()[0] ?? first
  return counted.filter(({ outcome, closeDate }) => outcome === 'won' && closeDate !== null && closeDate >= begin)
}
