/** What changed when: the versions of records, and the difference an entry in the list of imports made. */

import type Database from 'better-sqlite3'
import type { Kind, Value } from '../../records/kind.ts'
import type {
  FormerName,
  GoneAccount,
  ImportEntry,
  OfAccounts,
  PartnerRows,
  RecordChange,
  RecordVersion,
  SourceAge,
  VersionValues,
} from '../store.ts'
import { importDetail, listImports, newestImports } from './imports/import-entries.ts'
import { replacedBy } from './imports/lists.ts'
import { prunedHistory } from './past/prune.ts'
import { WholeVersions } from './past/thinned.ts'
import { ofPartner } from './records.ts'
import { columnOf, columnsOf, recordMaker } from './tables.ts'
import type { View } from './view.ts'

type VersionRow = [
  version: number,
  key: string,
  from: number,
  to: number | null,
  line: number,
  extra: string | null,
  thinned: number | null,
  ...values: unknown[],
]
const FIRST_VALUE = 7

function versionColumns(kind: Kind): string {
  return `own.version, own.key, own.valid_from, own.valid_to, own.line, own.extra, own.thinned, ${columnsOf(kind)
    .map((column) => `own.${column}`)
    .join(', ')}`
}

/** Makes the values out of the rows of versions, with what those lack. */
function valuesMaker(db: Database.Database, kind: Kind): (row: VersionRow) => VersionValues {
  const toRecord = recordMaker<Record<string, Value>>(kind, FIRST_VALUE)
  const columns = columnsOf(kind)
  const versions = new WholeVersions(db, kind)
  const values = (row: readonly unknown[], extra: unknown): VersionValues => ({
    values: toRecord(row),
    extra: typeof extra === 'string' ? JSON.parse(extra) : [],
  })
  return (row) => {
    if (row[6] === null) return values(row, row[5])
    const whole = versions.of(row[0])
    return values([...row.slice(0, FIRST_VALUE), ...columns.map((column) => whole[column] ?? null)], whole.extra)
  }
}

/**
 * What an entry did to the records of its kind: versions it opened, in the order of its file, each beside the version of the record
 * that it closed; then the records it closed without another version. A version opened and closed within the entry is not one of
 * them.
 */
export function* changesOf(db: Database.Database, kind: Kind, id: number): Generator<RecordChange, void, void> {
  const valuesOf = valuesMaker(db, kind)
  const columns = versionColumns(kind)
  const closed = db
    .prepare<[number, string], VersionRow>(
      `SELECT ${columns} FROM ${kind.kind} own WHERE valid_to = ? AND valid_to IS NOT NULL AND key = ? AND valid_from < valid_to`,
    )
    .raw()
  const page = db
    .prepare<[number, number], VersionRow>(
      `SELECT ${columns} FROM ${kind.kind} own WHERE version >= ? AND valid_from = ? ORDER BY version LIMIT 500`,
    )
    .raw()
  const first = db.prepare<[number], number | null>('SELECT first_version FROM imports WHERE id = ?').pluck().get(id)
  for (let next = first ?? null; next !== null; ) {
    const rows = page.all(next, id)
    for (const row of rows) {
      if (row[3] === id) continue
      const before = closed.get(id, row[1])
      yield {
        change: before ? 'changed' : 'added',
        key: row[1],
        line: row[4],
        before: before ? valuesOf(before) : null,
        after: valuesOf(row),
      }
    }
    const last = rows.at(-1)
    next = last === undefined ? null : last[0] + 1
  }
  const gone = db
    .prepare<[number, number], VersionRow>(
      `SELECT ${columns} FROM ${kind.kind} own WHERE valid_to = ? AND valid_to IS NOT NULL AND valid_from < valid_to AND NOT EXISTS (
         SELECT 1 FROM ${kind.kind} later WHERE later.key = own.key AND later.valid_from = ? AND later.version > own.version)
       ORDER BY version`,
    )
    .raw()
  for (const row of gone.all(id, id)) {
    yield { change: 'removed', key: row[1], line: null, before: valuesOf(row), after: null }
  }
}

/** The keys of every record that is or was a partner's. */
function keysOf(view: View, kind: Kind, of: PartnerRows): string[] {
  const { condition, values } = ofPartner(view, kind, of, ['valid_to IS NULL', 'valid_to IS NOT NULL'])
  return view.db
    .prepare<unknown[], string>(`SELECT DISTINCT key FROM ${kind.kind} WHERE ${condition}`)
    .pluck()
    .all(...values)
}

/** Those of some keys that a record of the kind has or ever had: what was undone never was, what was pruned is not known. */
export function keysEver(view: View, kind: Kind, keys: Iterable<string>): Set<string> {
  const asked = JSON.stringify([...new Set(keys)])
  const found = ['valid_to IS NULL', 'valid_to IS NOT NULL AND valid_from < valid_to'].flatMap((condition) =>
    view.db
      .prepare<[string], string>(
        `SELECT DISTINCT own.key FROM json_each(?) wanted JOIN ${kind.kind} own ON own.key = wanted.value
           AND ${condition} AND ${view.counts('own.valid_from')}`,
      )
      .pluck()
      .all(asked),
  )
  return new Set(found)
}

