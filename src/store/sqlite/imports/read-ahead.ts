import type Database from 'better-sqlite3'
import type { RowToStore } from '../../store.ts'
import type { SeenList } from '../past/seen-lists.ts'

/** A value as a column holds it. */
export type Column = string | number | null

/** The open version of a record, as it is read: raw, because there is one for each row of a file. `place` is its PLACE. */
export type CurrentRow = [key: string, version: number, seenIn: number, place: number, extra: string | null, ...values: Column[]]

/** Where the values begin in a {@link CurrentRow}. */
export const FIRST_VALUE = 5

/** Records that are read ahead at once, and how many of them may be passed over before one is looked up instead. */
const AHEAD = 128
const PASSED_OVER = 16
/** Batches for which nothing is read ahead after it was of no use. */
const PAUSE = 16
/** So many lists are followed in one file at most: each has to be unpacked. */
const LISTS = 8

interface AheadStatements {
  /** The open ones of the versions from one to another. */
  between: Database.Statement<[number, number], CurrentRow>
  /** The open ones of a JSON list of versions, in its order. */
  listed: Database.Statement<[string], CurrentRow>
}

/**
 * The records a file will probably have next. An export mostly has its records in the order of the one before, and the list of that
 * one says which they are: read in that order they take a third of the time that looking each up takes, and less in a big table.
 */
export class ReadAhead {
  readonly #statements: AheadStatements
  readonly #listOf: (importId: number) => SeenList
  /** The list that is followed, the import that it is of, and by version its place in it, counted from 1. */
  #versions: Float64Array = new Float64Array()
  #followed = 0
  #places = new Int32Array()
  #lists = 0
  /** Where in the list to read on. */
  #readTo = 0
  /** Records in the order of the list. An array that is replaced, not a map that is filled and emptied: that would grow old. */
  #rows: (CurrentRow | null)[] = []
  /** Those before it have been asked for, or passed over. */
  #at = 0
  /** At first it is not known which list to follow. */
  #pause = 1
  #isLost = true

  constructor(statements: AheadStatements, listOf: (importId: number) => SeenList) {
    this.#statements = statements
    this.#listOf = listOf
  }

  /** The records of a batch that were read ahead, by their rows' places; null for those to look up. */
  take(batch: readonly RowToStore[]): (CurrentRow | null)[] {
    if (this.#pause > 0) {
      this.#pause--
      this.#isLost = true
      return batch.map(() => null)
    }
    const found = batch.map(({ key }) => this.#next(key))
    if (found.every((row) => row === null)) this.#pause = PAUSE
    return found
  }

  /** Where the file has gone on elsewhere, so will the reading: behind a version, in the list of the import that had it last. */
  goOnFrom(version: number, seenIn: number): void {
    if (!this.#isLost) return
    if (seenIn !== this.#followed && this.#lists < LISTS) this.#follow(seenIn)
    this.#isLost = false
    // A version that the list lacks stands for its end.
    this.#readTo = this.#places[version] || this.#versions.length
    this.#rows = []
    this.#at = 0
  }

  /** A version that was looked up may be changed before the file comes to it again: what was read ahead of it is outdated. */
  forget(version: number): void {
    const place = this.#rows.findIndex((row, i) => i >= this.#at && row?.[1] === version)
    if (place !== -1) this.#rows[place] = null
  }

  #follow(importId: number): void {
    this.#lists++
    this.#followed = importId
    this.#versions = this.#listOf(importId).versions
    this.#places = new Int32Array(this.#versions.reduce((most, version) => Math.max(most, version + 1), 0))
    for (let i = 0; i < this.#versions.length; i++) this.#places[this.#versions[i] ?? 0] = i + 1
  }

  /** The record of a key, if it is one of the next few. */
  #next(key: string): CurrentRow | null {
    if (this.#readTo < this.#versions.length && this.#at >= this.#rows.length - PASSED_OVER) this.#read()
    const end = Math.min(this.#rows.length, this.#at + PASSED_OVER)
    for (let i = this.#at; i < end; i++) {
      const row = this.#rows[i]
      if (!row || row[0] !== key) continue
      this.#at = i + 1
      return row
    }
    return null
  }

  #read(): void {
    const next = this.#versions.subarray(this.#readTo, this.#readTo + AHEAD)
    const first = next[0] ?? 0
    const last = next.at(-1) ?? 0
    const follow = last - first === next.length - 1
    const more = follow ? this.#statements.between.all(first, last) : this.#statements.listed.all(`[${next.join(',')}]`)
    this.#readTo += next.length
    this.#rows = [...this.#rows.slice(this.#at), ...more]
    this.#at = 0
  }
}
