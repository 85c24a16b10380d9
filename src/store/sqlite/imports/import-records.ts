import type Database from 'better-sqlite3'
import { interrupted } from '../../../errors.ts'
import type { Recording } from '../../recording.ts'
import type { ImportCounts, ImportOutcome, ImportRequest, ShowWait } from '../../store.ts'
import { checkBeforeFirstWrite, isUnchecked } from '../health.ts'
import { changesOf } from '../history.ts'
import { NameLearner } from '../names.ts'
import { isWorthShrinking, shrinkIfRoom } from '../past/shrink.ts'
import { patiently } from '../patience.ts'
import type { Recorder } from '../recording/recorder.ts'
import { Comparison } from './compare-rows.ts'
import { weighed } from './dating.ts'
import { filledWithoutLog } from './first-fill.ts'
import { dateImport, finishImport, insertImport, newestImport } from './import-entries.ts'
import { GuardedImport } from './import-guards.ts'
import { replaceLists } from './lists.ts'
import { closeMissing } from './missing.ts'
import { keepNewerSightings } from './older-imports.ts'
import { Contradiction, isWorthFilling, type RowResult } from './store-rows.ts'

interface Running {
  recorder: Recorder
  today: string
  showWait: ShowWait
  signal: AbortSignal | undefined
}

/**
 * Imports one file in one transaction: rows whose record is new or differs open a version and close the one before; the others are
 * noted as seen. Everything is undone when anything throws, when the dry run is over, or when `signal` says to give up. Between
 * batches it lets the program take a breath, for a bar to move and Ctrl-C to be heard; nothing else uses this database meanwhile.
 */
export function importRecords(db: Database.Database, request: ImportRequest, running: Running): Promise<ImportOutcome> {
  return filledWithoutLog(db, request.bytes, () => importInOne(db, request, running))
}

async function importInOne(
  db: Database.Database,
  request: ImportRequest,
  { recorder, today, showWait, signal }: Running,
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
    const outcome = await run(db, request, recorder(), signal)
    const isWorthIt = !request.dryRun && isWorthShrinking(db, request.kind)
    db.exec(request.dryRun ? 'ROLLBACK' : 'COMMIT')
    if (isWorthIt) await showWait('shrink', async () => shrinkIfRoom(db))
    return outcome
  } finally {
    // The engine may have rolled back by itself, as when the disk is full.
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

async function run(
  db: Database.Database,
  request: ImportRequest,
  recording: Recording,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  const sameAs = newestImport(db, request)
  const importId = insertImport(db, request, recording)
  const guards = new GuardedImport(db, request)
  const { kept, met, seenBefore, opened, ...rows } = await storeAgreeing(db, request, importId, guards, signal)
  noteRejects(db, request, importId)
  const seen = weighed(db, { ...request, dating: request.dating(), actor: recording.actor }, importId)
  dateImport(db, importId, seen)
  const missing =
    request.mode === 'snapshot' ? closeMissing(db, request, importId, met, guards) : { removed: 0, gone: [], spared: 0 }
  guards.check(importId, seen)
  replaceLists(db, request, importId, seen.lastSeenAt, { records: rows.added + met, seenBefore })
  keepNewerSightings(db, request.kind, importId, seen.lastSeenAt, seenBefore)
  const { files, ...read } = await request.finish()
  const counts: ImportCounts = { ...rows, removed: missing.removed, ...read }
  const unchanged = sameAs !== null && counts.added + counts.changed + counts.removed === 0
  const status = unchanged ? 'unchanged' : 'imported'
  finishImport(db, importId, { kind: request.kind, status, counts, files, opened })
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
  let contradicting: ReadonlySet<string> = new Set()
  for (let tryFast = isWorthFilling(db, request); ; tryFast = false) {
    db.exec('SAVEPOINT rows')
    guards.begin()
    try {
      const rows = new Comparison(db, request, importId, guards)
      return await (tryFast ? rows.fill(signal) : rows.storeRows(contradicting, signal))
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
