/** Reading current records, each with its place. */

import { KEY_MARK } from '../../../records/key.ts'
import type { Kind } from '../../../records/kind.ts'
import type { NamedRows, NameTier, PartnerRows, RejectedRow, Stored } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { Value } from '../connection/values.ts'
import { columnOf, columnsOf, recordMaker, tableOf } from '../tables.ts'
import type { View } from '../view.ts'
import { type Rejected, type Sources, sourcesOf } from './sources.ts'

/** A condition on the versions of a table `own`, in SQL of the caller's own; its values are bound. */
export type Condition = (bound: Bound) => string

type RecordRow = [version: number, line: number, seenIn: number, extra: string | null, rejected: string | null, ...unknown[]]
const FIRST_VALUE = 5

/** Reads the current records of a kind, or those that meet a condition, in the order of their files. */
export async function currentRecords<R>(view: View, kind: Kind, condition: Condition = () => 'TRUE'): Promise<Stored<R>[]> {
  return [...(await recordsByVersion<R>(view, kind, condition)).values()]
}

/** The same by version. */
export async function recordsByVersion<R>(view: View, kind: Kind, condition: Condition): Promise<Map<number, Stored<R>>> {
  const { sql, values } = recordsWhere(view, kind, condition)
  const [rows, sources] = await Promise.all([view.link.lists<RecordRow>(sql, values), sourcesOf(view)])
  const toStored = storedMaker<R>(kind, sources)
  return new Map(rows.map((row) => [row[0], toStored(row)]))
}

/** The same in parts, of which few are in memory at a time while a moment is held. */
export async function* recordParts<R>(view: View, kind: Kind, condition: Condition): AsyncGenerator<Stored<R>[], void, void> {
  const { sql, values } = recordsWhere(view, kind, condition)
  const sources = sourcesOf(view)
  sources.catch(() => {})
  for await (const rows of view.parts<RecordRow>(sql, values)) yield rows.map(storedMaker<R>(kind, await sources))
}

/** The question for the current records of a kind that meet a condition, in the order of their files. */
function recordsWhere(view: View, kind: Kind, condition: Condition): { sql: string; values: readonly Value[] } {
  const bound = new Bound()
  const where = condition(bound)
  const sql = `SELECT version, seen_line, seen_in, extra, ${rejectedOf(kind)}, ${columnsOf(kind).join(', ')}
    FROM ${view.source(kind)} own WHERE ${where} ORDER BY seen_in, seen_line, version`
  return { sql, values: bound.values }
}

function storedMaker<R>(kind: Kind, sources: Sources): (row: RecordRow) => Stored<R> {
  const toRecord = recordMaker<R>(kind, FIRST_VALUE)
  return (row) => {
    const [, line, seenIn, extra, json] = row
    const asides: Rejected[] = json === null ? [] : JSON.parse(json)
    const stored = sources.stored(kind, toRecord(row), { seenIn, line, rejected: asides })
    return { ...stored, extra: extra === null ? [] : JSON.parse(extra) }
  }
}

/** The rejected rows of a record, as JSON; looked for only where a row of the kind was ever rejected, which the server sees once. */
function rejectedOf({ kind }: Kind): string {
  return `CASE WHEN EXISTS (SELECT 1 FROM set_aside WHERE kind = '${kind}') THEN
    (SELECT json_agg(json_build_array(s.import_id, s.line))::text FROM set_aside s WHERE s.kind = '${kind}' AND s.key = own.key) END`
}

/** The character after the mark between the parts of a key. */
const AFTER_MARK = String.fromCharCode(KEY_MARK.charCodeAt(0) + 1)

/** The condition on the rows of a kind that are of some partners, or have a key that begins with one of some parts; see {@link PartnerRows}. */
export function ofPartner(kind: Kind, of: PartnerRows): Condition {
  return (bound) => {
    const named = `own.${columnOf(kind.partnerName ?? '')} = ANY(${bound.texts(of.names)})`
    const wanted: string[] = []
    if (kind.partnerId === null) wanted.push(named)
    else {
      const id = `own.${columnOf(kind.partnerId)}`
      wanted.push(of.whateverId ? named : `${named} AND ${id} IS NULL`, `${id} = ANY(${bound.texts(of.accountIds)})`)
    }
    if (of.keysFrom)
      wanted.push(`EXISTS (SELECT 1 FROM unnest(${bound.texts(of.keysFrom)}) first
        WHERE own.key > first || ${bound.of(KEY_MARK)} AND own.key < first || ${bound.of(AFTER_MARK)})`)
    return `(${wanted.map((each) => `(${each})`).join(' OR ')})`
  }
}

