import type Database from 'better-sqlite3'
import { interrupted } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { foldName } from '../../records/name.ts'
import { ownText } from '../../records/own-text.ts'
import type { ImportCounts, ImportOutcome, ImportRequest, RowToStore } from '../store.ts'
import { checkBeforeFirstWrite } from './health.ts'
import { changesOf } from './history.ts'
import { finishImport, insertImport, newestImport } from './import-entries.ts'
import { GuardedImport } from './import-guards.ts'
import { closeMissing } from './missing.ts'
import { NameLearner, namePlace } from './names.ts'
import { type Column, type Current, type CurrentRow, currentOf, ReadAhead } from './read-ahead.ts'
import { SightingWriter } from './sightings.ts'
import { columnsOf, kindSchema, seenTable, toColumn } from './tables.ts'

/** Which rows contradict each other is known only when all are read: undo, and read again without them. */
class Contradiction extends Error {
  readonly keys: ReadonlySet<string>
  constructor(keys: ReadonlySet<string>) {
    super('contradicting rows')
    this.keys = keys
  }
}

type RowResult = Pick<ImportCounts, 'added' | 'changed' | 'unchanged'> &
  Pick<ImportOutcome, 'kept'> & {
    /** Records that were there before and that the file has. */
    met: number
  }

/** Rows that are compared with the records there at once: few, for what outlives a sweep of young values stays in memory long. */
const BATCH = 64
/** Rows between two breaths; a multiple of the batch. */
const BREATH = 4096
/**
 * Imports one file in one transaction: rows whose record is new or differs open a version and close the one before; the others are
 * noted as seen. Everything is undone when anything throws, when the dry run is over, or when `signal` says to give up.
 * Between batches it lets the program take a breath, for a bar to move and Ctrl-C to be heard; nothing else uses this database meanwhile.
 */
