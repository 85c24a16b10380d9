/** The text of a part of a mail, by the encoding it says; what cannot be read so is told, and never guessed. */

import { isUtf8 } from 'node:buffer'
import { decoderOf, encodingNamed } from '../records/encoding.ts'

export interface DecodedText {
  text: string
  /** Whether it is the text that was written, and not what is left of it. */
  isSure: boolean
}

/** What is left where text in escape codes was read as something else: ISO-2022, HZ, UTF-16. */
const LEFT_OVER = /[\u0000\u000e\u000f\u001b]|~\{[!-~]{2,}?~\}/
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

/** Reads bytes as text; `charset`: as the part says, null where it says nothing. The encodings must have been loaded. */
export function decodedText(bytes: Buffer, charset: string | null): DecodedText {
  const { text, isSure } = byCharset(bytes, (charset ?? '').trim().toLowerCase())
  return { text: text.replace(/^\ufeff/, ''), isSure: isSure && !LEFT_OVER.test(text) }
}

const WORDS = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([QB])\?([^?]*)\?=/gi

/** Whether a header has encoded words (RFC 2047), or a parameter (RFC 2231), in an encoding that cannot be read. */
export function hasUnreadableWords(header: string): boolean {
  const words = [...header.matchAll(WORDS)].some(([, charset = '', encoding = '', text = '']) => {
    const isAscii = /^q$/i.test(encoding) ? !/=[89a-f]/i.test(text) : !Buffer.from(text, 'base64').some((byte) => byte > 0x7f)
    return !isAscii && !ASCII.has(charset.toLowerCase()) && encodingNamed(charset) === null
  })
  const [, charset = '', text = ''] = /\*=\s*"?([^'";\s]{1,60})'[^']{0,60}'([^;\s]*)/.exec(header) ?? []
  return words || (/%[89a-f]/i.test(text) && encodingNamed(charset) === null)
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
  // By chance the letters of one byte each never make so many letters of several.
  if (isUnicode && ONE_BYTE.test(encoding)) return { text: inAnyCase(bytes, 'utf-8'), isSure: false }
  return { text, isSure: true }
}

const ONE_BYTE = /^(?:windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/

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
