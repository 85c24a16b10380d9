/** Since when records have the values they have, by the history of imports. */

import type { Kind } from '../../records/kind.ts'
import type { ValueSince } from '../store.ts'
import { columnOf } from './tables.ts'
import type { View } from './view.ts'

interface ImportTime {
  id: number
  file: string
  seenAt: string
}

/** Since when each record of a kind has had its text in a field, by key; see the reader. */
export function valueSince(view: View, kind: Kind, field: string): Map<string, ValueSince> {
  if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  const column = columnOf(field)
  const imports = importTimes(view, kind)
  // An undo only repeats what was before, and what an import both opened and closed was never there.
  const rows = view
    .prepare<[], [key: string, importId: number, line: number, value: string | null]>(
      `SELECT key, valid_from, line, ${column} FROM ${kind.kind} own
       WHERE (valid_to IS NULL OR valid_from < valid_to) AND ${view.counts('valid_from')}
       ORDER BY key, version`,
      'raw',
    )
    .iterate()
  const found = new Map<string, ValueSince>()
  let last: { key: string; value: string | null } | null = null
  for (const [key, importId, line, value] of rows) {
    const time = imports.get(importId)
    if (!time) continue
    const known = last?.key === key ? found.get(key) : undefined
    if (known && last && sameText(last.value, value)) continue
    const { file, seenAt, before: importBefore } = time
    const before = known && last ? { value: last.value, seenAt: known.seenAt } : null
    found.set(key, { importId, file, line, seenAt, before, importBefore })
    last = { key, value }
  }
  return found
}

function sameText(a: string | null, b: string | null): boolean {
  return (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase()
}

/** The imports of a kind that count, each with when its rows were seen, by its own file, and when those of the one before were. */
function importTimes(view: View, kind: Kind): Map<number, ImportTime & { before: string | null }> {
  const rows = view
    .prepare<[string], ImportTime>(
      `SELECT id, file, coalesce(dated_at, imported_at) AS seenAt FROM imports
       WHERE kind = ? AND undoes IS NULL AND ${view.counts('id')} ORDER BY id`,
    )
    .all(kind.kind)
  return new Map(rows.map((row, i) => [row.id, { ...row, before: rows[i - 1]?.seenAt ?? null }]))
}
