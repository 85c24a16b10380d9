/** Prints a list whose rows are made as they are printed, so that memory does not grow with the list. */

import { csvForPeople } from './csv.ts'
import type { Io } from './io.ts'
import { documentParts, FORMATS, type Format, formatMissing, itemPiece, noteLength } from './print.ts'
import { safeJson } from './safe-text.ts'
import { TableRows } from './table.ts'

/** A list, and what each format shows of a row; only what the one asked for shows is made. */
export interface Listing<T> {
  /** One after the other; or, where they are waited for, some at a time: to wait for each alone takes as long as to make it. */
  rows: Iterable<T> | AsyncIterable<Iterable<T>>
  /** Told of each row once, before it is printed. */
  each?: ((row: T) => void) | undefined
  /** What is listed; `count`: how many, where the table has more than the rows. */
  list: { one: string; many?: string; count?: number }
  /** What a person at a terminal waits for while rows are made. */
  waiting?: string | undefined
  table: Columns<T> | Sections<T>
  csv: {
    /** By the first row; undefined where there is none. */
    headings(first: T | undefined): readonly string[]
    cells?(row: T): readonly string[]
    /** Where one takes several rows: all of them. */
    rows?(row: T): readonly (readonly string[])[]
  }
  /** The document with the list in its place; a value that is a function is asked for once all before it is made. */
  json(items: AsyncIterable<readonly object[]>): object
  /** A row as an object, in a document or on a line of its own; null: the list of the document does not have it. */
  object(row: T): object | null
  /** A row as a line of its own, where that is another object. */
  line?: ((row: T) => object) | undefined
  /** For cron, in place of the table: what of a row needs a person. */
  problems?: ((row: T) => readonly string[]) | undefined
}

/** Rows under headings. */
interface Columns<T> {
  headings: readonly string[]
  cells(row: T): readonly (string | number | null)[]
  /** What stands below, once all rows are made. */
  after?(): string | Iterable<string>
  /** Whether the headings are left out where there are no rows. */
  isBare?: boolean
}

/** Some lines for each row. */
interface Sections<T> {
  section(row: T): string
  /** What stands below, once all rows are made. */
  after(): string
}

/** How much is written at a time, in characters. */
const PIECE = 1 << 18
/** So much is held back: a failure up to there prints nothing of the result. A table is held back whole. */
const HELD = 1 << 24
/** So many rows are made into values or objects at a time. */
const BATCH = 500

/** Prints a list in the format asked for, and gives how many rows it had. */
export async function printRows<T>(io: Io, format: Format, listing: Listing<T>): Promise<number> {
  let count = 0
  // Not a generator of its own: for each row one more costs as much as a rule.
  const each = (row: T): void => {
    count++
    listing.each?.(row)
  }
  const counted = { ...listing, each }
  if (format === 'table' && io.cron && listing.problems) await printProblems(io, counted)
  else if (format === 'table') await printTable(io, counted, counted.table)
  else await printPieces(io, pieces(format, counted), listing)
  return count
}

/** A list whose rows are each told of once. */
type Counted<T> = Listing<T> & { each(row: T): void }

type Wait = Pick<Listing<unknown>, 'waiting'>

async function whileWaiting(io: Io, { waiting }: Wait, work: () => Promise<void>): Promise<void> {
  await (waiting === undefined ? work() : io.waiting(waiting, work))
}

async function printProblems<T>(io: Io, listing: Counted<T>): Promise<void> {
  const problems: string[] = []
  await eachWaiting(io, listing, (row) => problems.push(...(listing.problems?.(row) ?? [])))
  for (const problem of problems) io.problem(problem)
}

async function printTable<T>(io: Io, listing: Counted<T>, table: Columns<T> | Sections<T>): Promise<void> {
  const writer = new PieceWriter(io)
  if ('section' in table) {
    await eachWaiting(io, listing, (row) => writer.add(table.section(row)))
    writer.open()
    writer.add(table.after())
    writer.end()
    return
  }
  const kept = new TableRows(table.headings)
  let count = 0
  await eachWaiting(io, listing, (row) => {
    kept.add(table.cells(row))
    count++
  })
  writer.open()
  if (count > 0 || !table.isBare) for (const line of kept.lines(io.columns)) writer.add(line)
  const after = table.after?.() ?? ''
  for (const text of typeof after === 'string' ? [after] : after) writer.add(text)
  writer.end()
  noteLength(io, writer.lines, { count, ...listing.list })
}

