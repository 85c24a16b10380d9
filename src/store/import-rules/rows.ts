/** The entry of an import out of its row, whatever engine keeps it. */

import type { SeenBy } from '../../records/seen-by.ts'
import type { ImportEntry } from '../imports.ts'
import type { Seen } from '../rows.ts'

/** What every table of imports has of an entry. */
export interface ImportRow {
  id: number
  kind: string
  file: string
  status: ImportEntry['status']
  mode: ImportEntry['mode']
  scope: string | null
  same_as: number | null
  undoes: number | null
  sha256: string
  bytes: number
  encoding: string
  delimiter: string
  date_order: string | null
  actor: string
  imported_at: string
  exported_at: string | null
  dated_at: string | null
  dated_by: SeenBy | null
  stated_by: string | null
  first_version: number | null
  rows_read: number
  rows_added: number
  rows_changed: number
  rows_unchanged: number
  rows_removed: number
  rows_rejected: number
  rows_ignored: number
}

/** How old the rows of an import are, by its own entry alone. */
export function ownAge(row: Pick<ImportRow, 'dated_at' | 'dated_by' | 'imported_at' | 'stated_by'>): Seen {
  return { lastSeenAt: row.dated_at ?? row.imported_at, lastSeenBy: row.dated_by ?? 'import', statedBy: row.stated_by }
}

/** The entry of a row. `seen`: how old its rows are; null where it was undone, and says so itself. `undoneBy`: the entry that undid it. */
export function importEntry(row: ImportRow, { seen, undoneBy }: { seen: Seen | null; undoneBy: number | null }): ImportEntry {
  return {
    id: row.id,
    kind: row.kind,
    file: row.file,
    status: row.status,
    mode: row.mode,
    scope: row.scope,
    counts: {
      read: row.rows_read,
      added: row.rows_added,
      changed: row.rows_changed,
      unchanged: row.rows_unchanged,
      removed: row.rows_removed,
      rejected: row.rows_rejected,
      ignored: row.rows_ignored,
    },
    importedAt: row.imported_at,
    ...(seen ?? ownAge(row)),
    exportedAt: row.exported_at,
    actor: row.actor,
    undoes: row.undoes,
    undoneBy,
    sha256: row.sha256,
  }
}

/**
 * The entry that undid one: what only said the same again goes with the import it repeated. `undone`: the entries that count no longer;
 * `undoneBy`: what undid each.
 */
export function undoerOf(
  row: Pick<ImportRow, 'id' | 'same_as'>,
  undone: ReadonlySet<number>,
  undoneBy: ReadonlyMap<number, number>,
): number | null {
  return undone.has(row.id) ? (undoneBy.get(row.id) ?? undoneBy.get(row.same_as ?? -1) ?? null) : null
}
