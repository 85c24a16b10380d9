/** What a copy of a database holds, as a backup and a restore compare it. */

import type { AuditFlaw, AuditHead, RecordedBy } from './audit.ts'

/** What a database holds, in numbers. */
export interface DatabaseFacts {
  /** The number of its schema. */
  schema: number
  /** Rows of each table. */
  tables: Readonly<Record<string, number>>
  /** The newest import of each kind, the newest first. */
  imports: readonly ImportMade[]
  /** The end of the audit; null where its schema is older than the audit. */
  audit: AuditHead | null
  auditFlaws: readonly AuditFlaw[]
  /** The hash of the first entry of the audit: all backups of one database have the same. */
  origin: string | null
}

/** An import, in short. */
export interface ImportMade {
  id: number
  kind: string
  file: string
  importedAt: string
}

/** An entry of the audit, in short. */
export interface EntryMade {
  id: number
  at: string
  actor: string
  action: string
}

/** A database that was read whole: what it holds, and signs of damage in the engine's words. `facts` is null where they show nothing. */
export interface CheckedDatabase {
  facts: DatabaseFacts | null
  signs: readonly string[]
}

/** What a database says of itself at first sight: its schema, the number of its newest import, the end and beginning of its audit. */
export interface Glance {
  schema: number
  imports: number
  audit: AuditHead | null
  origin: string | null
}

/** How far a copy is, in pages. */
export type ShowPages = (done: number, total: number) => void

/** What bounds a long copy. */
export interface Copying {
  /** How long to wait for another process, in seconds. */
  waitSeconds: number
  showPages?: ShowPages | undefined
  /** Gives up, with nothing left behind. */
  signal?: AbortSignal | undefined
}

/** What is in the place of a database before a backup takes it. */
export interface Present {
  /** `unreadable`: not even the engine can open it. */
  state: 'sound' | 'damaged' | 'unreadable' | 'absent'
  head: AuditHead | null
  /** What it has and the backup lacks, as far as it can be read: imports and entries of the audit, oldest first. */
  imports: readonly ImportMade[]
  entries: readonly EntryMade[]
  /** How many entries of the audit it lacks itself that the backup has. */
  lacks: number
  /** Whether both have a common past; null where that is unknown. */
  shared: boolean | null
}

/** How a backup is put in place. */
export interface Restoring {
  copying: Copying
  /** By whom the restore is recorded. */
  by: RecordedBy
  /** The backup, as the audit names it. */
  backup: { file: string; sha256: string }
  /** Keeps what is replaced: in an empty file first, which then gets its name. */
  keep: { temporary: () => string; name: (written: string) => string; drop: (path: string) => void }
}

/** What copies, checks and restores whole databases, each a file. */
export interface BackupEngine {
  /** Opens a database to back it up; it is not upgraded. Throws what opening it throws, and `no_database` for an empty one. */
  open(file: string, waitSeconds: number): BackupSource
  /**
   * Reads a whole database that nobody writes to. Damage is a result; throws `not_a_phd_database`, `newer_database`, `foreign_schema`,
   * and what keeps the file from being opened.
   */
  check(file: string): CheckedDatabase
  /** What a file says it is, unchecked; null where it says nothing, or is not a database of phd's. */
  glance(file: string): Glance | null
  /** Copies a backup into an empty file and checks that copy whole; with `upgrade` it gets this program's schema. Throws `bad_backup`. */
  take(backup: string, to: string, options: Copying & { upgrade: boolean }): Promise<DatabaseFacts>
  /** What is in the place of a database, and what of it is not in a checked copy of a backup. Nothing is changed. */
  lookAtPresent(file: string, ready: string): Present
  /** Puts a checked copy in the place of a database. Throws `busy` and `disk_full` with nothing changed. */
  putInPlace(file: string, ready: string, restoring: Restoring): Promise<{ kept: string | null; head: AuditHead }>
}

/** A database to back up. */
export interface BackupSource {
  /** How many bytes a copy takes. */
  readonly bytes: number
  /** What all backups of this database have in common. */
  readonly origin: string | null
  /** Copies it into an empty file and checks the copy whole. Throws `database_damaged`, and `disk_failed` where the copy alone is. */
  copyTo(to: string, copying: Copying): Promise<DatabaseFacts>
  close(): void
}
