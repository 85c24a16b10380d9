import type Database from 'better-sqlite3'
import { copyText } from '../../../records/copy-text.ts'
import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { ImportRequest, RowToStore } from '../../store.ts'
import { NameLearner, namePlace } from '../names.ts'
import { ListReader } from '../past/seen-lists.ts'
import { SightingWriter } from '../past/sightings.ts'
import { Closer } from '../past/thinned.ts'
import { columnsOf, seenTable, toColumn } from '../tables.ts'
import type { GuardedImport } from './import-guards.ts'
import { type Column, type Current, type CurrentRow, currentOf, ReadAhead } from './read-ahead.ts'
import {
  BREATH,
  breathe,
  Contradiction,
  contradictedByRejects,
  insertStatement,
  type RowResult,
  versionOf,
} from './store-rows.ts'

/** Rows that are compared with the records there at once: few, because what outlives a sweep of young values stays in memory long. */
const BATCH = 64

/** Rows in batches, with a breath every so often. */
async function* batches(rows: Iterable<RowToStore>, signal: AbortSignal | undefined): AsyncGenerator<RowToStore[], void, void> {
  let batch: RowToStore[] = []
  let sinceBreath = 0
  for (const row of rows) {
    if (batch.push(row) < BATCH) continue
    yield batch
    batch = []
    if (++sinceBreath % (BREATH / BATCH) === 0) await breathe(signal)
  }
  if (batch.length > 0) yield batch
}

/** Compares the rows of a file with the records that are there. A column the file lacks says nothing, so what is stored stays. */
export class Comparison {
  readonly #db: Database.Database
  readonly #request: ImportRequest
  readonly #importId: number
  readonly #guards: GuardedImport
  readonly #statements
  readonly #ahead: ReadAhead
  readonly #sightings: SightingWriter
  readonly #closer: Closer
  readonly #names: NameLearner
  readonly #nameAt: number
  readonly #fields: readonly string[]
  readonly #absent: readonly number[]
  /** For the place of an absent column, the places of those that say the same and are there. */
  readonly #twins: ReadonlyMap<number, readonly number[]>
  readonly #kept = new Set<string>()
  readonly #contradicting = new Set<string>()
  readonly #seenBefore = new Map<number, number>()
  readonly #counts = { added: 0, changed: 0, unchanged: 0, met: 0 }

