/** The four figures and the two charts of the page: the sums over the partners that are shown. */

import { inOrder } from '../../packed/order.ts'
import type { Listed } from '../../packed/packed-list.ts'
import { formatMoney } from '../../records/money.ts'
import { amountIn, type Figure, figureOf, sumOf } from '../../reports/awards/figures.ts'
import { MEASURES } from '../../reports/awards/measures.ts'
import type { AwardPartner, Measure, WhichYear } from '../../reports/awards/types.ts'
import { moneySeries } from '../../scorecards/chart-money.ts'
import type { PageCell, PageChart, PageFigure, PageTable } from '../../terminal/page.ts'
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

/** The id of the table that the figures lead to. */
const PARTNERS = 'partners'
/** So many partners stand in it; the tables of the awards have all. */
const MOST_PARTNERS = 1000

/** A partner among those of a table. */
interface Shown {
  group: string
  partners: Listed<AwardPartner>
  place: number
}

/** The figures: how many partners, and the sums of the first criteria; each leads to the partners it is of. */
export function figuresOf(made: MadeAwards): PageFigure[] {
  const all = [...shownBy(made).keys()]
  return [
    { label: 'Partners with figures', value: grouped(all.length), change: '', href: PARTNERS },
    ...measuresOf(made).map((measure) => ({
      label: MEASURE_NAMES[measure],
      ...totalTexts(totalsOf(made, measure, all)),
      href: PARTNERS,
    })),
  ]
}

/** The partners that the tables show, by their ids, and the group and the place in the first table that has each. */
function shownBy({ report: { tables } }: MadeAwards): Map<string, Shown> {
  const shown = new Map<string, Shown>()
  for (const { award, partners } of tables) {
    let place = 0
    for (const { id } of partners) {
      if (!shown.has(id)) shown.set(id, { group: award.group, partners, place })
      place++
    }
  }
  return shown
}

/** The partners behind the figures of the head, each with its own; these lead to the rows of its group, by `rowsId`. */
export function partnersTable(made: MadeAwards, rowsId: (group: string) => string): PageTable | null {
  const measures = measuresOf(made)
  const shown = [...shownBy(made).values()]
  if (shown.length === 0) return null
  const partnerOf = ({ partners, place }: Shown): AwardPartner => partners.slice(place, place + 1)[0] as AwardPartner
  const order = inOrder(shown.length, (i) => {
    const { name, id } = partnerOf(shown[i] as Shown)
    return [name, id]
  })
  const most = shown.length > MOST_PARTNERS ? `, the first ${grouped(MOST_PARTNERS)} of ${grouped(shown.length)}` : ''
  return {
    kind: 'table',
    id: PARTNERS,
    caption: `Partners behind the figures at the top${most}`,
    headings: ['Partner', 'Region', ...measures.map((measure) => ({ text: MEASURE_NAMES[measure], isNumber: true }) as const)],
    rows: Array.from(order.subarray(0, MOST_PARTNERS), (i) => {
      const one = shown[i] as Shown
      const { id, name, region } = partnerOf(one)
      const href = rowsId(one.group)
      return [name, made.regionNames[region ?? ''] ?? '', ...measures.map((measure) => totalCell(made, measure, id, href))]
    }),
    isFolded: true,
  }
}

function totalCell(made: MadeAwards, measure: Measure, id: string, href: string): PageCell {
  const totals = totalsOf(made, measure, [id])
  const [only, ...others] = totals
  const number = others.length === 0 ? (only?.value ?? undefined) : undefined
  const { value, change } = totalTexts(totals)
  return { text: value, number, href, note: { text: change, cells: [] } }
}

function totalTexts(totals: readonly Total[]): { value: string; change: string } {
  const texts = totals.map(totalText)
  const [first] = texts
  // Said once, where it is the same of every currency.
  const isSame = texts.every(({ change }) => change === first?.change)
  return {
    value: texts.map(({ value }) => value).join('; '),
    change: isSame ? (first?.change ?? '') : texts.map(({ change }) => change).join('; '),
  }
}

interface Total extends Figure {
  currency: string | null
  isMoney: boolean
}

function totalsOf({ report: { notKnown, sums } }: MadeAwards, measure: Measure, partners: Iterable<string>): Total[] {
  const both = sumOf(sums, partners, measure)
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
  const by = regionsOf(made)
  const regions = [...new Set(report.tables.flatMap(({ award }) => award.regions))]
  const { isMoney } = MEASURES[measure]
  const currency = isMoney ? mostUsed(report.rows) : null
  const sums = regions.map((region) => sumOf(report.sums, by.get(region) ?? [], measure))
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

/** The ids of the partners that the tables show, by region. */
function regionsOf({ report: { tables } }: MadeAwards): Map<string, Set<string>> {
  const by = new Map<string, Set<string>>()
  for (const { partners } of tables) {
    for (const { id, region } of partners) {
      const own = by.get(region ?? '') ?? new Set()
      by.set(region ?? '', own.add(id))
    }
  }
  return by
}

function mostUsed(rows: MadeAwards['report']['rows']): string | null {
  const counts = new Map<string, number>()
  for (const { amount } of rows) {
    if (amount?.currency != null) counts.set(amount.currency, (counts.get(amount.currency) ?? 0) + 1)
  }
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0] ?? null
}
