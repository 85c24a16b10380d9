/** Since when records have the values they have, by the history of imports. */

import type { Kind } from '../../records/kind.ts'
import type { ValueSince } from '../store.ts'
import { ThinnedSets } from './past/thinned.ts'
import { columnOf } from './tables.ts'
import type { View } from './view.ts'

interface ImportTime {
  id: number
  file: string
  seenAt: string
}

/** Since when the records of some keys have had their text in a field, by key; see the reader. */
export function valueSince(view: View, kind: Kind, field: string, keys: Iterable<string>): Map<string, ValueSince> {
  if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  const column = columnOf(field)
  const imports = importTimes(view, kind)
  const found = new Map<string, ValueSince>()
  let last: { key: string; value: string | null } | null = null
  for (const { key, importId, line, value } of valuesIn(view, kind, column, keys)) {
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

interface ValueRow {
  key: string
  importId: number
  line: number
  value: string | null
  thinned: number | null
  counts: 0 | 1
}

/**
 * What the versions of each record said in a column, oldest first. An undo only repeats what was before, and what an import both
 * opened and closed was never there.
 */
function valuesIn(view: View, kind: Kind, column: string, keys: Iterable<string>): ValueRow[] {
  // Open and closed versions have an index each; asked for both at once, the engine would read the whole table.
  const versions = (isOf: string): string =>
    `SELECT key, version, valid_from AS importId, line, ${column} AS value, thinned,
       (valid_to IS NULL OR valid_from < valid_to) AND ${view.counts('valid_from')} AS counts
     FROM ${kind.kind} WHERE ${isOf} AND key IN (SELECT value FROM json_each(?))`
  const asked = JSON.stringify([...new Set(keys)])
  const rows = view
    .prepare<[string, string], ValueRow>(
      `${versions('valid_to IS NULL')} UNION ALL ${versions('valid_to IS NOT NULL')} ORDER BY key, version`,
    )
    .all(asked, asked)
  const sets = new ThinnedSets(view.db)
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]
    if (row && row.thinned !== null && sets.of(row.thinned).has(column)) row.value = rows[i + 1]?.value ?? null
  }
  return rows.filter(({ counts }) => counts === 1)
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
