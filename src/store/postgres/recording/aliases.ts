import { foldName } from '../../../records/name.ts'
import { type Recording, unmarked } from '../../recording.ts'
import type { Alias } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { appendAudit } from './audit.ts'

/** The aliases in force, now or at a moment (ISO 8601, UTC), in order of their folded names. */
export function listAliases(link: Connection, at: string | null): Promise<Alias[]> {
  const inForce = at === null ? 'removed_at IS NULL' : 'added_at <= $1 AND (removed_at IS NULL OR removed_at > $1)'
  return link.rows<Alias>(
    `SELECT name, folded, account_id AS "accountId", added_at AS "addedAt", added_by AS "addedBy" FROM aliases
     WHERE ${inForce} ORDER BY folded`,
    at === null ? [] : [at],
  )
}

/** An alias is never overwritten: the one before is closed, so that who decided what, and when, stays known. */
export async function addAlias(link: Connection, name: string, accountId: string, recording: Recording): Promise<Alias> {
  const { at: addedAt, actor: addedBy } = recording
  const { folded } = foldName(name)
  await closeAlias(link, name, recording)
  await link.change('INSERT INTO aliases (folded, name, account_id, added_at, added_by) VALUES ($1, $2, $3, $4, $5)', [
    folded,
    name,
    accountId,
    addedAt,
    addedBy,
  ])
  await audit(link, 'alias_added', accountId, name, recording)
  return { name, folded, accountId, addedAt, addedBy }
}

/** Closes an alias; who removed it, and when, stays known. Gives whether there was one. */
export async function removeAlias(link: Connection, name: string, recording: Recording): Promise<boolean> {
  const partnerId = await closeAlias(link, name, recording)
  if (partnerId !== null) await audit(link, 'alias_removed', partnerId, name, recording)
  return partnerId !== null
}

async function audit(
  link: Connection,
  action: 'alias_added' | 'alias_removed',
  partnerId: string,
  name: string,
  recording: Recording,
): Promise<void> {
  await appendAudit(link, [{ action, partnerId, request: null, body: { name }, evidence: null }], unmarked(recording))
}

/** Gives the account that the alias meant; null where there was none. */
async function closeAlias(link: Connection, name: string, { at, actor }: Recording): Promise<string | null> {
  const [row] = await link.lists<[string]>(
    'UPDATE aliases SET removed_at = $1, removed_by = $2 WHERE folded = $3 AND removed_at IS NULL RETURNING account_id',
    [at, actor, foldName(name).folded],
  )
  return row ? row[0] : null
}
