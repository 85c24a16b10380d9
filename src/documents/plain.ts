/** The text of files that are text, and of old formats that hold theirs among other bytes. */

import { bothWays } from './marks.ts'
import type { DocumentText, Effort } from './text.ts'

const MOST = 8 << 20
/** What is written in letters and read by programs alone: RTF, PostScript, armour of PGP and certificates, a broken workbook, other bytes. */
const IN_CODE = /^\ufeff?\s*(?:\{\\rtf|%!PS|-----BEGIN |begin [0-7]{3} )|^PK[\u0001-\u0008]|[\u0001-\u0008\u000e-\u001f]/i
/** The container of Office files as they were before 2007, and of those with a password since. */
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/** The text of a file that is neither a PDF nor packed; of other formats what can be looked through, as not read. */
export function plainText(bytes: Buffer, effort: Effort): DocumentText {
  effort.left -= Math.min(bytes.length, MOST)
  const plain = bytes.subarray(0, MOST)
  const whole = (text: string, isText: boolean): DocumentText => ({
    kind: 'plain',
    pages: isText ? [text] : [],
    all: bothWays(text),
    unread: !isText ? { why: 'format', pages: [] } : bytes.length > MOST ? { why: 'too_large', pages: [] } : null,
    isRevised: false,
  })
  if (plain[0] === 0xff && plain[1] === 0xfe) return whole(plain.toString('utf16le'), true)
  if (plain[0] === 0xfe && plain[1] === 0xff) return whole(bigEndian(plain), true)
  if (!plain.includes(0)) {
    const text = plain.toString(isUtf8(plain) ? 'utf8' : 'latin1')
    return whole(text, !IN_CODE.test(text))
  }
  // Old formats of Office hold their text among other bytes, in one way of writing or the other.
  const all = `${plain.toString('latin1')}\n${plain.toString('utf16le')}`
  const why = !plain.subarray(0, 8).equals(OLD_OFFICE)
    ? 'format'
    : all.includes('EncryptedPackage')
      ? 'encrypted'
      : all.includes('WordDocument')
        ? 'old_word'
        : 'format'
  return { kind: 'other', pages: [], all, unread: { why, pages: [] }, isRevised: false }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
}
