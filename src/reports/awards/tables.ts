/** The tables of the awards: for each one the partners with any figure, by criterion. No ranks, and no winner. */

import { compareText } from '../../records/compare.ts'
import { compareAmounts } from '../../records/money.ts'
import { amountIn, type Figure, figureOf, type Sum, type Sums } from './figures.ts'
import { MEASURES } from './measures.ts'
import type { AwardCategory, AwardPartner, AwardYears, Measure, WhichYear, WhyUnknown } from './types.ts'

/** A criterion as the handbook words it. */
export interface Criterion {
  label: string
  /** What a column is called that is left blank; null: its label. */
  short: string | null
  shows: readonly Measure[]
  /** Whether no list has what it is about: it is left blank for the director, whatever figures stand beside it. */
  isBlank: boolean
  /** Whether it is about being new, which has no figure. */
  isStanding: boolean
}

/** An award; `regions`: those whose partners it is for. */
export interface Award {
  id: string
  title: string
  group: string
  regions: readonly string[]
  category: AwardCategory
  isOptional: boolean
}

/** A column of figures: one of a criterion, in one currency. */
export interface Column {
  criterion: string
  measure: Measure
  /** Null of a count, where no row has an amount, and where amounts have no currency; the last is told by `lacksCurrency`. */
  currency: string | null
  lacksCurrency: boolean
  unknown: Readonly<Record<WhichYear, WhyUnknown | null>>
}

/** A figure in its column; `noAmount`: rows that it lacks, because they have no amount. */
export interface Cell extends Figure {
  noAmount: number
  noAmountBefore: number
}

/** Whether a partner is new: its contract was signed in the judged year, before, later, or that is not known. */
export type Newness = 'new' | 'earlier' | 'later' | 'unknown'

/** A partner with its figures, one for each column. */
export interface TableRow {
  partner: AwardPartner
  cells: readonly Cell[]
  newness: Newness
}

/** The table of an award. */
export interface AwardTable {
  award: Award
  criteria: readonly Criterion[]
  columns: readonly Column[]
  rows: readonly TableRow[]
}

/** What tables are made from. */
export interface TableInput {
  sums: Sums
  partners: readonly AwardPartner[]
  years: AwardYears
  unknown(measure: Measure, which: WhichYear): WhyUnknown | null
}

type Both = Readonly<Record<WhichYear, Sum>>

/** Takes an award with its criteria and the sums; gives its table, in the order of the first figure, largest first, then of names. */
export function awardTable(award: Award, criteria: readonly Criterion[], input: TableInput): AwardTable {
  const { sums, partners, years } = input
  const measures = [...new Set(criteria.flatMap((each) => each.shows))]
  const own = partners.filter(
    ({ id, region }) =>
      region !== null && award.regions.includes(region) && measures.some((measure) => hasRows(sums.get(id)?.get(measure))),
  )
  const sumOf = ({ id }: AwardPartner, measure: Measure): Both | undefined => sums.get(id)?.get(measure)
  const columns = criteria.flatMap(({ label, shows: some }) =>
    some.flatMap((measure) =>
      currenciesOf(own.flatMap((partner) => sumOf(partner, measure) ?? [])).map((currency) => ({
        ...{ criterion: label, measure, currency: currency ?? null, lacksCurrency: currency === null },
        unknown: { judged: input.unknown(measure, 'judged'), before: input.unknown(measure, 'before') },
      })),
    ),
  )
  const rows = own.map((partner) => ({
    partner,
    cells: columns.map((column, at) =>
      cellOf(column, sumOf(partner, column.measure), columns[at - 1]?.measure !== column.measure),
    ),
    newness: newnessOf(partner, years),
  }))
  return { award, criteria, columns, rows: rows.sort(inOrder(award, criteria, columns)) }
}

function hasRows(both: Both | undefined): boolean {
  return both !== undefined && (both.judged.rows ?? 0) + (both.before.rows ?? 0) > 0
}

/** The currencies of sums, the one that most partners have first; null: amounts without one. Undefined alone where there are no amounts. */
function currenciesOf(sums: readonly Both[]): (string | null | undefined)[] {
  const counts = new Map<string | null, number>()
  for (const { judged, before } of sums) {
    for (const currency of new Set([...judged.amounts, ...before.amounts].map((each) => each.currency)))
      counts.set(currency, (counts.get(currency) ?? 0) + 1)
  }
  if (counts.size === 0) return [undefined]
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || (a === null ? 1 : b === null ? -1 : compareText(a, b)))
    .map(([each]) => each)
}

function cellOf({ measure, currency, unknown }: Column, both: Both | undefined, isFirst: boolean): Cell {
  const value = unknown.judged === null ? amountIn(both?.judged, measure, currency) : null
  const before = unknown.before === null && MEASURES[measure].compares ? amountIn(both?.before, measure, currency) : null
  // Rows without an amount are told once, not in the column of each currency.
  const lacking = isFirst ? both : undefined
  return { ...figureOf(value, before), noAmount: lacking?.judged.noAmount ?? 0, noAmountBefore: lacking?.before.noAmount ?? 0 }
}

function newnessOf({ signed }: AwardPartner, { judged }: AwardYears): Newness {
  if (signed === null) return 'unknown'
  return signed < judged.first ? 'earlier' : signed > judged.until ? 'later' : 'new'
}

/** By the first criterion that has a figure; of emerging partners by what it grew, where that is known. What is not known comes last. */
function inOrder({ category }: Award, criteria: readonly Criterion[], columns: readonly Column[]) {
  const first = criteria.find(({ isBlank, shows }) => !isBlank && shows.length > 0)?.shows[0]
  const places = columns.flatMap(({ measure }, at) => (measure === first ? [at] : []))
  const key = (row: TableRow, at: number): string | null => {
    const cell = row.cells[at]
    const isGrowth = category === 'emerging' && columns[at]?.unknown.before === null
    return (isGrowth ? cell?.change : cell?.value) ?? null
  }
  return (a: TableRow, b: TableRow): number => {
    for (const at of places) {
      const order = largestFirst(key(a, at), key(b, at))
      if (order !== 0) return order
    }
    return compareText(a.partner.name, b.partner.name) || compareText(a.partner.id, b.partner.id)
  }
}

function largestFirst(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return compareAmounts(b, a)
}
