/** The rows behind all figures, and the sums of each partner, which are made again when they are asked for. Pure. */

import { MadeList } from '../../packed/made-list.ts'
import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import { type Listed, PackedList } from '../../packed/packed-list.ts'
import { Words } from '../../packed/words.ts'
import { type OwnSums, type Sums, sumRows } from './figures.ts'
import type { AwardRow } from './types.ts'

/** The sums of so many partners are kept: those of most desks. */
const KEPT = 2000

export class AllRows {
  readonly #rows = new PackedList<AwardRow>()
  readonly #partners = new Words()
  readonly #of: number[] = []
  #byPartner: NumbersByPlace | null = null

  add(rows: Iterable<AwardRow>): void {
    for (const row of rows) {
      this.#rows.push(row)
      this.#of.push(this.#partners.numberOf(row.partner))
    }
    this.#byPartner = null
  }

  /** Those that are wanted, in their order. */
  filter(isWanted: (row: AwardRow) => boolean): Listed<AwardRow> {
    return someOf(this.#rows, isWanted)
  }

  /** The sums of every partner; `more`: figures of partners that no row has. */
  sums(more: ReadonlyMap<string, OwnSums>): Sums {
    const made = (id: string): OwnSums | undefined => {
      const own = sumRows(this.#ofPartner(id)).get(id)
      const others = more.get(id)
      return own && others ? new Map([...own, ...others]) : (own ?? others)
    }
    const kept = new Map<string, OwnSums | undefined>()
    return {
      has: (id) => this.#partners.find(id) !== undefined || more.has(id),
      get: (id) => {
        if (kept.has(id)) return kept.get(id)
        if (kept.size >= KEPT) kept.clear()
        const own = made(id)
        kept.set(id, own)
        return own
      },
    }
  }

  #ofPartner(id: string): AwardRow[] {
    const number = this.#partners.find(id)
    if (number === undefined) return []
    this.#byPartner ??= this.#inOrder()
    return Array.from(this.#byPartner.of(number), (row) => this.#rows.at(row))
  }

  #inOrder(): NumbersByPlace {
    const byPartner = new NumbersByPlace(this.#partners.count)
    for (const [row, partner] of this.#of.entries()) byPartner.add(partner, row)
    return byPartner
  }
}

/** Some rows of a list, in its order: those that are wanted. */
export function someOf<T>(list: Listed<T>, isWanted: (row: T) => boolean): Listed<T> {
  const places: number[] = []
  let place = 0
  for (const row of list) {
    if (isWanted(row)) places.push(place)
    place++
  }
  const wanted = Int32Array.from(places)
  return new MadeList(wanted.length, (i) => {
    const at = wanted[i] ?? 0
    return list.slice(at, at + 1)[0] as T
  })
}
