/** Cells and figures as the pages of lists have them. */

import type { PageValue } from '../terminal/page.ts'
import { grouped } from '../terminal/plural.ts'

/** Stands where a figure is not known. */
export const NOT_KNOWN = 'not known'

/** A heading of a column of numbers. */
export const numbers = (text: string) => ({ text, isNumber: true }) as const

/** A number as a cell that sorts by its value; null: not known. */
export function countCell(number: number | null): PageValue {
  return number === null ? { text: NOT_KNOWN } : { text: grouped(number), number: String(number) }
}

/** A change with its sign: "+2", "-1", "0". */
export function signed(change: number): string {
  return change > 0 ? `+${grouped(change)}` : grouped(change)
}
