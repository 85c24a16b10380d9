/** What both ways of storing the rows of a file need. */

import type Database from 'better-sqlite3'
import { interrupted } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { ImportCounts, ImportOutcome, ImportRequest, RowToStore } from '../../store.ts'
import { columnsOf, seenTable, toColumn } from '../tables.ts'
import type { Column } from './read-ahead.ts'

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
  return [...rejectedOwners()].flatMap(({ key }) => (key !== null && taken.get(key, importId) !== undefined ? [key] : []))
}

/** A new version as the insert statement takes it. */
export function versionOf({ key, line, extra }: RowToStore, values: readonly unknown[], importId: number): Column[] {
  const version: Column[] = [key, importId, line, extra]
  for (const value of values) version.push(toColumn(value as Column))
  return version
}

/** Opens a version; takes what {@link versionOf} gives. */
export function insertStatement(db: Database.Database, kind: Kind): Database.Statement {
  const columns = columnsOf(kind)
  const places = columns.map(() => '?').join(', ')
  return db.prepare(
    `INSERT INTO ${kind.kind} (key, valid_from, line, extra, ${columns.join(', ')}) VALUES (?, ?, ?, ?, ${places})`,
  )
}
