import type { Context } from '../../app/context.ts'
import { givenValue } from '../../app/option-values.ts'
import { ExitCode, highestCode, usageError } from '../../errors.ts'
import { noAccounts } from '../../partners/resolve.ts'
import { didYouMean } from '../../records/near.ts'
import type { Regions } from '../../reference/scorecards/regions.ts'
import { checkPublish, publish, type Report } from '../../scorecards/publish.ts'
import { readScorecards, type ScorecardDesk } from '../../scorecards/read-scorecards.ts'
import { type AskedScorecard, type RegionScorecard, regionScorecard } from '../../scorecards/scorecards.ts'
import type { Page } from '../../terminal/page.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { askedBadges, readAsked, type ScorecardFlags } from './asked.ts'
import { regionCsv, regionJson, regionNdjson } from './json.ts'
import { regionPage } from './region-page.ts'
import { type Rests, restsOf } from './rests.ts'
import { regionFinding } from './sentences.ts'

/** Makes the scorecard of a region. Gives 4 where what is held is not known. Throws usage errors, `no_accounts`. */
export async function runRegion(context: Context, flags: ScorecardFlags, subject: string | undefined): Promise<ExitCode> {
  const { badgeNames, ...options } = readAsked(context, flags)
  checkPublish(flags)
  const store = await context.openStore('read')
  try {
    const shared = await readScorecards(context, store)
    const { desk, certified } = shared
    const region = askedRegion(desk.regions, subject)
    if (desk.isEmpty) throw await noAccounts(store)
    const badges = askedBadges(badgeNames, desk.badges, certified.badges)
    const asked = { ...options, badges, country: askedCountry(shared, flags.country) }
    const { scorecard, report } = await regionReport(shared, region, asked)
    const isTold = scorecard.finding !== 'cannot_tell'
    return highestCode([await publish(context, flags, report), isTold ? ExitCode.yes : ExitCode.cannotTell])
  } finally {
    await store.close()
  }
}

/** The scorecard of a region, and its report in every format; of what was read once for all. */
async function regionReport(
  shared: ScorecardDesk,
  region: string,
  asked: AskedScorecard,
): Promise<{ scorecard: RegionScorecard; report: Report }> {
  const scorecard = await regionScorecard(shared, region, asked)
  const finding = { code: scorecard.finding, text: regionFinding(scorecard, shared.desk.places.countryName) }
  const rests = restsOf(shared, { asked, finding, subject: `region ${shellWord(region)}` })
  return {
    scorecard,
    report: reportOf(scorecard, rests),
  }
}

/** Each form is made only where it is asked for: of a region they are large. */
function reportOf(scorecard: RegionScorecard, rests: Rests): Report {
  let page: Page | null = null
  return {
    get page() {
      page ??= regionPage(scorecard, rests)
      return page
    },
    get json() {
      return regionJson(scorecard, rests)
    },
    ndjson: () => regionNdjson(scorecard, rests),
    get csv() {
      return regionCsv(scorecard, rests)
    },
    name: `scorecard-${scorecard.region.toLowerCase()}-${scorecard.asked.quarter.name.toLowerCase()}`,
  }
}

function askedRegion(regions: Regions, subject: string | undefined): string {
  const names = [...regions.regions.map(({ id }) => id), 'Global']
  const typed = subject?.trim() ?? ''
  if (typed === '') throw usageError('no region given', `use one of: ${names.join(', ')}`)
  const region = regions.named(typed)
  if (region !== null) return region
  throw usageError(`unknown region "${typed}"${didYouMean(typed, names)}`, `use one of: ${names.join(', ')}`)
}

function askedCountry({ desk }: ScorecardDesk, value: string | undefined): string | null {
  const typed = givenValue('--country', value)
  if (typed === undefined) return null
  const country = desk.places.country(typed)
  if (country !== null) return country
  throw usageError(`unknown country "${typed}"`, 'use its English name or two-letter code: --country Germany')
}
