/** The rows of an index of all partners. */

import { PackedList } from '../../packed/packed-list.ts'
import type { PageCell } from '../../terminal/page.ts'

/** Rows, and how many there are of each finding. */
export class IndexRows {
  readonly #codes = new Map<string, number>()
  readonly cells = new PackedList<readonly PageCell[]>()

  add(code: string, cells: readonly PageCell[]): void {
    this.#codes.set(code, this.of(code) + 1)
    this.cells.push(cells)
  }

  get length(): number {
    return this.cells.length
  }

  /** How many rows have a finding. */
  of(code: string): number {
    return this.#codes.get(code) ?? 0
  }
}
