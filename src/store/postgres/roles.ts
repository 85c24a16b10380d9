/**
 * Who may do what on a desk: three roles of its server, each with what the one before it may. Logins are given one of them. They are the
 * server's, so all desks on it share them.
 */

import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import type { DeskRole } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { sqlState } from './connection/errors.ts'
import { ANALYZED, SCHEMA, seenTable, tableOf } from './tables.ts'
import { inSavepoint } from './transaction.ts'

/** What each is called on the server. */
export const ROLE_NAMES: Readonly<Record<DeskRole, string>> = { reader: 'phd_reader', desk: 'phd_desk', admin: 'phd_admin' }

/** Whether a login may record, in SQL; an older desk has no function for it. */
export const MAY_RECORD = `coalesce(has_function_privilege(to_regproc('${SCHEMA}.append_audit')::oid, 'EXECUTE'), has_table_privilege('audit', 'INSERT'))`

const NAMES = Object.values(ROLE_NAMES)

/** Whether a desk has its roles; `toRun`: what lacks, as statements that an administrator of the server can run. */
export type RolesOutcome = { roles: 'there' | 'made' } | { roles: 'refused'; toRun: string[] }

/** So often it is tried again where another desk on the server makes the same roles at the same time. */
const TRIES = 3

/**
 * Makes the roles that the server lacks and hands the desk over to them, in the transaction that is open. Nothing is changed where this
 * login may not make roles, or may not give itself the one that owns desks.
 */
export async function giveRoles(link: Connection, kinds: readonly Kind[]): Promise<RolesOutcome> {
  if (await hasRoles(link)) return { roles: 'there' }
  for (let tries = 1; ; tries++) {
    const lacking = await lackingOf(link)
    try {
      await inSavepoint(link, () => link.run([...lacking, ...rightsOn(kinds)].join(';\n')))
      return { roles: 'made' }
    } catch (error) {
      if (sqlState(error) === '42501') return { roles: 'refused', toRun: lacking }
      if (!MADE_BY_ANOTHER.includes(sqlState(error)) || tries === TRIES) throw error
    }
  }
}

const MADE_BY_ANOTHER: readonly string[] = ['42710', '23505']

/** Gives the roles what each may, also on what came since, in the transaction that is open. */
export async function giveRights(link: Connection, kinds: readonly Kind[]): Promise<void> {
  await link.run(rightsOn(kinds).join(';\n'))
}

/** Whether a desk was handed over to its roles. */
export async function hasRoles(link: Connection): Promise<boolean> {
  const [row] = await link.lists<[boolean]>(
    `SELECT nspowner = (SELECT oid FROM pg_roles WHERE rolname = '${ROLE_NAMES.admin}') FROM pg_namespace WHERE nspname = '${SCHEMA}'`,
  )
  return row?.[0] === true
}

/** Whoever does not own the desk is told before anything is tried. Throws `access_refused`. */
export async function refuseOthers(link: Connection, message: string, hint: string): Promise<void> {
  const [row] = await link.lists<[boolean]>(`SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = '${SCHEMA}'`)
  if (row?.[0] !== true) throw failure('access_refused', message, hint)
}

/** The roles that the server lacks, who belongs to whom, and this login as one of the owners: as statements. */
async function lackingOf(link: Connection): Promise<string[]> {
  const [roles, members, [login]] = await Promise.all([
    link.lists<[string]>('SELECT rolname::text FROM pg_roles WHERE rolname = ANY($1::text[])', [NAMES]),
    link.lists<[role: string, member: string, mayGive: boolean]>(
      `SELECT role.rolname::text, member.rolname::text, bool_or(admin_option) FROM pg_auth_members
       JOIN pg_roles role ON role.oid = roleid JOIN pg_roles member ON member.oid = member
       WHERE role.rolname = ANY($1::text[]) AND member.rolname = ANY($1::text[]) GROUP BY 1, 2`,
      [NAMES],
    ),
    link.lists<[name: string, owns: boolean]>(
      `SELECT quote_ident(rolname), rolsuper OR EXISTS (
         SELECT 1 FROM pg_roles admin WHERE admin.rolname = '${ROLE_NAMES.admin}' AND pg_has_role(login.oid, admin.oid, 'USAGE'))
       FROM pg_roles login WHERE rolname = current_user`,
    ),
  ])
  const belongs = (role: string, member: string, mayGive: boolean): boolean =>
    members.some(([name, of, may]) => name === role && of === member && (may || !mayGive))
  const { reader, desk, admin } = ROLE_NAMES
  const made = NAMES.filter((name) => !roles.some(([each]) => each === name)).map((name) => `CREATE ROLE ${name} NOLOGIN`)
  if (!belongs(reader, desk, false)) made.push(`GRANT ${reader} TO ${desk}`)
  for (const role of [reader, desk]) if (!belongs(role, admin, true)) made.push(`GRANT ${role} TO ${admin} WITH ADMIN OPTION`)
  if (login && !login[1]) made.push(`GRANT ${admin} TO ${login[0]}`)
  return made
}

/**
 * What each may on the tables, by what the store does: who imports opens and ends versions, and never rewrites one; nobody but the owner
 * removes a record. To the audit only its own functions add.
 */
function rightsOn(kinds: readonly Kind[]): string[] {
  const { reader, desk, admin } = ROLE_NAMES
  return [
    `GRANT USAGE ON SCHEMA ${SCHEMA} TO ${reader}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${reader}`,
    `GRANT EXECUTE ON FUNCTION unfolded, sighted, seen_then TO ${reader}`,
    `GRANT EXECUTE ON FUNCTION ${ANALYZED} TO ${desk}`,
    ...kinds.flatMap((kind) => [
      `GRANT INSERT, UPDATE (valid_to) ON ${tableOf(kind)} TO ${desk}`,
      `GRANT INSERT, UPDATE, DELETE ON ${seenTable(kind)} TO ${desk}`,
    ]),
    `GRANT INSERT, UPDATE ON imports TO ${desk}`,
    `GRANT INSERT ON layouts, replaced_lists, sightings, names, set_aside TO ${desk}`,
    `GRANT INSERT, UPDATE (removed_at, removed_by) ON aliases TO ${desk}`,
    `GRANT INSERT, UPDATE (state) ON promised_files TO ${desk}`,
    `GRANT INSERT, UPDATE, DELETE ON claims TO ${desk}`,
    `GRANT EXECUTE ON FUNCTION lock_audit, append_audit TO ${desk}`,
    // What older desks let them do themselves.
    `REVOKE INSERT ON audit FROM ${desk}`,
    `REVOKE UPDATE (value) ON audit_end FROM ${desk}`,
    `ALTER SCHEMA ${SCHEMA} OWNER TO ${admin}`,
    HAND_OVER,
  ]
}

const HAND_OVER = `DO $$
  DECLARE statement text;
  BEGIN
    FOR statement IN
      SELECT format('ALTER TABLE %s OWNER TO ${ROLE_NAMES.admin}', oid::regclass) FROM pg_class
        WHERE relnamespace = '${SCHEMA}'::regnamespace AND relkind = 'r'
      UNION ALL SELECT format('ALTER FUNCTION %s OWNER TO ${ROLE_NAMES.admin}', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = '${SCHEMA}'::regnamespace
    LOOP EXECUTE statement; END LOOP;
  END $$`
