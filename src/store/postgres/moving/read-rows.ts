/** A desk on a server as rows that do not depend on the engine. */

import {
  ALIKE,
  type DeskRows,
  IMPORT_COLUMNS,
  LAYOUT_COLUMNS,
  type NeutralTable,
  NOTED_AUDIT,
  NOTED_PRUNED,
  NOTED_SETTING,
  type OwnTable,
  PART,
  PRUNED_COLUMNS,
  type Row,
  type SightingRow,
  VERSION_COLUMNS,
} from '../../moving/desk-rows.ts'
import type { Connection } from '../connection/connection.ts'
import { columnsOf, seenTable, tableOf } from '../tables.ts'

/** The rows of a desk, in a transaction that holds its moment. */
export function serverRows(link: Connection): DeskRows {
  return {
    rows: (table) =>
      table.about.of === 'own' && table.name === 'sightings' ? sightings(link) : link.parts<Row>(questionOf(table), [], PART),
  }
}

function questionOf({ name, about }: NeutralTable): string {
  if (about.of === 'seen') return `SELECT version, seen_in, line FROM ${seenTable(about.kind)} ORDER BY version`
  if (about.of === 'versions') {
    const columns = [...VERSION_COLUMNS, ...columnsOf(about.kind)].join(', ')
    return `SELECT ${columns} FROM ${tableOf(about.kind)} ORDER BY version`
  }
  const own = name as Exclude<OwnTable, 'sightings'>
  if (own === 'imports') {
    const columns = [...IMPORT_COLUMNS, ...LAYOUT_COLUMNS].map((column) => (column === 'id' ? 'imports.id' : column)).join(', ')
    return `SELECT ${columns} FROM imports JOIN layouts ON layouts.id = layout ORDER BY imports.id`
  }
  if (own === 'noted') {
    return `SELECT '${NOTED_AUDIT}', value FROM audit_end
      UNION ALL SELECT '${NOTED_PRUNED}', value FROM meta WHERE name = 'pruned'
      UNION ALL SELECT name, value FROM (
        SELECT name, value FROM meta WHERE name LIKE '${NOTED_SETTING}%' ORDER BY name) settings`
  }
  const { columns, order } = own === 'pruned_versions' ? { columns: PRUNED_COLUMNS, order: 'kind, version' } : ALIKE[own]
  return `SELECT ${columns.join(', ')} FROM ${own} ORDER BY ${order}`
}

/** Import by import, for to sort the sightings of all would take the server long. */
async function* sightings(link: Connection): AsyncGenerator<Row[]> {
  const imports = await link.lists<[number]>('SELECT DISTINCT import_id FROM sightings ORDER BY import_id')
  for (const [id] of imports) {
    let [last, step] = [-1, 0]
    const noted = link.parts<[version: number, seenIn: number, line: number]>(
      'SELECT version, seen_in, line FROM sighted($1) ORDER BY version, step',
      [id],
      PART,
    )
    for await (const part of noted) {
      yield part.map(([version, seenIn, line]): SightingRow => {
        step = version === last ? step + 1 : 0
        last = version
        return [id, version, step, seenIn, line]
      })
    }
  }
}
