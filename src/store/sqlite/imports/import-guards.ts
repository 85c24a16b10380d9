/** What stops an import that would undo what is known: a column gone blank, an export older than what is stored. */

import type Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import { isLater } from '../../../records/seen-by.ts'
import type { ImportRequest, Seen } from '../../store.ts'
import { prunedHistory } from '../past/prune.ts'
import { columnsOf } from '../tables.ts'
import { View } from '../view.ts'
import { seenIn } from './dating.ts'

/** More blanks than this, and than five, where values were known: the column was left out of the report, or lost on the way. */
const MOST_BLANKED = { share: 0.2, records: 5 }

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

  /** What has no time of its own, as what is piped, is as new as its import. */
  #checkOlder(seen: Seen): void {
    if (seen.lastSeenBy === 'import') return
    const seenAt = seenIn(new View(this.#db, null))
    const newer = [...this.#otherwise].flatMap(([importId, { rows, line }]) => {
      const theirs = seenAt(importId)
      return theirs && theirs.lastSeenBy !== 'import' && isLater(theirs.lastSeenAt, seen.lastSeenAt)
        ? [{ importId, rows, line, theirs }]
        : []
    })
    const [first] = newer
    if (!first) {
      this.#checkPruned(seen)
      return
    }
    const rows = newer.reduce((sum, each) => sum + each.rows, 0)
    const { line, importId, theirs } = first
    throw failure(
      'older_file',
      `${this.#request.file} was ${whenOf(seen, theirs)}, and ${rows === 1 ? 'one record differs' : `${rows} records differ`} from import ${importId}, ${whenOf(theirs, seen)}${line === null ? '' : ` (the first is line ${line})`}`,
      undefined,
      { rows, line, import: importId },
    )
  }

  /** Whether a newer list ended a record is no longer known of the time that was pruned. */
  #checkPruned(seen: Seen): void {
    const pruned = prunedHistory(this.#db)
    if (pruned === null || this.#new === null || seen.lastSeenAt >= pruned.before) return
    throw failure(
      'older_file',
      `${this.#request.file} was ${seen.lastSeenBy === 'file' ? 'last changed' : 'exported'} on ${seen.lastSeenAt.slice(0, 10)}, before the history that was pruned (before ${pruned.before}), and the record of line ${this.#new} may have ended since`,
      undefined,
      { rows: null, line: this.#new, import: null },
    )
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
      throw failure(
        'column_blanked',
        `${file} has nothing in "${headings[field] ?? field}" for ${blanked} of the ${known} records that had a value there`,
        undefined,
        { field, blanked, known },
      )
    })
  }
}

function isBlank(value: Column | undefined): boolean {
  return value === null || value === undefined || value === ''
}

/** When a file was exported, or last changed; with the time of day where the days are the same. */
function whenOf({ lastSeenAt, lastSeenBy }: Seen, other: Seen): string {
  const isSameDay = lastSeenAt.slice(0, 10) === other.lastSeenAt.slice(0, 10)
  const when = isSameDay ? `${lastSeenAt.slice(0, 16).replace('T', ' ')} UTC` : lastSeenAt.slice(0, 10)
  return `${lastSeenBy === 'file' ? 'last changed' : 'exported'} on ${when}`
}
