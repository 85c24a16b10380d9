/** What changed when: the versions of records, and the difference an entry in the list of imports made. */

import type { Kind, Value } from '../../../records/kind.ts'
import { ownAge } from '../../import-rules/rows.ts'
import type {
  FormerName,
  GoneAccount,
  ImportEntry,
  OfAccounts,
  PartnerRows,
  RecordChange,
  RecordVersion,
  SourceAge,
  ValueSince,
  VersionValues,
} from '../../store.ts'
import { Bound } from '../bound.ts'
import type { ImportList, ListedRow } from '../imports/import-list.ts'
import { columnOf, columnsOf, recordMaker, tableOf } from '../tables.ts'
import type { View } from '../view.ts'
import { type Condition, fieldOf, ofPartner } from './records.ts'

type VersionRow = [
  version: number,
  key: string,
  from: number,
  to: number | null,
  line: number,
  extra: string | null,
  ...values: unknown[],
]
const FIRST_VALUE = 6

function versionColumns(kind: Kind, table: string): string {
  const columns = ['version', 'key', 'valid_from', 'valid_to', 'line', 'extra', ...columnsOf(kind)]
  return columns.map((column) => `${table}.${column}`).join(', ')
}

/** Makes the values out of the columns of a version, of which `extra` is the last before the fields. */
function valuesMaker(kind: Kind): (row: readonly unknown[]) => VersionValues {
  const toRecord = recordMaker<Record<string, Value>>(kind, FIRST_VALUE)
  return (row) => {
    const extra = row[FIRST_VALUE - 1]
    return { values: toRecord(row), extra: typeof extra === 'string' ? JSON.parse(extra) : [] }
  }
}

/**
 * What an entry did to the records of its kind: versions it opened, in the order of its file, each beside the version of the record
 * that it closed; then the records it closed without another version. A version opened and closed within the entry is not one of
 * them.
 */
export async function* changesOf(view: View, kind: Kind, id: number): AsyncGenerator<RecordChange, void, void> {
  const valuesOf = valuesMaker(kind)
  const table = tableOf(kind)
  const columns = `${versionColumns(kind, 'own')}, ${versionColumns(kind, 'before')}`
  const opened = view.parts<unknown[]>(
    `SELECT ${columns} FROM ${table} own
     LEFT JOIN ${table} before ON before.key = own.key AND before.valid_to = $1 AND before.valid_from < $1
     WHERE own.valid_from = $1 AND own.valid_to IS DISTINCT FROM $1 ORDER BY own.version`,
    [id],
  )
  const width = FIRST_VALUE + columnsOf(kind).length
  for await (const batch of opened)
    for (const row of batch) {
      const closed = row.slice(width)
      const before = closed[0] === null ? null : valuesOf(closed)
      const [, key, , , line] = row as VersionRow
      yield { change: before ? 'changed' : 'added', key, line, before, after: valuesOf(row) }
    }
  const gone = view.parts<VersionRow>(
    `SELECT ${versionColumns(kind, 'own')} FROM ${table} own
     WHERE own.valid_to = $1 AND own.valid_from < $1 AND NOT EXISTS (
       SELECT 1 FROM ${table} later WHERE later.key = own.key AND later.valid_from = $1 AND later.version > own.version)
     ORDER BY own.version`,
    [id],
  )
  for await (const batch of gone)
    for (const row of batch) yield { change: 'removed', key: row[1], line: null, before: valuesOf(row), after: null }
}

/** Those of some keys that a record of the kind has or ever had: what was undone never was. */
export async function keysEver(view: View, kind: Kind, keys: Iterable<string>): Promise<Set<string>> {
  const bound = new Bound()
  const counts = countsIn(await view.imports(), view.upTo, 'own.valid_from')
  const rows = await view.link.lists<[string]>(
    `SELECT DISTINCT own.key FROM ${tableOf(kind)} own WHERE own.key = ANY(${bound.texts(keys)})
       AND (own.valid_to IS NULL OR own.valid_from < own.valid_to) AND ${counts}`,
    bound.values,
  )
  return new Set(rows.map(([key]) => key))
}

/** A condition on a column of entries: those that had come by then, and were not undone. */
function countsIn(imports: ImportList, upTo: number | null, column: string): string {
  const live = imports.undone.size === 0 ? 'TRUE' : `${column} <> ALL('{${[...imports.undone].join(',')}}'::integer[])`
  return upTo === null ? live : `${column} <= ${upTo} AND ${live}`
}

