/**
 * The text in a file of a mail, as far as phd can read it: of plain texts, workbooks and documents of Office, and of PDFs that hold
 * text. It is looked through for names and never shown, so what cannot be laid out exactly is given in two ways. Bounded whatever
 * the bytes are.
 */

import { inflateSync } from 'node:zlib'
import { partBytes, zipParts } from '../imports/read/zip.ts'

export interface FileText {
  text: string
  /** Whether what a reader sees was read; of a picture, a scan or an encrypted file nothing is. */
  isRead: boolean
}

const MOST = 8 << 20
const MOST_OF_PART = 4 << 20
/** Of a PDF: so much in all, of one stream, and so many streams and fonts. */
const MOST_OF_PDF = 4 << 20
const MOST_OF_STREAM = 1 << 20
const MOST_STREAMS = 2000
const MOST_FONTS = 16
const MOST_LETTERS = 1 << 16
/** The entry of a font is no longer. */
const LONGEST_FONT = 2000
/** So many bytes and characters are looked at in the files of one mail, whatever they unfold to. */
const MOST_EFFORT = 24 << 20
/** With fewer letters a file holds no text worth the name. */
const LEAST_LETTERS = 20

/** What may still be looked at of the files of a mail: each that is read takes of it, and at nothing the rest counts as not read. */
export interface Effort {
  left: number
}

/** For the files of one mail. */
export function effortOfMail(): Effort {
  return { left: MOST_EFFORT }
}

/** The text of a file by its first bytes, whatever its name says. `effort`: that of its mail. */
export function textOfFile(content: Uint8Array, effort: Effort = effortOfMail()): FileText {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (effort.left <= 0) return { text: '', isRead: false }
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return textOfOffice(bytes, effort)
  if (bytes.subarray(0, 1024).includes('%PDF')) return textOfPdf(bytes, effort)
  effort.left -= Math.min(bytes.length, MOST)
  const plain = bytes.subarray(0, MOST)
  const isWhole = bytes.length <= MOST
  if (plain[0] === 0xff && plain[1] === 0xfe) return { text: plain.toString('utf16le'), isRead: isWhole }
  if (plain[0] === 0xfe && plain[1] === 0xff) return { text: bigEndian(plain), isRead: isWhole }
  if (!plain.includes(0)) {
    const text = plain.toString(isUtf8(plain) ? 'utf8' : 'latin1')
    return { text: bothWays(text), isRead: isWhole && !IN_CODE.test(text) }
  }
  // Old formats of Office hold their text among other bytes, in one way of writing or the other.
  return { text: `${plain.toString('latin1')}\n${plain.toString('utf16le')}`, isRead: false }
}

/** What is written in letters and read by programs alone: RTF, PostScript, armour of PGP and certificates, a broken workbook, other bytes. */
const IN_CODE = /^\ufeff?\s*(?:\{\\rtf|%!PS|-----BEGIN |begin [0-7]{3} )|^PK[\u0001-\u0008]|[\u0001-\u0008\u000e-\u001f]/i

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function textOfOffice(bytes: Buffer, effort: Effort): FileText {
  const file = {
    name: 'attachment',
    bytes: bytes.length,
    readAt: (at: number, length: number) => bytes.subarray(at, at + length),
  }
  const found: string[] = []
  let size = 0
  let isRead = true
  try {
    for (const part of zipParts(file).values()) {
      if (!/\.(?:xml|rels|html?|txt|csv)$/i.test(part.name)) continue
      const pieces = [...partBytes(file, part, MOST_OF_PART)]
      const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
      size += length
      effort.left -= length
      if (size > MOST || effort.left <= 0) return { text: found.join('\n'), isRead: false }
      found.push(bothWays(Buffer.concat(pieces).toString('utf8')))
    }
  } catch {
    // Damaged, encrypted or made to burst: what was read is looked through, and the rest is for a person.
    isRead = false
  }
  return { text: found.join('\n'), isRead: isRead && found.length > 0 }
}

/** A text as it is, and without its marks: once with the words they separate apart, once together. */
function bothWays(text: string): string {
  if (!text.includes('<')) return text
  const plain = (between: string): string => unescaped(text.replace(/<[^<>]*>/g, between))
  return `${text}\n${plain(' ')}\n${plain('')}`
}

function unescaped(text: string): string {
  return text
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, hex: string, digits: string) => characterOf(Number.parseInt(digits, hex ? 16 : 10)))
    .replaceAll('&amp;', '&')
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}

