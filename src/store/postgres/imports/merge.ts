/** Compares the rows of a file with the records that are there, all at once. A column the file lacks says nothing, so what is stored stays. */

import type { Kind } from '../../../records/kind.ts'
import { foldName } from '../../../records/name.ts'
import type { OpenedDigest } from '../../records-check/digest.ts'
import type { ImportCounts, ImportOutcome, ImportRequest } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import type { Condition } from '../reading/records.ts'
import { noteSightings } from '../sightings.ts'
import { columnOf, columnsOf, seenTable, tableOf } from '../tables.ts'
import { analyzeKind, analyzeTemporary } from './analyze.ts'
import type { OpenedEntry } from './entries.ts'
import { absentFields, twinsOf } from './incoming.ts'

/** The rows of `matched` that open a version, and which of them each is, in the order of the file. */
export const OPENING = `(SELECT place, before, (row_number() OVER (ORDER BY place))::integer AS opened FROM matched WHERE same IS NOT TRUE) opening`

/** What became of the rows of a file. */
export type Merged = Pick<ImportCounts, 'added' | 'changed' | 'unchanged'> &
  Pick<ImportOutcome, 'kept'> & {
    /** Records that were there before and that the file has. */
    met: number
    /** Of these, how many each earlier import had last. */
    seenBefore: ReadonlyMap<number, number>
    /** The hash of what was opened, where it was made as the rows were sent. */
    digest: OpenedDigest | null
    /** Whether there is a table `matched`. */
    isCompared: boolean
  }

/**
 * Opens a version for each row whose record is new or differs, closes the one before, and notes the others as seen. Leaves a table
 * `matched`, which ends with the transaction: each row with the version that was open, where that was last seen, whether that was noted,
 * which of the fields the file lacks it has, and whether it is the same.
 */
export async function merge(link: Connection, request: ImportRequest, entry: OpenedEntry): Promise<Merged> {
  const { kind } = request
  await match(link, kind, absentFields(request))
  const absent = await keptFields(link, request)
  const [[counts], seen] = await Promise.all([
    link.lists<[added: number, changed: number, same: number]>(
      `SELECT (count(*) FILTER (WHERE before IS NULL))::integer, (count(*) FILTER (WHERE NOT same))::integer,
         (count(*) FILTER (WHERE same))::integer FROM matched`,
    ),
    link.lists<[seenIn: number, rows: number]>(
      'SELECT seen_in, count(*)::integer FROM matched WHERE before IS NOT NULL GROUP BY 1 ORDER BY 1',
    ),
  ])
  const [added, changed, unchanged] = counts ?? [0, 0, 0]
  if (changed > 0) await closeChanged(link, kind, entry.id)
  if (added + changed > 0) await openVersions(link, kind, entry, absent)
  if (unchanged > 0) await noteSeen(link, kind, entry.id)
  await analyzeKind(link, kind, { opened: added + changed, rows: added + changed + unchanged })
  const kept = absent.flatMap(({ field, isKept }) => (isKept ? [field] : []))
  return { added, changed, unchanged, kept, met: changed + unchanged, seenBefore: new Map(seen), digest: null, isCompared: true }
}

async function match(link: Connection, kind: Kind, absent: readonly string[]): Promise<void> {
  const said = ['extra', ...Object.keys(kind.fields).flatMap((field) => (absent.includes(field) ? [] : columnOf(field)))]
  const of = (table: string): string => `ROW(${said.map((column) => `${table}.${column}`).join(', ')})`
  const compared = [
    ...absent.map((field, i) => `own.${columnOf(field)} IS NOT NULL AS ${hasAbsent(i)}`),
    `CASE WHEN own.version IS NOT NULL THEN ${of('row')} IS NOT DISTINCT FROM ${of('own')} END AS same`,
  ]
  await link.run(
    `CREATE TEMP TABLE matched ON COMMIT DROP AS
     SELECT row.place, row.key, row.line, own.version AS before, coalesce(seen.seen_in, own.valid_from) AS seen_in,
       coalesce(seen.line, own.line) AS seen_line, seen.version IS NOT NULL AS is_noted,
       ${compared.join(', ')}
     FROM incoming row LEFT JOIN ${tableOf(kind)} own ON own.key = row.key AND own.valid_to IS NULL
     LEFT JOIN ${seenTable(kind)} seen ON seen.version = own.version`,
  )
  await analyzeTemporary(link, 'matched')
}

/** The column of `matched` that says whether the open version has a value in a field that the file has no column for. */
function hasAbsent(place: number): string {
  return `has_absent_${place}`
}

/** A field that the file has no column for. */
interface Absent {
  field: string
  /** What makes a stored value outdated, in SQL about the version `own` and its row `row`: see {@link Kind.pairs}. */
  outdated: Condition
  /** Whether a record keeps its value. */
  isKept: boolean
}

