/**
 * The structure of a mail, read from its bytes before any parser sees them: how deep, how many parts, and whether two programs
 * would see two different mails in it. Time and memory are bounded for any bytes.
 */

import { type MailFlag, type MailLimits, Quarantined } from './flags.ts'
import { type Leaf, leafOf, OUTERMOST, type Place } from './leaf.ts'
import { Mending } from './mending.ts'
import { type HeaderField, HeaderReader, headerIn, parameters } from './mime-headers.ts'
import { isTransferEncoding } from './transfer.ts'

export interface Structure {
  headers: readonly HeaderField[]
  leaves: readonly Leaf[]
  flags: ReadonlySet<MailFlag>
  /** The mail, repaired so that the parser reads it correctly: no blanks after soft line breaks, named texts marked as files. */
  plain: Buffer
}

/** Headers that a mail has only once. */
const ONCE = [
  'content-type',
  'content-transfer-encoding',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'x-original-from',
  'x-original-sender',
]
/** No address header has so many comments; nested ones can keep a parser busy without end. */
const MOST_COMMENTS = 100
const ADDRESS_HEADERS: ReadonlySet<string> = new Set(['from', 'sender', 'reply-to', 'to', 'cc'])

/** Reads the structure of a mail's bytes. Throws {@link Quarantined}. */
export function readStructure(bytes: Buffer, limits: MailLimits): Structure {
  if (bytes.length === 0) throw new Quarantined('empty', 'it has no bytes')
  if (bytes.length > limits.bytes) throw new Quarantined('limit_bytes', `it has ${bytes.length.toLocaleString('en-US')} bytes`)
  if (hasTooManyLines(bytes)) throw new Quarantined('limit_lines', 'it has more short lines than any mail has')
  const flags = new Set<MailFlag>()
  let raw = bytes.toString('latin1')
  if (raw.startsWith('\u00ef\u00bb\u00bf')) {
    raw = raw.slice(3)
    flags.add('malformed_header')
  }
  if (!raw.includes('\n') && raw.includes('\r')) throw new Quarantined('broken_mime', 'its lines end with CR alone')
  const walk = new Walk(raw, limits, flags)
  const headers = walk.entity(0, raw.length, OUTERMOST)
  if (headers.length === 0) throw new Quarantined('no_headers', 'it does not begin with a header')
  for (const once of ONCE) if (headers.filter(({ key }) => key === once).length > 1) flags.add('doubled_header')
  for (const { key, value } of headers) {
    if (ADDRESS_HEADERS.has(key) && value.split('(').length > MOST_COMMENTS)
      throw new Quarantined('unreadable', `its ${key} has more comments than any mail has`)
  }
  return { headers, leaves: walk.leaves, flags, plain: walk.mending.mended() ?? bytes.subarray(bytes.length - raw.length) }
}

/** So many short lines are made to keep a parser busy; files in a mail have long lines. */
function hasTooManyLines(bytes: Buffer): boolean {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines > MOST_SHORT_LINES && lines > bytes.length / SHORT_LINE
}

const MOST_SHORT_LINES = 100_000
const SHORT_LINE = 30

class Walk {
  readonly #raw: string
  readonly #limits: MailLimits
  readonly #flags: Set<MailFlag>
  readonly #headers: HeaderReader
  readonly mending: Mending
  readonly leaves: Leaf[] = []
  #parts = 0

  constructor(raw: string, limits: MailLimits, flags: Set<MailFlag>) {
    this.#raw = raw
    this.#limits = limits
    this.#flags = flags
    this.#headers = new HeaderReader(raw, limits, flags)
    this.mending = new Mending(raw)
  }

  /** Reads a mail, or a part of one, between two places; gives its headers. */
  entity(start: number, end: number, place: Place): HeaderField[] {
    const { depth } = place
    if (depth > this.#limits.depth)
      throw new Quarantined('limit_depth', `its parts are nested more than ${this.#limits.depth} deep`)
    if (++this.#parts > this.#limits.parts)
      throw new Quarantined('limit_parts', `it has more than ${this.#limits.parts.toLocaleString('en-US')} parts`)
    const number = this.#parts
    const { headers, body } = this.#headers.read(start, end, depth)
    if (headers.filter(({ key }) => key === 'content-type').length > 1) this.#flags.add('doubled_header')
    const type = parameters(headerIn(headers, 'content-type') || place.type)
    const encoding = headerIn(headers, 'content-transfer-encoding').trim().toLowerCase()
    const isMultipart = type.value.startsWith('multipart/')
    if (type.of('boundary').length > 1)
      throw new Quarantined('ambiguous_mime', 'a part names two boundaries, and programs disagree on what is in it')
    if (isMultipart && (encoding === 'base64' || encoding === 'quoted-printable'))
      throw new Quarantined('broken_mime', 'a part that contains parts is encoded as a whole')
    if (!isTransferEncoding(encoding)) this.#flags.add('decode_error')
    const [boundary] = type.of('boundary')
    if (isMultipart && boundary) {
      if (type.value === 'multipart/digest') this.#flags.add('digest')
      this.#partsOf(boundary, body, end, {
        ...place,
        depth: depth + 1,
        type: type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain',
        form: type.value === 'multipart/alternative' ? number : place.form,
        isRelated: place.isRelated || type.value === 'multipart/related',
        isSignature: type.value === 'multipart/signed',
      })
      return headers
    }
    if (type.value === 'message/external-body') this.#flags.add('external_body')
    if (type.value === 'application/ms-tnef') this.#flags.add('tnef')
    // It contains the whole mail, signed or encrypted.
    if (SEALED.test(type.value)) this.#flags.add('decode_error')
    const leaf = leafOf(this.#raw, headers, { type, encoding, body, end, number }, place)
    if (!isMultipart) this.leaves.push(leaf)
    if (type.value === 'message/rfc822') {
      if (depth > 0) this.#flags.add('mail_inside')
      this.entity(body, end, { ...OUTERMOST, depth: depth + 1, isWithin: true })
    } else if (!place.isWithin) this.mending.mend(leaf, { headers, start, body, end })
    return headers
  }

  #partsOf(boundary: string, start: number, end: number, place: Place): void {
    const mark = `\n--${boundary}`
    let begin = -1
    let part = 0
    const isSigned = place.isSignature
    const next = (): Place => ({ ...place, isSignature: isSigned && ++part === 2 })
    // Never past its end, however many parts name boundaries that never come.
    const first = Math.max(0, start - 1)
    const within = this.#raw.slice(first, end)
    for (let found = within.indexOf(mark); found !== -1; found = within.indexOf(mark, found + mark.length)) {
      const at = first + found
      const after = at + mark.length
      // A boundary may be the beginning of a longer one.
      if (!/^(?:--)?[ \t]*(?:\r?\n|$)/.test(this.#raw.slice(after, after + 80))) continue
      if (begin !== -1) this.entity(begin, at, next())
      const line = this.#raw.indexOf('\n', after)
      if (this.#raw.startsWith('--', after) || line === -1) return
      begin = line + 1
    }
    // The mark after the last part is missing.
    this.#flags.add('truncated')
    if (begin !== -1 && begin < end) this.entity(begin, end, next())
  }
}

const SEALED = /^application\/(?:x-)?(?:pkcs7-mime|pgp-encrypted)$/
