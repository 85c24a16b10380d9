/** The figures of each partner: sums of the rows behind them, the year before, and what changed. */

import { addByCurrency, compareAmounts, type Money } from '../../records/money.ts'
import { minus, percentOf } from './decimals.ts'
import { MEASURES } from './measures.ts'
import type { AwardRow, Measure, WhichYear } from './types.ts'

/** A figure in one currency; of a count null. Null: not known; `growth` in percent, "new" where nothing was there before. */
export interface Figure {
  value: string | null
  before: string | null
  change: string | null
  growth: string | null
}

/** The sums of a partner's rows for a figure in one year. */
export interface Sum {
  /** Null: how many is not known. */
  rows: number | null
  amounts: readonly Money[]
  /** Rows without an amount, which the amounts lack. */
  noAmount: number
}

/** The sums of every partner, by its id and figure. */
export interface Sums {
  has(id: string): boolean
  get(id: string): OwnSums | undefined
}

/** The sums of a partner, by figure. */
export type OwnSums = ReadonlyMap<Measure, Readonly<Record<WhichYear, Sum>>>

interface Collected {
  rows: number
  amounts: Money[]
  noAmount: number
}

/** Takes the rows that count; gives the sums of each partner for each figure and year. */
export function sumRows(rows: Iterable<AwardRow>): ReadonlyMap<string, OwnSums> {
  const collected = new Map<string, Map<Measure, Record<WhichYear, Collected>>>()
  for (const row of rows) {
    const { partner, year, measures } = row
    const own = collected.get(partner) ?? new Map<Measure, Record<WhichYear, Collected>>()
    collected.set(partner, own)
    for (const measure of measures) {
      const both = own.get(measure) ?? { judged: empty(), before: empty() }
      own.set(measure, both)
      addTo(both[year], row, measure)
    }
  }
  return new Map(
    [...collected].map(([partner, own]) => [
      partner,
      new Map([...own].map(([measure, { judged, before }]) => [measure, { judged: added(judged), before: added(before) }])),
    ]),
  )
}

/** Takes the sums of partners; gives those of some of them for one figure together. */
export function sumOf(sums: Sums, partners: Iterable<string>, measure: Measure): Readonly<Record<WhichYear, Sum>> {
  const together = { judged: new Together(), before: new Together() }
  for (const id of partners) {
    const own = sums.get(id)?.get(measure)
    if (!own) continue
    together.judged.add(own.judged)
    together.before.add(own.before)
  }
  return { judged: together.judged.sum(), before: together.before.sum() }
}

/** So many amounts are added at a time. */
const BATCH = 1000

/** Sums that are added one after the other. */
class Together {
  #rows: number | null = 0
  #noAmount = 0
  #amounts: Money[] = []

  add({ rows, amounts, noAmount }: Sum): void {
    this.#rows = this.#rows === null || rows === null ? null : this.#rows + rows
    this.#noAmount += noAmount
    this.#amounts.push(...amounts)
    if (this.#amounts.length >= BATCH) this.#amounts = addByCurrency(this.#amounts)
  }

  sum(): Sum {
    return { rows: this.#rows, amounts: addByCurrency(this.#amounts), noAmount: this.#noAmount }
  }
}

function empty(): Collected {
  return { rows: 0, amounts: [], noAmount: 0 }
}

function addTo(sum: Collected, { amount }: AwardRow, measure: Measure): void {
  sum.rows++
  if (!MEASURES[measure].isMoney) return
  if (amount === null) sum.noAmount++
  else sum.amounts.push(amount)
}

const NONE: readonly Money[] = []

function added({ rows, amounts, noAmount }: Collected): Sum {
  return { rows, noAmount, amounts: amounts.length === 0 ? NONE : addByCurrency(amounts) }
}

/** Takes what was in a year and in the year before, null where it is not known; gives the figure with its change. */
export function figureOf(value: string | null, before: string | null): Figure {
  if (value === null || before === null) return { value, before, change: null, growth: null }
  return { value, before, change: minus(value, before), growth: growthOf(value, before) }
}

/** From nothing to something is new, and never a percentage; from something negative no growth can be told. */
function growthOf(value: string, before: string): string | null {
  const was = compareAmounts(before, '0')
  if (was === 0) return compareAmounts(value, '0') > 0 ? 'new' : null
  return was < 0 ? null : percentOf(minus(value, before), before)
}

/** Takes a sum; gives what it has in a currency: 0 where it has none of it, null where none of its rows has an amount. Of a count its rows. */
export function amountIn(sum: Sum | undefined, measure: Measure, currency: string | null): string | null {
  if (!sum) return '0'
  if (!MEASURES[measure].isMoney) return sum.rows === null ? null : String(sum.rows)
  if (sum.amounts.length === 0 && sum.noAmount > 0) return null
  return sum.amounts.find((each) => each.currency === currency)?.amount ?? '0'
}
