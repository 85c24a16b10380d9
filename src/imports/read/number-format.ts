/** How a spreadsheet stores numbers and dates, and how phd writes them as text. */

/** The built-in formats that show a date or a time; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean. */
export function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/** Whether a format of the workbook's own shows a date or a time of day; a length of time ("[h]:mm") is a number. */
export function isDateFormat(code: string): boolean {
  const [first = ''] = code.slice(0, 1000).split(';')
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '')
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return false
  const shown = bare.replace(/\[[^\]]*\]/g, '').replace(/general/gi, '')
  return /[ydhs]/i.test(shown) || /m/i.test(shown)
}

/** A number as it is stored, without an exponent: an id or an order number of 17 digits keeps every one. */
export function plainDecimal(stored: string): string {
  const text = stored.trim()
  const parts = /^([+-]?)(\d{1,40})(?:\.(\d{0,40}))?[eE]([+-]?\d{1,3})$/.exec(text)
  if (!parts) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 1)
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const after = padded.slice(at).replace(/0+$/, '')
  return `${sign === '-' ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`
}

const DAY = 86_400
/** The last day a spreadsheet knows, 9999-12-31. */
const LAST_SERIAL = 2_958_465

/**
 * A date stored as a number of days, as YYYY-MM-DD, with THH:MM:SS where it has a time, without any zone; a time alone as HH:MM:SS.
 * The system of 1900 counts a 29 February 1900 that never was; a cell with that day reads as it, and is not a date.
 */
export function dateOfSerial(stored: string, is1904: boolean): string {
  const serial = Number(stored)
  if (!Number.isFinite(serial) || serial < 0 || serial >= LAST_SERIAL + 1) return plainDecimal(stored)
  let day = Math.floor(serial)
  const fraction = serial - day
  // The last second of a day stays in its day; what lacks less than half a thousandth of one is the next day, badly computed.
  const isNextDay = (1 - fraction) * DAY < 0.0005
  if (isNextDay) day++
  const seconds = isNextDay ? 0 : Math.min(DAY - 1, Math.round(fraction * DAY))
  const time = timeOf(seconds)
  if (day === 0 && !is1904) return time
  const date = is1904
    ? dayAfter(Date.UTC(1904, 0, 1), day)
    : day === 60
      ? '1900-02-29'
      : dayAfter(Date.UTC(1899, 11, day < 60 ? 31 : 30), day)
  return seconds === 0 ? date : `${date}T${time}`
}

function dayAfter(start: number, days: number): string {
  return new Date(start + days * DAY * 1000).toISOString().slice(0, 10)
}

function timeOf(seconds: number): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** A date stored as text, "2026-11-20T00:00:00.000", in the same form; other text stays as it is. */
export function dateOfText(stored: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?)?$/.exec(stored.trim())
  if (!parts?.[1]) return stored
  return parts[2] === undefined || parts[2] === '00:00:00' ? parts[1] : `${parts[1]}T${parts[2]}`
}
