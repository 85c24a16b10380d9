/**
 * Pruning: what records were before a day is removed, for good. Every question about that day or later is answered as before, so what
 * those answers rest on stays: the lists of imports and their lines, and of a few kinds what records were called or said before.
 */

import type { Kind } from '../../../records/kind.ts'
import { FORMER_VALUES, type FormerVersion, formerToKeep } from '../../pruned.ts'
import { type Recording, unmarked } from '../../recording.ts'
import type { Pruned, PruneOutcome, PruneRequest } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { appendAudit } from '../recording/audit.ts'
import { columnOf, tableOf } from '../tables.ts'
import { inTransaction, ROLLED_BACK } from '../transaction.ts'
import { readImports } from './import-list.ts'
import { lockImports, type Running } from './import-records.ts'

/** Removes what ended with an entry before the day, in one transaction. The server uses the room again; its files keep their size. */
export function prune(
  link: Connection,
  kinds: readonly Kind[],
  { before, dryRun }: PruneRequest,
  running: Running,
): Promise<PruneOutcome> {
  return inTransaction(link, async () => {
    await link.run('SET LOCAL statement_timeout = 0')
    await lockImports(link, running)
    const { rows, pruned: known } = await readImports(link)
    const last = rows.findLast((row) => row.imported_at < before)?.id ?? 0
    const isNew = last > 0 && (known === null || before > known.before)
    const pruned: { kind: string; versions: number }[] = []
    for (const kind of isNew ? kinds : []) {
      const versions = await pruneKind(link, kind, last)
      if (versions > 0) pruned.push({ kind: kind.kind, versions })
    }
    const versions = pruned.reduce((sum, each) => sum + each.versions, 0)
    if (isNew) await notePruning(link, { before, lastImport: last }, versions, await running.recorder())
    const [size] = await link.lists<[number]>('SELECT pg_database_size(current_database())')
    const bytes = size?.[0] ?? 0
    const outcome: PruneOutcome = {
      status: !isNew ? 'unchanged' : dryRun ? 'dry_run' : 'pruned',
      before: isNew ? before : (known?.before ?? before),
      lastImport: isNew ? last : (known?.lastImport ?? 0),
      imports: rows.filter(({ id }) => id <= last).length,
      allImports: rows.length,
      versions,
      kinds: pruned,
      bytesBefore: bytes,
      bytesAfter: bytes,
    }
    return isNew && !dryRun ? outcome : { [ROLLED_BACK]: outcome }
  })
}

async function notePruning(link: Connection, pruned: Omit<Pruned, 'at'>, versions: number, recording: Recording): Promise<void> {
  await link.change(
    `INSERT INTO meta (name, value) VALUES ('pruned', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [JSON.stringify({ ...pruned, at: recording.at })],
  )
  const body = { ...pruned, versions }
  await appendAudit(
    link,
    [{ action: 'history_pruned', partnerId: null, request: null, body, evidence: null }],
    unmarked(recording),
  )
}

/** Removes the versions of a kind that had ended with an entry; gives how many. */
async function pruneKind(link: Connection, kind: Kind, last: number): Promise<number> {
  const table = tableOf(kind)
  const kept = await formerVersions(link, kind, last)
  // New versions are numbered from the last one on, and no number may come twice.
  const old = `own.valid_to <= $1 AND own.version <> ALL($2::integer[]) AND own.version <> (SELECT max(version) FROM ${table})`
  if (kind.endsByList) await notePruned(link, kind, { old, values: [last, kept] })
  return link.change(`DELETE FROM ${table} own WHERE ${old}`, [last, kept])
}

/** Notes where later versions of those are that a list may be asked for. */
async function notePruned(
  link: Connection,
  kind: Kind,
  { old, values }: { old: string; values: [last: number, kept: readonly number[]] },
): Promise<void> {
  const table = tableOf(kind)
  const of = `kind = '${kind.kind}'`
  await link.change(
    `INSERT INTO pruned_versions (kind, version, later, opened, line)
     SELECT '${kind.kind}', version, later, valid_from, line FROM (
       SELECT own.version, own.valid_from, own.line, coalesce(
         (SELECT open.version FROM ${table} open WHERE open.key = own.key AND open.valid_to IS NULL),
         (SELECT min(later.version) FROM ${table} later WHERE later.key = own.key AND later.valid_to > $1)) AS later
       FROM ${table} own WHERE ${old}) found WHERE later IS NOT NULL`,
    values,
  )
  // What an earlier pruning said of a version that goes now, leads further on.
  await link.change(
    `UPDATE pruned_versions old SET later = next.later FROM pruned_versions next
     WHERE old.${of} AND next.${of} AND next.version = old.later`,
  )
  await link.change(
    `DELETE FROM pruned_versions WHERE ${of} AND later IN (SELECT own.version FROM ${table} own WHERE ${old})`,
    values,
  )
}

async function formerVersions(link: Connection, kind: Kind, last: number): Promise<number[]> {
  const field = FORMER_VALUES[kind.kind]
  if (field === undefined) return []
  const [rows, undone] = await Promise.all([
    link.rows<FormerVersion>(
      `SELECT version, key, valid_from AS opened, valid_to AS closed, ${columnOf(field)} AS value FROM ${tableOf(kind)} ORDER BY key, version`,
    ),
    link.lists<[number]>(
      'SELECT undoes FROM imports WHERE undoes IS NOT NULL UNION SELECT id FROM imports WHERE undoes IS NOT NULL',
    ),
  ])
  return formerToKeep(rows, new Set(undone.map(([id]) => id)), last)
}
