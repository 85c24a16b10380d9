/** Which distributor a partner buys from, and whether it must. */

import { sameWord } from '../checks.ts'
import { type Dated, isOn } from '../policy.ts'
import type { Check, Citation, Decision } from '../verdict.ts'

/** How a track buys: the word that a policy gives it. */
type Buying = 'through_distributor' | 'directly' | 'as_it_likes'

type Market = 'commercial' | 'publicSector'

/** One version of the rule for distributors (data/policies/distributors.json). */
export interface DistributionPolicy extends Dated {
  markets: { commercial: string; publicSector: string }
  /** What lists of distributors call each market. */
  marketWords: Readonly<Record<Market, readonly string[]>>
  publicSectorCountry: string
  /** The regions that a row may name, and whether the page means all of their countries or does not say which. */
  regions: Readonly<Record<string, { words: readonly string[]; covers: 'all' | 'some' }>>
  /** Countries whose own distributors may be chosen beside that of the region, and not instead of it. */
  besideRegion: readonly string[]
  tracks: Readonly<Record<string, Buying>>
  handbook: { coverage: Citation; none: Citation; tracks: Readonly<Record<string, Citation>> }
}

/** Where a row of the list is. */
export interface ListPlace {
  file: string
  line: number | null
  importId: number | null
}

/** A row of the list of distributors. */
export interface Distributor {
  name: string
  email: string | null
  url: string | null
  market: string | null
  /** The code of its country, or its region; both null where the text is neither. */
  country: string | null
  region: string | null
  /** Country or region as the list has it. */
  place: string
  /** The first and the last day that it was named; null: not known to begin or end. */
  from: string | null
  to: string | null
  source: ListPlace
}

/** The partner who buys: what its account says, and whether it is authorized. */
export interface Buyer {
  /** The check of its track, with the value and its place. */
  track: Check
  authorized: Decision
  status: Check
  /** The code of its billing country; null where it is unknown. */
  country: string | null
  isPublicSector: boolean
}

/** What is asked: `country` by its code of two letters; `region` is null where no list has the country. */
export interface DistributorQuestion {
  country: string
  region: string | null
  isPublicSector: boolean
  buyer: Buyer | null
  /** Whether every row of the list could be read; a row that was rejected may be of any country. */
  isListWhole: boolean
}

/** Why; sentences are made of it elsewhere. */
export type Because =
  | { code: 'public_sector'; distributors: readonly Distributor[] }
  | { code: 'named_for_country'; distributors: readonly Distributor[] }
  | { code: 'named_for_region'; region: string; distributors: readonly Distributor[] }
  | { code: 'beside_region'; region: string; distributors: readonly Distributor[] }
  | { code: 'instead_of_region'; region: string; distributors: readonly Distributor[] }
  | { code: 'several_countries'; region: string; distributors: readonly Distributor[] }
  | { code: 'none_named'; region: string | null }
  | { code: 'named_otherwise'; distributors: readonly Distributor[] }
  | { code: 'public_sector_apart'; distributors: readonly Distributor[] }
  | { code: 'account_is_public_sector' }
  | { code: 'row_unread'; distributors: readonly Distributor[] }
  | { code: 'market_unread'; distributors: readonly Distributor[] }
  | { code: 'none_read' }
  | { code: 'before_pages'; from: string }
  | { code: 'must_buy_through' | 'buys_directly' | 'may_choose'; track: string; source: Check['source'] }
  | { code: 'directly_without_one'; source: Check['source'] }
  | { code: 'track_not_named'; track: string | null; source: Check['source'] }
  | { code: 'track_in_doubt'; check: Check }
  | { code: 'must_not_known'; track: string }
  | { code: 'not_authorized' | 'authorized_unknown'; check: Check }
  | { code: 'other_country'; country: string }
  | { code: 'part_of_us'; country: string }
  | { code: 'rows_rejected'; rows: number; file: string }

export interface DistributorAnswer {
  distributors: readonly Distributor[]
  /** Whether those are certainly the ones; false where the page does not say which countries it means. */
  isCertain: boolean
  /** Whether the partner must buy through one; null: not said, or no partner asked about. */
  must: boolean | null
  because: readonly Because[]
}

/**
 * Decides who distributes in a country, and whether a partner must buy there. Rule: Ecosystem Operations, Distributor Requirements and
 * Coverage by Geo and Market; Channel Partners: Working with GitLab, Receive a GitLab Reseller Quote. `today` is YYYY-MM-DD.
 */
export function decideDistribution(
  question: DistributorQuestion,
  list: readonly Distributor[],
  policy: DistributionPolicy,
  today: string,
): DistributorAnswer {
  const { country, buyer, isPublicSector, isListWhole } = question
  const named = list.filter((row) => isOn(row, today))
  const otherwise = list.filter((row) => !isOn(row, today) && isOf(row, question, policy))
  const unread = named.filter((row) => row.country === null && row.region === null)
  const ofNoMarket = named.filter((row) => marketOf(row, policy) === null && isOfPlace(row, question))
  const hasUnread = !isListWhole || unread.length + ofNoMarket.length > 0
  const found = asKnown(covering(question, named, policy), hasUnread, named.length > 0 ? null : firstPageAfter(list, today))
  const apart = isPublicSector ? [] : named.filter((row) => row.country === country && isPublic(row, policy))
  const { must, because } = buyer ? mustBuy(found, buyer, isPublicSector, policy) : { must: null, because: [] }
  return {
    distributors: found.distributors,
    isCertain: found.isCertain,
    must,
    because: [
      ...found.because,
      ...(otherwise.length > 0 ? [{ code: 'named_otherwise' as const, distributors: otherwise }] : []),
      ...(apart.length > 0 ? [{ code: 'public_sector_apart' as const, distributors: apart }] : []),
      ...(unread.length > 0 ? [{ code: 'row_unread' as const, distributors: unread }] : []),
      ...(ofNoMarket.length > 0 ? [{ code: 'market_unread' as const, distributors: ofNoMarket }] : []),
      ...because,
      ...(buyer ? aboutBuyer(buyer, question) : []),
    ],
  }
}

