/**
 * The views that people and spreadsheets ask: stable names over tables that may change. Those of the record kinds follow from their
 * declarations, so that a new kind has its own. A name or a column of a view is a promise, and never goes away.
 */

import type { Field, Kind } from '../../../records/kind.ts'
import type { ListedView } from '../../store.ts'
import { thinnable } from '../past/thinned.ts'
import { columnOf, seenTable } from '../tables.ts'
import { DESK_VIEWS } from './desk-views.ts'
import { type MadeView, made, type ViewColumn } from './planned-view.ts'

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

/** The views that are in the database itself, for whatever program opens it, in the order in which they are made. */
export function keptViews(kinds: readonly Kind[]): MadeView[] {
  return [...DESK_VIEWS.map((each) => made(each)), ...kinds.map(currentView)]
}

/**
 * The histories, which only a question in SQL makes for itself: their statements are four times as long as all the others, and every
 * command that opens the database would have to read them.
 */
export function historyViews(kinds: readonly Kind[]): MadeView[] {
  return kinds.map(historyView)
}

/** What the views say and what their columns mean, without how they are made. */
export function listedViews(kinds: readonly Kind[]): ListedView[] {
  const views = [...DESK_VIEWS.map((each) => made(each)), ...kinds.flatMap((kind) => [currentView(kind), historyView(kind)])]
  return views.map(({ name, about, columns }) => ({ name, about, columns }))
}

function currentView(kind: Kind): MadeView {
  return made({
    name: `current_${kind.kind}`,
    about: `${kind.title}: the current records`,
    columns: [KEY, ...fieldColumns(kind), ...EVIDENCE],
    from: `${kind.kind} own LEFT JOIN ${seenTable(kind)} seen USING (version)
      LEFT JOIN evidence_ages age ON age.import_id = coalesce(seen.seen_in, own.valid_from) WHERE own.valid_to IS NULL`,
  })
}

function historyView(kind: Kind): MadeView {
  return made({
    isTemporary: true,
    name: `${kind.kind}_history`,
    about: `${kind.title}: every version, and when it held`,
    columns: [KEY, ...fieldColumns(kind, wholeValue), ...VALIDITY],
    from: `${kind.kind} own JOIN imports opened ON opened.id = own.valid_from LEFT JOIN imports closed ON closed.id = own.valid_to`,
  })
}

/** What a version says in a column, which it lacks where the next one says the same (see past/thinned.ts). */
function wholeValue(kind: Kind, column: string): string {
  if (!thinnable(kind).has(column)) return `own.${column}`
  return `CASE WHEN own.thinned IS NULL OR own.${column} IS NOT NULL THEN own.${column}
    WHEN instr((SELECT columns FROM thinned WHERE id = own.thinned), '"${column}"') THEN coalesce(
      (SELECT later.${column} FROM ${kind.kind} later WHERE later.key = own.key AND later.valid_to IS NOT NULL
        AND later.version > own.version AND later.${column} IS NOT NULL ORDER BY later.version LIMIT 1),
      (SELECT later.${column} FROM ${kind.kind} later WHERE later.key = own.key AND later.valid_to IS NULL)) END`
}

function fieldColumns(kind: Kind, madeBy = (_kind: Kind, column: string): string => `own.${column}`): ViewColumn[] {
  return Object.entries(kind.fields).map(([field, declared]) => {
    const column = columnOf(field)
    return [column, `${declared.about}${UNITS[declared.type] ?? ''}`, madeBy(kind, column)]
  })
}

const UNITS: Partial<Record<Field['type'], string>> = { boolean: ': 1 or 0', date: ' (YYYY-MM-DD)' }
