import Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import { DAY_ONLY } from '../../records/seen-by.ts'
import { hardened } from './health.ts'
import { SightingLog } from './past/sightings.ts'
import { WholeVersions, wholeColumn } from './past/thinned.ts'
import { columnsOf, seenTable } from './tables.ts'

const STILL_OPEN = 'valid_to IS NULL'

/**
 * The records as they are, or as they were after an earlier entry in the list of imports. Every read asks the view which versions
 * are there, where they were last seen, and which entries count.
 */
export class View {
  readonly db: Database.Database
  /** The last entry that counts; null: all. */
  readonly upTo: number | null
  readonly #logs = new Map<string, SightingLog>()
  readonly #versions = new Map<string, WholeVersions>()
  readonly #prepared = new Map<string, Database.Statement>()
  /** What was looked up of the moment that is held, by name. */
  #lookedUp: Map<string, unknown> | null = null
  /** The log and earlier versions are asked while a query runs, which one connection cannot do. What they say never changes. */
  #second: Database.Database | null = null

  constructor(db: Database.Database, upTo: number | null) {
    this.db = db
    this.upTo = upTo
    if (upTo === null) return
    const placeOf = (kind: unknown, version: unknown) => this.#log(String(kind), upTo).of(Number(version))
    // A connection may have views of several entries.
    db.function(`seen_then_${upTo}`, (kind, version, opened) => placeOf(kind, version)?.seenIn ?? opened)
    db.function(
      `whole_then_${upTo}`,
      (kind, version, column) => this.#whole(String(kind)).of(Number(version))[String(column)] ?? null,
    )
    db.function(`line_then_${upTo}`, (kind, version, opened) => placeOf(kind, version)?.line ?? opened)
  }

  /** From here on the database is as it is at this moment, whatever others write. */
  hold(): void {
    // A reading transaction begins with its first read.
    this.db.exec('BEGIN')
    this.db.prepare('SELECT count(*) FROM imports').get()
    this.#lookedUp = new Map()
  }

  get isHeld(): boolean {
    return this.#lookedUp !== null
  }

  /** From here on the database is as it is when it is read. */
  letGo(): void {
    this.db.exec('COMMIT')
    this.#lookedUp = null
  }

  /** What is looked up again and again: once while a moment is held, else each time. */
  once<T>(name: string, lookUp: () => T): T {
    if (this.#lookedUp === null) return lookUp()
    if (!this.#lookedUp.has(name)) this.#lookedUp.set(name, lookUp())
    return this.#lookedUp.get(name) as T
  }

  /** A statement, prepared once: a list of names asks the same over and over. `as` says how its rows come. */
  prepare<Bound extends unknown[], Row>(
    sql: string,
    as: 'objects' | 'raw' | 'first' = 'objects',
  ): Database.Statement<Bound, Row> {
    const known = this.#prepared.get(`${as} ${sql}`)
    if (known) return known as Database.Statement<Bound, Row>
    const statement = this.db.prepare<Bound, Row>(sql)
    if (as === 'raw') statement.raw()
    if (as === 'first') statement.pluck()
    this.#prepared.set(`${as} ${sql}`, statement as Database.Statement)
    return statement
  }

  /**
   * A table of the open versions: the kind's own columns, and `seen_in` and `seen_line` of the newest file that had them. `isWhole`: for
   * reading all of it, which the engine would do by an index, in another order than the file's.
   */
  source(kind: Kind, isWhole = false): string {
    const table = kind.kind
    if (this.upTo === null) {
      return `(SELECT own.*, coalesce(seen.seen_in, own.valid_from) AS seen_in, coalesce(seen.line, own.line) AS seen_line
        FROM ${table} own ${isWhole ? 'NOT INDEXED ' : ''}LEFT JOIN ${seenTable(kind)} seen USING (version) WHERE own.valid_to IS NULL)`
    }
    const whole = `whole_then_${this.upTo}`
    const place = `seen_then_${this.upTo}('${table}', version, valid_from) AS seen_in, line_then_${this.upTo}('${table}', version, line) AS seen_line`
    const columns = ['extra', ...columnsOf(kind)]
    const then = this.open.map((condition) => {
      const values = condition.startsWith(STILL_OPEN) ? columns : columns.map((column) => wholeColumn(kind, column, whole))
      return `SELECT version, key, valid_from, valid_to, line, ${values.join(', ')}, ${place} FROM ${table} WHERE ${condition}`
    })
    return `(${then.join(' UNION ALL ')})`
  }

  /** Conditions of which each open version meets one; each has its indexes. */
  get open(): readonly string[] {
    if (this.upTo === null) return [STILL_OPEN]
    return [STILL_OPEN, `valid_to > ${this.upTo}`].map((condition) => `${condition} AND valid_from <= ${this.upTo}`)
  }

  /** A condition on a column of entries: those that had come by then, and were not undone. */
  counts(column: string): string {
    const undone = this.once('undone', () => undoneEntries(this))
    const isLive = undone.size === 0 ? 'TRUE' : `${column} NOT IN (${[...undone].join(', ')})`
    return this.upTo === null ? isLive : `${column} <= ${this.upTo} AND ${isLive}`
  }

  /** How old the rows of the import in a column are: by its entry, or the last that brought the same bytes again. */
  datedAt(column: string): string {
    return `(SELECT coalesce(dated_at, imported_at) FROM imports dated WHERE (dated.id = ${column} OR dated.same_as = ${column})
      AND ${this.counts('dated.id')} ORDER BY dated.id DESC LIMIT 1)`
  }

  /** A condition on two columns of entries: the rows of one import are newer than those of the other (see isLater), or as old and imported later. */
  isNewer(one: string, other: string): string {
    return `(SELECT CASE WHEN a LIKE '%${DAY_ONLY}' OR b LIKE '%${DAY_ONLY}' THEN (substr(a, 1, 10), ${one}) > (substr(b, 1, 10), ${other})
      ELSE (a, ${one}) > (b, ${other}) END FROM (SELECT ${this.datedAt(one)} AS a, ${this.datedAt(other)} AS b))`
  }

  close(): void {
    this.#second?.close()
  }

  #log(kind: string, upTo: number): SightingLog {
    const log = this.#logs.get(kind) ?? new SightingLog(this.#other(), kind, upTo)
    this.#logs.set(kind, log)
    return log
  }

  #whole(kind: string): WholeVersions {
    const versions = this.#versions.get(kind) ?? new WholeVersions(this.#other(), { kind })
    this.#versions.set(kind, versions)
    return versions
  }

  #other(): Database.Database {
    if (this.#second) return this.#second
    this.#second = new Database(this.db.name, { readonly: true })
    hardened(this.#second)
    return this.#second
  }
}

/** The entries that were undone by then, unless that was undone too; with an import go those that only said the same again. */
export function undoneEntries(view: View): ReadonlySet<number> {
  const { upTo } = view
  const undoings = view
    .prepare<[], { id: number; undoes: number }>('SELECT id, undoes FROM imports WHERE undoes IS NOT NULL ORDER BY id DESC')
    .all()
  const undone = new Set<number>()
  if (undoings.length === 0) return undone
  const again = view.prepare<[number], number>('SELECT id FROM imports WHERE same_as = ?', 'first')
  for (const { id, undoes } of undoings) {
    if ((upTo !== null && id > upTo) || undone.has(id)) continue
    undone.add(undoes)
    for (const repeat of again.all(undoes)) if (repeat < id) undone.add(repeat)
  }
  return undone
}
