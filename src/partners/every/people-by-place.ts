/** The people of every partner, counted once and kept as numbers. */

import type { PeopleCount } from '../../store/store.ts'
import { mayBeOf, type Unsure, unsureOf, type Wanted } from '../gather.ts'
import { NumbersByPlace } from './numbers-by-place.ts'
import { partnerIndex } from './partner-index.ts'
import type { EveryReader } from './reader.ts'

/** What a partner has of people. */
interface People {
  people: PeopleCount[]
  unsurePeople: Unsure<PeopleCount>[]
}

/** Counts the people of all partners, and gives those of a place. */
export async function peopleByPlace(store: EveryReader, { holding, lines }: Wanted): Promise<(place: number) => People> {
  const { index, places } = await partnerIndex(store)
  const own = new NumbersByPlace(places)
  const packed = new PackedCounts(Object.keys(holding))
  const unsure = new Map<number, Unsure<PeopleCount>[]>()
  await store.eachPeopleCount(holding, { lines }, (count) => {
    const link = index.link(count)
    if (link.partner !== null) return own.add(link.partner.place, packed.add(count, link.partner.name))
    for (const { id, place } of mayBeOf(link)) {
      const known = unsure.get(place)
      const each = unsureOf(count, count, link, id)
      if (known) known.push(each)
      else unsure.set(place, [each])
    }
  })
  return (place) => {
    const people: PeopleCount[] = []
    own.each(place, (number) => people.push(packed.get(number)))
    return { people, unsurePeople: unsure.get(place) ?? [] }
  }
}

/** Counts in a few dozen bytes each. */
class PackedCounts {
  readonly #ids: readonly string[]
  readonly #width: number
  #numbers = new Int32Array(1024)
  readonly #names: (string | null)[] = []
  readonly #accountIds: (string | null)[] = []
  readonly #sources: PeopleCount['source'][] = []

  constructor(ids: readonly string[]) {
    this.#ids = ids
    this.#width = 2 + 3 * ids.length
  }

  /** Keeps a count, and gives its number; `usual` is the name that it mostly has. */
  add({ name, accountId, people, holding, inactive, lines, source }: PeopleCount, usual: string): number {
    const number = this.#names.length
    const from = number * this.#width
    if (from + this.#width > this.#numbers.length) {
      const more = new Int32Array(this.#numbers.length * 2 + this.#width)
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#names.push(name === usual ? usual : name)
    this.#accountIds.push(accountId)
    const numbers = this.#numbers
    numbers[from] = this.#sourceNumber(source)
    numbers[from + 1] = people
    for (const [i, id] of this.#ids.entries()) {
      numbers[from + 2 + 3 * i] = holding[id] ?? 0
      numbers[from + 3 + 3 * i] = inactive[id] ?? 0
      // A line is counted from 1.
      numbers[from + 4 + 3 * i] = lines[id] ?? 0
    }
    return number
  }

  get(number: number): PeopleCount {
    const from = number * this.#width
    const value = (at: number): number => this.#numbers[from + at] ?? 0
    const each = <T>(at: (i: number) => T): Record<string, T> => Object.fromEntries(this.#ids.map((id, i) => [id, at(i)]))
    const source = this.#sources[value(0)]
    if (!source) throw new Error(`no count has the number ${number}`)
    return {
      name: this.#names[number] ?? null,
      accountId: this.#accountIds[number] ?? null,
      people: value(1),
      holding: each((i) => value(2 + 3 * i)),
      inactive: each((i) => value(3 + 3 * i)),
      lines: each((i) => value(4 + 3 * i) || null),
      source,
    }
  }

  /** Counts of one import share their source. */
  #sourceNumber(source: PeopleCount['source']): number {
    const known = this.#sources.lastIndexOf(source)
    return known >= 0 ? known : this.#sources.push(source) - 1
  }
}
