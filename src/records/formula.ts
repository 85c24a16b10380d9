/** What a spreadsheet would run or a terminal obey, and how a cell is made harmless for a spreadsheet. */

/**
 * Characters no cell needs, and that a terminal would obey or no file can hold: controls but tab and line ends, overrides of
 * direction, halves of characters.
 */
export const OBEYED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** A number as a person writes it, a percentage included: -5, +12, -1,250.00, -3.5%. */
const NUMBER = /^[+-]?\d{1,3}(?:[ ,.]?\d{3})*(?:[.,]\d+)?\s?%?$/
/** With an extension behind it, as in +49 30 5550100 x12: a spreadsheet can make nothing of it that it could run. */
const PHONE = /^(\+[0-9][0-9 ().\-/]{4,24})(?:,?\s*(?:x|ext\.?|extn\.?|extension)\s?\d{1,6})?$/i

/** A part of a cell, up to what separates cells in a file of another locale. */
const PART = /(^|[;\t\r\n])([^;\t\r\n]+)/g

/** Whether a spreadsheet would run the text as a formula; numbers and phone numbers it does not. */
function runs(text: string): boolean {
  const start = text.trimStart()
  const first = start[0]
  if (first === '=' || first === '@' || first === '＝' || first === '＠') return true
  if (first !== '+' && first !== '-' && first !== '＋' && first !== '－') return false
  const phone = PHONE.exec(start)?.[1]
  return !NUMBER.test(start) && !(phone !== undefined && phone.replace(/\D/g, '').length <= 15)
}

/**
 * Makes a cell harmless where a spreadsheet opens the file: an apostrophe goes before what would run, at the start of the cell and
 * after a separator within it, and before what already has one, so that {@link unguardCell} gives back the very cell. Line breaks
 * stay as they are.
 */
export function guardCell(cell: string): string {
  if (cell === '') return cell
  const guarded = cell.replace(PART, (_, before: string, part: string) => `${before}${isGuarded(part) ? "'" : ''}${part}`)
  return /^'*[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded
}

/** Takes off the apostrophes that {@link guardCell} puts. */
export function unguardCell(cell: string): string {
  const bare = /^'+[\t\r\n]/.test(cell) ? cell.slice(1) : cell
  return bare.replace(
    PART,
    (_, before: string, part: string) => `${before}${part[0] === "'" && isGuarded(part) ? part.slice(1) : part}`,
  )
}

/** Whether a part would run, were it not for the apostrophes before it, if any. */
function isGuarded(part: string): boolean {
  return runs(part.replace(/^'+/, ''))
}
