/**
 * Lists that replace one another: a newer file of the same report, unless it plainly is a part of it, ends what it lacks. No record
 * is touched: it is noted which list replaces which, and what was last seen in a list that was replaced is gone.
 */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import { isLater } from '../../../records/seen-by.ts'
import type { ImportRequest, LackingFile } from '../../store.ts'
import { SightingWriter, sightingsOf } from '../past/sightings.ts'
import { seenTable } from '../tables.ts'
import { View } from '../view.ts'
import { seenIn } from './dating.ts'

/** A list that has less than this of the records of the one before is a part, or of another scope. */
const LEAST = 0.5
/** So many lists whose records have all come in other files since are looked at. */
const RECENT = 20

/** What became of the records of an import. */
interface ListRows {
  /** How many records it has. */
  records: number
  /** Of those that were there before, how many each earlier import had last. */
  seenBefore: ReadonlyMap<number, number>
}

interface List {
  id: number
  records: number
}

/**
 * Notes which lists of the same report an import replaces, and by which it is replaced where it is the older one. One with a
 * rejected row that may be any record's replaces it all the same: a record is in that row or gone, and neither is evidence. To be
 * called when its rows are in.
 */
export function replaceLists(
  db: Database.Database,
  request: ImportRequest,
  importId: number,
  at: string,
  { records, seenBefore }: ListRows,
): void {
  const { kind, report, mode } = request
  db.prepare('UPDATE imports SET records = ?, report = ? WHERE id = ?').run(records, report, importId)
  if (report === null) return
  const open = db.prepare<[], number>(`SELECT count(*) FROM ${kind.kind} WHERE valid_to IS NULL`).pluck().get() ?? 0
  const lists = openLists(db, request, report, importId)
  const seenAt = seenIn(new View(db, null))
  const isNewer = ({ id }: Pick<List, 'id'>): boolean => isLater(seenAt(id)?.lastSeenAt ?? '', at)
  const note = db.prepare('INSERT OR IGNORE INTO replaced_lists (list, by_list) VALUES (?, ?)')
  for (const list of lists.filter(isNewer)) {
    if ((seenBefore.get(list.id) ?? 0) >= records * LEAST) note.run(importId, list.id)
  }
  // Mostly a list has every record there is, and then it ends none.
  if (open <= records) return
  const left = lastSeenBy(db, kind, importId)
  const others = [...left.keys()].filter((id) => !lists.some((list) => list.id === id) && !isNewer({ id }))
  const emptied = new Set(lists.filter(({ id }) => !left.has(id)).slice(others.length === 0 ? lists.length : -RECENT))
  const replaced = lists.filter((list) => {
    const here = left.get(list.id) ?? 0
    if ((here === 0 && !emptied.has(list)) || isNewer(list)) return false
    if (mode === 'snapshot' || (seenBefore.get(list.id) ?? 0) >= list.records * LEAST) return true
    // Other files may have had its records since.
    if (list.records - here < list.records * LEAST) return false
    return countIn(db, kind, importId, [...linesOf(db, kind, list.id).keys()]) >= list.records * LEAST
  })
  const before = replacedLists(db)
  for (const { id } of replaced) note.run(id, importId)
  if (others.length === 0) return
  const ended = replaced.map(({ id }) => {
    const isGone = (other: number): boolean => before.has(other) && isNewerThan(seenAt, other, id)
    return { list: id, others: new Set(others.filter((other) => !isGone(other))) }
  })
  endStrays(db, kind, importId, ended)
}

/** Lists of a report that none has replaced. Of those that an older phd imported only the name says which report they are of. */
function openLists(
  db: Database.Database,
  { kind, scope, given, hasItsName }: ImportRequest,
  report: string,
  except: number,
): List[] {
  const view = new View(db, null)
  const lists = db
    .prepare<[string, string, string, string | null, number], List & { file: string; isOld: 0 | 1 }>(
      `SELECT id, file, report IS NULL AS isOld, coalesce(records, rows_added + rows_changed + rows_unchanged) AS records FROM imports
       WHERE kind = ? AND (report = ? OR report IS NULL AND records IS NULL AND given = ? AND scope IS ?) AND id <> ? AND same_as IS NULL AND undoes IS NULL AND ${view.counts('id')}
         AND NOT EXISTS (SELECT 1 FROM replaced_lists WHERE list = id AND ${view.counts('by_list')})
       ORDER BY id`,
    )
    .all(kind.kind, report, JSON.stringify(given), scope?.accountId ?? null, except)
  return lists.filter(({ file, isOld }) => isOld === 0 || hasItsName(file))
}

/** The lists that another has replaced. */
function replacedLists(db: Database.Database): ReadonlySet<number> {
  const counts = new View(db, null).counts('by_list')
  return new Set(db.prepare<[], number>(`SELECT DISTINCT list FROM replaced_lists WHERE ${counts}`).pluck().all())
}

/** Whether the rows of one import are newer than those of another, or as old and imported later. */
function isNewerThan(seenAt: ReturnType<typeof seenIn>, one: number, other: number): boolean {
  const [a, b] = [seenAt(one)?.lastSeenAt, seenAt(other)?.lastSeenAt]
  if (a === undefined || b === undefined) return false
  return isLater(a, b) || (!isLater(b, a) && one > other)
}

