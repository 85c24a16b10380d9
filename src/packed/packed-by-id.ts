/** Plain data of partners, by the partner's id, kept outside the heap and made again when it is asked for. */

import { NumbersByPlace } from './numbers-by-place.ts'
import { PackedList } from './packed-list.ts'
import { Words } from './words.ts'

export class PackedById<T> {
  readonly #items = new PackedList<T>()
  readonly #ids = new Words()
  readonly #owners: number[] = []
  #byId: NumbersByPlace | null = null

  add(id: string, item: T): void {
    this.#items.push(item)
    this.#owners.push(this.#ids.numberOf(id))
    this.#byId = null
  }

  /** Those of a partner, in the order they were added. */
  of(id: string): T[] {
    const number = this.#ids.find(id)
    if (number === undefined) return []
    this.#byId ??= this.#inOrder()
    return Array.from(this.#byId.of(number), (at) => this.#items.at(at))
  }

  #inOrder(): NumbersByPlace {
    const byId = new NumbersByPlace(this.#ids.count)
    for (const [at, owner] of this.#owners.entries()) byId.add(owner, at)
    return byId
  }
}
