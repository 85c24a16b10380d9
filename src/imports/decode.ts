import { isUtf8 } from 'node:buffer'
import { refusal } from '../errors.ts'
import { MAX_RECORD } from './csv.ts'
import type { InputFile } from './input.ts'

/** What the text of a file is known to hold, so that rows need not be searched where there is nothing to find. */
export interface TextTraits {
  controls: boolean
  /** Bidirectional marks and zero-width characters: kept, but said. */
  invisible: boolean
  /** Text that was encoded twice, as `MÃ¼ller`. */
  mojibake: boolean
}

export interface DecodedFile {
  encoding: string
  traits: TextTraits
  /** The text from its beginning, without its byte order mark. Throws the refusal `bad_encoding`. */
  text: () => Generator<string, void, void>
}

/** What any trait would need; text without it is not looked at again. */
const ANY_TRAIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009fÂÃâ\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
export const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/
export const MOJIBAKE = /Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|â€|Ã[ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/

/**
 * Decodes a file: UTF-8 with or without a mark, UTF-16 with its mark, or the encoding a person named.
 * Nothing is guessed; anything else is refused with what the first odd line would read as in Windows-1252.
 */
export function decodeFile(file: InputFile, named: string | undefined): DecodedFile {
  const encoding = named ?? markOf(file.head) ?? 'utf-8'
  const traits: TextTraits = { controls: false, invisible: false, mojibake: false }
  return {
    encoding,
    traits,
    *text() {
      const decoder = decoderFor(encoding)
      let line = 1
      for (const bytes of encoding === 'utf-8' ? wholeLines(file.chunks()) : file.chunks()) {
        let text: string
        try {
          text = decoder.decode(bytes, { stream: true })
        } catch {
          throw badEncoding(file.name, encoding, line, bytes)
        }
        if (encoding === 'utf-8') line += countLineFeeds(bytes)
        note(traits, text)
        yield text
      }
      try {
        yield decoder.decode()
      } catch {
        throw badEncoding(file.name, encoding, line, Buffer.alloc(0))
      }
    },
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

function markOf(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch {
    throw refusal('unknown_encoding', `phd does not know the encoding "${encoding}"`, 'name it as in: --encoding windows-1252')
  }
}

function note(traits: TextTraits, text: string): void {
  if (!ANY_TRAIT.test(text)) return
  traits.controls ||= CONTROLS.test(text)
  traits.invisible ||= INVISIBLE.test(text)
  traits.mojibake ||= MOJIBAKE.test(text)
}

function countLineFeeds(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++
  return count
}

function badEncoding(name: string, encoding: string, firstLine: number, bytes: Buffer): Error {
  if (encoding !== 'utf-8') {
    return refusal('bad_encoding', `${name} is not ${encoding} throughout`, 'export it again as UTF-8', { encoding })
  }
  let line = firstLine
  for (let start = 0; start <= bytes.length; line++) {
    const end = bytes.indexOf(10, start)
    const odd = bytes.subarray(start, end === -1 ? bytes.length : end)
    if (!isUtf8(odd)) {
      const reading = new TextDecoder('windows-1252').decode(odd).trim()
      return refusal(
        'bad_encoding',
        `${name}, line ${line}: not valid UTF-8; read as Windows-1252 it would be: ${around(reading)}`,
        'if that reads right, run the command again with --encoding windows-1252; else export it again as UTF-8',
        { line },
      )
    }
    if (end === -1) break
    start = end + 1
  }
  return refusal('bad_encoding', `${name} is not valid UTF-8`, 'export it again as UTF-8')
}

/** The part of a line that has its first letter beyond ASCII. */
function around(line: string): string {
  const at = Math.max(0, line.search(/[^\u0000-\u007f]/))
  const from = Math.max(0, at - 30)
  const part = line.slice(from, at + 30)
  return `${from > 0 ? '…' : ''}${part}${at + 30 < line.length ? '…' : ''}`
}
