/** What a person says of a deal, by the options of `phd deal tag`. */

import type { CommonFlags } from '../../../app/context.ts'
import { oneOf } from '../../../app/usage.ts'
import { usageError } from '../../../errors.ts'
import { type Impossible, whyImpossible } from '../../../rules/marketplace/tags.ts'
import type { Cloud, KnownDeal, MarketplacePolicy, SourcedBy } from '../../../rules/marketplace/types.ts'

export interface TagFlags extends CommonFlags {
  cloud?: string
  sourcedBy?: string
  marketplace?: string
  influence?: boolean
  dsor?: boolean
  cppo?: boolean
}

const SEE = 'see: phd deal tag --help'
const CLOUDS: readonly Cloud[] = ['aws', 'gcp']
const SOURCES: readonly Exclude<SourcedBy, 'others'>[] = ['cloud', 'vendor', 'partner']

/** The deal that the options describe; null where none was given. Throws usage errors for what is missing or contradictory. */
export function readDeal(flags: TagFlags, policy: MarketplacePolicy): KnownDeal | null {
  if (flags.dsor && flags.cppo)
    throw usageError(
      '--dsor cannot be combined with --cppo: they are two programs',
      'use the one that the private offer is made under',
    )
  const program = flags.dsor ? 'dsor' : flags.cppo ? 'cppo' : null
  const cloud = flags.cloud === undefined ? null : oneOf('--cloud', CLOUDS)(flags.cloud.toLowerCase())
  const sourcedBy = flags.sourcedBy === undefined ? null : oneOf('--sourced-by', SOURCES)(flags.sourcedBy.toLowerCase())
  const answer = flags.marketplace === undefined ? null : oneOf('--marketplace', ['yes', 'no'])(flags.marketplace.toLowerCase())
  const influence = flags.influence ?? false
  if ([program, cloud, sourcedBy, answer].every((each) => each === null) && !influence) return null
  const deal = complete({ cloud, sourcedBy, marketplace: answer === null ? null : answer === 'yes', influence, program }, policy)
  const why = whyImpossible(deal, policy)
  if (why) throw impossible(why, deal, policy)
  return deal
}

/** Fills in what follows: a program is of one cloud's marketplace, and who only influences neither transacts nor sources. */
function complete(
  { cloud, sourcedBy, marketplace, influence, program }: { [K in keyof KnownDeal]: KnownDeal[K] | null },
  policy: MarketplacePolicy,
): KnownDeal {
  const isInfluence = influence === true && program === null
  const known = {
    cloud: cloud ?? (program ? policy[program].cloud : null),
    sourcedBy: sourcedBy ?? (program || isInfluence ? ('others' as const) : null),
    marketplace: marketplace ?? (program ? true : isInfluence ? false : null),
  }
  if (known.cloud === null) throw missing('--cloud', 'the cloud provider of the deal', '--cloud aws or --cloud gcp')
  if (known.sourcedBy === null)
    throw missing('--sourced-by', 'who brought the deal', '--sourced-by cloud, --sourced-by vendor or --sourced-by partner')
  if (known.marketplace === null)
    throw missing(
      '--marketplace',
      'whether the deal goes through the cloud’s marketplace',
      '--marketplace yes or --marketplace no',
    )
  return {
    cloud: known.cloud,
    sourcedBy: known.sourcedBy,
    marketplace: known.marketplace,
    influence: influence === true,
    program,
  }
}

function missing(option: string, what: string, add: string): Error {
  return usageError(`missing: ${option} (${what})`, `add ${add}`)
}

function impossible(why: Impossible, { cloud, program }: KnownDeal, policy: MarketplacePolicy): Error {
  const { short } = policy.clouds[cloud]
  switch (why) {
    case 'program_of_other_cloud': {
      const option = program === 'dsor' ? '--dsor' : '--cppo'
      return usageError(
        `${option} cannot be combined with --cloud ${cloud}: ${program === 'dsor' ? 'DSOR, Carahsoft’s program,' : 'CPPO'} is for the AWS Marketplace only`,
        `use --cloud aws, or remove ${option}`,
      )
    }
    case 'program_without_marketplace': {
      const option = program === 'dsor' ? '--dsor' : '--cppo'
      return usageError(
        `${option} cannot be combined with --marketplace no: such a deal goes through the AWS Marketplace`,
        `use --marketplace yes, or remove ${option}`,
      )
    }
    case 'transacts_and_influences':
      return usageError(
        `--influence cannot be combined with --marketplace yes: influence is for a deal that ${short} neither brought nor transacts`,
        `remove --influence: a deal through the marketplace is tagged as such; ${SEE}`,
      )
    case 'sources_and_influences':
      return usageError(
        `--influence cannot be combined with --sourced-by cloud: influence is for a deal that ${short} neither brought nor transacts`,
        `remove --influence: a deal that ${short} brought is tagged as such; ${SEE}`,
      )
  }
}