function textOfPdf(bytes: Buffer, effort: Effort): FileText {
  const { streams, isAll, isLettered } = streamsOf(bytes, effort)
  const fonts = streams.filter((stream) => stream.includes('begincmap'))
  const maps = fonts.slice(0, MOST_FONTS).map(unicodeMap)
  const shown = streams.flatMap((stream) => (stream.includes('begincmap') ? [] : stringsOf(stream, maps, effort)))
  // Titles, addresses of links and notes are outside the streams.
  const text = [...shown, ...stringsOf(bytes.subarray(0, MOST_OF_STREAM).toString('latin1'), [], effort)].join('\n')
  effort.left -= text.length
  const letters = shown.join('').match(/\p{L}/gu)?.length ?? 0
  const isWhole = isAll && isLettered && fonts.length <= MOST_FONTS && effort.left > 0
  return {
    text: text.slice(0, MOST),
    isRead: isWhole && text.length <= MOST && letters >= LEAST_LETTERS && !bytes.includes('/Encrypt'),
  }
}

/**
 * What is in the streams of a PDF that hold text or say how its letters are read; whether those are all; and whether all its fonts
 * say their letters.
 */
function streamsOf(bytes: Buffer, effort: Effort): { streams: string[]; isAll: boolean; isLettered: boolean } {
  const streams: string[] = []
  let size = 0
  let isLettered = tellsLetters(bytes.subarray(0, MOST_OF_PDF).toString('latin1'))
  for (let count = 0, at = bytes.indexOf('stream'); at !== -1; count++) {
    if (count >= MOST_STREAMS || size >= MOST_OF_PDF || effort.left <= 0) return { streams, isAll: false, isLettered }
    const start = bytes[at + 6] === 13 ? at + 8 : at + 7
    const end = bytes.indexOf('endstream', start)
    if (end === -1) return { streams, isAll: false, isLettered }
    const stream = inflated(bytes.subarray(start, end), effort)
    isLettered &&= tellsLetters(stream)
    if (/\bT[jJ]\b|begincmap|\/Title|xmpmeta|\/URI/.test(stream)) {
      streams.push(stream)
      size += stream.length
    }
    at = bytes.indexOf('stream', end + 9)
  }
  return { streams, isAll: true, isLettered }
}

/** Whether each font here that is addressed by the numbers of its shapes has a table of letters. */
function tellsLetters(text: string): boolean {
  for (const { index } of text.matchAll(/\/Encoding\s*\/Identity-[HV]/g)) {
    const from = Math.max(0, text.lastIndexOf('<<', index), index - LONGEST_FONT)
    const end = text.indexOf('>>', index)
    if (!text.slice(from, end === -1 ? index + LONGEST_FONT : Math.min(end, index + LONGEST_FONT)).includes('/ToUnicode'))
      return false
  }
  return true
}

