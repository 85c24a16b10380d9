/** What is wrong with a row, and why it is rejected. */

import { type CellProblem, unkeptProblem } from '../records/cell.ts'
import { isKeptKey, isKeptName, MOST_BYTES } from '../records/kept-text.ts'
import type { Layout } from './read/layout.ts'

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
export const HALVES = 'half a character'
/** So much of a long text is shown. */
const SHOWN = 300
const SHOWN_ERROR = 'the spreadsheet shows the error'

/**
 * Whether a reason is one that only a person can settle: read again, the row would show no problem, for its cells were put under
 * the headings as well as possible, or written differently.
 */
export function needsAPerson(reason: string): boolean {
  const begins = [CONTROLS, HALVES, SHOWN_ERROR]
  return begins.some((each) => reason.startsWith(each)) || /^expected (?:\d+ cells|nothing in column)/.test(reason)
}

/** What is wrong, as a sentence: the value, and what was expected. */
export function reasonOf({ code, value, expected }: Problem): string {
  switch (code) {
    case 'blank':
      return `blank; expected ${expected}`
    case 'control_character':
      return `${CONTROLS} in "${value}"; expected ${expected}`
    case 'half_character':
      return `${HALVES} in "${value}"; expected ${expected}`
    case 'too_long':
      return `"${beginning(value ?? '')}" cannot be used; expected ${expected}`
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

/** A text as far as a person reads it. */
function beginning(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN).toWellFormed()}…`
}

/** What cannot be kept in the columns that the kind does not know. */
export function unkeptExtras({ extras, headings }: Layout, fields: readonly string[]): Problem[] {
  return extras.flatMap((place) => {
    const value = fields[place] ?? ''
    const problem = unkeptProblem(value)
    return problem ? [{ ...problem, column: headings[place]?.trim() ?? null, value }] : []
  })
}

/** Made only where it is told: the engine takes 20 ms to write the first number. */
const most = (): string => `at most ${MOST_BYTES.toLocaleString('en-US')} bytes`

/** Whether a key and the name of a partner are short enough to be found by. */
export function canBeFound(key: string, name: string | null): boolean {
  return isKeptKey(key) && (name === null || isKeptName(name))
}

/** What of a row that cannot be found is too long: the partner's name, or the longest cell of the key. */
export function tooLong({ kind, columns, headings }: Layout, name: string | null, fields: readonly string[]): Problem {
  const problemAt = (field: string, expected: string): Problem => {
    const place = columns.get(field) ?? -1
    return { code: 'too_long', column: headings[place]?.trim() ?? null, value: fields[place] ?? name, expected }
  }
  if (kind.partnerName !== null && !canBeFound('', name))
    return problemAt(kind.partnerName, canBeFound(name ?? '', null) ? `${most()} in plain letters` : most())
  const lengthOf = (field: string): number => fields[columns.get(field) ?? -1]?.length ?? 0
  const [longest = '', ...others] = kind.keyFields.filter(lengthOf).sort((a, b) => lengthOf(b) - lengthOf(a))
  const named = others.map((field) => `"${headings[columns.get(field) ?? -1]?.trim()}"`)
  return problemAt(longest, named.length === 0 ? most() : `${most()} together with ${named.join(' and ')}`)
}

/** An owner without what is too long to be found by. */
export function keptOwner({ key, name, accountId }: RowOwner): RowOwner {
  return { key: key === null || isKeptKey(key) ? key : null, name: canBeFound('', name) ? name : null, accountId }
}
