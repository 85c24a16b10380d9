/** The tables of the awards: for each one the partners with any figure, by criterion. No ranks, and no winner. */

import { MadeList } from '../../packed/made-list.ts'
import type { Listed } from '../../packed/packed-list.ts'
import { compareText } from '../../records/compare.ts'
import { compareAmounts } from '../../records/money.ts'
import { amountIn, type Figure, figureOf, type OwnSums, type Sum, type Sums } from './figures.ts'
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
  rows: Listed<TableRow>
  /** The partners of these rows, without their figures. */
  partners: Listed<AwardPartner>
}

/** What tables are made from. */
export interface TableInput {
  sums: Sums
  partners: Listed<AwardPartner>
  years: AwardYears
  unknown(measure: Measure, which: WhichYear): WhyUnknown | null
}

type Both = Readonly<Record<WhichYear, Sum>>

/** What the table of an award is made from: its partners, by their places, and the currencies of its figures. */
class Members {
  readonly award: Award
  readonly criteria: readonly Criterion[]
  readonly measures: readonly Measure[]
  readonly places: number[] = []
  readonly #currencies = new Map<Measure, Currencies>()

  constructor(award: Award, criteria: readonly Criterion[]) {
    this.award = award
    this.criteria = criteria
    this.measures = [...new Set(criteria.flatMap((each) => each.shows))]
  }

  /** Takes a partner that has any figure. */
  add(place: number, { region }: AwardPartner, own: OwnSums): void {
    if (region === null || !this.award.regions.includes(region)) return
    if (!this.measures.some((measure) => hasRows(own.get(measure)))) return
    this.places.push(place)
    for (const measure of this.measures) {
      const both = own.get(measure)
      if (both) this.#of(measure).add(both)
    }
  }

  columns(unknown: TableInput['unknown']): Column[] {
    return this.criteria.flatMap(({ label, shows }) =>
      shows.flatMap((measure) =>
        this.#of(measure)
          .inOrder()
          .map((currency) => ({
            ...{ criterion: label, measure, currency: currency ?? null, lacksCurrency: currency === null },
            unknown: { judged: unknown(measure, 'judged'), before: unknown(measure, 'before') },
          })),
      ),
    )
  }

  #of(measure: Measure): Currencies {
    const known = this.#currencies.get(measure) ?? new Currencies()
    this.#currencies.set(measure, known)
    return known
  }
}

/** Takes awards with their criteria and the sums; gives the table of each, in the order of the first figure, largest first, then of names. */
export function awardTables(
  awards: readonly Award[],
  criteria: Readonly<Record<AwardCategory, readonly Criterion[]>>,
  input: TableInput,
): AwardTable[] {
  const all = awards.map((award) => new Members(award, criteria[award.category]))
  let place = 0
  for (const partner of input.partners) {
    const own = partner.region === null ? undefined : input.sums.get(partner.id)
    if (own) for (const members of all) members.add(place, partner, own)
    place++
  }
  return all.map((members) => tableOf(members, input))
}

function tableOf(members: Members, { sums, partners, years, unknown }: TableInput): AwardTable {
  const { award, criteria, places } = members
  const columns = members.columns(unknown)
  const partnerAt = (at: number): AwardPartner => partners.slice(at, at + 1)[0] as AwardPartner
  const cellAt = (own: OwnSums | undefined, at: number): Cell => {
    const column = columns[at] as Column
    return cellOf(column, own?.get(column.measure), columns[at - 1]?.measure !== column.measure)
  }
  const deciding = decidingColumns(criteria, columns)
  const keys = places.map((at): Key => {
    const { id, name } = partnerAt(at)
    const own = sums.get(id)
    return { at, id, name, amounts: deciding.map((column) => amountOf(award, columns[column] as Column, cellAt(own, column))) }
  })
  const order = Int32Array.from(keys.sort(inOrder), ({ at }) => at)
  return {
    ...{ award, criteria, columns },
    partners: new MadeList(order.length, (i) => partnerAt(order[i] ?? 0)),
    rows: new MadeList(order.length, (i) => {
      const partner = partnerAt(order[i] ?? 0)
      const own = sums.get(partner.id)
      return { partner, cells: columns.map((_, at) => cellAt(own, at)), newness: newnessOf(partner, years) }
    }),
  }
}

function hasRows(both: Both | undefined): boolean {
  return both !== undefined && (both.judged.rows ?? 0) + (both.before.rows ?? 0) > 0
}

/** The currencies of sums. */
class Currencies {
  readonly #counts = new Map<string | null, number>()

  add({ judged, before }: Both): void {
    for (const currency of new Set([...judged.amounts, ...before.amounts].map((each) => each.currency)))
      this.#counts.set(currency, (this.#counts.get(currency) ?? 0) + 1)
  }

  /** The one that most partners have first; null: amounts without one. Undefined alone where there are no amounts. */
  inOrder(): (string | null | undefined)[] {
    if (this.#counts.size === 0) return [undefined]
    return [...this.#counts]
      .sort(([a, one], [b, other]) => other - one || (a === null ? 1 : b === null ? -1 : compareText(a, b)))
      .map(([each]) => each)
  }
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

/** What the rows of a table are in order by. */
interface Key {
  /** The place of the partner among all. */
  at: number
  id: string
  name: string
  amounts: readonly (string | null)[]
}

/** The columns of the first criterion that has a figure. */
function decidingColumns(criteria: readonly Criterion[], columns: readonly Column[]): number[] {
  const first = criteria.find(({ isBlank, shows }) => !isBlank && shows.length > 0)?.shows[0]
  return columns.flatMap(({ measure }, at) => (measure === first ? [at] : []))
}

/** What decides of a figure: of emerging partners what it grew, where that is known. */
function amountOf({ category }: Award, { unknown }: Column, { change, value }: Cell): string | null {
  return category === 'emerging' && unknown.before === null ? change : value
}

/** What is not known comes last. */
function inOrder(a: Key, b: Key): number {
  for (const [at, amount] of a.amounts.entries()) {
    const order = largestFirst(amount, b.amounts[at] ?? null)
    if (order !== 0) return order
  }
  return compareText(a.name, b.name) || compareText(a.id, b.id)
}

function largestFirst(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return compareAmounts(b, a)
}
