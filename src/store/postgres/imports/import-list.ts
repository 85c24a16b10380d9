/**
 * The list of imports, and what follows from it alone: which entries count, how old the rows of each are, which lists are replaced. It is
 * read at once, for it has a few entries a night, and a round trip to a server takes longer.
 */

import type { Value } from '../../../records/kind.ts'
import { isLater } from '../../../records/seen-by.ts'
import { type ImportRow, importEntry, ownAge, undoerOf } from '../../import-rules/rows.ts'
import type { ImportDetail, ImportEntry, LackingFile, Pruned, Seen } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'

/** An entry as the table has it. */
export interface ListedRow extends ImportRow {
  decimal: string | null
  layout: number
  report: string | null
  records: number | null
}

/** The columns of {@link ListedRow}. */
const COLUMNS = [
  ...([
    'id',
    'kind',
    'file',
    'sha256',
    'bytes',
    'status',
    'mode',
    'scope',
    'same_as',
    'undoes',
    'encoding',
    'delimiter',
  ] as const),
  ...(['date_order', 'decimal', 'layout', 'actor', 'imported_at', 'exported_at'] as const),
  ...(['dated_at', 'dated_by', 'stated_by', 'report', 'records', 'first_version', 'rows_read', 'rows_added'] as const),
  ...(['rows_changed', 'rows_unchanged', 'rows_removed', 'rows_rejected', 'rows_ignored'] as const),
] as const satisfies readonly (keyof ListedRow)[]

/** A list that was replaced, and the list that did. */
export interface Replacement {
  list: number
  by: number
}

/** What the headings of a file are, and what was stated of it. */
export interface Layout {
  headings: Record<string, string>
  extraHeadings: string[]
  given: Record<string, Value>
}

/** What the database says of its imports, oldest first. */
export interface ListedImports {
  rows: readonly ListedRow[]
  layouts: ReadonlyMap<number, Layout>
  replacements: readonly Replacement[]
  /** What was removed of the history; null where nothing was. */
  pruned: Pruned | null
}

export class ImportList {
  /** The entries up to the last that counts, oldest first. */
  readonly rows: readonly ListedRow[]
  readonly pruned: Pruned | null
  readonly #byId: ReadonlyMap<number, ListedRow>
  readonly #layouts: ReadonlyMap<number, Layout>
  readonly #replacements: readonly Replacement[]
  readonly #undone: ReadonlySet<number>
  readonly #undoneBy = new Map<number, number>()
  /** The last entry that counts and brought the bytes of an import again. */
  readonly #again = new Map<number, ListedRow>()

