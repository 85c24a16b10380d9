/**
 * A desk as rows that do not depend on its engine: what `phd desk copy` reads of one engine and writes to another. Where the engines
 * keep the same in other ways, this is the one form:
 *
 * - `imports` has the headings and what was stated of a file in each row; on a server they are in `layouts`, kept once. The order of dates and
 *   the decimal mark are two columns; in a file they are one text.
 * - a version is whole; in a file, a closed one lacks what the next one repeats.
 * - `sightings` has a row for each version that an import saw, but for those that it opened and saw itself: the version says where.
 *   `step` counts where one import noted a version more than once: the last counts. A file packs them in lists that rest on one
 *   another, a server in parts of a kind.
 * - `pruned_versions` always says where a version was read; in a file the list of its import may say it.
 * - `claims` are those of the moment, over or not: whoever opens the copy goes by their own clock, or its server's.
 * - `promised_files` have no owner: on a server they belong to a login and a machine, and a copy to whoever makes it.
 * - `noted` is the end of the audit, what was pruned last, and the settings of a shared desk.
 */

import type { Kind } from '../../records/kind.ts'
import type { RecordedBy } from '../audit.ts'
import { BEGINNING, headText } from '../audit-chain.ts'
import type { Moved } from './moved.ts'

export type Cell = string | number | boolean | null
export type Row = readonly Cell[]

/** So many rows are handed over together. */
export const PART = 1000

/** Rows of one table, in its order. */
export type RowParts = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

/** What a table is about. */
type About =
  | { of: 'own' }
  /** Versions of a kind, or where open ones were last seen. */
  | { of: 'versions' | 'seen'; kind: Kind }

export interface NeutralTable {
  name: string
  about: About
}

const BEFORE_KINDS = ['imports', 'replaced_lists', 'pruned_versions', 'names', 'aliases', 'set_aside'] as const
const AFTER_KINDS = ['sightings', 'audit', 'promised_files', 'claims', 'noted'] as const

/** The tables that do not depend on the kinds. */
export type OwnTable = (typeof BEFORE_KINDS)[number] | (typeof AFTER_KINDS)[number]

/** All tables of a desk, each after those that it refers to. */
export function neutralTables(kinds: readonly Kind[]): NeutralTable[] {
  const own = (name: OwnTable): NeutralTable => ({ name, about: { of: 'own' } })
  const ofKinds = kinds.flatMap((kind): NeutralTable[] => [
    { name: kind.kind, about: { of: 'versions', kind } },
    { name: `${kind.kind}_seen`, about: { of: 'seen', kind } },
  ])
  return [...BEFORE_KINDS.map(own), ...ofKinds, ...AFTER_KINDS.map(own)]
}

/** The columns of an import that are the same in both engines. */
export const IMPORT_COLUMNS: readonly string[] = [
  ...['id', 'kind', 'file', 'sha256', 'bytes', 'status', 'mode', 'scope', 'same_as', 'undoes', 'encoding', 'delimiter', 'actor'],
  ...['imported_at', 'exported_at', 'dated_at', 'dated_by', 'stated_by', 'report', 'records', 'first_version', 'rows_read'],
  ...['rows_added', 'rows_changed', 'rows_unchanged', 'rows_removed', 'rows_rejected', 'rows_ignored'],
]
/** The columns of an import that they keep in ways of their own. */
export const LAYOUT_COLUMNS = ['date_order', 'decimal', 'headings', 'extra_headings', 'given'] as const

/** A table that is the same in both engines. */
interface AlikeTable {
  columns: readonly string[]
  /** Its rows are read in this order. */
  order: string
}

