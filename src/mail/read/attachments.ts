/** The attachments of a mail: which are kept, under which safe names, and which may be attached to a reply again. */

import { createHash } from 'node:crypto'
import type { Email } from '../packages/parser.ts'
import { isOfReport } from './automatic.ts'
import { UNSEEN_OR_CONTROL } from './clean.ts'
import type { MailFlag } from './flags.ts'
import type { Leaf } from './leaf.ts'

export interface MailAttachment {
  /** Its name in the mail; empty where it has none. */
  name: string
  /** A name that is safe in every file system and shell, and different from those of the other attachments. */
  safeName: string
  type: string
  bytes: number
  sha256: string
  /** Whether it may be attached to a reply again. */
  reattach: boolean
  content: Uint8Array
}

/** What mail programs add and is never an order or a proof: by the file extension or the name. */
interface NoDocuments {
  endings: readonly string[]
  names: readonly string[]
  pictures: readonly string[]
}

/** Whether a file may be an order or a proof. */
export function mayBeDocument(
  { name, type }: Pick<MailAttachment, 'name' | 'type'>,
  { endings, names, pictures }: NoDocuments,
): boolean {
  const lower = name.toLowerCase().trim()
  const ending = endingOf(name)
  if (endings.includes(ending) || names.some((each) => lower.startsWith(each))) return false
  const isPicture = pictures.includes(ending) || type.startsWith('image/')
  return !isPicture || !names.some((each) => lower.includes(each))
}

/** The file extension of a name, in lower case. */
function endingOf(name: string): string {
  return /\.([^.\s]+)[.\s]*$/.exec(name.toLowerCase())?.[1] ?? ''
}

/** File types that are never attached again, and those of them that hold other files. */
export interface AttachmentRules {
  never: readonly string[]
  archives: readonly string[]
  noDocuments: NoDocuments
}

const LONGEST_NAME = 150
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i
const UNSAFE = /[\\/:*?"<>|]/g

/** The attachments that are kept, in the order of the mail: every part with a name. Adds flags for what is odd. */
export function keptAttachments(
  mail: Email,
  { leaves, html, isReport }: { leaves: readonly Leaf[]; html: string; isReport: boolean },
  rules: AttachmentRules,
  flags: Set<MailFlag>,
): MailAttachment[] {
  const used = new Set<string>()
  const conflicting = new Set<string>()
  for (const { nameOfType, nameOfDisposition, encoding } of leaves) {
    if (nameOfType !== null && nameOfDisposition !== null && nameOfType !== nameOfDisposition) {
      conflicting.add(nameOfDisposition)
      flags.add('name_conflict')
    }
    if (encoding !== '' && !KNOWN_ENCODING.test(encoding)) conflicting.add(nameOfDisposition ?? nameOfType ?? '')
  }
  const files = leaves.filter(
    (leaf) => !leaf.isWithin && (leaf.isNamed || leaf.disposition === 'attachment' || !TEXTS.has(leaf.type)),
  )
  // A file that two readings of the mail disagree on is not passed on.
  const isAgreed =
    files.length === mail.attachments.length && files.every(({ type }, i) => type === mail.attachments[i]?.mimeType)
  return mail.attachments.flatMap((attachment, i): MailAttachment[] => {
    const { mimeType: type, filename } = attachment
    const leaf = isAgreed ? files[i] : undefined
    if (isNotFile(attachment, leaf, html) || (isReport && isOfReport(type))) return []
    const parsed = toBytes(attachment.content)
    const own = leaf ? originalOf(parsed, leaf) : null
    if (own === null) flags.add('decode_error')
    const content = own ?? parsed
    const name = filename ?? ''
    const ending = endingOf(name)
    const isDangerous = rules.never.includes(ending) || DANGEROUS_TYPE.test(type)
    if (rules.archives.includes(ending)) flags.add('archive')
    else if (isDangerous) flags.add('dangerous_type')
    if (content.length === 0) flags.add('empty_attachment')
    const { safe, wasUnsafe } = safeNameOf(name, type, used)
    if (wasUnsafe) flags.add('unsafe_name')
    return [
      {
        name,
        safeName: safe,
        type,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        reattach: !isDangerous && !conflicting.has(name) && own !== null,
        content,
      },
    ]
  })
}

/** Whether a part is not a file: a picture shown in the text, the signature of the mail, or a nameless part that only programs read. */
function isNotFile(
  { mimeType: type, disposition, filename }: Email['attachments'][number],
  leaf: Leaf | undefined,
  html: string,
): boolean {
  const isShown = leaf?.isRelated === true && type.startsWith('image/') && isShownIn(leaf.contentId, html)
  // A file that is stored elsewhere is not in the mail, whatever its name.
  if (isShown || type === 'message/external-body' || (leaf?.isSignature ?? SIGNATURE.test(type))) return true
  if (filename !== null && filename !== '') return false
  // Mails within, and what machines say about a mail, are not documents.
  return CALENDAR.test(type) || type.startsWith('message/') || (type.startsWith('text/') && disposition !== 'attachment')
}

/** Whether HTML shows the part with an id. */
function isShownIn(contentId: string | null, html: string): boolean {
  const id = (contentId ?? '').replace(/^<|>$/g, '')
  return id !== '' && (html.includes(`cid:${id}`) || html.includes(`cid:${encodeURIComponent(id)}`))
}

/** The bytes of a file as they are in the mail: the parser changes the line ends of texts. Null where the parser read something else. */
function originalOf(parsed: Uint8Array, leaf: Leaf): Uint8Array | null {
  const bytes = leaf.bytes()
  if (bytes === null) return null
  // The parser reads calendars as text and re-encodes them in UTF-8.
  if (CALENDAR.test(leaf.type)) return bytes
  const isSame =
    bytes.equals(parsed) || (leaf.encoding !== 'base64' && withoutLineEnds(bytes).equals(withoutLineEnds(Buffer.from(parsed))))
  return isSame ? bytes : null
}

function withoutLineEnds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r/g, '').replace(/\n+$/, ''), 'latin1')
}

