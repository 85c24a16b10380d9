/** The people of every partner, counted once and kept as numbers. */

import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import type { PeopleCount } from '../../store/store.ts'
import { mayBeOf, type Unsure, unsureOf, type Wanted } from '../gather.ts'
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
    const link = index.linkOnce(count)
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
    let at = from + 2
    for (const id of this.#ids) {
      numbers[at] = holding[id] ?? 0
      numbers[at + 1] = inactive[id] ?? 0
      // A line is counted from 1.
      numbers[at + 2] = lines[id] ?? 0
      at += 3
    }
    return number
  }

  get(number: number): PeopleCount {
    const numbers = this.#numbers
    let at = number * this.#width
    const source = this.#sources[numbers[at] ?? 0]
    if (!source) throw new Error(`no count has the number ${number}`)
    const people = numbers[at + 1] ?? 0
    const holding: Record<string, number> = {}
    const inactive: Record<string, number> = {}
    const lines: Record<string, number | null> = {}
    at += 2
    for (const id of this.#ids) {
      holding[id] = numbers[at] ?? 0
      inactive[id] = numbers[at + 1] ?? 0
      lines[id] = numbers[at + 2] || null
      at += 3
    }
    return {
      name: this.#names[number] ?? null,
      accountId: this.#accountIds[number] ?? null,
      people,
      holding,
      inactive,
      lines,
      source,
    }
  }

  /** Counts of one import share their source. */
  #sourceNumber(source: PeopleCount['source']): number {
    const known = this.#sources.lastIndexOf(source)
    return known >= 0 ? known : this.#sources.push(source) - 1
  }
}
