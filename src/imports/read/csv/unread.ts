/** Text of a file that is not read yet, as the reader of separated values holds it. */

import { note, type TextTraits } from '../traits.ts'

/**
 * Units to find the ends of cells by, and the text to cut them from. Of bytes, the text has a character for each, and what is beyond
 * ASCII is cut from a second text, the bytes decoded: most cells have nothing of the kind, and the engine keeps and compares text of
 * one byte a character in half the room and time.
 */
export class Unread {
  readonly text: string
  readonly units: Uint8Array | Uint16Array
  /** Null where the file came as text. */
  readonly #bytes: Buffer | null
  #decoded: string | null = null

  constructor(part: string | Buffer) {
    if (typeof part === 'string') {
      const copy = Buffer.from(part, 'utf16le')
      this.text = part
      this.units = new Uint16Array(copy.buffer, copy.byteOffset, part.length)
      this.#bytes = null
    } else {
      this.text = part.toString('latin1')
      this.units = part
      this.#bytes = part
    }
  }

  /** A cell that has something beyond ASCII; `startShift` and `endShift`: by how much less it begins and ends where it is decoded. */
  wide(start: number, end: number, startShift: number, endShift: number): string {
    if (!this.#bytes) return this.text.slice(start, end)
    this.#decoded ??= DECODER.decode(this.#bytes)
    return this.#decoded.slice(start - startShift, end - endShift)
  }

  /** What is left from a place on; it stays the same whatever becomes of the bytes. */
  from(start: number): string | Buffer {
    return this.#bytes ? Buffer.from(this.#bytes.subarray(start)) : this.text.slice(start)
  }

  /** A part, decoded. */
  decoded(start: number, end: number): string {
    return this.#bytes ? this.#bytes.toString('utf8', start, end) : this.text.slice(start, end)
  }

  /** Notes what a part of bytes has; text is noted when it comes. */
  note(traits: TextTraits, start: number, end: number): void {
    if (this.#bytes) note(traits, this.decoded(start, end))
  }
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/** What is left of a text, with the next part behind it. */
export function joined(rest: string | Buffer, next: string | Buffer): string | Buffer {
  if (rest.length === 0) return next
  return typeof rest === 'string' || typeof next === 'string' ? `${rest}${next}` : Buffer.concat([rest, next])
}
