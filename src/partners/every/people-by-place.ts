/** The people of every partner, counted once and kept as numbers. */

import { NumbersByPlace } from '../../packed/numbers-by-place.ts'
import type { PeopleCount, PeopleNumbers } from '../../store/store.ts'
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
  const packed = new PackedCounts(Object.keys(holding), lines)
  const unsure = new Map<number, Unsure<PeopleCount>[]>()
  await store.eachPeopleCount(holding, { lines }, (count) => {
    const link = index.linkOnce(count)
    if (link.partner !== null) return own.add(link.partner.place, packed.add(count, link.partner.name))
    const mayBe = mayBeOf(link)
    if (mayBe.length === 0) return
    const row = packed.get(packed.add(count, ''))
    for (const { id, place } of mayBe) {
      const known = unsure.get(place)
      const each = unsureOf(row, row, link, id)
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
  readonly #hasLines: boolean
  readonly #width: number
  #numbers = new Int32Array(1024)
  readonly #names: (string | null)[] = []
  readonly #accountIds: (string | null)[] = []
  readonly #sources: PeopleCount['source'][] = []

  constructor(ids: readonly string[], hasLines: boolean) {
    this.#ids = ids
    this.#hasLines = hasLines
    this.#width = 2 + (hasLines ? 3 : 2) * ids.length
  }

  /** Keeps a count, and gives its number; `usual` is the name that it mostly has. */
  add({ name, accountId, people, numbers: own, source }: PeopleNumbers, usual: string): number {
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
    for (let i = 0; i < own.length; i++) numbers[from + 2 + i] = own[i] ?? 0
    return number
  }

  get(number: number): PeopleCount {
    const numbers = this.#numbers
    const from = number * this.#width
    const source = this.#sources[numbers[from] ?? 0]
    if (!source) throw new Error(`no count has the number ${number}`)
    const holding: Record<string, number> = {}
    const inactive: Record<string, number> = {}
    const lines: Record<string, number | null> = {}
    let at = from + 2
    for (const id of this.#ids) {
      holding[id] = numbers[at++] ?? 0
      inactive[id] = numbers[at++] ?? 0
    }
    // A line is counted from 1.
    for (const id of this.#ids) lines[id] = this.#hasLines ? numbers[at++] || null : null
    return {
      name: this.#names[number] ?? null,
      accountId: this.#accountIds[number] ?? null,
      people: numbers[from + 1] ?? 0,
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
