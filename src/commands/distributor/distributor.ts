import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, failure, usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import { type Places, readPlaces } from '../../reference/places.ts'
import { readDistributionPolicyFile } from '../../reference/reference.ts'
import { policyFor } from '../../rules/policy.ts'
import { type Because, type DistributorAnswer, decideDistribution } from '../../rules/standing/distribution.ts'
import { print } from '../../terminal/print.ts'
import { buyerOf, type DistributionVersion } from '../../verdicts/distribution/buying.ts'
import { readDistributorList, regionOf } from '../../verdicts/distribution/list.ts'
import { checkOne } from '../../verdicts/rule.ts'
import { standingRule } from '../../verdicts/standing-rule.ts'
import { distributorView } from './distributor-view.ts'

export interface DistributorFlags extends CommonFlags {
  partner?: string
  pubsec?: boolean
}

/** Says who distributes in a country, and whether a partner must buy there. */
export async function runDistributor(
  context: Context,
  { partner: named, pubsec: isPublicSector = false }: DistributorFlags,
  [typed = '']: string[],
): Promise<ExitCode> {
  const subject = givenValue('--partner', named)
  const places = readPlaces()
  const policy = policyFor<DistributionVersion>(readDistributionPolicyFile().versions, context.today, 'distributors')
  const code = countryOf(typed, places, policy)
  // A territory of the United States that has a code of its own is in the table of the United States.
  const isPart = places.stateOfCountry(code) !== null
  const country = isPart ? policy.publicSectorCountry : code
  if (isPublicSector && country !== policy.publicSectorCountry) {
    throw usageError(
      `--pubsec is for the public sector of the United States, not of ${places.countryName(code)}`,
      `run it without --pubsec: phd distributor ${code}`,
    )
  }
  const store = await context.openStore('read')
  try {
    const chosen = subject === undefined ? null : await choosePartner(context, store, subject)
    const { list, rejected } = await readDistributorList(store, places, policy)
    const region = await regionOf(context, store, places, policy, country)
    const verdict = chosen && (await checkOne(await standingRule(context, store), chosen))
    const buyer = verdict && buyerOf(verdict, places)
    const answer = decideDistribution(
      { country, region, isPublicSector, buyer, isListWhole: rejected === null },
      list,
      policy,
      context.today,
    )
    const more: Because[] = [
      ...(isPart ? [{ code: 'part_of_us' as const, country: code }] : []),
      ...(rejected ? [{ code: 'rows_rejected' as const, ...rejected }] : []),
    ]
    const whole = { ...answer, because: [...more, ...answer.because] }
    const about = { code, places, isPublicSector, partner: verdict?.partner ?? null, policy, context }
    print(context.io, context.format, distributorView(whole, about, context.io))
    return exitOf(answer, buyer !== null)
  } finally {
    await store.close()
  }
}

function countryOf(typed: string, places: Places, { regions }: DistributionVersion): string {
  const found = places.country(typed)
  if (found !== null) return found
  const names = places.countries.map((code) => places.countryName(code))
  const isRegion = Object.values(regions).some(({ words }) =>
    words.some((word) => word.toLowerCase() === typed.trim().toLowerCase()),
  )
  const state = places.state(typed)
  const why = isRegion
    ? `"${typed}" is a region`
    : state
      ? `"${typed}" is a state of the United States`
      : `unknown country "${typed}"${didYouMean(typed, names)}`
  throw failure('country_not_found', why, state ? 'ask for the country: phd distributor US' : undefined)
}

/** Cannot tell where the page does not say which countries it means, or says nothing about the track. */
function exitOf({ distributors, isCertain, must }: DistributorAnswer, hasPartner: boolean): ExitCode {
  if (!isCertain || (hasPartner && must === null)) return ExitCode.cannotTell
  return distributors.length > 0 ? ExitCode.yes : ExitCode.no
}
