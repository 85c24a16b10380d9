/** The answer to a question in SQL. */

import type { Cell } from '../../store/store.ts'
import { csvWithGaps } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'
import { jsonCell, textCell } from './cells.ts'

type Rows = ReadonlyArray<readonly Cell[]>

/** What a table shows where there is no value, so that it differs from an empty text. */
const NO_VALUE = 'NULL'

function objectOf(columns: readonly string[], row: readonly Cell[]): object {
  return Object.fromEntries(columns.map((column, i) => [column, jsonCell(row[i] ?? null)]))
}

/** A whole answer (phd.query/1). */
export function answerView(
  { columns, rows, more, seconds }: { columns: readonly string[]; rows: Rows; more: boolean; seconds: number },
  io: Pick<Io, 'columns'>,
): Rendering {
  const cells = () => rows.map((row) => row.map((cell) => textCell(cell) ?? NO_VALUE))
  return {
    ...partView(columns, rows, true),
    table: () => `${table(columns, cells(), io.columns)}\n${plural(rows.length, 'row')}${more ? ', and more' : ''}\n`,
    list: { count: rows.length, one: 'row' },
    json: () => ({ schema: 'phd.query/1', columns, rows: rows.map((row) => objectOf(columns, row)), more, seconds }),
  }
}

/** A part of an answer, in the formats that are printed in parts; the first has the headings. */
export function partView(columns: readonly string[], rows: Rows, isFirst: boolean): Rendering {
  return {
    table: () => '',
    json: () => ({}),
    ndjson: () => rows.map((row) => objectOf(columns, row)),
    csv: () => csvWithGaps([...(isFirst ? [columns] : []), ...rows.map((row) => row.map(textCell))]),
  }
}
