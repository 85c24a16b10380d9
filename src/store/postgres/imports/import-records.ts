import { interrupted } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import { versionHashes } from '../../records-check/digest.ts'
import type { ImportCounts, ImportEntry, ImportOutcome, ImportRequest, RecordChange, SameFile, ShowWait } from '../../store.ts'
import { Bound } from '../bound.ts'
import type { Connection } from '../connection/connection.ts'
import { changesOf } from '../reading/history.ts'
import { learnNames } from '../recording/names.ts'
import type { Recorder } from '../recording/recorder.ts'
import { columnOf, tableOf } from '../tables.ts'
import { inSavepoint, inTransaction, ROLLED_BACK } from '../transaction.ts'
import { View } from '../view.ts'
import {
  auditImport,
  dateImport,
  finishImport,
  insertAgain,
  insertImport,
  newestSame,
  type OpenedEntry,
  weighed,
} from './entries.ts'
import { isFirst, NeedsComparing, openAll } from './first-rows.ts'
import { refuseImplausible } from './guards.ts'
import { hashVersions } from './hash-versions.ts'
import { takeIn } from './incoming.ts'
import { keepNewerSightings, replaceLists } from './lists.ts'
import { type Merged, merge } from './merge.ts'
import { closeMissing, type Missing } from './missing.ts'

export interface Running {
  recorder: Recorder
  showWait: ShowWait
  signal: AbortSignal | undefined
}

/** Whoever has this lock is the only one who adds to the list of imports: a lower number never appears after a higher. */
const IMPORTING = 'SELECT pg_advisory_xact_lock(7367780)'
const TRY_IMPORTING = 'SELECT pg_try_advisory_xact_lock(7367780)'

/** Of what a file that is not a complete list lacks, nothing is known. */
const NOTHING_MISSING: Missing = { removed: 0, gone: [], spared: 0, seenIn: [] }

/** Waits until no one else imports; nobody who reads or decides waits for it. */
export async function lockImports(link: Connection, { showWait, signal }: Omit<Running, 'recorder'>): Promise<void> {
  const [row] = await link.lists<[boolean]>(TRY_IMPORTING)
  if (row?.[0] !== true) await showWait('another_writer', () => link.run(IMPORTING))
  if (signal?.aborted) throw interrupted()
}

/**
 * Imports one file in one transaction: rows whose record is new or differs open a version and close the one before; the others are
 * noted as seen. Nothing is left where anything throws, where the dry run is over, or where `signal` says to give up.
 */
export function importRecords(link: Connection, request: ImportRequest, running: Running): Promise<ImportOutcome> {
  return inTransaction(link, async () => {
    // What the server does with many rows takes as long as it takes. The few that changed are looked up, and not looked for among all.
    await link.run("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1")
    const outcome = (await importFirst(link, request, running)) ?? (await importCompared(link, request, running))
    return request.dryRun ? { [ROLLED_BACK]: outcome } : outcome
  })
}

/** Imports the first file of a kind as it is read; null where it is not the first, or its rows have to be compared. */
async function importFirst(link: Connection, request: ImportRequest, running: Running): Promise<ImportOutcome | null> {
  if (!(await isFirst(link, request.kind))) return null
  await lockImports(link, running)
  // Another may have come while this one waited.
  if (!(await isFirst(link, request.kind))) return null
  let outcome: ImportOutcome | null = null
  try {
    await inSavepoint(link, async () => {
      outcome = await store(link, request, running.recorder, (entry) => openAll(link, request, entry, running.signal))
    })
  } catch (error) {
    if (!(error instanceof NeedsComparing)) throw error
  }
  return outcome
}

/** Imports a file whose rows are sent before anybody has to wait, and then compared with what is there. */
async function importCompared(link: Connection, request: ImportRequest, running: Running): Promise<ImportOutcome> {
  const repeated = await takeIn(link, request, running.signal)
  await lockImports(link, running)
  return store(link, request, running.recorder, async (entry) => {
    const merged = await merge(link, request, entry)
    return { ...merged, unchanged: merged.unchanged + repeated }
  })
}

