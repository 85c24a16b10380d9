import { failure, usageError } from '../../errors.ts'
import type { DeskRole, Granted } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { sqlState } from './connection/errors.ts'
import { ROLE_NAMES } from './roles.ts'
import { inTransaction, ROLLED_BACK } from './transaction.ts'

const NAMES = Object.values(ROLE_NAMES)

/**
 * Gives a login of the server one role, and takes the other two from it, in one transaction; a dry run changes nothing. Throws
 * `login_not_found`, `access_refused`.
 */
export function grantRole(
  link: Connection,
  place: string,
  { login, role, dryRun }: { login: string; role: DeskRole; dryRun: boolean },
): Promise<Granted> {
  if (NAMES.includes(login))
    throw usageError(`${login} is a role of the desk, not a login`, 'name the login of a person, or of cron')
  return inTransaction(link, async () => {
    const had = await rolesOf(link, place, login)
    try {
      if (!had.includes(role)) await change(link, 'GRANT %I TO %I', [ROLE_NAMES[role], login])
      for (const other of had.filter((each) => each !== role)) await change(link, 'REVOKE %I FROM %I', [ROLE_NAMES[other], login])
    } catch (error) {
      if (sqlState(error) === '42501') throw mayNotGive(place, role)
      throw error
    }
    const status = had.length === 1 && had[0] === role ? 'unchanged' : dryRun ? 'dry_run' : 'granted'
    const granted: Granted = { status, login, role, before: had.at(-1) ?? null }
    return dryRun ? { [ROLLED_BACK]: granted } : granted
  })
}

/** The roles that a login was given, the least first. Throws `login_not_found`. */
async function rolesOf(link: Connection, place: string, login: string): Promise<DeskRole[]> {
  const [roles, [found], given] = await Promise.all([
    link.lists<[string]>('SELECT rolname::text FROM pg_roles WHERE rolname = ANY($1::text[])', [NAMES]),
    link.lists<[string]>('SELECT rolname::text FROM pg_roles WHERE rolname = $1', [login]),
    link.lists<[string]>(
      `SELECT role.rolname::text FROM pg_auth_members JOIN pg_roles role ON role.oid = roleid
       JOIN pg_roles member ON member.oid = member WHERE member.rolname = $1 AND role.rolname = ANY($2::text[])`,
      [login, NAMES],
    ),
  ])
  if (roles.length < NAMES.length)
    throw failure('login_not_found', `the server of ${place} lacks the roles of a desk`, 'make them: phd desk init')
  if (!found)
    throw failure(
      'login_not_found',
      `the server of ${place} has no login ${login}`,
      `its administrator makes one: CREATE ROLE … LOGIN`,
    )
  return (Object.keys(ROLE_NAMES) as DeskRole[]).filter((role) => given.some(([name]) => name === ROLE_NAMES[role]))
}

/** Runs a statement with names in it, which the server quotes. */
async function change(link: Connection, statement: string, names: readonly string[]): Promise<void> {
  const [row] = await link.lists<[string]>(`SELECT format($1, VARIADIC $2::text[])`, [statement, [...names]])
  await link.run(row?.[0] ?? '')
}

function mayNotGive(place: string, role: DeskRole): Error {
  const who = role === 'admin' ? 'whoever made the roles, or the administrator of the server' : `a login with ${ROLE_NAMES.admin}`
  return failure('access_refused', `this login may not give or take roles on ${place}`, `nothing was changed; ${who} can`)
}