function inflated(raw: Buffer, effort: Effort): string {
  try {
    const bytes = inflateSync(raw, { maxOutputLength: MOST_OF_STREAM })
    effort.left -= bytes.length
    return bytes.toString('latin1')
  } catch (error) {
    // What bursts was unfolded as far as it may.
    effort.left -= (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? MOST_OF_STREAM : raw.length
    return raw.subarray(0, MOST_OF_STREAM).toString('latin1')
  }
}

/** From the codes of a font to letters; `digits`: how many each code has. */
interface FontMap {
  letters: ReadonlyMap<string, string>
  digits: 2 | 4
}

function unicodeMap(stream: string): FontMap {
  const map = new Map<string, string>()
  const sections = (name: string): string =>
    stream
      .split(`begin${name}`)
      .slice(1)
      .map((section) => section.split(`end${name}`, 1)[0])
      .join('\n')
  for (const [, from = '', to = ''] of sections('bfchar').matchAll(/<([0-9a-f]{2,4})>\s*<((?:[0-9a-f]{4}){1,8})>/gi))
    map.set(from.toLowerCase(), bigEndian(Buffer.from(to, 'hex')))
  // Ranges may overlap, so what is set is counted, not what is there.
  let set = 0
  const ranges = /<([0-9a-f]{2,4})>\s*<([0-9a-f]{2,4})>\s*<([0-9a-f]{4})>/gi
  for (const [, low = '', high = '', to = ''] of sections('bfrange').matchAll(ranges)) {
    const [first, last, start] = [low, high, to].map((each) => Number.parseInt(each, 16)) as [number, number, number]
    for (let code = first; code <= last && set < MOST_LETTERS; code++, set++)
      map.set(code.toString(16).padStart(low.length, '0'), String.fromCharCode(start + code - first))
  }
  const [code = ''] = map.keys()
  return { letters: map, digits: code.length === 2 ? 2 : 4 }
}

/** The strings that a stream of a PDF shows; those of one array are one, for it sets letters closer together. By each font once. */
function stringsOf(stream: string, maps: readonly FontMap[], effort: Effort): string[] {
  const tokens = tokensOf(stream)
  return [null, ...maps].map((map) => {
    const found: string[] = []
    let line: string[] | null = null
    for (const { kind, text } of tokens) {
      effort.left -= 8 + text.length
      if (effort.left <= 0) break
      if (kind === '[') line = []
      else if (kind === ']') {
        found.push(line?.join('') ?? '', line?.join(' ') ?? '')
        line = null
      } else (line ?? found).push(kind === '<' ? fromCodes(text, map) : text)
    }
    return [...found, ...(line ?? [])].join(' ')
  })
}

const HEX: ReadonlySet<string> = new Set('0123456789abcdefABCDEF \t\r\n\f')

/** The strings and arrays of a stream, in its order: each character is looked at once. */
function tokensOf(stream: string): { kind: '(' | '<' | '[' | ']'; text: string }[] {
  const tokens: ReturnType<typeof tokensOf> = []
  for (let at = 0; at < stream.length; at++) {
    const kind = stream[at]
    if (kind === '[' || kind === ']') tokens.push({ kind, text: '' })
    else if (kind === '<') {
      let end = at + 1
      while (HEX.has(stream[end] ?? '')) end++
      if (stream[end] === '>') tokens.push({ kind, text: stream.slice(at + 1, end) })
      at = end - 1
    } else if (kind === '(') {
      const end = endOfString(stream, at)
      tokens.push({ kind, text: unquoted(stream.slice(at + 1, end)) })
      at = end
    }
  }
  return tokens
}

/** Where a string ends that begins at a place; brackets in it come in pairs, or behind a backslash. */
function endOfString(stream: string, start: number): number {
  let depth = 0
  for (let at = start; at < stream.length; at++) {
    const character = stream[at]
    if (character === '\\') at++
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return at
  }
  return stream.length
}

function unquoted(literal: string): string {
  const text = literal
    .replace(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 255))
    .replace(/\\(?:\r\n|[\r\n])/g, '')
    .replace(/\\(.)/g, '$1')
  return text.startsWith('\u00fe\u00ff') ? bigEndian(Buffer.from(text.slice(2), 'latin1')) : text
}

function bigEndian(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
}

/** A string of codes as letters: by a font, or by themselves. */
function fromCodes(hex: string, map: FontMap | null): string {
  const codes = hex.replace(/\s+/g, '').toLowerCase()
  if (map === null) return Buffer.from(codes.slice(0, codes.length & ~1), 'hex').toString('latin1')
  const { letters, digits } = map
  let text = ''
  for (let at = 0; at + digits <= codes.length; at += digits) text += letters.get(codes.slice(at, at + digits)) ?? ''
  return text
}
