/** The four figures and the two charts of the page: the sums over the partners that are shown. */

import { formatMoney } from '../../records/money.ts'
import { amountIn, type Figure, figureOf, sumOf } from '../../reports/awards/figures.ts'
import { MEASURES } from '../../reports/awards/measures.ts'
import type { AwardRow, Measure, WhichYear } from '../../reports/awards/types.ts'
import { moneySeries } from '../../scorecards/chart-money.ts'
import type { PageChart, PageFigure } from '../../terminal/page.ts'
import { grouped } from '../../terminal/plural.ts'
import type { MadeAwards } from './made.ts'
import { MEASURE_NAMES } from './sentences.ts'

/** The first figures that the tables show: of all, of a distributor where only those are asked for. */
function measuresOf({ report: { tables } }: MadeAwards): Measure[] {
  const shown = new Set(tables.flatMap(({ criteria }) => criteria.flatMap(({ shows }) => shows)))
  const first: readonly Measure[] = [
    'revenue',
    'registrations',
    'new_logos',
    'service_attach',
    'distributor_revenue',
    'accreditations',
    'compliant',
  ]
  return first.filter((each) => shown.has(each)).slice(0, 3)
}

/** The figures: how many partners, and the sums of the first criteria. */
export function figuresOf(made: MadeAwards): PageFigure[] {
  const { report } = made
  const { finding, years } = report
  return [
    { label: 'Partners with figures', value: grouped(finding.partners), change: '' },
    ...measuresOf(made).map((measure) => {
      const figures = totalsOf(made, measure, report.rows)
      const texts = figures.map((each) => totalText(each))
      return {
        label: MEASURE_NAMES[measure],
        value: texts.map(({ value }) => value).join('; '),
        change: texts.map(({ change }) => change).join('; ') || `${years.before.name} not known`,
      }
    }),
  ]
}

interface Total extends Figure {
  currency: string | null
  isMoney: boolean
}

function totalsOf({ report: { notKnown } }: MadeAwards, measure: Measure, rows: Iterable<AwardRow>): Total[] {
  const both = sumOf(rows, measure)
  const isUnknown = (which: WhichYear): boolean => notKnown.some((each) => each.measure === measure && each.which === which)
  const { isMoney } = MEASURES[measure]
  const known = [...(both.judged.amounts ?? []), ...(both.before.amounts ?? [])].map(({ currency }) => currency)
  const currencies = isMoney && known.length > 0 ? [...new Set(known)] : [null]
  return currencies.map((currency) => {
    const value = isUnknown('judged') ? null : amountIn(both.judged, measure, currency)
    const before = isUnknown('before') ? null : amountIn(both.before, measure, currency)
    return { ...figureOf(value, before), currency, isMoney: isMoney && known.length > 0 }
  })
}

function totalText(total: Total): { value: string; change: string } {
  const { value, change, growth, currency, isMoney } = total
  const text = (amount: string): string => (isMoney ? formatMoney({ currency, amount }) : grouped(Number(amount)))
  const percent = growth === null || growth === 'new' ? '' : `, ${growth.startsWith('-') ? '' : '+'}${growth}%`
  const isSame = change !== null && /^-?[0.]+$/.test(change)
  return {
    value: value === null ? 'not known' : text(value),
    change:
      change === null
        ? 'change not known'
        : growth === 'new'
          ? 'new'
          : isSame
            ? 'no change'
            : `${change.startsWith('-') ? '' : '+'}${text(change)}${percent}`,
  }
}

/** The charts: the first two sums by region, in both years; of money in the currency that the most rows have. */
export function chartsOf(made: MadeAwards): PageChart[] {
  return measuresOf(made)
    .slice(0, 2)
    .map((measure) => chartOf(made, measure))
}

function chartOf(made: MadeAwards, measure: Measure): PageChart {
  const { report, regionNames } = made
  const { years } = report
  const regionOf = new Map(
    report.tables.flatMap(({ rows }) => rows.map(({ partner }) => [partner.id, partner.region ?? ''] as const)),
  )
  const by = Map.groupBy(report.rows, ({ partner }) => regionOf.get(partner) ?? '')
  const regions = [...new Set(report.tables.flatMap(({ award }) => award.regions))]
  const { isMoney } = MEASURES[measure]
  const currency = isMoney ? mostUsed(report.rows) : null
  const sums = regions.map((region) => sumOf(by.get(region) ?? [], measure))
  const valuesOf = (which: WhichYear) =>
    sums.map((sum) => {
      if (report.notKnown.some((each) => each.measure === measure && each.which === which)) return null
      return amountIn(sum[which], measure, currency)
    })
  const seriesOf = (name: string, amounts: (string | null)[]): PageChart['series'][number] =>
    isMoney
      ? moneySeries(name, amounts, currency)
      : { name, values: amounts.map((each) => (each === null ? null : Number(each))) }
  const unit = isMoney ? (currency ?? 'currency not known') : 'number'
  return {
    kind: 'chart',
    id: `chart-${measure}`,
    title: `${MEASURE_NAMES[measure]} by region`,
    description: `${MEASURE_NAMES[measure]} of the partners of each region in ${years.before.name} and ${years.judged.name}${isMoney ? `, in ${unit} alone` : ''}.`,
    form: 'columns',
    axis: 'Region',
    categories: regions.map((region) => regionNames[region] ?? region),
    series: [seriesOf(years.before.name, valuesOf('before')), seriesOf(years.judged.name, valuesOf('judged'))],
    unit,
  }
}

function mostUsed(rows: readonly AwardRow[]): string | null {
  const counts = new Map<string, number>()
  for (const { amount } of rows) {
    if (amount?.currency != null) counts.set(amount.currency, (counts.get(amount.currency) ?? 0) + 1)
  }
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0] ?? null
}
