/** One file from its bytes to the store: decode, find the table, read the rows, keep what is right, set aside what is not. */

import { failure, type PhdError } from '../errors.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Kind, Value } from '../records/kind.ts'
import type {
  ImportCounts,
  ImportEntry,
  ImportMode,
  ImportOutcome,
  ImportRequest,
  PartnerRows,
  RecordChange,
  SameFile,
  Seen,
} from '../store/store.ts'
import { datingOf, reportOf } from './dating.ts'
import { undatedName, withoutStamps } from './exported-at.ts'
import { FileDates, type KnownOrder, type SaidOrder } from './file-dates.ts'
import { orderOfFile } from './order-of-file.ts'
import { reasonOf } from './own-rejects.ts'
import type { HeadingMap } from './read/headings.ts'
import type { InputFile } from './read/input.ts'
import type { Layout } from './read/layout.ts'
import { type OpenTable, openTable } from './read/open-table.ts'
import type { ReadOptions } from './read/source.ts'
import { STDIN } from './read/standard-input.ts'
import { isReject, type KeyedRow, type Problem, RowReader } from './read-row.ts'
import { dataRecords, type RowTally } from './rows.ts'
import { Scope } from './scope.ts'
import { type RejectsTarget, SetAside } from './set-aside.ts'
import { type Warning, warnings } from './warnings.ts'

/** What an import needs of the store. */
export interface ImportTarget {
  seenAgain(request: SameFile): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  importRecords(request: ImportRequest, signal?: AbortSignal): Promise<ImportOutcome>
}

export interface ImportOptions {
  kinds: readonly Kind[]
  /** Whose records they are, where the file has no column for it. */
  account: { id: string; name: string } | null
  /** How the file is to be read, where it does not say so itself. */
  reading: ReadOptions
  /** A saved mapping of the headings. */
  map: HeadingMap | undefined
  /** What a person says of the order of month and day, for a file of a kind. */
  dateOrder: (kind: Kind) => SaidOrder
  actor: string
  /** Moment of the import, ISO 8601 UTC. */
  at: string
  dryRun: boolean
  /** Null: as it is usual for the kind of the file. */
  mode: ImportMode | null
  /** The one account whose complete list a snapshot is, with every spelling of its name. */
  scope: (PartnerRows & { name: string }) | null
  /** When the file was exported, where a person says it; ISO 8601, UTC. `import`: now, whatever the file says. */
  exportedAt: string | 'import' | null
  allowShrink: boolean
  allowOlder: boolean
  /** How many changes to list. */
  listChanges: number
  /** Gives up between rows. */
  signal: AbortSignal | undefined
  /** Told every so often how far the reading is: rows so far, and the share of the file from 0 to 1. */
  onProgress: ((rows: number, share: number) => void) | undefined
  /** Begins the file of the rows that are set aside. */
  openRejects: (headings: readonly string[]) => RejectsTarget
}

export interface FileImport {
  file: string
  kind: string
  /** How the text of the file is encoded. */
  encoding: string
  status: 'imported' | 'unchanged' | 'dry_run'
  importId: number | null
  mode: ImportMode
  counts: ImportCounts
  /** Path of the rejects file; null when no row was rejected, or nothing was to be written. */
  rejects: string | null
  /** The first problems of rows set aside, each with where and why. */
  problems: ReadonlyArray<{ line: number; column: string | null; code: string; message: string }>
  warnings: readonly Warning[]
  /** The order in which the file's dates were read; null where none needed one. */
  dateOrder: DateOrder | null
  /** Whether the order must be said again where rows of the file are imported alone. */
  sayOrderAgain: boolean
  /** When its rows were last seen, and by what that is known. */
  seen: Seen
  /** When the same bytes came before, when that was. */
  sameAs: { importId: number; importedAt: string } | null
  /** The first records that a snapshot closed, and how many it left open because a rejected row may be theirs. */
  gone: readonly string[]
  spared: number
  /** The first changes, where they were asked for. */
  changes: readonly RecordChange[]
}

/** Rows between two words on how far it is. */
const TOLD_EVERY = 1024

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
    const known = orderOfFile(file, source, options.dateOrder(layout.kind))
    // Said to be complete, the bytes of a table say more than they did alone.
    const saysMore = layout.kind.whole !== null && options.mode === 'snapshot'
    if (!options.dryRun && !saysMore) {
      const { encoding } = source
      const { actor, at, scope } = options
      const again = await target.seenAgain({
        kind: layout.kind,
        sha256: file.sha256,
        encoding,
        given,
        mode: completeness(layout.kind, options).mode,
        scope,
        ...readAs(layout, known),
        dating: () => agedBy(file, layout, known, [], options).dating,
        file: file.name,
        actor,
        at,
      })
      if (again) return repeated(shownPath(path, file), again, known, source.encoding)
    }
    return await imported(shownPath(path, file), table, given, known, target, options)
  } finally {
    file.close()
  }
}

