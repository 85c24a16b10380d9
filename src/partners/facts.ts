/** Values with their place, and which of two rows is newer. */

import { isLater } from '../records/seen-by.ts'
import type { Fact, Source } from '../rules/verdict.ts'
import type { RejectedRow, Stored } from '../store/store.ts'

/** A value with its place. */
export function fact<T>(stored: Stored<object>, field: string, value: T): Fact<T> {
  return { value, source: sourceOf(stored, field), doubt: stored.doubt }
}

/** The place of a row, or of one of its fields. */
export function sourceOf(
  { source: { kind, importId, file, line, headings, lastSeenAt, lastSeenBy, statedBy, gone } }: Stored<object>,
  field?: string,
): Source {
  const column = field === undefined ? null : (headings[field] ?? null)
  return { kind, importId, file, line, column, lastSeenAt, lastSeenBy, statedBy, gone }
}

/** A fact only where the file that the record was last seen in has the column: what an earlier one said there may be outdated. */
export function factIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings ? fact(stored, field, value) : null
}

/** A mark that warns: also one that only an earlier file had. */
export function markIfThere<T>(stored: Stored<object>, field: string, value: T): Fact<T> | null {
  return field in stored.source.headings || value !== null ? fact(stored, field, value) : null
}

/** A rejected row, as a rule sees it. */
export interface NewestReject {
  file: string
  line: number
  lastSeenAt: string
}

/** The newest of the rejected rows, as a rule sees it. */
export function newest(rows: readonly RejectedRow[]): NewestReject | null {
  const [row] = rows.length < 2 ? rows : [...rows].sort((a, b) => (isNewer(a, b) ? -1 : isNewer(b, a) ? 1 : a.line - b.line))
  return row ? { file: row.file, line: row.line, lastSeenAt: row.lastSeenAt } : null
}

/** Whether rows were seen later than others (see isLater); where neither was, the import that came later has the newer ones. */
export function isNewer(one: Dated, other: Dated): boolean {
  if (isLater(one.lastSeenAt, other.lastSeenAt)) return true
  return !isLater(other.lastSeenAt, one.lastSeenAt) && one.importId > other.importId
}

export type Dated = Pick<RejectedRow, 'importId' | 'lastSeenAt'>
