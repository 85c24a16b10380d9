/** A person who was forgotten: what was removed, and what is left to others. */

export interface Forgotten {
  /** What stands in place of the person: `forgotten-12`. */
  id: string
  /** The audit entry that records it; null in a dry run. */
  entry: number | null
  /** Records with the person, and their versions, by kind. */
  records: ReadonlyArray<{ kind: string; records: number; versions: number }>
  /** Rejected rows that were about the person. */
  rejected: number
  /** Other values with the address in them: notes, names of files. */
  mentions: number
  /** Entries of the audit that no longer have the person. */
  entries: readonly number[]
  /** Entries and records that have the same name without the address, and were left. */
  sameName: { entries: readonly number[]; records: ReadonlyArray<{ kind: string; records: number }> }
  /** Files that the person was imported from. */
  imports: ReadonlyArray<{ id: number; file: string }>
  /** Drafts that were written for one of those entries. */
  drafts: readonly string[]
}
