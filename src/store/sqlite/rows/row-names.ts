/** Names of all rows, read without the rows: what it takes to find the partner of each. */

import type { Kind } from '../../../records/kind.ts'
import { accounts } from '../../../records/kinds/accounts.ts'
import { type FoldedName, foldName } from '../../../records/name.ts'
import type { AccountName, NameFields } from '../../store.ts'
import { columnOf } from '../tables.ts'
import type { View } from '../view.ts'

/**
 * The open versions of a kind; where the view is of now, without what an index on names lacks. `isWhole`: in the order of the table,
 * where more is asked than an index on names has.
 */
function openRows(view: View, kind: Kind, isWhole: boolean): { from: string; where: string } {
  if (view.upTo !== null) return { from: `${view.source(kind)} own`, where: 'TRUE' }
  return { from: `${kind.kind} own${isWhole ? ' NOT INDEXED' : ''}`, where: 'own.valid_to IS NULL' }
}

type NameRow = [version: number, id: string | null, name: string | null, type: string | null, ...forms: (string | null)[]]

/** Every account by its names, in order of name, then id. */
export function accountNames(view: View): AccountName[] {
  const { from, where } = openRows(view, accounts, true)
  const rows = view
    .prepare<[], NameRow>(
      `SELECT own.version, own.id, own.name, own.type, light, folded, core
       FROM ${from} LEFT JOIN names ON names.name = own.name WHERE ${where}`,
      'raw',
    )
    .iterate()
  const types = new Map<string, string>()
  const found: AccountName[] = []
  for (const [version, id, name, type, ...forms] of rows) {
    // Every row brings its own copy of the few words there are.
    if (type !== null && !types.has(type)) types.set(type, type)
    const kept = type === null ? null : (types.get(type) ?? type)
    found.push({ version, id: id ?? '', name: name ?? '', type: kept, ...formsOf(name ?? '', forms), place: 0 })
  }
  found.sort((a, b) => (a.light < b.light ? -1 : a.light > b.light ? 1 : a.id < b.id ? -1 : 1))
  for (const [place, account] of found.entries()) account.place = place
  return found
}

/** Forms that are the same share one text. */
function formsOf(name: string, [light, folded, core]: readonly (string | null | undefined)[]): FoldedName {
  if (typeof light !== 'string' || !folded || !core) return foldName(name)
  return {
    light: light === name ? name : light,
    folded: folded === light ? light : folded,
    core: core === folded ? folded : core,
  }
}

/** Visits each current row of a kind with what names its partner; by default by the kind's own fields, each spelling at one time. */
export function eachRowName(
  view: View,
  kind: Kind,
  visit: (version: number, name: string | null, accountId: string | null) => void,
  by?: NameFields,
): void {
  const { name, id } = by ?? { name: kind.partnerName, id: kind.partnerId }
  for (const field of [name, id])
    if (field !== null && !(field in kind.fields)) throw new Error(`${kind.kind} has no field ${field}`)
  const columns = [name, id].map((field) => (field === null ? 'NULL' : `own.${columnOf(field)}`))
  const { from, where } = openRows(view, kind, by !== undefined)
  const order = by ? '' : 'ORDER BY 2, 3'
  const rows = view
    .prepare<[], [version: number, name: string | null, accountId: string | null]>(
      `SELECT own.version, ${columns.join(', ')} FROM ${from} WHERE ${where} ${order}`,
      'raw',
    )
    .iterate()
  for (const [version, text, accountId] of rows) visit(version, text, accountId)
}

/**
 * The versions of the current records of a kind, in the order of their files: of all, or of those that meet a condition. The condition is
 * the caller's own SQL, its values are bound.
 */
export function versionsInOrder(view: View, kind: Kind, condition = 'TRUE', values: readonly string[] = []): Int32Array {
  const from = view.source(kind, condition === 'TRUE')
  const versions = view
    .prepare<string[], number>(`SELECT version FROM ${from} own WHERE ${condition} ORDER BY seen_in, seen_line, version`, 'first')
    .iterate(...values)
  return Int32Array.from(versions)
}
