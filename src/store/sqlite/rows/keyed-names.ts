/** The partners that the current records of some keys name, read without the rest of the records. */

import type { Kind } from '../../../records/kind.ts'
import type { KeyedName } from '../../store.ts'
import { replacedBy } from '../imports/lists.ts'
import { currentRecords } from '../records.ts'
import { columnOf } from '../tables.ts'
import type { View } from '../view.ts'

const OF_KEYS = 'key IN (SELECT value FROM json_each(?))'

/** By key; the kind names partners by a name and an id. */
export function namesOfKeys(view: View, kind: Kind, keys: Iterable<string>): Map<string, KeyedName> {
  const asked = JSON.stringify([...new Set(keys)])
  const [name, id] = [kind.partnerName ?? '', kind.partnerId ?? '']
  const lackedBy = replacedBy(view)
  const rows = view
    .prepare<[string], [key: string, name: string | null, accountId: string | null, seenIn: number]>(
      `SELECT key, ${columnOf(name)}, ${columnOf(id)}, seen_in FROM ${view.source(kind)} own WHERE ${OF_KEYS}`,
      'raw',
    )
    .all(asked)
  const lacking = new Map<number, boolean>()
  for (const [, , , seenIn] of rows) if (!lacking.has(seenIn)) lacking.set(seenIn, lackedBy(seenIn) !== null)
  // Whether a newer list lacks a record takes more than its names.
  const mayBeGone = new Set(rows.flatMap(([key, , , seenIn]) => (lacking.get(seenIn) ? [key] : [])))
  const gone = new Set<string>()
  if (mayBeGone.size > 0)
    for (const { record, source } of currentRecords<Record<string, string | null>>(view, kind, OF_KEYS, [
      JSON.stringify([...mayBeGone]),
    ]))
      if (source.gone) gone.add(kind.key(record) ?? '')
  return new Map(rows.map(([key, text, accountId]) => [key, { name: text, accountId, isGone: gone.has(key) }]))
}
