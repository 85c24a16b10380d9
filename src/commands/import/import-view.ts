import type { Context } from '../../app/context.ts'
import type { Failure } from '../../errors.ts'
import { checkFree, writeWhole } from '../../files/write-file.ts'
import type { FileImport } from '../../imports/import-file.ts'
import type { SuggestedMap } from '../../imports/mapping.ts'
import type { Kind } from '../../records/kind.ts'
import { kinds } from '../../records/kinds.ts'
import type { ImportCounts, ImportDetail, ImportEntry, ImportMode, RecordChange, UndoOutcome } from '../../store/store.ts'
import { CHANGE_HEADINGS, changeJson, changeLines, changeRows } from '../../terminal/changes.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { lastSeen } from '../../terminal/last-seen.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeJson, safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** A file that was refused, with why. */
export interface RefusedImport {
  file: string
  status: 'refused'
  mode: ImportMode
  error: Failure
}
type Result = FileImport | RefusedImport

const NONE: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, removed: 0, rejected: 0, ignored: 0 }
const COUNTS = ['read', 'added', 'changed', 'unchanged', 'removed', 'rejected', 'ignored'] as const
/** The columns of an import as CSV; see {@link importCells}. */
export const IMPORT_HEADINGS = ['file', 'kind', 'status', 'import', ...COUNTS, 'rejects', 'reason']

/** Prints what became of each file (phd.import/1). `again` holds the options that a rejects file needs as well. */
export function printImports(
  { io, format }: Pick<Context, 'io' | 'format'>,
  results: readonly Result[],
  again: readonly string[] = [],
): void {
  print(io, format, {
    table: () => io.prose(results.map((result) => importText(result, io, again)).join('\n')),
    json: () => ({ schema: 'phd.import/1', imports: results.map(importJson) }),
    ndjson: () => results.map((result) => ({ schema: 'phd.import/1', ...importJson(result) })),
    csv: () => csvForPeople([IMPORT_HEADINGS, ...results.map(importCells)]),
  })
}

/** What became of a file, as a document has it. */
export function importJson(result: Result) {
  if (result.status === 'refused') {
    const { code, message, hint } = result.error
    return {
      file: result.file,
      kind: null,
      encoding: null,
      status: 'refused',
      importId: null,
      mode: result.mode,
      rows: NONE,
      rejects: null,
      problems: [],
      reason: { code, message, hint: hint ?? null },
      warnings: [],
      dateOrder: null,
      lastSeenAt: null,
      lastSeenBy: null,
      statedBy: null,
      gone: [],
      changes: [],
    }
  }
  const { file, kind, encoding, status, importId, mode, counts, rejects, problems, warnings, dateOrder, gone, changes, seen } =
    result
  const declared = kinds.find((each) => each.kind === kind)
  return {
    file,
    kind,
    encoding,
    status,
    importId,
    mode,
    rows: inOrder(counts),
    rejects,
    problems,
    reason: null,
    warnings,
    dateOrder,
    lastSeenAt: seen.lastSeenAt,
    lastSeenBy: seen.lastSeenBy,
    statedBy: seen.statedBy,
    gone,
    changes: declared ? changes.map((change) => changeJson(declared, change)) : [],
  }
}

/** Counts in the order they are documented in, wherever they come from. */
function inOrder({ read, added, changed, unchanged, removed, rejected, ignored }: ImportCounts): ImportCounts {
  return { read, added, changed, unchanged, removed, rejected, ignored }
}

/** What became of a file, as a row of CSV. */
export function importCells(result: Result): string[] {
  const { kind, status, importId, rows, rejects, reason } = importJson(result)
  return [
    result.file,
    kind ?? '',
    status,
    importId === null ? '' : String(importId),
    ...COUNTS.map((name) => String(rows[name])),
    rejects ?? '',
    reason?.message ?? '',
  ]
}

/** What became of a file, in sentences. `again` holds the options that a rejects file needs as well. */
export function importText(result: Result, io: Io, again: readonly string[]): string {
  const lines = result.status === 'refused' ? refusedLines(result, io) : importedLines(result, io, again)
  return `${lines.join('\n')}\n`
}

function refusedLines({ file, error }: RefusedImport, io: Io): string[] {
  const isStopped = error.code === 'interrupted'
  return [
    `${io.style('bold', safeText(file))}: ${io.style('red', `${isStopped ? 'stopped' : 'refused'}, nothing of it was imported`)}`,
    ...(isStopped ? [] : [`  ${safeText(error.message)}`]),
    ...(error.hint === null ? [] : [`  next: ${safeText(error.hint)}`]),
  ]
}

