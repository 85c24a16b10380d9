/** One file from its bytes to the store: decode, find the table, read the rows, keep what can be used, reject what cannot. */

import type { DecimalMark } from '../records/amount.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Value } from '../records/kind.ts'
import type {
  ImportCounts,
  ImportEntry,
  ImportMode,
  ImportOutcome,
  ImportRequest,
  RecordChange,
  SameFile,
  Seen,
} from '../store/store.ts'
import { ageOf, completeness, readAs, reportIn, sourceOfRejects } from './file-facts.ts'
import { FileRows, type KnownWriting, markOfFile, orderOfFile } from './file-rows.ts'
import type { ImportOptions, ImportTarget } from './options.ts'
import type { InputFile } from './read/input.ts'
import { type OpenTable, openTable } from './read/open-table.ts'
import { STDIN } from './read/standard-input.ts'
import { PromisedRejects, type Writing } from './rejected-rows.ts'
import { undatedName } from './report-name.ts'
import { type Problem, reasonOf } from './row-problems.ts'
import { checkScope, givenFields } from './scope.ts'
import { type Warning, warnings } from './warnings.ts'

export interface FileImport {
  file: string
  kind: string
  /** How the text of the file is encoded. */
  encoding: string
  status: 'imported' | 'unchanged' | 'dry_run'
  importId: number | null
  mode: ImportMode
  counts: ImportCounts
  /** Path of the rejects file; null when no row was rejected, or nothing is written. */
  rejects: string | null
  /** The first problems of rejected rows, each with where and why. */
  problems: ReadonlyArray<{ line: number; column: string | null; code: string; message: string }>
  warnings: readonly Warning[]
  /** The order in which the file's dates were read; null where none needed one. */
  dateOrder: DateOrder | null
  /** What stands before the decimals of the file's amounts; null where none needed it. */
  decimal: DecimalMark | null
  /** What must be said again where rows of the file are imported alone. */
  sayAgain: Writing
  /** When its rows were last seen, and how that is known. */
  seen: Seen
  /** When the same bytes came before, when that was. */
  sameAs: { importId: number; importedAt: string } | null
  /** The first records that a snapshot closed, and how many it left open because a rejected row may be theirs. */
  gone: readonly string[]
  spared: number
  /** The first changes, where they were asked for. */
  changes: readonly RecordChange[]
}

/**
 * Imports one file in one transaction.
 * Throws a PhdError with exit code 5 when the file is not what it should be; then nothing has changed.
 */
export async function importFile(path: string, target: ImportTarget, options: ImportOptions): Promise<FileImport> {
  const links =
    options.account || options.scope
      ? options.kinds.flatMap(({ partnerName, isPartner }) => (partnerName && !isPartner ? [partnerName] : []))
      : []
  const { kinds, map, reading } = options
  const table = await openTable(path, reading, { kinds, given: links, map })
  const { file, source } = table
  const { layout } = source
  try {
    checkScope(file.name, layout, options)
    const given = givenFields(file.name, layout, options)
    const known: KnownWriting = {
      order: orderOfFile(file, source, options.dateOrder(layout.kind)),
      mark: markOfFile(file, source, options.decimal),
    }
    const shown = shownPath(path, file)
    const again = await seenAgain(table, given, known, target, options)
    if (again) return repeated(shown, again, known, source.encoding)
    return await importRows(shown, table, given, known, target, options)
  } finally {
    file.close()
  }
}

/** The earlier import of the same bytes, read the same way; null where there is none. */
async function seenAgain(
  { file, source: { layout, encoding } }: OpenTable,
  given: Record<string, Value>,
  known: KnownWriting,
  target: ImportTarget,
  options: ImportOptions,
): ReturnType<ImportTarget['seenAgain']> {
  // Said to be complete, the bytes of a table say more than they did alone.
  const saysMore = layout.kind.whole !== null && options.mode === 'snapshot'
  if (options.dryRun || saysMore) return null
  const { scope, signal } = options
  const request: SameFile = {
    kind: layout.kind,
    sha256: file.sha256,
    encoding,
    given,
    mode: completeness(layout.kind, options).mode,
    scope,
    ...readAs(layout, known),
    dating: () => ageOf(file, layout, known, [], options).dating,
    file: file.name,
  }
  return target.seenAgain(request, signal)
}

/** The path as it was given; standard input has none. */
function shownPath(path: string, file: InputFile): string {
  return path === STDIN ? file.name : path
}

