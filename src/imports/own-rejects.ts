/**
 * The rejects file: the original columns, then line, column and reason. It is made safe for a spreadsheet on the way out, and
 * that is undone when it is imported again.
 */

import { REJECT_HEADINGS } from './layout.ts'
import type { Reject } from './read-row.ts'

/** Takes off the one apostrophe that stands before something a spreadsheet would run. */
export function unguard(cell: string): string {
  return cell.replace(/(^|[;\t\r\n])'(?=[\s]*[=@+\-＝＠＋－]|[\t\r\n])/g, '$1')
}

/** What is wrong with a row, as a sentence: the value, where it stands, what was expected. */
export function reasonOf(reject: Reject): string {
  const found = reject.value === null ? '' : `"${reject.value}" `
  switch (reject.code) {
    case 'blank':
      return `blank; expected ${reject.expected}`
    case 'wrong_length':
      return `expected ${reject.expected}${reject.value === null ? '' : `; beyond them: ${reject.value}`}`
    default:
      return `${found}cannot be used; expected ${reject.expected}`
  }
}

/** The rows of the rejects file, headings first, every row as long as they are. */
export function rejectRows(headings: readonly string[], rejects: readonly Reject[]): string[][] {
  const own = REJECT_HEADINGS.every((heading, i) => headings.at(i - REJECT_HEADINGS.length)?.trim() === heading)
  const width = own ? headings.length - REJECT_HEADINGS.length : headings.length
  return [
    [...headings.slice(0, width), ...REJECT_HEADINGS],
    ...rejects.map((reject) => [
      ...Array.from({ length: width }, (_, i) => reject.fields[i] ?? ''),
      String(reject.line),
      reject.column ?? '',
      reasonOf(reject),
    ]),
  ]
}
