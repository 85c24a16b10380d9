/** The page with the scorecards of all partners, a row for each. */

import type { IndexRows } from '../../scorecards/all/index-rows.ts'
import { numbers } from '../../scorecards/cells.ts'
import type { ScorecardDesk } from '../../scorecards/read-scorecards.ts'
import type { AskedScorecard } from '../../scorecards/scorecards.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page, PageFigure } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { warningParts } from './parts.ts'
import { leftOutList, restsOf } from './rests.ts'

const TABLE = 'partners'

/** The page, of the rows of all partners. */
export function allPage(shared: ScorecardDesk, asked: AskedScorecard, rows: IndexRows): Page {
  const [met, missing, unknown, none] = ['met', 'missing', 'cannot_tell', 'no_requirement'].map((code) => rows.of(code))
  const text = findingWords(rows.length, { met: met ?? 0, missing: missing ?? 0, unknown: unknown ?? 0 })
  const { leftOut, rejected } = shared.certified
  const rests = restsOf(shared, { asked, finding: { code: 'held', text }, subject: 'partner --all' })
  const figure = (label: string, value: number | undefined): PageFigure => ({
    ...{ label, value: grouped(value ?? 0), change: '', href: TABLE },
  })
  return {
    title: `Partner scorecards: all partners, ${asked.quarter.name}`,
    parts: [
      { kind: 'text', text },
      ...warningParts(rests),
      {
        kind: 'figures',
        figures: [
          figure('Met', met),
          figure('Not met', missing),
          figure('Cannot tell', unknown),
          figure('No requirements', none),
        ],
      },
      { kind: 'heading', text: 'Partners' },
      {
        ...{ kind: 'table', id: TABLE, caption: `${plural(rows.length, 'partner')} on ${asked.today}` },
        headings: [
          ...['Partner', 'Region', 'Track', 'Finding', 'Requirements'],
          ...['People', 'Held', 'Change', `Ends in ${asked.expiringDays} days`].map(numbers),
        ],
        rows: rows.cells,
      },
      ...sourceParts({ ...rests, leftOut: leftOutList(rests, { leftOut: leftOut(), rejected: rejected.map(({ row }) => row) }) }),
    ],
  }
}

function findingWords(all: number, { met, missing, unknown }: { met: number; missing: number; unknown: number }): string {
  const meet = met === 1 ? 'meets' : 'meet'
  return `${grouped(met)} of ${plural(all, 'partner')} ${meet} the requirements of the track, ${grouped(missing)} ${missing === 1 ? 'does' : 'do'} not, ${grouped(unknown)} ${unknown === 1 ? 'is' : 'are'} unknown.`
}
