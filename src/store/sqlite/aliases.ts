import type Database from 'better-sqlite3'
import { foldName } from '../../records/name.ts'
import type { Alias } from '../store.ts'

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
    removeAlias(db, alias.name, alias.addedBy, alias.addedAt)
    db.prepare('INSERT INTO aliases (folded, name, account_id, added_at, added_by) VALUES (?, ?, ?, ?, ?)').run(
      foldName(alias.name).folded,
      alias.name,
      alias.accountId,
      alias.addedAt,
      alias.addedBy,
    )
  }).immediate()
}

/** Closes an alias; who removed it, and when, stays known. Gives whether there was one. */
export function removeAlias(db: Database.Database, name: string, by: string, at: string): boolean {
  return (
    db
      .prepare('UPDATE aliases SET removed_at = ?, removed_by = ? WHERE folded = ? AND removed_at IS NULL')
      .run(at, by, foldName(name).folded).changes > 0
  )
}
