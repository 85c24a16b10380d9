import { isUtf8 } from 'node:buffer'
import { failure } from '../../errors.ts'
import { decoderOf, encodingNamed, loadEncodings } from '../../records/encoding.ts'
import { didYouMean } from '../../records/near.ts'
import { MAX_RECORD } from './csv.ts'
import type { InputFile } from './input.ts'
import { noTraits, note, type TextTraits } from './source.ts'

export interface DecodedFile {
  /** Its name in the Encoding Standard. */
  encoding: string
  traits: TextTraits
  /** The text from its beginning, without its byte order mark. Throws the refusal `bad_encoding`. */
  text: () => Generator<string, void, void>
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
  const traits = noTraits()
  const bad = explain ?? ((_, line) => notIn(file.name, encoding, line))
  return {
    encoding,
    traits,
    *text() {
      for (const text of withoutEndMark(decoded(file, encoding, bad))) {
        note(traits, text)
        yield text
      }
    },
  }
}

function* decoded(file: InputFile, encoding: string, bad: ExplainEncoding): Generator<string, void, void> {
  const decoder = decoderOf(encoding, { strict: true })
  let line = 1
  for (const bytes of encoding === 'utf-8' ? wholeLines(file.chunks()) : file.chunks()) {
    let text: string
    try {
      text = decoder.decode(bytes, { stream: true })
    } catch {
      throw bad(encoding, encoding === 'utf-8' ? line + linesBefore(bytes) : 0)
    }
    if (encoding === 'utf-8') line += countLineFeeds(bytes)
    yield text
  }
  try {
    yield decoder.decode()
  } catch {
    throw bad(encoding, line)
  }
}

/** Programs of DOS end a text with Ctrl-Z, and may fill the rest of a block with it. */
const END_MARK = '\u001a'
const LONGEST_END = 1 << 16

/** A text without the marks of its end, where only blanks and line ends follow them. */
function* withoutEndMark(parts: Iterable<string>): Generator<string, void, void> {
  let held = ''
  for (const part of parts) {
    const text = held + part
    const at = text.includes(END_MARK) ? endMarkIn(text) : text.length
    held = text.slice(at)
    if (at > 0) yield text.slice(0, at)
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
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const bytes of file.chunks()) decoder.decode(bytes, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/**
 * Cuts the pieces of a file after a line feed, so that few records lie across two of them: a text put together of two is slower
 * to read than one.
 */
function* wholeLines(chunks: Iterable<Buffer>): Generator<Buffer, void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for (const chunk of chunks) {
    const end = chunk.lastIndexOf(10) + 1
    if (end > 0) yield rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, end)]) : chunk.subarray(0, end)
    rest = end > 0 ? Buffer.from(chunk.subarray(end)) : Buffer.concat([rest, chunk])
    if (rest.length > MAX_RECORD) {
      yield rest
      rest = Buffer.alloc(0)
    }
  }
  if (rest.length > 0) yield rest
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