/** How old a file says that its rows are; see {@link datingOf}. */
function agedBy(file: InputFile, layout: Layout, known: KnownOrder | null, footer: readonly string[], options: ImportOptions) {
  const { option, setting } = options.dateOrder(layout.kind)
  if (options.exportedAt === 'import') return { dating: { at: options.at, by: 'import' as const }, warnings: [] }
  return datingOf({
    name: file.name,
    titles: layout.titles,
    footer,
    modifiedAt: file.modifiedAt,
    stated: options.exportedAt,
    order: known?.order ?? option ?? setting ?? null,
    now: options.at,
  })
}

/** The report that a file is an export of; null for a part of one, and where another export of it ends nothing. */
function reportIn(file: InputFile, layout: Layout, given: Record<string, Value>, { scope }: ImportOptions): string | null {
  const { kind, titles, ownRejects } = layout
  if (ownRejects || !kind.endsByList) return null
  const account = scope?.accountId ?? given[kind.partnerId ?? ''] ?? given[kind.partnerName ?? '']
  return reportOf(file.name, titles, account === undefined ? null : String(account))
}

/** What the file whose rejected rows these are is called, without its ending. */
function sourceOfRejects({ name }: InputFile, { ownRejects }: Layout): string | null {
  return ownRejects
    ? withoutStamps(name)
        .replace(/\.[^.]{1,16}$/, '')
        .replace(/\.rejects(?:\.\d+)?$/, '')
    : null
}

/** Whether a file is complete, and for what: as it was said, else as it is usual for its kind. */
function completeness({ whole }: Kind, { mode }: ImportOptions): Pick<ImportRequest, 'mode' | 'completeBy'> {
  if (mode !== null || whole === null) return { mode: mode ?? 'merge', completeBy: null }
  return { mode: 'snapshot', completeBy: whole.by }
}

/** The path as it was given; standard input has none. */
function shownPath(path: string, file: InputFile): string {
  return path === STDIN ? file.name : path
}

/** The complete list of one account must be of a kind whose rows belong to accounts. */
function checkScope(name: string, { kind }: Layout, { scope }: ImportOptions): void {
  if (!scope || (kind.partnerName !== null && !kind.isPartner)) return
  throw failure('snapshot_of_not_used', `${name} holds ${kind.title}, which are no account's own`)
}

/** The values that --account states; a file that says itself whose rows they are must not be overruled. */
function givenFields(name: string, layout: Layout, { account: named, scope }: ImportOptions): Record<string, Value> {
  const { partnerName, partnerId, title, isPartner } = layout.kind
  // The account whose complete list it is need not be said twice.
  const lacksAccount = partnerName !== null && !layout.columns.has(partnerName)
  const account = named ?? (scope && lacksAccount ? { id: scope.accountId, name: scope.name } : null)
  if (!account) return {}
  if (partnerName === null || isPartner) throw failure('account_not_used', `${title} are no account's own`)
  const place = layout.columns.get(partnerName)
  if (place !== undefined) {
    throw failure('account_not_used', `${name} says itself whose rows they are, in the column "${layout.headings[place]}"`)
  }
  return { [partnerName]: account.name, ...(partnerId ? { [partnerId]: account.id } : {}) }
}

/** How the columns and dates of the file are read: the same bytes read otherwise are another import. */
function readAs(layout: Layout, known: KnownOrder | null): Pick<ImportRequest, 'headings' | 'extraHeadings' | 'dateOrder'> {
  return {
    headings: Object.fromEntries([...layout.columns].map(([field, place]) => [field, layout.headings[place]?.trim() ?? field])),
    extraHeadings: layout.extras.map((place) => layout.headings[place]?.trim() ?? ''),
    dateOrder: known?.order ?? null,
  }
}

function repeated(
  path: string,
  { entry, before }: { entry: ImportEntry; before: ImportEntry },
  known: KnownOrder | null,
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
    dateOrder: known?.order ?? null,
    sayOrderAgain: false,
    seen: { lastSeenAt: entry.lastSeenAt, lastSeenBy: entry.lastSeenBy, statedBy: entry.statedBy },
    sameAs: { importId: before.id, importedAt: before.importedAt },
    gone: [],
    spared: 0,
    changes: [],
  }
}

