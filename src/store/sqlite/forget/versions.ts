/** Versions of records as they are read to take a person out, and written. */

import type Database from 'better-sqlite3'
import type { Kind, Value } from '../../../records/kind.ts'
import type { Scrub } from '../../forget/scrub.ts'
import type { ScrubbedVersion, Version } from '../../forget/versions.ts'
import { columnOf, columnsOf, recordMaker } from '../tables.ts'

type Row = [version: number, key: string, extra: string | null, ...values: unknown[]]

/** The versions that meet a condition. It is the caller's own SQL, its values are bound. */
export function versionsWhere(
  db: Database.Database,
  kind: Kind,
  condition: string,
  bound: Readonly<Record<string, string>>,
): Version[] {
  const toRecord = recordMaker<Record<string, Value>>(kind, 3)
  return db
    .prepare<[Readonly<Record<string, string>>], Row>(
      `SELECT version, key, extra, ${columnsOf(kind).join(', ')} FROM ${kind.kind} WHERE ${condition}`,
    )
    .raw()
    .all(bound)
    .map((row) => ({ version: row[0], key: row[1], extra: row[2], record: toRecord(row) }))
}

/** Writes what a version says since. A version that was thinned may have read it here too. */
export function writeVersion(
  db: Database.Database,
  kind: Kind,
  { version, key, extra, values }: ScrubbedVersion,
  { openers }: Pick<Scrub, 'openers'>,
): void {
  const sets = Object.keys(values).map((field) => `, ${columnOf(field)} = ?`)
  db.prepare(`UPDATE ${kind.kind} SET key = ?, extra = ?${sets.join('')} WHERE version = ?`).run(
    key,
    extra,
    ...Object.values(values),
    version,
  )
  const opened = db.prepare<[number, string], number>(
    `SELECT valid_from FROM ${kind.kind} WHERE version = ?
     UNION SELECT valid_from FROM ${kind.kind} WHERE key = ? AND valid_to IS NOT NULL AND thinned IS NOT NULL`,
  )
  for (const id of opened.pluck().all(version, key)) openers.add(id)
}
