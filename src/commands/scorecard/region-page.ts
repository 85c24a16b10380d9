/** The scorecard of a region as a page. */

import { figureMark, type Part } from '../../reports/scorecard/marks.ts'
import { type CertifiedRow, compare } from '../../reports/scorecard/rows.ts'
import { NOT_KNOWN, numbers } from '../../scorecards/cells.ts'
import type { PartnerOfRegion, RegionScorecard } from '../../scorecards/scorecards.ts'
import { sourceParts } from '../../scorecards/sources.ts'
import type { Page, PageCell, PagePart } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { notesOf } from './notes.ts'
import { badgeParts, chartParts, count, figureCells, figuresPart, peopleParts, warningParts } from './parts.ts'
import { verdictWord } from './requirement-part.ts'
import { leftOutList, type Rests } from './rests.ts'
import { leftOutParts, rowParts } from './row-parts.ts'

/** So many partners are on the screen; all are in the rows behind. */
const MOST_PARTNERS = 25
/** So many partners without the people they need are named. */
const MOST_MISSING = 10

/** The page of a region. */
export function regionPage(scorecard: RegionScorecard, rests: Rests): Page {
  const { region, asked } = scorecard
  const country = asked.country === null ? '' : `, ${rests.countryName(asked.country)}`
  return {
    title: `Regional scorecard: ${region}${country}, ${asked.quarter.name}`,
    parts: [
      { kind: 'text', text: rests.finding.text },
      ...warningParts(rests),
      figuresPart(scorecard),
      ...chartParts(scorecard),
      ...badgeParts(scorecard),
      ...countryParts(scorecard, rests),
      ...partnerParts(scorecard),
      ...peopleParts(scorecard, rests),
      ...missingParts(scorecard),
      ...rowParts(scorecard, rests, partsOf(scorecard)),
      ...leftOutParts(scorecard, rests),
      ...unplacedParts(scorecard),
      ...sourceParts({ ...rests, leftOut: leftOutList(rests, scorecard), notes: notesOf(scorecard, rests) }),
    ],
  }
}

const FIGURES = ['Held', 'Change', 'Gained', 'Lapsed', 'Earned', 'People'].map(numbers)

function countryParts({ countries, asked }: RegionScorecard, { countryName }: Rests): PagePart[] {
  if (countries === null || countries.length === 0) return []
  return [
    { kind: 'heading', text: 'Countries' },
    {
      ...{
        kind: 'table',
        id: 'countries',
        caption: `By the country of the person, else of the partner, in ${asked.quarter.name}`,
      },
      headings: ['Country', ...FIGURES],
      rows: countries.map(({ country, ...each }, i) => [
        country === null ? NOT_KNOWN : countryName(country),
        ...partCells(each, countryPrefix(i)),
      ]),
    },
  ]
}

/** What the marks of a country, and of a partner, begin with. */
const countryPrefix = (i: number): string => `c${i}`
const partnerPrefix = (i: number): string => `p${i}`

/** The countries and partners, for the marks of their rows. */
function partsOf({ countries, partners, figures }: RegionScorecard): Part[] {
  if (figures === null) return []
  return [
    ...(countries ?? []).map(({ country }, i) => ({
      ...{ prefix: countryPrefix(i), scope: figures.scope },
      has: (row: CertifiedRow) => row.country === country,
    })),
    ...partners.map(({ partner: { id } }, i) => ({
      ...{ prefix: partnerPrefix(i), scope: (of: string) => of === id },
      has: ({ partner, now }: CertifiedRow) => partner === id || now.partner === id,
    })),
  ]
}

function partCells(figures: PartnerOfRegion['figures'], prefix: string): PageCell[] {
  return [...figureCells(figures, prefix), count(figures?.people ?? null, figureMark('held', prefix))]
}

function partnerParts({ partners, asked }: RegionScorecard): PagePart[] {
  if (partners.length === 0)
    return [
      { kind: 'heading', text: 'Partners' },
      { kind: 'text', text: 'No partner with certifications.' },
    ]
  const places = new Map(partners.map((each, i) => [each, i]))
  const most = [...partners].sort(
    (a, b) => (b.figures?.held ?? 0) - (a.figures?.held ?? 0) || compare(a.partner.name, b.partner.name),
  )
  const headings = ['Partner', 'Track', 'Requirements', ...FIGURES]
  const rows = (some: readonly PartnerOfRegion[]): PageCell[][] =>
    some.map((each) => [
      ...[each.partner.name, each.requirement.track ?? '', verdictWord(each.requirement)],
      ...partCells(each.figures, partnerPrefix(places.get(each) ?? 0)),
    ])
  const isLong = most.length > MOST_PARTNERS
  const caption = isLong
    ? `The ${MOST_PARTNERS} partners with the most, of ${grouped(most.length)}`
    : plural(most.length, 'partner')
  return [
    { kind: 'heading', text: 'Partners' },
    {
      kind: 'table',
      id: 'partners',
      caption: `${caption}, in ${asked.quarter.name}`,
      headings,
      rows: rows(most.slice(0, MOST_PARTNERS)),
    },
    ...(isLong
      ? [{ kind: 'table', id: 'all-partners', caption: 'All partners', headings, rows: rows(most), isFolded: true } as const]
      : []),
  ]
}

/** The partners whose requirements are not met, and the command that says who is needed. */
function missingParts({ partners }: RegionScorecard): PagePart[] {
  const missing = partners.filter(({ requirement }) => requirement.code === 'missing')
  if (missing.length === 0) return []
  const more = missing.length - MOST_MISSING
  return [
    { kind: 'heading', text: 'Requirements not met' },
    {
      kind: 'table',
      id: 'missing',
      caption: `${plural(missing.length, 'partner')}${more > 0 ? `, the first ${MOST_MISSING}; ${grouped(more)} more are in the rows above` : ''}`,
      headings: ['Partner', 'Needs', 'Owner', 'See'],
      rows: missing.slice(0, MOST_MISSING).map(({ partner, requirement }) => [
        partner.name,
        requirement.credentials
          .filter((each) => (each.missing ?? 0) > 0)
          .map((each) => `${each.missing} with ${each.credential}`)
          .join(', '),
        partner.owner ?? '',
        { command: `phd scorecard partner ${shellWord(partner.id.slice(0, 15))}` },
      ]),
    },
  ]
}

function unplacedParts({ unplaced }: RegionScorecard): PagePart[] {
  if (unplaced.length === 0) return []
  return [
    { kind: 'heading', text: 'Region not known' },
    {
      ...{
        kind: 'table',
        id: 'unplaced',
        caption: 'Partners in no region but Global',
        isFolded: true,
      },
      headings: ['Partner', 'ID', 'Billing Country'],
      rows: unplaced.map(({ id, name, billingCountry }) => [name, id, billingCountry ?? '']),
    },
  ]
}
