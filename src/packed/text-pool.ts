/** Texts of many rows, kept as bytes outside the engine's heap; of each four bytes more than it has. */
export class TextPool {
  #bytes = Buffer.allocUnsafe(1 << 16)
  #ends = new Uint32Array(1024)
  #count = 0

  /** Keeps a text, and gives its number. */
  add(text: string): number {
    const from = this.#endOf(this.#count - 1)
    // No character takes more than three bytes for each of its units.
    if (from + text.length * 3 > this.#bytes.length) this.#bytes = longer(this.#bytes, from + text.length * 3)
    if (this.#count === this.#ends.length) {
      const ends = new Uint32Array(this.#count * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    this.#ends[this.#count] = from + this.#bytes.write(text, from)
    return this.#count++
  }

  /** The text of a number. */
  at(number: number): string {
    return this.#bytes.toString('utf8', this.#endOf(number - 1), this.#endOf(number))
  }

  #endOf(number: number): number {
    return this.#ends[number] ?? 0
  }
}

function longer(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const more = Buffer.allocUnsafe(Math.max(bytes.length * 2, needed))
  bytes.copy(more)
  return more
}
