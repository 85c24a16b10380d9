import type Database from 'better-sqlite3'
import type { Kind } from '../../records/kind.ts'
import type { ImportCounts, ImportEntry, ImportRequest, SameFile } from '../store.ts'

interface ImportRow {
  id: number
  kind: string
  file: string
  status: ImportEntry['status']
  mode: ImportEntry['mode']
  same_as: number | null
  sha256: string
  imported_at: string
  last_seen_at: string
  rows_read: number
  rows_added: number
  rows_changed: number
  rows_unchanged: number
  rows_removed: number
  rows_rejected: number
  rows_ignored: number
}

function toEntry(row: ImportRow): ImportEntry {
  return {
    id: row.id,
    kind: row.kind,
    file: row.file,
    status: row.status,
    mode: row.mode,
    counts: {
      read: row.rows_read,
      added: row.rows_added,
      changed: row.rows_changed,
      unchanged: row.rows_unchanged,
      removed: row.rows_removed,
      rejected: row.rows_rejected,
      ignored: row.rows_ignored,
    },
    importedAt: row.imported_at,
    lastSeenAt: row.last_seen_at,
    sha256: row.sha256,
  }
}

/** Every import, oldest first. */
export function listImports(db: Database.Database): ImportEntry[] {
  return db.prepare<[], ImportRow>('SELECT * FROM imports ORDER BY id').all().map(toEntry)
}

/** Whether any file of the kind was ever imported. */
export function wasImported(db: Database.Database, kind: Kind): boolean {
  return db.prepare('SELECT 1 FROM imports WHERE kind = ? LIMIT 1').get(kind.kind) !== undefined
}

/**
 * The newest import of the kind, if it had these very bytes, read the same way; null when another file came since, because then
 * importing the bytes again may change something.
 */
export function newestImport(
  db: Database.Database,
  { kind, sha256, encoding, given }: Omit<SameFile, 'file' | 'actor' | 'at'>,
): ImportEntry | null {
  const row = db
    .prepare<[string], ImportRow & { given: string; encoding: string }>(
      'SELECT * FROM imports WHERE kind = ? ORDER BY id DESC LIMIT 1',
    )
    .get(kind.kind)
  const isSame = row?.sha256 === sha256 && row.encoding === encoding && row.given === JSON.stringify(given)
  return row && isSame ? toEntry(row) : null
}

const INSERT = `INSERT INTO imports
  (kind, file, sha256, bytes, status, mode, encoding, delimiter, headings, extra_headings, given, actor, imported_at, last_seen_at,
   rows_read, rows_added, rows_changed, rows_unchanged, rows_removed, rows_rejected, rows_ignored)
  VALUES (@kind, @file, @sha256, @bytes, 'imported', 'merge', @encoding, @delimiter, @headings, @extraHeadings, @given, @actor, @at, @at, 0, 0, 0, 0, 0, 0, 0)`

/** Opens the entry of an import, without counts; gives its number. */
export function insertImport(db: Database.Database, request: ImportRequest): number {
  const { kind, file, sha256, bytes, encoding, delimiter, actor, at } = request
  const added = db.prepare(INSERT).run({
    kind: kind.kind,
    file,
    sha256,
    bytes,
    encoding,
    delimiter,
    headings: JSON.stringify(request.headings),
    extraHeadings: JSON.stringify(request.extraHeadings),
    given: JSON.stringify(request.given),
    actor,
    at,
  })
  return Number(added.lastInsertRowid)
}

/** Completes the entry of an import. */
export function finishImport(db: Database.Database, id: number, status: ImportEntry['status'], counts: ImportCounts): void {
  db.prepare(
    `UPDATE imports SET status = @status, rows_read = @read, rows_added = @added, rows_changed = @changed,
       rows_unchanged = @unchanged, rows_removed = @removed, rows_rejected = @rejected, rows_ignored = @ignored WHERE id = @id`,
  ).run({ ...counts, id, status })
}

/**
 * Notes that the bytes of the newest import came again: a line in the list of imports, and the records of the import that brought
 * them count as seen now. No record changes. Rows that were set aside must be read again, so such a file is none of these.
 */
export function seenAgain(db: Database.Database, request: SameFile): { entry: ImportEntry; before: ImportEntry } | null {
  return db
    .transaction(() => {
      const before = newestImport(db, request)
      if (!before || before.counts.rejected > 0) return null
      const first =
        db.prepare<[number], number>('SELECT coalesce(same_as, id) FROM imports WHERE id = ?').pluck().get(before.id) ?? before.id
      db.prepare('UPDATE imports SET last_seen_at = max(last_seen_at, ?) WHERE id = ? OR same_as = ?').run(
        request.at,
        first,
        first,
      )
      const added = db
        .prepare(INSERT_AGAIN)
        .run({ id: before.id, first, file: request.file, actor: request.actor, at: request.at })
      const row = db.prepare<[number | bigint], ImportRow>('SELECT * FROM imports WHERE id = ?').get(added.lastInsertRowid)
      return row ? { entry: toEntry(row), before } : null
    })
    .immediate()
}

const INSERT_AGAIN = `INSERT INTO imports
  (kind, file, sha256, bytes, status, mode, same_as, encoding, delimiter, headings, extra_headings, given, actor, imported_at, last_seen_at,
   rows_read, rows_added, rows_changed, rows_unchanged, rows_removed, rows_rejected, rows_ignored)
  SELECT kind, @file, sha256, bytes, 'unchanged', mode, @first, encoding, delimiter, headings, extra_headings, given, @actor, @at, @at,
    rows_read, 0, 0, rows_read, 0, 0, rows_ignored FROM imports WHERE id = @id`
