/**
 * A closed version lacks the texts that the version after it has too, because most rows that change differ in one cell. Which
 * columns it lacks is a set of the table `thinned`; there are few such sets. What is left out is found in the next version of
 * the record, which may lack it in turn. A version is thinned when a row of a file closes it; one that ended stays whole.
 */

import Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import type { Column } from '../imports/read-ahead.ts'
import { columnOf } from '../tables.ts'

/** The sets of columns that closed versions lack, each a JSON list of names. */
export const THINNED_TABLE = 'CREATE TABLE thinned (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE) STRICT'

/** So many statements are kept; mostly the same few columns change. */
const STATEMENTS = 64
/** So many whole versions are kept. */
const VERSIONS = 10_000

/**
 * The columns that a closed version may lack: those of texts, because numbers take no space, but for what its record is found
 * by. The names in keys are read when an upgrade makes the keys again.
 */
export function thinnable(kind: Kind): Set<string> {
  const names = new Set([kind.partnerName, kind.partnerId, ...kind.counted])
  const isKeyRead = kind.keyFields.some((field) => kind.fields[field]?.type === 'text')
  if (isKeyRead) for (const field of kind.keyFields) names.add(field)
  return new Set(
    Object.entries(kind.fields).flatMap(([name, { type }]) =>
      type === 'boolean' || type === 'count' || names.has(name) ? [] : [columnOf(name)],
    ),
  )
}

/** A version as it is compared. */
interface Values {
  extra: string | null
  values: readonly Column[]
}

/** Closes versions of a kind that another one follows. */
export class Closer {
  readonly #db: Database.Database
  readonly #table: string
  readonly #columns: readonly { name: string; place: number }[]
  readonly #statements = new Map<string, Database.Statement<[number, number]>>()

  constructor(db: Database.Database, kind: Kind) {
    this.#db = db
    this.#table = kind.kind
    const may = thinnable(kind)
    this.#columns = Object.keys(kind.fields).flatMap((field, place) => {
      const name = columnOf(field)
      return may.has(name) ? [{ name, place }] : []
    })
  }

  close(importId: number, version: number, before: Values, after: Values): void {
    const left = this.#columns.flatMap(({ name, place }) => {
      const value = before.values[place]
      return typeof value === 'string' && value === after.values[place] ? [name] : []
    })
    if (before.extra !== null && before.extra === after.extra) left.push('extra')
    this.#statement(left).run(importId, version)
  }

  #statement(left: readonly string[]): Database.Statement<[number, number]> {
    const columns = JSON.stringify(left)
    const known = this.#statements.get(columns)
    if (known) return known
    if (this.#statements.size >= STATEMENTS) this.#statements.clear()
    const blanks = left.map((column) => `, ${column} = NULL`).join('')
    const thinned = left.length === 0 ? '' : `, thinned = ${this.#set(columns)}`
    const statement = this.#db.prepare<[number, number]>(
      `UPDATE ${this.#table} SET valid_to = ?${thinned}${blanks} WHERE version = ?`,
    )
    this.#statements.set(columns, statement)
    return statement
  }

  /** The number of a set of columns. */
  #set(columns: string): number {
    const known = this.#db.prepare<[string], number>('SELECT id FROM thinned WHERE columns = ?').pluck().get(columns)
    return known ?? Number(this.#db.prepare('INSERT INTO thinned (columns) VALUES (?)').run(columns).lastInsertRowid)
  }
}

/** A version as its table has it, by column. */
export type StoredVersion = Record<string, Column> & { version: number; key: string; thinned: number | null }

/** Which columns each set lacks. */
export class ThinnedSets {
  readonly #statement: Database.Statement<[number], string>
  readonly #known = new Map<number, ReadonlySet<string>>()

  constructor(db: Database.Database) {
    this.#statement = db.prepare<[number], string>('SELECT columns FROM thinned WHERE id = ?').pluck()
  }

