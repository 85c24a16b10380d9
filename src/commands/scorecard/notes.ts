/** Sentences on what the figures of a scorecard mean, for the end of its page. */

import type { PartnerScorecard, RegionScorecard } from '../../scorecards/scorecards.ts'
import { plural } from '../../terminal/plural.ts'

/** What a reader must know to compare the figures with another count. */
export function notesOf({ figures, asked, leftOut, of }: PartnerScorecard | RegionScorecard): string[] {
  const { badges, country, today, quarter } = asked
  const filters = [
    ...(badges === null ? [] : [`only these badges are counted: ${[...badges].join(', ')}; the requirements count all badges`]),
    ...(country === null ? [] : [`only certifications of ${country} are counted`]),
  ]
  if (figures === null) return filters
  const people = (count: number): string => plural(count, 'person', 'people')
  const { notInPortal, byPortalAlone, moved, left } = figures
  const elsewhere = leftOut.filter(({ why }) => why === 'portal_unlinked').length
  const changed = [
    ...(moved.length > 0 ? [`${people(moved.length)} who moved`] : []),
    ...(left.length > 0 ? [`${people(left.length)} who left`] : []),
  ]
  return [
    ...filters,
    ...(figures.quarter.isNow
      ? changed.length === 0
        ? []
        : [`the change has ${changed.join(' and ')}: by the newest portal users, against their certifications`]
      : [
          `${quarter.name} counts people for the partner that their certification names; what ends, who moved or left${of === 'partner' ? ' and the requirements are' : ' is'} as of ${today}`,
        ]),
    ...(notInPortal === 0
      ? []
      : [`${people(notInPortal)} not in the portal: counted for the partner that their certification names`]),
    ...(byPortalAlone === 0
      ? []
      : [`${people(byPortalAlone)} counted by the portal users alone: their certifications name no certain partner`]),
    ...(elsewhere === 0
      ? []
      : [
          `${plural(elsewhere, 'certification')} not counted now: the portal users have the person under an account of no certain partner`,
        ]),
  ]
}
