/** Prints what was imported, what an import changed, and what an undo did. */

import { CHANGE_HEADINGS, changeJson, changeLines, changeRows } from '../../app/changes-view.ts'
import { COUNTS, countsSentence, inOrder } from '../../app/import-view.ts'
import type { Kind } from '../../records/kind.ts'
import type { ImportCounts, ImportDetail, ImportEntry, Pruned, RecordChange, UndoOutcome } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { lastSeen } from '../../terminal/last-seen.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** Prints the list of imports (phd.imports/1), newest last. */
export function importListView(entries: readonly ImportEntry[], pruned: Pruned | null, io: Io): Rendering {
  const json = ({ counts, ...entry }: ImportEntry) => ({ ...entry, rows: counts, pruned: isPruned(entry, pruned) })
  return {
    table: () =>
      entries.length === 0
        ? 'nothing has been imported yet\n'
        : table(
            ['ID', 'IMPORTED', 'KIND', 'FILE', 'STATUS', 'READ', 'NEW', 'CHANGED', 'GONE', 'REJECTED', 'LAST SEEN'],
            entries.map((entry) => [
              entry.id,
              showMoment(entry.importedAt),
              entry.kind,
              entry.file,
              statusOf(entry, pruned),
              entry.counts.read,
              entry.counts.added,
              entry.counts.changed,
              entry.counts.removed,
              entry.counts.rejected,
              showMoment(entry.lastSeenAt),
            ]),
            io.columns,
          ),
    list: { count: entries.length, one: 'import' },
    json: () => ({ schema: 'phd.imports/1', imports: entries.map(json) }),
    ndjson: () => entries.map((entry) => ({ schema: 'phd.imports/1', ...json(entry) })),
    csv: () =>
      csvForPeople([
        [
          'id',
          'imported_at',
          'kind',
          'file',
          'status',
          'mode',
          'undoes',
          'undone_by',
          ...COUNTS,
          'last_seen_at',
          'sha256',
          'pruned',
        ],
        ...entries.map((entry) => [
          String(entry.id),
          entry.importedAt,
          entry.kind,
          entry.file,
          entry.status,
          entry.mode,
          entry.undoes === null ? '' : String(entry.undoes),
          entry.undoneBy === null ? '' : String(entry.undoneBy),
          ...COUNTS.map((name) => String(entry.counts[name])),
          entry.lastSeenAt,
          entry.sha256,
          String(isPruned(entry, pruned)),
        ]),
      ]),
  }
}

/** What an import is, in a few words. */
function statusOf(entry: ImportEntry, pruned: Pruned | null): string {
  return isPruned(entry, pruned) ? `${ownStatus(entry)}, pruned` : ownStatus(entry)
}

/** Whether what an import changed is no longer known. */
function isPruned({ id }: Pick<ImportEntry, 'id'>, pruned: Pruned | null): boolean {
  return pruned !== null && id <= pruned.lastImport
}

function ownStatus({ status, mode, undoes, undoneBy }: ImportEntry): string {
  if (undoneBy !== null) return `undone by ${undoneBy}`
  if (undoes !== null) return `undid ${undoes}`
  return mode === 'snapshot' && status === 'imported' ? 'imported as complete' : status
}

/** Prints one import (phd.import-detail/1), with what it changed where that was asked for. */
export function importDetailView(
  entry: ImportDetail,
  kind: Kind,
  { changes, pruned }: { changes: readonly RecordChange[] | null; pruned: Pruned | null },
  io: Io,
): Rendering {
  const { counts, ...rest } = entry
  const json = () => ({
    schema: 'phd.import-detail/1',
    import: { ...rest, rows: inOrder(counts), pruned: isPruned(entry, pruned) },
    changes: changes?.map((change) => changeJson(kind, change)) ?? null,
  })
  return {
    table: () => io.prose(`${detailLines(entry, kind, { changes, pruned }, io).join('\n')}\n`),
    list: changes ? { count: changes.length, one: 'change' } : undefined,
    json,
    ndjson: () =>
      changes ? changes.map((change) => ({ schema: 'phd.import-detail/1', ...changeJson(kind, change) })) : [json()],
    csv: () =>
      changes
        ? csvForPeople([CHANGE_HEADINGS, ...changes.flatMap((change) => changeRows(kind, change))])
        : csvForPeople([
            ['id', 'kind', 'file', 'status', ...COUNTS],
            [String(entry.id), entry.kind, entry.file, statusOf(entry, pruned), ...COUNTS.map((name) => String(counts[name]))],
          ]),
  }
}

function detailLines(
  entry: ImportDetail,
  kind: Kind,
  { changes, pruned }: { changes: readonly RecordChange[] | null; pruned: Pruned | null },
  io: Io,
): string[] {
  const { id, file, counts } = entry
  const facts: [string, string][] = [
    ['what', `${kind.title}, ${statusOf(entry, pruned)}`],
    ['when', `${showMoment(entry.importedAt)}, by ${entry.actor}; ${lastSeen(entry)}`],
    ['file', `${file}, ${grouped(entry.bytes)} bytes, ${entry.encoding}, sha256 ${entry.sha256}`],
    ...(entry.exportedAt === null ? [] : [['exported', showMoment(entry.exportedAt)] as [string, string]]),
    ...(entry.scope === null ? [] : [['complete for', entry.scope] as [string, string]]),
    ['rows', entry.undoes === null ? countsSentence(counts, false) : undoneSentence(counts)],
  ]
  const lines = [io.style('bold', `Import ${id}`), ...facts.map(([name, value]) => `  ${name.padEnd(12)}  ${safeText(value)}`)]
  if (changes === null) {
    if (counts.added + counts.changed + counts.removed > 0 && !isPruned(entry, pruned))
      lines.push(`  next: phd imports show ${id} --diff, to see what changed`)
  } else
    lines.push('', ...(changes.length > 0 ? changes.flatMap((change) => changeLines(kind, change, io)) : ['  nothing changed']))
  return lines
}

function undoneSentence({ added, changed, removed }: ImportCounts): string {
  return `${grouped(added)} brought back, ${grouped(changed)} restored, ${grouped(removed)} removed`
}

/** Prints what an undo did (phd.undo/1). */
export function undoView({ entryId, undone, counts }: UndoOutcome, io: Io): Rendering {
  const status = entryId === null ? 'dry_run' : 'undone'
  const json = () => ({
    schema: 'phd.undo/1',
    status,
    importId: entryId,
    undone: undone.id,
    kind: undone.kind,
    file: undone.file,
    rows: inOrder(counts),
  })
  return {
    table: () => {
      const what = `import ${undone.id} (${safeText(undone.file)}, ${undone.kind.replaceAll('_', ' ')})`
      const lines =
        entryId === null ? [`dry run, nothing was written: ${what} would be undone`] : [`${what} undone by import ${entryId}`]
      lines.push(`  ${undoneSentence(counts)}`)
      if (entryId !== null) lines.push(`  to restore it: phd imports undo ${entryId}`)
      return io.prose(`${lines.join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['status', 'import', 'undone', 'kind', 'file'],
        [status, String(entryId ?? ''), String(undone.id), undone.kind, undone.file],
      ]),
  }
}
