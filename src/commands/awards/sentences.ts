/** What the reports for the awards say, in words. */

import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { formatMoney } from '../../records/money.ts'
import type { AwardsReport, NotKnown } from '../../reports/awards/compile.ts'
import type { Cell, Column, Criterion, Newness } from '../../reports/awards/tables.ts'
import type { AwardPartner, AwardYears, Measure, WhyUnknown } from '../../reports/awards/types.ts'
import type { PageCell, PageHeading } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'

/** What each figure is called. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  revenue: 'Total revenue',
  registrations: 'Approved registrations',
  sourced_revenue: 'Partner sourced, won',
  new_logos: 'New logos',
  pipeline: 'Pipeline created',
  service_attach: 'Service attach registrations',
  services_amount: 'Partner Services Amount',
  distributor_revenue: 'Total revenue',
  open_improved: 'Open partners that now comply',
  open_fell_back: 'Open partners that no longer comply',
  compliant: 'Compliant partners',
  accreditations: 'Accreditations',
  distributor_pipeline: 'Pipeline generated',
}

/** Takes a report; gives what it found, in one sentence. */
export function findingText({ years: { awards, judged }, finding }: Pick<AwardsReport, 'years' | 'finding'>): string {
  const { code, partners, regions, blanks, noAmount } = finding
  const of = `${awards} awards, judged on ${judged.name}`
  if (code === 'cannot_tell') return `${of}: cannot tell, because no list that was imported reaches ${judged.name}.`
  const isOver = judged.until === judged.last
  const parts = [
    code === 'no_figures'
      ? 'no partner has figures'
      : `${plural(partners, 'partner')} with figures in ${plural(regions, 'region')}`,
    ...(blanks === 0
      ? []
      : [
          `${plural(blanks, 'criterion', 'criteria')} ${blanks === 1 ? 'has no data here and is' : 'have no data here and are'} left blank`,
        ]),
    ...(noAmount === 0 ? [] : [`${plural(noAmount, 'won deal')} ${noAmount === 1 ? 'has' : 'have'} no amount`]),
    ...(isOver ? [] : [`${judged.name} is not over, so this is what counts up to ${judged.until}`]),
  ]
  return `${of}: ${parts.join('; ')}.`
}

/** The heading of a column of figures. */
export function columnHeading({ measure, currency, lacksCurrency }: Column): string {
  return `${MEASURE_NAMES[measure]}${currency === null ? (lacksCurrency ? ', currency not known' : '') : `, ${currency}`}`
}

/** A number as people read it; of money without the code of its currency, which the column has. */
function numberText(value: string, { currency, lacksCurrency }: Pick<Column, 'currency' | 'lacksCurrency'>): string {
  if (currency === null && !lacksCurrency) return value.includes('.') ? value : grouped(Number(value))
  return formatMoney({ currency, amount: value }).replace(/^[A-Z]{3} | \(currency not known\)$/g, '')
}

/** What a figure says in its own cell. */
export function valueText({ value, noAmount }: Cell, column: Column): string {
  if (value === null) return noAmount > 0 ? `no amount (${grouped(noAmount)})` : 'not known'
  return `${numberText(value, column)}${noAmount > 0 ? `, ${grouped(noAmount)} without amount` : ''}`
}

/** How a figure compares with the year before, short enough to stand below it. */
export function changeText(cell: Cell, column: Column): string {
  const { before, change, growth, noAmountBefore } = cell
  const lacking = noAmountBefore > 0 ? `, ${grouped(noAmountBefore)} without amount before` : ''
  if (before === null) return noAmountBefore > 0 ? `before: no amount (${grouped(noAmountBefore)})` : 'change not known'
  if (change === null) return `before: ${numberText(before, column)}${lacking}`
  if (growth === 'new') return `new${lacking}`
  if (/^-?[0.]+$/.test(change)) return `no change${lacking}`
  const by = growth === null ? numberText(change, column) : `${growth}%`
  return `${signed(by)} from ${numberText(before, column)}${lacking}`
}

/** The headings of what `changeCells` gives, where each has a column. */
export function changeHeadings(column: Column, before: string): PageHeading[] {
  const heading = columnHeading(column)
  return [
    { text: `${heading}: ${before}`, isNumber: true },
    { text: `${heading}: change`, isNumber: true },
    { text: `${heading}: change in %`, isNumber: true },
  ]
}

/** The year before, the change and the growth, each for itself. */
export function changeCells(cell: Cell, column: Column): PageCell[] {
  const { before, change, growth, noAmountBefore } = cell
  const of = (number: string | null, words = 'not known'): PageCell =>
    number === null ? words : { text: numberText(number, column), number }
  return [
    of(before, noAmountBefore > 0 ? `no amount (${grouped(noAmountBefore)})` : 'not known'),
    of(change),
    growth === null ? (change === null ? 'not known' : '') : growth === 'new' ? 'new' : { text: growth, number: growth },
  ]
}

function signed(number: string): string {
  return number.startsWith('-') ? number : `+${number}`
}

/** Whether a partner is new, with the day of its contract. */
export function newnessText({ signed: day }: AwardPartner, newness: Newness, { judged }: AwardYears): string {
  switch (newness) {
    case 'new':
      return `new in ${judged.name}: contract signed ${day}`
    case 'earlier':
      return `no: contract signed ${day}`
    case 'later':
      return `after ${judged.name}: contract signed ${day}`
    case 'unknown':
      return 'not known: no day of the contract'
  }
}

/** Why figures are not known, with the figures that share a reason. */
export function notKnownTexts(all: readonly NotKnown[], years: AwardYears): string[] {
  const by = Map.groupBy(all, ({ why, which }) => `${which} ${whyText(why)}`)
  return [...by.values()].map((same) => {
    const [first] = same
    const names = [...new Set(same.map(({ measure }) => MEASURE_NAMES[measure]))].join(', ')
    return first ? `${names} in ${years[first.which].name}: ${whyText(first.why)}` : ''
  })
}

function whyText(why: WhyUnknown): string {
  switch (why.code) {
    case 'not_imported':
      return `${listTitle(why.list)} were never imported`
    case 'no_column':
      return `the list has no column "${headingOf(why.field)}"`
    case 'none_in_year':
      return `no row of the ${listTitle(why.list)} is of ${why.year}`
    case 'no_dashboard':
      return `phd had no certification dashboard of the month up to ${why.day}`
  }
}

function listTitle(kind: string): string {
  return kind === 'opportunities' ? 'opportunities' : 'deal registrations'
}

/** The heading that a field has today. */
function headingOf(field: string): string {
  const fields: Readonly<Record<string, { headings: readonly string[] }>> = {
    ...dealRegistrations.fields,
    ...opportunities.fields,
  }
  return fields[field]?.headings[0] ?? field
}

/** The heading of a criterion that is left blank; the caption of the table has its whole label. */
export function blankHeading({ label, short }: Criterion): string {
  return `${short ?? label} (for the director)`
}
