/** Files that entries of the audit speak of: noted with the entry, and settled once they are in their places. */

import type Database from 'better-sqlite3'
import type { AuditEntry, OpenPromise, PromisedFile } from '../../store.ts'
import { writeSound } from '../health.ts'
import { prepared } from './prepared.ts'

export const PROMISED_FILES_TABLE = `CREATE TABLE promised_files (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES audit (id),
    folder TEXT NOT NULL,
    staged TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    about TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX promised_files_open ON promised_files (state) WHERE state IN ('staged', 'missing');`

/** Notes the files of an entry, in the transaction that adds it. A missing file about the same thing counts as replaced. */
export function promise(db: Database.Database, { id, request }: AuditEntry, files: readonly PromisedFile[]): void {
  for (const { folder, staged, file, sha256, about: what } of files) {
    const about = request === null ? what : ofRequest(request, what)
    replaceMissing(db, about)
    prepared<unknown[]>(
      db,
      "INSERT INTO promised_files (entry, folder, staged, file, sha256, about, state) VALUES (?, ?, ?, ?, ?, ?, 'staged')",
    ).run(id, folder, staged, file, sha256, about)
  }
}

/** Those not known to be in their places, oldest first. */
export function openPromises(db: Database.Database): OpenPromise[] {
  const columns = 'id, entry, folder, staged, file, sha256, about, state'
  return db
    .prepare<[], OpenPromise>(`SELECT ${columns} FROM promised_files WHERE state IN ('staged', 'missing') ORDER BY id`)
    .all()
}

/** The folders of all of them, whatever became of them, but for those of imports: rejected rows are where the exports are. */
export function promisedFolders(db: Database.Database): string[] {
  return db
    .prepare<[], string>(
      `SELECT DISTINCT folder FROM promised_files JOIN audit ON audit.id = entry WHERE action <> 'imported' ORDER BY folder`,
    )
    .pluck()
    .all()
}

/** Notes what became of files, by the names they were written under first. */
export function settle(db: Database.Database, found: ReadonlyMap<string, 'placed' | 'missing'>): void {
  const note = db.prepare("UPDATE promised_files SET state = ? WHERE staged = ? AND state IN ('staged', 'missing')")
  for (const [staged, state] of found) note.run(state, staged)
}

/** What the draft of a reply to a request is of. */
function ofRequest(request: number, reply: string): string {
  return `request ${request}: ${reply}`
}

/** A reply to a request was written again: a lost one is no longer missed. */
export function replaceReply(db: Database.Database, request: number, reply: string, today: string): void {
  const about = ofRequest(request, reply)
  // Looked for first, because a change takes the lock of a writer even where there is nothing to change.
  const isMissing = db.prepare("SELECT 1 FROM promised_files WHERE about = ? AND state = 'missing'").get(about) !== undefined
  if (isMissing) writeSound(db, today, () => replaceMissing(db, about))
}

function replaceMissing(db: Database.Database, about: string): void {
  prepared<[string]>(db, "UPDATE promised_files SET state = 'replaced' WHERE about = ? AND state = 'missing'").run(about)
}
