/** The text of a part of a mail, in the encoding it names. What cannot be read that way is reported, never guessed. */

import { isUtf8 } from 'node:buffer'
import { decoderOf, encodingNamed } from '../../records/encoding.ts'

export interface DecodedText {
  text: string
  /** Whether it is the whole text as it was written. */
  isSure: boolean
}

/** Remains of text in escape codes that was read as something else: ISO-2022, HZ, UTF-16. */
const REMAINS = /[\u0000\u000e\u000f\u001b]|~\{[!-~]{2,}?~\}/
const ASCII: ReadonlySet<string> = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'iso646-us',
  'unknown-8bit',
  '7bit',
  '8bit',
  'none',
])

/** Reads bytes as text; `charset`: as the part names it, else null. The encodings must be loaded. */
export function decodedText(bytes: Buffer, charset: string | null): DecodedText {
  const { text, isSure } = byCharset(bytes, (charset ?? '').trim().toLowerCase())
  return { text: text.replace(/^\ufeff/, ''), isSure: isSure && !REMAINS.test(text) }
}

const WORDS = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([QB])\?([^?]*)\?=/gi

/**
 * Whether a header has encoded words (RFC 2047) or a parameter (RFC 2231) in an unreadable encoding, or in another one than they
 * name. The encodings must be loaded.
 */
export function hasUnreadableWords(header: string): boolean {
  const words = [...header.matchAll(WORDS)].some(([, charset = '', encoding = '', text = '']) => {
    if (ESCAPED.test(charset)) return true
    const bytes = /^q$/i.test(encoding) ? fromHex(text, '=') : Buffer.from(text, 'base64')
    return isOfAnother(bytes, charset.toLowerCase())
  })
  const [, charset = '', text = ''] = /\*=\s*"?([^'";\s]{1,60})'[^']{0,60}'([^;\s]*)/.exec(header) ?? []
  return words || isOfAnother(fromHex(text, '%'), charset.toLowerCase())
}

/** Encodings in ASCII escape codes, which phd does not read. */
const ESCAPED = /^(?:(?:x-)?(?:unicode-1-1-)?utf-?7(?:-imap)?|hz(?:-gb-2312)?|iso-2022-(?:kr|cn)(?:-ext)?)$/i

function fromHex(text: string, mark: string): Buffer {
  const bytes = text.replace(new RegExp(`${mark}([0-9a-f]{2})`, 'gi'), (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

/** Whether the bytes of a few words do not fit an encoding, or are Unicode under another name. */
function isOfAnother(bytes: Buffer, charset: string): boolean {
  if (ASCII.has(charset) || !bytes.some((byte) => byte > 0x7f)) return false
  const encoding = encodingNamed(charset)
  if (encoding === null) return true
  // Two letters of two bytes may be Unicode by chance; Asian letters have three in Unicode.
  return isUtf8(bytes) && (ONE_BYTE.test(encoding) || (SEVERAL.test(encoding) && bytes.some((byte) => byte >= 0xe0)))
}

function byCharset(bytes: Buffer, charset: string): DecodedText {
  const says = ASCII.has(charset) ? null : encodingNamed(charset)
  const isOnlyAscii = !bytes.some((byte) => byte > 0x7f)
  // In letters of ASCII alone all but those in escape codes are the same.
  if (says === null && isOnlyAscii) return { text: bytes.toString('latin1'), isSure: charset !== 'utf-7' }
  if (says === null) {
    const isUnicode = isUtf8(bytes)
    return { text: inAnyCase(bytes, isUnicode ? 'utf-8' : 'windows-1252'), isSure: isUnicode && ASCII.has(charset) }
  }
  const encoding = markOf(bytes) ?? says
  const text = strictly(bytes, encoding)
  const isUnicode = encoding !== 'utf-8' && !isOnlyAscii && isUtf8(bytes)
  if (text === null) return { text: inAnyCase(bytes, isUnicode ? 'utf-8' : encoding), isSure: false }
  // By chance letters of one byte each, or of two, never make so many that are Unicode.
  if (isUnicode && (ONE_BYTE.test(encoding) || SEVERAL.test(encoding))) return { text: inAnyCase(bytes, 'utf-8'), isSure: false }
  return { text, isSure: true }
}

const ONE_BYTE = /^(?:windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/
const SEVERAL = /^(?:shift_jis|euc-jp|euc-kr|big5|gbk|gb18030)$/

function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

function strictly(bytes: Buffer, encoding: string): string | null {
  try {
    return decoderOf(encoding, { strict: true }).decode(bytes)
  } catch {
    return null
  }
}

function inAnyCase(bytes: Buffer, encoding: string): string {
  return decoderOf(encoding, { strict: false }).decode(bytes)
}
