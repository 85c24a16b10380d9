/** The rows behind the figures of a scorecard, and those that count for no one. */

import { madeOf } from '../../packed/made-list.ts'
import { placeOf } from '../../records/place.ts'
import type { PartsOf } from '../../reports/scorecard/marks.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import { NOT_KNOWN } from '../../scorecards/cells.ts'
import { inNameOrder } from '../../scorecards/certified/left-out.ts'
import type { PageCell, PagePart } from '../../terminal/page.ts'
import { LEFT_OUT, personName, ROWS, type Scorecard } from './parts.ts'
import type { Rests } from './rests.ts'
import { WHY_NOT, whyLeftOut } from './sentences.ts'

/** The rows behind the figures, with file and line. */
export function rowParts({ figures, asked, of }: Scorecard, { nameOf }: Rests, parts: PartsOf = () => []): PagePart[] {
  if (figures === null) return []
  const isRegion = of === 'region'
  const cells = (row: CertifiedRow): PageCell[] => [
    personName(row, asked.withAddresses),
    ...(isRegion ? [partnerWords(row, nameOf)] : []),
    ...[row.badge, row.earned, row.expires ?? 'no end', row.country ?? NOT_KNOWN],
  ]
  return [
    { kind: 'heading', text: 'Rows behind the figures' },
    {
      ...{
        kind: 'table',
        id: ROWS,
        caption: `Certifications, and the figures of ${asked.quarter.name} that each is in`,
        isFolded: true,
        marks: figures.marks(parts),
      },
      headings: ['Person', ...(isRegion ? ['Partner'] : []), 'Badge', 'Earned', 'Ends', 'Country', 'Counts as', 'Where'],
      rows: madeOf(figures.rows, ({ row, counts, why }) => [
        ...cells(row),
        [...counts, ...(why === null ? [] : [`not held: ${WHY_NOT[why]}`])].join(', '),
        placeOf(row),
      ]),
    },
  ]
}

/** Whose person it is now, and whose by the certification where that is another. */
function partnerWords({ partner, now }: CertifiedRow, nameOf: Rests['nameOf']): string {
  if (now.partner === null || partner === null || now.partner === partner) return nameOf(now.partner ?? partner ?? '')
  return `${nameOf(now.partner)}, moved from ${nameOf(partner)}`
}

/** Rows that count for no one, each with its place. */
export function leftOutParts({ leftOut, asked }: Scorecard, { nameOf }: Rests): PagePart[] {
  if (leftOut.length === 0) return []
  return [
    {
      ...{ kind: 'table', id: LEFT_OUT, caption: 'Certifications that are not counted now', isFolded: true },
      headings: ['Person', 'Names the partner', 'Badge', 'Earned', 'Why', 'May be of', 'Where'],
      rows: madeOf(inNameOrder(leftOut), ({ row, names, why, candidates }) => [
        ...[personName(row, asked.withAddresses), names, row.badge, row.earned],
        whyLeftOut(why),
        ...[candidates.map(nameOf).join(', '), placeOf(row)],
      ]),
    },
  ]
}
