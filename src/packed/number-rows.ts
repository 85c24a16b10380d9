/** Rows of some numbers each, one after the other. */
export class NumberRows {
  readonly #width: number
  #numbers = new Int32Array(1024)
  #count = 0

  constructor(width: number) {
    this.#width = width
  }

  get count(): number {
    return this.#count
  }

  /** Adds a row, and gives its number. */
  add(numbers: readonly number[]): number {
    const from = this.#count * this.#width
    if (from + this.#width > this.#numbers.length) {
      const more = new Int32Array(this.#numbers.length * 2)
      more.set(this.#numbers)
      this.#numbers = more
    }
    for (let i = 0; i < this.#width; i++) this.#numbers[from + i] = numbers[i] ?? 0
    return this.#count++
  }

  /** A number of a row. */
  at(row: number, column: number): number {
    return this.#numbers[row * this.#width + column] ?? 0
  }
}
