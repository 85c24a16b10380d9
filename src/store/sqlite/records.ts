/** Reading current records, each with its place. */

import type Database from 'better-sqlite3'
import { KEY_MARK } from '../../records/key.ts'
import type { Kind } from '../../records/kind.ts'
import type { LackingFile, NamedRows, NameTier, PartnerRows, RejectedRow, RowSource, Seen, Stored } from '../store.ts'
import { damaged } from './engine-errors.ts'
import { seenIn } from './imports/dating.ts'
import { type Lacking, replacedBy } from './imports/lists.ts'
import { columnOf, columnsOf, recordMaker } from './tables.ts'
import type { View } from './view.ts'

interface SeenIn extends Seen {
  importId: number
  file: string
  lacking: Lacking | null
  headings: Record<string, string>
  extraHeadings: string[]
}

/** Looks each import up once, however many records it brought. */
class Sources {
  readonly #statement: Database.Statement<
    [number],
    { file: string; imported_at: string; headings: string; extra_headings: string }
  >
  readonly #seen: (importId: number) => Seen | null
  readonly #replacedBy: (importId: number) => Lacking | null
  readonly #file: string
  readonly #known = new Map<number, SeenIn>()

  constructor(view: View) {
    this.#file = view.db.name
    this.#statement = view.prepare('SELECT file, imported_at, headings, extra_headings FROM imports WHERE id = ?')
    this.#seen = seenIn(view)
    this.#replacedBy = replacedBy(view)
  }

