/** Looks over a whole desk: its audit, and whether what it holds fits together. */

import type { SeenHeads } from '../../records/heads/seen-heads.ts'
import type { Kind } from '../../records/kind.ts'
import type { AuditRow } from '../audit-chain.ts'
import type { CheckedPart, DeskCheck } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { type ListedRow, readImports } from './imports/import-list.ts'
import { verifyAudit } from './recording/audit.ts'
import { askHeads, checkSeen } from './recording/last-seen.ts'
import { seenTable, tableOf } from './tables.ts'

/** So many flaws of one sort are told; the others are counted. */
const MOST_TOLD = 5

interface Verifying {
  heads: SeenHeads
  /** The id of the desk. */
  desk: string
  /** Whether its last entry counts from now on as the one that was seen, if the audit holds. */
  accept: boolean
}

/** Looks over the desk as it is at one moment; all of its versions are read, on the server. */
export async function verifyDesk(
  link: Connection,
  kinds: readonly Kind[],
  { heads, desk, accept }: Verifying,
): Promise<DeskCheck> {
  await link.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0')
  const told: AuditRow[] = []
  const audit = await verifyAudit(link, (row) => OF_IMPORTS.has(row.action) && told.push({ ...row, evidence: null }))
  const asked = await askHeads(link, heads)
  const { rows, pruned } = await readImports(link)
  const parts: CheckedPart[] = [
    { part: 'imports', checked: rows.length, flaws: flawsOfImports(rows, told) },
    await checkVersions(link, kinds, rows, pruned?.lastImport ?? 0),
    await checkSightings(link),
  ]
  await link.run('ROLLBACK')
  const isAccepted = accept && audit.flaws.length === 0
  if (isAccepted) await heads.keep(desk, asked.last)
  return { audit, seen: checkSeen(asked, desk), accepted: isAccepted ? asked.last : null, parts }
}

const OF_IMPORTS: ReadonlySet<string> = new Set(['imported', 'import_undone'])

/** Where the list of imports and the audit differ. Imports from before there was an audit are in none. */
function flawsOfImports(rows: readonly ListedRow[], told: readonly AuditRow[]): string[] {
  const listed = new Map(rows.map((row) => [row.id, row]))
  const recorded = new Map<number, number>()
  const flaws: string[] = []
  for (const { id, body } of told) {
    const said = bodyOf(body)
    const row = listed.get(said.import)
    if (!row) flaws.push(`audit entry ${id} records import ${said.import}, which is not in the list of imports`)
    else if (recorded.has(row.id)) flaws.push(`audit entries ${recorded.get(row.id)} and ${id} both record import ${row.id}`)
    else if (!isAsSaid(row, said)) flaws.push(`import ${row.id} is not as audit entry ${id} records it`)
    recorded.set(said.import, id)
  }
  const first = Math.min(...recorded.keys())
  for (const { id } of rows) if (id > first && !recorded.has(id)) flaws.push(`import ${id} is in the list, and not in the audit`)
  return shortened(flaws)
}

interface Said {
  import: number
  kind: string
  sha256: string
  status: string
  mode: string
  scope: string | null
  undoes: number | null
  rows: { added: number; changed: number; removed: number; rejected: number } | undefined
}

/** What an entry says of an import; of one that is damaged, what is there. That it is damaged, its hash shows. */
function bodyOf(body: string): Partial<Said> & { import: number } {
  try {
    return { import: 0, ...JSON.parse(body) }
  } catch {
    return { import: 0 }
  }
}

function isAsSaid(row: ListedRow, { kind, sha256, status, mode, scope, undoes, rows }: Partial<Said>): boolean {
  const counts = [rows?.added, rows?.changed, rows?.removed, rows?.rejected]
  const there = [row.rows_added, row.rows_changed, row.rows_removed, row.rows_rejected]
  return (
    JSON.stringify([kind, sha256, status, mode, scope, undoes, ...counts]) ===
    JSON.stringify([row.kind, row.sha256, row.status, row.mode, row.scope, row.undoes, ...there])
  )
}