/** Every version of the records of one partner, or of one key, oldest first. */
export async function versions(view: View, kind: Kind, of: PartnerRows | { key: string }): Promise<RecordVersion[]> {
  const imports = await view.imports()
  const bound = new Bound()
  const table = tableOf(kind)
  const wanted: Condition =
    'key' in of
      ? (all) => `own.key = ${all.of(of.key)}`
      : (all) => `own.key IN (SELECT own.key FROM ${table} own WHERE ${ofPartner(kind, of)(all)})`
  // Some that ended before are kept for other questions.
  const rows = await view.link.lists<VersionRow>(
    `SELECT ${versionColumns(kind, 'own')} FROM ${table} own
     WHERE ${wanted(bound)} AND own.valid_to IS DISTINCT FROM own.valid_from
       AND (own.valid_to IS NULL OR own.valid_to > ${imports.pruned?.lastImport ?? 0}) ORDER BY own.version`,
    bound.values,
  )
  const valuesOf = valuesMaker(kind)
  const entryOf = (id: number | null): ImportEntry | null => {
    const row = id === null ? null : imports.row(id)
    return row && imports.entry(row)
  }
  return rows.flatMap((row) => {
    const [, key, opened, closed, line] = row
    const from = entryOf(opened)
    return from ? [{ key, line, from, to: entryOf(closed), ...valuesOf(row) }] : []
  })
}

/** Since when the records of some keys have had their text in a field, by key. */
export async function valueSince(
  view: View,
  kind: Kind,
  field: string,
  keys: Iterable<string>,
): Promise<Map<string, ValueSince>> {
  const imports = await view.imports()
  const times = importTimes(imports, kind)
  const bound = new Bound()
  const rows = await view.link.lists<[key: string, importId: number, line: number, value: string | null]>(
    `SELECT own.key, own.valid_from, own.line, own.${fieldOf(kind, field)} FROM ${tableOf(kind)} own
     WHERE own.key = ANY(${bound.texts(keys)}) AND (own.valid_to IS NULL OR own.valid_from < own.valid_to)
       AND ${countsIn(imports, view.upTo, 'own.valid_from')} ORDER BY own.key, own.version`,
    bound.values,
  )
  const found = new Map<string, ValueSince>()
  let last: { key: string; value: string | null } | null = null
  for (const [key, importId, line, value] of rows) {
    const time = times.get(importId)
    // An undo only repeats what was before.
    if (!time) continue
    const known = last?.key === key ? found.get(key) : undefined
    if (known && last && sameText(last.value, value)) continue
    const before = known && last ? { value: last.value, seenAt: known.seenAt } : null
    found.set(key, { importId, line, ...time, before })
    last = { key, value }
  }
  return found
}

