/** The figures of a distributor that come from its partners: who they are, what they must meet, and what they hold. */

import { PackedById } from '../../packed/packed-by-id.ts'
import { partnerOf, yearOf } from './rows.ts'
import type {
  AwardCertification,
  AwardEvidence,
  AwardRow,
  AwardYears,
  DashboardPoint,
  Measure,
  Standing,
  WhichYear,
} from './types.ts'

/** The partners of each distributor in each year, by ids. */
export type PartnersOf = ReadonlyMap<string, Readonly<Record<WhichYear, ReadonlySet<string>>>>

/**
 * Takes opportunities and registrations; gives the partners of each distributor: those whose deal or registration names it, where the deal
 * was created or closes, or the registration was submitted or approved, in the year.
 */
export function partnersOfDistributors(
  { deals, registrations }: Pick<AwardEvidence, 'deals' | 'registrations'>,
  years: AwardYears,
): PartnersOf {
  const found = new Map<string, Record<WhichYear, Set<string>>>()
  const add = (distributor: string | null, partner: string | null, days: readonly (string | null)[]): void => {
    if (distributor === null) return
    const own = found.get(distributor) ?? { judged: new Set(), before: new Set() }
    found.set(distributor, own)
    if (partner === null || partner === distributor) return
    for (const day of days) {
      const year = yearOf(day, years)
      if (year !== null) own[year].add(partner)
    }
  }
  for (const deal of deals ?? []) {
    if (deal.outcome === 'duplicate') continue
    const days = [deal.closes, deal.created]
    add(deal.distributor, partnerOf(deal), days)
    add(deal.distributor, deal.sourced, days)
  }
  for (const { distributor, partner, submitted, approved } of registrations ?? [])
    add(distributor, partner, [submitted, approved])
  return found
}

/** Takes the evidence; gives the rows of the dashboard and the certifications that count for distributors. */
export function* distributorRows(evidence: AwardEvidence, years: AwardYears): Generator<AwardRow> {
  const partners = partnersOfDistributors(evidence, years)
  yield* standingRows(evidence, partners)
  yield* accreditationRows(evidence, partners, years)
}

/** A partner meets its requirements where those of its track are met: of Select those of Select, of every other those of Open. */
function meetsOwn({ track, openMet, selectMet }: Standing): boolean | null {
  return isTrack(track, 'select') ? selectMet : openMet
}

function isTrack(track: string | null, word: string): boolean {
  return track?.trim().toLowerCase() === word
}

function* standingRows({ dashboards: { start, end } }: AwardEvidence, partners: PartnersOf): Generator<AwardRow> {
  for (const [distributor, own] of partners) {
    for (const about of own.judged) {
      const [was, is] = [start?.of.get(about), end?.of.get(about)]
      if (!is || end === null) continue
      const measures: Measure[] = [...improvement(was, is), ...(meetsOwn(is) === true ? ['compliant' as const] : [])]
      if (measures.length > 0) yield dashboardRow(distributor, 'judged', measures, { about, point: end, standing: is })
    }
    for (const about of own.before) {
      const was = start?.of.get(about)
      if (start === null || !was || meetsOwn(was) !== true) continue
      yield dashboardRow(distributor, 'before', ['compliant'], { about, point: start, standing: was })
    }
  }
}

/** What became of a partner that was an Open partner at the beginning, and is known on both days. */
function improvement(was: Standing | undefined, is: Standing): Measure[] {
  if (!was || !isTrack(was.track, 'open') || was.openMet === null || is.openMet === null || was.openMet === is.openMet) return []
  return [is.openMet ? 'open_improved' : 'open_fell_back']
}

function dashboardRow(
  partner: string,
  year: WhichYear,
  measures: readonly Measure[],
  { about, point, standing }: { about: string; point: DashboardPoint; standing: Standing },
): AwardRow {
  const { place, track } = standing
  return {
    ...{ partner, year, measures, about, place },
    kind: 'certification_dashboard',
    name: track?.trim() ?? '',
    day: point.seen,
    amount: null,
  }
}

/** The certifications that the distributors' partners held at the end of each year: a person counts once for a badge. */
function* accreditationRows({ certifications }: AwardEvidence, partners: PartnersOf, years: AwardYears): Generator<AwardRow> {
  if (certifications === null) return
  const of = new PackedById<AwardCertification>()
  for (const row of certifications) of.add(row.partner, row)
  for (const [distributor, own] of partners) {
    for (const year of ['judged', 'before'] as const) {
      for (const about of own[year]) {
        for (const { badge, earned, place } of heldOn(of.of(about), years[year].until)) {
          const row = {
            partner: distributor,
            year,
            measures: ['accreditations' as const],
            name: badge,
            day: earned,
            place,
            about,
          }
          yield { ...row, kind: 'certifications', amount: null }
        }
      }
    }
  }
}

/** Takes certifications; gives those held on a day, of a person and badge the one that was earned last. */
export function heldOn(rows: readonly AwardCertification[], day: string): AwardCertification[] {
  const held = new Map<string, AwardCertification>()
  for (const row of rows) {
    const { holder, badge, earned, expires } = row
    if (earned > day || (expires !== null && expires < day)) continue
    const key = JSON.stringify([holder, badge])
    const known = held.get(key)
    if (!known || known.earned < earned) held.set(key, row)
  }
  return [...held.values()]
}

/**
 * Takes the evidence; gives how many people with a credential the dashboard counts for each distributor's partners, where no certifications were
 * imported; null where it does not say.
 */
export function dashboardAccreditations(
  { dashboards: { start, end } }: AwardEvidence,
  partners: PartnersOf,
): Map<string, Record<WhichYear, number | null>> {
  const sum = (point: DashboardPoint | null, of: ReadonlySet<string>): number | null => {
    if (point === null) return null
    const counts = [...of].flatMap((id) => point.of.get(id) ?? []).map(({ accreditations }) => accreditations)
    return counts.includes(null) ? null : counts.reduce<number>((all, count) => all + (count ?? 0), 0)
  }
  return new Map(
    [...partners].map(([id, { judged, before }]) => [id, { judged: sum(end, judged), before: sum(start, before) }] as const),
  )
}
