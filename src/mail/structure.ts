/**
 * The skeleton of a mail, read from its bytes before any parser is trusted with them: how deep, how many parts, and whether two programs
 * would see two different mails in it. Bounded in time and memory whatever the bytes are.
 */

/** Why a person must look at a mail before anything is done with it. */
export type MailFlag =
  | 'malformed_header'
  | 'truncated'
  | 'doubled_header'
  | 'multiple_from'
  | 'no_sender'
  | 'auth_fail'
  | 'reply_to_elsewhere'
  | 'lookalike_domain'
  | 'odd_characters'
  | 'docusign_by_name'
  | 'hidden_text'
  | 'decode_error'
  | 'name_conflict'
  | 'unsafe_name'
  | 'dangerous_type'
  | 'archive'
  | 'empty_attachment'
  | 'external_body'
  | 'digest'
  | 'tnef'
  | 'mail_inside'
  | 'forwarded'
  | 'claims'
  | 'no_document'
  | 'unknown_sender'
  | 'several_partners'
  | 'several_opportunities'
  | 'opportunity_of_another'
  | 'opportunity_unknown'
  | 'uncertain_kind'
  | 'came_before'
  | 'stale_evidence'
  | 'evidence_in_doubt'
  | 'bad_date'

/** Why a mail is not interpreted at all. */
export type QuarantineCode =
  | 'empty'
  | 'no_headers'
  | 'broken_mime'
  | 'ambiguous_mime'
  | 'limit_bytes'
  | 'limit_headers'
  | 'limit_depth'
  | 'limit_parts'
  | 'limit_attachments'
  | 'limit_recipients'
  | 'limit_lines'
  | 'unreadable'

/** A mail that is not interpreted: why, in a code and a few words. */
export class Quarantined extends Error {
  readonly code: QuarantineCode

  constructor(code: QuarantineCode, message: string) {
    super(message)
    this.code = code
  }
}

export interface MailLimits {
  bytes: number
  depth: number
  parts: number
  headerBytes: number
  attachments: number
  recipients: number
}

interface HeaderField {
  key: string
  value: string
}

/** A part that has no parts of its own. */
export interface Leaf {
  type: string
  /** The names it is given by its type and by its disposition, as they stand. */
  nameOfType: string | null
  nameOfDisposition: string | null
  encoding: string
  /** Its bytes, decoded; null where the encoding is none that is known. */
  bytes(): Buffer | null
}

export interface Structure {
  headers: readonly HeaderField[]
  leaves: readonly Leaf[]
  flags: ReadonlySet<MailFlag>
}

const ENCODINGS: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', 'quoted-printable', 'base64'])
/** Headers that a mail has once. */
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
/** No address header has so many comments; a parser may be made to nest them without end. */
const MOST_COMMENTS = 100
const ADDRESS_HEADERS: ReadonlySet<string> = new Set(['from', 'sender', 'reply-to', 'to', 'cc'])

/** Reads the skeleton of a mail's bytes. Throws {@link Quarantined}. */
export function readStructure(bytes: Buffer, limits: MailLimits): Structure {
  if (bytes.length === 0) throw new Quarantined('empty', 'it has no bytes')
  if (bytes.length > limits.bytes) throw new Quarantined('limit_bytes', `it has ${bytes.length} bytes`)
  if (hasTooManyLines(bytes)) throw new Quarantined('limit_lines', 'it has more lines, and shorter ones, than a mail has')
  const flags = new Set<MailFlag>()
  let raw = bytes.toString('latin1')
  if (raw.startsWith('\u00ef\u00bb\u00bf')) {
    raw = raw.slice(3)
    flags.add('malformed_header')
  }
  if (!raw.includes('\n') && raw.includes('\r')) throw new Quarantined('broken_mime', 'its lines end with CR alone')
  const walk = new Walk(raw, limits, flags)
  const headers = walk.entity(0, raw.length, 0)
  if (headers.length === 0) throw new Quarantined('no_headers', 'it begins with no header')
  for (const once of ONCE) if (headers.filter(({ key }) => key === once).length > 1) flags.add('doubled_header')
  for (const { key, value } of headers) {
    if (ADDRESS_HEADERS.has(key) && value.split('(').length > MOST_COMMENTS)
      throw new Quarantined('unreadable', `its ${key} has more comments than a mail has`)
  }
  return { headers, leaves: walk.leaves, flags }
}

