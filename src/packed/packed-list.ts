/** A list of plain data of which each item is kept as one text outside the heap, and made again when it is asked for. */

import { TextPool } from './text-pool.ts'

/** What is read of such a list, as of an array. */
export interface Listed<T> extends Iterable<T> {
  readonly length: number
  map<Made>(make: (item: T, i: number) => Made): Made[]
  slice(from: number, to: number): readonly T[]
}

export class PackedList<T> implements Listed<T> {
  readonly #texts = new TextPool()
  length = 0

  push(item: T): void {
    this.#texts.add(JSON.stringify(item))
    this.length++
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i)
  }

  map<Made>(make: (item: T, i: number) => Made): Made[] {
    return Array.from({ length: this.length }, (_, i) => make(this.at(i), i))
  }

  slice(from: number, to: number): T[] {
    const last = Math.min(to, this.length)
    return Array.from({ length: Math.max(0, last - from) }, (_, i) => this.at(from + i))
  }

  at(i: number): T {
    return JSON.parse(this.#texts.at(i)) as T
  }
}
