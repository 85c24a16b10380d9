/**
 * Lists that replace one another: a newer file of the same report, unless it plainly is a part of it, ends what it lacks. No record
 * is touched: it is noted which list replaces which, and what was last seen in a list that was replaced is gone.
 */

import type { Kind } from '../../../records/kind.ts'
import { isLater } from '../../../records/seen-by.ts'
import type { ImportRequest } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { noteSightings } from '../sightings.ts'
import { seenTable, tableOf } from '../tables.ts'
import type { ImportList } from './import-list.ts'

/** A list that has less than this of the records of the one before is a part, or of another scope. */
const LEAST = 0.5
/** So many lists whose records have all come in other files since are looked at. */
const RECENT = 20

/** An import whose rows are in: how old they are, how many records it has, and how many of these each earlier import had last. */
export interface ListRows {
  id: number
  at: string
  records: number
  seenBefore: ReadonlyMap<number, number>
}

interface List {
  id: number
  records: number
}

/**
 * Notes which lists of the same report an import replaces, and by which it is replaced where it is the older one. One with a
 * rejected row that may be any record's replaces it all the same: a record is in that row or gone, and neither is evidence. `list` is
 * the list of imports before it.
 */
export async function replaceLists(link: Connection, request: ImportRequest, list: ImportList, rows: ListRows): Promise<void> {
  const { kind, report, mode } = request
  const { id, at, records, seenBefore } = rows
  await link.change('UPDATE imports SET records = $1, report = $2 WHERE id = $3', [records, report, id])
  // After the first file of a kind there is nothing that it could lack.
  if (report === null || list.filesOf(kind.kind).length === 0) return
  const lists = openLists(list, kind, report)
  const isNewer = (each: number): boolean => isLater(list.seenIn(each)?.lastSeenAt ?? '', at)
  const replacing = lists.filter((each) => isNewer(each.id) && (seenBefore.get(each.id) ?? 0) >= records * LEAST)
  await noteReplaced(
    link,
    replacing.map((each) => [id, each.id]),
  )
  const left = await lastSeenBy(link, kind, { id, records })
  // Mostly a list has every record there is, and then it ends none.
  if (left.size === 0) return
  const others = [...left.keys()].filter((each) => !lists.some((known) => known.id === each) && !isNewer(each))
  const emptied = new Set(lists.filter((each) => !left.has(each.id)).slice(others.length === 0 ? lists.length : -RECENT))
  const replaced: List[] = []
  for (const each of lists) {
    const here = left.get(each.id) ?? 0
    if ((here === 0 && !emptied.has(each)) || isNewer(each.id)) continue
    const isReplaced =
      mode === 'snapshot' ||
      (seenBefore.get(each.id) ?? 0) >= each.records * LEAST ||
      // Other files may have had its records since.
      (each.records - here >= each.records * LEAST && (await countIn(link, kind, id, each.id)) >= each.records * LEAST)
    if (isReplaced) replaced.push(each)
  }
  await noteReplaced(
    link,
    replaced.map((each) => [each.id, id]),
  )
  if (others.length === 0) return
  const ended = replaced.map((each) => {
    const isGone = (other: number): boolean => list.replacedBy(other) !== null && list.isNewer(other, each.id)
    return { list: each.id, others: others.filter((other) => !isGone(other)) }
  })
  await endStrays(link, kind, id, ended)
}

/** Lists of a report that none has replaced. */
function openLists(list: ImportList, { kind }: Kind, report: string): List[] {
  return list.filesOf(kind).flatMap((row) => {
    if (row.report !== report || row.same_as !== null || list.replacedBy(row.id)) return []
    return [{ id: row.id, records: row.records ?? row.rows_added + row.rows_changed + row.rows_unchanged }]
  })
}

async function noteReplaced(link: Connection, pairs: readonly (readonly [list: number, by: number])[]): Promise<void> {
  if (pairs.length === 0) return
  await link.change(
    'INSERT INTO replaced_lists (list, by_list) SELECT * FROM unnest($1::integer[], $2::integer[]) ON CONFLICT DO NOTHING',
    [pairs.map(([list]) => list), pairs.map(([, by]) => by)],
  )
}

/** How many open records each import had last, save one, which has so many. */
async function lastSeenBy(link: Connection, kind: Kind, { id, records }: List): Promise<Map<number, number>> {
  const [open] = await link.lists<[number]>(`SELECT count(*)::integer FROM ${tableOf(kind)} WHERE valid_to IS NULL`)
  if (open?.[0] === records) return new Map()
  const rows = await link.lists<[seenIn: number, records: number]>(
    `SELECT coalesce(seen.seen_in, own.valid_from), count(*)::integer FROM ${tableOf(kind)} own
     LEFT JOIN ${seenTable(kind)} seen USING (version)
     WHERE own.valid_to IS NULL AND coalesce(seen.seen_in, own.valid_from) <> $1 GROUP BY 1 ORDER BY 1`,
    [id],
  )
  return new Map(rows)
}

