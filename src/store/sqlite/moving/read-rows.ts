/** A desk in a file as rows that do not depend on the engine. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import {
  ALIKE,
  type Cell,
  type DeskRows,
  IMPORT_COLUMNS,
  inParts,
  LAYOUT_COLUMNS,
  type NeutralTable,
  NO_ENTRY,
  NOTED_AUDIT,
  NOTED_PRUNED,
  NOTED_SETTING,
  type OwnTable,
  type Row,
  type SightingRow,
  VERSION_COLUMNS,
} from '../../moving/desk-rows.ts'
import { type Opener, openedBy } from '../../moving/openers.ts'
import { writingIn } from '../imports/import-entries.ts'
import { ListReader, type Sighting } from '../past/seen-lists.ts'
import { sightingsOf } from '../past/sightings.ts'
import { WholeVersions } from '../past/thinned.ts'
import { columnOf, seenTable } from '../tables.ts'

/** The rows of a desk, in a transaction that holds its moment. */
export function fileRows(db: Database.Database): DeskRows {
  return { rows: (table) => inParts(rowsOf(db, table)) }
}

function rowsOf(db: Database.Database, { name, about }: NeutralTable): Iterable<Row> {
  if (about.of === 'versions') return versions(db, about.kind)
  if (about.of === 'seen') return select(db, `SELECT version, seen_in, line FROM ${seenTable(about.kind)} ORDER BY version`)
  const own = name as OwnTable
  if (own === 'imports') return imports(db)
  if (own === 'pruned_versions') return prunedVersions(db)
  if (own === 'sightings') return sightings(db)
  if (own === 'noted') {
    return select(
      db,
      `SELECT '${NOTED_AUDIT}', coalesce((SELECT value FROM meta WHERE name = 'audit'), '${NO_ENTRY}')
       UNION ALL SELECT '${NOTED_PRUNED}', value FROM meta WHERE name = 'pruned'
       UNION ALL SELECT name, value FROM (
         SELECT name, value FROM meta WHERE name LIKE '${NOTED_SETTING}%' ORDER BY name) settings`,
    )
  }
  const { columns, order } = ALIKE[own]
  return select(db, `SELECT ${columns.join(', ')} FROM ${own} ORDER BY ${order}`)
}

function select(db: Database.Database, sql: string): IterableIterator<Row> {
  return db.prepare<[], Row>(sql).raw().iterate()
}

function* imports(db: Database.Database): Generator<Row> {
  const own = LAYOUT_COLUMNS.filter((column) => column !== 'decimal')
  for (const row of select(db, `SELECT ${[...IMPORT_COLUMNS, ...own].join(', ')} FROM imports ORDER BY id`)) {
    const [writing, ...layout] = row.slice(IMPORT_COLUMNS.length)
    const { dateOrder, decimal } = writingIn(writing === null ? null : String(writing))
    yield [...row.slice(0, IMPORT_COLUMNS.length), dateOrder, decimal, ...layout]
  }
}

function* versions(db: Database.Database, kind: Kind): Generator<Row> {
  const fields = Object.entries(kind.fields)
  const columns = [...VERSION_COLUMNS, ...fields.map(([name]) => columnOf(name))]
  const booleans = fields.flatMap(([, { type }], i) => (type === 'boolean' ? [VERSION_COLUMNS.length + i] : []))
  const whole = new WholeVersions(db, kind)
  const rows = db
    .prepare<[], Cell[]>(`SELECT ${columns.join(', ')}, thinned FROM ${kind.kind} ORDER BY version`)
    .raw()
    .iterate()
  for (const stored of rows) {
    const thinned = stored.pop()
    const version = thinned === null ? null : whole.of(stored[0] as number)
    const row = version === null ? stored : columns.map((column) => version[column] ?? null)
    for (const place of booleans) if (row[place] !== null) row[place] = row[place] === 1
    yield row
  }
}

/** Where a version was read, if the list of its import says it. */
function* prunedVersions(db: Database.Database): Generator<Row> {
  const opener = openedBy(openersOf(db))
  const lines = new Map<number, Map<number, number>>()
  const lineIn = (importId: number, version: number): number => {
    const known = lines.get(importId) ?? new Map([...sightingsOf(db, importId)].map((seen) => [seen.version, seen.line]))
    // Lists are long, and the versions of one follow one another.
    if (!lines.has(importId)) lines.clear()
    lines.set(importId, known)
    return known.get(version) ?? 0
  }
  for (const row of select(db, 'SELECT kind, version, later, opened, line FROM pruned_versions ORDER BY kind, version')) {
    const [kind, version, later, opened, line] = row
    if (opened !== null && line !== null) {
      yield row
      continue
    }
    const by = opener(String(kind), Number(version)) ?? 0
    yield [kind ?? '', version ?? 0, later ?? 0, by, lineIn(by, Number(version))]
  }
}

/** The imports, as far as they say which versions they opened. */
export function openersOf(db: Database.Database): Opener[] {
  return db.prepare<[], Opener>('SELECT id, kind, first_version AS firstVersion FROM imports ORDER BY id').all()
}

function* sightings(db: Database.Database): Generator<SightingRow> {
  const lists = new ListReader(db)
  const openers = openersOf(db)
  const opener = openedBy(openers)
  for (const { id, kind } of openers) {
    const seen = lists
      .partsOf(id)
      .flatMap(({ versions: of, lines, seenIn }) =>
        Array.from(of, (version, i): Sighting => ({ version, seenIn: seenIn?.[i] ?? id, line: lines[i] ?? 0 })),
      )
    yield* stepped(
      id,
      seen.filter(({ version, seenIn }) => seenIn !== id || opener(kind, version) !== id),
    )
  }
}

/** What one import noted, by version; of one version in the order it was noted. */
function* stepped(id: number, seen: Sighting[]): Generator<SightingRow> {
  // Sorting keeps the order of what is equal.
  seen.sort((a, b) => a.version - b.version)
  let [last, step] = [-1, 0]
  for (const { version, seenIn, line } of seen) {
    step = version === last ? step + 1 : 0
    last = version
    yield [id, version, step, seenIn, line]
  }
}
