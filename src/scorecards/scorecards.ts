/** A scorecard as data: what the page, the JSON and the table are all made from. */

import type { Partner } from '../partners/partner.ts'
import type { RequirementVerdict, SourceCount } from '../reports/scorecard/requirement.ts'
import { countCertified, requirementVerdict } from '../reports/scorecard/requirement.ts'
import type { Scope } from '../reports/scorecard/rows.ts'
import {
  type Asked,
  countCountries,
  countPart,
  countScorecard,
  type PartFigures,
  type ScorecardFigures,
} from '../reports/scorecard/scorecard.ts'
import type { RejectedRow } from '../store/store.ts'
import type { LeftOutRow } from './certified.ts'
import { type BadgeTotal, type OtherCounts, trackOf } from './people-counts.ts'
import type { ScorecardDesk } from './read-scorecards.ts'

/** A scorecard as it is asked for. */
export interface AskedScorecard extends Asked {
  withAddresses: boolean
}

/** What the reader should know first, as a code. */
export type FindingCode =
  /** Of a partner: its requirements. */
  | 'met'
  | 'missing'
  | 'no_requirement'
  /** Of a region: what is held. */
  | 'held'
  /** No certifications were imported: totals of now are known by other lists. */
  | 'totals_only'
  | 'cannot_tell'

/** What scorecards of partners and regions share. */
interface Scorecard {
  asked: AskedScorecard
  finding: FindingCode
  /** Null: no certifications were imported. */
  figures: ScorecardFigures | null
  /** The totals of now by another list, where no certifications were imported; null: none has any. */
  totals: OtherCounts['totals']
  leftOut: readonly LeftOutRow[]
  rejected: readonly RejectedRow[]
  isOld: boolean
}

/** The scorecard of a partner. */
export interface PartnerScorecard extends Scorecard {
  of: 'partner'
  partner: Partner
  requirement: RequirementVerdict
}

/** A partner on the scorecard of its region; `figures` null: not known. */
export interface PartnerOfRegion {
  partner: Partner
  figures: PartFigures | null
  requirement: RequirementVerdict
}

/** The scorecard of a region. */
export interface RegionScorecard extends Scorecard {
  of: 'region'
  region: string
  countries: (PartFigures & { country: string | null })[] | null
  /** Those with any figure, or whose requirements can be told. */
  partners: PartnerOfRegion[]
  /** Partners whose region is not known. */
  unplaced: readonly Partner[]
}

/** The scorecard of a partner, of what was read for all. */
export function partnerScorecard(shared: ScorecardDesk, partner: Partner, asked: AskedScorecard): PartnerScorecard {
  const { certified, rowsOf, leftOutOf, rejectedOf, rejectedOfNobody, others } = shared
  const requirement = requirementOf(shared, partner)
  const isKnown = certified.list !== null
  const scope: Scope = (id) => id === partner.id
  const isOld = certified.list?.isOld ?? false
  const figures = isKnown ? countScorecard(rowsOf.get(partner.id) ?? [], scope, asked) : null
  const totals = isKnown ? null : askedTotals(others.get(partner.id)?.totals ?? null, asked)
  return {
    ...{ of: 'partner', partner, asked, requirement, figures, totals, isOld },
    finding: findingOf(requirement, { isKnown: isKnown ? !isOld : totals !== null }),
    leftOut: leftOutOf.get(partner.id) ?? [],
    rejected: [...(rejectedOf.get(partner.id) ?? []), ...rejectedOfNobody],
  }
}

function findingOf({ code, why }: RequirementVerdict, { isKnown }: { isKnown: boolean }): FindingCode {
  if (code === 'no_requirement' || why === 'no_track') return isKnown ? 'no_requirement' : 'cannot_tell'
  return code
}

