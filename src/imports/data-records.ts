/** From the rows of a file to rows of data: what is above, between and below the table is skipped, and counted. */

import { failure } from '../errors.ts'
import { checkStatedCount, HeldLines, hasFilled } from './footer.ts'
import { GroupWatch, isTotals } from './grouped.ts'
import { HeadingWatch } from './read/headings.ts'
import type { Layout } from './read/layout.ts'
import type { TableRow } from './read/source.ts'

/** How many rows were read so far, and how many blank lines, footer lines and repeated headings left out. */
export interface RowTally {
  read: number
  ignored: number
  /** Takes the lines of the footer, where they are wanted. */
  footer?: string[]
}

/**
 * The rows of data below the headings, one after the other. Blank rows are passed over, and so are the headings where they come again.
 * Lines of one filled cell, and rows that only sum up, are a footer at the end of the table when one of them reads like a footer and
 * they stand apart from the data; else they are the rows they are. Throws `cut_off` for a last record that ends within itself,
 * `record_count_mismatch` where the footer states another count, and `grouped_report` and `second_table`.
 */
export function dataRecords(
  name: string,
  rows: Iterable<TableRow>,
  layout: Layout,
  tally: RowTally,
): IterableIterator<TableRow, undefined> {
  return new DataRecords(name, rows, layout, tally)
}

/** An iterator and no generator, because a generator takes longer for each row. */
class DataRecords implements IterableIterator<TableRow, undefined> {
  readonly #name: string
  readonly #rows: Iterator<TableRow>
  readonly #layout: Layout
  readonly #tally: RowTally
  readonly #width: number
  readonly #groups: GroupWatch
  readonly #headings: HeadingWatch
  readonly #held: HeldLines
  /** Records left out at the beginning. */
  #skip: number
  /** Rows read when the headings last came. */
  #before = 0
  /** Rows that were held back and turned out to be data. */
  #released: Iterator<TableRow, void> | null = null
  #isOver = false

  constructor(name: string, rows: Iterable<TableRow>, layout: Layout, tally: RowTally) {
    this.#name = name
    this.#rows = rows[Symbol.iterator]()
    this.#layout = layout
    this.#tally = tally
    this.#skip = layout.skip
    this.#width = layout.headings.findLastIndex((heading) => heading.trim() !== '') + 1
    this.#groups = new GroupWatch(name, layout)
    this.#headings = new HeadingWatch(layout.kind, layout.headings, layout.columns)
    this.#held = new HeldLines(layout.headings.length)
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<TableRow, undefined> {
    for (;;) {
      const released = this.#released?.next()
      if (released && !released.done) return released
      this.#released = null
      if (this.#isOver) return { done: true, value: undefined }
      const { done, value } = this.#rows.next()
      if (done) {
        this.#isOver = true
        this.#released = this.#endTable()
      } else if (this.#take(value)) return { done: false, value }
    }
  }

  /** Whether a record is a row of data, with none held back that come before it. */
  #take(record: TableRow): boolean {
    if (this.#skip > 0) {
      this.#skip--
      return false
    }
    if (!hasFilled(record.fields, 1)) {
      this.#tally.ignored++
      this.#held.seeBlank()
      return false
    }
    if (this.#held.hold(record)) return false
    if (this.#isHeadingsAgain(record)) {
      this.#released = this.#beginTable()
      return false
    }
    // What follows is data, so the lines before it are not a footer.
    if (this.#held.length > 0) {
      this.#released = this.#release([...this.#held.take(), record], 1)
      return false
    }
    this.#held.take()
    this.#see(record)
    return true
  }

  /** A row of data. */
  #see(record: TableRow): void {
    if (!record.ended) this.#checkWhole(record)
    if (this.#groups.isWatching) this.#groups.see(record.fields)
    this.#tally.read++
  }

  #isHeadingsAgain(record: TableRow): boolean {
    const { fields } = record
    const { headings } = this.#layout
    const seen = this.#headings.see(fields)
    if (seen === 'other') throw secondTable(this.#name, record)
    return seen === 'again' || (isFirstHeading(fields[0] ?? '', headings[0] ?? '') && isHeadings(fields, headings))
  }

  *#beginTable(): Generator<TableRow, void, void> {
    yield* this.#endTable()
    this.#tally.ignored++
    this.#before = this.#tally.read
  }

  /** Gives lines as rows; `data` of them, the last, are what shows that the others are among rows. */
  *#release(lines: readonly TableRow[], data: 0 | 1): Generator<TableRow, void, void> {
    for (const [i, line] of lines.entries()) {
      if (i >= lines.length - data) this.#see(line)
      else this.#seeHeld(line, data > 0)
      yield line
    }
  }

  #seeHeld(line: TableRow, isAmongRows: boolean): void {
    this.#checkWhole(line)
    if (isTotals(line.fields)) this.#groups.seeTotals(line.fields, isAmongRows)
    else if (isAmongRows) this.#groups.seeLine(line.fields)
    this.#tally.read++
  }

  /** Ends a table: the lines held are its footer, or its last rows. */
  *#endTable(): Generator<TableRow, void, void> {
    const { rows, footer } = this.#held.end()
    yield* this.#release(rows, 0)
    for (const { fields } of footer) if (isTotals(fields)) this.#groups.seeTotals(fields, false)
    this.#tally.ignored += footer.length
    this.#tally.footer?.push(...footer.map(({ fields }) => fields.filter((cell) => cell.trim() !== '').join(' ')))
    // Rows that sum up others are not records, so the count would be wrong as well.
    this.#groups.check()
    checkStatedCount(this.#name, footer, this.#tally.read - this.#before)
  }

  #checkWhole(record: TableRow): void {
    if (!record.ended && record.fields.length < this.#width) throw cutOff(this.#name, record, this.#width)
  }
}

/** The first heading, with the mark before it where files were put one behind the other. */
function isFirstHeading(cell: string, word: string): boolean {
  return cell === word || (cell.charCodeAt(0) === 0xfeff && cell.slice(1) === word)
}

function isHeadings(fields: readonly string[], headings: readonly string[]): boolean {
  for (let i = 1; i < headings.length; i++) if ((fields[i] ?? '').trim() !== headings[i]?.trim()) return false
  return true
}

function secondTable(name: string, { line, fields }: TableRow): Error {
  const shown = fields.filter((cell) => cell.trim() !== '').slice(0, 8)
  return failure(
    'second_table',
    `${name}, line ${line}: a second table begins here, with other headings: "${shown.join('", "')}"`,
    'save each table as a file of its own, then import them',
    { line },
  )
}

function cutOff(name: string, record: TableRow, width: number): Error {
  return failure(
    'cut_off',
    `${name}, line ${record.line}: the file ends within this row (${record.fields.length} of ${width} cells), so it is cut off`,
    'the download was cut short: export it again',
    { line: record.line },
  )
}
