/** One file from its bytes to the store: decode, find the table, read the rows, keep what is right, set aside what is not. */

import { type PhdError, refusal } from '../errors.ts'
import type { DateOrder } from '../records/date-order.ts'
import type { Kind, Value } from '../records/kind.ts'
import { foldName } from '../records/name.ts'
import { ownText } from '../records/own-text.ts'
import type {
  ImportCounts,
  ImportEntry,
  ImportMode,
  ImportOutcome,
  ImportRequest,
  PartnerRows,
  RecordChange,
  SameFile,
} from '../store/store.ts'
import { decodedOnce } from './decode.ts'
import { exportedAt } from './exported-at.ts'
import { FileDates, type KnownOrder, type SaidOrder } from './file-dates.ts'
import type { HeadingMap } from './headings.ts'
import { type InputFile, STDIN } from './input.ts'
import type { Layout } from './layout.ts'
import { type OpenTable, openTable } from './open-table.ts'
import { orderOfFile } from './order-of-file.ts'
import { reasonOf, rejectHeadings, rejectRow } from './own-rejects.ts'
import { type FlagCode, isReject, type KeyedRow, type Problem, type Reject, RowReader, type Whose } from './read-row.ts'
import { dataRecords, type RowTally } from './rows.ts'
import type { ReadOptions } from './source.ts'

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
  mode: ImportMode
  /** The one account whose complete list a snapshot is, with every spelling of its name. */
  scope: (PartnerRows & { name: string }) | null
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

/** Where rows that are set aside are written as they are found; nothing is there until it is kept. */
interface RejectsTarget {
  add(row: readonly string[]): void
  /** Gives the path. */
  keep(): string
  discard(): void
}

interface Warning {
  code: string
  message: string
  line: number | null
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

/** How many of the rejected rows are named on the screen; the rejects file has them all. */
const SHOWN = 5

/** The rows of one reading that were set aside: the first to be shown, whose they are, and all of them in the rejects file. */
class SetAside {
  readonly #layout: Layout
  readonly #open: (() => RejectsTarget) | null
  readonly #order: DateOrder | null
  #file: RejectsTarget | null = null
  readonly first: Pick<Reject, 'line' | 'problems'>[] = []
  readonly whose: (Whose & { line: number })[] = []
  count = 0
  /** Rows of which nothing tells whose they are. */
  untold = 0

  /** `open` is null where nothing is to be written. */
  constructor(layout: Layout, order: DateOrder | null, open: ((headings: readonly string[]) => RejectsTarget) | null) {
    this.#layout = layout
    this.#order = order
    this.#open = open && (() => open(rejectHeadings(layout)))
  }

  add(reject: Reject): void {
    const { whose, line, problems } = reject
    if (this.count++ < SHOWN) this.first.push({ line, problems })
    // Where cells may have moved, a name that stands in the place of the name tells nothing.
    const mayHaveMoved = problems[0].code === 'wrong_length' && whose.every(({ key }) => key === null)
    if (whose.length === 0 || mayHaveMoved) this.untold++
    for (const { key, name, accountId } of whose) {
      this.whose.push({ key: key && ownText(key), name: name && ownText(name), accountId: accountId && ownText(accountId), line })
    }
    this.#file ??= this.#open?.() ?? null
    this.#file?.add(rejectRow(this.#layout, reject, this.#order))
  }

  /** Gives the path of the rejects file; null where there is none. */
  keep(): string | null {
    const path = this.#file?.keep() ?? null
    this.#file = null
    return path
  }

