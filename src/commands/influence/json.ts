/** Influence as JSON (phd.influence/1), and as rows. */

import type { InfluencedDeal, InfluenceRow } from '../../reports/insights/influenced.ts'
import { leftOutOf, sourcesOf } from '../../scorecards/sources.ts'
import { influenceFinding } from './page-view.ts'
import type { InfluencePage } from './report.ts'

function recordJson({ record, partner, partnerText, deal, opportunity, opportunityId, place, ...rest }: InfluenceRow) {
  return {
    ...{ record, partner, partnerText },
    opportunity: {
      id: opportunityId,
      name: deal?.name ?? opportunity,
      outcome: deal?.outcome ?? null,
      amount: deal?.amount ?? null,
    },
    ...{ type: rest.type, details: rest.details, created: rest.created, description: rest.description, ...place },
  }
}

function dealJson({ id, name, partner, partnerText, stage, outcome, closeDate, amount, place }: InfluencedDeal) {
  return { id, name, partner, partnerText, stage, outcome, closeDate, amount, ...place }
}

/** A page as an object; null: not known. */
export function influenceJson(page: InfluencePage) {
  const { partner, quarter, day, influence, ratesFile, sources, command } = page
  const counts = influence?.counts
  return {
    schema: 'phd.influence/1',
    ...{ partner, quarter, day, ratesFile },
    finding: { code: influence === null ? 'cannot_tell' : 'counted', text: influenceFinding(page) },
    records: counts?.records ?? null,
    quarters: counts?.quarters.map(({ quarter: { name }, records }) => ({ quarter: name, records })) ?? null,
    noDay: counts?.noDay ?? null,
    types: counts?.types ?? null,
    details: counts?.details ?? null,
    ...{ noType: counts?.noType ?? null, noDetail: counts?.noDetail ?? null },
    ...{ won: influence?.won ?? null, open: influence?.open ?? null },
    unrecorded: influence?.unrecorded?.map(dealJson) ?? null,
    rows: influence?.rows.map(recordJson) ?? [],
    leftOut: leftOutOf(sources),
    sources: sourcesOf(sources),
    command,
  }
}

/** Each record and each opportunity without one, as an object. */
export function influenceLines({ influence }: InfluencePage): object[] {
  return [
    ...(influence?.rows ?? []).map((each) => ({ schema: 'phd.influence-record/1', ...recordJson(each) })),
    ...(influence?.unrecorded ?? []).map((each) => ({ schema: 'phd.influence-missing/1', ...dealJson(each) })),
  ]
}

/** The same as rows with their headings. */
export function influenceCells({ influence }: InfluencePage): string[][] {
  return [
    [
      'record',
      'partner_id',
      'partner',
      'opportunity_id',
      'opportunity',
      'outcome',
      'type',
      'details',
      'created',
      'description',
      'file',
      'line',
    ],
    ...(influence?.rows ?? []).map((each) => [
      ...[each.record, each.partner?.id, each.partner?.name ?? each.partnerText, each.opportunityId].map(text),
      ...[each.deal?.name ?? each.opportunity, each.deal?.outcome, each.type, each.details.join('; ')].map(text),
      ...[each.created, each.description, each.place.file, String(each.place.line)].map(text),
    ]),
    ...(influence?.unrecorded ?? []).map(({ partner, partnerText, id, name, outcome, place }) => [
      ...[
        'no record',
        partner?.id,
        partner?.name ?? partnerText,
        id,
        name,
        outcome,
        '',
        '',
        '',
        '',
        place.file,
        String(place.line),
      ].map(text),
    ]),
  ]
}

function text(value: string | null | undefined): string {
  return value ?? ''
}