export async function importRecords(db: Database.Database, request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome> {
  // The commit is on disk before phd says "imported".
  db.pragma('synchronous = FULL')
  // Rows are added in order, so a big cache only costs: 8 MiB was the fastest of those tried.
  db.pragma('cache_size = -8192')
  await begin(db, signal)
  try {
    checkBeforeFirstWrite(db, request.at.slice(0, 10))
    const outcome = await run(db, request, signal)
    db.exec(request.dryRun ? 'ROLLBACK' : 'COMMIT')
    return outcome
  } finally {
    // The engine may have rolled back by itself, as when the disk is full.
    if (db.inTransaction) db.exec('ROLLBACK')
    db.pragma('synchronous = NORMAL')
  }
}

/** Between two tries to become the one writer, in milliseconds. */
const AGAIN = 25

/**
 * Becomes the one writer, waiting for others as long as the database was opened to wait. The engine could wait by itself, but then
 * Ctrl-C would go unheard.
 */
async function begin(db: Database.Database, signal: AbortSignal | undefined): Promise<void> {
  const wait = db.pragma('busy_timeout', { simple: true }) as number
  const until = performance.now() + wait
  db.pragma('busy_timeout = 0')
  try {
    for (;;) {
      try {
        db.exec('BEGIN IMMEDIATE')
        return
      } catch (error) {
        if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY') || performance.now() >= until) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN))
      if (signal?.aborted) throw interrupted()
    }
  } finally {
    db.pragma(`busy_timeout = ${wait}`)
  }
}

async function run(db: Database.Database, request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome> {
  const sameAs = newestImport(db, request)
  const importId = insertImport(db, request)
  const guards = new GuardedImport(db, request)
  const { kept, met, ...rows } = await storeAgreeing(db, request, importId, guards, signal)
  noteSetAside(db, request, importId)
  const missing =
    request.mode === 'snapshot' ? closeMissing(db, request, importId, met, guards) : { removed: 0, gone: [], spared: 0 }
  guards.check(importId)
  const counts: ImportCounts = { ...rows, removed: missing.removed, ...request.beforeCommit() }
  const unchanged = sameAs !== null && counts.added + counts.changed + counts.removed === 0
  const status = unchanged ? 'unchanged' : 'imported'
  finishImport(db, importId, status, counts)
  const changes = [...firstOf(changesOf(db, request.kind, importId), request.listChanges)]
  const { gone, spared } = missing
  if (request.dryRun) return { importId: null, status: 'dry_run', counts, sameAs, kept, gone, spared, changes }
  return { importId, status, counts, sameAs, kept, gone, spared, changes }
}

function* firstOf<T>(values: Iterable<T>, most: number): Generator<T, void, void> {
  let count = 0
  if (most === 0) return
  for (const value of values) {
    yield value
    if (++count >= most) return
  }
}

/** Remembers whose rows were set aside: what is stored of them may be true no more. */
function noteSetAside(db: Database.Database, { kind, setAside }: ImportRequest, importId: number): void {
  const note = db.prepare('INSERT INTO set_aside (kind, key, name, account_id, import_id, line) VALUES (?, ?, ?, ?, ?, ?)')
  const names = new NameLearner(db)
  for (const { key, name, accountId, line } of setAside()) {
    note.run(kind.kind, key, name, accountId, importId, line)
    names.learn(name)
  }
  names.flush()
}

/** Stores the rows; what is undone on the way is stored again in the next, more careful way. */
async function storeAgreeing(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  guards: GuardedImport,
  signal: AbortSignal | undefined,
): Promise<RowResult> {
  const isEmpty = db.prepare(`SELECT 1 FROM ${request.kind.kind} LIMIT 1`).get() === undefined
  let contradicting: ReadonlySet<string> = new Set()
  for (let tryFast = isEmpty; ; tryFast = false) {
    db.exec('SAVEPOINT rows')
    guards.begin()
    try {
      return await (tryFast
        ? storeIntoEmpty(db, request, importId, signal)
        : new Comparison(db, request, importId, guards).storeRows(contradicting, signal))
    } catch (error) {
      if (!db.inTransaction) throw error
      db.exec('ROLLBACK TO rows')
      if (error instanceof Contradiction) contradicting = new Set([...contradicting, ...error.keys])
      else if (!tryFast || (error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
    } finally {
      if (db.inTransaction) db.exec('RELEASE rows')
    }
  }
}

/** Lets what waits in the event loop happen. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise(setImmediate)
  if (signal?.aborted) throw interrupted()
}

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

/** A row that was taken contradicts one of the same record that was set aside. */
function contradictedBySetAside(db: Database.Database, { kind, setAside }: ImportRequest, importId: number): string[] {
  const taken = db.prepare<[string, number]>(
    `SELECT 1 FROM ${kind.kind} own LEFT JOIN ${seenTable(kind)} seen USING (version)
     WHERE key = ? AND valid_to IS NULL AND coalesce(seen.seen_in, valid_from) = ?`,
  )
  return [...setAside()].flatMap(({ key }) => (key !== null && taken.get(key, importId) !== undefined ? [key] : []))
}

/**
 * Fills an empty table without asking for each row, the indexes made at the end: several times as fast. A key that stands twice
 * fails the index on keys.
 */
async function storeIntoEmpty(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  signal: AbortSignal | undefined,
): Promise<RowResult> {
  const { indexes } = kindSchema(request.kind)
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`)
  const insert = insertStatement(db, request.kind)
  const names = new NameLearner(db)
  const nameAt = namePlace(request.kind)
  let added = 0
  for (const row of request.rows(new Set())) {
    insert.run(versionOf(row, row.values, importId))
    names.learn(row.values[nameAt])
    if (++added % BREATH === 0) await breathe(signal)
  }
  names.flush()
  for (const { sql } of indexes) db.exec(sql)
  const contradicted = contradictedBySetAside(db, request, importId)
  if (contradicted.length > 0) throw new Contradiction(new Set(contradicted))
  return { added, changed: 0, unchanged: 0, met: 0, kept: [] }
}

/** Compares the rows of a file with the records that are there. A column the file lacks says nothing, so what is stored stays. */
class Comparison {
  readonly #db: Database.Database
  readonly #request: ImportRequest
  readonly #importId: number
  readonly #guards: GuardedImport
  readonly #statements
  readonly #ahead: ReadAhead
  readonly #sightings: SightingWriter
  readonly #names: NameLearner
  readonly #nameAt: number
  readonly #fields: readonly string[]
  readonly #absent: readonly number[]
  /** For the place of an absent column, the places of those that say the same and are there. */
  readonly #twins: ReadonlyMap<number, readonly number[]>
  readonly #kept = new Set<string>()
  readonly #contradicting = new Set<string>()
  readonly #counts = { added: 0, changed: 0, unchanged: 0, met: 0 }

  constructor(db: Database.Database, request: ImportRequest, importId: number, guards: GuardedImport) {
    const { kind, headings, given } = request
    this.#db = db
    this.#request = request
    this.#importId = importId
    this.#guards = guards
    this.#statements = versionStatements(db, kind)
    this.#ahead = new ReadAhead(this.#statements.ahead)
    this.#sightings = new SightingWriter(db, importId)
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
    for (const key of contradictedBySetAside(this.#db, this.#request, this.#importId)) this.#contradicting.add(key)
    if (this.#contradicting.size > 0) throw new Contradiction(this.#contradicting)
    return { ...this.#counts, kept: [...this.#kept] }
  }

  /** The open versions of the records of a batch, by key: those read ahead, and the others looked up at once. */
  #currentOf(batch: readonly RowToStore[]): Map<string, Current> {
    const { found, others } = this.#ahead.take(batch)
    if (others.length === 0) return found
    let last = 0
    for (const row of this.#statements.current.all(JSON.stringify(others))) {
      found.set(row[0], currentOf(row))
      last = row[1]
      this.#ahead.forget(last)
    }
    this.#ahead.goOnFrom(last)
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
      else this.#contradicting.add(ownText(row.key))
      return
    }
    this.#counts.met++
    if (same) {
      this.#counts.unchanged++
      this.#see(current, row.line)
      return
    }
    this.#counts.changed++
    this.#guards.noteChange(current.seenIn, current.values, values, row.line)
    this.#statements.close.run(this.#importId, current.version)
    this.#statements.forget.run(current.version)
    known.set(row.key, this.#open(row, values))
  }

  /** Whether the file changes what an absent column says in another way: the id of the partner a person has left is nobody's. */
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
    return { version: Number(lastInsertRowid), seenIn: this.#importId, extra: row.extra, values }
  }

  #see(current: Current, line: number): void {
    const { version } = current
    current.seenIn = this.#importId
    this.#statements.see.run(version, this.#importId, line)
    this.#sightings.add({ version, seenIn: this.#importId, line })
  }
}

/** Whether two names are one, however they are spelled. */
function sameName(a: Column, b: Column): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' && foldName(a).folded === foldName(b).folded)
}

/** A new version as the insert statement takes it. */
function versionOf({ key, line, extra }: RowToStore, values: readonly unknown[], importId: number): Column[] {
  const version: Column[] = [key, importId, line, extra]
  for (const value of values) version.push(toColumn(value as Column))
  return version
}

function insertStatement(db: Database.Database, kind: Kind): Database.Statement {
  const columns = columnsOf(kind)
  const places = columns.map(() => '?').join(', ')
  return db.prepare(
    `INSERT INTO ${kind.kind} (key, valid_from, line, extra, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ${places})`,
  )
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
    ahead: db
      .prepare<[number, number], CurrentRow>(
        `SELECT own.key, own.version, coalesce(seen.seen_in, own.valid_from), own.extra, ${own}
         FROM ${table} own NOT INDEXED LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version
         WHERE own.version > ? AND own.valid_to IS NULL ORDER BY own.version LIMIT ?`,
      )
      .raw(),
    close: db.prepare(`UPDATE ${table} SET valid_to = ? WHERE version = ?`),
    forget: db.prepare(`DELETE FROM ${seenTable(kind)} WHERE version = ?`),
    see: db.prepare(
      `INSERT INTO ${seenTable(kind)} (version, seen_in, line) VALUES (?, ?, ?)
       ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line`,
    ),
  }
}
