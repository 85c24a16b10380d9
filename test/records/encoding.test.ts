import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { decoderOf, encodingNamed, loadEncodings } from '../../src/records/encoding.ts'

/** The index tables of the Encoding Standard: the code point of each pointer, 0 where there is none. */
const indexes = JSON.parse(
  brotliDecompressSync(
    readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'encodings', 'indexes.json.br')),
  ).toString(),
) as Record<string, number[]> & { 'gb18030-ranges': [number, number][] }

/** The text of some bytes; null where they are not of the encoding. */
function read(encoding: string, bytes: readonly number[]): string | null {
  try {
    return decoderOf(encoding, { strict: true }).decode(Uint8Array.from(bytes))
  } catch {
    return null
  }
}

const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex')

/** What the standard reads otherwise than by its tables: two letters of Big5 in one, and those of Shift_JIS that are a company’s own. */
const BIG5_PAIRS: Readonly<Record<number, string>> = { 1133: 'Ê̄', 1135: 'Ê̌', 1164: 'ê̄', 1166: 'ê̌' }

/** The bytes of each pointer, as the decoders of the standard (10.1, 10.2, 11.1, 12.1, 12.2, 12.3, 13.1) find it. */
const BYTES: Readonly<Record<string, { index: string; of: (pointer: number) => number[]; most?: number }>> = {
  big5: {
    index: 'big5',
    of: (pointer) => [Math.floor(pointer / 157) + 0x81, (pointer % 157) + (pointer % 157 < 0x3f ? 0x40 : 0x62)],
  },
  'euc-kr': { index: 'euc-kr', of: (pointer) => [Math.floor(pointer / 190) + 0x81, (pointer % 190) + 0x41] },
  gbk: { index: 'gb18030', of: (pointer) => chinese(pointer) },
  gb18030: { index: 'gb18030', of: (pointer) => chinese(pointer) },
  'euc-jp': { index: 'jis0208', most: 94 * 94, of: (pointer) => square(pointer, 0xa1) },
  'iso-2022-jp': {
    index: 'jis0208',
    most: 94 * 94,
    of: (pointer) => [0x1b, 0x24, 0x42, ...square(pointer, 0x21), 0x1b, 0x28, 0x42],
  },
  shift_jis: {
    index: 'jis0208',
    of: (pointer) => {
      const [lead, trail] = [Math.floor(pointer / 188), pointer % 188]
      return [lead + (lead < 0x1f ? 0x81 : 0xc1), trail + (trail < 0x3f ? 0x40 : 0x41)]
    },
  },
}

function chinese(pointer: number): number[] {
  return [Math.floor(pointer / 190) + 0x81, (pointer % 190) + (pointer % 190 < 0x3f ? 0x40 : 0x41)]
}

function square(pointer: number, first: number): number[] {
  return [Math.floor(pointer / 94) + first, (pointer % 94) + first]
}

beforeAll(loadEncodings)

describe('the encodings of the Encoding Standard', () => {
  it.each(Object.keys(BYTES))('reads every character of the index of %s, and no other', (encoding) => {
    const { index, of, most = Number.POSITIVE_INFINITY } = BYTES[encoding] ?? { index: '', of: () => [] }
    const wrong: string[] = []
    let read_ = 0
    for (const [pointer, point] of (indexes[index] ?? []).entries()) {
      if (pointer >= most) break
      const bytes = of(pointer)
      const pair = encoding === 'big5' ? BIG5_PAIRS[pointer] : undefined
      const own =
        encoding === 'shift_jis' && pointer >= 8836 && pointer <= 10715 ? String.fromCodePoint(0xe000 - 8836 + pointer) : null
      const wanted = pair ?? own ?? (point === 0 ? null : String.fromCodePoint(point))
      const text = read(encoding, bytes)
      // A trail byte that is ASCII is read by itself where the pair is invalid; a strict reader refuses it all the same.
      if (text !== wanted) wrong.push(`${hex(bytes)}: ${text} for ${wanted}`)
      if (wanted !== null) read_++
    }
    expect(wrong).toEqual([])
    expect(read_).toBeGreaterThan(7000)
  })

  it('reads all 11,172 syllables of Korean', () => {
    const syllables = (indexes['euc-kr'] ?? []).filter((point) => point >= 0xac00 && point <= 0xd7a3)
    expect(new Set(syllables).size).toBe(11_172)
    expect(read('euc-kr', [0x8c, 0x63])).toBe('\ub620')
  })

  it('reads the four bytes of GB 18030 by its ranges', () => {
    const four = (pointer: number): number[] => [
      Math.floor(pointer / 12_600) + 0x81,
      (Math.floor(pointer / 1260) % 10) + 0x30,
      (Math.floor(pointer / 10) % 126) + 0x81,
      (pointer % 10) + 0x30,
    ]
    const ranges = indexes['gb18030-ranges']
    expect(ranges.length).toBe(207)
    for (const [pointer, point] of ranges)
      expect(read('gb18030', four(pointer)), String(pointer)).toBe(String.fromCodePoint(point))
  })

  it.each(Object.keys(indexes).filter((name) => (indexes[name]?.length ?? 0) === 128))('reads every byte of %s', (encoding) => {
    const wrong: string[] = []
    for (const [pointer, point] of (indexes[encoding] ?? []).entries()) {
      const text = read(encoding, [pointer + 0x80])
      if (text !== (point === 0 ? null : String.fromCodePoint(point))) wrong.push(`${hex([pointer + 0x80])}: ${text}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('the name of an encoding', () => {
  it.each([
    ['UTF8', 'utf-8'],
    ['latin1', 'windows-1252'],
    ['us-ascii', 'windows-1252'],
    ['ks_c_5601-1987', 'euc-kr'],
    ['windows-949', 'euc-kr'],
    ['cp949', 'euc-kr'],
    ['x-windows-949', 'euc-kr'],
    ['MS949', 'euc-kr'],
    ['cp932', 'shift_jis'],
    ['Windows-31J', 'shift_jis'],
    ['cp936', 'gbk'],
    ['GB2312', 'gbk'],
    ['cp950', 'big5'],
    ['Big5-HKSCS', 'big5'],
    ['cp50220', 'iso-2022-jp'],
    ['ISO-2022-JP', 'iso-2022-jp'],
    ['cp1252', 'windows-1252'],
    ['windows1251', 'windows-1251'],
    ['koi8-r', 'koi8-r'],
  ])('%s is %s', (label, name) => expect(encodingNamed(label)).toBe(name))

  it.each(['x-klingon', '', 'utf-7', 'iso-2022-kr', 'hz-gb-2312', 'cp1361', 'cp437', '__proto__', 'constructor'])(
    '"%s" cannot be read',
    (label) => expect(encodingNamed(label)).toBeNull(),
  )
})
