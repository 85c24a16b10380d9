/** What both ways of storing the rows of a file need. */

import type Database from 'better-sqlite3'
import { interrupted } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { ImportCounts, ImportOutcome, ImportRequest } from '../../store.ts'
import { seenTable } from '../tables.ts'

/** Which rows contradict each other is known only when all are read: undo, and read again without them. */
export class Contradiction extends Error {
  readonly keys: ReadonlySet<string>
  constructor(keys: ReadonlySet<string>) {
    super('contradicting rows')
    this.keys = keys
  }
}

/** What became of the rows of a file. */
export type RowResult = Pick<ImportCounts, 'added' | 'changed' | 'unchanged'> &
  Pick<ImportOutcome, 'kept'> & {
    /** Records that were there before and that the file has. */
    met: number
    /** Of these, how many each earlier import had last. */
    seenBefore: ReadonlyMap<number, number>
    /** The hash of the versions that were opened. */
    opened: string
  }

/** Rows between two breaths; a multiple of the batch. */
export const BREATH = 4096

/** Lets what waits in the event loop happen. */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise(setImmediate)
  if (signal?.aborted) throw interrupted()
}

/** A row that was taken contradicts a rejected one of the same record. */
export function contradictedByRejects(
  db: Database.Database,
  { kind, rejectedOwners }: ImportRequest,
  importId: number,
): string[] {
  const taken = db.prepare<[string, number]>(
    `SELECT 1 FROM ${kind.kind} own LEFT JOIN ${seenTable(kind)} seen USING (version)
     WHERE key = ? AND valid_to IS NULL AND coalesce(seen.seen_in, valid_from) = ?`,
  )
  const keys: string[] = []
  for (const { key } of rejectedOwners()) if (key !== null && taken.get(key, importId) !== undefined) keys.push(key)
  return keys
}

/** Whether a kind has, or had, any record; `most`: or more versions than that. */
export function hasVersions(db: Database.Database, { kind }: Kind, most = 0): boolean {
  return db.prepare(`SELECT 1 FROM ${kind} LIMIT 1 OFFSET ?`).get(most) !== undefined
}

/** A table with more versions is never filled: their keys would have to be held in memory. */
const MOST_FILLED = 50_000
/** A file that has so many times the records that are there is quicker stored with the indexes made at the end. */
const TIMES_MORE = 2

/** Whether the file probably has many more records than its table, so that it is worth making the indexes again. */
export function isWorthFilling(db: Database.Database, { kind, bytes }: ImportRequest): boolean {
  if (!hasVersions(db, kind)) return true
  if (hasVersions(db, kind, MOST_FILLED)) return false
  const versions = db.prepare<[], number>(`SELECT count(*) FROM ${kind.kind}`).pluck().get() ?? 0
  const perRow = db
    .prepare<[string], number>(
      'SELECT bytes * 1.0 / rows_read FROM imports WHERE kind = ? AND rows_read > 0 ORDER BY id DESC LIMIT 1',
    )
    .pluck()
    .get(kind.kind)
  return perRow !== undefined && bytes / perRow > versions * TIMES_MORE
}
