/** Influence as a page. */

import { formatMoney } from '../../records/money.ts'
import { placeOf } from '../../records/place.ts'
import type { WordCount } from '../../reports/insights/influence.ts'
import type { InfluenceReport } from '../../reports/insights/influenced.ts'
import { leftOutOf, sourceParts, sourcesOf } from '../../scorecards/sources.ts'
import { totalWords } from '../../scorecards/total-words.ts'
import type { Page, PagePart, PageTable } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { InfluencePage } from './report.ts'

const count = (text: string) => ({ text, isNumber: true }) as const
const numberCell = (value: number) => ({ text: grouped(value), number: String(value) })

/** The page: the finding, four figures, charts, the opportunities without a record, and the records. */
export function influencePage(page: InfluencePage): Page {
  const { partner, quarter, influence, sources, command, now, ratesFile } = page
  const title = ['Partner influence', partner?.name, quarter].filter(Boolean).join(', ')
  return {
    title,
    parts: [
      { kind: 'text', text: influenceFinding(page) },
      ...(influence === null ? [] : [...figures(influence), ...charts(influence), ...words(influence), ...rows(page, influence)]),
      ...sourceParts({
        ...{ sources: sourcesOf(sources), leftOut: leftOutOf(sources), rules: [], command, now },
        notes: [
          ratesFile === null
            ? 'amounts of different currencies are never added up: no exchange rates were imported'
            : `exchange rates of ${ratesFile}, each amount at the rate of its close date`,
        ],
      }),
    ],
  }
}

/** What the page found, in one sentence. */
export function influenceFinding({ influence, quarter }: Pick<InfluencePage, 'influence' | 'quarter'>): string {
  if (influence === null) return 'Cannot tell: no influence records were imported.'
  const { counts, unrecorded } = influence
  const when = quarter === null ? '' : ` made in ${quarter}`
  const without =
    unrecorded === null
      ? 'whether opportunities lack one is not known'
      : `${plural(unrecorded.length, 'opportunity has', 'opportunities have')} an Influence Partner and no record`
  return `${plural(counts.records, 'influence record')}${when}; ${without}.`
}

function figures({ counts, won, open, unrecorded }: InfluenceReport): PagePart[] {
  const deals = (total: typeof won) => plural(total.deals, 'opportunity', 'opportunities')
  return [
    {
      kind: 'figures',
      figures: [
        { label: 'Influence records', value: String(counts.records), change: '', href: 'records' },
        { label: 'Won with a record', value: totalWords(won), change: deals(won), href: 'records' },
        { label: 'Open with a record', value: totalWords(open), change: deals(open), href: 'records' },
        {
          label: 'Without a record',
          value: unrecorded === null ? 'not known' : String(unrecorded.length),
          change: '',
          href: 'unrecorded',
        },
      ],
    },
  ]
}

function charts({ counts }: InfluenceReport): PagePart[] {
  return [
    {
      ...{ kind: 'chart', id: 'by-quarter', title: 'Influence records by quarter', form: 'columns', axis: 'Quarter' },
      description: 'Influence records by the fiscal quarter they were made in',
      categories: counts.quarters.map(({ quarter }) => quarter.name),
      series: [{ name: 'records', values: counts.quarters.map(({ records }) => records) }],
      unit: 'records',
    },
    {
      ...{ kind: 'chart', id: 'by-detail', title: 'Influence records by detail', form: 'bars', axis: 'Detail' },
      description: 'What partners did; a record with several details is in each',
      categories: counts.details.map(wordText),
      series: [{ name: 'records', values: counts.details.map(({ records }) => records) }],
      unit: 'records',
    },
  ]
}

function wordText({ word, isKnown }: WordCount): string {
  return isKnown ? word : `${word} (not in the form)`
}

function words({ counts }: InfluenceReport): PagePart[] {
  const gaps = [
    counts.noType > 0 && `${counts.noType} without a type`,
    counts.noDetail > 0 && `${counts.noDetail} without a detail`,
    counts.noDay > 0 && `${counts.noDay} without a Created Date, in no quarter`,
  ].filter((each) => each !== false)
  return [
    { kind: 'heading', text: 'By type' },
    {
      ...{ kind: 'table', id: 'types', caption: 'Influence records by type' },
      headings: ['Type', count('Records')],
      rows: counts.types.map((each) => [wordText(each), numberCell(each.records)]),
    },
    ...(gaps.length === 0 ? [] : [{ kind: 'text', text: `Records that lack something: ${gaps.join(', ')}.` } as const]),
  ]
}

function rows(page: InfluencePage, { rows: records, unrecorded }: InfluenceReport): PagePart[] {
  const without: PageTable = {
    ...{
      kind: 'table',
      id: 'unrecorded',
      caption: 'Add a record under Influence Partners of the opportunity, or clear the field',
    },
    headings: ['Opportunity', 'Influence Partner', 'Stage', 'Close date', 'Net ARR', 'Where'],
    rows: (unrecorded ?? []).map(({ name, partner, partnerText, stage, closeDate, amount, place }) => [
      ...[name, partner?.name ?? `${partnerText ?? ''} (no certain partner)`, stage ?? '', closeDate ?? ''],
      amount ? { text: formatMoney(amount), number: amount.amount } : 'no amount',
      placeOf(place),
    ]),
  }
  const all: PageTable = {
    ...{ kind: 'table', id: 'records', caption: page.quarter === null ? 'All records' : `Records made in ${page.quarter}` },
    headings: ['Record', 'Partner', 'Opportunity', 'State', 'Type', 'Details', 'Created', 'Description', 'Where'],
    rows: records.map(
      ({ record, partner, partnerText, deal, opportunity, opportunityId, type, details, created, description, place }) => [
        ...[
          record,
          partner?.name ?? `${partnerText ?? ''} (no certain partner)`,
          deal?.name ?? opportunity ?? opportunityId ?? '',
        ],
        ...[deal?.outcome ?? 'not known', type ?? '', details.join('; '), created ?? '', description ?? '', placeOf(place)],
      ],
    ),
    isFolded: true,
  }
  return [
    ...(without.rows.length === 0 ? [] : [{ kind: 'heading', text: 'Influence Partner without a record' } as const, without]),
    ...(all.rows.length === 0 ? [] : [{ kind: 'heading', text: 'Records' } as const, all]),
  ]
}
