/** Writes rows that do not depend on the engine to a desk in a file. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
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
import type { Opener } from '../../moving/openers.ts'
import { writingText } from '../imports/import-entries.ts'
import { SightingWriter } from '../past/sightings.ts'
import { columnsOf, seenTable } from '../tables.ts'
import { openersOf } from './read-rows.ts'

/** Writes all rows of a table, in one transaction. */
export async function writeTable(
  db: Database.Database,
  kinds: readonly Kind[],
  table: NeutralTable,
  parts: RowParts,
): Promise<void> {
  db.exec('BEGIN IMMEDIATE')
  try {
    const { about, name } = table
    if (about.of === 'own' && name === 'sightings') await writeSightings(new Packer(db, kinds), parts)
    else if (about.of === 'own' && name === 'noted') await writeNoted(db, parts)
    else await insertAll(db, insertOf(table), parts)
    db.exec('COMMIT')
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

interface Insert {
  table: string
  columns: readonly string[]
  /** How this engine keeps a row. */
  kept?: (row: Row) => Row
}

function insertOf({ name, about }: NeutralTable): Insert {
  if (about.of === 'versions') return versionsOf(about.kind)
  if (about.of === 'seen') return { table: seenTable(about.kind), columns: ['version', 'seen_in', 'line'] }
  const own = name as OwnTable
  if (own === 'imports') {
    const columns = [...IMPORT_COLUMNS, ...LAYOUT_COLUMNS.filter((column) => column !== 'decimal')]
    return { table: own, columns, kept: importRow }
  }
  if (own === 'pruned_versions') return { table: own, columns: PRUNED_COLUMNS }
  return { table: own, columns: ALIKE[own as keyof typeof ALIKE].columns }
}

function versionsOf(kind: Kind): Insert {
  const kept = (row: Row): Row => row.map((cell) => (typeof cell === 'boolean' ? Number(cell) : cell))
  return { table: kind.kind, columns: [...VERSION_COLUMNS, ...columnsOf(kind)], kept }
}

function importRow(row: Row): Row {
  const [dateOrder = null, decimal = null, ...layout] = row.slice(IMPORT_COLUMNS.length)
  const text = (cell: Cell): string | null => (cell === null ? null : String(cell))
  const writing = writingText({ dateOrder: text(dateOrder), decimal: text(decimal) })
  return [...row.slice(0, IMPORT_COLUMNS.length), writing, ...layout]
}

async function insertAll(db: Database.Database, { table, columns, kept = (row) => row }: Insert, parts: RowParts): Promise<void> {
  const values = columns.map(() => '?').join(', ')
  const insert = db.prepare<unknown[]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values})`)
  for await (const part of parts) for (const row of part) insert.run(...kept(row))
}

async function writeNoted(db: Database.Database, parts: RowParts): Promise<void> {
  const insert = db.prepare<unknown[]>('INSERT INTO meta (name, value) VALUES (?, ?)')
  for await (const part of parts) for (const [name, value] of part) insert.run(name === NOTED_AUDIT ? 'audit' : name, value)
}

/**
 * Packs what each import noted, with the versions that it opened: their lists are what later ones rest on. The rows come import by
 * import.
 */
async function writeSightings(packer: Packer, parts: RowParts): Promise<void> {
  let own: SightingRow[] = []
  let last = 0
  for await (const part of parts)
    for (const row of part as readonly SightingRow[]) {
      if (row[0] !== last) {
        packer.packUpTo(row[0], last, own)
        last = row[0]
        own = []
      }
      own.push(row)
    }
  packer.packUpTo(Number.POSITIVE_INFINITY, last, own)
}

class Packer {
  readonly #db: Database.Database
  readonly #imports: readonly Opener[]
  /** By kind and version: the import that had it last. */
  readonly #last: ReadonlyMap<string, Int32Array>
  #next = 0

  constructor(db: Database.Database, kinds: readonly Kind[]) {
    this.#db = db
    this.#imports = openersOf(db)
    const versions = ({ kind }: Kind): number =>
      db.prepare<[], number>(`SELECT coalesce(max(version), 0) FROM ${kind}`).pluck().get() ?? 0
    this.#last = new Map(kinds.map((kind) => [kind.kind, new Int32Array(versions(kind) + 1)]))
  }

  /** Writes the lists of all imports before one; `own`: what import `of` noted, the others having noted nothing. */
  packUpTo(before: number, of: number, own: readonly SightingRow[]): void {
    for (; this.#next < this.#imports.length; this.#next++) {
      const each = this.#imports[this.#next]
      if (!each || each.id >= before) return
      this.#pack(each, each.id === of ? own : [])
    }
  }

  #pack(entry: Opener, own: readonly SightingRow[]): void {
    const { id, kind } = entry
    const noted = new Set(own.map(([, version]) => version))
    const isOfFile = ([, , step, seenIn]: SightingRow): boolean => step === 0 && seenIn === id
    const opened = this.#openedBy(entry).filter(([, version]) => !noted.has(version))
    const list = [
      // In the order of the file, as they are packed best.
      ...[...own.filter(isOfFile), ...opened].sort((a, b) => a[4] - b[4]),
      ...own.filter((row) => !isOfFile(row)).sort((a, b) => a[2] - b[2]),
    ]
    if (list.length === 0) return
    const last = this.#last.get(kind)
    const writer = new SightingWriter(this.#db, id)
    for (const [, version, , seenIn, line] of list) {
      writer.add({ version, seenIn, line }, last?.[version] ?? 0)
      if (last && seenIn === id) last[version] = id
    }
    writer.flush()
  }

  /** The versions that an import opened, as it saw them. */
  #openedBy({ id, kind, firstVersion }: Opener): SightingRow[] {
    // The names of tables are those of the declarations.
    if (firstVersion === null || !this.#last.has(kind)) return []
    const next = this.#imports.find((each) => each.kind === kind && each.id > id && (each.firstVersion ?? 0) > firstVersion)
    return this.#db
      .prepare<[number, number, number], SightingRow>(
        `SELECT valid_from, version, 0, valid_from, line FROM ${kind} WHERE version >= ? AND version < ? AND valid_from = ?`,
      )
      .raw()
      .all(firstVersion, next?.firstVersion ?? Number.MAX_SAFE_INTEGER, id)
  }
}
