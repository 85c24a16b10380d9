import type Database from 'better-sqlite3'
import { foldName } from '../../records/name.ts'
import { type Recording, unmarked } from '../recording.ts'
import type { Alias } from '../store.ts'
import { appendAudit } from './audit.ts'
import type { Recorder } from './recording/recorder.ts'

/** The aliases in force, now or at a moment (ISO 8601, UTC), in order of their folded names. */
export function listAliases(db: Database.Database, at: string | null): Alias[] {
  const inForce = at === null ? 'removed_at IS NULL' : 'added_at <= @at AND (removed_at IS NULL OR removed_at > @at)'
  return db
    .prepare<[{ at: string | null }], Alias>(
      `SELECT name, folded, account_id AS accountId, added_at AS addedAt, added_by AS addedBy FROM aliases WHERE ${inForce} ORDER BY folded`,
    )
    .all({ at })
}

/** An alias is never overwritten: the one before is closed, so that who decided what, and when, stays known. */
export function addAlias(db: Database.Database, name: string, accountId: string, recorder: Recorder): Alias {
  return db
    .transaction(() => {
      const recording = recorder()
      const { at: addedAt, actor: addedBy } = recording
      const { folded } = foldName(name)
      close(db, name, recording)
      db.prepare('INSERT INTO aliases (folded, name, account_id, added_at, added_by) VALUES (?, ?, ?, ?, ?)').run(
        folded,
        name,
        accountId,
        addedAt,
        addedBy,
      )
      audit(db, 'alias_added', accountId, name, recording)
      return { name, folded, accountId, addedAt, addedBy }
    })
    .immediate()
}

/** Closes an alias; who removed it, and when, stays known. Gives whether there was one. */
export function removeAlias(db: Database.Database, name: string, recorder: Recorder): boolean {
  return db
    .transaction(() => {
      const recording = recorder()
      const partnerId = close(db, name, recording)
      if (partnerId === null) return false
      audit(db, 'alias_removed', partnerId, name, recording)
      return true
    })
    .immediate()
}

function audit(
  db: Database.Database,
  action: 'alias_added' | 'alias_removed',
  partnerId: string,
  name: string,
  recording: Recording,
): void {
  appendAudit(db, { action, partnerId, request: null, body: { name }, evidence: null }, unmarked(recording))
}

/** Gives the account that the alias meant; null where there was none. */
function close(db: Database.Database, name: string, { actor, at }: Recording): string | null {
  const statement = db.prepare<unknown[], string>(
    'UPDATE aliases SET removed_at = ?, removed_by = ? WHERE folded = ? AND removed_at IS NULL RETURNING account_id',
  )
  return statement.pluck().get(at, actor, foldName(name).folded) ?? null
}
