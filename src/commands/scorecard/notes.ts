/** Sentences on what the figures of a scorecard mean, for the end of its page. */

import { MARKS } from '../../reports/scorecard/marks.ts'
import { quarterAfter } from '../../rules/fiscal.ts'
import type { PartnerScorecard, RegionScorecard } from '../../scorecards/scorecards.ts'
import type { PageCell } from '../../terminal/page.ts'
import { plural } from '../../terminal/plural.ts'
import { LEFT_OUT, MOVED, ROWS } from './parts.ts'
import type { Rests } from './rests.ts'

type Scorecard = PartnerScorecard | RegionScorecard

/** What a reader must know to compare the figures with another count. */
export function notesOf(scorecard: Scorecard, { countryName }: Pick<Rests, 'countryName'>): PageCell[] {
  const { figures, asked, leftOut, of } = scorecard
  const { badges, country, today, quarter } = asked
  const filters = [
    ...(badges === null ? [] : [`only these badges are counted: ${[...badges].join(', ')}; the requirements count all badges`]),
    ...(country === null ? [] : [`only certifications of ${countryName(country)} are counted; the requirements count all`]),
  ]
  if (figures === null) return filters
  const { notInPortal, byPortalAlone } = figures
  let elsewhere = 0
  for (const { why } of leftOut) if (why === 'portal_unlinked') elsewhere++
  const note = (number: number, text: string, to: { href: string; only?: readonly string[] }): PageCell[] =>
    number === 0 ? [] : [{ text, ...to }]
  return [
    ...filters,
    ...(figures.quarter.isNow
      ? movedNote(scorecard, figures)
      : [
          `${quarter.name} counts people for the partner that their certification names; what ends, who moved or left${of === 'partner' ? ' and the requirements are' : ' is'} as of ${today}`,
        ]),
    ...note(notInPortal, `${people(notInPortal)} not in the portal: counted for the partner that their certification names`, {
      ...{ href: ROWS, only: [MARKS.notInPortal] },
    }),
    ...note(
      byPortalAlone,
      `${people(byPortalAlone)} counted by the portal users alone: their certifications name no certain partner`,
      { href: ROWS, only: [MARKS.byPortalAlone] },
    ),
    ...note(
      elsewhere,
      `${plural(elsewhere, 'certification')} not counted now: the portal users have the person under an account of no certain partner`,
      { href: LEFT_OUT },
    ),
  ]
}

function people(count: number): string {
  return plural(count, 'person', 'people')
}

/** How many people moved or left; they are listed under their own heading. */
function movedNote({ asked }: Scorecard, { moved, left }: NonNullable<Scorecard['figures']>): PageCell[] {
  const words = [
    ...(moved.length > 0 ? [`${people(moved.length)} moved`] : []),
    ...(left.length > 0 ? [`${people(left.length)} left`] : []),
  ]
  if (words.length === 0) return []
  const before = quarterAfter(asked.quarter, -1).name
  const text = `people count where the newest portal users have them: ${words.join(' and ')}, which is part of the change since ${before}`
  return [{ text, href: MOVED }]
}
