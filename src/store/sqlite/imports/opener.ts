/** Opening versions of records, the commonest statement of an import. */

import type Database from 'better-sqlite3'
import type { Kind, Value } from '../../../records/kind.ts'
import { OpenedDigest } from '../../records-check/digest.ts'
import { columnsOf, toColumn } from '../tables.ts'

/** So many statements are kept, each for rows that lack the same and say the same yes and no; other rows have one that fits all. */
const MOST_SHAPES = 128
/** The statement fits the first columns of a row: so many, because with two bits each that is the most a number holds exactly. */
const MOST_FITTED = 25

const [NULL, FALSE, TRUE, OTHER] = [0, 1, 2, 3]

/**
 * Opens versions of one import. Blanks, yes and no stand in the statement, because handing a value over takes longer than storing it.
 */
export class Opener {
  readonly #db: Database.Database
  readonly #kind: Kind
  readonly #importId: number
  readonly #columns: readonly string[]
  readonly #statements = new Map<number, Database.Statement>()
  readonly #any: Database.Statement
  readonly #digest: OpenedDigest
  /** What is handed over; filled again for each row. */
  #bound: unknown[] = []
  #shape = -1
  #statement: Database.Statement

  constructor(db: Database.Database, kind: Kind, importId: number) {
    this.#db = db
    this.#kind = kind
    this.#importId = importId
    this.#columns = columnsOf(kind)
    this.#digest = new OpenedDigest(kind)
    this.#any = this.#prepare(['?', ...this.#columns.map(() => '?')])
    this.#statement = this.#any
  }

  /** Gives the number of the version. The values are in the order of the kind's columns. */
  open(key: string, line: number, extra: string | null, values: readonly Value[]): number {
    const version = this.#insert(key, line, extra, values)
    this.#digest.add(version, key, line, extra, values)
    return version
  }

  /** The hash of all that was opened; asked for once, at the end. */
  digest(): string {
    return this.#digest.end()
  }

  #insert(key: string, line: number, extra: string | null, values: readonly Value[]): number {
    const fitted = Math.min(values.length, MOST_FITTED)
    const bound = this.#bound
    bound.length = 0
    bound.push(key, line)
    if (extra !== null) bound.push(extra)
    let shape = extra === null ? 0 : 1
    for (let i = 0; i < fitted; i++) {
      const value = values[i] ?? null
      const code = value === null ? NULL : value === false ? FALSE : value === true ? TRUE : OTHER
      if (code === OTHER) bound.push(value)
      shape = shape * 4 + code
    }
    for (let i = fitted; i < values.length; i++) bound.push(toColumn(values[i] ?? null))
    if (shape !== this.#shape) {
      const statement = this.#of(shape, extra, values)
      if (statement === null) return Number(this.#any.run(key, line, extra, ...values.map(toColumn)).lastInsertRowid)
      this.#shape = shape
      this.#statement = statement
    }
    return Number(this.#statement.run(...bound).lastInsertRowid)
  }

  /** Null where there are too many shapes. */
  #of(shape: number, extra: string | null, values: readonly Value[]): Database.Statement | null {
    const known = this.#statements.get(shape)
    if (known) return known
    if (this.#statements.size >= MOST_SHAPES) return null
    const places = values.map((value, i) => {
      if (i >= MOST_FITTED) return '?'
      return value === null ? 'NULL' : typeof value === 'boolean' ? String(Number(value)) : '?'
    })
    const statement = this.#prepare([extra === null ? 'NULL' : '?', ...places])
    this.#statements.set(shape, statement)
    return statement
  }

  #prepare(places: readonly string[]): Database.Statement {
    return this.#db.prepare(
      `INSERT INTO ${this.#kind.kind} (key, valid_from, line, extra, ${this.#columns.join(', ')})
       VALUES (?, ${this.#importId}, ?, ${places.join(', ')})`,
    )
  }
}
