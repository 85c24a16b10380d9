/** What stops an import that would undo what is known: a column gone blank, an export older than what is stored. */

import type Database from 'better-sqlite3'
import { refusal } from '../../errors.ts'
import type { ImportRequest } from '../store.ts'
import { columnsOf } from './tables.ts'

/** More blanks than this, and than five, where values were known: the column was left out of the report, or lost on the way. */
const MOST_BLANKED = { share: 0.2, records: 5 }

type Column = string | number | null

/** Watches the changes of one import, and refuses it when they are no plausible ones. */
export class GuardedImport {
  readonly #db: Database.Database
  readonly #request: ImportRequest
  readonly #exportedAt: Database.Statement<[number], string | null>
  readonly #newer = new Map<number, string | null>()
  #blanked: number[] = []
  /** Changed records that had a value before, by field. */
  #filled: number[] = []
  #older: { rows: number; line: number | null; importId: number; exportedAt: string } | null = null
  readonly #ended: Database.Statement<[string], number>

  constructor(db: Database.Database, request: ImportRequest) {
    this.#db = db
    this.#request = request
    this.#ended = db
      .prepare<[string], number>(
        `SELECT valid_to FROM ${request.kind.kind} WHERE key = ? AND valid_to IS NOT NULL ORDER BY version DESC LIMIT 1`,
      )
      .pluck()
    this.#exportedAt = db.prepare<[number], string | null>('SELECT exported_at FROM imports WHERE id = ?').pluck()
  }

  /** Forgets what an attempt noted that is made anew. */
  begin(): void {
    this.#blanked = Object.keys(this.#request.kind.fields).map(() => 0)
    this.#filled = this.#blanked.map(() => 0)
    this.#older = null
  }

  /** Notes that a record, last seen in an earlier import, changes. */
  noteChange(seenIn: number, before: readonly Column[], after: readonly Column[], line: number): void {
    for (let i = 0; i < after.length; i++) {
      if (isBlank(before[i])) continue
      this.#filled[i] = (this.#filled[i] ?? 0) + 1
      if (isBlank(after[i])) this.#blanked[i] = (this.#blanked[i] ?? 0) + 1
    }
    this.#noteOlder(seenIn, line)
  }

  /** Notes a record that is not there: a newer complete list may have ended it. */
  noteNew(key: string, line: number): void {
    if (this.#request.exportedAt === null) return
    const endedBy = this.#ended.get(key)
    if (endedBy !== undefined) this.#noteOlder(endedBy, line)
  }

  /** Notes a record that the file, as a complete list, does not have, last seen in an earlier import. */
  noteGone(seenIn: number): void {
    this.#noteOlder(seenIn, null)
  }

  #noteOlder(importId: number, line: number | null): void {
    const exportedAt = this.#newerThanThis(importId)
    if (exportedAt === null) return
    if (this.#older) this.#older.rows++
    else this.#older = { rows: 1, line, importId, exportedAt }
  }

  /** Throws the refusals `older_file` and `column_blanked`, unless they are allowed. */
  check(importId: number): void {
    const { file, allowOlder, allowShrink, exportedAt } = this.#request
    if (this.#older && !allowOlder) {
      const { rows, line, importId: newer, exportedAt: newest } = this.#older
      throw refusal(
        'older_file',
        `${file} was exported on ${day(exportedAt)}, and for ${rows === 1 ? 'one record' : `${rows} records`} it says otherwise than import ${newer}, exported on ${day(newest)}${line === null ? '' : ` (the first is line ${line})`}`,
        'import the newest export; or, if this one is right, say --allow-older',
        { rows, line, import: newer },
      )
    }
    if (!allowShrink) this.#checkBlanked(importId)
  }

  #checkBlanked(importId: number): void {
    const { kind, file, headings } = this.#request
    const columns = columnsOf(kind)
    Object.keys(kind.fields).forEach((field, i) => {
      const blanked = this.#blanked[i] ?? 0
      if (blanked <= MOST_BLANKED.records) return
      const unchanged = this.#db
        .prepare<[number], number>(
          `SELECT count(*) FROM ${kind.kind} WHERE valid_to IS NULL AND valid_from <> ? AND ${columns[i]} <> ''`,
        )
        .pluck()
        .get(importId)
      const known = (this.#filled[i] ?? 0) + (unchanged ?? 0)
      if (blanked <= known * MOST_BLANKED.share) return
      throw refusal(
        'column_blanked',
        `${file} has nothing in "${headings[field] ?? field}" for ${blanked} of the ${known} records that had a value there`,
        'check that the report shows the column, and export it again; or, if it is right, say --allow-shrink',
        { field, blanked, known },
      )
    })
  }

  /** When the file of an earlier import was exported, if that was after this one. */
  #newerThanThis(seenIn: number): string | null {
    const { exportedAt } = this.#request
    if (exportedAt === null) return null
    const known = this.#newer.get(seenIn)
    if (known !== undefined) return known
    const theirs = this.#exportedAt.get(seenIn) ?? null
    const newer = theirs !== null && theirs > exportedAt ? theirs : null
    this.#newer.set(seenIn, newer)
    return newer
  }
}

function isBlank(value: Column | undefined): boolean {
  return value === null || value === undefined || value === ''
}

function day(moment: string | null): string {
  return (moment ?? '').slice(0, 10)
}