async function eachWaiting<T>(io: Io, listing: Counted<T>, use: (row: T) => void): Promise<void> {
  await whileWaiting(io, listing, async () => {
    for await (const some of inSome(listing.rows))
      for (const row of some) {
        listing.each(row)
        use(row)
      }
  })
}

function inSome<T>(rows: Listing<T>['rows']): AsyncIterable<Iterable<T>> | Iterable<Iterable<T>> {
  return Symbol.asyncIterator in rows ? rows : [rows]
}

async function printPieces(io: Io, texts: AsyncGenerator<string>, listing: Wait): Promise<void> {
  const writer = new PieceWriter(io)
  let isDone = false
  const addUntil = async (isEnough: () => boolean): Promise<void> => {
    while (!isDone && !isEnough()) {
      const next = await texts.next()
      if (next.done) isDone = true
      else writer.add(next.value)
    }
  }
  await whileWaiting(io, listing, () => addUntil(() => writer.held >= HELD))
  writer.open()
  await addUntil(() => io.isReaderGone())
  writer.end()
}

/** Writes small texts together, so that each write is worth it; holds them all back until it is opened. */
class PieceWriter {
  readonly #io: Io
  #isOpen = false
  /** As bytes, which take half the memory of a text, and none of the engine's. */
  #pieces: Buffer[] = []
  #piece = ''
  /** How many characters are held back. */
  held = 0
  /** How many lines were added, where a screen has a bound. */
  lines = 0

  constructor(io: Io) {
    this.#io = io
  }

  add(text: string): void {
    this.#piece += text
    if (this.#piece.length >= PIECE) this.#flush()
  }

  open(): void {
    for (const piece of this.#pieces) this.#io.result(piece.toString())
    this.#pieces = []
    this.#isOpen = true
  }

  end(): void {
    if (this.#piece !== '') this.#flush()
  }

  #flush(): void {
    const piece = this.#piece
    this.#piece = ''
    this.held += piece.length
    if (this.#io.lines < Number.POSITIVE_INFINITY) this.lines += piece.split('\n').length - 1
    if (this.#isOpen) this.#io.result(piece)
    else this.#pieces.push(Buffer.from(piece))
  }
}

/** A list in a format, in pieces of any length. */
async function* pieces<T>(format: Format, listing: Counted<T>): AsyncGenerator<string> {
  const { object, line = object } = listing
  if (format === 'json') yield* documentPieces(listing.json(objects(listing, object)))
  else if (format === 'ndjson') yield* linePieces(listing, line)
  else if (format === 'csv') yield* csvPieces(listing)
  else throw formatMissing(format, FORMATS)
}

async function* objects<T>({ rows, each }: Counted<T>, objectOf: (row: T) => object | null): AsyncGenerator<object[]> {
  for await (const some of inSome(rows)) {
    let made: object[] = []
    for (const row of some) {
      each(row)
      const object = objectOf(row)
      if (object !== null) made.push(object)
      if (made.length < BATCH) continue
      yield made
      made = []
    }
    yield made
  }
}

async function* linePieces<T>({ rows, each }: Counted<T>, lineOf: (row: T) => object | null): AsyncGenerator<string> {
  for await (const some of inSome(rows)) {
    let text = ''
    for (const row of some) {
      each(row)
      const object = lineOf(row)
      if (object !== null) text += `${safeJson(object)}\n`
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    if (text !== '') yield text
  }
}

async function* csvPieces<T>({ rows, each, csv }: Counted<T>): AsyncGenerator<string> {
  let lines: (readonly string[])[] | null = null
  for await (const some of inSome(rows))
    for (const row of some) {
      each(row)
      lines ??= [csv.headings(row)]
      if (csv.rows) lines.push(...csv.rows(row))
      else if (csv.cells) lines.push(csv.cells(row))
      if (lines.length < BATCH) continue
      yield csvForPeople(lines)
      lines = []
    }
  lines ??= [csv.headings(undefined)]
  if (lines.length > 0) yield csvForPeople(lines)
}

async function* documentPieces(document: object): AsyncGenerator<string> {
  for (const part of documentParts(document)) {
    if (typeof part === 'string') {
      yield part
      continue
    }
    let opened = false
    for await (const some of part) {
      let text = ''
      for (const item of some) {
        text += itemPiece(item, opened)
        opened = true
        if (text.length < PIECE) continue
        yield text
        text = ''
      }
      if (text !== '') yield text
    }
    yield opened ? '\n  ]' : '[]'
  }
}
