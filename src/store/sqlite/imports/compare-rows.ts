import type Database from 'better-sqlite3'
import { copyText } from '../../../records/copy-text.ts'
import type { Kind, Value } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { ImportRequest, RowToStore } from '../../store.ts'
import { NameLearner, namePlace } from '../names.ts'
import { ListReader } from '../past/seen-lists.ts'
import { SightingWriter } from '../past/sightings.ts'
import { Closer } from '../past/thinned.ts'
import { columnOf, columnsOf, kindSchema, seenTable, toColumn } from '../tables.ts'
import type { GuardedImport } from './import-guards.ts'
import { Opener } from './opener.ts'
import { type Column, type CurrentRow, FIRST_VALUE, ReadAhead } from './read-ahead.ts'
import { PLACE, SeenNow } from './seen-now.ts'
import { BREATH, breathe, Contradiction, contradictedByRejects, hasVersions, type RowResult } from './store-rows.ts'

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
  readonly #seen: SeenNow
  readonly #opener: Opener
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
    this.#seen = new SeenNow(db, kind, importId)
    this.#opener = new Opener(db, kind, importId)
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
      const found = this.#ahead.take(batch)
      const others = found.includes(null) ? this.#lookUp(batch, found) : null
      for (const [i, row] of batch.entries()) {
        const current = others ? others.get(row.key) : found[i]
        if (!current) this.#guards.noteNew(row.key, row.line)
        const opened = current ? this.#compare(row, current) : this.#add(row, others !== null)
        if (opened) others?.set(row.key, opened)
      }
    }
    return this.#finished()
  }

  /**
   * The same for a table that has few records beside those that come: they are found in memory, and the indexes made at the end. A
   * new key that comes twice fails the index on keys.
   */
  async fill(signal: AbortSignal | undefined): Promise<RowResult> {
    const isEmpty = !hasVersions(this.#db, this.#request.kind)
    const known = openKeys(this.#db, this.#request.kind)
    const indexes = this.#dropIndexes()
    const changed = new Map<number, CurrentRow>()
    let untilBreath = BREATH
    for (const row of this.#request.rows(new Set())) {
      const version = isEmpty ? undefined : known.get(row.key)
      if (version === undefined) {
        if (!isEmpty) this.#guards.noteNew(row.key, row.line)
        this.#add(row, false)
      } else {
        const current = changed.get(version) ?? this.#statements.one.get(version)
        const opened = current ? this.#compare(row, current) : null
        if (opened) changed.set(version, opened)
      }
      if (--untilBreath > 0) continue
      untilBreath = BREATH
      await breathe(signal)
    }
    for (const sql of indexes) this.#db.exec(sql)
    return this.#finished()
  }

  /** Drops the indexes that would change with each row, and gives what makes them again. */
  #dropIndexes(): string[] {
    const { kind } = this.#request
    const absent = this.#absent.map((place) => columnOf(this.#fields[place] ?? ''))
    return kindSchema(kind).indexes.flatMap(({ name, sql, needs }) => {
      if (needs !== null && absent.includes(needs)) return []
      this.#db.exec(`DROP INDEX ${name}`)
      return [sql]
    })
  }

  /** The records of a batch that were not read ahead, looked up at once; with those that were, for a key may come twice. */
  #lookUp(batch: readonly RowToStore[], found: readonly (CurrentRow | null)[]): Map<string, CurrentRow> {
    const known = new Map<string, CurrentRow>()
    const keys = batch.flatMap(({ key }, i) => (found[i] ? [] : [key]))
    let last: CurrentRow | null = null
    for (const row of this.#statements.current.all(JSON.stringify(keys))) {
      known.set(row[0], row)
      this.#ahead.forget(row[1])
      last = row
    }
    if (last) this.#ahead.goOnFrom(last[1], last[2])
    for (const row of found) if (row) known.set(row[0], row)
    return known
  }

  #finished(): RowResult {
    this.#seen.flush(this.#counts.added + this.#counts.changed)
    this.#sightings.flush()
    this.#names.flush()
    for (const key of contradictedByRejects(this.#db, this.#request, this.#importId)) this.#contradicting.add(key)
    if (this.#contradicting.size > 0) throw new Contradiction(this.#contradicting)
    return { ...this.#counts, seenBefore: this.#seenBefore, kept: [...this.#kept], opened: this.#opener.digest() }
  }

  /** Compares a row with the record that is there; gives the new version where it differs. */
  #compare(row: RowToStore, current: CurrentRow): CurrentRow | null {
    const [, version, seenIn, place] = current
    const isHere = seenIn === this.#importId || this.#seen.has(version)
    const after = isSame(row, current) ? null : this.#changed(row, current)
    if (isHere) {
      if (after === null) this.#counts.unchanged++
      else this.#contradicting.add(copyText(row.key))
      return null
    }
    this.#counts.met++
    this.#seenBefore.set(seenIn, (this.#seenBefore.get(seenIn) ?? 0) + 1)
    if (after === null) {
      this.#counts.unchanged++
      this.#seen.note(version, row.line, place)
      this.#sightings.see(version, row.line, seenIn)
      return null
    }
    this.#counts.changed++
    const before = current.slice(FIRST_VALUE) as Column[]
    this.#guards.noteChange(seenIn, before, after, row.line)
    this.#closer.close(this.#importId, version, { extra: current[4], values: before }, { extra: row.extra, values: after })
    this.#statements.forget.run(version)
    return openedRow(this.#open(row, after), this.#importId, row, after)
  }

  /** The values of a row with those that stay because the file lacks their column; null where none is another then. */
  #changed(row: RowToStore, current: CurrentRow): Column[] | null {
    const before = current.slice(FIRST_VALUE) as Column[]
    const values = row.values.map(toColumn)
    for (const place of this.#absent) {
      if (before[place] === null || this.#isOutdated(place, before, values)) continue
      values[place] = before[place] ?? null
      this.#kept.add(this.#fields[place] ?? '')
    }
    return current[4] === row.extra && before.every((value, i) => value === values[i]) ? null : values
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

  /** Opens the record of a row; gives its version where it is asked for again. */
  #add(row: RowToStore, mayComeAgain: boolean): CurrentRow | null {
    this.#counts.added++
    const version = this.#open(row, row.values)
    return mayComeAgain ? openedRow(version, this.#importId, row, row.values) : null
  }

  #open(row: RowToStore, values: readonly Value[]): number {
    const version = this.#opener.open(row.key, row.line, row.extra, values)
    this.#names.learn(row.values[this.#nameAt])
    this.#sightings.see(version, row.line)
    return version
  }
}

/** A version that was just opened, as it would be read. */
function openedRow(version: number, importId: number, { key, line, extra }: RowToStore, values: readonly Value[]): CurrentRow {
  return [key, version, importId, line * 2, extra, ...values.map(toColumn)]
}

/** Whether a row says just what its record says. */
function isSame({ values, extra }: RowToStore, current: CurrentRow): boolean {
  if (extra !== current[4]) return false
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const stored = current[i + FIRST_VALUE]
    if (value !== stored && (typeof value !== 'boolean' || stored !== (value ? 1 : 0))) return false
  }
  return true
}

/** The open versions of a kind, by their records' keys. */
function openKeys(db: Database.Database, { kind }: Kind): Map<string, number> {
  return new Map(db.prepare<[], [string, number]>(`SELECT key, version FROM ${kind} WHERE valid_to IS NULL`).raw().all())
}

/** Whether two names are one, however they are spelled. */
function sameName(a: Column, b: Column): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' && foldName(a).folded === foldName(b).folded)
}

