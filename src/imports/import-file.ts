/** One file from its bytes to the store: decode, find the table, read the rows, keep what is right, set aside what is not. */

import { type PhdError, refusal } from '../errors.ts'
import type { Kind, Value } from '../records/kind.ts'
import { ownText } from '../records/own-text.ts'
import type { ImportCounts, ImportEntry, ImportOutcome, ImportRequest, SameFile } from '../store/store.ts'
import { decodedOnce } from './decode.ts'
import { type InputFile, STDIN } from './input.ts'
import type { Layout } from './layout.ts'
import { type OpenTable, openTable } from './open-table.ts'
import { reasonOf, rejectHeadings, rejectRow } from './own-rejects.ts'
import { type FlagCode, isReject, type KeyedRow, type Problem, type Reject, RowReader, type Whose } from './read-row.ts'
import { dataRecords, type RowTally } from './rows.ts'
import type { ReadOptions } from './source.ts'

/** What an import needs of the store. */
export interface ImportTarget {
  seenAgain(request: SameFile): Promise<{ entry: ImportEntry; before: ImportEntry } | null>
  importRecords(request: ImportRequest): Promise<ImportOutcome>
}

export interface ImportOptions {
  kinds: readonly Kind[]
  /** Whose records they are, where the file has no column for it. */
  account: { id: string; name: string } | null
  /** How the file is to be read, where it does not say so itself. */
  reading: ReadOptions
  actor: string
  /** Moment of the import, ISO 8601 UTC. */
  at: string
  dryRun: boolean
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
  mode: 'merge'
  counts: ImportCounts
  /** Path of the rejects file; null when no row was rejected, or nothing was to be written. */
  rejects: string | null
  /** The first problems of rows set aside, each with where and why. */
  problems: ReadonlyArray<{ line: number; column: string | null; code: string; message: string }>
  warnings: readonly Warning[]
  /** When the same bytes came before, when that was. */
  sameAs: { importId: number; importedAt: string } | null
}

/** How many of the rejected rows are named on the screen; the rejects file has them all. */
const SHOWN = 5

/** The rows of one reading that were set aside: the first to be shown, whose they are, and all of them in the rejects file. */
class SetAside {
  readonly #layout: Layout
  readonly #open: (() => RejectsTarget) | null
  #file: RejectsTarget | null = null
  readonly first: Pick<Reject, 'line' | 'problems'>[] = []
  readonly whose: (Whose & { line: number })[] = []
  count = 0

  /** `open` is null where nothing is to be written. */
  constructor(layout: Layout, open: ((headings: readonly string[]) => RejectsTarget) | null) {
    this.#layout = layout
    this.#open = open && (() => open(rejectHeadings(layout)))
  }

  add(reject: Reject): void {
    const { whose, line, problems } = reject
    if (this.count++ < SHOWN) this.first.push({ line, problems })
    for (const { key, name, accountId } of whose) {
      this.whose.push({ key: key && ownText(key), name: name && ownText(name), accountId: accountId && ownText(accountId), line })
    }
    this.#file ??= this.#open?.() ?? null
    this.#file?.add(rejectRow(this.#layout, reject))
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
  const links = options.account
    ? options.kinds.flatMap(({ partnerName, isPartner }) => (partnerName && !isPartner ? [partnerName] : []))
    : []
  const table = await openTable(path, options.reading, { kinds: options.kinds, given: links })
  const { file, source } = table
  const { layout } = source
  try {
    const given = givenFields(file.name, layout, options)
    if (!options.dryRun) {
      const { encoding } = source
      const { actor, at } = options
      const again = await target.seenAgain({
        kind: layout.kind,
        sha256: file.sha256,
        encoding,
        given,
        file: file.name,
        actor,
        at,
      })
      if (again) return repeated(shownPath(path, file), again, source.encoding)
    }
    return await imported(shownPath(path, file), table, given, target, options)
  } finally {
    file.close()
  }
}

/** The path as it was given; standard input has none. */
function shownPath(path: string, file: InputFile): string {
  return path === STDIN ? file.name : path
}

/** The values that --account states; a file that says itself whose rows they are must not be overruled. */
function givenFields(name: string, layout: Layout, { account }: ImportOptions): Record<string, Value> {
  if (!account) return {}
  const { partnerName, partnerId, title, isPartner } = layout.kind
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

function repeated(path: string, { entry, before }: { entry: ImportEntry; before: ImportEntry }, encoding: string): FileImport {
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
    sameAs: { importId: before.id, importedAt: before.importedAt },
  }
}

async function imported(
  path: string,
  { file, source }: OpenTable,
  given: Record<string, Value>,
  target: ImportTarget,
  options: ImportOptions,
): Promise<FileImport> {
  const { layout } = source
  const read = () => ({
    reader: new RowReader(layout, source.traits, given),
    tally: { read: 0, ignored: 0 } satisfies RowTally,
    setAside: new SetAside(layout, options.dryRun ? null : options.openRejects),
  })
  let reading = read()

  const rows = function* (contradicting: ReadonlySet<string>): Generator<KeyedRow, void, void> {
    reading.setAside.discard()
    reading = read()
    const { reader, tally, setAside } = reading
    for (const record of dataRecords(file.name, source.rows(), layout, tally)) {
      const row = reader.read(record)
      if (isReject(row)) setAside.add(row)
      else if (contradicting.has(row.key)) setAside.add(reader.contradicting(record))
      else yield row
    }
  }

  let rejects: string | null = null
  try {
    const outcome = await target.importRecords({
      kind: layout.kind,
      file: file.name,
      sha256: file.sha256,
      bytes: file.bytes,
      encoding: source.encoding,
      delimiter: layout.delimiter,
      headings: Object.fromEntries([...layout.columns].map(([field, place]) => [field, layout.headings[place]?.trim() ?? field])),
      extraHeadings: layout.extras.map((place) => layout.headings[place]?.trim() ?? ''),
      given,
      actor: options.actor,
      at: options.at,
      dryRun: options.dryRun,
      rows,
      setAside: () => reading.setAside.whose,
      beforeCommit: () => {
        const { tally, setAside } = reading
        if (tally.read === 0) {
          throw refusal('no_rows', `${file.name} has headings but no rows`, 'export it again; an empty export changes nothing')
        }
        if (setAside.count === tally.read) throw noUsableRow(file, layout, setAside)
        rejects = setAside.keep()
        return { ...tally, rejected: setAside.count }
      },
    })
    const { reader, setAside } = reading
    return {
      file: path,
      kind: layout.kind.kind,
      encoding: source.encoding,
      status: outcome.status,
      importId: outcome.importId,
      mode: 'merge',
      counts: outcome.counts,
      rejects,
      problems: setAside.first.flatMap(({ line, problems }) => problems.map((problem) => shownProblem(line, problem))),
      warnings: warnings(layout, reader.flags, outcome.kept),
      sameAs: outcome.sameAs && { importId: outcome.sameAs.id, importedAt: outcome.sameAs.importedAt },
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
