/** A reading of the rows of a file: those that can be used, and those that are rejected. A file may be read more than once. */

import { failure, type PhdError } from '../errors.ts'
import type { Value } from '../records/kind.ts'
import { dataRecords, type RowTally } from './data-records.ts'
import { FileAmounts, findDecimalMark, type KnownMark, type SaidMark } from './file-amounts.ts'
import { FileDates, findDateOrder, type KnownOrder, type SaidOrder } from './file-dates.ts'
import type { ImportOptions } from './options.ts'
import type { InputFile } from './read/input.ts'
import type { OpenTable } from './read/open-table.ts'
import type { TableSource } from './read/source.ts'
import { RejectedRows } from './rejected-rows.ts'
import { reasonOf } from './row-problems.ts'
import { isReject, type KeyedRow, RowReader } from './row-reader.ts'
import { Scope } from './scope.ts'

/** Rows between two reports of progress. */
const PROGRESS_EVERY = 1024

/** How the dates and the amounts of a file are written, where they need to be known. */
export interface KnownWriting {
  order: KnownOrder | null
  mark: KnownMark | null
}

interface Reading {
  dates: FileDates
  amounts: FileAmounts
  reader: RowReader
  tally: RowTally & { footer: string[] }
  rejected: RejectedRows
}

export class FileRows {
  readonly #file: InputFile
  readonly #source: TableSource
  readonly #given: Readonly<Record<string, Value>>
  readonly #known: KnownWriting
  readonly #options: ImportOptions
  /** The account whose complete list the file is. */
  readonly scope: Scope | null
  #reading: Reading

  constructor({ file, source }: OpenTable, given: Readonly<Record<string, Value>>, known: KnownWriting, options: ImportOptions) {
    this.#file = file
    this.#source = source
    this.#given = given
    this.#known = known
    this.#options = options
    this.scope = options.scope && new Scope(file.name, source.layout, options.scope)
    this.#reading = this.#begin()
  }

  #begin(): Reading {
    const { layout, traits } = this.#source
    const { dryRun, openRejects } = this.#options
    const dates = new FileDates(this.#file.name, this.#known.order)
    const amounts = new FileAmounts(this.#file.name, this.#known.mark)
    return {
      dates,
      amounts,
      reader: new RowReader(layout, traits, this.#given, dates, amounts),
      tally: { read: 0, ignored: 0, footer: [] },
      rejected: new RejectedRows(layout, { order: dates.order, mark: amounts.mark }, dryRun ? null : openRejects),
    }
  }

  /** Reads the file from its beginning; rows with a key in `contradicting` are rejected. */
  *read(contradicting: ReadonlySet<string>): Generator<KeyedRow, void, void> {
    this.discard()
    this.#reading = this.#begin()
    const { dates, amounts, reader, tally, rejected } = this.#reading
    const { onProgress } = this.#options
    for (const record of dataRecords(this.#file.name, this.#source.rows(), this.#source.layout, tally)) {
      if (tally.read % PROGRESS_EVERY === 0) onProgress?.(tally.read, this.#file.position / this.#file.bytes)
      const row = reader.read(record)
      if (isReject(row)) rejected.add(row)
      else if (contradicting.has(row.key)) rejected.add(reader.contradicting(record))
      else {
        this.scope?.check(row)
        yield row
      }
    }
    dates.finish()
    amounts.finish()
  }

  get dates(): FileDates {
    return this.#reading.dates
  }

  get amounts(): FileAmounts {
    return this.#reading.amounts
  }

  get flags(): RowReader['flags'] {
    return this.#reading.reader.flags
  }

  get footer(): readonly string[] {
    return this.#reading.tally.footer
  }

  get rejected(): RejectedRows {
    return this.#reading.rejected
  }

  /** The counts of a whole reading. Throws `no_rows` and `no_usable_row`. */
  counted(): { read: number; ignored: number; rejected: number } {
    const { tally, rejected } = this.#reading
    if (tally.read === 0) {
      throw failure('no_rows', `${this.#file.name} has headings but no rows`, 'export it again; an empty export changes nothing')
    }
    if (rejected.count === tally.read) throw this.#noUsableRow()
    return { read: tally.read, ignored: tally.ignored, rejected: rejected.count }
  }

  #noUsableRow(): PhdError {
    const { first, count } = this.#reading.rejected
    const shown = first.flatMap(({ line, problems }) =>
      problems.map((problem) => `line ${line}${problem.column ? `, ${problem.column}` : ''}: ${reasonOf(problem)}`),
    )
    const rest = count > first.length ? `; and ${count - first.length} more` : ''
    return failure(
      'no_usable_row',
      `no row of ${this.#file.name} can be used: ${shown.join('; ')}${rest}`,
      this.#source.layout.ownRejects
        ? 'correct the rows, clear the reason of those that ask for it, and import the file again'
        : 'check that it is the right export, and export it again',
    )
  }

  /** Deletes the rejects file that was begun and not kept. */
  discard(): void {
    this.#reading.rejected.discard()
  }
}

/**
 * The order of the dates of a file; null where it has no column of dates, or no date that needs an order. The file is read as far
 * as the first date that shows it, and not at all where a person says the order.
 */
export function orderOfFile(file: InputFile, { layout, traits, rows: read }: TableSource, said: SaidOrder): KnownOrder | null {
  const hasDates = Object.entries(layout.kind.fields).some(([name, { type }]) => type === 'date' && layout.columns.has(name))
  if (!hasDates) return null
  const reader = new RowReader(layout, traits, {})
  const rows = function* () {
    // The settings speak for every file but one that says it itself.
    if (said.setting && !layout.ownRejects) return
    for (const record of dataRecords(file.name, read(), layout, { read: 0, ignored: 0 })) {
      if (reader.mayShowOrder(record)) yield reader.datesOf(record)
    }
  }
  return findDateOrder(file.name, rows(), said)
}

/** What stands before the decimals of a file's amounts; null where it has no column of money, or no amount that needs to know. */
export function markOfFile(file: InputFile, { layout, traits, rows: read }: TableSource, said: SaidMark): KnownMark | null {
  const hasMoney = Object.entries(layout.kind.fields).some(([name, { type }]) => type === 'money' && layout.columns.has(name))
  if (!hasMoney) return null
  const reader = new RowReader(layout, traits, {})
  const rows = function* () {
    if (said.setting && !layout.ownRejects) return
    for (const record of dataRecords(file.name, read(), layout, { read: 0, ignored: 0 })) yield reader.amountsOf(record)
  }
  return findDecimalMark(file.name, rows(), said)
}
