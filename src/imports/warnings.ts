/** Warnings on a file that was imported. */

import type { FileDates } from './file-dates.ts'
import { decodedOnce } from './read/decode.ts'
import type { Layout } from './read/layout.ts'
import type { FlagCode, RowReader } from './row-reader.ts'

export interface Warning {
  code: string
  message: string
  line: number | null
}

const FLAG_TEXT: Readonly<Record<FlagCode, (sample: string) => string>> = {
  mojibake: (sample) =>
    `text that looks encoded twice, ${twice(sample)}; it was imported unchanged: export the file again as UTF-8`,
  invisible_character: () =>
    'invisible or direction-changing characters; they were imported unchanged, and are shown by their number',
}

/** The cell that looks encoded twice, and what it would have been, where that is known. */
function twice(cell: string): string {
  const once = cell.length <= 200 ? decodedOnce(cell) : null
  return once === null ? 'like "MÃ¼ller"' : `"${cell}", which would have been "${once}"`
}

/** The warnings on a file: what its rows hold, the columns it has or lacks, its dates. */
export function warnings(layout: Layout, flags: RowReader['flags'], kept: readonly string[], dates: FileDates): Warning[] {
  const list: Warning[] = [...flags].map(([code, { line, rows, sample }]) => {
    const more = rows > 1 ? ` (and in ${rows - 1} more ${rows === 2 ? 'row' : 'rows'})` : ''
    return { code, message: `line ${line}${more} has ${FLAG_TEXT[code](sample)}`, line }
  })
  if (layout.extras.length > 0) {
    const headings = layout.extras.map((place) => `"${layout.headings[place]?.trim()}"`)
    const message = `columns that phd does not use yet were kept as text: ${headings.join(', ')}`
    list.push({ code: 'unknown_columns', message, line: null })
  }
  if (kept.length > 0) {
    const headings = kept.map((field) => `"${layout.kind.fields[field]?.headings[0]}"`)
    const message = `the file lacks columns that earlier ones had; their values are kept: ${headings.join(', ')}`
    list.push({ code: 'columns_absent', message, line: null })
  }
  if (layout.kind.isPartner && !layout.columns.has('type')) {
    const taken = kept.includes('type') ? 'new accounts count as partners' : 'every account counts as a partner'
    list.push({
      code: 'no_account_type',
      message: `no column "Type", so ${taken}; add the column to the report`,
      line: null,
    })
  }
  return [...list, ...halfDates(layout, dates)]
}

/**
 * A spreadsheet that opens an export whose dates are in another order than its own makes dates of those it can, day and month
 * exchanged, and leaves the others as text.
 */
function halfDates({ delimiter }: Layout, { needed, hasClear }: FileDates): Warning[] {
  if (delimiter !== '' || !needed || !hasClear) return []
  const message =
    'some dates are spreadsheet dates and others are text: a spreadsheet that opened the export may have swapped day and month in the former; check one in the system it comes from'
  return [{ code: 'dates_half_converted', message, line: null }]
}
