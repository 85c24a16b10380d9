/**
 * The skeleton of a mail, read from its bytes before any parser is trusted with them: how deep, how many parts, and whether two programs
 * would see two different mails in it. Bounded in time and memory whatever the bytes are.
 */

import { type Parameters, parameters } from './parameters.ts'
import { blanksBefore, decoded, isFilledWithin, isTransferEncoding } from './transfer.ts'

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
  | 'texts_differ'
  | 'text_cut'
  | 'automatic'
  | 'asks_no_answer'
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
  | 'taken_back'
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
  /** Where its value begins in the mail. */
  at: number
}

/** A part that has no parts of its own, or a mail within the mail. */
export interface Leaf {
  type: string
  /** The names it is given by its type and by its disposition, as they stand. */
  nameOfType: string | null
  nameOfDisposition: string | null
  /** Whether it has a name, however that is written; and the headers that may give it one, as they stand. */
  isNamed: boolean
  nameHeaders: readonly string[]
  /** How it is to be shown: "attachment", "inline", or nothing said. */
  disposition: string
  /** Its encoding as text, as it says; null where it says none. */
  charset: string | null
  /** How its lines are to be joined (RFC 3676). */
  flow: 'none' | 'flowed' | 'flowed_without_blanks'
  contentId: string | null
  /** The number of the text it is a form of (RFC 2046, multipart/alternative); parts of their own have numbers of their own. */
  form: number
  isOneOfForms: boolean
  isRelated: boolean
  /** Whether it is the signature of what stands before it (RFC 1847). */
  isSignature: boolean
  /** Whether it is of a mail within the mail. */
  isWithin: boolean
  encoding: string
  /** Its bytes, decoded; null where the encoding is none that is known. */
  bytes(): Buffer | null
}

export interface Structure {
  headers: readonly HeaderField[]
  leaves: readonly Leaf[]
  flags: ReadonlySet<MailFlag>
  /** The mail as a parser reads it rightly: blanks behind soft line breaks gone, named texts marked as files. */
  plain: Buffer
}

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
  const headers = walk.entity(0, raw.length, OUTERMOST)
  if (headers.length === 0) throw new Quarantined('no_headers', 'it begins with no header')
  for (const once of ONCE) if (headers.filter(({ key }) => key === once).length > 1) flags.add('doubled_header')
  for (const { key, value } of headers) {
    if (ADDRESS_HEADERS.has(key) && value.split('(').length > MOST_COMMENTS)
      throw new Quarantined('unreadable', `its ${key} has more comments than a mail has`)
  }
  return { headers, leaves: walk.leaves, flags, plain: walk.plain() ?? bytes.subarray(bytes.length - raw.length) }
}

/** So many short lines are made to keep a parser busy; files in a mail have long ones. */
function hasTooManyLines(bytes: Buffer): boolean {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines > MOST_SHORT_LINES && lines > bytes.length / SHORT_LINE
}

const MOST_SHORT_LINES = 100_000
const SHORT_LINE = 30

/** What the parts around a part make of it. */
interface Place {
  depth: number
  /** Its type where it says none. */
  type: string
  form: number | null
  isRelated: boolean
  isSignature: boolean
  isWithin: boolean
}

const OUTERMOST: Place = {
  depth: 0,
  type: 'text/plain',
  form: null,
  isRelated: false,
  isSignature: false,
  isWithin: false,
}

class Walk {
  readonly #raw: string
  readonly #limits: MailLimits
  readonly #flags: Set<MailFlag>
  readonly leaves: Leaf[] = []
  #parts = 0
  #headerBytes = 0
  #edits: { from: number; to: number; text: string }[] = []

  constructor(raw: string, limits: MailLimits, flags: Set<MailFlag>) {
    this.#raw = raw
    this.#limits = limits
    this.#flags = flags
  }