/** Where each record stood in the file of an import, by its key; `list` stands for the import. */
function linesOf(kind: Kind, list: string): string {
  const table = tableOf(kind)
  return `SELECT DISTINCT ON (key) key, line FROM (
      SELECT own.key, own.line, 1 AS step FROM ${table} own WHERE own.valid_from = ${list}
      UNION ALL SELECT own.key, old.line, 0 FROM pruned_versions old JOIN ${table} own ON own.version = later
        WHERE old.kind = '${kind.kind}' AND old.opened = ${list}
      UNION ALL SELECT own.key, seen.line, 2 FROM sighted(${list}) seen
        LEFT JOIN pruned_versions old ON old.kind = '${kind.kind}' AND old.version = seen.version
        JOIN ${table} own ON own.version = coalesce(later, seen.version) WHERE seen.seen_in = ${list}
    ) lines ORDER BY key, step DESC`
}

/** How many of the records of a list an import has. */
async function countIn(link: Connection, kind: Kind, importId: number, list: number): Promise<number> {
  const [row] = await link.lists<[number]>(
    `SELECT count(*)::integer FROM (${linesOf(kind, '$1')}) wanted
     JOIN ${tableOf(kind)} own ON own.key = wanted.key AND own.valid_to IS NULL
     LEFT JOIN ${seenTable(kind)} seen USING (version) WHERE coalesce(seen.seen_in, own.valid_from) = $2`,
    [list, importId],
  )
  return row?.[0] ?? 0
}

/** A list that is replaced, and the other imports whose records it may have had. */
interface EndedList {
  list: number
  others: readonly number[]
}

/**
 * A record of a list that is replaced may have come in another file since, such as the one of its partner alone; the newer list
 * lacks it all the same. It counts as last seen in the list that had it, unless it was last seen in a newer list that was replaced too: then
 * it is gone already, and keeps its place.
 */
async function endStrays(link: Connection, kind: Kind, importId: number, ended: readonly EndedList[]): Promise<void> {
  const seen = seenTable(kind)
  const strays = await link.lists<[version: number, seenIn: number]>(
    `SELECT own.version, coalesce(seen.seen_in, own.valid_from) FROM ${tableOf(kind)} own LEFT JOIN ${seen} seen USING (version)
     WHERE own.valid_to IS NULL AND coalesce(seen.seen_in, own.valid_from) = ANY($1::integer[])`,
    [[...new Set(ended.flatMap(({ others }) => others))]],
  )
  for (const [i, { list: id, others }] of ended.entries()) {
    const versions = strays.flatMap(([version, seenIn]) => (others.includes(seenIn) ? [version] : []))
    const had = await link.lists<[version: number, line: number]>(
      `INSERT INTO ${seen} AS seen (version, seen_in, line)
       SELECT own.version, $2, had.line FROM (${linesOf(kind, '$2')}) had
       JOIN ${tableOf(kind)} own ON own.key = had.key AND own.version = ANY($1::integer[])
       ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line RETURNING version, line`,
      [versions, id],
    )
    await link.change(
      noteSightings(
        'SELECT version, $4::integer AS seen_in, line FROM unnest($5::integer[], $6::integer[]) AS had (version, line)',
      ),
      [kind.kind, importId, FIRST_STEP + i, id, had.map(([version]) => version), had.map(([, line]) => line)],
    )
  }
}

/** The step in which an import notes what others had; what its own file has comes before. */
const FIRST_STEP = 1

/**
 * An export that is older than what is known: what newer files had seen already was last seen there, after what the import itself saw.
 * Called when all that asks which records the import saw is done.
 */
export async function keepNewerSightings(
  link: Connection,
  { kind }: ImportRequest,
  list: ImportList,
  { id, at, seenBefore }: ListRows,
): Promise<void> {
  const newer = [...seenBefore.keys()].filter((each) => isLater(list.seenIn(each)?.lastSeenAt ?? '', at))
  if (newer.length === 0) return
  await Promise.all([
    link.change(
      `UPDATE ${seenTable(kind)} seen SET seen_in = matched.seen_in, line = matched.seen_line FROM matched
       WHERE seen.version = matched.before AND same AND matched.seen_in = ANY($1::integer[])`,
      [newer],
    ),
    link.change(
      noteSightings(
        'SELECT before AS version, seen_in, seen_line AS line FROM matched WHERE same AND seen_in = ANY($4::integer[])',
      ),
      [kind.kind, id, FIRST_STEP, newer],
    ),
  ])
}
