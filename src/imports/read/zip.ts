/**
 * Reads parts of a zip archive piece by piece. The libraries at hand load the whole archive and believe its sizes (fflate's
 * unzipSync: 512 KiB filled 627 MB) or hand it over asynchronously (yauzl), while the store pulls rows inside a transaction; so the
 * directory is read here, and fflate inflates. No size that the archive states is trusted: what comes out is counted, held against
 * what went in, and its checksum compared.
 */

import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'
import { failure } from '../../errors.ts'
import { encrypted } from './container.ts'
import type { InputFile } from './input.ts'

/** What parts are read from: a file, or bytes at hand. */
type ZipFile = Pick<InputFile, 'name' | 'bytes' | 'readAt'>

export interface ZipPart {
  name: string
  /** Position of the part's own header. */
  offset: number
  packed: number
  method: number
  crc: number
  isEncrypted: boolean
}

/** No workbook lists more parts. */
const MAX_PARTS = 10_000
const MAX_DIRECTORY = 4 << 20
/** What goes in at once, so that what comes out at once is at most eight MiB, even of a bomb. */
const PIECE = 1 << 13
/** Text of a spreadsheet shrinks to a tenth, at the very most to a hundredth; a bomb to a thousandth. */
const MAX_RATIO = 200
const FREE_OF_RATIO = 1 << 20

/** The parts of an archive by their names, as its directory lists them. Throws the refusal `damaged_file`. */
export function zipParts(file: ZipFile): Map<string, ZipPart> {
  const { start, size, count } = directoryOf(file)
  if (size > MAX_DIRECTORY || count > MAX_PARTS) throw damaged(file, `it lists ${count} parts, more than any workbook has`)
  const directory = file.readAt(start, size)
  const parts = new Map<string, ZipPart>()
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    if (parts.has(name)) throw damaged(file, `it has the part ${name} twice`)
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const [packed, offset] = largeNumbers(extra, [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ]).slice(1)
    parts.set(name, {
      name,
      offset: offset ?? 0,
      packed: packed ?? 0,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    })
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32)
  }
  if (parts.size !== count) throw damaged(file, 'its list of parts is incomplete')
  return parts
}

/** Sizes and places that need more than 32 bits follow the entry, in the order of those that do. */
function largeNumbers(extra: Buffer, numbers: readonly number[]): number[] {
  let found = Buffer.alloc(0)
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) found = Buffer.from(extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2)))
  }
  let at = 0
  return numbers.map((number) => {
    if (number !== 0xffffffff || at + 8 > found.length) return number
    at += 8
    return Number(found.readBigUInt64LE(at - 8))
  })
}

function directoryOf(file: ZipFile): { start: number; size: number; count: number } {
  const tailStart = Math.max(0, file.bytes - 65_557)
  const tail = file.readAt(tailStart, file.bytes - tailStart)
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (at === -1 || at + 22 > tail.length) throw damaged(file, 'its list of parts is missing')
  const count = tail.readUInt16LE(at + 10)
  const size = tail.readUInt32LE(at + 12)
  const start = tail.readUInt32LE(at + 16)
  if (count !== 0xffff && size !== 0xffffffff && start !== 0xffffffff) return { start, size, count }
  const pointer = at >= 20 ? tail.subarray(at - 20, at) : Buffer.alloc(0)
  if (pointer.length < 20 || pointer.readUInt32LE(0) !== 0x07064b50) return { start, size, count }
  const large = file.readAt(Number(pointer.readBigUInt64LE(8)), 56)
  if (large.length < 56 || large.readUInt32LE(0) !== 0x06064b50) throw damaged(file, 'its list of parts is missing')
  return {
    count: Number(large.readBigUInt64LE(32)),
    size: Number(large.readBigUInt64LE(40)),
    start: Number(large.readBigUInt64LE(48)),
  }
}

/**
 * Yields what a part holds, in small pieces. Throws the refusals `too_large` when more than `limit` bytes come out, or far more
 * than such text can shrink to; `damaged_file`; and `encrypted`.
 */
export function* partBytes(file: ZipFile, part: ZipPart, limit: number): Generator<Uint8Array, void, void> {
  if (part.isEncrypted) throw encrypted(file)
  if (part.method !== 0 && part.method !== 8) throw damaged(file, `${part.name} is packed in an unknown way`)
  const header = file.readAt(part.offset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw damaged(file, `${part.name} is not where it should be`)
  const start = part.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (start + part.packed > file.bytes) throw damaged(file, `${part.name} is cut off`)
  let crc = 0
  let out = 0
  let read = 0
  for (const bytes of part.method === 0 ? stored(file, start, part.packed) : inflated(file, part, start)) {
    read += bytes.packed
    for (const piece of bytes.pieces) {
      out += piece.length
      if (out > limit) throw tooLarge(file, part, `more than ${Math.round(limit / (1 << 20))} MiB`)
      if (out > FREE_OF_RATIO && out > read * MAX_RATIO)
        throw tooLarge(file, part, `more than ${MAX_RATIO} times its packed size`)
      crc = crc32(piece, crc)
      yield piece
    }
  }
  if (crc !== part.crc) throw damaged(file, `${part.name} is not what it was when the file was made`)
}

interface Piece {
  packed: number
  pieces: Uint8Array[]
}

function* stored(file: ZipFile, start: number, length: number): Generator<Piece, void, void> {
  for (let at = 0; at < length; at += 1 << 15) {
    const bytes = file.readAt(start + at, Math.min(1 << 15, length - at))
    yield { packed: bytes.length, pieces: [bytes] }
  }
}

function* inflated(file: ZipFile, part: ZipPart, start: number): Generator<Piece, void, void> {
  let pieces: Uint8Array[] = []
  let isDone = false
  const inflate = new Inflate((data, final) => {
    if (data.length > 0) pieces.push(data)
    isDone ||= final
  })
  for (let block = 0; block < part.packed && !isDone; block += 1 << 16) {
    const bytes = file.readAt(start + block, Math.min(1 << 16, part.packed - block))
    for (let at = 0; at < bytes.length && !isDone; at += PIECE) {
      pieces = []
      const packed = bytes.subarray(at, at + PIECE)
      try {
        inflate.push(packed, block + at + packed.length >= part.packed)
      } catch {
        throw damaged(file, `${part.name} cannot be unpacked`)
      }
      yield { packed: packed.length, pieces }
    }
  }
}

/** The refusal for a file that is not whole. */
export function damaged(file: ZipFile, what: string): Error {
  return failure('damaged_file', `${file.name} is cut off or damaged: ${what}`, 'export it again')
}

function tooLarge(file: ZipFile, part: ZipPart, than: string): Error {
  return failure(
    'too_large',
    `${file.name} unpacks to far more than an export holds: ${part.name} is ${than}`,
    'do not use this file; export it again, and as CSV if the report is truly that large',
    { part: part.name },
  )
}
