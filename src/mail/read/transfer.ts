/** How parts are encoded for sending (RFC 2045 6). */

const ENCODINGS: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', 'quoted-printable', 'base64'])

/** Whether a transfer encoding is known. */
export function isTransferEncoding(encoding: string): boolean {
  return ENCODINGS.has(encoding)
}

/** Where the blanks before `end` begin. */
export function blanksBefore(text: string, start: number, end: number): number {
  let at = end
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at
}

/** The bytes of a part's text; null where the encoding is unknown. Blanks at the end of a line were added on the way (6.7, rule 3). */
export function decoded(text: string, encoding: string): Buffer | null {
  if (encoding === 'base64') return fromBase64(text)
  if (encoding === 'quoted-printable') {
    const soft = text
      .split('\n')
      .map((line, i, lines) => {
        const ending = i === lines.length - 1 ? '' : line.endsWith('\r') ? '\r\n' : '\n'
        const kept = line.slice(0, blanksBefore(line, 0, line.length - Math.max(0, ending.length - 1)))
        return kept.endsWith('=') ? kept.slice(0, -1) : kept + ending
      })
      .join('')
    return Buffer.from(
      soft.replace(/=([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    )
  }
  return ENCODINGS.has(encoding) ? Buffer.from(text, 'latin1') : null
}

/** Some programs pad every line; what follows the first padding would not be read. */
function fromBase64(text: string): Buffer {
  if (!isPaddedWithin(text)) return Buffer.from(text, 'base64')
  const bytes = Buffer.alloc(Math.ceil((text.length * 3) / 4))
  let length = 0
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('=', at)
    const stop = end === -1 ? text.length : end
    if (stop > at) length += bytes.write(text.slice(at, stop), length, 'base64')
    at = stop + 1
  }
  return bytes.subarray(0, length)
}

/** Whether Base64 goes on after its padding. */
export function isPaddedWithin(text: string): boolean {
  const padding = text.indexOf('=')
  return padding !== -1 && /[A-Za-z0-9+/]/.test(text.slice(padding))
}
