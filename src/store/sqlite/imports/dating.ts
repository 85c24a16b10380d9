/** How old the rows of an import are: what its file says, weighed against what was known of the same bytes before. */

import type Database from 'better-sqlite3'
import type { Dating } from '../../../records/seen-by.ts'
import { type KnownAge, seenOf, weigh } from '../../import-rules/dating.ts'
import type { ImportRequest, SameFile, Seen } from '../../store.ts'
import { View } from '../view.ts'

const DATED = `coalesce(dated_at, imported_at) AS at, coalesce(dated_by, 'import') AS by, stated_by AS statedBy`

/** How old the rows of each import are: by its own entry, or the last that brought the same bytes again. */
export function seenIn(view: View): (importId: number) => Seen | null {
  const statement = view.prepare<[number, number], Omit<KnownAge, 'id' | 'file'>>(
    `SELECT ${DATED} FROM imports WHERE (id = ? OR same_as = ?) AND ${view.counts('id')} ORDER BY id DESC LIMIT 1`,
  )
  return (importId) => {
    const found = statement.get(importId, importId)
    return found ? { lastSeenAt: found.at, lastSeenBy: found.by, statedBy: found.statedBy } : null
  }
}

/** Weighs what a file says of its time; see {@link weigh}. */
export function weighed(
  db: Database.Database,
  request: Pick<ImportRequest, 'kind' | 'sha256' | 'file' | 'rejectsOf'> & { dating: Dating; actor: string },
  importId: number | null,
): Seen {
  const known = request.dating.by === 'stated' ? [] : knownOf(db, request.sha256, importId)
  return weigh(request, known, (stem) => sourceOfRejects(db, request, importId, stem))
}

/** What was known of the same bytes, oldest import first. An undone import showed them all the same; what was stated with it is undone. */
function knownOf(db: Database.Database, sha256: string, except: number | null): KnownAge[] {
  const view = new View(db, null)
  return db
    .prepare<[string, number], KnownAge>(
      `SELECT id, file, ${DATED} FROM imports WHERE sha256 = ? AND undoes IS NULL AND id <> ?
         AND (dated_by IS NOT 'stated' OR ${view.counts('id')}) ORDER BY id`,
    )
    .all(sha256, except ?? 0)
}

/**
 * How old the file is whose rejects these are: the oldest of its name, ending and folder apart, that had some, undone or not; of
 * all of the kind where none has the name. Which one it was is not known, and no row may look younger than it is.
 */
function sourceOfRejects(
  db: Database.Database,
  { kind }: Pick<ImportRequest, 'kind'>,
  importId: number | null,
  stem: string,
): Seen | null {
  const seenAt = seenIn(new View(db, null))
  const statement = db.prepare<[string, number, string], KnownAge>(
    `SELECT id, file, ${DATED} FROM imports WHERE kind = ? AND rows_rejected > 0 AND undoes IS NULL AND id <> ? AND file GLOB ?`,
  )
  const agesOf = (pattern: string): Seen[] =>
    statement.all(kind.kind, importId ?? 0, pattern).map((found) => seenAt(found.id) ?? seenOf(found))
  const named = agesOf(`${stem.replace(/[*?[]/g, '[$&]')}.*`)
  const ages = named.length > 0 ? named : agesOf('*')
  return ages.sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? -1 : 1))[0] ?? null
}

/** The dating of a file that is known to hold the very bytes of another import. */
export function weighedAgain(db: Database.Database, request: SameFile, actor: string): Seen {
  return weighed(db, { ...request, dating: request.dating(), actor, rejectsOf: null }, null)
}
