/**
 * Pruning: what records were before a day is removed, for good. Every question about that day or later is answered as before, so what
 * those answers rest on stays: the lists of imports and their lines, and of a few kinds what records were called or said before.
 */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { FORMER_VALUES, type FormerVersion, formerToKeep, refusePrunedEntry } from '../../pruned.ts'
import { type Recording, unmarked } from '../../recording.ts'
import type { Pruned, PruneOutcome, PruneRequest } from '../../store.ts'
import { appendAudit } from '../audit.ts'
import { checkBeforeFirstWrite } from '../health.ts'
import type { Recorder } from '../recording/recorder.ts'
import { columnOf } from '../tables.ts'
import { bytesOf, refuseWithoutRoom } from './shrink.ts'
import { makeWhole, ThinnedSets } from './thinned.ts'

/**
 * Where a later version of the record is that a pruned version was of: a list that is asked for its records (see lists.ts) may name the
 * pruned one. `opened` and `line` are where that was read, if no list says so.
 */
export const PRUNED_TABLE = `CREATE TABLE pruned_versions (
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    later INTEGER NOT NULL,
    opened INTEGER,
    line INTEGER,
    PRIMARY KEY (kind, version)
  ) STRICT, WITHOUT ROWID`

/** What was pruned last; null where nothing ever was. */
export function prunedHistory(db: Database.Database): Pruned | null {
  const value = db.prepare<[], string>("SELECT value FROM meta WHERE name = 'pruned'").pluck().get()
  return value === undefined ? null : (JSON.parse(value) as Pruned)
}

/** Throws for an entry whose changes are no longer known; see {@link refusePrunedEntry}. */
export function refusePruned(db: Database.Database, id: number, to: 'undo' | 'ask'): void {
  refusePrunedEntry(prunedHistory(db), id, to)
}

/**
 * Removes what ended with an entry before the day. Throws `disk_full` where there is no room to make the file smaller afterwards, and
 * what writing throws.
 */
