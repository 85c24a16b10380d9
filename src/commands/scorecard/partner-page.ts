/** The scorecard of a partner as a page, and its rows as a table. */

import type { PartnerScorecard } from '../../scorecards/scorecards.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page } from '../../terminal/page.ts'
import { notesOf } from './notes.ts'
import { badgeParts, chartParts, figuresPart, peopleParts, warningParts } from './parts.ts'
import { nextParts, requirementParts } from './requirement-part.ts'
import { leftOutList, type Rests } from './rests.ts'
import { leftOutParts, rowParts } from './row-parts.ts'

/** The page of a partner. */
export function partnerPage(scorecard: PartnerScorecard, rests: Rests): Page {
  const { partner, asked } = scorecard
  return {
    title: `Partner scorecard: ${partner.name}, ${asked.quarter.name}`,
    parts: [
      { kind: 'text', text: rests.finding.text },
      ...warningParts(rests),
      figuresPart(scorecard),
      ...chartParts(scorecard),
      ...requirementParts(scorecard),
      ...badgeParts(scorecard),
      ...peopleParts(scorecard, rests),
      ...nextParts(scorecard),
      ...rowParts(scorecard, rests),
      ...leftOutParts(scorecard, rests),
      ...sourceParts({ ...rests, leftOut: leftOutList(rests, scorecard), notes: notesOf(scorecard, rests) }),
    ],
  }
}