  /** `upTo`: the last entry that counts; null: all do. */
  constructor({ rows, layouts, replacements, pruned }: ListedImports, upTo: number | null) {
    this.rows = upTo === null ? rows : rows.filter(({ id }) => id <= upTo)
    this.pruned = pruned
    this.#layouts = layouts
    this.#byId = new Map(this.rows.map((row) => [row.id, row]))
    this.#replacements = replacements
    this.#undone = undoneAmong(this.rows)
    for (const { id, undoes, same_as: first } of this.rows) {
      if (undoes !== null && !this.#undone.has(id)) this.#undoneBy.set(undoes, id)
      const row = this.#byId.get(id)
      if (first !== null && row && this.counts(id)) this.#again.set(first, row)
    }
  }

  /** Whether an entry had come by then, and was not undone. */
  counts(id: number): boolean {
    return this.#byId.has(id) && !this.#undone.has(id)
  }

  get undone(): ReadonlySet<number> {
    return this.#undone
  }

  row(id: number): ListedRow | null {
    return this.#byId.get(id) ?? null
  }

  /** How the file of an entry was laid out. */
  layout({ layout }: Pick<ListedRow, 'layout'>): Layout {
    return this.#layouts.get(layout) ?? { headings: {}, extraHeadings: [], given: {} }
  }

  /** The entries that are of some kinds, or of any. */
  ofKinds(kinds: ReadonlyArray<{ kind: string }> | undefined): readonly ListedRow[] {
    if (!kinds) return this.rows
    const wanted = new Set(kinds.map(({ kind }) => kind))
    return this.rows.filter(({ kind }) => wanted.has(kind))
  }

  /** The files of a kind that were imported and count. */
  filesOf(kind: string): readonly ListedRow[] {
    return this.rows.filter((row) => row.kind === kind && row.undoes === null && this.counts(row.id))
  }

  /** How old the rows of an import are: by its own entry, or the last that brought the same bytes again; null for one that does not count. */
  seenIn(id: number): Seen | null {
    const own = this.counts(id) ? this.row(id) : null
    const again = this.#again.get(id)
    const last = again && again.id > (own?.id ?? 0) ? again : own
    return last && ownAge(last)
  }

  /** Whether the rows of one import are newer than those of another, or as old and imported later. */
  isNewer(one: number, other: number): boolean {
    const [a, b] = [this.seenIn(one)?.lastSeenAt, this.seenIn(other)?.lastSeenAt]
    if (a === undefined || b === undefined) return false
    return isLater(a, b) || (!isLater(b, a) && one > other)
  }

  /** The newest of those that replaced a list, or null. */
  replacedBy(list: number): LackingFile | null {
    const by = this.#replacements.filter((each) => each.list === list && this.counts(each.by)).map((each) => each.by)
    const row = by.length === 0 ? null : this.row(Math.max(...by))
    return row && { importId: row.id, file: row.file }
  }

  /** The newest import of each kind, or of some, that was not undone: of the newest rows, and of those the last. */
  newest(kinds?: ReadonlyArray<{ kind: string }>): ListedRow[] {
    const newest = new Map<string, ListedRow>()
    for (const row of this.ofKinds(kinds)) {
      if (row.undoes !== null || !this.counts(row.id)) continue
      const known = newest.get(row.kind)
      if (!known || ownAge(known).lastSeenAt <= ownAge(row).lastSeenAt) newest.set(row.kind, row)
    }
    return [...newest.values()].sort((a, b) => a.id - b.id)
  }

  /** An entry, as it is told. */
  entry(row: ListedRow): ImportEntry {
    return importEntry(row, { seen: this.seenIn(row.id), undoneBy: undoerOf(row, this.#undone, this.#undoneBy) })
  }

  /** The same with all that is known of the file. */
  detail(row: ListedRow): ImportDetail {
    return {
      ...this.entry(row),
      bytes: row.bytes,
      encoding: row.encoding,
      delimiter: row.delimiter,
      dateOrder: row.date_order,
      decimal: row.decimal,
      headings: this.layout(row).headings,
      extraHeadings: this.layout(row).extraHeadings,
    }
  }
}

/** The entries that were undone, unless that was undone too; with an import go those that only said the same again before. */
function undoneAmong(rows: readonly ListedRow[]): ReadonlySet<number> {
  const undone = new Set<number>()
  for (const { id, undoes } of rows.toReversed()) {
    if (undoes === null || undone.has(id)) continue
    undone.add(undoes)
    for (const repeat of rows) if (repeat.same_as === undoes && repeat.id < id) undone.add(repeat.id)
  }
  return undone
}

/** Asks for the whole list at once, as JSON in one row. */
const LIST_IMPORTS = `SELECT
  (SELECT json_agg(json_build_array(${COLUMNS.join(', ')}) ORDER BY id)::text FROM imports),
  (SELECT json_agg(json_build_array(id, headings, extra_headings, given))::text FROM layouts),
  (SELECT json_agg(json_build_array(list, by_list))::text FROM replaced_lists), (SELECT value FROM meta WHERE name = 'pruned')`

type Listed = [imports: string | null, layouts: string | null, replaced: string | null, pruned: string | null]

/** What a connection says of its imports. */
export async function readImports(link: Connection): Promise<ListedImports> {
  const [[imports, layouts, replaced, pruned] = [null, null, null, null]] = await link.lists<Listed>(LIST_IMPORTS)
  const rows = parsed<unknown[]>(imports).map(
    (row) => Object.fromEntries(COLUMNS.map((column, i) => [column, row[i]])) as unknown as ListedRow,
  )
  const texts = parsed<[id: number, headings: string, extra: string, given: string]>(layouts)
  return {
    rows,
    layouts: new Map(
      texts.map(([id, headings, extra, given]) => [
        id,
        { headings: JSON.parse(headings), extraHeadings: JSON.parse(extra), given: JSON.parse(given) },
      ]),
    ),
    replacements: parsed<[list: number, by: number]>(replaced).map(([list, by]) => ({ list, by })),
    pruned: pruned === null ? null : JSON.parse(pruned),
  }
}

function parsed<T>(json: string | null): T[] {
  return json === null ? [] : JSON.parse(json)
}
