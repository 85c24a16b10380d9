import { stringify } from 'csv-stringify/sync'
import { safeText } from './safe-text.ts'

/** A number as a person writes it, a percentage included: -5, +12, -1,250.00, -3.5%. */
const NUMBER = /^[+-]?\d{1,3}(?:[ ,.]?\d{3})*(?:[.,]\d+)?\s?%?$/
const PHONE = /^\+[0-9][0-9 ().\-/]{4,24}$/

/** Characters no cell needs, and that a terminal would obey: controls but tab and line ends, and overrides of direction. */
const OBEYED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Whether a spreadsheet would run the text as a formula. */
function runs(text: string): boolean {
  const start = text.trimStart()
  const first = start[0]
  if (text.startsWith('\t') || text.startsWith('\r') || text.startsWith('\n')) return true
  if (first === '=' || first === '@' || first === '＝' || first === '＠') return true
  if (first === '+' || first === '-' || first === '＋' || first === '－') {
    if (NUMBER.test(start)) return false
    return !(PHONE.test(start) && start.replace(/\D/g, '').length <= 15)
  }
  return false
}

/**
 * Makes a cell harmless where a spreadsheet opens the file: an apostrophe goes before what would run, at the start of the cell and
 * after a separator of another locale within it. Numbers and phone numbers stay as they are,
 * as do line breaks; control characters are shown by their number.
 */
export function guardCell(cell: string): string {
  if (cell === '') return cell
  const guarded = cell.replace(OBEYED, safeText).replace(/(?<=[;\t\r\n])[^;\t\r\n]+/g, (part) => (runs(part) ? `'${part}` : part))
  return runs(guarded) ? `'${guarded}` : guarded
}

/** Separated values for people: guarded cells, CRLF; with a byte order mark, spreadsheets read the accents right. */
export function csvForPeople(rows: ReadonlyArray<readonly string[]>, options: { mark?: boolean } = {}): string {
  return stringify(
    rows.map((row) => row.map(guardCell)),
    { record_delimiter: 'windows', bom: options.mark ?? false },
  )
}
