import { failure } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import { refusePrunedEntry } from '../../pruned.ts'
import type { ImportCounts, UndoOutcome } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { noteSightings } from '../sightings.ts'
import { columnsOf, seenTable, tableOf } from '../tables.ts'
import { inTransaction, ROLLED_BACK } from '../transaction.ts'
import { View } from '../view.ts'
import { finishImport, insertUndo, type OpenedEntry } from './entries.ts'
import { hashVersions } from './hash-versions.ts'
import type { ImportList, ListedRow } from './import-list.ts'
import { lockImports, type Running } from './import-records.ts'

/**
 * Restores the records of a kind as they were before an entry, by an entry of its own: versions are closed and opened, none is
 * removed, so that every question as of an earlier time is answered as before. Only what nothing later builds on can be undone.
 */
export function undoImport(
  link: Connection,
  kinds: readonly Kind[],
  undo: { id: number; dryRun: boolean },
  running: Running,
): Promise<UndoOutcome> {
  return inTransaction(link, async () => {
    await link.run('SET LOCAL statement_timeout = 0')
    await lockImports(link, running)
    const list = await new View(link, null).imports()
    const row = undoable(list, undo.id)
    const kind = kinds.find((each) => each.kind === row.kind)
    if (!kind)
      throw failure('unknown_kind', `unknown kind ${row.kind}: it was imported by a newer phd`, 'update phd, then try again')
    const entry = await insertUndo(link, kind, undo.id, await running.recorder())
    const counts = await restoreRecords(link, kind, undo.id, entry)
    // What came back was opened, and what it took the place of, or what went, ended.
    const { added, changed, removed } = counts
    const versions = await hashVersions(link, kind, entry, { added, changed, removed }, null)
    await finishImport(link, entry.id, { status: 'undo', counts, versions }, running)
    const outcome: UndoOutcome = { entryId: undo.dryRun ? null : entry.id, undone: list.entry(row), counts }
    return undo.dryRun ? { [ROLLED_BACK]: outcome } : outcome
  })
}

/** The entry, if it still counts and everything later of its kind is undone or only says its file again. */
function undoable(list: ImportList, id: number): ListedRow {
  const row = list.row(id)
  if (!row) throw failure('import_gone', `import ${id} no longer exists`, undefined, { import: id })
  const { undoneBy } = list.entry(row)
  if (undoneBy !== null) {
    const message = `import ${id} was already undone, by import ${undoneBy}`
    throw failure('already_undone', message, { undoneBy }, { import: id })
  }
  refusePrunedEntry(list.pruned, id, 'undo')
  const later = list.rows.findLast(
    (each) =>
      each.kind === row.kind &&
      each.id > id &&
      list.counts(each.id) &&
      each.same_as !== id &&
      (each.undoes === null || each.undoes <= id),
  )
  if (later) {
    const message = `import ${id} is not the newest of ${row.kind.replaceAll('_', ' ')}: import ${later.id} (${later.file}) came after it`
    throw failure('not_the_newest', message, { newer: later.id }, { import: id, newer: later.id })
  }
  return row
}

/** Reverses what an entry did, key by key, and where it saw what it did not change. */
async function restoreRecords(link: Connection, kind: Kind, id: number, undo: OpenedEntry): Promise<ImportCounts> {
  await findChanged(link, kind, id, undo)
  await reopen(link, kind, undo)
  await restorePlaces(link, kind, id, undo)
  const [counts] = await link.lists<[added: number, changed: number, removed: number]>(
    `SELECT (count(*) FILTER (WHERE closed IS NOT NULL AND opened IS NULL))::integer,
       (count(*) FILTER (WHERE closed IS NOT NULL AND opened IS NOT NULL))::integer, (count(*) FILTER (WHERE closed IS NULL))::integer
     FROM changed`,
  )
  const [added, changed, removed] = counts ?? [0, 0, 0]
  return { read: 0, added, changed, unchanged: 0, removed, rejected: 0, ignored: 0 }
}

