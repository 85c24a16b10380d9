/** The charts of insights: won Net ARR by quarter, and registrations by outcome. */

import type { QuarterRevenue } from '../../reports/insights/deals.ts'
import { REGISTRATION_OUTCOMES } from '../../reports/insights/types.ts'
import { moneySeries } from '../../scorecards/chart-money.ts'
import type { PageChart, PagePart } from '../../terminal/page.ts'
import type { InsightReport } from './report.ts'
import { OUTCOME_WORDS } from './words.ts'

/** So many currencies have a chart; the table has all of them. */
const MOST_CURRENCIES = 3

/** The charts; of money one for each currency, since an axis has one. */
export function chartParts(report: InsightReport): PagePart[] {
  const { registrations, certifications } = report.insights
  return [
    ...revenueCharts(report),
    ...(registrations ? [registrationChart(report)] : []),
    ...(certifications && certifications.quarters.length > 0
      ? [
          {
            kind: 'chart',
            id: 'certifications',
            title: 'Certifications by quarter',
            description:
              'Certifications held at the end of each quarter; gained, lapsed and earned in it; a person counts once for each badge',
            form: 'lines',
            axis: 'Quarter',
            categories: certifications.quarters.map(({ quarter }) => quarter),
            series: (['held', 'gained', 'lapsed', 'earned'] as const).map((name) => ({
              name,
              values: certifications.quarters.map((each) => each[name]),
            })),
            unit: 'certifications',
          } as const,
        ]
      : []),
  ]
}

function revenueCharts({ insights: { revenue } }: InsightReport): PageChart[] {
  const withDeals = revenue.filter(({ won }) => won.deals > 0)
  const isConverted = withDeals.length > 0 && withDeals.every(({ won }) => won.converted !== null || won.money.length === 0)
  const own = withDeals.find(({ won }) => won.converted)?.won.converted?.currency ?? null
  if (isConverted && own !== null) return [revenueChart(revenue, own, ({ won }) => won.converted?.amount)]
  const currencies = [...new Set(revenue.flatMap(({ won }) => won.money.map(({ currency }) => currency)))].sort()
  return currencies
    .slice(0, MOST_CURRENCIES)
    .map((currency) => revenueChart(revenue, currency, ({ won }) => won.money.find((each) => each.currency === currency)?.amount))
}

function revenueChart(
  revenue: readonly QuarterRevenue[],
  currency: string | null,
  amountOf: (quarter: QuarterRevenue) => string | undefined,
): PageChart {
  const name = currency ?? 'currency not known'
  return {
    kind: 'chart',
    id: `revenue-${(currency ?? 'unknown').toLowerCase()}`,
    title: 'Won Net ARR by quarter',
    description: `Net ARR of won opportunities in ${name}, by the fiscal quarter of their close date`,
    form: 'columns',
    axis: 'Quarter',
    categories: revenue.map(({ quarter }) => quarter.name),
    series: [
      moneySeries(
        name,
        revenue.map((each) => chartAmount(each, amountOf(each))),
        currency,
      ),
    ],
    unit: name,
  }
}

/** Nothing won is 0; won deals of which none has an amount are not known. */
function chartAmount({ won }: QuarterRevenue, amount: string | undefined): string | null {
  if (amount !== undefined) return amount
  return won.deals > 0 && won.noAmount === won.deals ? null : '0'
}

function registrationChart({ insights: { registrations } }: InsightReport): PageChart {
  const quarters = registrations?.quarters ?? []
  return {
    kind: 'chart',
    id: 'registrations-by-quarter',
    title: 'Deal registrations by quarter',
    description: 'Partner-sourced registrations by the fiscal quarter they were submitted in, by what became of them',
    form: 'stacked',
    axis: 'Quarter',
    categories: quarters.map(({ quarter }) => quarter.name),
    series: REGISTRATION_OUTCOMES.filter(
      (each) => !['ended', 'unknown'].includes(each) || quarters.some(({ submitted }) => submitted.outcomes[each] > 0),
    ).map((each) => ({ name: OUTCOME_WORDS[each], values: quarters.map(({ submitted }) => submitted.outcomes[each]) })),
    unit: 'registrations',
  }
}
