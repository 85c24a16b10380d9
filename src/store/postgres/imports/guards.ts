/** What an import would undo of what is known, as far as it takes a look at the records; see plausible.ts. */

import type { Kind } from '../../../records/kind.ts'
import { mayBeBlanked, type Otherwise, refuseBlanked, refuseOlder } from '../../import-rules/plausible.ts'
import type { ImportRequest, Seen } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { columnOf, tableOf, typeOf } from '../tables.ts'
import type { OpenedEntry } from './entries.ts'
import type { ImportList } from './import-list.ts'
import { OPENING } from './merge.ts'

interface Plausible {
  entry: OpenedEntry
  list: ImportList
  seen: Seen
  gone: readonly number[]
  isCompared: boolean
}

/**
 * Throws the refusals `older_file` and `column_blanked`, unless they are allowed. `matched` says how the rows and the records agreed; where
 * nothing was compared, all records are new. `gone` is the imports that had the records which the file, as a complete list, ended.
 */
export async function refuseImplausible(
  link: Connection,
  request: ImportRequest,
  { entry, list, seen, gone, isCompared }: Plausible,
): Promise<void> {
  const { allowOlder, allowShrink, kind, file } = request
  if (!allowOlder) {
    const [otherwise, firstNew] = await Promise.all([
      isCompared ? saidOtherwise(link, kind, entry) : ([] as Said[]),
      isCompared ? firstNewLine(link) : firstOpenedLine(link, kind, entry),
    ])
    for (const importId of gone) {
      const known = otherwise.find((each) => each.importId === importId)
      if (known) known.rows++
      else otherwise.push({ importId, rows: 1, line: null })
    }
    const told = otherwise.map((each): Otherwise => ({ ...each, theirs: list.seenIn(each.importId) }))
    refuseOlder({ file, seen, firstNew }, told, list.pruned)
  }
  if (!allowShrink && isCompared) await refuseBlankedColumns(link, request, entry)
}

type Said = Omit<Otherwise, 'theirs'>

/** The earlier imports that had a record otherwise, or had ended it, in the order of the lines that say so. */
async function saidOtherwise(link: Connection, kind: Kind, { id }: OpenedEntry): Promise<Said[]> {
  const rows = await link.lists<[importId: number, rows: number, line: number]>(
    `SELECT import, count(*)::integer, (array_agg(line ORDER BY place))[1] FROM (
       SELECT seen_in AS import, place, line FROM matched WHERE NOT same
       UNION ALL SELECT * FROM (
         SELECT DISTINCT ON (own.key) valid_to, place, matched.line FROM matched JOIN ${tableOf(kind)} own ON own.key = matched.key
         WHERE before IS NULL AND valid_to IS NOT NULL AND valid_to <> $1 ORDER BY own.key, version DESC) ended) said
     GROUP BY import ORDER BY min(place)`,
    [id],
  )
  return rows.map(([importId, count, line]) => ({ importId, rows: count, line }))
}

async function firstNewLine(link: Connection): Promise<number | null> {
  const [row] = await link.lists<[number]>('SELECT line FROM matched WHERE before IS NULL ORDER BY place LIMIT 1')
  return row ? row[0] : null
}

async function firstOpenedLine(link: Connection, kind: Kind, { firstVersion }: OpenedEntry): Promise<number | null> {
  const [row] = await link.lists<[number]>(`SELECT line FROM ${tableOf(kind)} WHERE version = $1`, [firstVersion])
  return row ? row[0] : null
}

async function refuseBlankedColumns(link: Connection, request: ImportRequest, { id, firstVersion }: OpenedEntry): Promise<void> {
  const { kind } = request
  const fields = Object.entries(kind.fields)
  const blank = (column: string, type: string): string =>
    type.startsWith('text') ? `coalesce(${column}, '') = ''` : `${column} IS NULL`
  const counts = fields.map(([name, field]) => {
    const [was, is] = ['own', 'later'].map((table) => blank(`${table}.${columnOf(name)}`, typeOf(field)))
    return `(count(*) FILTER (WHERE NOT ${was}))::integer, (count(*) FILTER (WHERE NOT ${was} AND ${is}))::integer`
  })
  // The new version is found by its number: how many rows have the number of this import, the server cannot know yet.
  const [changed = []] = await link.lists<number[]>(
    `SELECT ${counts.join(', ')} FROM ${OPENING} JOIN ${tableOf(kind)} own ON own.version = opening.before
     JOIN ${tableOf(kind)} later ON later.version = $1 - 1 + opening.opened`,
    [firstVersion],
  )
  for (const [i, [field, declared]] of fields.entries()) {
    const [filled = 0, blanked = 0] = changed.slice(2 * i)
    if (!mayBeBlanked(blanked)) continue
    const [row] = await link.lists<[number]>(
      `SELECT count(*)::integer FROM ${tableOf(kind)} WHERE valid_to IS NULL AND valid_from <> $1
       AND NOT ${blank(columnOf(field), typeOf(declared))}`,
      [id],
    )
    refuseBlanked(request, { field, blanked, known: filled + (row?.[0] ?? 0) })
  }
}
