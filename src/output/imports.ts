import type { Context } from '../context.ts'
import type { PhdError } from '../errors.ts'
import type { FileImport } from '../imports/import-file.ts'
import type { ImportCounts, ImportEntry } from '../store/store.ts'
import { csvForPeople } from './csv.ts'
import type { Io } from './io.ts'
import { showMoment } from './moment.ts'
import { plural } from './plural.ts'
import { print } from './print.ts'
import { safeText } from './safe-text.ts'
import { table } from './table.ts'

/** A file that was refused, with why. */
export interface RefusedImport {
  file: string
  status: 'refused'
  error: PhdError
}
type Result = FileImport | RefusedImport

const NONE: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, removed: 0, rejected: 0, ignored: 0 }
const COUNTS = ['read', 'added', 'changed', 'unchanged', 'removed', 'rejected', 'ignored'] as const
/** The columns of an import as CSV; see {@link importCells}. */
export const IMPORT_HEADINGS = ['file', 'kind', 'status', 'import', ...COUNTS, 'rejects', 'reason']

/** Prints what became of each file (phd.import/1). */
export function printImports({ io, format }: Pick<Context, 'io' | 'format'>, results: readonly Result[], account?: string): void {
  print(io, format, {
    table: () => io.prose(results.map((result) => importText(result, io, account)).join('\n')),
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
      status: 'refused',
      importId: null,
      mode: 'merge',
      rows: NONE,
      rejects: null,
      problems: [],
      reason: { code, message, hint: hint ?? null },
      warnings: [],
    }
  }
  const { file, kind, status, importId, mode, counts, rejects, problems, warnings } = result
  return { file, kind, status, importId, mode, rows: inOrder(counts), rejects, problems, reason: null, warnings }
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

/** What became of a file, in sentences. */
export function importText(result: Result, io: Io, account: string | undefined): string {
  const lines = result.status === 'refused' ? refusedLines(result, io) : importedLines(result, io, account)
  return `${lines.join('\n')}\n`
}

function refusedLines({ file, error }: RefusedImport, io: Io): string[] {
  return [
    `${io.style('bold', safeText(file))}: ${io.style('red', 'refused, nothing of it was imported')}`,
    `  ${safeText(error.message)}`,
    ...(error.hint === undefined ? [] : [`  next: ${safeText(error.hint)}`]),
  ]
}

function importedLines(result: FileImport, io: Io, account: string | undefined): string[] {
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
      `  the same file was imported as number ${sameAs.importId} on ${showMoment(sameAs.importedAt)}; its records count as seen again now`,
    )
  for (const { line, column, message } of result.problems) {
    lines.push(`  ${io.style('yellow', 'set aside')} line ${line}${column ? `, ${safeText(column)}` : ''}: ${safeText(message)}`)
  }
  const more = counts.rejected - new Set(result.problems.map(({ line }) => line)).size
  if (more > 0)
    lines.push(
      `  and ${plural(more, 'more row', 'more rows')} set aside (shown: the first ${counts.rejected - more} of ${counts.rejected})`,
    )
  if (result.rejects)
    lines.push(
      `  next: correct the rows in ${safeText(result.rejects)} and import that file${account === undefined ? '' : `, again with --account "${safeText(account)}"`}`,
    )
  for (const { message } of result.warnings) lines.push(`  ${io.style('yellow', 'note')} ${safeText(message)}`)
  return lines
}

function countsSentence(counts: ImportCounts, wouldBe: boolean): string {
  const parts = [`${counts.added} new`, `${counts.changed} changed`, `${counts.unchanged} unchanged`]
  if (counts.rejected > 0) parts.push(`${counts.rejected} set aside`)
  const ignored = counts.ignored > 0 ? ` (${plural(counts.ignored, 'blank or footer line')} left out)` : ''
  return `${plural(counts.read, 'row')} read${wouldBe ? '; there would be' : ''}: ${parts.join(', ')}${ignored}`
}

/** Prints the list of imports (phd.imports/1), newest last. */
export function printImportList({ io, format }: Pick<Context, 'io' | 'format'>, entries: readonly ImportEntry[]): void {
  const json = ({ counts, ...entry }: ImportEntry) => ({ ...entry, rows: counts })
  print(io, format, {
    table: () =>
      entries.length === 0
        ? 'nothing has been imported yet; begin with: phd import <accounts.csv>\n'
        : table(
            ['ID', 'IMPORTED', 'KIND', 'FILE', 'STATUS', 'READ', 'NEW', 'CHANGED', 'SET ASIDE', 'LAST SEEN'],
            entries.map(({ id, importedAt, kind, file, status, counts, lastSeenAt }) => [
              id,
              showMoment(importedAt),
              kind,
              file,
              status,
              counts.read,
              counts.added,
              counts.changed,
              counts.rejected,
              showMoment(lastSeenAt),
            ]),
          ),
    json: () => ({ schema: 'phd.imports/1', imports: entries.map(json) }),
    ndjson: () => entries.map((entry) => ({ schema: 'phd.imports/1', ...json(entry) })),
    csv: () =>
      csvForPeople([
        ['id', 'imported_at', 'kind', 'file', 'status', ...COUNTS, 'last_seen_at', 'sha256'],
        ...entries.map((entry) => [
          String(entry.id),
          entry.importedAt,
          entry.kind,
          entry.file,
          entry.status,
          ...COUNTS.map((name) => String(entry.counts[name])),
          entry.lastSeenAt,
          entry.sha256,
        ]),
      ]),
  })
}
