/** The views of a desk in a file: most are in the database itself, for whatever program opens it. */

import type { Kind } from '../../../records/kind.ts'
import type { ListedView } from '../../asking/asking.ts'
import { deskViews } from '../../asking/desk-views.ts'
import { type Dialect, listed, type PlannedView } from '../../asking/planned-view.ts'
import { currentView, historyView } from '../../asking/views.ts'
import { thinnable } from '../past/thinned.ts'
import { columnOf } from '../tables.ts'

/** A view, with the statement that makes it. */
interface MadeView extends ListedView {
  sql: string
}

/**
 * Newest undo first: one that was undone itself no longer counts. `undone` has the numbers of the entries that are, between commas. The
 * same as `undoneEntries` in view.ts; a test compares them.
 */
const WALK = `WITH RECURSIVE walk (id, undoes, counts, undone) AS (
    SELECT max(id) + 1, NULL, 0, ',' FROM imports
    UNION ALL
    SELECT next.id, next.undoes, instr(walk.undone, ',' || next.id || ',') = 0,
      CASE WHEN instr(walk.undone, ',' || next.id || ',') = 0 THEN walk.undone || next.undoes || ',' ELSE walk.undone END
    FROM walk JOIN imports next ON next.id = (SELECT max(id) FROM imports WHERE undoes IS NOT NULL AND id < walk.id)
  ) `

const SQLITE: Dialect = {
  table: (name) => name,
  said: (body, path) => `json_extract(${body}, '$.${path}')`,
  undone: {
    before: WALK,
    from: `(SELECT undoes AS import_id, id AS undone_by FROM walk WHERE counts
    UNION SELECT again.id, walk.id FROM walk JOIN imports again ON again.same_as = walk.undoes AND again.id < walk.id WHERE counts)`,
  },
  // Beside max() are the values of the row that has it.
  ages: `JOIN (SELECT coalesce(same_as, id) AS id, max(id), coalesce(dated_at, imported_at) AS at,
      coalesce(dated_by, 'import') AS by FROM imports
      WHERE undoes IS NULL AND id NOT IN (SELECT import_id FROM undone_imports) GROUP BY 1) age USING (id)`,
  value: (_kind, field) => `own.${columnOf(field)}`,
  valueThen: wholeValue,
}

/** The views that are in the database itself, for whatever program opens it, in the order in which they are made. */
export function keptViews(kinds: readonly Kind[]): MadeView[] {
  return made([...deskViews(SQLITE), ...kinds.map((kind) => currentView(kind, SQLITE))], '')
}

/**
 * The histories, which only a question in SQL makes for itself: their statements are four times as long as all the others, and every
 * command that opens the database would have to read them.
 */
export function historyViews(kinds: readonly Kind[]): MadeView[] {
  return made(
    kinds.map((kind) => historyView(kind, SQLITE)),
    'TEMP ',
  )
}

/** What the views say and what their columns mean, without how they are made. */
export function listedViews(kinds: readonly Kind[]): ListedView[] {
  return listed([...deskViews(SQLITE), ...kinds.flatMap((kind) => [currentView(kind, SQLITE), historyView(kind, SQLITE)])])
}

/** The statements of views; `whose`: TEMP where they are of the one who makes them alone. */
function made(views: readonly PlannedView[], whose: 'TEMP ' | ''): MadeView[] {
  const all = listed(views)
  return views.map(({ name, about, columns, from, before = '' }, i) => ({
    ...(all[i] ?? { name, about, columns: [] }),
    sql: `CREATE ${whose}VIEW ${name} (${columns.map(([column]) => column).join(', ')}) AS ${before}SELECT ${columns.map(([, , by]) => by).join(', ')} FROM ${from}`,
  }))
}

/** What a version says in a field, which it lacks where the next one says the same (see past/thinned.ts). */
function wholeValue(kind: Kind, field: string): string {
  const column = columnOf(field)
  if (!thinnable(kind).has(column)) return `own.${column}`
  return `CASE WHEN own.thinned IS NULL OR own.${column} IS NOT NULL THEN own.${column}
    WHEN instr((SELECT columns FROM thinned WHERE id = own.thinned), '"${column}"') THEN coalesce(
      (SELECT later.${column} FROM ${kind.kind} later WHERE later.key = own.key AND later.valid_to IS NOT NULL
        AND later.version > own.version AND later.${column} IS NOT NULL ORDER BY later.version LIMIT 1),
      (SELECT later.${column} FROM ${kind.kind} later WHERE later.key = own.key AND later.valid_to IS NULL)) END`
}
