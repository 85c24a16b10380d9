import { dataRecords } from './data-records.ts'
import { findDateOrder, type KnownOrder, type SaidOrder } from './file-dates.ts'
import type { InputFile } from './read/input.ts'
import type { TableSource } from './read/source.ts'
import { RowReader } from './row-reader.ts'

/**
 * The order of the dates of a file; null where it has no column of dates, or no date that needs an order. The file is read as far as the
 * first date that shows it, and not at all where a person says the order.
 */
export function orderOfFile(file: InputFile, { layout, traits, rows: read }: TableSource, said: SaidOrder): KnownOrder | null {
  const hasDates = Object.entries(layout.kind.fields).some(([name, { type }]) => type === 'date' && layout.columns.has(name))
  if (!hasDates) return null
  const reader = new RowReader(layout, traits, {})
  const rows = function* () {
    // The settings speak for every file but one that says it itself.
    if (said.setting && !layout.ownRejects) return
    for (const record of dataRecords(file.name, read(), layout, { read: 0, ignored: 0 })) yield reader.datesOf(record)
  }
  return findDateOrder(file.name, rows(), said)
}
