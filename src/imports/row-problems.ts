/** What is wrong with a row, and why it is rejected. */

import type { CellProblem } from '../records/cell.ts'

/** What is wrong with a row: a cell, or the row itself. */
export interface Problem {
  code: CellProblem['code'] | 'wrong_length' | 'error_cell' | 'contradicting_duplicate' | 'not_corrected'
  /** Heading of the column at fault; null when the whole row is. */
  column: string | null
  /** The value at fault. */
  value: string | null
  expected: string
}

/** The record and the partner that a row belongs to. */
export interface RowOwner {
  /** Null where only the partner's name is known. */
  key: string | null
  /** The partner's name and account id, where the kind has them. */
  name: string | null
  accountId: string | null
}

/** A rejected row: its line, every problem with it, and the cells as they were. */
export interface Reject {
  line: number
  /** The owners it may have: several where it is not certain, none where nothing says it. */
  owners: readonly RowOwner[]
  problems: readonly [Problem, ...Problem[]]
  fields: readonly string[]
}

export const CONTROLS = 'control characters'
const SHOWN_ERROR = 'the spreadsheet shows the error'

/**
 * Whether a reason is one that only a person can settle: read again, the row would show no problem, for its cells were put under
 * the headings as well as possible, or written differently.
 */
export function needsAPerson(reason: string): boolean {
  return reason.startsWith(CONTROLS) || reason.startsWith(SHOWN_ERROR) || /^expected (?:\d+ cells|nothing in column)/.test(reason)
}

/** What is wrong, as a sentence: the value, and what was expected. */
export function reasonOf({ code, value, expected }: Problem): string {
  switch (code) {
    case 'blank':
      return `blank; expected ${expected}`
    case 'control_character':
      return `${CONTROLS} in "${value}"; expected ${expected}`
    case 'wrong_length':
      return `expected ${expected}${value === null ? '' : `; too much: ${value}`}`
    case 'error_cell':
      return `${SHOWN_ERROR} "${value}" here; expected ${expected}`
    case 'not_corrected':
      return `rejected before: ${value}; correct the row, then clear its reason`
    case 'contradicting_duplicate':
      return `"${value}" is in the file again with other values, so phd cannot know which row is right; expected ${expected}`
    default:
      return `"${value}" cannot be used; expected ${expected}`
  }
}