  of(importId: number): SeenIn {
    const known = this.#known.get(importId)
    if (known) return known
    const row = this.#statement.get(importId)
    // No entry is ever removed.
    if (!row) throw damaged(this.#file)
    const source = {
      importId,
      file: row.file,
      ...(this.#seen(importId) ?? { lastSeenAt: row.imported_at, lastSeenBy: 'import' as const, statedBy: null }),
      lacking: this.#replacedBy(importId),
      headings: JSON.parse(row.headings) as Record<string, string>,
      extraHeadings: JSON.parse(row.extra_headings) as string[],
    }
    this.#known.set(importId, source)
    return source
  }
}

/** The sources of a view's records, whose imports are looked up once while a moment is held. */
export function sourcesOf(view: View): Sources {
  return view.once('sources', () => new Sources(view))
}

/** The newest rejected row of the record since the record was last seen, as JSON. The name of a kind is the declaration's own. */
function doubtOf(view: View, { kind }: Kind): string {
  const first = view.prepare<[string], 1>('SELECT 1 FROM set_aside WHERE kind = ? LIMIT 1', 'first')
  if (view.once(`first rejected of ${kind}`, () => first.get(kind)) === undefined) return 'NULL'
  return `(SELECT json_object('file', i.file, 'line', s.line, 'importId', i.id) FROM set_aside s JOIN imports i ON i.id = s.import_id
    WHERE s.kind = '${kind}' AND s.key = own.key AND ${view.counts('s.import_id')} AND ${view.isNewer('s.import_id', 'own.seen_in')}
    ORDER BY ${view.datedAt('s.import_id')} DESC, s.import_id DESC, s.line LIMIT 1)`
}

/** Reads the current records of a kind that meet a condition. The condition is the caller's own SQL, its values are bound. */
export function currentRecords<R>(view: View, kind: Kind, condition = 'TRUE', values: readonly unknown[] = []): Stored<R>[] {
  const found: Stored<R>[] = []
  eachRecord<R>(view, kind, condition, values, (stored) => found.push(stored))
  return found
}

/** The current records of some versions, by version. */
export function recordsOfVersions<R>(view: View, kind: Kind, versions: Iterable<number>): Map<number, Stored<R>> {
  const found = new Map<number, Stored<R>>()
  eachRecord<R>(view, kind, 'version IN (SELECT value FROM json_each(?))', [JSON.stringify([...versions])], (stored, version) =>
    found.set(version, stored),
  )
  return found
}

type RecordRow = [version: number, line: number, seenIn: number, extra: string | null, doubt: string | null, ...unknown[]]

function eachRecord<R>(
  view: View,
  kind: Kind,
  condition: string,
  values: readonly unknown[],
  visit: (stored: Stored<R>, version: number) => void,
): void {
  const sources = sourcesOf(view)
  const toRecord = recordMaker<R>(kind, 5)
  const rows = view
    .prepare<unknown[], RecordRow>(
      `SELECT version, seen_line, seen_in, extra, ${doubtOf(view, kind)}, ${columnsOf(kind).join(', ')}
       FROM ${view.source(kind, condition === 'TRUE')} own WHERE ${condition} ORDER BY seen_in, seen_line, version`,
      'raw',
    )
    .all(...values)
  for (const row of rows) {
    const [version, line, lastIn, extra, rejected] = row
    const seen = sources.of(lastIn)
    const record = toRecord(row)
    const doubt: ({ importId: number } & NonNullable<Stored<R>['doubt']>) | null = rejected === null ? null : JSON.parse(rejected)
    const name = kind.partnerName === null ? null : ((record as Record<string, string | null>)[kind.partnerName] ?? null)
    const gone = goneFrom(seen.lacking, name, doubt?.importId ?? null)
    const stored = {
      record,
      source: sourceIn(kind, line, seen, gone),
      doubt: doubt && { file: doubt.file, line: doubt.line },
      extra: extra === null ? [] : JSON.parse(extra),
    }
    visit(stored, version)
  }
}

/** Field by field: to spread what an import says into every row takes as long as to read the row. */
function sourceIn({ kind }: Kind, line: number, seen: SeenIn, gone: LackingFile | null): RowSource {
  const { importId, file, lastSeenAt, lastSeenBy, statedBy, headings, extraHeadings } = seen
  return { kind, line, importId, file, lastSeenAt, lastSeenBy, statedBy, headings, extraHeadings, gone }
}

/** The list that lacks a record; null where the list, or a newer one, only rejected a row of it. */
export function goneFrom(lacking: Lacking | null, name: string | null, rejectedIn: number | null): LackingFile | null {
  if (!lacking || lacking.mayHave(name) || (rejectedIn !== null && rejectedIn >= lacking.importId)) return null
  return { importId: lacking.importId, file: lacking.file }
}

/** The character after the mark between the parts of a key. */
const AFTER_MARK = String.fromCharCode(KEY_MARK.charCodeAt(0) + 1)

/** The condition on the rows of a kind that are of some partners, with its values; see {@link PartnerRows}. `open`: conditions on the versions, one for each index. */
export function ofPartner(
  view: View,
  kind: Kind,
  of: PartnerRows,
  open: readonly string[] = view.open,
): { condition: string; values: unknown[] } {
  const name = columnOf(kind.partnerName ?? '')
  const named = `${name} IN (SELECT value FROM json_each(?))`
  const id = kind.partnerId ? columnOf(kind.partnerId) : null
  const byName = id === null || of.whateverId ? named : `${named} AND ${id} IS NULL`
  const wanted = id === null ? [byName] : [byName, `${id} IN (SELECT value FROM json_each(?))`]
  // Each part has its index; asked with OR, the engine would rather read every row of the table.
  const versions = open.flatMap((isOpen) => wanted.map((each) => `SELECT version FROM ${kind.kind} WHERE ${isOpen} AND ${each}`))
  const names = JSON.stringify(of.names)
  const values: unknown[] = open.flatMap(() => (id === null ? [names] : [names, JSON.stringify(of.accountIds)]))
  for (const isOpen of of.keysFrom ? open : []) {
    versions.push(`SELECT version FROM json_each(?) first JOIN ${kind.kind} of_key ON ${isOpen}
      AND of_key.key > first.value || '${KEY_MARK}' AND of_key.key < first.value || '${AFTER_MARK}'`)
    values.push(JSON.stringify(of.keysFrom))
  }
  return { condition: `version IN (${versions.join(' UNION ALL ')})`, values }
}

/** Rejected rows, of some partners or of all, unless a later file has their record. */
export function rejectedRows(view: View, kind: Kind, of?: PartnerRows): RejectedRow[] {
  // Mostly there are none, and the statement that reads them is a long one.
  if (view.prepare('SELECT 1 FROM set_aside WHERE kind = ? LIMIT 1').get(kind.kind) === undefined) return []
  const rows = (condition: string, ...values: unknown[]): RejectedRow[] =>
    view
      .prepare<unknown[], RejectedRow>(
        `SELECT s.key, name, account_id AS accountId, import_id AS importId, file, s.line, imported_at AS importedAt,
           ${view.datedAt('s.import_id')} AS lastSeenAt
         FROM set_aside s JOIN imports ON imports.id = import_id
         WHERE s.kind = ? AND ${view.counts('s.import_id')} AND ${condition} AND NOT EXISTS (
           SELECT 1 FROM ${view.source(kind)} own WHERE own.key = s.key AND ${view.isNewer('own.seen_in', 's.import_id')})
         ORDER BY s.import_id, s.line`,
      )
      .all(kind.kind, ...values)
  if (!of) return rows('TRUE')
  const named = `name IN (SELECT value FROM json_each(?))${of.whateverId ? '' : ' AND account_id IS NULL'}`
  const own = 'account_id IN (SELECT value FROM json_each(?))'
  return rows(`(${named} OR ${own})`, JSON.stringify(of.names), JSON.stringify(of.accountIds))
}

/** Current records whose partner's name has one of some forms. */
export function recordsNamed<R>(view: View, kind: Kind, tier: NameTier, keys: readonly string[]): Stored<R>[] {
  const named = `${columnOf(kind.partnerName ?? '')} IN (SELECT name FROM names WHERE ${tier} IN (SELECT value FROM json_each(?)))`
  return currentRecords(view, kind, named, [JSON.stringify(keys)])
}

/** Current records that have one of some texts in a field, which the declaration checks. */
export function recordsWith<R>(view: View, kind: Kind, field: string, texts: Iterable<string>): Stored<R>[] {
  if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  return currentRecords(view, kind, `${columnOf(field)} IN (SELECT value FROM json_each(?))`, [
    JSON.stringify([...new Set(texts)]),
  ])
}

/** Each text that current records of a kind have in a field, which the declaration checks. */
export function textsIn(view: View, kind: Kind, field: string): string[] {
  if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  const column = columnOf(field)
  // Where a row was last seen does not matter, and looking that up takes most of the time.
  const rows = view.upTo === null ? `(SELECT * FROM ${kind.kind} NOT INDEXED WHERE ${view.open[0]})` : view.source(kind)
  return view.prepare<[], string>(`SELECT DISTINCT ${column} FROM ${rows} WHERE ${column} IS NOT NULL`, 'first').all()
}

/** The names in the dictionary that have one of some forms. */
export function spellings(view: View, tier: NameTier, keys: readonly string[]): string[] {
  const named = `SELECT name FROM names WHERE ${tier} IN (SELECT value FROM json_each(?))`
  return view.prepare<[string], string>(named, 'first').all(JSON.stringify(keys))
}

/** Visits each name and id of a kind's current rows, with where the newest row of it is. */
export function eachNameInRows(view: View, kind: Kind, visit: (named: NamedRows) => void): void {
  const name = columnOf(kind.partnerName ?? '')
  const id = kind.partnerId ? columnOf(kind.partnerId) : 'NULL'
  const sources = sourcesOf(view)
  const rows = view.db
    .prepare<[], Omit<NamedRows, 'file'> & { seenIn: number }>(
      // Beside max() are the values of the row that has it.
      `SELECT ${name} AS name, ${id} AS accountId, count(*) AS rows, max(seen_in) AS seenIn, seen_line AS line
       FROM ${view.source(kind)} WHERE ${name} IS NOT NULL OR ${id} IS NOT NULL GROUP BY 1, 2`,
    )
    .iterate()
  for (const { seenIn, ...named } of rows) visit({ ...named, file: sources.of(seenIn).file })
}