export function prune(
  db: Database.Database,
  kinds: readonly Kind[],
  { before, dryRun }: PruneRequest,
  { recorder, today }: { recorder: Recorder; today: string },
): PruneOutcome {
  const bytes = bytesOf(db)
  if (!dryRun) refuseWithoutRoom(db)
  db.exec('BEGIN IMMEDIATE')
  try {
    checkBeforeFirstWrite(db, today)
    const known = prunedHistory(db)
    const last = lastBefore(db, before)
    const isNew = last > 0 && (known === null || before > known.before)
    const pruned = isNew ? kinds.map((kind) => ({ kind: kind.kind, versions: pruneKind(db, kind, last) })) : []
    const kindsPruned = pruned.filter(({ versions }) => versions > 0)
    const versions = kindsPruned.reduce((sum, each) => sum + each.versions, 0)
    if (isNew) notePruning(db, { before, lastImport: last }, versions, recorder())
    const outcome: PruneOutcome = {
      status: !isNew ? 'unchanged' : dryRun ? 'dry_run' : 'pruned',
      before: isNew ? before : (known?.before ?? before),
      lastImport: isNew ? last : (known?.lastImport ?? 0),
      imports: db.prepare<[number], number>('SELECT count(*) FROM imports WHERE id <= ?').pluck().get(last) ?? 0,
      allImports: db.prepare<[], number>('SELECT count(*) FROM imports').pluck().get() ?? 0,
      versions,
      kinds: kindsPruned,
      bytesBefore: bytes,
      bytesAfter: Math.max(0, bytes - unusedIn(db)),
    }
    db.exec(isNew && !dryRun ? 'COMMIT' : 'ROLLBACK')
    return outcome
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

/** The room that would be free: whole pages, and what is left free within pages. */
function unusedIn(db: Database.Database): number {
  const pages = (db.pragma('freelist_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number)
  return pages + (db.prepare<[], number | null>('SELECT sum(unused) FROM dbstat').pluck().get() ?? 0)
}

/** The last entry that had come before a day; entries count by their number, whatever the clock said. */
function lastBefore(db: Database.Database, day: string): number {
  return db.prepare<[string], number>('SELECT coalesce(max(id), 0) FROM imports WHERE imported_at < ?').pluck().get(day) ?? 0
}

function notePruning(
  db: Database.Database,
  { before, lastImport }: Omit<Pruned, 'at'>,
  versions: number,
  recording: Recording,
): void {
  const pruned: Pruned = { before, lastImport, at: recording.at }
  db.prepare("INSERT INTO meta (name, value) VALUES ('pruned', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(
    JSON.stringify(pruned),
  )
  const body = { before, lastImport, versions }
  appendAudit(db, { action: 'history_pruned', partnerId: null, request: null, body, evidence: null }, unmarked(recording))
}

/** Removes the versions of a kind that had ended with an entry; gives how many. */
function pruneKind(db: Database.Database, kind: Kind, last: number): number {
  const table = kind.kind
  db.exec('CREATE TEMP TABLE IF NOT EXISTS kept (version INTEGER PRIMARY KEY)')
  db.exec('DELETE FROM temp.kept')
  // New versions are numbered from the last one on, and no number may come twice.
  db.exec(`INSERT INTO temp.kept SELECT max(version) FROM ${table} WHERE true HAVING max(version) IS NOT NULL`)
  keepFormerValues(db, kind, last)
  // What is kept stands for itself: the version after it may go.
  makeWhole(db, kind, `version IN (SELECT version FROM temp.kept) AND valid_to <= ${last}`)
  const old = `valid_to IS NOT NULL AND valid_to <= ${last} AND version NOT IN (SELECT version FROM temp.kept)`
  if (kind.endsByList) notePruned(db, table, last, old)
  return db.prepare(`DELETE FROM ${table} WHERE ${old}`).run().changes
}

/** Notes where later versions of those are that a list may be asked for. */
function notePruned(db: Database.Database, table: string, last: number, old: string): void {
  db.exec(`INSERT INTO pruned_versions (kind, version, later, opened, line)
    SELECT '${table}', version, later, CASE WHEN listed THEN NULL ELSE valid_from END, CASE WHEN listed THEN NULL ELSE line END FROM (
      SELECT version, valid_from, line,
        coalesce((SELECT version FROM ${table} open WHERE open.key = own.key AND open.valid_to IS NULL),
          (SELECT min(version) FROM ${table} later WHERE later.key = own.key AND later.valid_to IS NOT NULL AND later.valid_to > ${last})) AS later,
        EXISTS (SELECT 1 FROM sightings WHERE import_id = valid_from AND base IS NOT NULL) AS listed
      FROM ${table} own WHERE ${old}) WHERE later IS NOT NULL`)
  // What an earlier pruning said of a version that goes now, leads further on.
  db.exec(`UPDATE pruned_versions SET later = coalesce((SELECT next.later FROM pruned_versions next
      WHERE next.kind = pruned_versions.kind AND next.version = pruned_versions.later), later) WHERE kind = '${table}';
    DELETE FROM pruned_versions WHERE kind = '${table}' AND later IN (SELECT version FROM ${table} WHERE ${old})`)
}

/** Keeps what former values are asked for by; see {@link formerToKeep}. */
function keepFormerValues(db: Database.Database, { kind: table }: Kind, last: number): void {
  const field = FORMER_VALUES[table]
  if (field === undefined) return
  const column = columnOf(field)
  const rows = db
    .prepare<[], FormerVersion & { thinned: number | null }>(
      `SELECT version, key, valid_from AS opened, valid_to AS closed, ${column} AS value, thinned FROM ${table} ORDER BY key, version`,
    )
    .all()
  const sets = new ThinnedSets(db)
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]
    if (row && row.thinned !== null && sets.of(row.thinned).has(column)) row.value = rows[i + 1]?.value ?? null
  }
  const undone = new Set(
    db
      .prepare<[], number>(
        'SELECT undoes FROM imports WHERE undoes IS NOT NULL UNION SELECT id FROM imports WHERE undoes IS NOT NULL',
      )
      .pluck()
      .all(),
  )
  const keep = db.prepare('INSERT OR IGNORE INTO temp.kept (version) VALUES (?)')
  for (const version of formerToKeep(rows, undone, last)) keep.run(version)
}