/** Every version of the records of one partner, or of one key, oldest first. */
export function versions(view: View, kind: Kind, of: PartnerRows | { key: string }): RecordVersion[] {
  const { db, upTo } = view
  // Some that ended before are kept for other questions.
  const pruned = prunedHistory(db)?.lastImport ?? 0
  const keys = 'key' in of ? [of.key] : keysOf(view, kind, of)
  const entries = new Map(listImports(view).map((entry) => [entry.id, entry]))
  const valuesOf = valuesMaker(db, kind)
  const select = (condition: string): string =>
    `SELECT ${versionColumns(kind)} FROM json_each(?) wanted JOIN ${kind.kind} own ON own.key = wanted.value AND ${condition}`
  const rows = ['valid_to IS NULL', 'valid_to IS NOT NULL'].flatMap((condition) =>
    db
      .prepare<[string], VersionRow>(select(condition))
      .raw()
      .all(JSON.stringify([...new Set(keys)])),
  )
  return rows
    .filter(([, , from, to]) => (upTo === null || from <= upTo) && from !== to && (to === null || to > pruned))
    .sort(([a], [b]) => a - b)
    .flatMap((row) => {
      const [, key, from, to, line] = row
      const opened = entries.get(from)
      if (!opened) return []
      const closed: ImportEntry | null = to === null ? null : (entries.get(to) ?? null)
      return [{ key, line, from: opened, to: closed, ...valuesOf(row) }]
    })
}

/** How fresh each imported kind is. */
export function sourceAges(view: View, kinds: readonly Kind[], staleBefore: string): SourceAge[] {
  const seenAt = new Map(listImports(view).map(({ id, lastSeenAt }) => [id, lastSeenAt]))
  const lacking = replacedBy(view)
  const entries = newestImports(view)
  return kinds.flatMap((kind) => {
    const newest = entries.find((entry) => entry.kind === kind.kind)
    if (!newest) return []
    const counted = view.db
      .prepare<[], { seenIn: number; records: number }>(
        `SELECT seen_in AS seenIn, count(*) AS records FROM ${view.source(kind)} GROUP BY seen_in`,
      )
      .all()
    const stale = counted.filter(({ seenIn }) => (seenAt.get(seenIn) ?? '') < staleBefore)
    const sum = (rows: typeof counted): number => rows.reduce((total, { records }) => total + records, 0)
    const gone = counted.flatMap((row) => {
      const list = lacking(row.seenIn)
      return list ? [{ ...row, list }] : []
    })
    const [{ list } = { list: null }] = gone.toReversed()
    const goneFrom = list && { importId: list.importId, file: list.file }
    return [{ kind: kind.kind, records: sum(counted), newest, stale: sum(stale), gone: sum(gone), goneFrom }]
  })
}

/** Accounts that had a version and have none now; see the reader. */
export function goneAccounts(view: View, kind: Kind, of?: OfAccounts): GoneAccount[] {
  const name = columnOf(kind.partnerName ?? '')
  const named = `${name} IN (SELECT name FROM names WHERE folded IN (SELECT value FROM json_each(@values)))`
  const closed = view.upTo === null ? 'valid_to IS NOT NULL' : `valid_to IS NOT NULL AND valid_to <= ${view.upTo}`
  // By its name an account is asked for by the last one that it had, whatever it was called before.
  const wanted = !of ? 'TRUE' : 'ids' in of ? OF_IDS : `key IN (SELECT key FROM ${kind.kind} WHERE ${closed} AND ${named})`
  const last = of && 'folded' in of ? `HAVING ${named}` : ''
  const rows = view
    .prepare<[{ values: string }], { id: string; name: string | null; goneWith: number }>(
      // Beside max() are the values of the version that has it.
      `SELECT key AS id, ${name} AS name, max(valid_to) AS goneWith FROM ${kind.kind} gone WHERE ${closed} AND ${wanted}
         AND NOT EXISTS (SELECT 1 FROM ${view.source(kind)} own WHERE own.key = gone.key)
       GROUP BY key ${last}`,
    )
    .all({ values: JSON.stringify(of && ('ids' in of ? of.ids : of.folded)) ?? 'null' })
  return rows.flatMap(({ id, name: named, goneWith }) => {
    const entry = importDetail(view, goneWith)
    return entry && isEnd(view, entry) ? [{ id, name: named ?? '', goneWith: entry }] : []
  })
}

const OF_IDS = 'key IN (SELECT value FROM json_each(@values))'

/** Names of accounts in versions that have ended, unless that is the account's name now; see the reader. */
export function formerNames(view: View, kind: Kind, of?: OfAccounts): FormerName[] {
  const name = columnOf(kind.partnerName ?? '')
  const wanted = !of
    ? 'TRUE'
    : 'ids' in of
      ? OF_IDS
      : `${name} IN (SELECT name FROM names WHERE folded IN (SELECT value FROM json_each(@values)))`
  const ended = view.upTo === null ? 'valid_to IS NOT NULL' : `valid_to IS NOT NULL AND valid_to <= ${view.upTo}`
  return view
    .prepare<[{ values: string }], FormerName>(
      `SELECT DISTINCT key AS id, ${name} AS name FROM ${kind.kind} former
       WHERE ${ended} AND valid_from < valid_to AND ${view.counts('valid_from')} AND ${wanted} AND NOT EXISTS (
         SELECT 1 FROM ${view.source(kind)} own WHERE own.key = former.key AND own.${name} = former.${name})
       ORDER BY id, name`,
    )
    .all({ values: JSON.stringify(of && ('ids' in of ? of.ids : of.folded)) ?? 'null' })
}

/** Whether what an entry removed had been true: what an undone import had added never was. */
function isEnd(view: View, entry: ImportEntry): boolean {
  if (entry.undoes === null) return true
  const undone = importDetail(view, entry.undoes)
  const before = undone?.undoes == null ? null : importDetail(view, undone.undoes)
  return before !== null && isEnd(view, before)
}
