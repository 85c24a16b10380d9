/** The list of imports: an entry for each file that was taken, each file that said the same again, and each undo. */

import type Database from 'better-sqlite3'
import type { Kind } from '../../../records/kind.ts'
import { type ImportRow, importEntry, undoerOf } from '../../import-rules/rows.ts'
import { type Recording, unmarked } from '../../recording.ts'
import { EndedDigest, type VersionHashes, versionHashes } from '../../records-check/digest.ts'
import type {
  AuditEntry,
  ImportCounts,
  ImportDetail,
  ImportEntry,
  ImportRequest,
  PromisedFile,
  SameFile,
  Seen,
} from '../../store.ts'
import { appendAudit } from '../audit.ts'
import { writeSound } from '../health.ts'
import { promise } from '../recording/promised-files.ts'
import type { Recorder } from '../recording/recorder.ts'
import { undoneEntries, View } from '../view.ts'
import { seenIn, weighedAgain } from './dating.ts'

/** A row of the table. */
interface WholeRow extends ImportRow {
  headings: string
  extra_headings: string
  given: string
}

/** Makes entries out of rows, as they stood after the view's last entry. */
function entryMaker(view: View): (row: ImportRow) => ImportEntry {
  const undone = undoneEntries(view)
  const undoneBy = new Map<number, number>()
  for (const { id, undoes } of view.db
    .prepare<[], { id: number; undoes: number }>('SELECT id, undoes FROM imports WHERE undoes IS NOT NULL ORDER BY id')
    .all()) {
    if (!undone.has(id) && (view.upTo === null || id <= view.upTo)) undoneBy.set(undoes, id)
  }
  const seen = seenIn(view)
  return (row) => importEntry(row, { seen: seen(row.id), undoneBy: undoerOf(row, undone, undoneBy) })
}

type OfKinds = ReadonlyArray<Pick<Kind, 'kind'>> | undefined

/** A condition that entries are of some kinds, or of any; see {@link bound}. */
const OF_KINDS = '(@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))'

function bound(kinds: OfKinds): { kinds: string | null } {
  return { kinds: kinds ? JSON.stringify(kinds.map(({ kind }) => kind)) : null }
}

/** Every import, of all kinds or of some, oldest first. */
export function listImports(view: View, kinds?: OfKinds): ImportEntry[] {
  return view.db
    .prepare<[object], ImportRow>(`SELECT * FROM imports WHERE ${upTo(view)} AND ${OF_KINDS} ORDER BY id`)
    .all(bound(kinds))
    .map(entryMaker(view))
}

/** Whether any import, of all kinds or of some, was undone. */
export function hasUndone(view: View, kinds?: OfKinds): boolean {
  const undone = undoneEntries(view)
  if (undone.size === 0 || !kinds) return undone.size > 0
  const some = view.db.prepare<[object], 1>(
    `SELECT 1 FROM imports WHERE id IN (${[...undone].join(', ')}) AND ${OF_KINDS} LIMIT 1`,
  )
  return some.get(bound(kinds)) !== undefined
}

/** The newest import of each kind, or of some, that was not undone: of the newest rows, and of those the last. */
export function newestImports(view: View, kinds?: OfKinds): ImportEntry[] {
  return view.db
    .prepare<[object], ImportRow>(
      `SELECT * FROM imports WHERE id IN (SELECT id FROM (
         SELECT id, row_number() OVER (PARTITION BY kind ORDER BY coalesce(dated_at, imported_at) DESC, id DESC) AS place
         FROM imports WHERE undoes IS NULL AND ${OF_KINDS} AND ${view.counts('id')}) WHERE place = 1) ORDER BY id`,
    )
    .all(bound(kinds))
    .map(entryMaker(view))
}

function upTo(view: View): string {
  return view.upTo === null ? 'TRUE' : `id <= ${view.upTo}`
}

/** One import with all that is known of its file, or null. */
export function importDetail(view: View, id: number): ImportDetail | null {
  const row = view.db.prepare<[number], WholeRow>(`SELECT * FROM imports WHERE id = ? AND ${upTo(view)}`).get(id)
  if (!row) return null
  return {
    ...entryMaker(view)(row),
    bytes: row.bytes,
    encoding: row.encoding,
    delimiter: row.delimiter,
    ...writingIn(row.date_order),
    headings: JSON.parse(row.headings),
    extraHeadings: JSON.parse(row.extra_headings),
  }
}

/** Whether any file of the kind was ever imported. */
export function wasImported(view: View, kind: Kind): boolean {
  return (
    view.db.prepare(`SELECT 1 FROM imports WHERE kind = ? AND undoes IS NULL AND ${view.counts('id')} LIMIT 1`).get(kind.kind) !==
    undefined
  )
}

/** Whether nothing was ever imported. */
export function isEmpty({ db, upTo }: View): boolean {
  return db.prepare('SELECT 1 FROM imports WHERE id <= ? LIMIT 1').get(upTo ?? Number.MAX_SAFE_INTEGER) === undefined
}

