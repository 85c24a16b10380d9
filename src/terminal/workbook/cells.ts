/** What a cell of a workbook holds: text as it is, an exact number with the words around it, or a day. */

import { cellNumber, cellText, type PageCell, type PageHeading } from '../page.ts'

/** A cell: `number` and `day` (a serial number) are typed, and `format` shows them as the page does. */
export type SheetCell =
  | { kind: 'text'; text: string; look?: 'title' | 'heading' | 'warning'; sheet?: string }
  | { kind: 'number'; number: string; format: string }
  | { kind: 'day'; serial: number }

/** Spreadsheets keep 15 digits of a number; one with more would be changed, and stays text. */
const MOST_DIGITS = 15
/** A format longer than this is refused by spreadsheets. */
const LONGEST_FORMAT = 200
const DAY = 86_400_000
/** Before 1 March 1900, serial numbers of days are off by one. */
const FIRST_SERIAL = 61

/** A cell of a page as one of a workbook. */
export function sheetCell(cell: PageCell, heading?: PageHeading): SheetCell {
  const text = cellText(cell)
  const serial = serialOf(text)
  if (serial !== null) return { kind: 'day', serial }
  const number = cellNumber(cell, heading)
  const format = number === null || !isKept(number) ? null : formatLike(text, number)
  return number === null || format === null ? { kind: 'text', text } : { kind: 'number', number, format }
}

/** The serial number of a day as 2026-11-20; null for any other text, and for what is not in the calendar. */
function serialOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const time = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return null
  const serial = time / DAY + 25_569
  return serial < FIRST_SERIAL ? null : serial
}

/** Whether a spreadsheet keeps a number to its last digit. */
function isKept(number: string): boolean {
  return number.replace(/^-?0*\.?0*|\./g, '').length <= MOST_DIGITS
}

/** The format that shows a number as its text does, with what stands around it ("USD 1,234.50"); null where none can. */
function formatLike(text: string, number: string): string | null {
  for (const found of text.matchAll(/[-−]?\d[\d,]*(?:\.\d+)?/g)) {
    const digits = found[0].replace('−', '-').replaceAll(',', '')
    if (Number(digits) !== Number(number)) continue
    const before = text.slice(0, found.index)
    const after = text.slice(found.index + found[0].length)
    const decimals = digits.split('.')[1]?.length ?? 0
    const own = `${found[0].includes(',') || /^-?\d{1,3}(?:\.|$)/.test(digits) ? '#,##0' : '0'}${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''}`
    const format =
      before === ''
        ? `${own}${quoted(after)}`
        : `${quoted(before)}${own}${quoted(after)};${quoted(before)}-${own}${quoted(after)}`
    return /["\\]|[^\P{C} ]/u.test(before + after) || format.length > LONGEST_FORMAT ? null : format
  }
  return null
}

function quoted(words: string): string {
  return words === '' ? '' : `"${words}"`
}
