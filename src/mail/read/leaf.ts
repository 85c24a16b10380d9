/** A part of a mail that has no parts of its own, or a mail within the mail. */

import { type HeaderField, headerIn, type Parameters, parameters } from './mime-headers.ts'
import { decoded } from './transfer.ts'

export interface Leaf {
  type: string
  /** Its names in the type and in the disposition, as written. */
  nameOfType: string | null
  nameOfDisposition: string | null
  /** Whether it has a name, however encoded; and the headers that may give it one, as written. */
  isNamed: boolean
  nameHeaders: readonly string[]
  /** How to show it: "attachment", "inline", or empty. */
  disposition: string
  /** The text encoding it names; null where it names none. */
  charset: string | null
  /** How to join its lines (RFC 3676). */
  flow: 'none' | 'flowed' | 'flowed_without_blanks'
  contentId: string | null
  /** The number of the text it is a form of (RFC 2046, multipart/alternative), else a number of its own. */
  form: number
  isOneOfForms: boolean
  isRelated: boolean
  /** Whether it is the signature of the part before it (RFC 1847). */
  isSignature: boolean
  /** Whether it belongs to a mail within the mail. */
  isWithin: boolean
  encoding: string
  /** Its bytes, decoded; null where the encoding is unknown. */
  bytes(): Buffer | null
}

/** What the parts around a part say about it. */
export interface Place {
  depth: number
  /** Its type where it names none. */
  type: string
  form: number | null
  isRelated: boolean
  isSignature: boolean
  isWithin: boolean
}

export const OUTERMOST: Place = {
  depth: 0,
  type: 'text/plain',
  form: null,
  isRelated: false,
  isSignature: false,
  isWithin: false,
}

/** The leaf that begins at `body`; `number`: its number among the parts. */
export function leafOf(
  raw: string,
  headers: readonly HeaderField[],
  { type, encoding, body, end, number }: { type: Parameters; encoding: string; body: number; end: number; number: number },
  { form, isRelated, isSignature, isWithin }: Place,
): Leaf {
  const disposition = parameters(headerIn(headers, 'content-disposition'))
  const [nameOfType = null] = type.of('name')
  const [nameOfDisposition = null] = disposition.of('filename')
  const [charset = null] = type.of('charset')
  const isFlowed = /^flowed$/i.test(type.of('format')[0] ?? '')
  return {
    type: type.value || 'text/plain',
    nameOfType,
    nameOfDisposition,
    isNamed: type.has('name') || disposition.has('filename'),
    nameHeaders: [headerIn(headers, 'content-type'), headerIn(headers, 'content-disposition')],
    disposition: disposition.value,
    charset,
    flow: !isFlowed ? 'none' : /^yes$/i.test(type.of('delsp')[0] ?? '') ? 'flowed_without_blanks' : 'flowed',
    contentId: headerIn(headers, 'content-id').trim() || null,
    form: form ?? number,
    isOneOfForms: form !== null,
    isRelated,
    isSignature,
    isWithin,
    encoding,
    bytes: () => decoded(raw.slice(body, raw[end - 1] === '\r' && end < raw.length ? end - 1 : end), encoding),
  }
}
