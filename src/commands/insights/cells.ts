/** Insights as rows: of a spreadsheet, and of NDJSON. */

import type { Total } from '../../reports/insights/totals.ts'
import type { InsightReport } from './report.ts'
import { findingSentence } from './sentences/finding-sentences.ts'

/** One figure or row, flat. */
interface InsightCell {
  section: string
  item: string
  quarter: string | null
  count: number | null
  currency: string | null
  amount: string | null
  text: string | null
  file: string | null
  line: number | null
}

const EMPTY = { quarter: null, count: null, currency: null, amount: null, text: null, file: null, line: null }

/** Every figure of a report as a row, then the rows behind them. */
export function insightCells(report: InsightReport): InsightCell[] {
  const { insights, isForPartner } = report
  const { findings, pipeline, registrations, certifications, closed } = insights
  const place = (of: { file: string; line: number }) => (isForPartner ? {} : of)
  return [
    ...findings.map((each) => ({ ...EMPTY, section: each.kind, item: each.code, text: findingSentence(each) })),
    ...(insights.hasDeals ? dealCells(report) : []),
    ...(registrations?.quarters ?? []).flatMap(({ quarter, submitted }) =>
      Object.entries(submitted.outcomes).map(([item, count]) => ({
        ...EMPTY,
        section: 'registrations',
        item,
        quarter: quarter.name,
        count,
      })),
    ),
    ...(certifications?.quarters ?? []).flatMap(({ quarter, held, gained, lapsed, earned }) =>
      Object.entries({ held, gained, lapsed, earned }).map(([item, count]) => ({
        ...EMPTY,
        section: 'certifications',
        item,
        quarter,
        count,
      })),
    ),
    ...[...closed.wonDeals, ...closed.lostDeals, ...pipeline.deals].map(({ name, outcome, amount, closeDate, place: at }) => ({
      ...{ ...EMPTY, section: `${outcome} deal`, item: name, text: closeDate },
      ...{ currency: amount?.currency ?? null, amount: amount?.amount ?? null, ...place(at) },
    })),
  ]
}

/** The figures of deals. */
function dealCells({ insights }: InsightReport): InsightCell[] {
  const { revenue, roles, sources, orderTypes, pipeline } = insights
  return [
    ...revenue.flatMap(({ quarter, won }) => totalCells('revenue', 'won', won, quarter.name)),
    ...roles.flatMap(({ role, closed: own, open }) => [
      ...totalCells('role', `${role} won`, own.won),
      { ...EMPTY, section: 'role', item: `${role} lost`, count: own.lost },
      ...totalCells('role', `${role} open`, open),
    ]),
    ...totalCells('source', 'sourced', sources.sourced),
    ...totalCells('source', 'co-sell', sources.coSell),
    ...totalCells('source', 'not known', sources.notKnown),
    ...orderTypes.flatMap(({ orderType, won }) => totalCells('order type', orderType ?? 'not known', won)),
    ...pipeline.stages.flatMap(({ stage, open }) => totalCells('stage', stage, open)),
    ...pipeline.quarters.flatMap(({ quarter, open }) => totalCells('pipeline', 'open', open, quarter)),
  ]
}

/** A row for each currency; one without where no deal has an amount. */
function totalCells(
  section: string,
  item: string,
  { deals, money, noAmount }: Total,
  quarter: string | null = null,
): InsightCell[] {
  const own = { ...EMPTY, section, item, quarter, count: deals, text: noAmount > 0 ? `${noAmount} without amount` : null }
  return money.length === 0 ? [own] : money.map(({ currency, amount }) => ({ ...own, currency, amount }))
}

/** The rows as a table of text, with headings. */
export function cellRows(cells: readonly InsightCell[]): string[][] {
  const headings = ['section', 'item', 'quarter', 'count', 'currency', 'amount', 'text', 'file', 'line'] as const
  return [[...headings], ...cells.map((cell) => headings.map((name) => String(cell[name] ?? '')))]
}
