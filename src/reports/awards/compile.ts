/** The reports for the partner awards of a year, compiled from all that is known. They judge nothing. */

import type { Listed } from '../../packed/packed-list.ts'
import { compareText } from '../../records/compare.ts'
import { AllRows } from './all-rows.ts'
import { dashboardAccreditations, distributorRows, partnersOfDistributors } from './distribution.ts'
import type { OwnSums, Sum, Sums } from './figures.ts'
import { whyUnknown } from './measures.ts'
import { type Conversion, type Convert, convertDeals } from './rates.ts'
import { dealRows, registrationRows, yearOf } from './rows.ts'
import { type Award, type AwardTable, awardTables, type Criterion } from './tables.ts'
import type {
  AwardCategory,
  AwardEvidence,
  AwardPartner,
  AwardRow,
  AwardYears,
  DashboardPoint,
  Measure,
  WhichYear,
  WhyUnknown,
} from './types.ts'

/** The awards that are asked for, and the criteria of each category. */
export interface AwardProgram {
  awards: readonly Award[]
  criteria: Readonly<Record<AwardCategory, readonly Criterion[]>>
}

/** A figure that is not known for any partner. */
export interface NotKnown {
  measure: Measure
  which: WhichYear
  why: WhyUnknown
}

/** What was found but does not count, in numbers. */
interface LeftOut {
  /** Won deals of the judged year, of partners with figures, that have no amount. */
  noAmount: number
  /** Opportunities that close in the judged year and are duplicates, or whose stage says nothing. */
  duplicates: number
  unknownStage: number
  /** Registrations that are approved and do not say since when; those approved in the judged year whose type is not known; and refused since. */
  noApprovalDay: number
  unknownType: number
  refused: number
}

type FindingCode = 'compiled' | 'no_figures' | 'cannot_tell'

/** The reports. */
export interface AwardsReport {
  years: AwardYears
  finding: { code: FindingCode; partners: number; regions: number; blanks: number; noAmount: number }
  tables: readonly AwardTable[]
  /** The sums of every partner, also of those that are in no table. */
  sums: Sums
  /** The rows behind the figures of these tables. */
  rows: Listed<AwardRow>
  /** Criteria that no list has data for, in the handbook's words. */
  blanks: readonly string[]
  notKnown: readonly NotKnown[]
  /** Partners with figures whose region is not known; they are in no table. */
  noRegion: readonly AwardPartner[]
  leftOut: LeftOut
  conversion: Conversion
  /** What the accreditations of a distributor's partners are counted from; null: nothing. */
  accreditationsBy: 'certifications' | 'certification_dashboard' | null
  /** The dashboards that compliance is compared by; null: there was none of the day. */
  dashboards: Readonly<Record<'start' | 'end', { day: string; file: string; seen: string } | null>>
}

/** Takes the awards that are asked for, the evidence and the rates; gives the reports. */
export function compileAwards(
  { awards, criteria }: AwardProgram,
  given: AwardEvidence,
  years: AwardYears,
  convert: Convert | null,
): AwardsReport {
  const { deals, conversion } = convertDeals(given.deals ?? [], years, convert)
  const evidence = given.deals === null ? given : { ...given, deals }
  const all = new AllRows()
  all.add(dealRows(deals, years))
  all.add(registrationRows(evidence.registrations ?? [], years))
  all.add(distributorRows(evidence, years))
  const unknown = memoized(years, evidence)
  const sums = all.sums(dashboardCounts(evidence, years))
  const tables = awardTables(awards, criteria, { sums, partners: evidence.partners, years, unknown })
  const measures = [...new Set(tables.flatMap((table) => table.criteria.flatMap((each) => each.shows)))]
  const shown = new Set<string>()
  const regions = new Set<string | null>()
  for (const { partners } of tables) {
    for (const { id, region } of partners) {
      shown.add(id)
      regions.add(region)
    }
  }
  const rows = all.filter((row) => shown.has(row.partner) && row.measures.some((measure) => measures.includes(measure)))
  const leftOut = leftOutOf(rows, evidence, years)
  const blanks = [...new Set(tables.flatMap((table) => table.criteria.flatMap(({ isBlank, label }) => (isBlank ? label : []))))]
  const notKnown = measures.flatMap((measure) => notKnownOf(measure, unknown))
  const canTell = measures.some((measure) => unknown(measure, 'judged') === null)
  return {
    years,
    finding: {
      code: canTell ? (shown.size > 0 ? 'compiled' : 'no_figures') : 'cannot_tell',
      partners: shown.size,
      regions: regions.size,
      blanks: blanks.length,
      noAmount: leftOut.noAmount,
    },
    ...{ tables, sums, rows, blanks, notKnown, leftOut, conversion },
    noRegion: noRegionOf(evidence.partners, sums),
    accreditationsBy: accreditationsBy(evidence),
    dashboards: { start: pointOf(evidence.dashboards.start), end: pointOf(evidence.dashboards.end) },
  }
}

