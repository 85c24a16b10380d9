/** What became of imported files, for every command that imports: sentences, documents and rows of CSV. */

import type { Failure } from '../errors.ts'
import type { FileImport } from '../imports/import-file.ts'
import { kinds } from '../records/kinds.ts'
import type { ImportCounts, ImportMode } from '../store/store.ts'
import type { Io } from '../terminal/io.ts'
import { lastSeen } from '../terminal/last-seen.ts'
import { showMoment } from '../terminal/moment.ts'
import { grouped, plural } from '../terminal/plural.ts'
import { safeText } from '../terminal/safe-text.ts'
import { changeJson, changeLines } from './changes-view.ts'

/** A file that was refused, with why. */
interface RefusedImport {
  file: string
  status: 'refused'
  mode: ImportMode
  error: Failure
}
export type ImportResult = FileImport | RefusedImport

const NONE: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, removed: 0, rejected: 0, ignored: 0 }
/** The counts of an import, in the order they are documented in. */
export const COUNTS = ['read', 'added', 'changed', 'unchanged', 'removed', 'rejected', 'ignored'] as const
/** The columns of an import as CSV; see {@link importCells}. */
export const IMPORT_HEADINGS = ['file', 'kind', 'status', 'import', ...COUNTS, 'rejects', 'reason']

/** What became of a file, as a document has it. */
export function importJson(result: ImportResult) {
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
      decimal: null,
      lastSeenAt: null,
      lastSeenBy: null,
      statedBy: null,
      gone: [],
      changes: [],
    }
  }
  const { file, kind, encoding, status, importId, mode, counts, rejects, problems, dateOrder, decimal, gone, changes, seen } =
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
    warnings: warningsOn(result),
    dateOrder,
    decimal,
    lastSeenAt: seen.lastSeenAt,
    lastSeenBy: seen.lastSeenBy,
    statedBy: seen.statedBy,
    gone,
    changes: declared ? changes.map((change) => changeJson(declared, change)) : [],
  }
}

/** Counts in the order they are documented in, wherever they come from. */
export function inOrder({ read, added, changed, unchanged, removed, rejected, ignored }: ImportCounts): ImportCounts {
  return { read, added, changed, unchanged, removed, rejected, ignored }
}

