/** What every report begins with: the desk, its tables, and where each partner is. */

import type { Context } from '../app/context.ts'
import { readyForAll } from '../app/long-run.ts'
import { partnerIndex } from '../partners/every/partner-index.ts'
import type { Partner } from '../partners/partner.ts'
import { bareWord } from '../records/damaged-word.ts'
import { type Places, readPlaces } from '../reference/places.ts'
import { type Badges, readBadges } from '../reference/scorecards/badges.ts'
import { type RegionId, type Regions, readRegions } from '../reference/scorecards/regions.ts'
import { policyFor } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'

/** The tables that reports are made by. */
export interface Desk {
  context: Pick<Context, 'now' | 'today' | 'maxAgeDays'>
  /** The one partner that is asked for; null: all of them. */
  only: Partner | null
  /** Whether there is no partner at all. */
  isEmpty: boolean
  regions: Regions
  badges: Badges
  places: Places
  /** The code of the country of a partner's account; null where it is blank or unknown. */
  countryOf(partner: Partner): string | null
  /** The region of a partner: public sector first, else by its country; null where that is not known. */
  regionOf(partner: Partner): RegionId | null
}

/** Reads the tables, for one partner or for all. Throws `bad_reference_data`, `no_policy`. */
export async function readDesk(
  { engine, now, today, maxAgeDays }: Pick<Context, 'engine' | 'now' | 'today' | 'maxAgeDays'>,
  store: RecordReader,
  only: Partner | null = null,
): Promise<Desk> {
  if (only === null) readyForAll({ engine })
  const places = readPlaces()
  const regions = policyFor(readRegions(), today, 'regions')
  const countryOf = ({ account: { record } }: Partner): string | null =>
    record.country?.trim() ? places.country(record.country) : null
  return {
    context: { now, today, maxAgeDays },
    only,
    isEmpty: only === null && (await partnerIndex(store)).partners.length === 0,
    regions,
    badges: readBadges(),
    places,
    countryOf,
    regionOf: (partner) => {
      if (
        bareWord(partner.account.record.publicSector ?? '')
          .trim()
          .toLowerCase() === 'yes'
      )
        return 'PubSec'
      const country = countryOf(partner)
      return country === null ? null : regions.ofCountry(country)
    },
  }
}