function importedLines(result: FileImport, io: Io, again: readonly string[]): string[] {
  const { counts, status, sameAs } = result
  const title = `${io.style('bold', safeText(result.file))}: ${result.kind.replaceAll('_', ' ')}`
  const done = {
    imported: `imported as number ${result.importId}`,
    unchanged: 'nothing new',
    dry_run: 'dry run, nothing was written',
  }[status]
  const lines = [`${title}, ${done}`, `  ${countsSentence(counts, status === 'dry_run')}`]
  if (status === 'unchanged' && sameAs)
    lines.push(
      `  the same file was imported as number ${sameAs.importId} on ${showMoment(sameAs.importedAt)}; its records are as old as they were, ${lastSeen(result.seen)}`,
    )
  for (const { line, column, message } of result.problems) {
    lines.push(`  ${io.style('yellow', 'set aside')} line ${line}${column ? `, ${safeText(column)}` : ''}: ${safeText(message)}`)
  }
  const more = counts.rejected - new Set(result.problems.map(({ line }) => line)).size
  if (more > 0)
    lines.push(
      `  and ${plural(more, 'more row', 'more rows')} set aside (shown: the first ${counts.rejected - more} of ${counts.rejected})`,
    )
  if (result.rejects) {
    const options = [...again, ...(result.sayOrderAgain ? [`--date-order ${result.dateOrder}`] : [])].join(' ')
    lines.push(
      `  next: correct the rows in ${safeText(result.rejects)} and import that file${options === '' ? '' : `, again with ${safeText(options)}`}`,
    )
  }
  const isFirst = status !== 'unchanged' || !sameAs
  if (isFirst && result.seen.lastSeenBy !== 'import') lines.push(`  ${lastSeen(result.seen)}`)
  const going = status === 'dry_run' ? 'would be gone' : 'gone'
  if (result.gone.length > 0) {
    const more = counts.removed - result.gone.length
    const rest = more > 0 ? ` and ${more} more` : ''
    lines.push(`  ${io.style('yellow', going)}: ${safeText(result.gone.join(', '))}${rest}`)
  }
  if (result.spared > 0) {
    const many = plural(result.spared, 'record that the file lacks was', 'records that the file lacks were')
    lines.push(`  ${many} kept: a row that was set aside may be theirs; correct it and import the complete file again`)
  }
  const kind = kinds.find((each) => each.kind === result.kind)
  if (kind) for (const change of result.changes) lines.push(...changeLines(kind, change, io))
  for (const { message } of result.warnings) lines.push(`  ${io.style('yellow', 'note')} ${safeText(message)}`)
  return lines
}

function countsSentence(counts: ImportCounts, wouldBe: boolean): string {
  const parts = [`${counts.added} new`, `${counts.changed} changed`, `${counts.unchanged} unchanged`]
  if (counts.removed > 0) parts.push(`${counts.removed} gone`)
  if (counts.rejected > 0) parts.push(`${counts.rejected} set aside`)
  const ignored = counts.ignored > 0 ? ` (${plural(counts.ignored, 'blank or footer line')} left out)` : ''
  return `${plural(counts.read, 'row')} read${wouldBe ? '; there would be' : ''}: ${parts.join(', ')}${ignored}`
}

/** Prints a proposed mapping (phd.map/1) or writes it to `out`; notes say what a person has to settle, and the command that is `next`. */
export function printSuggestedMap(
  { io, format, dryRun }: Pick<Context, 'io' | 'format' | 'dryRun'>,
  map: SuggestedMap & { encoding: string | undefined; dateOrder: string | undefined },
  missing: readonly string[],
  { next, out, force }: { next: string; out: string | undefined; force: boolean },
): void {
  if (out !== undefined && dryRun) checkFree(out, force)
  else if (out !== undefined) writeWhole(out, `${safeJson(map, 2)}\n`, { overwrite: force })
  else io.result(`${safeJson(map, format === 'ndjson' ? undefined : 2)}\n`)
  if (out !== undefined) {
    print(io, format, {
      table: () => `${dryRun ? 'would write' : 'wrote'} a map of ${map.kind} to ${safeText(out)}\n`,
      json: () => map,
      ndjson: () => [map],
      csv: () =>
        csvForPeople([
          ['file', 'kind'],
          [out, map.kind],
        ]),
    })
  }
  const open = Object.values(map.columns).filter((field) => field === null).length
  if (missing.length > 0) io.note(`note: no column yet for "${missing.join('", "')}"`)
  if (open > 0)
    io.note(
      `note: ${plural(open, 'heading has', 'headings have')} null for a field: name the field, or leave null to keep the column as text`,
    )
  io.note(`note: then run: ${next}`)
}

