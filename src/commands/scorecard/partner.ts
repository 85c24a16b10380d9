import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { ExitCode, highestCode } from '../../errors.ts'
import type { CountedPartner } from '../../scorecards/people-counts.ts'
import { checkPublish, publish, type Report } from '../../scorecards/publish.ts'
import { readScorecards, type ScorecardDesk } from '../../scorecards/read-scorecards.ts'
import { type AskedScorecard, type PartnerScorecard, partnerScorecard } from '../../scorecards/scorecards.ts'
import { askedBadges, readAsked, type ScorecardFlags } from './asked.ts'
import { partnerCsv, partnerJson, partnerNdjson } from './json.ts'
import { partnerPage } from './partner-page.ts'
import { partnerRests } from './rests.ts'

/** Makes the scorecard of a partner. Gives 4 where it cannot tell whether its requirements are met. Throws usage errors and what finding a partner does. */
export async function runPartner(context: Context, flags: ScorecardFlags, subject: string | undefined): Promise<ExitCode> {
  const { badgeNames, ...options } = readAsked(context, flags)
  checkPublish(flags)
  const store = await context.openStore('read')
  try {
    const { partner } = await choosePartner(context, store, subject)
    const shared = await readScorecards(context, store, partner)
    const badges = askedBadges(badgeNames, shared.desk.badges, shared.certified.badges)
    const counted = await shared.partners()[Symbol.asyncIterator]().next()
    if (counted.done) throw new Error('no counts of the one partner')
    const { scorecard, report } = partnerReport(shared, counted.value, { ...options, badges, country: null })
    const isTold = scorecard.finding !== 'cannot_tell'
    return highestCode([await publish(context, flags, report), isTold ? ExitCode.yes : ExitCode.cannotTell])
  } finally {
    await store.close()
  }
}

/** The scorecard of a partner, and its report in every format; of what was read once for all. */
function partnerReport(
  shared: ScorecardDesk,
  counted: CountedPartner,
  asked: AskedScorecard,
): { scorecard: PartnerScorecard; report: Report } {
  const scorecard = partnerScorecard(shared, counted, asked)
  const rests = partnerRests(shared, scorecard)
  const { ownerId, owner } = counted.partner.account.record
  return {
    scorecard,
    report: {
      page: partnerPage(scorecard, rests),
      json: partnerJson(scorecard, rests),
      ndjson: () => partnerNdjson(scorecard, rests),
      csv: partnerCsv(scorecard, rests),
      name: `scorecard-${counted.partner.id}-${asked.quarter.name.toLowerCase()}`,
      owner: { id: ownerId, name: owner },
    },
  }
}