/** Partners with figures whose region is not known, by name. */
function noRegionOf(partners: Iterable<AwardPartner>, sums: Sums): AwardPartner[] {
  const found: AwardPartner[] = []
  for (const partner of partners) if (partner.region === null && sums.has(partner.id)) found.push(partner)
  return found.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id))
}

function pointOf(point: DashboardPoint | null): AwardsReport['dashboards']['start'] {
  return point && { day: point.day, file: point.file, seen: point.seen }
}

function accreditationsBy({ certifications, dashboards }: AwardEvidence): AwardsReport['accreditationsBy'] {
  if (certifications !== null) return 'certifications'
  return dashboards.start === null && dashboards.end === null ? null : 'certification_dashboard'
}

/** Whether a figure is known asks every row of a list, so once is enough. */
function memoized(years: AwardYears, evidence: AwardEvidence): (measure: Measure, which: WhichYear) => WhyUnknown | null {
  const known = new Map<string, WhyUnknown | null>()
  return (measure, which) => {
    const key = `${measure} ${which}`
    const before = known.get(key)
    if (before !== undefined) return before
    const why = whyUnknown(measure, which, years, evidence)
    known.set(key, why)
    return why
  }
}

function notKnownOf(measure: Measure, unknown: (measure: Measure, which: WhichYear) => WhyUnknown | null): NotKnown[] {
  return (['judged', 'before'] as const).flatMap((which) => {
    const why = unknown(measure, which)
    return why === null ? [] : [{ measure, which, why }]
  })
}

/** Without certifications the dashboard says how many people have a credential. */
function dashboardCounts(evidence: AwardEvidence, years: AwardYears): Map<string, OwnSums> {
  const counted = new Map<string, OwnSums>()
  if (evidence.certifications !== null) return counted
  const sumOf = (count: number | null): Sum => ({ rows: count, amounts: [], noAmount: 0 })
  for (const [id, { judged, before }] of dashboardAccreditations(evidence, partnersOfDistributors(evidence, years))) {
    if ((judged ?? 0) + (before ?? 0) === 0) continue
    counted.set(id, new Map([['accreditations', { judged: sumOf(judged), before: sumOf(before) }]]))
  }
  return counted
}

const WON: readonly Measure[] = ['revenue', 'sourced_revenue', 'new_logos', 'distributor_revenue']

function leftOutOf(rows: Iterable<AwardRow>, { deals, registrations }: AwardEvidence, years: AwardYears): LeftOut {
  const lacking = new Set<string>()
  for (const { year, amount, measures, place } of rows) {
    if (year === 'judged' && amount === null && measures.some((each) => WON.includes(each)))
      lacking.add(`${place.line} ${place.file}`)
  }
  const found = { noAmount: lacking.size, duplicates: 0, unknownStage: 0, noApprovalDay: 0, unknownType: 0, refused: 0 }
  for (const { closes, outcome } of deals ?? []) {
    if (yearOf(closes, years) !== 'judged') continue
    if (outcome === 'duplicate') found.duplicates++
    if (outcome === 'unknown') found.unknownStage++
  }
  for (const { approved, isApproved, program, isRefused } of registrations ?? []) {
    if (isApproved && approved === null) found.noApprovalDay++
    if (yearOf(approved, years) !== 'judged') continue
    if (program === null) found.unknownType++
    if (isRefused) found.refused++
  }
  return found
}
