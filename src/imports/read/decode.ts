import { isUtf8 } from 'node:buffer'
import { failure } from '../../errors.ts'
import { decoderOf, encodingNamed, loadEncodings } from '../../records/encoding.ts'
import { didYouMean } from '../../records/near.ts'
import { MAX_RECORD } from './csv/csv.ts'
import type { InputFile } from './input.ts'

export interface DecodedFile {
  /** Its name in the Encoding Standard. */
  encoding: string
  /** The text from its beginning, without its byte order mark. Throws the refusal `bad_encoding`. */
  text: () => Iterable<string>
  /** The same as bytes of UTF-8, which change once the next are asked for; text where the file is in another encoding. */
  parts: () => Iterable<string | Buffer>
}

/** What a refusal says of bytes that are not in the encoding: the line of the first of them, counted from 1. */
export type ExplainEncoding = (encoding: string, line: number) => Error

/** Encodings that exports come in, for a person who has to name one. */
const OFTEN = [
  'windows-1252',
  'utf-8',
  'utf-16le',
  'macintosh',
  'windows-1250',
  'iso-8859-1',
  'shift_jis',
  'euc-kr',
  'gb18030',
  'big5',
]

/** The name of an encoding in the Encoding Standard, by any of its names. Throws a usage error for one that is not known. */
export async function readEncoding(named: string, setting: string | null = null): Promise<string> {
  await loadEncodings()
  return known(named, setting)
}

function known(named: string, setting: string | null = null): string {
  const encoding = encodingNamed(named)
  if (encoding !== null) return encoding
  throw failure('unknown_encoding', `unknown encoding "${named}"${didYouMean(named, OFTEN)}`, {
    setting,
    others: OFTEN.slice(1),
  })
}

/**
 * Decodes a file: by its mark, for nothing says it more surely; else as a person named it; else as UTF-8. Nothing is guessed:
 * anything else is refused in the words of `explain`. For a name the encodings must have been loaded.
 */
export function decodeFile(file: InputFile, named: string | undefined, explain?: ExplainEncoding): DecodedFile {
  const encoding = markOf(file.head) ?? (named === undefined ? 'utf-8' : known(named))
  const bad = explain ?? ((_, line) => notIn(file.name, encoding, line))
  const parts = () => withoutEndMark(encoding === 'utf-8' ? utf8Of(file, bad) : decoded(file, encoding, bad))
  return { encoding, parts, text: () => asText(parts()) }
}

function* decoded(file: InputFile, encoding: string, bad: ExplainEncoding): Generator<string, void, void> {
  const decoder = decoderOf(encoding, { strict: true })
  const next = (bytes?: Buffer): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw bad(encoding, 0)
    }
  }
  for (const bytes of file.chunks()) yield next(bytes)
  yield next()
}

/** The bytes of a file in UTF-8 without its mark, in whole characters and mostly in whole lines; they change once the next are asked for. */
function* utf8Of(file: InputFile, bad: ExplainEncoding): Generator<Buffer, void, void> {
  let before = 0
  let cut: Buffer = Buffer.alloc(0)
  for (const bytes of wholeLines(file.chunks())) {
    const piece = cut.length === 0 ? bytes : Buffer.concat([cut, bytes])
    const end = isUtf8(piece) ? piece.length : wholeCharacters(piece)
    if (end === null) throw bad('utf-8', linesUpTo(file, before) + linesBefore(piece))
    cut = Buffer.from(piece.subarray(end))
    yield piece.subarray(before === 0 && piece.indexOf(MARK) === 0 ? MARK.length : 0, end)
    before += bytes.length
  }
  if (cut.length > 0) throw bad('utf-8', linesUpTo(file, before))
}

const MARK = Buffer.from('\ufeff')

/** Where the last character of a piece begins that goes on in the next; null where the piece is not UTF-8. */
function wholeCharacters(piece: Buffer): number | null {
  let end = piece.length
  while (end > 0 && piece.length - end < 4 && ((piece[end - 1] ?? 0) & 0xc0) === 0x80) end--
  end = Math.max(0, end - 1)
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(piece.subarray(end), { stream: true })
    return isUtf8(piece.subarray(0, end)) ? end : null
  } catch {
    return null
  }
}

