/** The text of packed files of Office: all of it to be looked through, and of Word what a reader sees. */

import { PhdError } from '../errors.ts'
import { partBytes, zipParts } from '../imports/read/zip.ts'
import { bothWays } from './marks.ts'
import type { DocumentText, Effort, Unread } from './text.ts'
import { hiddenStyles, wordText } from './word.ts'

const MOST = 8 << 20
const MOST_OF_PART = 4 << 20
/** A document with a picture and fewer letters may be a scan that was put into Word. */
const FEW_LETTERS = 120
/** The parts of Word that a reader sees, in the order that a reader sees them. */
const SHOWN = ['header', 'document', 'footnotes', 'endnotes', 'footer']
const SHOWN_PART = /^word\/(header|document|footnotes|endnotes|footer)\d*\.xml$/i

/** The text of a packed file. */
export function officeText(bytes: Buffer, effort: Effort): DocumentText {
  const parts = new Map<string, string>()
  const { unread, hasPictures, hasFiles } = unpack(bytes, parts, effort)
  const all = [...parts.values()].map(bothWays).join('\n')
  const shown = [...parts].filter(([name]) => SHOWN_PART.test(name))
  if (shown.length === 0) {
    const without = unread ?? (parts.size === 0 ? { why: 'damaged' as const, pages: [] } : null)
    return { kind: 'office', pages: [], all, unread: without, isRevised: false }
  }
  const hidden = hiddenStyles(parts.get('word/styles.xml') ?? '')
  const rank = (name: string): number => SHOWN.indexOf(SHOWN_PART.exec(name)?.[1]?.toLowerCase() ?? '')
  const words = shown.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)).map(([, xml]) => wordText(xml, hidden))
  const text = words.map((each) => each.text).join('\n')
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const is = (what: 'isCut' | 'hasUnseen' | 'hasLargePicture' | 'isRevised'): boolean => words.some((each) => each[what])
  const why: Unread['why'] | null =
    (hasPictures && letters < FEW_LETTERS) || is('hasLargePicture')
      ? 'scanned'
      : letters === 0
        ? 'no_text'
        : is('isCut')
          ? 'format'
          : is('hasUnseen')
            ? 'hidden'
            : hasFiles
              ? 'elsewhere'
              : null
  return { kind: 'word', pages: [text], all, unread: unread ?? (why && { why, pages: [] }), isRevised: is('isRevised') }
}

interface Unpacked {
  unread: Unread | null
  hasPictures: boolean
  /** Whether there are other files within it, as a reader opens them. */
  hasFiles: boolean
}

/** Unpacks the parts that hold text, as far as they may be; gives why not all of them. */
function unpack(bytes: Buffer, parts: Map<string, string>, effort: Effort): Unpacked {
  const file = {
    name: 'attachment',
    bytes: bytes.length,
    readAt: (at: number, length: number) => bytes.subarray(at, at + length),
  }
  let size = 0
  let hasPictures = false
  let hasFiles = false
  const unread = (why: Unread['why']) => ({ unread: { why, pages: [] }, hasPictures, hasFiles })
  try {
    for (const part of zipParts(file).values()) {
      if (/^word\/media\//i.test(part.name)) hasPictures = true
      if (/^word\/embeddings\//i.test(part.name)) hasFiles = true
      if (!/\.(?:xml|rels|html?|txt|csv)$/i.test(part.name)) continue
      const pieces = [...partBytes(file, part, MOST_OF_PART)]
      const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
      size += length
      effort.left -= length
      if (size > MOST || effort.left <= 0) return unread('too_large')
      parts.set(part.name, textOf(Buffer.concat(pieces)))
    }
  } catch (error) {
    // What was read is looked through, and the rest is for a person.
    const kind = error instanceof PhdError ? error.kind : null
    return unread(kind === 'encrypted' ? 'encrypted' : kind === 'too_large' ? 'too_large' : 'damaged')
  }
  return { unread: null, hasPictures, hasFiles }
}

/** A part as text: of UTF-16 too, which a part may be in. */
function textOf(part: Buffer): string {
  if (part[0] === 0xff && part[1] === 0xfe) return part.toString('utf16le')
  return part[0] === 0xfe && part[1] === 0xff
    ? Buffer.from(part.subarray(0, part.length & ~1))
        .swap16()
        .toString('utf16le')
    : part.toString('utf8')
}