async function keptFields(link: Connection, request: ImportRequest): Promise<Absent[]> {
  const { kind } = request
  const absent = absentFields(request)
  const found: Absent[] = []
  for (const [i, field] of absent.entries()) {
    const has = hasAbsent(i)
    const conditions: Condition[] = []
    for (const twin of twinsOf(kind, field, absent)) conditions.push(await outdatedBy(link, kind, { has, twin }))
    const outdated: Condition = (bound) => `(${['FALSE', ...conditions.map((each) => each(bound))].join(' OR ')})`
    const bound = new Bound()
    const [row] = await link.lists<[boolean]>(
      `SELECT EXISTS (SELECT 1 FROM matched WHERE same AND ${has})
         OR EXISTS (SELECT 1 ${differing(kind)} AND ${has} AND NOT ${outdated(bound)})`,
      bound.values,
    )
    found.push({ field, outdated, isKept: row?.[0] ?? false })
  }
  return found
}

/** Each row that differs from a version, beside it: where they say the same, nothing that the file lacks is outdated. */
function differing(kind: Kind): string {
  return `FROM matched JOIN ${tableOf(kind)} own ON own.version = matched.before JOIN incoming row USING (place) WHERE NOT same`
}

/** Whether the file changes what a field says in another way: the id of a partner that a person has left no longer holds. */
async function outdatedBy(link: Connection, kind: Kind, { has, twin }: { has: string; twin: string }): Promise<Condition> {
  const [stored, now] = [`own.${columnOf(twin)}`, `row.${columnOf(twin)}`]
  if (kind.fields[twin]?.type === 'id') return () => `${stored} IS DISTINCT FROM ${now}`
  const spellings = await link.lists<[string, string]>(
    `SELECT DISTINCT ${stored}, ${now} ${differing(kind)} AND ${has} AND ${stored} <> ${now}`,
  )
  // Names are never folded in SQL: those that are one are handed over.
  const same = spellings.filter(([one, other]) => foldName(one).folded === foldName(other).folded)
  const [olds, news] = [same.map(([one]) => one), same.map(([, other]) => other)]
  return (bound) => `(${stored} IS DISTINCT FROM ${now} AND NOT EXISTS (
    SELECT 1 FROM unnest(${bound.of(olds)}::text[], ${bound.of(news)}::text[]) same (one, other) WHERE one = ${stored} AND other = ${now}))`
}

async function closeChanged(link: Connection, kind: Kind, importId: number): Promise<void> {
  await Promise.all([
    link.change(`UPDATE ${tableOf(kind)} own SET valid_to = $1 FROM matched WHERE own.version = matched.before AND NOT same`, [
      importId,
    ]),
    link.change(`DELETE FROM ${seenTable(kind)} seen USING matched WHERE seen.version = matched.before AND NOT same`),
  ])
}

/** Opens versions, numbered in the order of the file. Whole rows are not sorted, which many of them have no room in memory for. */
async function openVersions(link: Connection, kind: Kind, entry: OpenedEntry, absent: readonly Absent[]): Promise<void> {
  const bound = new Bound()
  const values = Object.keys(kind.fields).map((field) => {
    const column = columnOf(field)
    const kept = absent.find((each) => each.field === field)
    if (!kept) return `row.${column}`
    if (!kept.isKept) return 'NULL'
    return `CASE WHEN NOT ${kept.outdated(bound)} THEN own.${column} END`
  })
  const first = bound.of(entry.firstVersion)
  await link.change(
    `INSERT INTO ${tableOf(kind)} (version, key, valid_from, line, extra, ${columnsOf(kind).join(', ')})
     SELECT ${first} - 1 + opened, row.key, ${bound.of(entry.id)}, row.line, row.extra,
       ${values.join(', ')}
     FROM ${OPENING} JOIN incoming row USING (place) LEFT JOIN ${tableOf(kind)} own ON own.version = opening.before`,
    bound.values,
  )
}

/** Notes where the records that are the same were seen. */
async function noteSeen(link: Connection, kind: Kind, importId: number): Promise<void> {
  const seen = seenTable(kind)
  await Promise.all([
    // What is noted already is most of a list that comes every night, and to change it is cheaper than to see whether it is there.
    link.change(
      `UPDATE ${seen} seen SET seen_in = $1, line = matched.line FROM matched WHERE same AND is_noted AND seen.version = matched.before`,
      [importId],
    ),
    link.change(
      `INSERT INTO ${seen} (version, seen_in, line) SELECT before, $1, line FROM matched WHERE same AND NOT is_noted ORDER BY before`,
      [importId],
    ),
    link.change(noteSightings('SELECT before AS version, $2::integer AS seen_in, line FROM matched WHERE same'), [
      kind.kind,
      importId,
      0,
    ]),
  ])
}
