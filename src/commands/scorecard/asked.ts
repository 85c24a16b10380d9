/** What a scorecard is asked for on the command line. */

import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { usageError } from '../../errors.ts'
import { didYouMean } from '../../records/near.ts'
import type { Badges } from '../../reference/scorecards/badges.ts'
import { askedDays, askedQuarter } from '../../scorecards/asked.ts'
import type { PublishFlags } from '../../scorecards/publish.ts'
import type { AskedScorecard } from '../../scorecards/scorecards.ts'

/** The options of every scorecard. */
export interface ScorecardFlags extends CommonFlags, PublishFlags {
  quarter?: string
  badge?: readonly string[]
  country?: string
  expiringDays?: string
  withAddresses?: boolean
}

/** Reads the options. Throws usage errors that name the option. */
export function readAsked(
  { today }: Pick<Context, 'today'>,
  flags: ScorecardFlags,
): Omit<AskedScorecard, 'badges' | 'country'> & { badgeNames: readonly string[] } {
  return {
    today,
    quarter: askedQuarter(flags.quarter, today),
    expiringDays: askedDays(flags.expiringDays),
    badgeNames: (flags.badge ?? []).flatMap((each) => givenValue('--badge', each) ?? []),
    withAddresses: flags.withAddresses ?? false,
  }
}

/** The badges that are asked for, by their usual names; null: all. Throws a usage error for one that neither the table nor a row has. */
export function askedBadges(names: readonly string[], badges: Badges, inRows: ReadonlySet<string>): ReadonlySet<string> | null {
  if (names.length === 0) return null
  const known = new Set([...badges.all.map(({ badge }) => badge), ...inRows])
  return new Set(
    names.map((name) => {
      const { badge } = badges.of(name)
      const found = known.has(badge) ? badge : [...known].find((each) => each.toLowerCase() === badge.toLowerCase())
      if (found !== undefined) return found
      throw usageError(`unknown badge "${name}"${didYouMean(badge, known)}`, `use one of: ${[...known].sort().join(', ')}`)
    }),
  )
}
