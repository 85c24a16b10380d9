import type Database from 'better-sqlite3'
import { foldName } from '../../records/name.ts'
import type { Alias } from '../store.ts'
import { appendAudit } from './audit.ts'

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
export function addAlias(db: Database.Database, alias: Omit<Alias, 'folded'>): void {
  db.transaction(() => {
    close(db, alias.name, alias.addedBy, alias.addedAt)
    db.prepare('INSERT INTO aliases (folded, name, account_id, added_at, added_by) VALUES (?, ?, ?, ?, ?)').run(
      foldName(alias.name).folded,
      alias.name,
      alias.accountId,
      alias.addedAt,
      alias.addedBy,
    )
    const { name, accountId: partnerId, addedAt: at, addedBy: actor } = alias
    appendAudit(db, {
      at,
      actor,
      stated: false,
      action: 'alias_added',
      partnerId,
      request: null,
      body: { name },
      evidence: null,
    })
  }).immediate()
}

/** Closes an alias; who removed it, and when, stays known. Gives whether there was one. */
export function removeAlias(db: Database.Database, name: string, by: string, at: string): boolean {
  return db
    .transaction(() => {
      const partnerId = close(db, name, by, at)
      if (partnerId === null) return false
      appendAudit(db, {
        at,
        actor: by,
        stated: false,
        action: 'alias_removed',
        partnerId,
        request: null,
        body: { name },
        evidence: null,
      })
      return true
    })
    .immediate()
}

/** Gives the account that the alias meant; null where there was none. */
function close(db: Database.Database, name: string, by: string, at: string): string | null {
  const statement = db.prepare<unknown[], string>(
    'UPDATE aliases SET removed_at = ?, removed_by = ? WHERE folded = ? AND removed_at IS NULL RETURNING account_id',
  )
  return statement.pluck().get(at, by, foldName(name).folded) ?? null
}
