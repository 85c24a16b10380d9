/** Names of sheets, as every spreadsheet takes them. */

import { safeText } from '../safe-text.ts'

/** Spreadsheets take no longer name. */
const LONGEST = 31

/** A name for a sheet that none of `taken` has; what a name may not hold becomes blanks. Adds it to `taken`, in small letters. */
export function sheetName(wanted: string, taken: Set<string>): string {
  const plain = safeText(wanted)
    .replace(/[[\]/\\:*?\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[' ]+|[' ]+$/g, '')
  // A name that Excel keeps for itself.
  const name = plain === '' || plain.toLowerCase() === 'history' ? `Table ${plain}`.trim() : plain
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const own = `${cutTo(name, LONGEST - end.length)}${end}`
    const key = own.normalize('NFKC').toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return own
  }
}

/** A text of so many units at most, cut between what a reader sees as characters. */
function cutTo(text: string, most: number): string {
  if (text.length <= most) return text
  let shown = ''
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (shown.length + segment.length > most) break
    shown += segment
  }
  return shown.replace(/[' ]+$/, '')
}
