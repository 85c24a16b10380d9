/** Numbers kept for each place, in the order they were added: eight bytes for each, and four for each place. */
export class NumbersByPlace {
  readonly #places: number
  #at = new Int32Array(1024)
  #numbers = new Int32Array(1024)
  #count = 0
  /** Where the numbers of each place begin, once all are there. */
  #starts: Int32Array | null = null

  constructor(places: number) {
    this.#places = places
  }

  add(place: number, number: number): void {
    if (this.#count === this.#at.length) {
      this.#at = longer(this.#at)
      this.#numbers = longer(this.#numbers)
    }
    this.#at[this.#count] = place
    this.#numbers[this.#count++] = number
    this.#starts = null
  }

  /** The numbers of a place. */
  of(place: number): Int32Array {
    const starts = this.#starts ?? this.#inOrder()
    return this.#numbers.subarray(starts[place], starts[place + 1])
  }

  /** Visits the numbers of a place, without making a list of them. */
  each(place: number, visit: (number: number) => void): void {
    const starts = this.#starts ?? this.#inOrder()
    const end = starts[place + 1] ?? 0
    for (let i = starts[place] ?? 0; i < end; i++) visit(this.#numbers[i] ?? 0)
  }

  #inOrder(): Int32Array {
    const starts = new Int32Array(this.#places + 1)
    const places = this.#at.subarray(0, this.#count)
    for (const place of places) starts[place + 1] = (starts[place + 1] ?? 0) + 1
    for (let place = 0; place < this.#places; place++) starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0)
    const next = starts.slice()
    const sorted = new Int32Array(this.#count)
    const at = new Int32Array(this.#count)
    for (let i = 0; i < places.length; i++) {
      const place = places[i] ?? 0
      const to = next[place] ?? 0
      next[place] = to + 1
      sorted[to] = this.#numbers[i] ?? 0
      at[to] = place
    }
    this.#numbers = sorted
    this.#at = at
    this.#starts = starts
    return starts
  }
}

function longer(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(numbers.length * 2)
  more.set(numbers)
  return more
}