/** The last entry that had come by a moment (ISO 8601); 0 where none had. Entries count by their number, whatever the clock said. */
export function entryAt(db: Database.Database, moment: string): number {
  return db.prepare<[string], number>('SELECT coalesce(max(id), 0) FROM imports WHERE imported_at <= ?').pluck().get(moment) ?? 0
}

/** When an entry was made, or null where there is none of that number. */
export function momentOf(db: Database.Database, id: number): string | null {
  return db.prepare<[number], string>('SELECT imported_at FROM imports WHERE id = ?').pluck().get(id) ?? null
}

/** What has to agree for two imports of the same bytes to be the same import: how the file was read, and what it was taken for. */
function identity({
  sha256,
  encoding,
  given,
  mode,
  scope,
  dateOrder,
  decimal,
  headings,
  extraHeadings,
}: Omit<SameFile, 'file' | 'dating'>): string {
  const writing = writingText({ dateOrder, decimal })
  return JSON.stringify([sha256, encoding, given, mode, scope?.accountId ?? null, writing, headings, extraHeadings])
}

/** How dates and amounts of a file were read, in the one column there is for it: "mdy", "mdy comma", " comma"; null for neither. */
export function writingText({ dateOrder, decimal }: Pick<ImportDetail, 'dateOrder' | 'decimal'>): string | null {
  return decimal === null ? dateOrder : `${dateOrder ?? ''} ${decimal}`
}

/** What {@link writingText} wrote. */
export function writingIn(text: string | null): Pick<ImportDetail, 'dateOrder' | 'decimal'> {
  const [order = '', decimal = null] = text?.split(' ') ?? []
  return { dateOrder: order || null, decimal }
}

/**
 * The newest import of the kind, if it had these very bytes, read the same way; null when another file came since, because then
 * importing the bytes again may change something.
 */
export function newestImport(db: Database.Database, request: Omit<SameFile, 'file' | 'dating'>): ImportEntry | null {
  const row = db
    .prepare<[string], WholeRow>('SELECT * FROM imports WHERE kind = ? ORDER BY id DESC LIMIT 1')
    .get(request.kind.kind)
  if (!row || row.undoes !== null) return null
  const { sha256, encoding, given, mode, scope, date_order: dateOrder, headings, extra_headings: extra } = row
  const read = [given, headings, extra].map((json) => JSON.parse(json))
  const before = JSON.stringify([sha256, encoding, read[0], mode, scope, dateOrder, read[1], read[2]])
  return before === identity(request) ? entryMaker(new View(db, null))(row) : null
}

const INSERT = `INSERT INTO imports
  (kind, file, sha256, bytes, status, mode, scope, encoding, delimiter, date_order, headings, extra_headings, given, actor, imported_at,
   first_version, rows_read, rows_added, rows_changed, rows_unchanged, rows_removed, rows_rejected, rows_ignored)
  VALUES (@kind, @file, @sha256, @bytes, 'imported', @mode, @scope, @encoding, @delimiter, @dateOrder, @headings, @extraHeadings,
   @given, @actor, @at, @firstVersion, 0, 0, 0, 0, 0, 0, 0)`

/** Opens the entry of an import, without counts; gives its number. */
export function insertImport(db: Database.Database, request: ImportRequest, { actor, at }: Recording): number {
  const { kind, file, sha256, bytes, mode, scope, encoding, delimiter } = request
  const added = db.prepare(INSERT).run({
    kind: kind.kind,
    file,
    sha256,
    bytes,
    mode,
    scope: scope?.accountId ?? null,
    encoding,
    delimiter,
    dateOrder: writingText(request),
    headings: JSON.stringify(request.headings),
    extraHeadings: JSON.stringify(request.extraHeadings),
    given: JSON.stringify(request.given),
    actor,
    at,
    firstVersion: nextVersion(db, kind),
  })
  return Number(added.lastInsertRowid)
}

/** The number the next version of a kind will have: versions are numbered in the order they are opened. */
function nextVersion(db: Database.Database, kind: Kind): number {
  return db.prepare<[], number>(`SELECT coalesce(max(version), 0) + 1 FROM ${kind.kind}`).pluck().get() ?? 1
}

const INSERT_UNDO = `INSERT INTO imports
  (kind, file, sha256, bytes, status, mode, scope, undoes, encoding, delimiter, headings, extra_headings, given, actor, imported_at,
   first_version, rows_read, rows_added, rows_changed, rows_unchanged, rows_removed, rows_rejected, rows_ignored)
  SELECT kind, file, sha256, bytes, 'undo', mode, scope, id, encoding, delimiter, headings, extra_headings, given, @actor, @at,
   @firstVersion, 0, 0, 0, 0, 0, 0, 0 FROM imports WHERE id = @id`

