/** Where this import saw the records that were there before: written at the end, for many that follow one another at once. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { seenTable } from '../tables.ts'

/** Of a version that the import did not see, and of an open one of these. */
const UNSEEN = -(2 ** 31)
const OTHER = UNSEEN + 1

/** Where an open version was last seen: its line, doubled, and 1 where the table of what was seen has it. */
export const PLACE = 'CASE WHEN seen.version IS NULL THEN own.line * 2 ELSE seen.line * 2 + 1 END'

/** Notes which versions an import saw, by how far each has moved from the line where it was last seen. */
export class SeenNow {
  readonly #db: Database.Database
  readonly #kind: Kind
  readonly #importId: number
  /** By version: the lines it moved by, doubled, and 1 where the table of what was seen has it. */
  readonly #moved: Int32Array
  #count = 0

  constructor(db: Database.Database, kind: Kind, importId: number) {
    this.#db = db
    this.#kind = kind
    this.#importId = importId
    const last = db.prepare<[], number>(`SELECT coalesce(max(version), 0) FROM ${kind.kind}`).pluck().get() ?? 0
    this.#moved = new Int32Array(last + 1).fill(UNSEEN)
  }

  /** Whether the import saw a version that was there before it. */
  has(version: number): boolean {
    return version < this.#moved.length && (this.#moved[version] ?? UNSEEN) > OTHER
  }

  /** Notes a version; `place` is its {@link PLACE} before. */
  note(version: number, line: number, place: number): void {
    const hasRow = place % 2
    this.#moved[version] = (line - (place - hasRow) / 2) * 2 + hasRow
    this.#count++
  }

  /** Writes what was noted; to be called once at the end. `opened` is how many versions the import opened. */
  flush(opened: number): void {
    if (this.#count === 0) return
    const table = seenTable(this.#kind)
    const update = this.#db.prepare<[number, number, number]>(
      `UPDATE ${table} SET seen_in = ${this.#importId}, line = line + ? WHERE version BETWEEN ? AND ?`,
    )
    const insert = this.#db.prepare<[number, number, number]>(
      `INSERT INTO ${table} (version, seen_in, line) SELECT version, ${this.#importId}, line + ? FROM ${this.#kind.kind} NOT INDEXED
       WHERE version BETWEEN ? AND ? AND valid_to IS NULL`,
    )
    const isWhole = this.#markOthers(opened)
    this.#write(update, 1, isWhole)
    this.#write(insert, 0, isWhole)
  }

  /**
   * One statement for all versions that moved by the same lines and have none between them that moved otherwise or was not seen. `isWhole` says
   * that those neither seen nor marked are closed.
   */
  #write(statement: Database.Statement<[number, number, number]>, hasRow: 0 | 1, isWhole: boolean): void {
    const moved = this.#moved
    let [first, last, by] = [0, 0, 0]
    for (let version = 0; version < moved.length; version++) {
      const value = moved[version] ?? UNSEEN
      if (value === UNSEEN && isWhole) continue
      const isSeen = value > OTHER
      // What has no row yet is not touched by an update; what has one must not be inserted again.
      if (isSeen && hasRow === 1 && (value & 1) === 0) continue
      const belongs = isSeen && (value & 1) === hasRow
      if (belongs && first > 0 && value >> 1 === by) {
        last = version
        continue
      }
      if (first > 0) statement.run(by, first, last)
      first = belongs ? version : 0
      last = version
      by = value >> 1
    }
    if (first > 0) statement.run(by, first, last)
  }

  /** Marks the open versions that the import did not see; false where they are too many to be worth it. */
  #markOthers(opened: number): boolean {
    const { kind } = this.#kind
    const open = this.#db.prepare<[], number>(`SELECT count(*) FROM ${kind} WHERE valid_to IS NULL`).pluck().get() ?? 0
    const others = open - opened - this.#count
    if (others > this.#count) return false
    if (others === 0) return true
    for (const version of this.#db.prepare<[], number>(`SELECT version FROM ${kind} WHERE valid_to IS NULL`).pluck().iterate()) {
      if (this.#moved[version] === UNSEEN) this.#moved[version] = OTHER
    }
    return true
  }
}