/** The requirements of a partner's track, by all lists. */
function requirementOf(shared: ScorecardDesk, partner: Partner): RequirementVerdict {
  const { certified, policy, others, rowsOf, leftOutOf, rejectedOf, today } = shared
  const found = trackOf(partner, policy)
  const track = found?.name ?? (partner.account.record.track?.trim() || null)
  const needed = found?.track.requirements ?? null
  const sources: SourceCount[] = []
  if (certified.list !== null && needed !== null) {
    const { file, lastSeenAt, isOld } = certified.list
    const unsure = (leftOutOf.get(partner.id) ?? []).filter(({ why }) => why !== 'gone').map(({ row }) => row)
    const doubts = { unsure, isRejected: rejectedOf.has(partner.id), isOld, file, lastSeenAt }
    sources.push(countCertified(rowsOf.get(partner.id) ?? [], (id) => id === partner.id, today, needed, doubts))
  }
  sources.push(...(others.get(partner.id)?.sources ?? []))
  return requirementVerdict({ track, policy: policy.version, needed }, sources)
}

/** The scorecard of a region, or of all partners. */
export function regionScorecard(shared: ScorecardDesk, region: string, asked: AskedScorecard): RegionScorecard {
  const { certified, desk, rowsOf, leftOutOf, rejectedOf, others, nobodys } = shared
  const inRegion = desk.partners.filter((partner) => region === 'Global' || desk.regionOf(partner) === region)
  const ids = new Set(inRegion.map(({ id }) => id))
  const scope: Scope = (id) => ids.has(id)
  const isKnown = certified.list !== null
  const isOld = certified.list?.isOld ?? false
  const rows = [...new Set(inRegion.flatMap(({ id }) => rowsOf.get(id) ?? []))]
  const totals = isKnown ? null : askedTotals(addTotals(inRegion.flatMap(({ id }) => others.get(id)?.totals ?? [])), asked)
  const partners = inRegion.map((partner) => partOf(shared, partner, asked)).filter((part) => isTold(part, asked))
  return {
    ...{ of: 'region', region, asked, totals, isOld, partners },
    finding: isKnown && !isOld ? 'held' : totals !== null ? 'totals_only' : 'cannot_tell',
    figures: isKnown ? countScorecard(rows, scope, asked) : null,
    countries: isKnown ? countCountries(rows, scope, { ...asked, nameOf: desk.places.countryName }) : null,
    unplaced: desk.partners.filter((partner) => desk.regionOf(partner) === null),
    leftOut: [...new Set([...inRegion.flatMap(({ id }) => leftOutOf.get(id) ?? []), ...nobodys])],
    rejected: [...new Set([...inRegion.flatMap(({ id }) => rejectedOf.get(id) ?? []), ...shared.rejectedOfNobody])],
  }
}

function partOf(shared: ScorecardDesk, partner: Partner, asked: AskedScorecard): PartnerOfRegion {
  const rows = shared.rowsOf.get(partner.id) ?? []
  const figures = shared.certified.list === null ? null : countPart(rows, (id) => id === partner.id, asked)
  return { partner, figures, requirement: requirementOf(shared, partner) }
}

/** Whether a partner has anything to tell: a figure, or where all countries are asked for, a list that counts its people. */
function isTold({ figures, requirement }: PartnerOfRegion, { country }: AskedScorecard): boolean {
  const isCounted = figures !== null && figures.held + figures.gained + figures.lapsed + figures.earned > 0
  return isCounted || country !== null ? isCounted : requirement.sources.some(({ by }) => by !== 'certifications')
}

/** Totals of several partners, by badge; null: of none. Those of one list only: lists are never mixed. */
function addTotals(all: readonly NonNullable<OtherCounts['totals']>[]): OtherCounts['totals'] {
  const byUsers = all.filter(({ by }) => by === 'portal_users')
  const counted = byUsers.length > 0 ? byUsers : all
  const [first] = counted
  if (!first) return null
  const badges = new Map<string, BadgeTotal>()
  for (const { badge, credential, people } of counted.flatMap((each) => each.badges))
    badges.set(badge, { badge, credential, people: people + (badges.get(badge)?.people ?? 0) })
  return { by: first.by, file: first.file, badges: [...badges.values()] }
}

/** The totals of the badges that are asked for; by country they are not known. */
function askedTotals(totals: OtherCounts['totals'], { badges, country }: AskedScorecard): OtherCounts['totals'] {
  if (totals === null || country !== null) return null
  return { ...totals, badges: totals.badges.filter(({ badge }) => badges === null || badges.has(badge)) }
}