const TEXTS: ReadonlySet<string> = new Set(['text/plain', 'text/html'])
const CALENDAR = /^(?:text\/calendar|application\/ics)$/
const SIGNATURE = /^application\/(?:pkcs7-signature|x-pkcs7-signature|pgp-signature)$/
const DANGEROUS_TYPE = /^(?:text\/html|image\/svg\+xml|application\/(?:xhtml\+xml|javascript|x-msdownload|hta))$/
const KNOWN_ENCODING = /^(?:7bit|8bit|binary|quoted-printable|base64)$/

function toBytes(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : new Uint8Array(content)
}

/** A name without what would be unsafe in a file system or a shell, or would deceive a reader; different from the used ones. */
function safeNameOf(name: string, type: string, used: Set<string>): { safe: string; wasUnsafe: boolean } {
  const ending = type === 'application/pdf' ? '.pdf' : ''
  const plain = name
    .normalize('NFC')
    .replace(UNSEEN_OR_CONTROL, '')
    .replace(UNSAFE, '_')
    .replace(/^[.\-\s]+/, '')
    .replace(/[.\s]+$/, '')
  const short = cutTo(DEVICE.test(plain) ? `_${plain}` : plain, LONGEST_NAME) || `attachment${ending}`
  let safe = short
  const key = (text: string): string => text.normalize('NFKC').toLowerCase()
  for (let number = 2; used.has(key(safe)); number++) safe = short.replace(/(\.[^.]{0,10})?$/, ` (${number})$1`)
  used.add(key(safe))
  // A name that was only taken already is not unsafe.
  return { safe, wasUnsafe: name !== '' && short !== name.normalize('NFC') }
}

/** A name of at most so many bytes, with its extension. */
function cutTo(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  let cut = ''
  for (const character of name.slice(0, name.length - ending.length)) {
    if (Buffer.byteLength(cut + character + ending) > most) break
    cut += character
  }
  return cut + ending
}
