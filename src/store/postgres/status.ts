import type { SeenHeads } from '../../records/heads/seen-heads.ts'
import type { DeskRole, DeskRules, SharedStatus } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { lookAtSeen } from './recording/last-seen.ts'
import { hasRoles, MAY_RECORD } from './roles.ts'
import { bothRules } from './rules.ts'
import { deskMeta, SCHEMA_NUMBER } from './schema.ts'
import { SCHEMA } from './tables.ts'

/** What a desk is; null where there is none. */
export async function statusOf(link: Connection, program: DeskRules, heads: SeenHeads): Promise<SharedStatus | null> {
  const meta = await deskMeta(link)
  if (meta === null) return null
  const [[row], roles, seen] = await Promise.all([
    link.rows<Omit<SharedStatus, 'schema' | 'current' | 'roles' | 'rules' | 'seen'> & { may: DeskRole }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS server, session_user::text AS login,
         pg_database_size(current_database()) AS bytes,
         (SELECT count(*)::integer FROM imports) AS imports, (SELECT count(*)::integer FROM audit) AS entries,
         (SELECT at FROM audit ORDER BY id DESC LIMIT 1) AS "lastAt",
         CASE WHEN inet_client_addr() IS NULL THEN NULL ELSE (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) END AS encrypted,
         CASE WHEN (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = '${SCHEMA}') THEN 'admin'
           WHEN ${MAY_RECORD} THEN 'desk' ELSE 'reader' END AS may`,
    ),
    hasRoles(link),
    lookAtSeen(link, heads, meta.id ?? ''),
  ])
  return row ? { ...row, roles, schema: meta.schema, current: SCHEMA_NUMBER, rules: bothRules(meta.said, program), seen } : null
}
