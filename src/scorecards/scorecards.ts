/** A scorecard as data: what the page, the JSON and the table are all made from. */

import { type Listed, PackedList } from '../packed/packed-list.ts'
import type { NamedPartner } from '../partners/linking/links.ts'
import type { Partner } from '../partners/partner.ts'
import { type Countries, countMany } from '../reports/scorecard/many.ts'
import type { RequirementVerdict, SourceCount } from '../reports/scorecard/requirement.ts'
import { countCertified, requirementVerdict } from '../reports/scorecard/requirement.ts'
import type { CertifiedRow, Scope } from '../reports/scorecard/rows.ts'
import {
  type Asked,
  type CountedFigures,
  countPart,
  countScorecard,
  isAsked,
  type PartFigures,
  type ScorecardFigures,
} from '../reports/scorecard/scorecard.ts'
import type { RejectedRow } from '../store/store.ts'
import type { LeftOutRow } from './certified/lists.ts'
import { type BadgeTotal, type CountedPartner, type OtherCounts, trackOf } from './people-counts.ts'
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
  leftOut: Listed<LeftOutRow>
  rejected: readonly RejectedRow[]
  isOld: boolean
}

/** The scorecard of a partner. */
export interface PartnerScorecard extends Scorecard {
  of: 'partner'
  partner: Partner
  figures: CountedFigures | null
  leftOut: readonly LeftOutRow[]
  requirement: RequirementVerdict
}

/** A partner of a region, without the rest of its account: of a region they are many. */
interface PlacedPartner extends NamedPartner {
  owner: string | null
  /** The code of its country, and as its account has it. */
  country: string | null
  billingCountry: string | null
}

/** A partner on the scorecard of its region; `figures` null: not known. */
export interface PartnerOfRegion {
  partner: PlacedPartner
  figures: PartFigures | null
  requirement: Pick<RequirementVerdict, 'code' | 'why' | 'track' | 'credentials'>
}

/** The scorecard of a region. */
export interface RegionScorecard extends Scorecard {
  of: 'region'
  region: string
  countries: Countries | null
  /** Those with any figure, or whose requirements can be told. */
  partners: Listed<PartnerOfRegion>
  /** Partners whose region is not known. */
  unplaced: Listed<PlacedPartner>
}

/** The scorecard of a partner, of what was read for all. */
export function partnerScorecard(shared: ScorecardDesk, counted: CountedPartner, asked: AskedScorecard): PartnerScorecard {
  const { certified, rejectedOf, rejectedOfNobody } = shared
  const { partner, others } = counted
  const own = ownRows(shared, partner)
  const requirement = requirementOf(shared, counted, own)
  const isKnown = certified.list !== null
  const scope: Scope = (id) => id === partner.id
  const isOld = certified.list?.isOld ?? false
  const figures = isKnown ? countScorecard(own.rows, scope, asked) : null
  const totals = isKnown ? null : askedTotals(others.totals, asked)
  return {
    ...{ of: 'partner', partner, asked, requirement, figures, totals, isOld },
    finding: findingOf(requirement, { isKnown: isKnown ? !isOld : totals !== null }),
    leftOut: own.leftOut,
    rejected: [...(rejectedOf.get(partner.id) ?? []), ...rejectedOfNobody],
  }
}

/** The certifications of one partner. */
interface OwnRows {
  rows: readonly CertifiedRow[]
  leftOut: readonly LeftOutRow[]
}

function ownRows({ certified }: ScorecardDesk, { id }: Partner): OwnRows {
  return { rows: certified.rowsOf([id]), leftOut: certified.leftOutOf([id]) }
}

function findingOf({ code, why }: RequirementVerdict, { isKnown }: { isKnown: boolean }): FindingCode {
  if (code === 'no_requirement' || why === 'no_track') return isKnown ? 'no_requirement' : 'cannot_tell'
  return code
}

/** The requirements of a partner's track, by all lists. */
function requirementOf(
  { certified, policy, rejectedOf, today }: ScorecardDesk,
  { partner, others }: CountedPartner,
  { rows, leftOut }: OwnRows,
): RequirementVerdict {
  const found = trackOf(partner, policy)
  const track = found?.name ?? (partner.account.record.track?.trim() || null)
  const needed = found?.track.requirements ?? null
  const sources: SourceCount[] = []
  if (certified.list !== null && needed !== null) {
    const { file, lastSeenAt, isOld } = certified.list
    const unsure = leftOut.filter(({ why }) => why !== 'gone').map(({ row }) => row)
    const doubts = { unsure, isRejected: rejectedOf.has(partner.id), isOld, file, lastSeenAt }
    sources.push(countCertified(rows, (id) => id === partner.id, today, needed, doubts))
  }
  sources.push(...others.sources)
  return requirementVerdict({ track, policy: policy.version, needed }, sources)
}