  discard(): void {
    this.#file?.discard()
    this.#file = null
  }
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
    const known = orderOfFile(file, source, options.dateOrder(layout.kind), reading)
    if (!options.dryRun) {
      const { encoding } = source
      const { actor, at, mode, scope } = options
      const again = await target.seenAgain({
        kind: layout.kind,
        sha256: file.sha256,
        encoding,
        given,
        mode,
        scope,
        ...readAs(layout, known),
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

/** The path as it was given; standard input has none. */
function shownPath(path: string, file: InputFile): string {
  return path === STDIN ? file.name : path
}

/** The complete list of one account must be of a kind whose rows belong to accounts. */
function checkScope(name: string, { kind }: Layout, { scope }: ImportOptions): void {
  if (!scope || (kind.partnerName !== null && !kind.isPartner)) return
  throw refusal('snapshot_of_not_used', `${name} holds ${kind.title}, which are no account's own`, 'say --snapshot, or neither')
}

/** The values that --account states; a file that says itself whose rows they are must not be overruled. */
function givenFields(name: string, layout: Layout, { account: named, scope }: ImportOptions): Record<string, Value> {
  const { partnerName, partnerId, title, isPartner } = layout.kind
  // The account whose complete list it is need not be said twice.
  const lacksAccount = partnerName !== null && !layout.columns.has(partnerName)
  const account = named ?? (scope && lacksAccount ? { id: scope.accountId, name: scope.name } : null)
  if (!account) return {}
  if (partnerName === null || isPartner) throw refusal('account_not_used', `--account does not go with ${title}`, 'leave it out')
  const place = layout.columns.get(partnerName)
  if (place !== undefined) {
    throw refusal(
      'account_not_used',
      `${name} says itself whose rows they are, in the column "${layout.headings[place]}"`,
      'leave out --account',
    )
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
    const dates = new FileDates(file.name, known, options.reading)
    return {
      dates,
      reader: new RowReader(layout, source.traits, given, dates),
      tally: { read: 0, ignored: 0 } satisfies RowTally,
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
        mode: options.mode,
        scope,
        exportedAt: exportedAt(file.name),
        allowShrink: options.allowShrink,
        allowOlder: options.allowOlder,
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
            throw refusal('no_rows', `${file.name} has headings but no rows`, 'export it again; an empty export changes nothing')
          }
          if (setAside.count === tally.read) throw noUsableRow(file, layout, setAside)
          rejects = setAside.keep()
          return { ...tally, rejected: setAside.count }
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
      mode: options.mode,
      counts: outcome.counts,
      rejects,
      problems: setAside.first.flatMap(({ line, problems }) => problems.map((problem) => shownProblem(line, problem))),
      warnings: [...warnings(layout, reader.flags, outcome.kept), ...halfDates(layout, dates)],
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

/** The account whose complete list a file is: rows of another one show that it is not. */
class Scope implements PartnerRows {
  readonly accountId: string
  readonly #file: string
  readonly #account: string
  readonly #nameAt: number
  readonly #idAt: number
  readonly #folded: ReadonlySet<string>
  readonly #names: Set<string>

  constructor(file: string, { kind }: Layout, { accountId, name, names }: PartnerRows & { name: string }) {
    const fields = Object.keys(kind.fields)
    this.accountId = accountId
    this.#file = file
    this.#account = name
    this.#nameAt = fields.indexOf(kind.partnerName ?? '')
    this.#idAt = fields.indexOf(kind.partnerId ?? '')
    this.#names = new Set(names)
    this.#folded = new Set([name, ...names].map((each) => foldName(each).folded))
  }

  /** Every spelling of the account's name, with those that the file brought. */
  get names(): string[] {
    return [...this.#names]
  }

  /** Throws the refusal `other_account`. */
  check({ values, line }: KeyedRow): void {
    const id = values[this.#idAt] ?? null
    const name = String(values[this.#nameAt] ?? '')
    if (id === this.accountId || (id === null && this.#names.has(name))) return
    if (id === null && this.#folded.has(foldName(name).folded)) {
      this.#names.add(ownText(name))
      return
    }
    throw refusal(
      'other_account',
      `${this.#file}, line ${line}: the row is of "${name}", so the file is not the complete list of ${this.#account} alone`,
      `export it again filtered on ${this.#account}; or, if "${name}" is the same partner, say so first: phd partner alias add`,
      { line },
    )
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
  return refusal(
    'no_usable_row',
    `not one row of ${file.name} can be used: ${shown.join('; ')}${rest}`,
    ownRejects
      ? 'correct the rows, clear the reason of those that ask for it, and import the file again'
      : 'check that it is the right export, and export it again',
  )
}

const FLAG_TEXT: Readonly<Record<FlagCode, (sample: string) => string>> = {
  mojibake: (sample) =>
    `text that looks encoded twice, ${twice(sample)}; it was imported as it stands: export the file again as UTF-8`,
  invisible_character: () =>
    'invisible or direction-changing characters; they were imported as they stand, and are shown by their number',
}

/** The cell that looks encoded twice, and what it would have been where that can be told. */
function twice(cell: string): string {
  const once = cell.length <= 200 ? decodedOnce(cell) : null
  return once === null ? 'like "MÃ¼ller"' : `"${cell}", which would have been "${once}"`
}

/**
 * A spreadsheet that opens an export whose dates are in another order than its own makes dates of those it can, day and month exchanged,
 * and leaves the others as text.
 */
function halfDates({ delimiter }: Layout, { needed, hasClear }: FileDates): Warning[] {
  if (delimiter !== '' || !needed || !hasClear) return []
  const message =
    'some dates are dates of the spreadsheet and others are text: a spreadsheet that opened the export may have exchanged day and month in the former; look one up in the system it comes from'
  return [{ code: 'dates_half_converted', message, line: null }]
}

function warnings(layout: Layout, flags: RowReader['flags'], kept: readonly string[]): Warning[] {
  const list: Warning[] = [...flags].map(([code, { line, rows, sample }]) => {
    const more = rows > 1 ? ` (and in ${rows - 1} more ${rows === 2 ? 'row' : 'rows'})` : ''
    return { code, message: `line ${line}${more} has ${FLAG_TEXT[code](sample)}`, line }
  })
  if (layout.extras.length > 0) {
    const headings = layout.extras.map((place) => `"${layout.headings[place]?.trim()}"`)
    const message = `columns phd has no use for yet were kept as text: ${headings.join(', ')}`
    list.push({ code: 'unknown_columns', message, line: null })
  }
  if (kept.length > 0) {
    const headings = kept.map((field) => `"${layout.kind.fields[field]?.headings[0]}"`)
    const message = `the file lacks columns that earlier ones had; what they said is kept: ${headings.join(', ')}`
    list.push({ code: 'columns_absent', message, line: null })
  }
  if (layout.kind.isPartner && !layout.columns.has('type')) {
    const taken = kept.includes('type') ? 'accounts that were not known are' : 'every account is'
    list.push({
      code: 'no_account_type',
      message: `there is no column "Type", so ${taken} taken for a partner; add it to the report`,
      line: null,
    })
  }
  return list
}
