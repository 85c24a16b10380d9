/** Writing the list of imports: an entry for each file that was taken, each file that said the same again, and each undo. */

import type { Kind } from '../../../records/kind.ts'
import { type KnownAge, weigh } from '../../import-rules/dating.ts'
import { ownAge } from '../../import-rules/rows.ts'
import { type Recording, unmarked } from '../../recording.ts'
import type { VersionHashes } from '../../records-check/digest.ts'
import type { ImportCounts, ImportEntry, ImportRequest, PromisedFile, SameFile, Seen } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { appendAudit, lockEnd } from '../recording/audit.ts'
import type { Recorder } from '../recording/recorder.ts'
import { tableOf } from '../tables.ts'
import type { ImportList, ListedRow } from './import-list.ts'

/** What makes a file the same as another: its bytes, and how it was read. */
type Identity = Omit<SameFile, 'file' | 'dating'>

/**
 * The newest import of the kind, if it had these very bytes, read the same way; null when another file came since, because then
 * importing the bytes again may change something.
 */
export function newestSame(list: ImportList, request: Identity): ListedRow | null {
  const row = list.rows.findLast(({ kind }) => kind === request.kind.kind)
  if (!row || row.undoes !== null) return null
  const { headings, extraHeadings, given } = list.layout(row)
  const { sha256, encoding, mode, scope, dateOrder, decimal } = request
  const before = [row.sha256, row.encoding, row.mode, row.scope, row.date_order, row.decimal, headings, extraHeadings, given]
  const now = [sha256, encoding, mode, scope?.accountId ?? null, dateOrder, decimal]
  const same = JSON.stringify([...now, request.headings, request.extraHeadings, request.given])
  return JSON.stringify(before) === same ? row : null
}

/** An entry that is opened: its number, and the number of the first version that it can open. */
export interface OpenedEntry {
  id: number
  firstVersion: number
}

async function nextNumbers(link: Connection, kind: Pick<Kind, 'kind'>): Promise<OpenedEntry> {
  const [row] = await link.lists<[id: number, version: number]>(
    `SELECT (SELECT coalesce(max(id), 0) + 1 FROM imports), (SELECT coalesce(max(version), 0) + 1 FROM ${tableOf(kind)})`,
  )
  const [id = 1, firstVersion = 1] = row ?? []
  return { id, firstVersion }
}

