/** Imports: what the store is asked to take, what became of it, and what each one changed. */

import type { DecimalMark } from '../records/amount.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Kind, Value } from '../records/kind.ts'
import type { Dating } from '../records/seen-by.ts'
import type { PromisedFile } from './audit.ts'
import type { LackingFile, Seen, SpelledAccount } from './rows.ts'

export interface ImportCounts {
  read: number
  added: number
  changed: number
  unchanged: number
  removed: number
  rejected: number
  ignored: number
}

/** What was counted while a file was read. */
type ReadCounts = Pick<ImportCounts, 'read' | 'ignored' | 'rejected'>

export type ImportMode = 'merge' | 'snapshot'

export interface ImportEntry extends Seen {
  id: number
  kind: string
  /** The file; of an undo, the file of what it undid. */
  file: string
  status: 'imported' | 'unchanged' | 'undo'
  mode: ImportMode
  /** The account that the file was the complete list of, for a snapshot of one account. */
  scope: string | null
  /** Of an undo, what came back counts as added or changed, and what went as removed. */
  counts: ImportCounts
  importedAt: string
  /** When the file was exported, where it or a person says so; ISO 8601, UTC. */
  exportedAt: string | null
  actor: string
  /** The entry that this one undid. */
  undoes: number | null
  /** The entry that undid this one, unless that was undone itself. */
  undoneBy: number | null
  sha256: string
}

/** An import with all that is known of its file. */
export interface ImportDetail extends ImportEntry {
  bytes: number
  encoding: string
  delimiter: string
  dateOrder: string | null
  decimal: string | null
  headings: Readonly<Record<string, string>>
  extraHeadings: readonly string[]
}

/** What an import did to one record. */
export interface RecordChange {
  change: 'added' | 'changed' | 'removed'
  key: string
  /** The line of the new version in the import's file; null for a removed record. */
  line: number | null
  /** The versions before and after; null where there was none. Columns phd has no field for come after the fields. */
  before: VersionValues | null
  after: VersionValues | null
}

export interface VersionValues {
  values: Readonly<Record<string, Value>>
  extra: ReadonlyArray<readonly [heading: string, text: string]>
}

/** One version of a record: what was true of it between two entries in the list of imports. */
export interface RecordVersion extends VersionValues {
  key: string
  line: number
  /** The entry that opened it, and the one that closed it. */
  from: ImportEntry
  to: ImportEntry | null
}

/** How fresh a kind of record is. */
export interface SourceAge {
  kind: string
  records: number
  /** The newest import of the kind that was not undone. */
  newest: ImportEntry
  /** Records that no file has had within the days allowed, when the newest of them was last seen. */
  stale: number
  /** Records that the newest list of their report lacks, and such a list. */
  gone: number
  goneFrom: LackingFile | null
}

/** An account that is no longer in a current list. */
export interface GoneAccount {
  id: string
  /** Its name when it was last listed. */
  name: string
  /** The import that no longer had it. */
  goneWith: ImportEntry
}

/** One row to store. */
export interface RowToStore {
  key: string
  line: number
  values: readonly Value[]
  extra: string | null
}

export interface ImportRequest {
  kind: Kind
  file: string
  sha256: string
  bytes: number
  encoding: string
  delimiter: string
  mode: ImportMode
  /** The one account that a snapshot is the complete list of. */
  scope: SpelledAccount | null
  /** A snapshot is complete for those values of this field that it has; null: for all. */
  completeBy: string | null
  /** The order of day and month in the file's dates, where it matters. */
  dateOrder: DateOrder | null
  /** What stands before the decimals of the file's amounts, where it matters. */
  decimal: DecimalMark | null
  /** What identifies the report that the file is an export of; null where another export of it ends nothing. */
  report: string | null
  /** For a rejects file: the file that its rows are from, without its ending; null for any other file. */
  rejectsOf: string | null
  /** Whether a file of which nothing else is known has the same name, but for dates and marks of copies. */
  hasItsName: (file: string) => boolean
  /** When the rows were last seen, as far as the file alone says; asked for when all rows are in. */
  dating: () => Dating
  /** Take the file although much would go, or although it is older than what is stored. */
  allowShrink: boolean
  allowOlder: boolean
  /** How many changes the outcome lists. */
  listChanges: number
  /** The heading of each field in this file. */
  headings: Readonly<Record<string, string>>
  /** Headings of the columns phd has no field for. */
  extraHeadings: readonly string[]
  /** Values the command line stated for the whole file; part of what makes two imports the same. */
  given: Readonly<Record<string, Value>>
  dryRun: boolean
  /**
   * The rows, read again each time it is called. Keys in `contradicting` are in the file more than once with different values;
   * their rows must be skipped.
   */
  rows: (contradicting: ReadonlySet<string>) => Iterable<RowToStore>
  /** The owners of rejected rows, where they are known; asked for when all rows are in. */
  rejectedOwners: () => Iterable<{ key: string | null; name: string | null; accountId: string | null; line: number }>
  /** How many rejected rows have no known owner. */
  ownerless: () => number
  /**
   * Called when all rows are in, before anything is final; may throw to undo everything. The files it gives are on the disk under names
   * of their own, and promised by the import; who asked for it names them once it is recorded.
   */
  finish: () => Promise<ReadCounts & { files: readonly PromisedFile[] }>
}

export interface ImportOutcome {
  importId: number | null
  status: 'imported' | 'unchanged' | 'dry_run'
  counts: ImportCounts
  /** When the rows were last seen, by what the file says and what was known of its bytes. */
  seen: Seen
  /** The earlier import of the same bytes, when there is one. */
  sameAs: ImportEntry | null
  /** Fields whose column this file lacks and whose stored values were kept: absent is not blank. */
  kept: readonly string[]
  /** Keys of the first records that a snapshot closed, and how many stayed open because a rejected row may be theirs. */
  gone: readonly string[]
  spared: number
  /** The first changes, as many as were asked for. */
  changes: readonly RecordChange[]
}

/** What an undo did, or would do. */
export interface UndoOutcome {
  /** Null in a dry run. */
  entryId: number | null
  undone: ImportEntry
  counts: ImportCounts
}

/** What was removed of the history: no question about a time before the day is answered. */
export interface Pruned {
  /** YYYY-MM-DD. */
  before: string
  /** The last entry in the list of imports that came before that day. */
  lastImport: number
  /** When it was removed. */
  at: string
}

export interface PruneRequest {
  /** The day whose history and later is kept, YYYY-MM-DD. */
  before: string
  dryRun: boolean
}

/** What pruning removed, or would remove. `unchanged`: nothing is that old, or it was removed before. */
export interface PruneOutcome {
  status: 'pruned' | 'dry_run' | 'unchanged'
  before: string
  lastImport: number
  /** Imports that came before the day, of all. */
  imports: number
  allImports: number
  /** Earlier versions of records, of all kinds and by kind. */
  versions: number
  kinds: readonly { kind: string; versions: number }[]
  /** The size of the database; after a dry run what it would be, more or less. */
  bytesBefore: number
  bytesAfter: number
}

/** What makes a file the same as an earlier one. */
export type SameFile = Pick<
  ImportRequest,
  | 'kind'
  | 'sha256'
  | 'encoding'
  | 'given'
  | 'mode'
  | 'scope'
  | 'headings'
  | 'extraHeadings'
  | 'dateOrder'
  | 'decimal'
  | 'dating'
  | 'file'
>
