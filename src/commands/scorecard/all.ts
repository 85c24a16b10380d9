/** The scorecards of all partners: pages in a folder with an index, or the figures of each in one stream. */

import type { Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { partnersInFileOrder } from '../../partners/every/partner-index.ts'
import type { Partner } from '../../partners/partner.ts'
import { noAccounts } from '../../partners/resolve.ts'
import { type AllReports, checkPublishAll, publishAll, type Short } from '../../scorecards/all/publish-all.ts'
import { readScorecards, type ScorecardDesk } from '../../scorecards/read-scorecards.ts'
import { type AskedScorecard, type PartnerScorecard, partnerScorecard } from '../../scorecards/scorecards.ts'
import { allPage } from './all-page.ts'
import { askedBadges, readAsked, type ScorecardFlags } from './asked.ts'
import { credentialsJson, partnerJson } from './json.ts'
import { partnerPage } from './partner-page.ts'
import { change, count } from './parts.ts'
import { verdictWord } from './requirement-part.ts'
import { partnerRests, type Rests } from './rests.ts'

/** A scorecard with what it rests on. */
interface Figures {
  scorecard: PartnerScorecard
  rests: Rests
}

/** Makes the scorecards of all partners. Gives 4 where none of them can be told. Throws usage errors, `no_accounts` and what writing pages does. */
export async function runAll(context: Context, flags: ScorecardFlags): Promise<ExitCode> {
  const { badgeNames, ...options } = readAsked(context, flags)
  checkPublishAll(context, flags)
  const store = await context.openStore('read')
  try {
    const shared = await context.io.waiting('Reading the certifications', () => readScorecards(context, store))
    if (shared.desk.isEmpty) throw await noAccounts(store)
    const badges = askedBadges(badgeNames, shared.desk.badges, shared.certified.badges)
    let isTold = false
    const seen = ({ finding }: PartnerScorecard): void => {
      if (finding !== 'cannot_tell') isTold = true
    }
    const all = allScorecards(shared, { ...options, badges, country: null }, seen)
    await publishAll(context, flags, { ...all, partners: await partnersInFileOrder(store) })
    return isTold ? ExitCode.yes : ExitCode.cannotTell
  } finally {
    await store.close()
  }
}

const CSV_HEADINGS = [
  ...['quarter', 'day', 'id', 'partner', 'region', 'country', 'track', 'finding', 'requirement', 'missing'],
  ...['held', 'gained', 'lapsed', 'earned', 'change', 'people', 'expiring'],
]

/** What every format is made from; `seen` is told of each scorecard as it is made. */
function allScorecards(
  shared: ScorecardDesk,
  asked: AskedScorecard,
  seen: (scorecard: PartnerScorecard) => void,
): Omit<AllReports<Figures>, 'partners'> {
  const head = { quarter: asked.quarter.name, day: asked.today, expiringDays: asked.expiringDays }
  return {
    madeBy: 'phd scorecard',
    each: async function* () {
      for await (const counted of shared.partners()) {
        const scorecard = partnerScorecard(shared, counted, asked)
        seen(scorecard)
        yield { scorecard, rests: partnerRests(shared, scorecard) }
      }
    },
    pageOf: ({ scorecard, rests }) => partnerPage(scorecard, rests),
    jsonOf: ({ scorecard, rests }) => partnerJson(scorecard, rests),
    shortOf,
    indexOf: (rows) => allPage(shared, asked, rows),
    documentOf: (partners) => ({ schema: 'phd.scorecards/1', ...head, partners }),
    csvHeadings: CSV_HEADINGS,
  }
}

/** A partner in one line: on the index, in the JSON and the CSV of all. */
function shortOf({ scorecard, rests }: Figures): Short {
  const { partner, figures, requirement, asked, finding } = scorecard
  const { held = null, gained = null, lapsed = null, earned = null, change: more = null } = figures?.total ?? {}
  const people = figures?.people ?? null
  const expiring = figures?.expiring.length ?? null
  const known = { held, gained, lapsed, earned, change: more, people, expiring }
  const place = placeOf(partner, rests)
  const missing = requirement.credentials.flatMap(({ id, missing: some }) => (some ? [`${id} ${some}`] : [])).join(' ')
  const { id, name } = partner
  const text = rests.finding.text
  return {
    ...{ name, code: finding },
    cells: () => [
      ...[place.region ?? 'not known', place.track ?? 'not known', text, verdictWord(requirement)],
      ...[count(people), count(held), change(more), count(expiring)],
    ],
    json: () => ({
      ...{ id, name, ...place, finding: rests.finding },
      ...{ requirement: requirement.code, credentials: credentialsJson(requirement), ...known },
    }),
    csv: () => [
      ...[asked.quarter.name, asked.today, id, name, place.region ?? '', place.country ?? '', place.track ?? ''],
      ...[finding, requirement.code, missing],
      ...Object.values(known).map((number) => (number === null ? '' : String(number))),
    ],
  }
}

function placeOf(partner: Partner, { regionOf, countryOf }: Rests) {
  const track = partner.account.record.track?.trim() || null
  return { region: regionOf(partner), country: countryOf(partner), track }
}