function repeated(
  path: string,
  { entry, before }: { entry: ImportEntry; before: ImportEntry },
  known: KnownWriting,
  encoding: string,
): FileImport {
  return {
    file: path,
    kind: entry.kind,
    encoding,
    status: 'unchanged',
    importId: entry.id,
    mode: entry.mode,
    counts: entry.counts,
    rejects: null,
    problems: [],
    warnings: [],
    dateOrder: known.order?.order ?? null,
    decimal: known.mark?.mark ?? null,
    sayAgain: { order: null, mark: null },
    seen: { lastSeenAt: entry.lastSeenAt, lastSeenBy: entry.lastSeenBy, statedBy: entry.statedBy },
    sameAs: { importId: before.id, importedAt: before.importedAt },
    gone: [],
    spared: 0,
    changes: [],
  }
}

async function importRows(
  path: string,
  table: OpenTable,
  given: Record<string, Value>,
  known: KnownWriting,
  target: ImportTarget,
  options: ImportOptions,
): Promise<FileImport> {
  const { file, source } = table
  const { layout, encoding } = source
  const rows = new FileRows(table, given, known, options)
  const age = () => ageOf(file, layout, known, rows.footer, options)
  const rejects = new PromisedRejects(target)
  try {
    const outcome = await target.importRecords(
      {
        ...requestOf(table, given, known, options),
        scope: rows.scope,
        dating: () => age().dating,
        rows: (contradicting) => rows.read(contradicting),
        rejectedOwners: () => rows.rejected.owners,
        ownerless: () => rows.rejected.ownerless,
        finish: async () => ({ ...rows.counted(), files: await rejects.stage(rows.rejected, file.name) }),
      },
      options.signal,
    )
    return {
      ...summaryOf(outcome),
      file: path,
      kind: layout.kind.kind,
      encoding,
      mode: completeness(layout.kind, options).mode,
      rejects: await rejects.keep(rows.rejected),
      problems: rows.rejected.first.flatMap(({ line, problems }) => problems.map((problem) => shownProblem(line, problem))),
      warnings: [...warnings(layout, rows.flags, outcome.kept, rows.dates), ...age().warnings],
      dateOrder: rows.dates.order,
      decimal: rows.amounts.mark,
      sayAgain: sayAgain(rows, known),
    }
  } catch (error) {
    await rejects.leaveIfRecorded(rows.rejected, error)
    throw error
  } finally {
    rows.discard()
  }
}

/** How dates and amounts of the file are written, where some needed it and the settings do not say it. */
function sayAgain({ dates, amounts }: FileRows, { order, mark }: KnownWriting): Writing {
  return {
    order: dates.needed && order !== null && order.by !== 'setting' ? order.order : null,
    mark: amounts.needed && mark !== null && mark.by !== 'setting' ? mark.mark : null,
  }
}

/** What is known of a file before its rows are read. */
function requestOf(
  { file, source: { layout, encoding } }: OpenTable,
  given: Record<string, Value>,
  known: KnownWriting,
  options: ImportOptions,
): Omit<ImportRequest, 'scope' | 'dating' | 'rows' | 'rejectedOwners' | 'ownerless' | 'finish'> {
  const { allowShrink, allowOlder, listChanges, dryRun, exportedAt } = options
  return {
    kind: layout.kind,
    file: file.name,
    sha256: file.sha256,
    bytes: file.bytes,
    encoding,
    delimiter: layout.delimiter,
    ...readAs(layout, known),
    given,
    ...completeness(layout.kind, options),
    report: reportIn(file, layout, given, options),
    rejectsOf: sourceOfRejects(file, layout),
    hasItsName: (name) => undatedName(name) === undatedName(file.name),
    allowShrink,
    // What is by its nature of the moment of its import is older than nothing.
    allowOlder: allowOlder || exportedAt === 'import',
    listChanges,
    dryRun,
  }
}

/** What the store says of an import. */
function summaryOf({
  status,
  importId,
  counts,
  seen,
  sameAs,
  gone,
  spared,
  changes,
}: ImportOutcome): Pick<FileImport, 'status' | 'importId' | 'counts' | 'seen' | 'sameAs' | 'gone' | 'spared' | 'changes'> {
  const same = sameAs && { importId: sameAs.id, importedAt: sameAs.importedAt }
  return { status, importId, counts, seen, sameAs: same, gone, spared, changes }
}

function shownProblem(line: number, problem: Problem): FileImport['problems'][number] {
  return { line, column: problem.column, code: problem.code, message: reasonOf(problem) }
}
