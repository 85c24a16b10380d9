/** Names of all rows, read without the rows: what it takes to find the partner of each. */

import type { Kind } from '../../../records/kind.ts'
import { accounts } from '../../../records/kinds/accounts.ts'
import { foldName } from '../../../records/name.ts'
import type { AccountName, KeyedName, NameFields } from '../../store.ts'
import { Bound } from '../bound.ts'
import { columnOf, tableOf } from '../tables.ts'
import type { View } from '../view.ts'
import { currentRecords, fieldOf } from './records.ts'

type NameRow = [version: number, id: string, name: string | null, type: string | null, ...forms: (string | null)[]]

/** Every account by its names, in order of name, then id. */
export async function accountNames(view: View): Promise<AccountName[]> {
  const found: AccountName[] = []
  await view.link.visit<NameRow>(
    `SELECT own.version, own.id, own.name, own.type, light, folded, core
     FROM ${tableOf(accounts)} own LEFT JOIN names ON names.name = own.name WHERE ${view.open}`,
    [],
    ([version, id, text, type, light, folded, core]) => {
      const name = text ?? ''
      const forms = typeof light === 'string' && folded && core ? { light, folded, core } : foldName(name)
      found.push({ version, id, name, type, ...forms, place: 0 })
    },
  )
  found.sort((a, b) => (a.light < b.light ? -1 : a.light > b.light ? 1 : a.id < b.id ? -1 : 1))
  for (const [place, account] of found.entries()) account.place = place
  return found
}

/** Visits the version, name and id of every current row; those of one spelling together, unless other fields are asked for. */
export async function eachRowName(
  view: View,
  kind: Kind,
  visit: (version: number, name: string | null, accountId: string | null) => void,
  by?: NameFields,
): Promise<void> {
  const { name, id } = by ?? { name: kind.partnerName, id: kind.partnerId }
  const columns = [name, id].map((field) => (field === null ? 'NULL::text' : `own.${fieldOf(kind, field)}`))
  await view.link.visit<[version: number, name: string | null, accountId: string | null]>(
    `SELECT own.version, ${columns.join(', ')} FROM ${tableOf(kind)} own WHERE ${view.open}
     ORDER BY ${by ? '1' : '2 NULLS FIRST, 3 NULLS FIRST, 1'}`,
    [],
    (row) => visit(...row),
  )
}

/** The versions of the current records of a kind, in the order of their files. */
export async function versionsInOrder(view: View, kind: Kind): Promise<Int32Array> {
  const versions: number[] = []
  const sql = `SELECT version FROM ${view.source(kind)} own ORDER BY seen_in, seen_line, version`
  await view.link.visit<[number]>(sql, [], ([version]) => versions.push(version))
  return Int32Array.from(versions)
}

/** The partners that the current records of some keys name, by key; the kind names partners by a name and an id. */
export async function namesOfKeys(view: View, kind: Kind, keys: Iterable<string>): Promise<Map<string, KeyedName>> {
  const bound = new Bound()
  const [name, id] = [columnOf(kind.partnerName ?? ''), columnOf(kind.partnerId ?? '')]
  const imports = await view.imports()
  const rows = await view.link.lists<[key: string, name: string | null, accountId: string | null, seenIn: number]>(
    `SELECT key, ${name}, ${id}, seen_in FROM ${view.source(kind)} own WHERE key = ANY(${bound.texts(keys)})`,
    bound.values,
  )
  // Whether a newer list lacks a record takes more than its names.
  const mayBeGone = rows.flatMap(([key, , , seenIn]) => (imports.replacedBy(seenIn) ? [key] : []))
  const gone = new Set<string>()
  if (mayBeGone.length > 0) {
    const records = await currentRecords<Record<string, string | null>>(
      view,
      kind,
      (all) => `own.key = ANY(${all.texts(mayBeGone)})`,
    )
    for (const { record, source } of records) if (source.gone) gone.add(kind.key(record) ?? '')
  }
  return new Map(rows.map(([key, text, accountId]) => [key, { name: text, accountId, isGone: gone.has(key) }]))
}

/** Every combination of values that the fields have, with the number of rows and the first place of one. */
export async function wordsIn(view: View, kind: Kind, fields: readonly string[]) {
  const columns = fields.map((field) => `own.${fieldOf(kind, field)}`)
  const imports = await view.imports()
  const rows = await view.link.lists<[rows: number, place: number[], ...values: (string | number | boolean | null)[]]>(
    `SELECT count(*)::integer, min(ARRAY[seen_in, seen_line]), ${columns.join(', ')} FROM ${view.source(kind)} own
     GROUP BY ${columns.join(', ')} ORDER BY ${columns.map((_, i) => `${i + 3} NULLS FIRST`).join(', ')}`,
  )
  return rows.map(([count, [importId = 0, line = 0], ...values]) => ({
    values: values.map((value) => (value === null ? null : String(typeof value === 'boolean' ? Number(value) : value))),
    rows: count,
    source: { importId, file: imports.row(importId)?.file ?? '', line },
  }))
}