/** The scorecard of a region, or of all partners. */
export async function regionScorecard(shared: ScorecardDesk, region: string, asked: AskedScorecard): Promise<RegionScorecard> {
  const { certified, desk, rejectedOf } = shared
  const ids = new Set<string>()
  const partners = new PackedList<PartnerOfRegion>()
  const unplaced = new PackedList<PlacedPartner>()
  const allTotals = new AllTotals()
  const isKnown = certified.list !== null
  for await (const counted of shared.partners()) {
    const { partner, others } = counted
    const own = desk.regionOf(partner)
    if (own === null) unplaced.push(placed(shared, partner))
    if (region !== 'Global' && own !== region) continue
    ids.add(partner.id)
    if (!isKnown && others.totals !== null) allTotals.add(others.totals)
    const part = partOf(shared, counted, asked)
    if (part !== null) partners.push(part)
  }
  const scope: Scope = (id) => ids.has(id)
  const isOld = certified.list?.isOld ?? false
  const isAll = asked.badges === null && asked.country === null
  const rows = certified.orderedOf(ids, isAll ? null : (row) => isAsked(row, asked))
  const counted = isKnown ? countMany(rows, scope, { ...asked, nameOf: desk.places.countryName }) : null
  const totals = isKnown ? null : askedTotals(allTotals.sum(), asked)
  return {
    ...{ of: 'region', region, asked, totals, isOld, partners, unplaced },
    finding: isKnown && !isOld ? 'held' : totals !== null ? 'totals_only' : 'cannot_tell',
    figures: counted?.figures ?? null,
    countries: counted?.countries ?? null,
    leftOut: certified.leftOutOfMany(ids),
    rejected: [...new Set([...[...ids].flatMap((id) => rejectedOf.get(id) ?? []), ...shared.rejectedOfNobody])],
  }
}

function placed({ desk }: ScorecardDesk, partner: Partner): PlacedPartner {
  const { id, name, account } = partner
  const { owner, country } = account.record
  return { id, name, owner, country: desk.countryOf(partner), billingCountry: country }
}

/** A partner as its region has it; null where there is nothing to tell. */
function partOf(shared: ScorecardDesk, counted: CountedPartner, asked: AskedScorecard): PartnerOfRegion | null {
  const { partner } = counted
  const own = ownRows(shared, partner)
  const figures = shared.certified.list === null ? null : countPart(own.rows, (id) => id === partner.id, asked)
  const requirement = requirementOf(shared, counted, own)
  if (!isTold({ figures, requirement }, asked)) return null
  const { code, why, track, credentials } = requirement
  return { partner: placed(shared, partner), figures, requirement: { code, why, track, credentials } }
}

/** Whether a partner has anything to tell: a figure, or where all countries are asked for, a list that counts its people. */
function isTold(
  { figures, requirement }: { figures: PartFigures | null; requirement: RequirementVerdict },
  { country }: AskedScorecard,
): boolean {
  const isCounted = figures !== null && figures.held + figures.gained + figures.lapsed + figures.earned > 0
  return isCounted || country !== null ? isCounted : requirement.sources.some(({ by }) => by !== 'certifications')
}

type Totals = NonNullable<OtherCounts['totals']>

/** Totals of several partners, by badge. Those of one list only: lists are never mixed. */
class AllTotals {
  readonly #byList = new Map<Totals['by'], { file: string; badges: Map<string, BadgeTotal> }>()

  add({ by, file, badges: more }: Totals): void {
    const { badges } = this.#byList.get(by) ?? this.#begin(by, file)
    for (const { badge, credential, people } of more)
      badges.set(badge, { badge, credential, people: people + (badges.get(badge)?.people ?? 0) })
  }

  /** Null: of none. */
  sum(): OtherCounts['totals'] {
    const by = this.#byList.has('portal_users') ? 'portal_users' : 'certification_dashboard'
    const own = this.#byList.get(by)
    return own ? { by, file: own.file, badges: [...own.badges.values()] } : null
  }

  #begin(by: Totals['by'], file: string) {
    const own = { file, badges: new Map<string, BadgeTotal>() }
    this.#byList.set(by, own)
    return own
  }
}

/** The totals of the badges that are asked for; by country they are not known. */
function askedTotals(totals: OtherCounts['totals'], { badges, country }: AskedScorecard): OtherCounts['totals'] {
  if (totals === null || country !== null) return null
  return { ...totals, badges: totals.badges.filter(({ badge }) => badges === null || badges.has(badge)) }
}
