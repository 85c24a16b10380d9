import { stringify } from 'csv-stringify/sync'
import { guardCell } from '../records/formula.ts'
import { safeText } from './safe-text.ts'

/** Characters no cell needs, and that a terminal would obey: controls but tab and line ends, and overrides of direction. */
const OBEYED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/**
 * Separated values for people: cells made harmless for a spreadsheet and a terminal, CRLF; with a byte order mark, spreadsheets
 * read the accents right.
 */
export function csvForPeople(rows: ReadonlyArray<readonly string[]>, options: { mark?: boolean } = {}): string {
  return stringify(
    rows.map((row) => row.map((cell) => guardCell(cell.replace(OBEYED, safeText)))),
    // Its own record delimiter is all that it would quote; a lone line feed must be quoted too.
    { record_delimiter: 'windows', bom: options.mark ?? false, quoted_match: /[\r\n]/ },
  )
}