  constructor(db: Database.Database, request: ImportRequest, importId: number, guards: GuardedImport) {
    const { kind, headings, given } = request
    this.#db = db
    this.#request = request
    this.#importId = importId
    this.#guards = guards
    this.#statements = versionStatements(db, kind)
    const lists = new ListReader(db)
    this.#ahead = new ReadAhead(this.#statements, (id) => lists.listOf(id))
    this.#sightings = new SightingWriter(db, importId)
    this.#closer = new Closer(db, kind)
    this.#names = new NameLearner(db)
    this.#nameAt = namePlace(kind)
    this.#fields = Object.keys(kind.fields)
    this.#absent = this.#fields.flatMap((field, place) => (field in headings || field in given ? [] : [place]))
    const pairs = kind.pairs.flatMap(([name, id]) => [[name, id] as const, [id, name] as const])
    const isThere = (field: string): boolean => field in headings || field in given
    this.#twins = new Map(
      this.#absent.map((place) => [
        place,
        pairs.flatMap(([one, other]) => (one === this.#fields[place] && isThere(other) ? [this.#fields.indexOf(other)] : [])),
      ]),
    )
  }

  async storeRows(contradicting: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<RowResult> {
    for await (const batch of batches(this.#request.rows(contradicting), signal)) {
      const current = this.#currentOf(batch)
      for (const row of batch) this.#store(row, current)
    }
    this.#sightings.flush()
    this.#names.flush()
    for (const key of contradictedByRejects(this.#db, this.#request, this.#importId)) this.#contradicting.add(key)
    if (this.#contradicting.size > 0) throw new Contradiction(this.#contradicting)
    return { ...this.#counts, seenBefore: this.#seenBefore, kept: [...this.#kept] }
  }

  /** The open versions of the records of a batch, by key: those read ahead, and the others looked up at once. */
  #currentOf(batch: readonly RowToStore[]): Map<string, Current> {
    const { found, others } = this.#ahead.take(batch)
    if (others.length === 0) return found
    let last: CurrentRow | null = null
    for (const row of this.#statements.current.all(JSON.stringify(others))) {
      found.set(row[0], currentOf(row))
      this.#ahead.forget(row[1])
      last = row
    }
    if (last) this.#ahead.goOnFrom(last[1], last[2])
    return found
  }

  #store(row: RowToStore, known: Map<string, Current>): void {
    const current = known.get(row.key)
    if (!current) {
      this.#counts.added++
      this.#guards.noteNew(row.key, row.line)
      known.set(row.key, this.#open(row, row.values.map(toColumn)))
      return
    }
    const values = row.values.map(toColumn)
    for (const place of this.#absent) {
      if (current.values[place] === null || this.#isOutdated(place, current.values, values)) continue
      values[place] = current.values[place] ?? null
      this.#kept.add(this.#fields[place] ?? '')
    }
    const same = current.extra === row.extra && current.values.every((value, i) => value === values[i])
    if (current.seenIn === this.#importId) {
      if (same) this.#counts.unchanged++
      else this.#contradicting.add(copyText(row.key))
      return
    }
    this.#counts.met++
    this.#seenBefore.set(current.seenIn, (this.#seenBefore.get(current.seenIn) ?? 0) + 1)
    if (same) {
      this.#counts.unchanged++
      this.#see(current, row.line)
      return
    }
    this.#counts.changed++
    this.#guards.noteChange(current.seenIn, current.values, values, row.line)
    this.#closer.close(this.#importId, current.version, current, { extra: row.extra, values })
    this.#statements.forget.run(current.version)
    known.set(row.key, this.#open(row, values))
  }

  /** Whether the file changes what an absent column says in another way: the id of a partner that a person has left no longer holds. */
  #isOutdated(place: number, before: readonly Column[], after: readonly Column[]): boolean {
    const twins = this.#twins.get(place) ?? []
    return twins.some((twin) => {
      const isId = this.#request.kind.fields[this.#fields[twin] ?? '']?.type === 'id'
      const [old, now] = [before[twin] ?? null, after[twin] ?? null]
      return isId ? old !== now : !sameName(old, now)
    })
  }

  #open(row: RowToStore, values: readonly Column[]): Current {
    const { lastInsertRowid } = this.#statements.insert.run(versionOf(row, values, this.#importId))
    this.#names.learn(row.values[this.#nameAt])
    const version = Number(lastInsertRowid)
    this.#sightings.add({ version, seenIn: this.#importId, line: row.line })
    return { version, seenIn: this.#importId, extra: row.extra, values }
  }

  #see(current: Current, line: number): void {
    const { version, seenIn } = current
    current.seenIn = this.#importId
    this.#statements.see.run(version, this.#importId, line)
    this.#sightings.add({ version, seenIn: this.#importId, line }, seenIn)
  }
}

/** Whether two names are one, however they are spelled. */
function sameName(a: Column, b: Column): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' && foldName(a).folded === foldName(b).folded)
}

function versionStatements(db: Database.Database, kind: Kind) {
  const table = kind.kind
  const own = columnsOf(kind)
    .map((column) => `own.${column}`)
    .join(', ')
  return {
    insert: insertStatement(db, kind),
    current: db
      .prepare<[string], CurrentRow>(
        `SELECT own.key, own.version, coalesce(seen.seen_in, own.valid_from), own.extra, ${own}
         FROM json_each(?) wanted JOIN ${table} own ON own.key = wanted.value AND own.valid_to IS NULL
         LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version`,
      )
      .raw(),
    between: db
      .prepare<[number, number], CurrentRow>(
        `SELECT own.key, own.version, coalesce(seen.seen_in, own.valid_from), own.extra, ${own}
         FROM ${table} own NOT INDEXED LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version
         WHERE own.version BETWEEN ? AND ? AND own.valid_to IS NULL ORDER BY own.version`,
      )
      .raw(),
    listed: db
      .prepare<[string], CurrentRow>(
        `SELECT own.key, own.version, coalesce(seen.seen_in, own.valid_from), own.extra, ${own}
         FROM json_each(?) wanted CROSS JOIN ${table} own ON own.version = wanted.value AND own.valid_to IS NULL
         LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version`,
      )
      .raw(),
    forget: db.prepare(`DELETE FROM ${seenTable(kind)} WHERE version = ?`),
    see: db.prepare(
      `INSERT INTO ${seenTable(kind)} (version, seen_in, line) VALUES (?, ?, ?)
       ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line`,
    ),
  }
}
