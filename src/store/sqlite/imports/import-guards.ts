/** What stops an import that would undo what is known: a column gone blank, an export older than what is stored. */

import type Database from 'better-sqlite3'
import { mayBeBlanked, refuseBlanked, refuseOlder } from '../../import-rules/plausible.ts'
import type { ImportRequest, Seen } from '../../store.ts'
import { prunedHistory } from '../past/prune.ts'
import { columnsOf } from '../tables.ts'
import { View } from '../view.ts'
import { seenIn } from './dating.ts'

type Column = string | number | null

/** Watches the changes of one import, and refuses it when they are not plausible. */
export class GuardedImport {
  readonly #db: Database.Database
  readonly #request: ImportRequest
  #blanked: number[] = []
  /** Changed records that had a value before, by field. */
  #filled: number[] = []
  /** Records that the file says otherwise than an earlier import, by that import, and the first line that does. */
  readonly #otherwise = new Map<number, { rows: number; line: number | null }>()
  /** The line of the first record that is not there. */
  #new: number | null = null
  readonly #hasEnded: boolean
  readonly #ended: Database.Statement<[string], number>

  constructor(db: Database.Database, request: ImportRequest) {
    this.#db = db
    this.#request = request
    this.#ended = db
      .prepare<[string], number>(
        `SELECT valid_to FROM ${request.kind.kind} WHERE key = ? AND valid_to IS NOT NULL ORDER BY version DESC LIMIT 1`,
      )
      .pluck()
    this.#hasEnded = db.prepare(`SELECT 1 FROM ${request.kind.kind} WHERE valid_to IS NOT NULL LIMIT 1`).get() !== undefined
  }

  /** Forgets what the attempt before noted. */
  begin(): void {
    this.#blanked = Object.keys(this.#request.kind.fields).map(() => 0)
    this.#filled = this.#blanked.map(() => 0)
    this.#otherwise.clear()
    this.#new = null
  }

  /** Notes that a record, last seen in an earlier import, changes. */
  noteChange(seenIn: number, before: readonly Column[], after: readonly Column[], line: number): void {
    for (let i = 0; i < after.length; i++) {
      if (isBlank(before[i])) continue
      this.#filled[i] = (this.#filled[i] ?? 0) + 1
      if (isBlank(after[i])) this.#blanked[i] = (this.#blanked[i] ?? 0) + 1
    }
    this.#note(seenIn, line)
  }

  /** Notes a record that is not there: a newer complete list may have ended it. */
  noteNew(key: string, line: number): void {
    this.#new ??= line
    if (!this.#hasEnded) return
    const endedBy = this.#ended.get(key)
    if (endedBy !== undefined) this.#note(endedBy, line)
  }

  /** Notes a record that the file, as a complete list, does not have, last seen in an earlier import. */
  noteGone(seenIn: number): void {
    this.#note(seenIn, null)
  }

  #note(importId: number, line: number | null): void {
    const known = this.#otherwise.get(importId)
    if (known) known.rows++
    else this.#otherwise.set(importId, { rows: 1, line })
  }

  /** Throws the refusals `older_file` and `column_blanked`, unless they are allowed; `seen` says how old the file's rows are. */
  check(importId: number, seen: Seen): void {
    const { allowOlder, allowShrink } = this.#request
    if (!allowOlder) this.#checkOlder(seen)
    if (!allowShrink) this.#checkBlanked(importId)
  }

  #checkOlder(seen: Seen): void {
    const seenAt = seenIn(new View(this.#db, null))
    const otherwise = [...this.#otherwise].map(([importId, each]) => ({ importId, ...each, theirs: seenAt(importId) }))
    refuseOlder({ file: this.#request.file, seen, firstNew: this.#new }, otherwise, prunedHistory(this.#db))
  }

  #checkBlanked(importId: number): void {
    const { kind } = this.#request
    const columns = columnsOf(kind)
    Object.keys(kind.fields).forEach((field, i) => {
      const blanked = this.#blanked[i] ?? 0
      if (!mayBeBlanked(blanked)) return
      const unchanged = this.#db
        .prepare<[number], number>(
          `SELECT count(*) FROM ${kind.kind} WHERE valid_to IS NULL AND valid_from <> ? AND ${columns[i]} <> ''`,
        )
        .pluck()
        .get(importId)
      refuseBlanked(this.#request, { field, blanked, known: (this.#filled[i] ?? 0) + (unchanged ?? 0) })
    })
  }
}

function isBlank(value: Column | undefined): boolean {
  return value === null || value === undefined || value === ''
}
