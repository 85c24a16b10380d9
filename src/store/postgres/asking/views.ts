/** The views of a desk on a server: each question brings those that it names, so that nothing has to be made there. */

import type { Kind } from '../../../records/kind.ts'
import type { ListedView } from '../../asking/asking.ts'
import { deskViews } from '../../asking/desk-views.ts'
import { type Dialect, listed, type PlannedView } from '../../asking/planned-view.ts'
import { currentView, historyView } from '../../asking/views.ts'
import { columnOf, SCHEMA } from '../tables.ts'
import { wordsOf } from './only-reads.ts'

const table = (name: string): string => `${SCHEMA}."${name}"`
const IMPORTS = table('imports')

/** Newest undo first: one that was undone itself no longer counts. The same as `undone` in import-list.ts; a test compares them. */
const WALK = `WITH RECURSIVE walk (id, undoes, counts, undone) AS (
    SELECT max(id) + 1, NULL::integer, false, '{}'::integer[] FROM ${IMPORTS}
    UNION ALL
    SELECT next.id, next.undoes, next.id <> ALL (walk.undone),
      CASE WHEN next.id <> ALL (walk.undone) THEN walk.undone || next.undoes ELSE walk.undone END
    FROM walk JOIN ${IMPORTS} next ON next.id = (SELECT max(id) FROM ${IMPORTS} WHERE undoes IS NOT NULL AND id < walk.id)
  ) `

const POSTGRES: Dialect = {
  table,
  said: (body, path, as) => {
    const text = `(${body}::json #>> '{${path.replaceAll('.', ',')}}')`
    return as === 'text' ? `${text} COLLATE "C"` : as === 'number' ? `${text}::numeric` : `${text}::boolean::integer`
  },
  undone: {
    before: WALK,
    from: `(SELECT undoes AS import_id, id AS undone_by FROM walk WHERE counts
    UNION SELECT again.id, walk.id FROM walk JOIN ${IMPORTS} again ON again.same_as = walk.undoes AND again.id < walk.id WHERE counts) undoing`,
  },
  ages: `JOIN (SELECT DISTINCT ON (coalesce(same_as, id)) coalesce(same_as, id) AS id, coalesce(dated_at, imported_at) AS at,
      coalesce(dated_by, 'import') AS by FROM ${IMPORTS} again
      WHERE undoes IS NULL AND NOT EXISTS (SELECT FROM undone_imports WHERE import_id = again.id)
      ORDER BY coalesce(same_as, id), again.id DESC) age USING (id)`,
  value,
  valueThen: value,
}

function value(kind: Kind, field: string): string {
  const column = `own.${columnOf(field)}`
  return kind.fields[field]?.type === 'boolean' ? `${column}::integer` : column
}

/** What the views say and what their columns mean, without how they are made. */
export function listedViews(kinds: readonly Kind[]): ListedView[] {
  return listed(plannedViews(kinds))
}

function plannedViews(kinds: readonly Kind[]): PlannedView[] {
  return [...deskViews(POSTGRES), ...kinds.flatMap((kind) => [currentView(kind, POSTGRES), historyView(kind, POSTGRES)])]
}

/** What stands before a question: the views that it may name, after those they are made of. An empty text where it names none. */
export function viewsBefore(sql: string, kinds: readonly Kind[]): string {
  const planned = new Map(plannedViews(kinds).map((view) => [view.name, view]))
  const seen = new Set<PlannedView>()
  const needed: string[] = []
  const need = (text: string): void => {
    for (const word of wordsOf(text)) {
      const view = planned.get(word)
      if (!view || seen.has(view)) continue
      seen.add(view)
      const select = selectOf(view)
      need(select)
      // Not worked out for itself, so that a condition in the question finds its index.
      needed.push(`${view.name} (${view.columns.map(([column]) => `"${column}"`).join(', ')}) AS NOT MATERIALIZED (${select})`)
    }
  }
  need(sql)
  return needed.length === 0 ? '' : `WITH ${needed.join(', ')} `
}

function selectOf({ columns, from, before = '' }: PlannedView): string {
  return `${before}SELECT ${columns.map(([, , by]) => by).join(', ')} FROM ${from}`
}
