import { usageError } from '../errors.ts'
import type { Io } from './io.ts'
import { plural } from './plural.ts'
import { safeJson } from './safe-text.ts'

/** The formats that every command has, and those of a page, which only some have. */
export const FORMATS = ['table', 'json', 'ndjson', 'csv'] as const
export const PAGE_FORMATS = ['md', 'html'] as const
type PageFormat = (typeof PAGE_FORMATS)[number]
export type Format = (typeof FORMATS)[number] | PageFormat
/** How much is written at a time, in characters. */
const PIECE = 1 << 20

/** A text, or its pieces one after the other, where it is too long to be held whole. */
type Text = string | Iterable<string>

/** One result in each format; only the one asked for is made. */
export interface Rendering {
  table: () => Text
  /** For cron, in place of the table: one line for each thing that needs a person; none where all is well. */
  problems?: (() => readonly string[]) | undefined
  /** Of a list: what is listed, and how many. */
  list?: { count: number; one: string; many?: string } | undefined
  json: () => object
  /** Objects, one line each. */
  ndjson: () => Iterable<object>
  csv: () => Text
  /** Of a command that has pages. */
  md?: (() => Text) | undefined
  html?: (() => Text) | undefined
}

/** The usage error for a format that a command does not have; `has`: those that it has. */
export function formatMissing(format: string, has: readonly string[]): Error {
  return usageError(`this command has no --format ${format}`, `use one of: ${has.join(', ')}`)
}

/** Where a list is longer than the screen, its beginning scrolled away: how long it is, and how much of it is above. */
export function noteLength(io: Io, lines: number, { count, one, many }: NonNullable<Rendering['list']>): void {
  // The note itself takes two lines, and the prompt of the shell one.
  const above = lines - (io.lines - 3)
  if (above <= 0) return
  io.note(`${plural(count, one, many)} in total; ${plural(above, 'more line')} above this screen`)
  io.note('  to page through them, add: | less')
}

/** Prints a result in the format asked for. */
export function print(io: Io, format: Format, rendering: Rendering): void {
  if (format === 'table' && io.cron && rendering.problems) {
    for (const problem of rendering.problems()) io.problem(problem)
    return
  }
  let breaks = 0
  const isCounted = format === 'table' && rendering.list !== undefined
  for (const piece of pieces(format, rendering)) {
    io.result(piece)
    if (isCounted) breaks += piece.trimEnd().split('\n').length
  }
  if (isCounted && rendering.list) noteLength(io, breaks, rendering.list)
}

/** A result in a format, in pieces that are worth a write each. */
export function* pieces(format: Format, rendering: Rendering): Generator<string> {
  switch (format) {
    case 'table':
      yield* textPieces(rendering.table())
      break
    case 'json':
      yield* inPieces(documentPieces(rendering.json()))
      break
    case 'ndjson':
      yield* inPieces(lines(rendering.ndjson()))
      break
    case 'csv':
      yield* textPieces(rendering.csv())
      break
    case 'md':
    case 'html': {
      const page = rendering[format]
      if (!page) throw formatMissing(format, FORMATS)
      yield* textPieces(page())
      break
    }
  }
}

function* textPieces(text: Text): Generator<string> {
  if (typeof text === 'string') yield text
  else yield* inPieces(text)
}

function* lines(objects: Iterable<object>): Generator<string> {
  for (const object of objects) yield* linePieces(object)
}

/** An object as a line; its lists that are not arrays are made as they are printed. */
function* linePieces(object: object): Generator<string> {
  if (!Object.values(object).some(isMade)) {
    yield `${safeJson(object)}\n`
    return
  }
  let before = '{'
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue
    yield `${before}${safeJson(name)}:`
    before = ','
    if (isMade(value)) yield* madePieces(value)
    else yield safeJson(value)
  }
  yield '}\n'
}

function* madePieces(items: Iterable<unknown>): Generator<string> {
  let before = '['
  for (const item of items) {
    yield `${before}${safeJson(item ?? null)}`
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

/**
 * A document as `safeJson` would indent it, in parts: the items of its lists one at a time. All partners in one text take several times
 * the memory of the text, and a list may be a generator, whose items are made as they are printed.
 */
function* documentPieces(document: object): Generator<string> {
  for (const part of documentParts(document)) {
    if (typeof part !== 'string') throw new Error('a list that is still to come is printed by printRows')
    yield part
  }
}

/** The same, with lists that are still to come as they are; a value that is a function is asked for when it is its turn. */
export function* documentParts(document: object): Generator<string | AsyncIterable<readonly unknown[]>> {
  if (Array.isArray(document)) return yield `${safeJson(document, 2)}\n`
  let opened = false
  for (const [name, given] of Object.entries(document)) {
    const value = typeof given === 'function' ? given() : given
    if (value === undefined) continue
    yield `${opened ? ',' : '{'}\n  ${safeJson(name)}: `
    opened = true
    if (isToCome(value)) yield value
    else if (isList(value)) yield* listPieces(value)
    else yield indented(value, 2)
  }
  yield opened ? '\n}\n' : '{}\n'
}

/** `by`: how far the line is indented that the list begins on. */
function* listPieces(items: Iterable<unknown>, by = 2): Generator<string> {
  let opened = false
  for (const item of items) {
    yield `${opened ? ',' : '['}\n${' '.repeat(by + 2)}`
    yield* valuePieces(item ?? null, by + 2)
    opened = true
  }
  yield opened ? `\n${' '.repeat(by)}]` : '[]'
}

/** A value whose own lists are made as they are printed. */
function* valuePieces(value: unknown, by: number): Generator<string> {
  if (isMade(value)) {
    yield* listPieces(value, by)
    return
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.values(value).some(isMade)) {
    yield indented(value, by)
    return
  }
  let before = '{'
  for (const [name, own] of Object.entries(value)) {
    if (own === undefined) continue
    yield `${before}\n${' '.repeat(by + 2)}${safeJson(name)}: `
    before = ','
    yield* valuePieces(own, by + 2)
  }
  yield `\n${' '.repeat(by)}}`
}

/** An item of a list of a document; `opened`: not the first. */
export function itemPiece(item: unknown, opened: boolean): string {
  return `${opened ? ',' : '['}\n    ${indented(item ?? null, 4)}`
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isMade(value: unknown): value is Iterable<unknown> {
  return isList(value) && !Array.isArray(value)
}

function isToCome(value: unknown): value is AsyncIterable<readonly unknown[]> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Line breaks of the layout are the only ones: those in values are escaped. */
function indented(value: unknown, by: number): string {
  return safeJson(value, 2).replaceAll('\n', `\n${' '.repeat(by)}`)
}

/** Small texts together, so that each write is worth it. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