/** So many short lines are made to keep a parser busy; files in a mail have long ones. */
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
  readonly leaves: Leaf[] = []
  #parts = 0
  #headerBytes = 0

  constructor(raw: string, limits: MailLimits, flags: Set<MailFlag>) {
    this.#raw = raw
    this.#limits = limits
    this.#flags = flags
  }

  /** Reads a mail, or a part of one, between two places; gives its headers. */
  entity(start: number, end: number, depth: number): HeaderField[] {
    if (depth > this.#limits.depth)
      throw new Quarantined('limit_depth', `its parts stand in each other more than ${this.#limits.depth} deep`)
    if (++this.#parts > this.#limits.parts) throw new Quarantined('limit_parts', `it has more than ${this.#limits.parts} parts`)
    const { headers, body } = this.#headersOf(start, end, depth)
    if (headers.filter(({ key }) => key === 'content-type').length > 1) this.#flags.add('doubled_header')
    const type = parameters(headerIn(headers, 'content-type'))
    const encoding = headerIn(headers, 'content-transfer-encoding').trim().toLowerCase()
    const isMultipart = type.value.startsWith('multipart/')
    if (type.of('boundary').length > 1)
      throw new Quarantined('ambiguous_mime', 'a part names two boundaries, so that programs differ on what is in it')
    if (isMultipart && (encoding === 'base64' || encoding === 'quoted-printable'))
      throw new Quarantined('broken_mime', 'a part with parts of its own is encoded as a whole')
    if (!ENCODINGS.has(encoding)) this.#flags.add('decode_error')
    const [boundary] = type.of('boundary')
    if (isMultipart && boundary) {
      if (type.value === 'multipart/digest') this.#flags.add('digest')
      this.#partsOf(boundary, body, end, depth)
    } else if (type.value === 'message/rfc822') {
      if (depth > 0) this.#flags.add('mail_inside')
      this.entity(body, end, depth + 1)
    } else {
      if (type.value === 'message/external-body') this.#flags.add('external_body')
      if (type.value === 'application/ms-tnef') this.#flags.add('tnef')
      const disposition = parameters(headerIn(headers, 'content-disposition'))
      const [nameOfType = null] = type.of('name')
      const [nameOfDisposition = null] = disposition.of('filename')
      const bytes = (): Buffer | null =>
        decoded(this.#raw.slice(body, this.#raw[end - 1] === '\r' && end < this.#raw.length ? end - 1 : end), encoding)
      this.leaves.push({ type: type.value || 'text/plain', nameOfType, nameOfDisposition, encoding, bytes })
    }
    return headers
  }

  #partsOf(boundary: string, start: number, end: number, depth: number): void {
    const mark = `\n--${boundary}`
    let begin = -1
    // Never beyond its end, however many parts name boundaries that never come.
    const first = Math.max(0, start - 1)
    const within = this.#raw.slice(first, end)
    for (let found = within.indexOf(mark); found !== -1; found = within.indexOf(mark, found + mark.length)) {
      const at = first + found
      const after = at + mark.length
      // A boundary may be the beginning of a longer one.
      if (!/^(?:--)?[ \t]*(?:\r?\n|$)/.test(this.#raw.slice(after, after + 80))) continue
      if (begin !== -1) this.entity(begin, at, depth + 1)
      const line = this.#raw.indexOf('\n', after)
      if (this.#raw.startsWith('--', after) || line === -1) return
      begin = line + 1
    }
    // The mark behind the last part never came.
    this.#flags.add('truncated')
    if (begin !== -1 && begin < end) this.entity(begin, end, depth + 1)
  }

  /** The headers that begin at a place, unfolded, and where the body begins. */
  #headersOf(start: number, end: number, depth: number): { headers: HeaderField[]; body: number } {
    const headers: HeaderField[] = []
    let at = start
    while (at < end) {
      const next = this.#raw.indexOf('\n', at)
      const stop = next === -1 || next >= end ? end : next
      const line = this.#raw.slice(at, stop).replace(/\r$/, '')
      at = stop + 1
      if (line === '') return { headers, body: at }
      this.#headerBytes += line.length
      if (this.#headerBytes > this.#limits.headerBytes)
        throw new Quarantined('limit_headers', 'its headers are longer than those of a mail')
      const colon = line.indexOf(':')
      const last = headers.at(-1)
      if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`
      else if (colon > 0 && /^[\x21-\x39\x3b-\x7e]+$/.test(line.slice(0, colon).trimEnd())) {
        headers.push({ key: line.slice(0, colon).trimEnd().toLowerCase(), value: line.slice(colon + 1).trim() })
      } else if (headers.length === 0 && depth === 0) return { headers, body: start }
      else this.#flags.add('malformed_header')
    }
    // The blank line behind the headers never came.
    if (depth === 0) this.#flags.add('truncated')
    return { headers, body: end }
  }
}

/** The bytes of a part's text. */
function decoded(text: string, encoding: string): Buffer | null {
  if (encoding === 'base64') return Buffer.from(text, 'base64')
  if (encoding === 'quoted-printable') {
    const soft = text.replace(/[ \t]+(?=\r?\n)/g, '').replace(/=\r?\n/g, '')
    return Buffer.from(
      soft.replace(/=([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    )
  }
  return ENCODINGS.has(encoding) ? Buffer.from(text, 'latin1') : null
}

function headerIn(headers: readonly HeaderField[], key: string): string {
  return headers.find((header) => header.key === key)?.value ?? ''
}

const LONGEST_PARAMETERS = 1 << 14

/** A header of a value with parameters. */
function parameters(header: string): { value: string; of: (name: string) => string[] } {
  const text = header.slice(0, LONGEST_PARAMETERS)
  const [value = ''] = text.split(';', 1)
  const found = [...text.slice(value.length).matchAll(/;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)]
  return {
    value: value.trim().toLowerCase(),
    of: (name) => found.flatMap(([, key = '', quoted, bare]) => (key.toLowerCase() === name ? [quoted ?? bare ?? ''] : [])),
  }
}
