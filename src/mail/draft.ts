/** A mail for a person to check and send: a file that mail programs open as unsent. */

import { createHash } from 'node:crypto'
import { MailComposer } from './packages/composer.ts'
import { cleanLine } from './read/clean.ts'

export interface Draft {
  from: string
  to: readonly string[]
  cc: readonly string[]
  subject: string
  /** Plain text, with LF line ends. */
  body: string
  /** Its date, ISO 8601. */
  at: string
  /** The mail it answers; without one it begins a thread. */
  answers?: { messageId: string; references: readonly string[] }
  /** The attached files, under safe names. */
  attachments?: ReadonlyArray<{ name: string; type: string; content: Uint8Array }>
}

/**
 * The mail as an .eml file (RFC 5322, UTF-8, CRLF), marked unsent. The same draft gives the same bytes. Addresses must have been
 * checked.
 */
export async function draftFile(draft: Draft): Promise<string> {
  const { from, to, cc, subject, body, at, answers, attachments = [] } = draft
  const hashes = attachments.map(({ name, content }) => [name, createHash('sha256').update(content).digest('hex')])
  const id = createHash('sha256')
    .update(JSON.stringify({ from, to, cc, subject, body, at, ...(answers || hashes.length > 0 ? { answers, hashes } : {}) }))
    .digest('hex')
    .slice(0, 32)
  const mail = new MailComposer({
    from,
    to: [...to],
    cc: [...cc],
    subject: literal(cleanLine(subject)),
    text: body,
    textEncoding: 'quoted-printable',
    date: new Date(at),
    messageId: `<${id}@draft.phd.invalid>`,
    headers: { 'X-Unsent': '1' },
    baseBoundary: id,
    ...(answers ? { inReplyTo: answers.messageId, references: [...answers.references, answers.messageId] } : {}),
    attachments: attachments.map(({ name, type, content }) => ({
      filename: name,
      content: Buffer.from(content),
      // Base64 keeps every byte; an invalid type, or one that programs unpack, is sent as plain bytes.
      contentType: TYPE.test(type) && !type.startsWith('message/') ? type : 'application/octet-stream',
      contentTransferEncoding: 'base64',
    })),
    newline: '\r\n',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return (await mail.compile().build()).toString('latin1')
}

const TYPE = /^[a-z0-9][a-z0-9.+-]{0,100}\/[a-z0-9][a-z0-9.+-]{0,100}$/

/** A subject that looks like an encoded word would be decoded, so it is encoded itself. */
function literal(subject: string): string {
  if (!subject.includes('=?')) return subject
  const words: string[] = []
  let word = ''
  for (const character of subject) {
    if (Buffer.byteLength(word + character) > LONGEST_WORD) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ')
}

/** Bytes of text in an encoded word, which may have 75 characters (RFC 2047). */
const LONGEST_WORD = 42