/** Opens the entry that undoes another one; gives its number. */
export function insertUndo(db: Database.Database, kind: Kind, id: number, { actor, at }: Recording): number {
  return Number(db.prepare(INSERT_UNDO).run({ id, actor, at, firstVersion: nextVersion(db, kind) }).lastInsertRowid)
}

/** Says in the entry of an import how old its rows are. */
export function dateImport(db: Database.Database, id: number | bigint, { lastSeenAt, lastSeenBy, statedBy }: Seen): void {
  const isSaid = lastSeenBy !== 'file' && lastSeenBy !== 'import'
  db.prepare('UPDATE imports SET dated_at = ?, dated_by = ?, stated_by = ?, exported_at = ? WHERE id = ?').run(
    lastSeenAt,
    lastSeenBy,
    statedBy,
    isSaid ? lastSeenAt : null,
    id,
  )
}

/** What became of an import; `opened`: the hash of the versions that it opened. */
interface Finished {
  kind: Kind
  status: ImportEntry['status']
  counts: ImportCounts
  opened: string
  files?: readonly PromisedFile[]
}

/** Completes the entry of an import, which promises some files. */
export function finishImport(db: Database.Database, id: number, { kind, status, counts, opened, files = [] }: Finished): void {
  db.prepare(
    `UPDATE imports SET status = @status, rows_read = @read, rows_added = @added, rows_changed = @changed,
       rows_unchanged = @unchanged, rows_removed = @removed, rows_rejected = @rejected, rows_ignored = @ignored WHERE id = @id`,
  ).run({ ...counts, id, status })
  const entry = auditImport(db, id, versionHashes({ opened, ended: endedBy(db, kind, id) }))
  if (entry) promise(db, entry, files)
}

/** The hash of the numbers of the versions that an import ended. */
function endedBy(db: Database.Database, { kind }: Kind, id: number): string {
  const digest = new EndedDigest()
  const ended = db.prepare<[number], number>(
    `SELECT version FROM ${kind} WHERE valid_to = ? AND valid_to IS NOT NULL ORDER BY version`,
  )
  for (const version of ended.pluck().iterate(id)) digest.add(version)
  return digest.end()
}

/** Tells the audit of an entry in the list of imports; gives the entry of the audit. */
function auditImport(db: Database.Database, id: number | bigint, versions: VersionHashes): AuditEntry | null {
  const row = db.prepare<[number | bigint], ImportRow>('SELECT * FROM imports WHERE id = ?').get(id)
  if (!row) return null
  const { id: entry, kind, file, sha256, status, mode, scope, undoes, actor, imported_at: at } = row
  const { rows_added: added, rows_changed: changed, rows_removed: removed, rows_rejected: rejected } = row
  const rows = { added, changed, removed, rejected }
  const body = { import: entry, kind, file, sha256, status, mode, scope, undoes, rows, versions }
  const action = undoes === null ? 'imported' : 'import_undone'
  return appendAudit(db, { action, partnerId: null, request: null, body, evidence: null }, unmarked({ at, actor }))
}

/**
 * Notes that the bytes of the newest import came again: a line in the list of imports. The records of the import that brought them
 * are as old as they were, unless a person or a new name says otherwise. No record changes. Rejected rows must be read again, so a
 * file with some is not one of these.
 */
export function seenAgain(
  db: Database.Database,
  request: SameFile,
  { recorder, today }: { recorder: Recorder; today: string },
): { entry: ImportEntry; before: ImportEntry } | null {
  // Asked before waiting for other writers, for mostly it is not so.
  if (!newestImport(db, request)) return null
  return writeSound(db, today, () => {
    const before = newestImport(db, request)
    if (!before || before.counts.rejected > 0) return null
    const first =
      db.prepare<[number], number>('SELECT coalesce(same_as, id) FROM imports WHERE id = ?').pluck().get(before.id) ?? before.id
    const { actor, at } = recorder()
    const added = db.prepare(INSERT_AGAIN).run({ id: before.id, first, file: request.file, actor, at })
    dateImport(db, added.lastInsertRowid, weighedAgain(db, request, actor))
    auditImport(db, added.lastInsertRowid, versionHashes())
    const row = db.prepare<[number | bigint], ImportRow>('SELECT * FROM imports WHERE id = ?').get(added.lastInsertRowid)
    return row ? { entry: entryMaker(new View(db, null))(row), before } : null
  })
}

const INSERT_AGAIN = `INSERT INTO imports
  (kind, file, sha256, bytes, status, mode, scope, same_as, encoding, delimiter, date_order, headings, extra_headings, given, actor,
   imported_at, first_version, rows_read, rows_added, rows_changed, rows_unchanged, rows_removed, rows_rejected, rows_ignored)
  SELECT kind, @file, sha256, bytes, 'unchanged', mode, scope, @first, encoding, delimiter, date_order, headings, extra_headings, given,
    @actor, @at, NULL, rows_read, 0, 0, rows_read, 0, 0, rows_ignored FROM imports WHERE id = @id`
