/**
 * The views that people and spreadsheets ask: stable names over tables that may change. Those of the record kinds follow from their
 * declarations, so that a new kind has its own. A name or a column of a view is a promise, and never goes away.
 */

import type { Field, Kind } from '../../records/kind.ts'
import { columnName } from '../columns.ts'
import type { Dialect, PlannedView, ViewColumn } from './planned-view.ts'

const KEY: ViewColumn = ['record_key', 'what makes it the same record; the quickest to look up', 'own.key']

/** Where the record was seen last, as the answers of phd show it. */
const EVIDENCE: readonly ViewColumn[] = [
  ['file', 'newest file that had it', 'age.file'],
  ['line', 'line in that file', 'coalesce(seen.line, own.line)'],
  ['import_id', 'import of that file', 'age.import_id'],
  ['last_seen_at', 'how old that file says it is, ISO 8601 in UTC', 'age.last_seen_at'],
  ['last_seen_by', 'what says so: title, footer, name, stated, file or import', 'age.last_seen_by'],
]

/** From when to when a version was known. */
const VALIDITY: readonly ViewColumn[] = [
  ['valid_from', 'when it was imported, ISO 8601 in UTC', 'opened.imported_at'],
  ['valid_to', 'when another version took its place, or it was removed; NULL: it is current', 'closed.imported_at'],
  ['from_import', 'import that brought it', 'own.valid_from'],
  ['to_import', 'import that ended it', 'own.valid_to'],
  // An undo has the name of the file that it undoes, which is not where the version is from.
  ['file', 'file that brought it; NULL: an undo did', 'CASE WHEN opened.undoes IS NULL THEN opened.file END'],
  ['line', 'line in that file', 'CASE WHEN opened.undoes IS NULL THEN own.line END'],
]

/** The records of a kind as they are. */
export function currentView(kind: Kind, { table, value }: Dialect): PlannedView {
  return {
    name: `current_${kind.kind}`,
    about: `${kind.title}: the current records`,
    columns: [KEY, ...fieldColumns(kind, value), ...EVIDENCE],
    from: `${table(kind.kind)} own LEFT JOIN ${table(`${kind.kind}_seen`)} seen USING (version)
      LEFT JOIN evidence_ages age ON age.import_id = coalesce(seen.seen_in, own.valid_from) WHERE own.valid_to IS NULL`,
  }
}

/** Every version of the records of a kind. */
export function historyView(kind: Kind, { table, valueThen }: Dialect): PlannedView {
  const imports = table('imports')
  return {
    name: `${kind.kind}_history`,
    about: `${kind.title}: every version, and when it held`,
    columns: [KEY, ...fieldColumns(kind, valueThen), ...VALIDITY],
    from: `${table(kind.kind)} own JOIN ${imports} opened ON opened.id = own.valid_from LEFT JOIN ${imports} closed ON closed.id = own.valid_to`,
  }
}

function fieldColumns(kind: Kind, madeBy: Dialect['value']): ViewColumn[] {
  return Object.entries(kind.fields).map(([field, declared]) => [
    columnName(field),
    `${declared.about}${UNITS[declared.type] ?? ''}`,
    madeBy(kind, field),
  ])
}

const UNITS: Partial<Record<Field['type'], string>> = { boolean: ': 1 or 0', date: ' (YYYY-MM-DD)' }