type Coverage = Omit<DistributorAnswer, 'must'>

/** The market of a row: commercial where its cell is blank; null where it has a word for neither. */
function marketOf({ market }: Distributor, { marketWords }: DistributionPolicy): Market | null {
  if (!market?.trim()) return 'commercial'
  if (marketWords.publicSector.some((word) => sameWord(market, word))) return 'publicSector'
  return marketWords.commercial.some((word) => sameWord(market, word)) ? 'commercial' : null
}

const isPublic = (row: Distributor, policy: DistributionPolicy): boolean => marketOf(row, policy) === 'publicSector'

/** That no one is named is not certain while a row could not be read, nor on a day before the first page. */
function asKnown(found: Coverage, hasUnread: boolean, firstPage: string | null): Coverage {
  if (found.distributors.length > 0 || (!hasUnread && firstPage === null)) return found
  const why: Because = firstPage === null ? { code: 'none_read' } : { code: 'before_pages', from: firstPage }
  return { distributors: [], isCertain: false, because: [...found.because, why] }
}

/**
 * The first day of the first page, if it is after the day; else null. What comes with phd is dated by its page, which does not say since when; the
 * days of an imported row are its own.
 */
function firstPageAfter(rows: readonly Distributor[], today: string): string | null {
  const days = rows.flatMap(({ from, source }) => (source.importId === null && from !== null && from > today ? [from] : []))
  return days.toSorted()[0] ?? null
}

const isOfPlace = (row: Distributor, { country, region }: DistributorQuestion): boolean =>
  row.country === country || (row.region !== null && row.region === region)

/** Whether a row is of the country that is asked about, or of its region, and of the market. */
function isOf(row: Distributor, question: DistributorQuestion, policy: DistributionPolicy): boolean {
  return marketOf(row, policy) === (question.isPublicSector ? 'publicSector' : 'commercial') && isOfPlace(row, question)
}

/** The distributors of the country: its own, and those of its region where the page says so. */
function covering(question: DistributorQuestion, named: readonly Distributor[], policy: DistributionPolicy): Coverage {
  const { country, region, isPublicSector } = question
  const rows = named.filter((row) => isOf(row, question, policy))
  const own = rows.filter((row) => row.country === country)
  const regional = rows.filter((row) => row.country !== country)
  const certain = (distributors: readonly Distributor[], ...because: Because[]): Coverage => ({
    distributors,
    isCertain: true,
    because,
  })
  if (rows.length === 0) return certain([], { code: 'none_named', region })
  if (isPublicSector) return certain(own, { code: 'public_sector', distributors: own })
  const forCountry: Because = { code: 'named_for_country', distributors: own }
  if (own.length > 0 && (regional.length === 0 || region === null)) return certain(own, forCountry)
  if (own.length > 0 && region !== null) {
    if (!policy.besideRegion.includes(country))
      return certain(own, forCountry, { code: 'instead_of_region', region, distributors: regional })
    return certain([...own, ...regional], forCountry, { code: 'beside_region', region, distributors: regional })
  }
  const all = { region: region ?? '', distributors: regional }
  if (policy.regions[all.region]?.covers === 'all') return certain(regional, { code: 'named_for_region', ...all })
  return { distributors: regional, isCertain: false, because: [{ code: 'several_countries', ...all }] }
}

/** Whether the partner must buy through a distributor: by its track, where one is active. */
function mustBuy(
  { distributors, isCertain }: Coverage,
  { track: check }: Buyer,
  isPublicSector: boolean,
  { tracks }: DistributionPolicy,
): Pick<DistributorAnswer, 'must' | 'because'> {
  const { actual, source, outcome, reason } = check
  const answer = (must: boolean | null, ...because: Because[]) => ({ must, because })
  // The page makes no difference between tracks there.
  if (isPublicSector) return answer(distributors.length > 0 ? true : null)
  if (outcome === 'unknown' && reason !== 'no_track') return answer(null, { code: 'track_in_doubt', check })
  // That is so of every partner, whatever its track.
  if (distributors.length === 0) return isCertain ? answer(false, { code: 'directly_without_one', source }) : answer(null)
  const track = Object.keys(tracks).find((each) => sameWord(actual, each))
  const buying = track === undefined ? undefined : tracks[track]
  if (track === undefined || buying === undefined) return answer(null, { code: 'track_not_named', track: actual, source })
  if (buying === 'directly') return answer(false, { code: 'buys_directly', track, source })
  if (buying === 'as_it_likes') return answer(false, { code: 'may_choose', track, source })
  if (!isCertain) return answer(null, { code: 'must_buy_through', track, source }, { code: 'must_not_known', track })
  return answer(true, { code: 'must_buy_through', track, source })
}

/** What else to know of the partner. */
function aboutBuyer({ authorized, status, country, isPublicSector }: Buyer, question: DistributorQuestion): Because[] {
  const differs = country !== null && country !== question.country
  return [
    ...(authorized === 'not_eligible' ? [{ code: 'not_authorized' as const, check: status }] : []),
    ...(authorized === 'needs_review' ? [{ code: 'authorized_unknown' as const, check: status }] : []),
    ...(isPublicSector && !question.isPublicSector ? [{ code: 'account_is_public_sector' as const }] : []),
    ...(differs ? [{ code: 'other_country' as const, country }] : []),
  ]
}