/** How many open records each import had last, save one. */
function lastSeenBy(db: Database.Database, kind: Kind, except: number): Map<number, number> {
  const rows = db
    .prepare<[], { seenIn: number; records: number }>(
      `SELECT seen_in AS seenIn, count(*) AS records FROM ${new View(db, null).source(kind)} GROUP BY seen_in`,
    )
    .all()
  return new Map(rows.filter((row) => row.seenIn !== except).map((row) => [row.seenIn, row.records]))
}

/** Where each record stood in the file of an import, by its key. */
function linesOf(db: Database.Database, kind: Kind, importId: number): Map<string, number> {
  const first = db.prepare<[number], number | null>('SELECT first_version FROM imports WHERE id = ?').pluck().get(importId)
  const opened = db
    .prepare<[number, number], { key: string; line: number }>(
      `SELECT key, line FROM ${kind.kind} WHERE version >= ? AND valid_from = ?`,
    )
    .all(first ?? 0, importId)
  const pruned = db
    .prepare<[string, number], { key: string; line: number }>(
      `SELECT key, old.line FROM pruned_versions old JOIN ${kind.kind} ON ${kind.kind}.version = later WHERE old.kind = ? AND opened = ?`,
    )
    .all(kind.kind, importId)
  const lines = new Map([...pruned, ...opened].map(({ key, line }) => [key, line]))
  const keyOf = db
    .prepare<[number, string, number], string>(
      `SELECT key FROM ${kind.kind} WHERE version = coalesce((SELECT later FROM pruned_versions WHERE version = ? AND kind = ?), ?)`,
    )
    .pluck()
  for (const { version, seenIn: place, line } of sightingsOf(db, importId)) {
    const key = place === importId ? keyOf.get(version, kind.kind, version) : undefined
    if (key !== undefined) lines.set(key, line)
  }
  return lines
}

/** How many of some records an import has. */
function countIn(db: Database.Database, kind: Kind, importId: number, keys: readonly string[]): number {
  return (
    db
      .prepare<[string, number], number>(
        `SELECT count(*) FROM json_each(?) wanted JOIN ${kind.kind} own ON own.key = wanted.value AND own.valid_to IS NULL
         LEFT JOIN ${seenTable(kind)} seen USING (version) WHERE coalesce(seen.seen_in, own.valid_from) = ?`,
      )
      .pluck()
      .get(JSON.stringify(keys), importId) ?? 0
  )
}

/** A list that is replaced, and the other imports whose records it may have had. */
interface EndedList {
  list: number
  others: ReadonlySet<number>
}

/**
 * A record of a list that is replaced may have come in another file since, such as the one of its partner alone; the newer list
 * lacks it all the same. It counts as last seen in the list that had it, unless it was last seen in a newer list that was replaced too: then
 * it is gone already, and keeps its place.
 */
function endStrays(db: Database.Database, kind: Kind, importId: number, ended: readonly EndedList[]): void {
  const strays = db
    .prepare<[string], { version: number; key: string; seenIn: number }>(
      `SELECT version, key, seen_in AS seenIn FROM ${new View(db, null).source(kind)} WHERE seen_in IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...new Set(ended.flatMap(({ others }) => [...others]))]))
  const sightings = new SightingWriter(db, importId, firstFreePart(db, importId))
  const see = seeStatement(db, kind)
  for (const { list: id, others } of ended) {
    const lines = linesOf(db, kind, id)
    for (const { version, key, seenIn: place } of strays) {
      const line = others.has(place) ? lines.get(key) : undefined
      if (line === undefined) continue
      see.run(version, id, line)
      sightings.add({ version, seenIn: id, line })
    }
  }
  sightings.flush()
}

/** Sets where an open version was last seen. */
export function seeStatement(db: Database.Database, kind: Kind): Database.Statement<[number, number, number]> {
  return db.prepare(
    `INSERT INTO ${seenTable(kind)} (version, seen_in, line) VALUES (?, ?, ?)
     ON CONFLICT (version) DO UPDATE SET seen_in = excluded.seen_in, line = excluded.line`,
  )
}

function firstFreePart(db: Database.Database, importId: number): number {
  return (
    db.prepare<[number], number>('SELECT coalesce(max(part) + 1, 0) FROM sightings WHERE import_id = ?').pluck().get(importId) ??
    0
  )
}

/** A list that lacks what an import had, and how to recognize a record that it only rejected. */
export interface Lacking extends LackingFile {
  /** Whether a rejected row without a key may be of a record, by its partner's name. */
  mayHave: (name: string | null) => boolean
}

/** The list that replaced an import's, or null. */
export function replacedBy(view: View): (importId: number) => Lacking | null {
  const list = view.prepare<[number], LackingFile>(
    `SELECT id AS importId, file FROM replaced_lists JOIN imports ON id = by_list
     WHERE list = ? AND ${view.counts('by_list')} ORDER BY by_list DESC LIMIT 1`,
  )
  const named = view.prepare<[number], string>(
    'SELECT DISTINCT name FROM set_aside WHERE import_id = ? AND key IS NULL AND name IS NOT NULL',
    'first',
  )
  return (importId) => {
    const found = list.get(importId)
    if (!found) return null
    let names: ReadonlySet<string> | null = null
    const mayHave = (name: string | null): boolean => {
      names ??= new Set(named.all(found.importId).map((each) => foldName(each).folded))
      return name !== null && names.size > 0 && names.has(foldName(name).folded)
    }
    return { ...found, mayHave }
  }
}
