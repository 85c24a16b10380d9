/** Writes rows that do not depend on the engine to a desk on a server. */

import {
  ALIKE,
  type Cell,
  IMPORT_COLUMNS,
  LAYOUT_COLUMNS,
  type NeutralTable,
  NOTED_AUDIT,
  type OwnTable,
  PRUNED_COLUMNS,
  type Row,
  type RowParts,
  type SightingRow,
  VERSION_COLUMNS,
} from '../../moving/desk-rows.ts'
import type { Connection } from '../connection/connection.ts'
import { copyLine } from '../connection/copy-text.ts'
import { layoutHash } from '../imports/entries.ts'
import { ownPlace } from '../recording/promised-files.ts'
import { PART } from '../sightings.ts'
import { columnsOf, seenTable, tableOf } from '../tables.ts'

/** Writes all rows of a table, in the transaction that is open. */
export async function writeTable(link: Connection, { name, about }: NeutralTable, parts: RowParts): Promise<void> {
  if (about.of === 'versions') return copyAll(link, tableOf(about.kind), [...VERSION_COLUMNS, ...columnsOf(about.kind)], parts)
  if (about.of === 'seen') return copyAll(link, seenTable(about.kind), ['version', 'seen_in', 'line'], parts)
  const own = name as OwnTable
  if (own === 'imports') return writeImports(link, parts)
  if (own === 'sightings') return writeSightings(link, parts)
  if (own === 'noted') return writeNoted(link, parts)
  if (own === 'pruned_versions') return copyAll(link, own, PRUNED_COLUMNS, parts)
  const { columns } = ALIKE[own]
  if (own === 'promised_files') {
    const place = ownPlace()
    await copyAll(link, own, [...columns, 'place'], parts, (row) => [...row, place])
  } else await copyAll(link, own, columns, parts)
  if (own === 'aliases' || own === 'promised_files') await numberFrom(link, own)
}

async function copyAll(
  link: Connection,
  table: string,
  columns: readonly string[],
  parts: RowParts,
  kept: (row: Row) => readonly Cell[] = (row) => row,
): Promise<void> {
  await link.copy(`COPY ${table} (${columns.join(', ')}) FROM STDIN`, lines(parts, kept))
}

async function* lines(parts: RowParts, kept: (row: Row) => readonly Cell[]): AsyncGenerator<Buffer> {
  for await (const part of parts) yield Buffer.from(part.map((row) => copyLine(kept(row))).join(''))
}

/** What the server numbers by itself goes on after the last number. */
async function numberFrom(link: Connection, table: string): Promise<void> {
  await link.lists(
    `SELECT setval(pg_get_serial_sequence('${table}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM ${table}`,
  )
}

/** The headings of files go to their own table, once each. */
async function writeImports(link: Connection, parts: RowParts): Promise<void> {
  const columns = [...IMPORT_COLUMNS, ...LAYOUT_COLUMNS]
  await link.run(
    `CREATE TEMP TABLE moved_imports ON COMMIT DROP AS
     SELECT ${columns.map((column) => (column === 'id' ? 'imports.id' : column)).join(', ')}, hash
     FROM imports JOIN layouts ON layouts.id = layout LIMIT 0`,
  )
  const withHash = (row: Row): Row => [...row, layoutHash(row.slice(-3).map(String))]
  await copyAll(link, 'moved_imports', [...columns, 'hash'], parts, withHash)
  const own = [...IMPORT_COLUMNS, 'date_order', 'decimal']
  await link.run(
    `INSERT INTO layouts (hash, headings, extra_headings, given)
     SELECT hash, min(headings), min(extra_headings), min(given) FROM moved_imports GROUP BY hash ORDER BY min(id);
     INSERT INTO imports (${own.join(', ')}, layout)
     SELECT ${own.map((column) => `moved.${column}`).join(', ')}, layouts.id
     FROM moved_imports moved JOIN layouts USING (hash) ORDER BY moved.id`,
  )
}

async function writeNoted(link: Connection, parts: RowParts): Promise<void> {
  for await (const part of parts)
    for (const [name = null, value = null] of part)
      if (name === NOTED_AUDIT) await link.change('UPDATE audit_end SET value = $1', [value])
      else await link.change('INSERT INTO meta (name, value) VALUES ($1, $2)', [name, value])
}

/** The rows come import by import, and of one by version, so that a part of a kind is whole before the next. */
async function writeSightings(link: Connection, parts: RowParts): Promise<void> {
  const kinds = new Map(await link.lists<[number, string]>('SELECT id, kind FROM imports'))
  const columns = ['kind', 'part', 'import_id', 'step', 'seen_in', 'versions', 'lines']
  await copyAll(link, 'sightings', columns, packed(parts, kinds))
}

/** What is kept together: of one import and one part, what it noted in one step and of one place. */
interface Pack {
  step: number
  seenIn: number
  versions: number[]
  lines: number[]
}

async function* packed(parts: RowParts, kinds: ReadonlyMap<number, string>): AsyncGenerator<Row[]> {
  let [importId, part] = [0, 0]
  let packs = new Map<string, Pack>()
  const rows = (): Row[] =>
    [...packs.values()].map(({ step, seenIn, versions, lines: on }) => [
      ...[kinds.get(importId) ?? '', part, importId, step, seenIn],
      ...[moved(versions, part * PART), moved(on, 0)],
    ])
  for await (const some of parts)
    for (const [id, version, step, seenIn, line] of some as readonly SightingRow[]) {
      const now = Math.floor(version / PART)
      if (id !== importId || now !== part) {
        yield rows()
        packs = new Map()
        importId = id
        part = now
      }
      const pack = packs.get(`${step} ${seenIn}`) ?? { step, seenIn, versions: [], lines: [] }
      packs.set(`${step} ${seenIn}`, pack)
      pack.versions.push(version)
      pack.lines.push(line)
    }
  yield rows()
}

/** Numbers as differences from one to the next, as a list of the server. */
function moved(numbers: readonly number[], from: number): string {
  return `{${numbers.map((number, i) => number - (numbers[i - 1] ?? from)).join(',')}}`
}