function versionStatements(db: Database.Database, kind: Kind) {
  const table = kind.kind
  const own = ['extra', ...columnsOf(kind)].map((column) => `own.${column}`)
  const columns = `own.key, own.version, coalesce(seen.seen_in, own.valid_from), ${PLACE}, ${own.join(', ')}`
  return {
    current: db
      .prepare<[string], CurrentRow>(
        `SELECT ${columns}
         FROM json_each(?) wanted JOIN ${table} own ON own.key = wanted.value AND own.valid_to IS NULL
         LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version`,
      )
      .raw(),
    one: db
      .prepare<[number], CurrentRow>(
        `SELECT ${columns} FROM ${table} own LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version WHERE own.version = ?`,
      )
      .raw(),
    between: db
      .prepare<[number, number], CurrentRow>(
        `SELECT ${columns}
         FROM ${table} own NOT INDEXED LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version
         WHERE own.version BETWEEN ? AND ? AND own.valid_to IS NULL ORDER BY own.version`,
      )
      .raw(),
    listed: db
      .prepare<[string], CurrentRow>(
        `SELECT ${columns}
         FROM json_each(?) wanted CROSS JOIN ${table} own ON own.version = wanted.value AND own.valid_to IS NULL
         LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version`,
      )
      .raw(),
    forget: db.prepare(`DELETE FROM ${seenTable(kind)} WHERE version = ?`),
  }
}
