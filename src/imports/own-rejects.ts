/** The rejects file: the original columns, then line, column and reason. */

import { type Layout, REJECT_HEADINGS } from './layout.ts'
import type { Problem, Reject } from './read-row.ts'

/** What is wrong, as a sentence: the value, and what was expected. */
export function reasonOf({ code, value, expected }: Problem): string {
  switch (code) {
    case 'blank':
      return `blank; expected ${expected}`
    case 'control_character':
      return `control characters in "${value}"; expected ${expected}`
    case 'wrong_length':
      return `expected ${expected}${value === null ? '' : `; beyond them: ${value}`}`
    case 'not_corrected':
      return `not corrected; expected ${expected}`
    default:
      return `"${value}" cannot be used; expected ${expected}`
  }
}

/** The rows of the rejects file, headings first, every row as long as they are. */
export function rejectRows({ headings, ownRejects }: Layout, rejects: readonly Reject[]): string[][] {
  const width = ownRejects ? headings.length - REJECT_HEADINGS.length : headings.length
  return [
    [...headings.slice(0, width), ...REJECT_HEADINGS],
    ...rejects.map(({ line, problems, fields }) => [
      ...Array.from({ length: width }, (_, i) => fields[i] ?? ''),
      String(line),
      [...new Set(problems.flatMap(({ column }) => column ?? []))].join('; '),
      // A row that is set aside again keeps the reason it came with.
      problems[0]?.code === 'not_corrected' ? (fields.at(-1) ?? '') : problems.map(reasonOf).join('; '),
    ]),
  ]
}