async function store(
  link: Connection,
  request: ImportRequest,
  recorder: Recorder,
  bringIn: (entry: OpenedEntry) => Promise<Merged>,
): Promise<ImportOutcome> {
  const { kind } = request
  const view = new View(link, null)
  const list = await view.imports()
  const same = newestSame(list, request)
  const recording = await recorder()
  const entry = await insertImport(link, request, recording)
  const { kept, met, seenBefore, digest, isCompared, ...rows } = await bringIn(entry)
  await noteRejects(link, request, entry.id)
  await learnPartners(link, kind, entry.id)
  const seen = weighed(list, request, recording.actor)
  await dateImport(link, entry.id, seen)
  const listed = { id: entry.id, at: seen.lastSeenAt, records: rows.added + met, seenBefore }
  const missing = request.mode === 'snapshot' ? await closeMissing(link, request, { id: entry.id, met }) : NOTHING_MISSING
  await refuseImplausible(link, request, { entry, list, seen, gone: missing.seenIn, isCompared })
  await replaceLists(link, request, list, listed)
  await keepNewerSightings(link, request, list, listed)
  const { files, ...read } = await request.finish()
  const counts: ImportCounts = { ...rows, removed: missing.removed, ...read }
  const status = same !== null && counts.added + counts.changed + counts.removed === 0 ? 'unchanged' : 'imported'
  const versions = await hashVersions(link, kind, entry, counts, digest)
  await finishImport(link, entry.id, { status, counts, versions }, { recorder, files })
  const changes = await firstOf(changesOf(view, kind, entry.id), request.listChanges)
  const outcome = { counts, seen, sameAs: same && list.entry(same), kept, gone: missing.gone, spared: missing.spared, changes }
  return request.dryRun ? { importId: null, status: 'dry_run', ...outcome } : { importId: entry.id, status, ...outcome }
}

async function firstOf(changes: AsyncIterable<RecordChange>, most: number): Promise<RecordChange[]> {
  const first: RecordChange[] = []
  if (most === 0) return first
  for await (const change of changes) if (first.push(change) >= most) break
  return first
}

/** Remembers the owners of rejected rows: what is stored of them may be outdated. */
async function noteRejects(link: Connection, { kind, rejectedOwners }: ImportRequest, importId: number): Promise<void> {
  const owners = [...rejectedOwners()]
  if (owners.length === 0) return
  const bound = new Bound()
  const texts = (values: (string | null)[]): string => `${bound.of(values)}::text[]`
  const columns = [
    texts(owners.map(({ key }) => key)),
    texts(owners.map(({ name }) => name)),
    texts(owners.map(({ accountId }) => accountId)),
    `${bound.of(owners.map(({ line }) => line))}::integer[]`,
  ]
  await link.change(
    `INSERT INTO set_aside (kind, import_id, key, name, account_id, line)
     SELECT ${bound.of(kind.kind)}, ${bound.of(importId)}, * FROM unnest(${columns.join(', ')})`,
    bound.values,
  )
  await learnFrom(link, 'SELECT name FROM set_aside WHERE import_id = $1', [importId])
}

/** Keeps the folded forms of each partner's name in the versions that an import opened; those of the others are known. */
async function learnPartners(link: Connection, kind: Kind, importId: number): Promise<void> {
  if (kind.partnerName === null) return
  await learnFrom(link, `SELECT ${columnOf(kind.partnerName)} FROM ${tableOf(kind)} WHERE valid_from = $1`, [importId])
}

async function learnFrom(link: Connection, names: string, values: Bound['values']): Promise<void> {
  const unknown = await link.lists<[string]>(
    `SELECT DISTINCT name FROM (${names}) seen (name) WHERE name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM names WHERE names.name = seen.name)`,
    values,
  )
  await learnNames(
    link,
    unknown.map(([name]) => name),
  )
}

/**
 * Notes that the bytes of the newest import came again: a line in the list of imports. The records of the import that brought them
 * are as old as they were, unless a person or a new name says otherwise. No record changes. Rejected rows must be read again, so a
 * file with some is not one of these: null, as where another file came since.
 */
export async function seenAgain(
  link: Connection,
  request: SameFile,
  running: Running,
): Promise<{ entry: ImportEntry; before: ImportEntry } | null> {
  // Asked before waiting for others, for mostly it is not so.
  if (!newestSame(await new View(link, null).imports(), request)) return null
  return inTransaction<{ entry: ImportEntry; before: ImportEntry } | null>(link, async () => {
    await lockImports(link, running)
    const list = await new View(link, null).imports()
    const before = newestSame(list, request)
    if (!before || before.rows_rejected > 0) return { [ROLLED_BACK]: null }
    const recording = await running.recorder()
    const id = await insertAgain(link, before, request.file, recording)
    await dateImport(link, id, weighed(list, { ...request, rejectsOf: null }, recording.actor))
    await auditImport(link, id, versionHashes(), running.recorder)
    const after = await new View(link, null).imports()
    const row = after.row(id)
    return row && { entry: after.entry(row), before: list.entry(before) }
  })
}