/** Whether each version of a record was opened and ended by imports of its kind, as many as these counted, and each is where it was seen. */
async function checkVersions(
  link: Connection,
  kinds: readonly Kind[],
  rows: readonly ListedRow[],
  prunedUpTo: number,
): Promise<CheckedPart> {
  let checked = 0
  const flaws: string[] = []
  for (const kind of kinds) {
    const name = kind.kind.replaceAll('_', ' ')
    const [table, seen] = [tableOf(kind), seenTable(kind)]
    const [[counts], opened] = await Promise.all([
      link.lists<[all: number, backwards: number, unseen: number]>(
        `SELECT (SELECT count(*)::integer FROM ${table}), (SELECT count(*)::integer FROM ${table} WHERE valid_to < valid_from),
           (SELECT count(*)::integer FROM ${seen} seen WHERE NOT EXISTS (
             SELECT 1 FROM ${table} own WHERE own.version = seen.version AND own.valid_to IS NULL)
             OR NOT EXISTS (SELECT 1 FROM imports WHERE id = seen.seen_in AND kind = '${kind.kind}'))`,
      ),
      link.lists<[entry: number, versions: number]>(`SELECT valid_from, count(*)::integer FROM ${table} GROUP BY 1 ORDER BY 1`),
    ])
    const ended = await link.lists<[entry: number, versions: number]>(
      `SELECT valid_to, count(*)::integer FROM ${table} WHERE valid_to IS NOT NULL GROUP BY 1 ORDER BY 1`,
    )
    const [all = 0, backwards = 0, unseen = 0] = counts ?? []
    checked += all
    if (backwards > 0) flaws.push(`${backwards} of ${name} ended before they began`)
    if (unseen > 0)
      flaws.push(`${unseen} of ${name} are noted as seen that are not records of today, or that no import of theirs saw`)
    flaws.push(...shortened(flawsOfCounts(kind, rows, { opened: new Map(opened), ended: new Map(ended) }, prunedUpTo)))
  }
  return { part: 'versions', checked, flaws }
}

/** Where the versions of a kind are not as many as each import counted. What was pruned is not there to be counted. */
function flawsOfCounts(
  { kind }: Kind,
  rows: readonly ListedRow[],
  { opened, ended }: Record<'opened' | 'ended', ReadonlyMap<number, number>>,
  prunedUpTo: number,
): string[] {
  const name = kind.replaceAll('_', ' ')
  const own = new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row]))
  const strangers = [...new Set([...opened.keys(), ...ended.keys()])].filter((id) => !own.has(id))
  const flaws = strangers.map((id) => `versions of ${name} are of import ${id}, which is not in the list`)
  for (const { id, rows_added, rows_changed, rows_removed } of own.values()) {
    const [began, over] = [opened.get(id) ?? 0, ended.get(id) ?? 0]
    const [toBegin, toEnd] = [rows_added + rows_changed, rows_changed + rows_removed]
    // A version that a later import ended may be pruned with it.
    const isPruned = id <= prunedUpTo
    if (began > toBegin || (began < toBegin && !isPruned))
      flaws.push(`import ${id} wrote ${toBegin} records of ${name}, and ${began} versions say that they are of it`)
    if (over > toEnd || (over < toEnd && !isPruned))
      flaws.push(`import ${id} ended ${toEnd} records of ${name}, and ${over} versions say that it ended them`)
  }
  return flaws
}

async function checkSightings(link: Connection): Promise<CheckedPart> {
  const [row] = await link.lists<[all: number, strange: number]>(
    `SELECT count(*)::integer, (count(*) FILTER (WHERE cardinality(versions) <> cardinality(lines)
       OR NOT EXISTS (SELECT 1 FROM imports WHERE id = import_id AND kind = sightings.kind)
       OR NOT EXISTS (SELECT 1 FROM imports WHERE id = seen_in AND kind = sightings.kind)))::integer FROM sightings`,
  )
  const [checked = 0, strange = 0] = row ?? []
  return { part: 'sightings', checked, flaws: strange === 0 ? [] : [`${strange} are of no import in the list, or incomplete`] }
}

function shortened(flaws: readonly string[]): string[] {
  const more = flaws.length - MOST_TOLD
  return more > 0 ? [...flaws.slice(0, MOST_TOLD), `and ${more} more of this sort`] : [...flaws]
}