/** Prints the list of imports (phd.imports/1), newest last. */
export function printImportList({ io, format }: Pick<Context, 'io' | 'format'>, entries: readonly ImportEntry[]): void {
  const json = ({ counts, ...entry }: ImportEntry) => ({ ...entry, rows: counts })
  print(io, format, {
    table: () =>
      entries.length === 0
        ? 'nothing has been imported yet\n'
        : table(
            ['ID', 'IMPORTED', 'KIND', 'FILE', 'STATUS', 'READ', 'NEW', 'CHANGED', 'GONE', 'SET ASIDE', 'LAST SEEN'],
            entries.map((entry) => [
              entry.id,
              showMoment(entry.importedAt),
              entry.kind,
              entry.file,
              statusOf(entry),
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
        ['id', 'imported_at', 'kind', 'file', 'status', 'mode', 'undoes', 'undone_by', ...COUNTS, 'last_seen_at', 'sha256'],
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
        ]),
      ]),
  })
}

/** What an import is, in a word or two. */
function statusOf({ status, mode, undoes, undoneBy }: ImportEntry): string {
  if (undoneBy !== null) return `undone by ${undoneBy}`
  if (undoes !== null) return `undid ${undoes}`
  return mode === 'snapshot' && status === 'imported' ? 'imported as complete' : status
}

/** Prints one import (phd.import-detail/1), with what it changed where that was asked for. */
export function printImportDetail(
  { io, format }: Pick<Context, 'io' | 'format'>,
  entry: ImportDetail,
  kind: Kind,
  changes: readonly RecordChange[] | null,
): void {
  const { counts, ...rest } = entry
  const json = () => ({
    schema: 'phd.import-detail/1',
    import: { ...rest, rows: inOrder(counts) },
    changes: changes?.map((change) => changeJson(kind, change)) ?? null,
  })
  print(io, format, {
    table: () => io.prose(`${detailLines(entry, kind, io, changes).join('\n')}\n`),
    list: changes ? { count: changes.length, one: 'change' } : undefined,
    json,
    ndjson: () =>
      changes ? changes.map((change) => ({ schema: 'phd.import-detail/1', ...changeJson(kind, change) })) : [json()],
    csv: () =>
      changes
        ? csvForPeople([CHANGE_HEADINGS, ...changes.flatMap((change) => changeRows(kind, change))])
        : csvForPeople([
            ['id', 'kind', 'file', 'status', ...COUNTS],
            [String(entry.id), entry.kind, entry.file, statusOf(entry), ...COUNTS.map((name) => String(counts[name]))],
          ]),
  })
}

function detailLines(entry: ImportDetail, kind: Kind, io: Io, changes: readonly RecordChange[] | null): string[] {
  const { id, file, counts } = entry
  const facts: [string, string][] = [
    ['what', `${kind.title}, ${statusOf(entry)}`],
    ['when', `${showMoment(entry.importedAt)}, by ${entry.actor}; ${lastSeen(entry)}`],
    ['file', `${file}, ${entry.bytes} bytes, ${entry.encoding}, sha256 ${entry.sha256}`],
    ...(entry.exportedAt === null ? [] : [['exported', showMoment(entry.exportedAt)] as [string, string]]),
    ...(entry.scope === null ? [] : [['complete for', entry.scope] as [string, string]]),
    ['rows', entry.undoes === null ? countsSentence(counts, false) : undoneSentence(counts)],
  ]
  const lines = [io.style('bold', `Import ${id}`), ...facts.map(([name, value]) => `  ${name.padEnd(12)}  ${safeText(value)}`)]
  if (changes === null) {
    if (counts.added + counts.changed + counts.removed > 0)
      lines.push(`  next: phd imports show ${id} --diff, to see what changed`)
  } else
    lines.push('', ...(changes.length > 0 ? changes.flatMap((change) => changeLines(kind, change, io)) : ['  nothing changed']))
  return lines
}

function undoneSentence({ added, changed, removed }: ImportCounts): string {
  return `${added} brought back, ${changed} put back as they were, ${removed} taken away`
}

/** Prints what an undoing did (phd.undo/1). */
export function printUndo({ io, format }: Pick<Context, 'io' | 'format'>, { entryId, undone, counts }: UndoOutcome): void {
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
  print(io, format, {
    table: () => {
      const what = `import ${undone.id} (${safeText(undone.file)}, ${undone.kind.replaceAll('_', ' ')})`
      const lines =
        entryId === null ? [`dry run, nothing was written: ${what} would be undone`] : [`${what} is undone, by import ${entryId}`]
      lines.push(`  ${undoneSentence(counts)}`)
      if (entryId !== null) lines.push(`  to bring it back: phd imports undo ${entryId}`)
      return io.prose(`${lines.join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['status', 'import', 'undone', 'kind', 'file'],
        [status, String(entryId ?? ''), String(undone.id), undone.kind, undone.file],
      ]),
  })
}
