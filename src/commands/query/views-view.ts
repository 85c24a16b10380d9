/** The views that a question in SQL can be about. */

import type { ListedView } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'

/** All of them, with their columns in the formats for programs (phd.query-views/1). */
export function viewsView(views: readonly ListedView[], io: Pick<Io, 'columns'>): Rendering {
  return {
    table: () =>
      `${table(
        ['VIEW', 'WHAT IT HAS'],
        views.map(({ name, about }) => [name, about]),
        io.columns,
      )}\n${plural(views.length, 'view')}; for the columns of one: phd query --views <view>\n`,
    json: () => ({ schema: 'phd.query-views/1', views }),
    ndjson: () => views.map((view) => ({ schema: 'phd.query-view/1', ...view })),
    csv: () => columnRows(views),
  }
}

/** One, with its columns (phd.query-view/1). */
export function viewView(view: ListedView, io: Pick<Io, 'columns'>): Rendering {
  const { name, about, columns } = view
  const json = () => ({ schema: 'phd.query-view/1', ...view })
  return {
    table: () =>
      `${name}: ${about}\n\n${table(
        ['COLUMN', 'WHAT IT SAYS'],
        columns.map((column) => [column.name, column.about]),
        io.columns,
      )}`,
    json,
    ndjson: () => [json()],
    csv: () => columnRows([view]),
  }
}

function columnRows(views: readonly ListedView[]): string {
  return csvForPeople([
    ['view', 'column', 'about'],
    ...views.flatMap(({ name, columns }) => columns.map((column) => [name, column.name, column.about])),
  ])
}
