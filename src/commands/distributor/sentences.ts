/** Why a distributor is named, and why a partner must buy there: the codes in words. */

import { placeOf } from '../../records/place.ts'
import type { Because, DistributionPolicy, Distributor } from '../../rules/standing/distribution.ts'
import type { Check, Citation } from '../../rules/verdict.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'
import { foundSentence, unknownSentence } from '../../verdicts/check-sentences.ts'

/** A reason in words, with its place in the handbook and in a file. */
export interface Reason {
  code: Because['code']
  text: string
  handbook: Citation | null
  source: Check['source'] | Distributor['source'] | null
}

export interface ReasonFacts {
  policy: DistributionPolicy
  country: string
  countryName: (code: string) => string
  maxAgeDays: number
}

type Sentence = readonly [text: string, handbook?: Citation | null, source?: Reason['source']]

/** The reason in words. */
export function reasonOf(because: Because, facts: ReasonFacts): Reason {
  const [text, handbook = null, source = null] = sentenceOf(because, facts)
  return { code: because.code, text, handbook, source }
}

const namesOf = (distributors: readonly Distributor[], word = 'and'): string => {
  const names = [...new Set(distributors.map(({ name }) => name))]
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}` : (names[0] ?? '')
}

function sentenceOf(because: Because, facts: ReasonFacts): Sentence {
  const { policy, countryName } = facts
  const { coverage, none } = policy.handbook
  const country = countryName(facts.country)
  switch (because.code) {
    case 'public_sector':
      return [`US public sector: partners transact with ${namesOf(because.distributors)} only`, coverage]
    case 'named_for_country':
      return [`named for ${country}: ${namesOf(because.distributors, 'or')}`, coverage, because.distributors[0]?.source ?? null]
    case 'named_for_region':
      return [
        `named for all of ${because.region}: ${namesOf(because.distributors, 'or')}; ${country} is in ${because.region} (data/territories.csv)`,
        coverage,
        because.distributors[0]?.source ?? null,
      ]
    case 'beside_region':
      return [`partners may also choose the distributor of ${because.region}, ${namesOf(because.distributors, 'or')}`, coverage]
    case 'instead_of_region':
      return [
        `the handbook names these for ${country}; ${namesOf(because.distributors)} is named for ${because.region} only`,
        coverage,
      ]
    case 'several_countries':
      return [
        `${namesOf(because.distributors, 'or')} is named for ${because.region} (several countries), and the handbook does not say which: ask the distributor whether it covers ${country}`,
        coverage,
        because.distributors[0]?.source ?? null,
      ]
    case 'none_named':
      return [`no distributor is named for ${country}${because.region ? ` or ${because.region}` : ''}`, coverage]
    case 'named_otherwise':
      return [
        `not in force on this day: ${because.distributors.map(({ name, from, to }) => `${name} (${daysOf(from, to)})`).join(', ')}`,
      ]
    case 'public_sector_apart':
      return [`for the US public sector, ${namesOf(because.distributors)} is the distributor: add --pubsec`, coverage]
    case 'account_is_public_sector':
      return ['the account is marked as a public sector partner: add --pubsec for a public sector deal in the United States']
    case 'part_of_us':
      return [`${countryName(because.country)} is a territory of the United States, so the rule for the United States applies`]
    case 'other_country':
      return [`the partner’s billing country is ${countryName(because.country)}: it buys where it is located`, coverage]
    case 'before_pages':
      return [`the first page that names distributors is of ${because.from}: of earlier days nothing is known`]
    case 'row_unread':
    case 'market_unread':
    case 'none_read':
    case 'rows_rejected':
      return [unreadWords(because, policy, country)]
    default:
      return ofPartner(because, facts, none)
  }
}

/** That rows of the list could not be read. */
function unreadWords(
  because: Extract<Because, { code: 'row_unread' | 'market_unread' | 'none_read' | 'rows_rejected' }>,
  { markets }: DistributionPolicy,
  country: string,
): string {
  switch (because.code) {
    case 'row_unread':
      return `not counted, because their country is unknown: ${because.distributors.map(({ name, place, source }) => `${name}, "${place}" (${placeOf(source)})`).join('; ')}`
    case 'market_unread':
      return `not counted, because their market is unknown: ${because.distributors.map(({ name, market, source }) => `${name}, "${market?.trim()}" (${placeOf(source)})`).join('; ')}; write ${markets.commercial} or ${markets.publicSector}, and import the list again`
    case 'none_read':
      return `a row of the list that could not be read may be for ${country}: correct it and import the list again`
    case 'rows_rejected':
      return rejectedWords(because)
  }
}

type OfPlace =
  | 'public_sector'
  | 'named_for_country'
  | 'named_for_region'
  | 'beside_region'
  | 'instead_of_region'
  | 'several_countries'
  | 'none_named'
  | 'named_otherwise'
  | 'public_sector_apart'
  | 'account_is_public_sector'
  | 'row_unread'
  | 'market_unread'
  | 'none_read'
  | 'before_pages'
  | 'rows_rejected'
  | 'part_of_us'
  | 'other_country'

function ofPartner(because: Exclude<Because, { code: OfPlace }>, { policy, maxAgeDays }: ReasonFacts, none: Citation): Sentence {
  const ofTrack = (track: string): Citation => policy.handbook.tracks[track] ?? policy.handbook.coverage
  switch (because.code) {
    case 'must_buy_through':
      return [
        `${because.track} partners must buy through a distributor where one is active`,
        ofTrack(because.track),
        because.source,
      ]
    case 'may_choose':
      return [
        `${because.track} partners may choose: directly from GitLab, or through the distributor. Certain regions are excluded from buying directly, and the handbook does not list them: ask the channel manager`,
        ofTrack(because.track),
        because.source,
      ]
    case 'buys_directly':
      return [`${because.track} partners buy directly from GitLab`, ofTrack(because.track), because.source]
    case 'directly_without_one':
      return ['where no distributor is active, partners buy directly from GitLab', none, because.source]
    case 'must_not_known':
      return [`${because.track} partners must buy through it only if it covers the country`]
    case 'track_not_named':
      return [
        `Partner Track is ${because.track?.trim() ? `"${because.track.trim()}"` : 'blank'}: the handbook says nothing about this track`,
        policy.handbook.coverage,
        because.source,
      ]
    case 'track_in_doubt':
      return [
        `${foundSentence(because.check)}: ${unknownSentence(because.check, { dashboardImported: true, maxAgeDays })}`,
        null,
        because.check.source,
      ]
    case 'not_authorized':
      return [
        `not an authorized partner, so it may not buy at all: ${foundSentence(because.check)}; see: phd authorized`,
        because.check.handbook,
        because.check.source,
      ]
    case 'authorized_unknown':
      return ['unknown whether the partner is authorized; see: phd authorized', because.check.handbook, because.check.source]
  }
}

/** The days of a row: "since 2025-01-01". */
function daysOf(from: string | null, to: string | null): string {
  return [from && `since ${from}`, to && `until ${to}`].filter(Boolean).join(' ')
}