/** Opens the entry of an import, without counts. Nobody else imports meanwhile, so its number is the next. */
export async function insertImport(link: Connection, request: ImportRequest, { actor, at }: Recording): Promise<OpenedEntry> {
  const { kind, file, sha256, bytes, mode, scope, encoding, delimiter, dateOrder, decimal } = request
  const [opened, layout] = await Promise.all([nextNumbers(link, kind), layoutOf(link, request)])
  await link.change(
    `INSERT INTO imports (id, kind, file, sha256, bytes, status, mode, scope, encoding, delimiter, date_order, decimal, layout, actor,
       imported_at, first_version)
     VALUES ($1, $2, $3, $4, $5, 'imported', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[opened.id, kind.kind, file, sha256, bytes, mode, scope?.accountId ?? null, encoding, delimiter, dateOrder, decimal],
      ...[layout, actor, at, opened.firstVersion],
    ],
  )
  return opened
}

/** How a file is laid out, which is kept once. */
async function layoutOf(link: Connection, request: Pick<ImportRequest, 'headings' | 'extraHeadings' | 'given'>): Promise<number> {
  const texts = [request.headings, request.extraHeadings, request.given].map((each) => JSON.stringify(each))
  const hash = layoutHash(texts)
  const [, [row]] = await Promise.all([
    link.change('INSERT INTO layouts (hash, headings, extra_headings, given) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      hash,
      ...texts,
    ]),
    link.lists<[number]>('SELECT id FROM layouts WHERE hash = $1', [hash]),
  ])
  return row?.[0] ?? 0
}

/** By what a layout is found: its headings, the other ones and what was stated, each as it is kept. */
export function layoutHash(texts: readonly string[]): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(JSON.stringify(texts)).digest('hex')
}

/** Opens the entry that undoes another one. */
export async function insertUndo(link: Connection, kind: Kind, id: number, { actor, at }: Recording): Promise<OpenedEntry> {
  const opened = await nextNumbers(link, kind)
  await link.change(
    `INSERT INTO imports (id, kind, file, sha256, bytes, status, mode, scope, undoes, encoding, delimiter, layout, actor, imported_at,
       first_version)
     SELECT $1, kind, file, sha256, bytes, 'undo', mode, scope, id, encoding, delimiter, layout, $2, $3, $4 FROM imports WHERE id = $5`,
    [opened.id, actor, at, opened.firstVersion, id],
  )
  return opened
}

/** Notes that the bytes of an import came again; gives the number of the entry. */
export async function insertAgain(link: Connection, before: ListedRow, file: string, { actor, at }: Recording): Promise<number> {
  const { id } = await nextNumbers(link, before)
  await link.change(
    `INSERT INTO imports (id, kind, file, sha256, bytes, status, mode, scope, same_as, encoding, delimiter, date_order, decimal, layout,
       actor, imported_at, rows_read, rows_unchanged, rows_ignored)
     SELECT $1, kind, $2, sha256, bytes, 'unchanged', mode, scope, coalesce(same_as, id), encoding, delimiter, date_order, decimal, layout,
       $3, $4, rows_read, rows_read, rows_ignored FROM imports WHERE id = $5`,
    [id, file, actor, at, before.id],
  )
  return id
}

/** Says in the entry of an import how old its rows are. */
export async function dateImport(link: Connection, id: number, { lastSeenAt, lastSeenBy, statedBy }: Seen): Promise<void> {
  const isSaid = lastSeenBy !== 'file' && lastSeenBy !== 'import'
  await link.change('UPDATE imports SET dated_at = $1, dated_by = $2, stated_by = $3, exported_at = $4 WHERE id = $5', [
    lastSeenAt,
    lastSeenBy,
    statedBy,
    isSaid ? lastSeenAt : null,
    id,
  ])
}

/** Completes the entry of an import, which promises some files. */
export async function finishImport(
  link: Connection,
  id: number,
  { status, counts, versions }: { status: ImportEntry['status']; counts: ImportCounts; versions: VersionHashes },
  { recorder, files = [] }: { recorder: Recorder; files?: readonly PromisedFile[] },
): Promise<void> {
  const { read, added, changed, unchanged, removed, rejected, ignored } = counts
  await link.change(
    `UPDATE imports SET status = $1, rows_read = $2, rows_added = $3, rows_changed = $4, rows_unchanged = $5, rows_removed = $6,
       rows_rejected = $7, rows_ignored = $8 WHERE id = $9`,
    [status, read, added, changed, unchanged, removed, rejected, ignored, id],
  )
  await auditImport(link, id, versions, recorder, files)
}

/**
 * Tells the audit of an entry in the list of imports. It comes last: who decides meanwhile waits only for this. The entry gets its time
 * then, for others may have recorded since it was opened.
 */
export async function auditImport(
  link: Connection,
  id: number,
  versions: VersionHashes,
  recorder: Recorder,
  files: readonly PromisedFile[] = [],
): Promise<void> {
  await lockEnd(link)
  const { at: now } = await recorder()
  const [row] = await link.rows<ListedRow>('UPDATE imports SET imported_at = $1 WHERE id = $2 RETURNING *', [now, id])
  if (!row) return
  const { id: entry, kind, file, sha256, status, mode, scope, undoes, actor, imported_at: at } = row
  const { rows_added: added, rows_changed: changed, rows_removed: removed, rows_rejected: rejected } = row
  const rows = { added, changed, removed, rejected }
  const body = { import: entry, kind, file, sha256, status, mode, scope, undoes, rows, versions }
  const action = undoes === null ? 'imported' : 'import_undone'
  await appendAudit(link, [{ action, partnerId: null, request: null, body, evidence: null, files }], unmarked({ at, actor }))
}

/** How old the rows of a file are; see {@link weigh}. `list` is the list of imports before it. */
export function weighed(
  list: ImportList,
  request: Pick<ImportRequest, 'kind' | 'sha256' | 'file' | 'rejectsOf' | 'dating'>,
  actor: string,
): Seen {
  // An undone import showed its bytes all the same; what was stated with it is undone.
  const known = list.rows.flatMap((row): KnownAge[] => {
    const isKnown = row.sha256 === request.sha256 && row.undoes === null && (row.dated_by !== 'stated' || list.counts(row.id))
    const { lastSeenAt: at, lastSeenBy: by, statedBy } = ownAge(row)
    return isKnown ? [{ id: row.id, file: row.file, at, by, statedBy }] : []
  })
  return weigh({ ...request, actor, dating: request.dating() }, known, (stem) => sourceOfRejects(list, request.kind, stem))
}

/**
 * How old the file is whose rejects these are: the oldest of its name, ending and folder apart, that had some, undone or not; of
 * all of the kind where none has the name. Which one it was is not known, and no row may look younger than it is.
 */
function sourceOfRejects(list: ImportList, { kind }: Kind, stem: string): Seen | null {
  const rejecting = list.rows.filter((row) => row.kind === kind && row.rows_rejected > 0 && row.undoes === null)
  const named = rejecting.filter(({ file }) => file.startsWith(`${stem}.`))
  const ages = (named.length > 0 ? named : rejecting).map((row) => list.seenIn(row.id) ?? ownAge(row))
  return ages.sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? -1 : 1))[0] ?? null
}
