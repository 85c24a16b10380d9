import type Database from 'better-sqlite3'
import { failure } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import type { ImportCounts, ImportEntry, UndoOutcome } from '../../store.ts'
import { checkBeforeFirstWrite } from '../health.ts'
import { refusePruned } from '../past/prune.ts'
import type { Sighting } from '../past/seen-lists.ts'
import { SightingLog, SightingWriter, sightingsOf } from '../past/sightings.ts'
import { WholeVersions } from '../past/thinned.ts'
import type { Recorder } from '../recording/recorder.ts'
import { columnsOf, seenTable } from '../tables.ts'
import { View } from '../view.ts'
import { finishImport, insertUndo, listImports } from './import-entries.ts'
import { Opener } from './opener.ts'

/**
 * Restores the records of a kind as they were before an entry, by an entry of its own: versions are closed and opened, none is
 * removed away, so that every question as of an earlier time is answered as before. Only what nothing later builds on can be
 * undone.
 */
export function undoImport(
  db: Database.Database,
  kinds: readonly Kind[],
  id: number,
  { recorder, today, dryRun }: { recorder: Recorder; today: string; dryRun: boolean },
): UndoOutcome {
  db.exec('BEGIN IMMEDIATE')
  try {
    checkBeforeFirstWrite(db, today)
    const entry = undoable(db, id)
    const kind = kinds.find((each) => each.kind === entry.kind)
    if (!kind)
      throw failure('unknown_kind', `unknown kind ${entry.kind}: it was imported by a newer phd`, 'update phd, then try again')
    const undoId = insertUndo(db, kind, id, recorder())
    const { counts, opened } = restoreRecords(db, kind, id, undoId)
    finishImport(db, undoId, { kind, status: 'undo', counts, opened })
    db.exec(dryRun ? 'ROLLBACK' : 'COMMIT')
    return { entryId: dryRun ? null : undoId, undone: entry, counts }
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

/** The entry, if it still counts and everything later of its kind is undone or only says its file again. */
function undoable(db: Database.Database, id: number): ImportEntry {
  const entries = listImports(new View(db, null))
  const entry = entries.find((each) => each.id === id)
  if (!entry) throw failure('import_gone', `import ${id} no longer exists`, undefined, { import: id })
  if (entry.undoneBy !== null) {
    const message = `import ${id} was already undone, by import ${entry.undoneBy}`
    throw failure('already_undone', message, { undoneBy: entry.undoneBy }, { import: id })
  }
  refusePruned(db, id, 'undo')
  const repeats = new Set(db.prepare<[number], number>('SELECT id FROM imports WHERE same_as = ?').pluck().all(id))
  const later = entries.findLast(
    (each) =>
      each.kind === entry.kind &&
      each.id > id &&
      each.undoneBy === null &&
      !repeats.has(each.id) &&
      (each.undoes === null || each.undoes <= id),
  )
  if (later) {
    const message = `import ${id} is not the newest of ${entry.kind.replaceAll('_', ' ')}: import ${later.id} (${later.file}) came after it`
    throw failure('not_the_newest', message, { newer: later.id }, { import: id, newer: later.id })
  }
  return entry
}

/** Reverses what an entry did, key by key, and where it saw what it did not change. */
function restoreRecords(db: Database.Database, kind: Kind, id: number, undoId: number): { counts: ImportCounts; opened: string } {
  const counts: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, removed: 0, rejected: 0, ignored: 0 }
  const writer = new SightingWriter(db, undoId)
  const before = new SightingLog(db, kind.kind, id - 1)
  const table = kind.kind
  const columns = columnsOf(kind)
  const open = db.prepare<[string], number>(`SELECT version FROM ${table} WHERE key = ? AND valid_to IS NULL`).pluck()
  const close = db.prepare(`UPDATE ${table} SET valid_to = ? WHERE version = ?`)
  const forget = db.prepare(`DELETE FROM ${seenTable(kind)} WHERE version = ?`)
  const versions = new WholeVersions(db, kind)
  const opener = new Opener(db, kind, undoId)
  const copyOf = (version: number): number => {
    const { key, line, extra, ...values } = versions.of(version)
    return opener.open(
      key,
      line as number,
      extra as string | null,
      columns.map((column) => values[column] ?? null),
    )
  }
  const see = db.prepare(
    `INSERT INTO ${seenTable(kind)} (version, seen_in, line) VALUES (?, ?, ?)
     ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line`,
  )
  const opening = db.prepare<[number], { seenIn: number; line: number }>(
    `SELECT valid_from AS seenIn, line FROM ${table} WHERE version = ?`,
  )
  const seenAs = (version: number, sighting: Omit<Sighting, 'version'>): void => {
    see.run(version, sighting.seenIn, sighting.line)
    writer.add({ version, seenIn: sighting.seenIn, line: sighting.line })
  }
  const placeBefore = (version: number): Omit<Sighting, 'version'> =>
    before.of(version) ?? opening.get(version) ?? { seenIn: id, line: 0 }

  for (const { key, opened, closed } of changedKeys(db, kind, id)) {
    const current = open.get(key)
    if (current !== undefined) {
      close.run(undoId, current)
      forget.run(current)
    }
    if (closed !== null) {
      seenAs(copyOf(closed), placeBefore(closed))
    }
    if (closed === null) counts.removed++
    else if (opened === null) counts.added++
    else counts.changed++
  }
  const keyOf = db.prepare<[number], string>(`SELECT key FROM ${table} WHERE version = ?`).pluck()
  for (const { version } of sightingsOf(db, id)) {
    // An undo noted sightings of the versions it opened itself; those were handled above.
    if (opening.get(version)?.seenIn === id) continue
    const current = open.get(keyOf.get(version) ?? '')
    if (current !== undefined) seenAs(current, placeBefore(version))
  }
  writer.flush()
  return { counts, opened: opener.digest() }
}

interface ChangedKey {
  key: string
  opened: number | null
  closed: number | null
}

/** The records an entry changed: the version it opened and the one before it, where there are such. */
function changedKeys(db: Database.Database, kind: Kind, id: number): Iterable<ChangedKey> {
  const first = db.prepare<[number], number | null>('SELECT first_version FROM imports WHERE id = ?').pluck().get(id)
  const keys = new Map<string, ChangedKey>()
  const changed = (key: string): ChangedKey => {
    const known = keys.get(key) ?? { key, opened: null, closed: null }
    keys.set(key, known)
    return known
  }
  const opened = `SELECT key, version FROM ${kind.kind} WHERE version >= ? AND valid_from = ? AND valid_to IS NOT valid_from`
  for (const { key, version } of db.prepare<unknown[], { key: string; version: number }>(opened).all(first ?? 0, id)) {
    changed(key).opened = version
  }
  const closed = `SELECT key, version FROM ${kind.kind} WHERE valid_to = ? AND valid_to IS NOT NULL AND valid_from < valid_to`
  for (const { key, version } of db.prepare<unknown[], { key: string; version: number }>(closed).all(id)) {
    changed(key).closed = version
  }
  return keys.values()
}
