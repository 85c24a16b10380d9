import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvRecord, MAX_RECORD, readCsv } from '../../src/imports/read/csv/csv.ts'
import { noTraits, type TextTraits } from '../../src/imports/read/traits.ts'
import { failing } from '../failing.ts'

function read(text: string | string[], delimiter = ','): CsvRecord[] {
  return [...readCsv(typeof text === 'string' ? [text] : text, delimiter)]
}
const fieldsOf = (records: readonly CsvRecord[]): string[][] => records.map(({ fields }) => fields)
const linesOf = (records: readonly CsvRecord[]): number[] => records.map(({ line }) => line)

/** Cuts a text at the places given, each a share of its length. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [0, ...places.map((place) => Math.floor(place * text.length)).sort((a, b) => a - b), text.length]
  return at.slice(1).map((end, i) => text.slice(at[i], end))
}

const delimiter = fc.constantFrom(',', ';', '\t', '|')
const recordEnd = fc.constantFrom('\n', '\r\n', '\r')
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })
const cell = fc.oneof(
  fc.string(),
  fc.string({
    unit: fc.constantFrom('a', '"', '""', ',', ';', '\t', '|', '\n', '\r', '\r\n', ' ', 'é', '漢', '😀'),
    maxLength: 12,
  }),
)
const rows = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))

describe('a table that csv-stringify wrote', () => {
  it('reads back equal with any delimiter, record end and quoting, however the text is cut', () => {
    fc.assert(
      fc.property(rows, delimiter, recordEnd, fc.boolean(), fc.boolean(), places, (table, separator, end, quoted, eof, cuts) => {
        // Cells with the other line ends are quoted too, as every writer of such files does.
        const text = stringify(table, { delimiter: separator, record_delimiter: end, quoted, eof, quoted_match: /[\r\n]/ })
        const records = read(cut(text, cuts), separator)
        // An empty text has no record, not a record of one blank cell.
        const none = !eof && table[0]?.length === 1 && table.at(-1)?.[0] === ''
        expect(fieldsOf(records)).toEqual(none ? table.slice(0, -1) : table)
      }),
      { numRuns: 3000, seed: 1 },
    )
  })

  it('reads the same cut into single characters', () => {
    fc.assert(
      fc.property(rows, recordEnd, (table, end) => {
        const text = stringify(table, { record_delimiter: end, quoted_match: /[\r\n]/ })
        expect(read(text.split(''))).toEqual(read(text))
      }),
      { numRuns: 500, seed: 2 },
    )
  })

  it('has each record on the line its text stands on', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        const texts = table.map((row) => stringify([row], { record_delimiter: end, quoted: true }))
        let line = 1
        const expected = texts.map((text) => {
          const begins = line
          line += text.match(/\r\n|\r|\n/g)?.length ?? 0
          return begins
        })
        expect(linesOf(read(texts.join('')))).toEqual(expected)
      }),
      { numRuns: 1000, seed: 3 },
    )
  })
})

describe('any valid text', () => {
  it('reads as csv-parse reads it', () => {
    const bare = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '漢', ';', "'", '='), maxLength: 6 })
    const quoted = cell.map((value) => `"${value.replaceAll('"', '""')}"`)
    const line = fc.array(fc.oneof(bare, quoted), { minLength: 1, maxLength: 5 }).map((cells) => cells.join(','))
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 10 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        places,
        (lines, end, ended, cuts) => {
          const text = lines.join(end) + (ended && lines.length > 0 ? end : '')
          const parsed = parse(text, { relax_column_count: true, skip_empty_lines: false, record_delimiter: end })
          expect(fieldsOf(read(cut(text, cuts)))).toEqual(parsed)
        },
      ),
      { numRuns: 3000, seed: 4 },
    )
  })
})

describe('bytes of UTF-8', () => {
  const odd = fc.string({
    unit: fc.constantFrom(
      'a',
      '"',
      '""',
      ',',
      '\n',
      '\r',
      '\r\n',
      ' ',
      'é',
      '漢',
      '😀',
      'Ã¼',
      '\u200b',
      '\u0007',
      '\u0085',
      '\ufeff',
    ),
    maxLength: 12,
  })
  const traitsOf = (chunks: Iterable<string | Buffer>): TextTraits => {
    const traits = noTraits()
    for (const _ of readCsv(chunks, ',', 'f', traits));
    return traits
  }

  it('read as their text does, however they are cut between characters, and have the same noted of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(odd, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        places,
        fc.boolean(),
        (table, cuts, quoted) => {
          const text = stringify(table, { quoted, quoted_match: /[\r\n]/ })
          const chunks = cut(text, cuts).map((part) => part.replace(/[\ud800-\udbff]$|^[\udc00-\udfff]/, '?'))
          const bytes = chunks.map((part) => Buffer.from(part))
          expect([...readCsv(bytes, ',')]).toEqual([...readCsv([chunks.join('')], ',')])
          expect(traitsOf(bytes)).toEqual(traitsOf([chunks.join('')]))
        },
      ),
      { numRuns: 2000, seed: 5 },
    )
  })
  it('may change once the next are asked for', () => {
    const place = Buffer.alloc(16)
    const chunks = function* (): Generator<Buffer> {
      for (const part of ['ä,b\nc', '1,d\n"e', 'ü",f']) yield place.subarray(0, place.fill('#').write(part))
    }
    expect(fieldsOf([...readCsv(chunks(), ',')])).toEqual([
      ['ä', 'b'],
      ['c1', 'd'],
      ['eü', 'f'],
    ])
  })
  it('are a record of 1 MiB by their characters', () => {
    const long = 'é'.repeat(MAX_RECORD - 1)
    expect(fieldsOf([...readCsv([Buffer.from(`${long}\n`)], ',')])).toEqual([[long]])
    expect(() => [...readCsv([Buffer.from(`${long}é\n`)], ',')]).toThrow(failing({ code: 'record_too_long' }))
  })
})

describe('lines and ends', () => {
  it('are counted through line breaks in cells', () => {
    expect(linesOf(read('a,b\n"1\n2\r\n3\r4",x\n5,6\n'))).toEqual([1, 2, 6])
  })
  it('may be mixed in one file', () => {
    const records = read('a\nb\r\nc\rd')
    expect(fieldsOf(records)).toEqual([['a'], ['b'], ['c'], ['d']])
    expect(linesOf(records)).toEqual([1, 2, 3, 4])
  })
  it.each(['\n', '\r\n', '\r'])('are blank records where a line is blank (%j)', (end) => {
    expect(fieldsOf(read(`a${end}${end}b${end}`))).toEqual([['a'], [''], ['b']])
  })
  it('say of a last record whether its line ended', () => {
    expect(read('a\nb').map(({ ended }) => ended)).toEqual([true, false])
    expect(read('a\nb\n').map(({ ended }) => ended)).toEqual([true, true])
    expect(read('a\r\n"b"').map(({ ended }) => ended)).toEqual([true, false])
    expect(read('a,').map(({ fields, ended }) => [fields, ended])).toEqual([[['a', ''], false]])
  })
  it('are one end where a CRLF is cut in two', () => {
    expect(read(['a,b\r', '\nc,d\r', '\n'])).toEqual(read('a,b\r\nc,d\r\n'))
  })
  it('are absent from an empty text', () => {
    expect(read('')).toEqual([])
    expect(read([])).toEqual([])
    expect(read(['', ''])).toEqual([])
  })
  it('are read one record at a time', () => {
    const taken: number[] = []
    const chunks = (function* () {
      for (let i = 0; i < 3; i++) {
        taken.push(i)
        yield `${i}\nx`
      }
    })()
    const records = readCsv(chunks, ',')
    expect(records.next().value?.fields).toEqual(['0'])
    expect(taken).toEqual([0])
  })
})

describe('broken quoting', () => {
  it.each([
    ['never closes', 'a,b\n"c,d\ne,f\n', 2, 1],
    ['never closes in a later cell', 'a,b\n1,"2\n3', 2, 2],
    ['never closes behind a doubled one', 'a\n"b""', 2, 1],
    ['stands inside a bare cell', 'a,b\n1,2"3"\n', 2, 2],
    ['stands before space and a quoted cell', 'a,b\n1, "2"\n', 2, 2],
    ['is followed by text', 'a,b\n"1"x,2\n', 2, 1],
    ['is followed by space', 'a,b\n1,"2" \n', 2, 2],
    ['is escaped with a backslash', 'a,b\n"1\\"2",3\n', 2, 1],
    ['stands alone after a cell with line breaks', '"x\ny",b"\n', 2, 2],
  ])('is refused with its line where a quote %s', (_, text, line, column) => {
    const error = failing({ code: 'broken_quoting', exitCode: 5, detail: { line, column } })
    expect(() => read(text)).toThrow(error)
    expect(() => read(text.split(''))).toThrow(error)
    expect(() => read(text)).toThrow(`line ${line}, column ${column}: `)
  })

  it('is refused with the name of the file', () => {
    expect(() => [...readCsv(['a\n"b'], ',', 'users.csv')]).toThrow(/^users\.csv, line 2, column 1: /)
    expect(() => [...readCsv(['a\nb"'], ',', 'users.csv')]).toThrow(/^users\.csv, line 2, column 1: /)
  })
  it('does not take back the records before it', () => {
    const seen: string[][] = []
    expect(() => {
      for (const { fields } of readCsv(['a\nb\n"c'], ',')) seen.push(fields)
    }).toThrow()
    expect(seen).toEqual([['a'], ['b']])
  })
})

describe('a record of more than 1 MiB', () => {
  const piece = 'x'.repeat(1 << 16)
  it('is refused with the line it begins on, before all of it was read', () => {
    let pieces = 0
    const endless = (function* () {
      yield 'a,b\n"'
      for (;;) {
        pieces++
        yield piece
      }
    })()
    expect(() => [...readCsv(endless, ',')]).toThrow(failing({ code: 'record_too_long', detail: { line: 2 } }))
    expect(pieces).toBeLessThanOrEqual(MAX_RECORD / piece.length + 2)
  })
  it('is refused without any quote too', () => {
    const long = Array.from({ length: 20 }, () => piece)
    expect(() => [...readCsv(long, ',', 'users.csv')]).toThrow(
      failing({ code: 'record_too_long', message: expect.stringMatching(/^users\.csv, line 1: /) }),
    )
  })
  it('is not what a record of nearly 1 MiB is', () => {
    expect(read(['a,', ...Array.from({ length: 15 }, () => piece), '\n'])[0]?.fields[1]).toHaveLength(15 * piece.length)
  })
})
