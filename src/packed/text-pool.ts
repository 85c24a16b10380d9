/** So many bytes are asked for at a time: one piece for all would be copied whenever it grows. */
const PIECE = 1 << 20

/** Texts of many rows, kept as bytes outside the engine's heap; of each four bytes more than it has. */
export class TextPool {
  /** The bytes, by what their place is divided by the size of a piece. A text that is longer than a piece has one of several sizes. */
  readonly #pieces: { bytes: Buffer; from: number }[] = []
  /** Where the newest piece ends, and where the next text goes. */
  #room = 0
  #next = 0
  #ends = new Uint32Array(1024)
  #count = 0
  /** Whether a text has characters of two units: bytes have those in another order than texts. */
  #hasPairs = false

  /** Keeps a text, and gives its number. */
  add(text: string): number {
    this.#hasPairs ||= PAIR.test(text)
    // No character takes more than three bytes for each of its units.
    const most = text.length * 3
    if (this.#next + most > this.#room) this.#addPiece(most)
    if (this.#count === this.#ends.length) {
      const ends = new Uint32Array(this.#count * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    if (text !== '') {
      const { bytes, from } = this.#pieceAt(this.#next)
      this.#next += bytes.write(text, this.#next - from)
    }
    this.#ends[this.#count] = this.#next
    return this.#count++
  }

  /** The text of a number. */
  at(number: number): string {
    const { bytes, start, end } = this.#bytesOf(number)
    return bytes.toString('utf8', start, end)
  }

  #addPiece(least: number): void {
    const sizes = Math.max(1, Math.ceil(least / PIECE))
    const piece = { bytes: Buffer.allocUnsafe(sizes * PIECE), from: this.#pieces.length * PIECE }
    for (let i = 0; i < sizes; i++) this.#pieces.push(piece)
    this.#next = piece.from
    this.#room = piece.from + piece.bytes.length
  }

  #pieceAt(place: number): { bytes: Buffer; from: number } {
    const piece = this.#pieces[Math.floor(place / PIECE)]
    if (!piece) throw new Error(`there is no text at ${place}`)
    return piece
  }

  /** The order of the texts of two numbers, as `<` has it. */
  compare(a: number, b: number): number {
    if (this.#hasPairs) return this.at(a) < this.at(b) ? -1 : this.at(a) > this.at(b) ? 1 : 0
    const [one, other] = [this.#bytesOf(a), this.#bytesOf(b)]
    return one.bytes.compare(other.bytes, other.start, other.end, one.start, one.end)
  }

  /** Where the bytes of a text are. */
  #bytesOf(number: number): { bytes: Buffer; start: number; end: number } {
    const end = this.#endOf(number)
    const before = this.#endOf(number - 1)
    if (end === before) return { bytes: NO_BYTES, start: 0, end: 0 }
    const { bytes, from } = this.#pieceAt(end - 1)
    // A text that had no room in the piece before begins its own.
    return { bytes, start: Math.max(before, from) - from, end: end - from }
  }

  #endOf(number: number): number {
    return this.#ends[number] ?? 0
  }
}

const NO_BYTES = Buffer.alloc(0)
const PAIR = /[\ud800-\udbff]/
