/** How a partner buys: through a distributor, or directly. */

import type { Context } from '../../app/context.ts'
import type { Resolved } from '../../partners/resolve.ts'
import { bareWord } from '../../records/damaged-word.ts'
import { type Places, readPlaces } from '../../reference/places.ts'
import { readDistributionPolicyFile } from '../../reference/reference.ts'
import { policyFor } from '../../rules/policy.ts'
import { type Buyer, type DistributorAnswer, decideDistribution } from '../../rules/standing/distribution.ts'
import type { RecordReader } from '../../store/store.ts'
import { checkOne } from '../rule.ts'
import { standingRule } from '../standing-rule.ts'
import type { StandingVerdict } from '../verdict.ts'
import { readDistributorList, regionOf } from './list.ts'

export type DistributionVersion = ReturnType<typeof readDistributionPolicyFile>['versions'][number]

/** The partner as a buyer: its track and whether it is authorized, as the rule for authorized partners has them. */
export function buyerOf({ partner, acts, checks, decision }: StandingVerdict, places: Places): Buyer {
  const track = acts.flatMap((act) => act.checks).find(({ id }) => id === 'open_status')
  const [status] = checks
  if (!track || !status) throw new Error('the rule for authorized partners checks the status, and the track for a quote')
  const { country, publicSector } = partner.account.record
  return {
    ...{ track, status, authorized: decision },
    country: places.country(country ?? ''),
    isPublicSector: /^(?:yes|true|1)$/i.test(bareWord(publicSector ?? '').trim()),
  }
}

/** How a partner buys in its billing country: the answer of the rule for distributors. */
export interface PartnerBuying {
  policy: DistributionVersion
  /** The country's code; null where that of the account is unknown, so that there is no answer. */
  country: string | null
  /** Its name as people use it; blank where the country is unknown. */
  countryName: string
  buyer: Buyer
  answer: DistributorAnswer | null
}

/** Answers by the rule of today how a partner buys in the country of its account, in its public sector where the account is one. Throws `no_policy`. */
export async function buyingOf(context: Context, store: RecordReader, { partner, by }: Resolved): Promise<PartnerBuying> {
  const places = readPlaces()
  const policy = policyFor<DistributionVersion>(readDistributionPolicyFile().versions, context.today, 'distributors')
  const rule = await standingRule(context, store)
  const buyer = buyerOf(await checkOne(rule, { partner, by }), places)
  const code = buyer.country
  if (code === null) return { policy, country: null, countryName: '', buyer, answer: null }
  const country = places.stateOfCountry(code) === null ? code : policy.publicSectorCountry
  const { list, rejected } = await readDistributorList(store, places, policy)
  const region = await regionOf(context, store, places, policy, country)
  const isPublicSector = buyer.isPublicSector && country === policy.publicSectorCountry
  return {
    policy,
    country,
    countryName: places.countryName(country),
    buyer,
    answer: decideDistribution(
      { country, region, isPublicSector, buyer, isListWhole: rejected === null },
      list,
      policy,
      context.today,
    ),
  }
}
