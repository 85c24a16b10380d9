/** Marks a desk in a file as moved, and takes the mark away again. */

import type Database from 'better-sqlite3'
import { MOVED, type Moved, movedAway, reopenedEntry } from '../../moving/moved.ts'
import { unmarked } from '../../recording.ts'
import { appendAudit } from '../audit.ts'
import { movedIn } from '../health.ts'
import { recorderOf } from '../recording/recorder.ts'

/** Who leaves a desk must be the first to. Throws `desk_moved`. */
export function refuseMoved(db: Database.Database, file: string): void {
  const moved = movedIn(db)
  if (moved) throw movedAway(file, moved)
}

/** Marks the desk, in the transaction that is open, and ends it. */
export function leave(db: Database.Database, { to, by }: { to: string; by: string }): void {
  const { at } = recorderOf(db, { actor: by, statedNow: null })()
  const moved: Moved = { to, at, by }
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(MOVED, JSON.stringify(moved))
  db.exec('COMMIT')
}

/** Takes the mark away, and records that, in one transaction. Gives it; null where there is none. */
export function takeUp(db: Database.Database, by: Parameters<typeof recorderOf>[1], dryRun: boolean): Moved | null {
  return db
    .transaction(() => {
      const moved = movedIn(db)
      if (moved === null || dryRun) return moved
      db.prepare('DELETE FROM meta WHERE name = ?').run(MOVED)
      appendAudit(db, reopenedEntry(moved), unmarked(recorderOf(db, by)()))
      return moved
    })
    .immediate()
}