/**
 * Makes a table `changed` of the records that the entry changed: the version it opened and the one it closed, the version that is open now,
 * and the number of the copy to make. And `place_then`: where each version had been seen before the entry.
 */
async function findChanged(link: Connection, kind: Kind, id: number, undo: OpenedEntry): Promise<void> {
  const table = tableOf(kind)
  await link.run(
    `CREATE TEMP TABLE changed (key text COLLATE "C", opened integer, closed integer, current integer, copy integer) ON COMMIT DROP;
     CREATE TEMP TABLE place_then (version integer, seen_in integer, line integer) ON COMMIT DROP`,
  )
  await link.change(
    `INSERT INTO changed (key, opened, closed, current)
     SELECT key, max(own.version) FILTER (WHERE own.valid_from = $1), max(own.version) FILTER (WHERE own.valid_to = $1),
       (SELECT open.version FROM ${table} open WHERE open.key = own.key AND open.valid_to IS NULL)
     FROM ${table} own WHERE own.valid_from = $1 AND own.valid_to IS DISTINCT FROM $1 OR own.valid_to = $1 AND own.valid_from < $1
     GROUP BY key`,
    [id],
  )
  await link.change(
    `UPDATE changed SET copy = numbered.copy FROM (
       SELECT key, $1 - 1 + (row_number() OVER (ORDER BY opened NULLS LAST, closed))::integer AS copy FROM changed WHERE closed IS NOT NULL
     ) numbered WHERE changed.key = numbered.key`,
    [undo.firstVersion],
  )
  await link.change('INSERT INTO place_then SELECT * FROM seen_then($1, $2)', [kind.kind, id - 1])
  await link.run('ANALYZE changed; ANALYZE place_then')
}

/** Closes what is open now of the records that changed, and opens copies of what was open before. */
async function reopen(link: Connection, kind: Kind, undo: OpenedEntry): Promise<void> {
  const table = tableOf(kind)
  const columns = columnsOf(kind)
  await link.change(`UPDATE ${table} own SET valid_to = $1 FROM changed WHERE own.version = changed.current`, [undo.id])
  await link.change(`DELETE FROM ${seenTable(kind)} seen USING changed WHERE seen.version = changed.current`)
  await link.change(
    `INSERT INTO ${table} (version, key, valid_from, line, extra, ${columns.join(', ')})
     SELECT changed.copy, own.key, $1, own.line, own.extra, ${columns.map((column) => `own.${column}`).join(', ')}
     FROM changed JOIN ${table} own ON own.version = changed.closed`,
    [undo.id],
  )
}

/** Says of the copies, and of what the entry only saw and is open still, that they were last seen where they had been before. */
async function restorePlaces(link: Connection, kind: Kind, id: number, undo: OpenedEntry): Promise<void> {
  const table = tableOf(kind)
  const seen = seenTable(kind)
  const restored = `SELECT copy AS version, closed AS was FROM changed WHERE closed IS NOT NULL
    UNION SELECT open.version, was.version FROM sighted(${id}) found
      JOIN ${table} was ON was.version = found.version AND was.valid_from <> ${id}
      JOIN ${table} open ON open.key = was.key AND open.valid_to IS NULL
      WHERE open.version NOT IN (SELECT copy FROM changed WHERE copy IS NOT NULL)`
  await link.change(
    `INSERT INTO ${seen} (version, seen_in, line)
     SELECT restored.version, coalesce(place_then.seen_in, was.valid_from), coalesce(place_then.line, was.line)
     FROM (${restored}) restored JOIN ${table} was ON was.version = restored.was
     LEFT JOIN place_then ON place_then.version = was.version
     ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line`,
  )
  await link.change(
    noteSightings(
      `SELECT seen.version, seen_in, line FROM ${seen} seen WHERE version IN (SELECT version FROM (${restored}) restored)`,
    ),
    [kind.kind, undo.id, 0],
  )
}