/** Rejected rows, of some partners or of all, unless a later file has their record. */
export async function rejectedRows(view: View, kind: Kind, of?: PartnerRows): Promise<RejectedRow[]> {
  const imports = await view.imports()
  if (!imports.filesOf(kind.kind).some(({ rows_rejected: rejected }) => rejected > 0)) return []
  const bound = new Bound()
  const rows = await view.link.lists<AsideRow>(
    `SELECT s.key, s.name, s.account_id, s.import_id, s.line, (SELECT own.seen_in FROM ${view.source(kind)} own WHERE own.key = s.key)
     FROM set_aside s WHERE s.kind = ${bound.of(kind.kind)} AND ${of ? ofOwner(bound, of) : 'TRUE'} ORDER BY s.import_id, s.line`,
    bound.values,
  )
  return rows.flatMap(([key, name, accountId, importId, line, seenIn]) => {
    const row = imports.counts(importId) ? imports.row(importId) : null
    if (!row || (seenIn !== null && imports.isNewer(seenIn, importId))) return []
    const lastSeenAt = imports.seenIn(importId)?.lastSeenAt ?? row.imported_at
    return [{ key, name, accountId, importId, file: row.file, line, importedAt: row.imported_at, lastSeenAt }]
  })
}

type AsideRow = [
  key: string | null,
  name: string | null,
  accountId: string | null,
  importId: number,
  line: number,
  seenIn: number | null,
]

function ofOwner(bound: Bound, of: PartnerRows): string {
  const named = `s.name = ANY(${bound.texts(of.names)})`
  const whose = of.whateverId ? named : `${named} AND s.account_id IS NULL`
  return `(${whose} OR s.account_id = ANY(${bound.texts(of.accountIds)}))`
}

/** Current records whose partner's name has one of some forms. */
export function recordsNamed<R>(view: View, kind: Kind, tier: NameTier, keys: readonly string[]): Promise<Stored<R>[]> {
  const named = `own.${columnOf(kind.partnerName ?? '')} IN (SELECT name FROM names WHERE ${tier} = ANY`
  return currentRecords(view, kind, (bound) => `${named}(${bound.texts(keys)}))`)
}

/** Current records that have one of some texts in a field, which the declaration checks. */
export function recordsWith<R>(view: View, kind: Kind, field: string, texts: Iterable<string>): Promise<Stored<R>[]> {
  const column = fieldOf(kind, field)
  return currentRecords(view, kind, (bound) => `own.${column} = ANY(${bound.texts(texts)})`)
}

/** Each text that current records of a kind have in a field, which the declaration checks. */
export async function textsIn(view: View, kind: Kind, field: string): Promise<string[]> {
  const column = fieldOf(kind, field)
  // Where a row was last seen does not matter.
  const rows = await view.link.lists<[string]>(
    `SELECT DISTINCT own.${column} FROM ${tableOf(kind)} own WHERE ${view.open} AND own.${column} IS NOT NULL`,
  )
  return rows.map(([text]) => text)
}

/** The column of a field, which the declaration has; a name from elsewhere never reaches SQL. */
export function fieldOf(kind: Kind, field: string): string {
  if (!(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  return columnOf(field)
}

/** The names in the dictionary that have one of some forms. */
export async function spellings(view: View, tier: NameTier, keys: readonly string[]): Promise<string[]> {
  const bound = new Bound()
  const rows = await view.link.lists<[string]>(
    `SELECT name FROM names WHERE ${tier} = ANY(${bound.texts(keys)}) ORDER BY name`,
    bound.values,
  )
  return rows.map(([name]) => name)
}

/** Visits each name and id of a kind's current rows, with where the newest row of it is. */
export async function eachNameInRows(view: View, kind: Kind, visit: (named: NamedRows) => void): Promise<void> {
  const name = columnOf(kind.partnerName ?? '')
  const id = kind.partnerId ? columnOf(kind.partnerId) : 'NULL::text'
  const imports = await view.imports()
  // The newest file that has the name, and its first line there, in one number: the one in the upper half, the other taken from it.
  const file = '(last + 4294967295) >> 32'
  await view.link.visit<[name: string | null, accountId: string | null, rows: number, seenIn: number, line: number]>(
    `SELECT name, account_id, rows, (${file})::integer, (((${file}) << 32) - last)::integer FROM (
       SELECT ${name} AS name, ${id} AS account_id, count(*)::integer AS rows, max((seen_in::bigint << 32) - seen_line) AS last
       FROM ${view.source(kind)} own WHERE ${name} IS NOT NULL OR ${id} IS NOT NULL GROUP BY 1, 2) counted
     ORDER BY 1 NULLS FIRST, 2 NULLS FIRST`,
    [],
    ([text, accountId, count, seenIn, line]) =>
      visit({ name: text, accountId, rows: count, file: imports.row(seenIn)?.file ?? '', line }),
  )
}
