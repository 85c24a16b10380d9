/** The rows behind the figures, folded. */

import { formatMoney } from '../../records/money.ts'
import { placeOf } from '../../records/place.ts'
import type { InsightDeal, Place } from '../../reports/insights/types.ts'
import type { PageCell, PagePart, PageTable } from '../../terminal/page.ts'
import type { InsightReport } from './report.ts'
import { LEFT_OUT_WORDS, OUTCOME_WORDS, ROLE_WORDS } from './words.ts'

/** The tables of rows; on the page for the partner without files and lines, which are the desk's. */
export function behindParts(report: InsightReport): PagePart[] {
  const { insights, isForPartner } = report
  const { closed, pipeline, registrations, leads, unrecorded, leftOut } = insights
  const tables = [
    dealTable(report, 'won-deals', 'Won deals of the period', closed.wonDeals),
    dealTable(report, 'closed-deals', 'Won and lost deals of the period', [...closed.wonDeals, ...closed.lostDeals]),
    dealTable(report, 'open-deals', 'Open deals', pipeline.deals),
    registrationTable(report, registrations?.rows ?? []),
    folded(report, 'leads', 'Leads made in the period', ['Lead', 'Company', 'State', 'Created'], leads?.rows ?? [], (each) => [
      each.lead,
      each.company ?? '',
      each.isConverted ? `${each.state}, converted` : each.state,
      each.created ?? '',
    ]),
    ...(isForPartner
      ? []
      : [
          dealTable(report, 'unrecorded', 'Influence Partner without an influence record', unrecorded ?? []),
          folded(
            report,
            'left-out',
            'Opportunities that are not counted',
            ['Opportunity', 'Why', 'Stage', 'Close date'],
            leftOut,
            (each) => [each.deal.name, LEFT_OUT_WORDS[each.why], each.deal.stage ?? '', each.deal.closeDate ?? ''],
          ),
        ]),
  ].filter(({ rows }) => rows.length > 0)
  return tables.length === 0 ? [] : [{ kind: 'heading', text: 'Rows behind the figures' }, ...tables]
}

function folded<Row extends { place: Place } | { deal: InsightDeal }>(
  { isForPartner }: InsightReport,
  id: string,
  caption: string,
  headings: PageTable['headings'],
  rows: readonly Row[],
  cells: (row: Row) => PageCell[],
): PageTable {
  const place = (row: Row): PageCell[] => (isForPartner ? [] : [placeOf('place' in row ? row.place : row.deal.place)])
  return {
    ...{ kind: 'table', id, caption, isFolded: true },
    headings: [...headings, ...(isForPartner ? [] : ['Where'])],
    rows: rows.map((row) => [...cells(row), ...place(row)]),
  }
}

function dealTable(report: InsightReport, id: string, caption: string, deals: readonly InsightDeal[]): PageTable {
  const { isForPartner } = report
  const headings = ['Opportunity', 'Customer', 'Closes', ...(isForPartner ? [] : ['Stage']), 'Order type', 'Roles', 'Net ARR']
  return folded(report, id, caption, headings, deals, (deal) => [
    deal.name,
    deal.customer ?? '',
    deal.closeDate ?? '',
    ...(isForPartner ? [] : [deal.stage ?? '']),
    deal.orderType ?? '',
    deal.roles.map((role) => ROLE_WORDS[role]).join(', '),
    deal.amount ? { text: formatMoney(deal.amount), number: deal.amount.amount } : 'no amount',
  ])
}

function registrationTable(
  report: InsightReport,
  rows: NonNullable<InsightReport['insights']['registrations']>['rows'],
): PageTable {
  const { isForPartner } = report
  const headings = ['Registration', 'Outcome', 'Submitted', 'Approved', ...(isForPartner ? [] : ['Denied because'])]
  return folded(report, 'registrations', 'Registrations of the period', headings, rows, (each) => [
    each.name,
    OUTCOME_WORDS[each.outcome],
    each.submitted ?? '',
    each.approved ?? '',
    ...(isForPartner ? [] : [each.reason ?? '']),
  ])
}
