/** The rows of an index of all partners, each kept as one text until the page is written. */

import type { PageCell, PageRows } from '../../terminal/page.ts'
import { TextPool } from '../packed/text-pool.ts'

/** Rows, and how many there are of each finding. */
export class IndexRows implements PageRows {
  readonly #codes = new Map<string, number>()
  readonly #texts = new TextPool()
  length = 0

  add(code: string, cells: readonly PageCell[]): void {
    this.#codes.set(code, this.of(code) + 1)
    this.#texts.add(JSON.stringify(cells))
    this.length++
  }

  /** How many rows have a finding. */
  of(code: string): number {
    return this.#codes.get(code) ?? 0
  }

  *[Symbol.iterator](): Generator<readonly PageCell[]> {
    for (let i = 0; i < this.length; i++) yield JSON.parse(this.#texts.at(i)) as PageCell[]
  }

  map<T>(make: (row: readonly PageCell[], i: number) => T): T[] {
    const made: T[] = []
    for (const row of this) made.push(make(row, made.length))
    return made
  }

  slice(from: number, to: number): (readonly PageCell[])[] {
    return [...this].slice(from, to)
  }
}