function sameText(a: string | null, b: string | null): boolean {
  return (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase()
}

/** The imports of a kind that count, each with when its rows were seen, by its own file, and when those of the one before were. */
function importTimes(imports: ImportList, { kind }: Kind): Map<number, Pick<ValueSince, 'file' | 'seenAt' | 'importBefore'>> {
  const seenAt = (row: ListedRow | undefined): string | null => (row ? ownAge(row).lastSeenAt : null)
  const rows = imports.filesOf(kind)
  return new Map(rows.map((row, i) => [row.id, { file: row.file, seenAt: seenAt(row) ?? '', importBefore: seenAt(rows[i - 1]) }]))
}

/** How fresh each imported kind is. */
export async function sourceAges(view: View, kinds: readonly Kind[], staleBefore: string): Promise<SourceAge[]> {
  const imports = await view.imports()
  const newest = new Map(imports.newest(kinds).map((row) => [row.kind, imports.entry(row)]))
  const ages = await Promise.all(
    kinds.map(async (kind) => {
      const entry = newest.get(kind.kind)
      return entry ? [await ageOf(view, kind, entry, { imports, staleBefore })] : []
    }),
  )
  return ages.flat()
}

async function ageOf(
  view: View,
  kind: Kind,
  newest: ImportEntry,
  { imports, staleBefore }: { imports: ImportList; staleBefore: string },
): Promise<SourceAge> {
  const counted = await view.link.lists<[seenIn: number, records: number]>(
    `SELECT seen_in, count(*)::integer FROM ${view.source(kind)} own GROUP BY 1 ORDER BY 1`,
  )
  const sum = (rows: typeof counted): number => rows.reduce((total, [, records]) => total + records, 0)
  const lastSeenAt = (id: number): string => {
    const row = imports.row(id)
    return row === null ? '' : imports.entry(row).lastSeenAt
  }
  const gone = counted.filter(([seenIn]) => imports.replacedBy(seenIn) !== null)
  const [last] = gone.at(-1) ?? []
  return {
    kind: kind.kind,
    records: sum(counted),
    newest,
    stale: sum(counted.filter(([seenIn]) => lastSeenAt(seenIn) < staleBefore)),
    gone: sum(gone),
    goneFrom: last === undefined ? null : imports.replacedBy(last),
  }
}

/** Accounts that had a version and have none now; see the reader. */
export async function goneAccounts(view: View, kind: Kind, of?: OfAccounts): Promise<GoneAccount[]> {
  const bound = new Bound()
  const name = columnOf(kind.partnerName ?? '')
  const table = tableOf(kind)
  const values = of === undefined ? '' : bound.texts('ids' in of ? of.ids : of.folded)
  const named = (column: string): string => `${column} IN (SELECT name FROM names WHERE folded = ANY(${values}))`
  const closed = (version: string): string => `${version}.valid_to ${view.upTo === null ? 'IS NOT NULL' : `<= ${view.upTo}`}`
  // By its name an account is asked for by the last one that it had, whatever it was called before.
  const wanted =
    of === undefined
      ? 'TRUE'
      : 'ids' in of
        ? `gone.key = ANY(${values})`
        : `gone.key IN (SELECT own.key FROM ${table} own WHERE ${closed('own')} AND ${named(`own.${name}`)})`
  const asked = view.link.lists<[id: string, name: string | null, goneWith: number]>(
    `SELECT key, name, valid_to FROM (
       SELECT DISTINCT ON (gone.key) gone.key, gone.${name} AS name, gone.valid_to FROM ${table} gone
       WHERE ${closed('gone')} AND ${wanted} AND NOT EXISTS (
         SELECT 1 FROM ${table} own WHERE own.key = gone.key AND ${view.open})
       ORDER BY gone.key, gone.valid_to DESC, gone.version DESC) last
     WHERE ${of !== undefined && 'folded' in of ? named('last.name') : 'TRUE'} ORDER BY key`,
    bound.values,
  )
  const [imports, rows] = await Promise.all([view.imports(), asked])
  return rows.flatMap(([id, text, goneWith]) => {
    const entry = imports.row(goneWith)
    return entry && isEnd(imports, entry) ? [{ id, name: text ?? '', goneWith: imports.entry(entry) }] : []
  })
}

/** Names of accounts in versions that have ended, unless that is the account's name now; see the reader. */
export async function formerNames(view: View, kind: Kind, of?: OfAccounts): Promise<FormerName[]> {
  const imports = await view.imports()
  const bound = new Bound()
  const name = columnOf(kind.partnerName ?? '')
  const table = tableOf(kind)
  const wanted =
    of === undefined
      ? 'TRUE'
      : 'ids' in of
        ? `former.key = ANY(${bound.texts(of.ids)})`
        : `former.${name} IN (SELECT name FROM names WHERE folded = ANY(${bound.texts(of.folded)}))`
  const ended = view.upTo === null ? 'former.valid_to IS NOT NULL' : `former.valid_to <= ${view.upTo}`
  const rows = await view.link.lists<[id: string, name: string]>(
    `SELECT DISTINCT former.key, former.${name} FROM ${table} former
     WHERE ${ended} AND former.valid_from < former.valid_to AND ${countsIn(imports, view.upTo, 'former.valid_from')} AND ${wanted}
       AND NOT EXISTS (SELECT 1 FROM ${table} own WHERE own.key = former.key AND own.${name} = former.${name} AND ${view.open})
     ORDER BY 1, 2`,
    bound.values,
  )
  return rows.map(([id, text]) => ({ id, name: text }))
}

/** Whether what an entry removed had been true: what an undone import had added never was. */
function isEnd(imports: ImportList, entry: ListedRow): boolean {
  if (entry.undoes === null) return true
  const undone = imports.row(entry.undoes)
  const before = undone?.undoes == null ? null : imports.row(undone.undoes)
  return before !== null && isEnd(imports, before)
}
