/** The tables of a partner's deals: revenue, roles, who brought them, order types, pipeline. */

import type { Total } from '../../reports/insights/totals.ts'
import { totalWords } from '../../scorecards/total-words.ts'
import type { PageCell, PagePart, PageTable } from '../../terminal/page.ts'
import { grouped } from '../../terminal/plural.ts'
import type { InsightReport } from './report.ts'
import { ROLE_WORDS, rateWords } from './words.ts'

const count = (text: string) => ({ text, isNumber: true }) as const

/** A number that sorts. */
function numberCell(value: number): PageCell {
  return { text: grouped(value), number: String(value) }
}

/** The tables, each under a heading. */
export function dealParts(report: InsightReport): PagePart[] {
  const { isForPartner, insights, day } = report
  const { roles, closed, pipeline } = insights
  if (!insights.hasDeals)
    return [
      { kind: 'heading', text: 'Deals' },
      { kind: 'text', text: 'Not known: no opportunities were imported.' },
    ]
  const under = (text: string, table: PageTable): PagePart[] => [{ kind: 'heading', text }, table]
  return [
    ...under('Won by quarter', revenueTable(report)),
    ...(roles.length > 0 ? under('By role in the deal', rolesTable(report)) : []),
    ...(closed.won.deals > 0
      ? [...under('Who brought the won deals', sourceTable(report)), ...under('Order types of won deals', orderTable(report))]
      : []),
    ...(pipeline.open.deals === 0
      ? [{ kind: 'heading', text: 'Open pipeline' } as const, { kind: 'text', text: `No open opportunity on ${day}.` } as const]
      : [
          ...(isForPartner ? [] : under('Open pipeline by stage [inside only]', stageTable(report))),
          ...under('Open pipeline by close quarter', closeTable(report)),
        ]),
  ]
}

function revenueTable({ insights: { revenue } }: InsightReport): PageTable {
  return {
    kind: 'table',
    id: 'revenue',
    caption: 'Won Net ARR by fiscal quarter of the close date',
    headings: ['Quarter', count('Won deals'), 'Net ARR'],
    rows: revenue.map(({ quarter, won }) => [quarter.name, numberCell(won.deals), totalWords(won)]),
  }
}

function rolesTable({ insights: { roles } }: InsightReport): PageTable {
  return {
    kind: 'table',
    id: 'roles',
    caption: 'By role in the deal, in the period; a deal with several roles is in each, so they are not added up',
    headings: ['Role', count('Won'), count('Lost'), 'Win rate', 'Won Net ARR', count('Open'), 'Open Net ARR'],
    rows: roles.map(({ role, closed: { won, lost, rate }, open }) => [
      ROLE_WORDS[role],
      numberCell(won.deals),
      numberCell(lost),
      rateWords(rate, won.deals, won.deals + lost),
      totalWords(won),
      numberCell(open.deals),
      totalWords(open),
    ]),
  }
}

function totalTable(id: string, caption: string, first: string, rows: readonly (readonly [string, Total])[]): PageTable {
  return {
    kind: 'table',
    id,
    caption,
    headings: [first, count('Deals'), 'Net ARR'],
    rows: rows.map(([name, total]) => [name, numberCell(total.deals), totalWords(total)]),
  }
}

function sourceTable({ insights: { sources } }: InsightReport): PageTable {
  const { sourced, coSell, notKnown, disagree } = sources
  const odd = disagree.length === 0 ? '' : `; ${disagree.length} of co-sell with an approved registration: check the source`
  return totalTable('sources', `Won deals by who brought them, by Sales Qualified Source${odd}`, 'Source', [
    ['Partner sourced', sourced],
    ['Co-sell', coSell],
    ...(notKnown.deals > 0 ? [['Not known (blank)', notKnown] as const] : []),
  ])
}

function orderTable({ insights: { orderTypes } }: InsightReport): PageTable {
  return totalTable(
    'order-types',
    'Won deals by order type',
    'Order type',
    orderTypes.map(({ orderType, won }) => [orderType ?? 'not known (blank)', won] as const),
  )
}

function stageTable({ insights: { pipeline }, day }: InsightReport): PageTable {
  return totalTable(
    'stages',
    `Open opportunities by stage, on ${day}`,
    'Stage',
    pipeline.stages.map(({ stage, open }) => [stage, open] as const),
  )
}

function closeTable({ insights: { pipeline }, day }: InsightReport): PageTable {
  const late = pipeline.overdue.length === 0 ? '' : `; ${pipeline.overdue.length} with a close date that is past`
  return totalTable(
    'close-quarters',
    `Open opportunities by the quarter they close in, on ${day}${late}`,
    'Quarter',
    pipeline.quarters.map(({ quarter, open }) => [quarter ?? 'no close date', open] as const),
  )
}