  of(id: number): ReadonlySet<string> {
    const known = this.#known.get(id)
    if (known) return known
    const columns = this.#statement.get(id)
    if (columns === undefined) throw damagedVersion()
    const set = new Set(JSON.parse(columns) as string[])
    this.#known.set(id, set)
    return set
  }
}

/** Reads versions of a kind whole. */
export class WholeVersions {
  readonly #sets: ThinnedSets
  readonly #version: Database.Statement<[number], StoredVersion>
  readonly #open: Database.Statement<[string], StoredVersion>
  readonly #closed: Database.Statement<[string, Column, number], StoredVersion>
  readonly #whole = new Map<number, StoredVersion>()

  constructor(db: Database.Database, kind: Pick<Kind, 'kind'>) {
    this.#sets = new ThinnedSets(db)
    this.#version = db.prepare(`SELECT * FROM ${kind.kind} WHERE version = ?`)
    this.#open = db.prepare(`SELECT * FROM ${kind.kind} WHERE key = ? AND valid_to IS NULL`)
    this.#closed = db.prepare(
      `SELECT * FROM ${kind.kind} WHERE key = ? AND valid_to IS NOT NULL AND valid_from = ? AND version > ? ORDER BY version LIMIT 1`,
    )
  }

  /** A version with what it lacks. */
  of(version: number): StoredVersion {
    const known = this.#whole.get(version)
    if (known) return known
    const chain: StoredVersion[] = []
    let next = this.#version.get(version)
    let whole: StoredVersion | undefined
    for (;;) {
      if (!next) throw damagedVersion()
      whole = this.#whole.get(next.version)
      if (whole) break
      chain.push(next)
      if (next.thinned === null) break
      next = this.#after(next)
    }
    if (this.#whole.size > VERSIONS) this.#whole.clear()
    for (const each of chain.reverse()) {
      whole = whole === undefined ? each : this.#filled(each, whole)
      this.#whole.set(each.version, whole)
    }
    return whole ?? failDamaged()
  }

  #after({ key, version, valid_to: to }: StoredVersion): StoredVersion | undefined {
    const open = this.#open.get(key)
    return open?.valid_from === to ? open : this.#closed.get(key, to ?? null, version)
  }

  #filled(version: StoredVersion, next: StoredVersion): StoredVersion {
    const filled = { ...version }
    for (const column of this.#sets.of(version.thinned ?? 0)) filled[column] = next[column] ?? null
    return filled
  }
}

/** Writes out what versions that meet a condition lack, so that they no longer need the ones after them. */
export function makeWhole(db: Database.Database, kind: Kind, condition: string, ...values: unknown[]): void {
  const versions = new WholeVersions(db, kind)
  const sets = new ThinnedSets(db)
  const thinned = db
    .prepare<unknown[], { version: number; thinned: number }>(
      `SELECT version, thinned FROM ${kind.kind} WHERE thinned IS NOT NULL AND ${condition}`,
    )
    .all(...values)
  for (const { version, thinned: set } of thinned) {
    const whole = versions.of(version)
    const columns = [...sets.of(set)]
    db.prepare(
      `UPDATE ${kind.kind} SET thinned = NULL${columns.map((column) => `, ${column} = ?`).join('')} WHERE version = ?`,
    ).run(...columns.map((column) => whole[column] ?? null), version)
  }
}

/** How a column of a closed version reads in a query, where a function of the connection gives what is left out. */
export function wholeColumn(kind: Kind, column: string, whole: string): string {
  if (column !== 'extra' && !thinnable(kind).has(column)) return column
  return `CASE WHEN thinned IS NULL THEN ${column} ELSE ${whole}('${kind.kind}', version, '${column}') END AS ${column}`
}

function damagedVersion(): Error {
  return new Database.SqliteError('a version lacks the one after it', 'SQLITE_CORRUPT')
}

function failDamaged(): never {
  throw damagedVersion()
}
