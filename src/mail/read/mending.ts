/** Repairs a mail for the parser, which would misread some parts. */

import type { Leaf } from './leaf.ts'
import type { HeaderField } from './mime-headers.ts'
import { blanksBefore, isPaddedWithin } from './transfer.ts'

const TEXTS: ReadonlySet<string> = new Set(['text/plain', 'text/html'])

/** Where a part begins and ends, and its headers. */
interface Part {
  headers: readonly HeaderField[]
  start: number
  body: number
  end: number
}

/** Collects repairs, part by part, in order. */
export class Mending {
  readonly #raw: string
  readonly #edits: { from: number; to: number; text: string }[] = []

  constructor(raw: string) {
    this.#raw = raw
  }

  /** The repaired mail; null where nothing needed repair. */
  mended(): Buffer | null {
    if (this.#edits.length === 0) return null
    const pieces: string[] = []
    let at = 0
    for (const { from, to, text } of this.#edits) {
      pieces.push(this.#raw.slice(at, from), text)
      at = to
    }
    return Buffer.from(pieces.join('') + this.#raw.slice(at), 'latin1')
  }

  /** Makes the parser read a part as written (RFC 2045 6.7, rule 3), and a named text as a file. */
  mend(leaf: Leaf, { headers, start, body, end }: Part): void {
    if (leaf.isNamed && leaf.disposition !== 'attachment' && TEXTS.has(leaf.type)) {
      const field = headers.find(({ key }) => key === 'content-disposition')
      if (field) this.#edits.push({ from: field.at, to: field.at + leaf.disposition.length, text: 'attachment' })
      else this.#edits.push({ from: start, to: start, text: 'Content-Disposition: attachment\r\n' })
    }
    if (leaf.encoding === 'base64') this.#mendBase64(leaf, body, end)
    if (leaf.encoding !== 'quoted-printable') return
    for (let at = this.#raw.indexOf('\n', body); at !== -1 && at <= end; at = this.#raw.indexOf('\n', at + 1)) {
      const to = this.#raw[at - 1] === '\r' ? at - 1 : at
      const from = blanksBefore(this.#raw, body, to)
      if (from < to) this.#edits.push({ from, to, text: '' })
    }
  }

  /** Re-encodes what is padded line by line: a parser may take each piece for a separate file. */
  #mendBase64(leaf: Leaf, body: number, end: number): void {
    if (!isPaddedWithin(this.#raw.slice(body, end))) return
    const text = (leaf.bytes() ?? Buffer.alloc(0)).toString('base64').replace(/.{76}/g, '$&\r\n')
    this.#edits.push({ from: body, to: end, text: `${text}\r` })
  }
}