async function imported(
  path: string,
  { file, source }: OpenTable,
  given: Record<string, Value>,
  known: KnownOrder | null,
  target: ImportTarget,
  options: ImportOptions,
): Promise<FileImport> {
  const { layout } = source
  const read = () => {
    const dates = new FileDates(file.name, known)
    const footer: string[] = []
    return {
      dates,
      reader: new RowReader(layout, source.traits, given, dates),
      tally: { read: 0, ignored: 0, footer } satisfies RowTally,
      footer,
      setAside: new SetAside(layout, dates.order, options.dryRun ? null : options.openRejects),
    }
  }
  let reading = read()

  const scope = options.scope && new Scope(file.name, layout, options.scope)
  const rows = function* (contradicting: ReadonlySet<string>): Generator<KeyedRow, void, void> {
    reading.setAside.discard()
    reading = read()
    const { dates, reader, tally, setAside } = reading
    for (const record of dataRecords(file.name, source.rows(), layout, tally)) {
      if (tally.read % TOLD_EVERY === 0) options.onProgress?.(tally.read, file.position / file.bytes)
      const row = reader.read(record)
      if (isReject(row)) setAside.add(row)
      else if (contradicting.has(row.key)) setAside.add(reader.contradicting(record))
      else {
        scope?.check(row)
        yield row
      }
    }
    dates.finish()
  }

  const aged = () => agedBy(file, layout, known, reading.footer, options)
  let rejects: string | null = null
  try {
    const outcome = await target.importRecords(
      {
        kind: layout.kind,
        file: file.name,
        sha256: file.sha256,
        bytes: file.bytes,
        encoding: source.encoding,
        delimiter: layout.delimiter,
        ...readAs(layout, known),
        given,
        ...completeness(layout.kind, options),
        scope,
        report: reportIn(file, layout, given, options),
        rejectsOf: sourceOfRejects(file, layout),
        hasItsName: (name) => undatedName(name) === undatedName(file.name),
        dating: () => aged().dating,
        allowShrink: options.allowShrink,
        // What is of the moment of its import by its nature is older than nothing.
        allowOlder: options.allowOlder || options.exportedAt === 'import',
        listChanges: options.listChanges,
        actor: options.actor,
        at: options.at,
        dryRun: options.dryRun,
        rows,
        setAside: () => reading.setAside.whose,
        untold: () => reading.setAside.untold,
        beforeCommit: () => {
          const { tally, setAside } = reading
          if (tally.read === 0) {
            throw failure('no_rows', `${file.name} has headings but no rows`, 'export it again; an empty export changes nothing')
          }
          if (setAside.count === tally.read) throw noUsableRow(file, layout, setAside)
          rejects = setAside.keep()
          return { read: tally.read, ignored: tally.ignored, rejected: setAside.count }
        },
      },
      options.signal,
    )
    const { dates, reader, setAside } = reading
    return {
      file: path,
      kind: layout.kind.kind,
      encoding: source.encoding,
      status: outcome.status,
      importId: outcome.importId,
      mode: completeness(layout.kind, options).mode,
      counts: outcome.counts,
      rejects,
      problems: setAside.first.flatMap(({ line, problems }) => problems.map((problem) => shownProblem(line, problem))),
      warnings: [...warnings(layout, reader.flags, outcome.kept, dates), ...aged().warnings],
      seen: outcome.seen,
      dateOrder: dates.order,
      sayOrderAgain: dates.needed && known !== null && known.by !== 'setting',
      sameAs: outcome.sameAs && { importId: outcome.sameAs.id, importedAt: outcome.sameAs.importedAt },
      gone: outcome.gone,
      spared: outcome.spared,
      changes: outcome.changes,
    }
  } finally {
    reading.setAside.discard()
  }
}

function shownProblem(line: number, problem: Problem): FileImport['problems'][number] {
  return { line, column: problem.column, code: problem.code, message: reasonOf(problem) }
}

function noUsableRow(file: InputFile, { ownRejects }: Layout, { first, count }: SetAside): PhdError {
  const shown = first.flatMap(({ line, problems }) =>
    problems.map((problem) => `line ${line}${problem.column ? `, ${problem.column}` : ''}: ${reasonOf(problem)}`),
  )
  const rest = count > first.length ? `; and ${count - first.length} more` : ''
  return failure(
    'no_usable_row',
    `not one row of ${file.name} can be used: ${shown.join('; ')}${rest}`,
    ownRejects
      ? 'correct the rows, clear the reason of those that ask for it, and import the file again'
      : 'check that it is the right export, and export it again',
  )
}
