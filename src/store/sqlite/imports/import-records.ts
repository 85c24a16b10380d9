import type Database from 'better-sqlite3'
import { interrupted } from '../../../errors.ts'
import type { ImportCounts, ImportOutcome, ImportRequest, ShowWait } from '../../store.ts'
import { checkBeforeFirstWrite, isUnchecked } from '../health.ts'
import { changesOf } from '../history.ts'
import { NameLearner, namePlace } from '../names.ts'
import { isWorthShrinking, shrinkIfRoom } from '../past/shrink.ts'
import { SightingWriter } from '../past/sightings.ts'
import { patiently } from '../patience.ts'
import { kindSchema } from '../tables.ts'
import { Comparison } from './compare-rows.ts'
import { weighed } from './dating.ts'
import { dateImport, finishImport, insertImport, newestImport } from './import-entries.ts'
import { GuardedImport } from './import-guards.ts'
import { replaceLists } from './lists.ts'
import { closeMissing } from './missing.ts'
import { keepNewerSightings } from './older-imports.ts'
import {
  BREATH,
  breathe,
  Contradiction,
  contradictedByRejects,
  insertStatement,
  type RowResult,
  versionOf,
} from './store-rows.ts'

/**
 * Imports one file in one transaction: rows whose record is new or differs open a version and close the one before; the others are
 * noted as seen. Everything is undone when anything throws, when the dry run is over, or when `signal` says to give up. Between
 * batches it lets the program take a breath, for a bar to move and Ctrl-C to be heard; nothing else uses this database meanwhile.
 */
export async function importRecords(
  db: Database.Database,
  request: ImportRequest,
  { today, showWait, signal }: { today: string; showWait: ShowWait; signal: AbortSignal | undefined },
): Promise<ImportOutcome> {
  // Rows are added in order, so a big cache only costs: 8 MiB was the fastest of those tried.
  db.pragma('cache_size = -8192')
  const check = (): void => {
    if (signal?.aborted) throw interrupted()
  }
  await patiently(db, () => db.exec('BEGIN IMMEDIATE'), { showWait, check })
  try {
    if (isUnchecked(db, today)) await showWait('check', async () => checkBeforeFirstWrite(db, today))
    else checkBeforeFirstWrite(db, today)
    const outcome = await run(db, request, signal)
    const isWorthIt = !request.dryRun && isWorthShrinking(db, request.kind)
    db.exec(request.dryRun ? 'ROLLBACK' : 'COMMIT')
    if (isWorthIt) await showWait('shrink', async () => shrinkIfRoom(db))
    return outcome
  } finally {
    // The engine may have rolled back by itself, as when the disk is full.
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

async function run(db: Database.Database, request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome> {
  const sameAs = newestImport(db, request)
  const importId = insertImport(db, request)
  const guards = new GuardedImport(db, request)
  const { kept, met, seenBefore, ...rows } = await storeAgreeing(db, request, importId, guards, signal)
  noteRejects(db, request, importId)
  const seen = weighed(db, { ...request, dating: request.dating() }, importId)
  dateImport(db, importId, seen)
  const missing =
    request.mode === 'snapshot' ? closeMissing(db, request, importId, met, guards) : { removed: 0, gone: [], spared: 0 }
  guards.check(importId, seen)
  replaceLists(db, request, importId, seen.lastSeenAt, { records: rows.added + met, seenBefore })
  keepNewerSightings(db, request.kind, importId, seen.lastSeenAt, seenBefore)
  const counts: ImportCounts = { ...rows, removed: missing.removed, ...request.beforeCommit() }
  const unchanged = sameAs !== null && counts.added + counts.changed + counts.removed === 0
  const status = unchanged ? 'unchanged' : 'imported'
  finishImport(db, importId, status, counts)
  const changes = [...firstOf(changesOf(db, request.kind, importId), request.listChanges)]
  const { gone, spared } = missing
  if (request.dryRun) return { importId: null, status: 'dry_run', counts, seen, sameAs, kept, gone, spared, changes }
  return { importId, status, counts, seen, sameAs, kept, gone, spared, changes }
}

function* firstOf<T>(values: Iterable<T>, most: number): Generator<T, void, void> {
  let count = 0
  if (most === 0) return
  for (const value of values) {
    yield value
    if (++count >= most) return
  }
}

/** Remembers the owners of rejected rows: what is stored of them may be outdated. */
function noteRejects(db: Database.Database, { kind, rejectedOwners }: ImportRequest, importId: number): void {
  const note = db.prepare('INSERT INTO set_aside (kind, key, name, account_id, import_id, line) VALUES (?, ?, ?, ?, ?, ?)')
  const names = new NameLearner(db)
  for (const { key, name, accountId, line } of rejectedOwners()) {
    note.run(kind.kind, key, name, accountId, importId, line)
    names.learn(name)
  }
  names.flush()
}

/** Stores the rows; what is undone on the way is stored again in the next, more careful way. */
async function storeAgreeing(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  guards: GuardedImport,
  signal: AbortSignal | undefined,
): Promise<RowResult> {
  const isEmpty = db.prepare(`SELECT 1 FROM ${request.kind.kind} LIMIT 1`).get() === undefined
  let contradicting: ReadonlySet<string> = new Set()
  for (let tryFast = isEmpty; ; tryFast = false) {
    db.exec('SAVEPOINT rows')
    guards.begin()
    try {
      return await (tryFast
        ? storeIntoEmpty(db, request, importId, signal)
        : new Comparison(db, request, importId, guards).storeRows(contradicting, signal))
    } catch (error) {
      if (!db.inTransaction) throw error
      db.exec('ROLLBACK TO rows')
      if (error instanceof Contradiction) contradicting = new Set([...contradicting, ...error.keys])
      else if (!tryFast || (error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
    } finally {
      if (db.inTransaction) db.exec('RELEASE rows')
    }
  }
}

/**
 * Fills an empty table without asking for each row, the indexes made at the end: several times as fast. A key that appears twice
 * fails the index on keys.
 */
async function storeIntoEmpty(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  signal: AbortSignal | undefined,
): Promise<RowResult> {
  const { indexes } = kindSchema(request.kind)
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`)
  const insert = insertStatement(db, request.kind)
  const names = new NameLearner(db)
  const nameAt = namePlace(request.kind)
  const sightings = new SightingWriter(db, importId)
  let added = 0
  // How many rows of lines that follow one another there are since a line.
  let [line, length] = [0, 0]
  for (const row of request.rows(new Set())) {
    insert.run(versionOf(row, row.values, importId))
    // The versions of an empty table are counted from 1.
    if (row.line !== line + length) {
      sightings.addOpened(added - length + 1, line, length)
      ;[line, length] = [row.line, 0]
    }
    length++
    names.learn(row.values[nameAt])
    if (++added % BREATH === 0) await breathe(signal)
  }
  names.flush()
  sightings.addOpened(added - length + 1, line, length)
  sightings.flush()
  for (const { sql } of indexes) db.exec(sql)
  const contradicted = contradictedByRejects(db, request, importId)
  if (contradicted.length > 0) throw new Contradiction(new Set(contradicted))
  return { added, changed: 0, unchanged: 0, met: 0, seenBefore: new Map(), kept: [] }
}