/** The line that a place of a file is on, counted from 1. */
function linesUpTo(file: InputFile, place: number): number {
  let line = 1
  let left = place
  for (const chunk of file.chunks()) {
    line += countLineFeeds(chunk.subarray(0, left))
    left -= chunk.length
    if (left <= 0) break
  }
  return line
}

function* asText(parts: Iterable<string | Buffer>): Generator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for (const part of parts) yield typeof part === 'string' ? part : decoder.decode(part)
}

/** Programs of DOS end a text with Ctrl-Z, and may fill the rest of a block with it. */
const END_MARK = '\u001a'
const LONGEST_END = 1 << 16

/** A text without the marks of its end, where only blanks and line ends follow them. */
function* withoutEndMark(parts: Iterable<string | Buffer>): Generator<string | Buffer, void, void> {
  let held = ''
  for (const part of parts) {
    if (held === '' && !part.includes(END_MARK)) {
      if (part.length > 0) yield part
      continue
    }
    const text = held + part.toString()
    const at = endMarkIn(text)
    held = text.slice(at)
    if (at > 0) yield typeof part === 'string' ? text.slice(0, at) : Buffer.from(text.slice(0, at))
  }
}

/** Where the marks at the end of a text begin; its length where there are none. */
function endMarkIn(text: string): number {
  let mark = text.length
  for (let at = text.length - 1; at >= 0 && text.length - at < LONGEST_END; at--) {
    const character = text.charAt(at)
    if (character === END_MARK) mark = at
    else if (character.trim() !== '') return mark
  }
  return mark
}

/** The refusal for bytes that are not in an encoding; without a line where that is not known. */
export function notIn(name: string, encoding: string, line: number): Error {
  const place =
    line > 0 && encoding === 'utf-8' ? `${name}, line ${line}: not valid UTF-8` : `${name} is not ${encoding} throughout`
  return failure('bad_encoding', place, 'export it again as UTF-8', { encoding })
}

/** Whether the whole file is UTF-8. */
export function isWholeUtf8(file: InputFile): boolean {
  const other = new Error('not UTF-8')
  try {
    for (const _ of utf8Of(file, () => other));
    return true
  } catch (error) {
    if (error === other) return false
    throw error
  }
}

/**
 * Cuts the pieces of a file after a line feed, so that few records lie across two of them: what is put together of two is read slower
 * than one. They are all in one place, and change once the next is asked for.
 */
function* wholeLines(chunks: Iterable<Buffer>): Generator<Buffer, void, void> {
  let place = Buffer.alloc(0)
  let length = 0
  for (const chunk of chunks) {
    if (length + chunk.length > place.length) place = Buffer.concat([place.subarray(0, length)], 2 * (length + chunk.length))
    chunk.copy(place, length)
    length += chunk.length
    const lines = chunk.lastIndexOf(10) + 1
    const end = lines > 0 ? length - chunk.length + lines : length > MAX_RECORD ? length : 0
    if (end === 0) continue
    yield place.subarray(0, end)
    place.copyWithin(0, end, length)
    length -= end
  }
  if (length > 0) yield place.subarray(0, length)
}

/** The encoding that the first bytes say the file is in; null where they say nothing. */
export function markOf(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'utf-8' : null
}

/** UTF-16 without its mark, recognized by the zeros that every second byte of Latin text is. */
export function unmarkedUtf16(head: Buffer): string | null {
  const sample = head.subarray(0, 512)
  const pairs = sample.length >> 1
  if (pairs < 4) return null
  const zeros = [0, 0]
  for (let i = 0; i < pairs * 2; i++) if (sample[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le'
  return even > pairs * 0.6 && odd < pairs * 0.1 ? 'utf-16be' : null
}

function countLineFeeds(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++
  return count
}

/** How many whole lines come before the first bytes that are not UTF-8. */
function linesBefore(bytes: Buffer): number {
  let line = 0
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start)
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line
    start = end + 1
  }
  return line
}

/** What text that was encoded twice would have been; null where that is not known. */
export function decodedOnce(text: string): string | null {
  const bytes: number[] = []
  for (const char of text) {
    const byte = WINDOWS_1252.get(char)
    if (byte === undefined) return null
    bytes.push(byte)
  }
  try {
    const once = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
    return once === text ? null : once
  } catch {
    return null
  }
}

/** The byte of each character of Windows-1252. */
const WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
)
