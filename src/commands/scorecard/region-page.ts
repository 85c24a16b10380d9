/** The scorecard of a region as a page. */

import { MadeList, madeOf } from '../../packed/made-list.ts'
import { inOrder, ordered } from '../../packed/order.ts'
import { figureMark, type PartsOf } from '../../reports/scorecard/marks.ts'
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

/** The countries and partners that a row is in, for its marks. */
function partsOf({ countries, partners, figures }: RegionScorecard): PartsOf {
  if (figures === null) return () => []
  const byCountry = new Map((countries ?? []).map(({ country }, i) => [country, i]))
  const byPartner = new Map<string, number>()
  for (const { partner } of partners) byPartner.set(partner.id, byPartner.size)
  const { scope } = figures
  return ({ country, partner, now }) => {
    const place = byCountry.get(country)
    const own = [...new Set([partner, now.partner])].flatMap((id) => {
      const i = id === null ? undefined : byPartner.get(id)
      return i === undefined ? [] : [{ i, prefix: partnerPrefix(i), scope: (of: string) => of === id }]
    })
    return [...(place === undefined ? [] : [{ prefix: countryPrefix(place), scope }]), ...own.sort((a, b) => a.i - b.i)]
  }
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
  const at = (i: number): PartnerOfRegion => partners.slice(i, i + 1)[0] as PartnerOfRegion
  const held = partners.map(({ figures }) => figures?.held ?? 0)
  const most = held.reduce((known, each) => Math.max(known, each), 0)
  const order = inOrder(partners.length, (i) => [ordered(most - (held[i] ?? 0)), at(i).partner.name])
  const headings = ['Partner', 'Track', 'Requirements', ...FIGURES]
  const rowAt = (place: number): PageCell[] => {
    const { partner, requirement, figures } = at(order[place] ?? 0)
    return [
      partner.name,
      requirement.track ?? '',
      verdictWord(requirement),
      ...partCells(figures, partnerPrefix(order[place] ?? 0)),
    ]
  }
  const rows = new MadeList(order.length, rowAt)
  const isLong = rows.length > MOST_PARTNERS
  const caption = isLong
    ? `The ${MOST_PARTNERS} partners with the most, of ${grouped(rows.length)}`
    : plural(rows.length, 'partner')
  return [
    { kind: 'heading', text: 'Partners' },
    {
      kind: 'table',
      id: 'partners',
      caption: `${caption}, in ${asked.quarter.name}`,
      headings,
      rows: rows.slice(0, MOST_PARTNERS),
    },
    ...(isLong ? [{ kind: 'table', id: 'all-partners', caption: 'All partners', headings, rows, isFolded: true } as const] : []),
  ]
}

/** The partners whose requirements are not met, and the command that says who is needed. */
function missingParts({ partners }: RegionScorecard): PagePart[] {
  const missing: PartnerOfRegion[] = []
  let all = 0
  for (const each of partners) {
    if (each.requirement.code === 'missing' && all++ < MOST_MISSING) missing.push(each)
  }
  if (all === 0) return []
  const more = all - MOST_MISSING
  return [
    { kind: 'heading', text: 'Requirements not met' },
    {
      kind: 'table',
      id: 'missing',
      caption: `${plural(all, 'partner')}${more > 0 ? `, the first ${MOST_MISSING}; ${grouped(more)} more are in the rows above` : ''}`,
      headings: ['Partner', 'Needs', 'Owner', 'See'],
      rows: missing.map(({ partner, requirement }) => [
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
      rows: madeOf(unplaced, ({ id, name, billingCountry }) => [name, id, billingCountry ?? '']),
    },
  ]
}