/** The tables that are the same in both engines. */
export const ALIKE: Readonly<Record<Exclude<OwnTable, 'imports' | 'pruned_versions' | 'sightings' | 'noted'>, AlikeTable>> = {
  replaced_lists: { columns: ['list', 'by_list'], order: 'list, by_list' },
  names: { columns: ['name', 'light', 'folded', 'core'], order: 'name' },
  aliases: {
    columns: ['id', 'folded', 'name', 'account_id', 'added_at', 'added_by', 'removed_at', 'removed_by'],
    order: 'id',
  },
  set_aside: {
    columns: ['kind', 'key', 'name', 'account_id', 'import_id', 'line'],
    order: 'import_id, line, kind, key NULLS FIRST, name NULLS FIRST, account_id NULLS FIRST',
  },
  audit: {
    columns: ['id', 'at', 'actor', 'action', 'partner_id', 'request', 'body', 'previous', 'hash', 'evidence'],
    order: 'id',
  },
  promised_files: { columns: ['id', 'entry', 'folder', 'staged', 'file', 'sha256', 'about', 'state'], order: 'id' },
  claims: { columns: ['subject', 'holder', 'since', 'until'], order: 'subject' },
}

/** What a version has beside the fields of its kind. */
export const VERSION_COLUMNS: readonly string[] = ['version', 'key', 'valid_from', 'valid_to', 'line', 'extra']
export const PRUNED_COLUMNS: readonly string[] = ['kind', 'version', 'later', 'opened', 'line']
/** The columns of `sightings`, which is in the order of the import, the version and the step. */
export type SightingRow = readonly [importId: number, version: number, step: number, seenIn: number, line: number]
/** The names in `noted`. */
export const NOTED_AUDIT = 'audit'
export const NOTED_PRUNED = 'pruned'
/** What the name of a setting of a shared desk begins with. A desk in a file keeps them for the way back, and does not go by them. */
export const NOTED_SETTING = 'setting.'

/** The end of an audit without an entry. */
export const NO_ENTRY: string = headText({ entries: 0, hash: BEGINNING })

/** A desk that is read, as it was at one moment. */
export interface DeskRows {
  /** The rows of a table, in its order, in parts; as often as they are asked for. */
  rows(table: NeutralTable): RowParts
}

/** A desk that is written. */
export interface DeskInMaking extends DeskRows {
  /** Writes all rows of a table; the tables come in their order. */
  write(table: NeutralTable, parts: RowParts): Promise<void>
}

/** What was compared of a table: its rows, and the SHA-256 of them in the form that does not depend on the engine. */
export interface ComparedTable {
  table: string
  rows: number
  sha256: string
}

/** What was copied, or would be. */
export interface CopiedDesk {
  tables: ComparedTable[]
  /** The end of the audit. */
  audit: { entries: number; hash: string }
}

/** Gives files their names: a desk in a file is written under another one until it is whole. */
export interface FileNames {
  /** Makes an empty file in the folder of another, and gives its path. */
  temporary(path: string): string
  /** Gives a file its name, unless there is one with it: false. */
  name(made: string, path: string): boolean
}

/** What a desk's engine gives to copy a whole desk. */
export interface Moving {
  /** Where the desk is, in words that are safe to print. */
  readonly place: string
  /**
   * Reads the desk as it is at one moment. With `leaving`, nobody records in it meanwhile, and where the work is done, it is marked as
   * moved; who cannot mark it is told before. Throws `desk_moved` where it was, `access_refused`, `busy`, `mark_failed`.
   */
  read<T>(work: (desk: DeskRows) => Promise<T>, leaving: { to: string; by: string } | null): Promise<T>
  /** Takes the mark away, and records that; null where there is none. Throws what opening throws. */
  reopen(by: RecordedBy, dryRun: boolean): Promise<Moved | null>
  /** Throws `desk_not_empty`, `no_database` and what opening throws, where a desk cannot be made of rows here. */
  checkEmpty(): Promise<void>
  /**
   * Makes a desk of rows, which nobody sees before the work is done; where it throws, nothing is kept. The work may be begun again. Throws
   * what {@link Moving.checkEmpty} throws.
   */
  receive<T>(work: (desk: DeskInMaking) => Promise<T>): Promise<T>
}

/** Rows in parts. */
export function* inParts(rows: Iterable<Row>): Generator<Row[]> {
  let part: Row[] = []
  for (const row of rows) {
    part.push(row)
    if (part.length < PART) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