/** What became of a file, as a row of CSV. */
export function importCells(result: ImportResult): string[] {
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

/** The options that say how dates and amounts are written, which rejected rows need again. */
export function writingOptions({ sayAgain: { order, mark } }: FileImport): string[] {
  return [...(order === null ? [] : [`--date-order ${order}`]), ...(mark === null ? [] : [`--decimal ${mark}`])]
}

/** What became of a file, in sentences. `again` holds the options that a rejects file needs as well. */
export function importText(result: ImportResult, io: Io, again: readonly string[]): string {
  const lines = result.status === 'refused' ? refusedLines(result, io) : importedLines(result, io, again)
  return `${lines.join('\n')}\n`
}

function refusedLines({ file, error }: RefusedImport, io: Io): string[] {
  const isStopped = error.code === 'interrupted'
  return [
    `${io.style('bold', safeText(file))}: ${io.style('red', `${isStopped ? 'stopped' : 'refused'}, nothing imported`)}`,
    ...(isStopped ? [] : [`  ${safeText(error.message)}`]),
    ...(error.hint === null ? [] : [`  next: ${safeText(error.hint)}`]),
  ]
}

/** What to add where a file does not say when it was exported. */
const DATED_BY_A_PERSON: ReadonlySet<string> = new Set(['exported_unclear', 'exported_in_future'])

function warningsOn({ warnings }: FileImport): FileImport['warnings'] {
  return warnings.map((each) =>
    DATED_BY_A_PERSON.has(each.code)
      ? { ...each, message: `${each.message}; add when it was exported: --exported-at <time>` }
      : each,
  )
}

function importedLines(result: FileImport, io: Io, again: readonly string[]): string[] {
  const { counts, status, sameAs } = result
  const title = `${io.style('bold', safeText(result.file))}: ${result.kind.replaceAll('_', ' ')}`
  const done = {
    imported: `imported (import ${result.importId})`,
    unchanged: 'nothing new',
    dry_run: 'dry run, nothing was written',
  }[status]
  const lines = [`${title}, ${done}`, `  ${countsSentence(counts, status === 'dry_run')}`]
  if (status === 'unchanged' && sameAs)
    lines.push(
      `  the same file was imported on ${showMoment(sameAs.importedAt)} (import ${sameAs.importId}); its records keep their age: ${lastSeen(result.seen)}`,
    )
  for (const { line, column, message } of result.problems) {
    lines.push(`  ${io.style('yellow', 'rejected')} line ${line}${column ? `, ${safeText(column)}` : ''}: ${safeText(message)}`)
  }
  const more = counts.rejected - new Set(result.problems.map(({ line }) => line)).size
  if (more > 0)
    lines.push(
      `  and ${plural(more, 'more rejected row')} (the first ${grouped(counts.rejected - more)} of ${grouped(counts.rejected)} are shown)`,
    )
  if (result.rejects) {
    const options = [...again, ...writingOptions(result)].join(' ')
    lines.push(
      `  next: correct the rows in ${safeText(result.rejects)} and import that file${options === '' ? '' : `, again with ${safeText(options)}`}`,
    )
  }
  const isFirst = status !== 'unchanged' || !sameAs
  if (isFirst && result.seen.lastSeenBy !== 'import') lines.push(`  ${lastSeen(result.seen)}`)
  const going = status === 'dry_run' ? 'would be gone' : 'gone'
  if (result.gone.length > 0) {
    const more = counts.removed - result.gone.length
    const rest = more > 0 ? ` and ${grouped(more)} more` : ''
    lines.push(
      `  ${io.style('yellow', going)}: ${safeText(result.gone.map((key) => key.replaceAll('\u001f', ' / ')).join(', '))}${rest}`,
    )
  }
  if (result.spared > 0) {
    const many = plural(result.spared, 'record that the file lacks was', 'records that the file lacks were')
    lines.push(`  ${many} kept: a rejected row may be theirs; correct it and import the complete file again`)
  }
  const kind = kinds.find((each) => each.kind === result.kind)
  if (kind) for (const change of result.changes) lines.push(...changeLines(kind, change, io))
  for (const { message } of warningsOn(result)) lines.push(`  ${io.style('yellow', 'note')} ${safeText(message)}`)
  return lines
}

/** What is wrong with an imported file, in one line for cron; null where all is well. */
export function importProblem(result: ImportResult): string | null {
  if (result.status === 'refused') {
    const { message, hint } = result.error
    return `${result.file}: refused: ${message}${hint === null ? '' : `; next: ${hint}`}`
  }
  const { file, counts, rejects } = result
  if (counts.rejected === 0) return null
  const next = rejects === null ? '' : `; next: correct the rows in ${rejects} and import that file`
  return `${file}: ${plural(counts.rejected, 'row')} of ${grouped(counts.read)} rejected${next}`
}

/** What an import did, in numbers. */
export function countsSentence(counts: ImportCounts, wouldBe: boolean): string {
  const parts = [`${grouped(counts.added)} new`, `${grouped(counts.changed)} changed`, `${grouped(counts.unchanged)} unchanged`]
  if (counts.removed > 0) parts.push(`${grouped(counts.removed)} gone`)
  if (counts.rejected > 0) parts.push(`${grouped(counts.rejected)} rejected`)
  const ignored = counts.ignored > 0 ? ` (${plural(counts.ignored, 'blank or footer line')} skipped)` : ''
  return `${plural(counts.read, 'row')} read${wouldBe ? '; would be' : ''}: ${parts.join(', ')}${ignored}`
}
