/** Plain data in an order that is settled once all of it is there: only what each item is ordered by stays in the heap. */

import { type Listed, PackedList } from './packed-list.ts'

export class PackedInOrder<T, Key> implements Listed<T> {
  readonly #items = new PackedList<T>()
  readonly #keys: Key[] = []
  #order: Uint32Array | null = null

  get length(): number {
    return this.#keys.length
  }

  push(item: T, key: Key): void {
    this.#items.push(item)
    this.#keys.push(key)
    this.#order = null
  }

  /** Puts the items in order; those that are the same to it stay in the order they were added. */
  sort(compare: (a: Key, b: Key) => number): this {
    const keys = this.#keys
    const order = Uint32Array.from(keys.keys())
    this.#order = order.sort((a, b) => compare(keys[a] as Key, keys[b] as Key) || a - b)
    return this
  }

  /** The item at a place of the order, made again. */
  at(i: number): T {
    return this.#items.at(this.#order?.[i] ?? i)
  }

  /** What the item at a place is ordered by. */
  keyAt(i: number): Key {
    return this.#keys[this.#order?.[i] ?? i] as Key
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i)
  }

  map<Made>(make: (item: T, i: number) => Made): Made[] {
    return Array.from(this, make)
  }

  slice(from: number, to: number): T[] {
    const last = Math.min(to, this.length)
    return Array.from({ length: Math.max(0, last - from) }, (_, i) => this.at(from + i))
  }
}
