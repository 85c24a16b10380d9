/** The headers of a mail and of its parts, read from its bytes: fields, and values with parameters (RFC 2045 5.1, RFC 2183). */

import { type MailFlag, type MailLimits, Quarantined } from './flags.ts'

export interface HeaderField {
  key: string
  value: string
  /** Where its value begins in the mail. */
  at: number
}

/** Reads the headers of a mail part by part, and counts their bytes. */
export class HeaderReader {
  readonly #raw: string
  readonly #limits: MailLimits
  readonly #flags: Set<MailFlag>
  #bytes = 0

  constructor(raw: string, limits: MailLimits, flags: Set<MailFlag>) {
    this.#raw = raw
    this.#limits = limits
    this.#flags = flags
  }

  /** The headers that begin at `start`, unfolded, and where the body begins. */
  read(start: number, end: number, depth: number): { headers: HeaderField[]; body: number } {
    const headers: HeaderField[] = []
    let at = start
    while (at < end) {
      const next = this.#raw.indexOf('\n', at)
      const stop = next === -1 || next >= end ? end : next
      const line = this.#raw.slice(at, stop).replace(/\r$/, '')
      const first = at
      at = stop + 1
      if (line === '') return { headers, body: at }
      this.#bytes += line.length
      if (this.#bytes > this.#limits.headerBytes)
        throw new Quarantined('limit_headers', 'its headers are longer than those of any mail')
      const colon = line.indexOf(':')
      const last = headers.at(-1)
      if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`
      else if (colon > 0 && /^[\x21-\x39\x3b-\x7e]+$/.test(line.slice(0, colon).trimEnd())) {
        const key = line.slice(0, colon).trimEnd().toLowerCase()
        headers.push({ key, value: line.slice(colon + 1).trim(), at: valueAt(this.#raw, first + colon + 1, end) })
      } else if (headers.length === 0 && depth === 0) return { headers, body: start }
      else this.#flags.add('malformed_header')
    }
    // The blank line after the headers is missing.
    if (depth === 0) this.#flags.add('truncated')
    return { headers, body: end }
  }
}

/** Where the value of a header begins; it may be folded before that. */
function valueAt(raw: string, start: number, end: number): number {
  let at = start
  while (at < end && /\s/.test(raw[at] ?? '')) at++
  return at
}

/** The value of the first header with a name; empty where there is none. */
export function headerIn(headers: readonly HeaderField[], key: string): string {
  return headers.find((header) => header.key === key)?.value ?? ''
}

const LONGEST_PARAMETERS = 1 << 14

export interface Parameters {
  value: string
  of(name: string): string[]
  /** Whether it has a parameter, in one piece or several (RFC 2231). */
  has(name: string): boolean
}

/** Reads a header with a value and parameters. */
export function parameters(header: string): Parameters {
  const text = header.slice(0, LONGEST_PARAMETERS)
  const [value = ''] = text.split(';', 1)
  const found = [...text.slice(value.length).matchAll(/;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)].map(
    ([, key = '', quoted, bare]) => ({ key: key.toLowerCase(), value: quoted ?? bare ?? '' }),
  )
  return {
    value: value.trim().toLowerCase(),
    of: (name) => found.flatMap((each) => (each.key === name ? [each.value] : [])),
    has: (name) => found.some(({ key, value: given }) => key.split('*')[0] === name && given !== ''),
  }
}
