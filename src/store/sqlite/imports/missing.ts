/** Records that a complete list no longer has. */

import type Database from 'better-sqlite3'
import { foldCode } from '../../../records/key.ts'
import type { Kind } from '../../../records/kind.ts'
import { mayBeRejectedBy, namesOfGone } from '../../import-rules/missing.ts'
import { refuseShrunk } from '../../import-rules/plausible.ts'
import type { ImportOutcome, ImportRequest } from '../../store.ts'
import { ofPartner } from '../records.ts'
import { columnOf, seenTable } from '../tables.ts'
import { View } from '../view.ts'
import type { GuardedImport } from './import-guards.ts'

interface MissingRow {
  version: number
  seenIn: number
  key: string
  name: string | null
  /** The table of its kind that it is a row of. */
  part: string | null
}

/**
 * Closes what the file, as the complete list of its kind, of one account or of the tables it has rows of, does not have. A record
 * that a rejected row may be of is left as it is; where the owner of a rejected row is not known, all are. `met` is how many known
 * records the file has. Throws the refusal `would_remove_too_much`.
 */
export function closeMissing(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  met: number,
  guards: GuardedImport,
): Pick<ImportOutcome, 'gone' | 'spared'> & { removed: number } {
  const { kind, scope, completeBy } = request
  const of = scope && { names: scope.names, accountIds: [scope.accountId] }
  const { condition, values } = of ? ofPartner(new View(db, null), kind, of) : { condition: 'TRUE', values: [] }
  const name = kind.partnerName === null ? 'NULL' : columnOf(kind.partnerName)
  const part = completeBy === null ? 'NULL' : columnOf(completeBy)
  const parts = completeBy === null ? null : partsOf(db, kind, completeBy, importId)
  const missing = db
    .prepare<unknown[], MissingRow>(
      `SELECT version, coalesce(seen.seen_in, valid_from) AS seenIn, key, ${name} AS name, ${part} AS part FROM ${kind.kind} own LEFT JOIN ${seenTable(kind)} seen USING (version)
       WHERE valid_to IS NULL AND coalesce(seen.seen_in, valid_from) <> ? AND ${condition}
       ORDER BY version`,
    )
    .all(importId, ...values)
    .filter((row) => parts === null || parts.has(foldCode(row.part ?? '')))
  const mayBeRejected = mayBeRejectedBy(request)
  const gone = missing.filter((row) => !mayBeRejected(row))
  if (!request.allowShrink) refuseShrunk(request, { removed: gone.length, known: met + missing.length })
  const close = db.prepare(`UPDATE ${kind.kind} SET valid_to = ? WHERE version = ?`)
  const forget = db.prepare(`DELETE FROM ${seenTable(kind)} WHERE version = ?`)
  for (const { version, seenIn } of gone) {
    guards.noteGone(seenIn)
    close.run(importId, version)
    forget.run(version)
  }
  return {
    removed: gone.length,
    gone: namesOfGone(kind, gone),
    spared: missing.length - gone.length,
  }
}

/** The tables of a kind that a file has rows of, folded. */
function partsOf(db: Database.Database, kind: Kind, field: string, importId: number): Set<string> {
  const rows = db
    .prepare<[number], string>(
      `SELECT DISTINCT ${columnOf(field)} FROM ${kind.kind} own LEFT JOIN ${seenTable(kind)} seen USING (version)
       WHERE valid_to IS NULL AND coalesce(seen.seen_in, valid_from) = ?`,
    )
    .pluck()
    .all(importId)
  return new Set(rows.map((value) => foldCode(value ?? '')))
}
