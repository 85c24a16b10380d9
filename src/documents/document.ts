/**
 * The text of a document that came with a mail, or that a person names: of PDFs, documents and workbooks of Office, and plain text.
 * The one place where documents are read. Bounded whatever the bytes are; what cannot be read is said, and never guessed.
 */

import { officeText } from './office.ts'
import { plainText } from './plain.ts'
import type { DocumentText, Effort, UnreadReason } from './text.ts'

/** So many bytes and characters are looked at in the files of one mail, whatever they unfold to. */
const MOST_EFFORT = 24 << 20
/** A file with more bytes is not looked at. */
const MOST_BYTES = 20 << 20

/** For the files of one mail. */
export function effortOfMail(): Effort {
  return { left: MOST_EFFORT }
}

/** A document of which nothing was read. */
function notRead(kind: DocumentText['kind'], why: UnreadReason): DocumentText {
  return { kind, pages: [], all: '', unread: { why, pages: [] }, isRevised: false }
}

/** The text of a file by its first bytes, whatever its name says. `effort`: that of its mail. */
export async function readDocument(content: Uint8Array, effort: Effort = effortOfMail()): Promise<DocumentText> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (effort.left <= 0 || bytes.length > MOST_BYTES) return notRead('other', 'too_large')
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return officeText(bytes, effort)
  if (!bytes.subarray(0, 1024).includes('%PDF')) return plainText(bytes, effort)
  const { pdfText } = await import('./pdf.ts')
  const text = await pdfText(bytes)
  // Reading is bounded by time and memory; what came of it counts like any other text.
  effort.left -=
    text.unread?.why === 'too_slow' || text.unread?.why === 'too_large' ? MOST_EFFORT / 2 : bytes.length + text.all.length
  return text
}
