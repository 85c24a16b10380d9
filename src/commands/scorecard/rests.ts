/** What a scorecard rests on, and what it needs to be written down: names, lists, the command that makes it again. */

import type { Partner } from '../../partners/partner.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import { placeOf } from '../../records/place.ts'
import { quarterOf } from '../../rules/fiscal.ts'
import { EXPIRING_DAYS } from '../../scorecards/asked.ts'
import type { LeftOutRow } from '../../scorecards/certified/lists.ts'
import { NONE_UNLINKED } from '../../scorecards/linked-rows.ts'
import type { ScorecardDesk } from '../../scorecards/read-scorecards.ts'
import type { AskedScorecard, FindingCode, PartnerScorecard } from '../../scorecards/scorecards.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import type { RejectedRow } from '../../store/store.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { partnerFinding, whyLeftOut } from './sentences.ts'

/** What every format of a scorecard needs beside the figures. */
export interface Rests {
  now: string
  finding: { code: FindingCode; text: string }
  sources: ReturnType<typeof sourcesOf>
  lists: Parameters<typeof leftOutOf>[0]
  ended: ScorecardDesk['ended']
  rules: readonly string[]
  command: string
  nameOf(id: string): string
  regionOf(partner: Partner): string | null
  countryOf(partner: Partner): string | null
  countryName(code: string): string
}

/** What a scorecard rests on; `subject` is what its command names. */
export function restsOf(
  shared: ScorecardDesk,
  { asked, finding, subject }: { asked: AskedScorecard; finding: Rests['finding']; subject: string },
): Rests {
  const { desk, certified, lists, now, policy } = shared
  const used = lists.map(({ kind, title, newest }) => ({
    kind,
    title,
    list: newest,
    unlinked: NONE_UNLINKED,
    gone: 0,
    rejected: null,
  }))
  return {
    now,
    finding,
    sources: sourcesOf(used),
    lists: used,
    ended: shared.ended,
    rules: [`requirements ${policy.version}`, `regions ${desk.regions.version}`],
    command: commandOf(subject, asked, now),
    nameOf: (id) => certified.nameOf(id) ?? id,
    regionOf: desk.regionOf,
    countryOf: desk.countryOf,
    countryName: desk.places.countryName,
  }
}

/** What the scorecard of a partner rests on. */
export function partnerRests(shared: ScorecardDesk, scorecard: PartnerScorecard): Rests {
  const finding = { code: scorecard.finding, text: partnerFinding(scorecard) }
  const subject = `partner ${shellWord(scorecard.partner.id.slice(0, 15))}`
  return restsOf(shared, { asked: scorecard.asked, finding, subject })
}

function commandOf(subject: string, asked: AskedScorecard, now: string): string {
  const { quarter, today, badges, country, expiringDays, withAddresses } = asked
  const parts = [
    ...(quarter.name === quarterOf(today).name ? [] : [`--quarter ${quarter.name}`]),
    ...[...(badges ?? [])].map((badge) => `--badge ${shellWord(badge)}`),
    ...(country === null ? [] : [`--country ${country}`]),
    ...(expiringDays === EXPIRING_DAYS ? [] : [`--expiring-days ${expiringDays}`]),
    ...(withAddresses ? ['--with-addresses'] : []),
  ]
  return ['phd scorecard', subject, ...parts, `--as-of ${now}`].join(' ')
}

/** So many places of rows without a partner are named in a sentence; the page lists all of them. */
const EXAMPLES = 5

/** What does not count, summed up by why. */
export function leftOutList(
  { lists, ended }: Pick<Rests, 'lists' | 'ended'>,
  { leftOut, rejected }: { leftOut: Iterable<LeftOutRow>; rejected: readonly RejectedRow[] },
): ReturnType<typeof leftOutOf> {
  let gone = 0
  let unlinked = 0
  const places: string[] = []
  for (const { row, why } of leftOut) {
    if (why === 'gone') gone++
    else if (why !== 'portal_unlinked' && unlinked++ < EXAMPLES) places.push(`${placeOf(row)}: ${whyLeftOut(why)}`)
  }
  const [first] = rejected
  const told = leftOutOf(
    lists.map((list) =>
      list.kind === certifications.kind
        ? { ...list, gone, rejected: first ? { rows: rejected.length, file: first.file } : null }
        : list,
    ),
  )
  const { kind, title } = certifications
  return [
    ...told,
    ...(ended === null ? [] : [{ code: 'ended', kind, title, rows: ended.rows, places: [ended.place] } as const]),
    ...(unlinked === 0 ? [] : [{ code: 'unlinked', kind, title, rows: unlinked, places } as const]),
  ]
}
