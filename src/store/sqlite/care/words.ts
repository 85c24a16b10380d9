/** Which words the open records have in some fields, and how often. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import type { WordRows } from '../../store.ts'
import { columnOf } from '../tables.ts'
import type { View } from '../view.ts'

/** An import and a line in one number: no file has more lines than this. */
const LINES = 2 ** 32

/** Every combination of values that the fields have, with the number of rows and the first place of one. */
export function wordsIn(view: View, kind: Kind, fields: readonly string[]): WordRows[] {
  const columns = fields.map(columnOf).join(', ')
  const rows = view
    .prepare<[], [...(string | null)[]]>(
      `SELECT count(*), seen_in, seen_line, min(seen_in * ${LINES} + seen_line), ${columns}
       FROM ${view.source(kind)} own GROUP BY ${columns}`,
      'raw',
    )
    .all() as unknown as [rows: number, importId: number, line: number, place: number, ...values: (string | null)[]][]
  const file = fileOf(view.db)
  return rows.map(([count, importId, line, _, ...values]) => ({
    values: values.map((value) => (value === null ? null : String(value))),
    rows: count,
    source: { importId, file: file.get(importId) ?? '', line },
  }))
}

function fileOf(db: Database.Database): Map<number, string> {
  return new Map(
    db
      .prepare<[], { id: number; file: string }>('SELECT id, file FROM imports')
      .all()
      .map(({ id, file }) => [id, file]),
  )
}