  /** The mail with what was mended; null where nothing had to be. */
  plain(): Buffer | null {
    if (this.#edits.length === 0) return null
    const pieces: string[] = []
    let at = 0
    for (const { from, to, text } of this.#edits) {
      pieces.push(this.#raw.slice(at, from), text)
      at = to
    }
    return Buffer.from(pieces.join('') + this.#raw.slice(at), 'latin1')
  }

  /** Reads a mail, or a part of one, between two places; gives its headers. */
  entity(start: number, end: number, place: Place): HeaderField[] {
    const { depth } = place
    if (depth > this.#limits.depth)
      throw new Quarantined('limit_depth', `its parts stand in each other more than ${this.#limits.depth} deep`)
    if (++this.#parts > this.#limits.parts) throw new Quarantined('limit_parts', `it has more than ${this.#limits.parts} parts`)
    const number = this.#parts
    const { headers, body } = this.#headersOf(start, end, depth)
    if (headers.filter(({ key }) => key === 'content-type').length > 1) this.#flags.add('doubled_header')
    const type = parameters(headerIn(headers, 'content-type') || place.type)
    const encoding = headerIn(headers, 'content-transfer-encoding').trim().toLowerCase()
    const isMultipart = type.value.startsWith('multipart/')
    if (type.of('boundary').length > 1)
      throw new Quarantined('ambiguous_mime', 'a part names two boundaries, so that programs differ on what is in it')
    if (isMultipart && (encoding === 'base64' || encoding === 'quoted-printable'))
      throw new Quarantined('broken_mime', 'a part with parts of its own is encoded as a whole')
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
    // The mail itself is in it, signed as a whole or encrypted.
    if (SEALED.test(type.value)) this.#flags.add('decode_error')
    const leaf = this.#leafOf(headers, { type, encoding, body, end, number }, place)
    if (!isMultipart) this.leaves.push(leaf)
    if (type.value === 'message/rfc822') {
      if (depth > 0) this.#flags.add('mail_inside')
      this.entity(body, end, { ...OUTERMOST, depth: depth + 1, isWithin: true })
    } else if (!place.isWithin) this.#mend(leaf, { headers, start, body, end })
    return headers
  }

  #leafOf(
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
      bytes: () =>
        decoded(this.#raw.slice(body, this.#raw[end - 1] === '\r' && end < this.#raw.length ? end - 1 : end), encoding),
    }
  }

  /** Has the parser read a part as it stands (RFC 2045 6.7, rule 3), and a named text as the file it is. */
  #mend(
    leaf: Leaf,
    { headers, start, body, end }: { headers: readonly HeaderField[]; start: number; body: number; end: number },
  ): void {
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

  /** Writes down anew what is filled up line by line: a parser may take each piece for a file of its own. */
  #mendBase64(leaf: Leaf, body: number, end: number): void {
    if (!isFilledWithin(this.#raw.slice(body, end))) return
    const text = (leaf.bytes() ?? Buffer.alloc(0)).toString('base64').replace(/.{76}/g, '$&\r\n')
    this.#edits.push({ from: body, to: end, text: `${text}\r` })
  }

  #partsOf(boundary: string, start: number, end: number, place: Place): void {
    const mark = `\n--${boundary}`
    let begin = -1
    let part = 0
    const isSigned = place.isSignature
    const next = (): Place => ({ ...place, isSignature: isSigned && ++part === 2 })
    // Never beyond its end, however many parts name boundaries that never come.
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
    // The mark behind the last part never came.
    this.#flags.add('truncated')
    if (begin !== -1 && begin < end) this.entity(begin, end, next())
  }

  /** The headers that begin at a place, unfolded, and where the body begins. */
  #headersOf(start: number, end: number, depth: number): { headers: HeaderField[]; body: number } {
    const headers: HeaderField[] = []
    let at = start
    while (at < end) {
      const next = this.#raw.indexOf('\n', at)
      const stop = next === -1 || next >= end ? end : next
      const line = this.#raw.slice(at, stop).replace(/\r$/, '')
      const first = at
      at = stop + 1
      if (line === '') return { headers, body: at }
      this.#headerBytes += line.length
      if (this.#headerBytes > this.#limits.headerBytes)
        throw new Quarantined('limit_headers', 'its headers are longer than those of a mail')
      const colon = line.indexOf(':')
      const last = headers.at(-1)
      if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`
      else if (colon > 0 && /^[\x21-\x39\x3b-\x7e]+$/.test(line.slice(0, colon).trimEnd())) {
        const key = line.slice(0, colon).trimEnd().toLowerCase()
        headers.push({ key, value: line.slice(colon + 1).trim(), at: valueAt(this.#raw, first + colon + 1, end) })
      } else if (headers.length === 0 && depth === 0) return { headers, body: start }
      else this.#flags.add('malformed_header')
    }
    // The blank line behind the headers never came.
    if (depth === 0) this.#flags.add('truncated')
    return { headers, body: end }
  }
}

const SEALED = /^application\/(?:x-)?(?:pkcs7-mime|pgp-encrypted)$/
const TEXTS: ReadonlySet<string> = new Set(['text/plain', 'text/html'])

/** Where the value of a header begins, which may be folded before it. */
function valueAt(raw: string, start: number, end: number): number {
  let at = start
  while (at < end && /\s/.test(raw[at] ?? '')) at++
  return at
}

function headerIn(headers: readonly HeaderField[], key: string): string {
  return headers.find((header) => header.key === key)?.value ?? ''
}
