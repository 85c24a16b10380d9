import { failure, usageError } from '../../errors.ts'
import type { DeskRole, Granted } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { sqlState } from './connection/errors.ts'
import { ROLE_NAMES } from './roles.ts'
import { inTransaction, ROLLED_BACK } from './transaction.ts'

const ROLES = Object.keys(ROLE_NAMES) as DeskRole[]
const NAMES = Object.values(ROLE_NAMES)

/** From this version on a role is taken only in the name of who gave it. */
const BY_GIVER = 16

/** A role that a login was given, and by whom. */
interface Gift {
  role: DeskRole
  giver: string
}

/**
 * Gives a login of the server one role, or none, and takes the others from it, in one transaction; a dry run changes nothing. Throws
 * `login_not_found`, `access_refused`.
 */
export function grantRole(
  link: Connection,
  place: string,
  { login, role, dryRun }: { login: string; role: DeskRole | null; dryRun: boolean },
): Promise<Granted> {
  if (NAMES.includes(login))
    throw usageError(`${login} is a role of the desk, not a login`, 'name the login of a person, or of cron')
  return inTransaction(link, async () => {
    await refuseUnknown(link, place, login)
    const [had, byGiver] = await Promise.all([giftsOf(link, login), isTakenByGiver(link)])
    const others = had.filter((gift) => gift.role !== role)
    const isNew = role !== null && others.length === had.length
    if (isNew) await give(link, place, { role, login, byGiver })
    for (const gift of others) await takeBack(link, place, { gift, login, byGiver })
    const status = !isNew && others.length === 0 ? 'unchanged' : dryRun ? 'dry_run' : 'granted'
    const granted: Granted = { status, login, role, before: had.at(-1)?.role ?? null, may: await whatMay(link, login) }
    return dryRun ? { [ROLLED_BACK]: granted } : granted
  })
}

/** Throws `login_not_found` where the server lacks the roles, or the login. */
async function refuseUnknown(link: Connection, place: string, login: string): Promise<void> {
  const found = await link.lists<[string]>('SELECT rolname::text FROM pg_roles WHERE rolname = ANY($1::text[])', [
    [...NAMES, login],
  ])
  const names = found.map(([name]) => name)
  if (NAMES.some((name) => !names.includes(name)))
    throw failure('login_not_found', `the server of ${place} lacks the roles of a desk`, 'make them: phd desk init')
  if (!names.includes(login))
    throw failure(
      'login_not_found',
      `the server of ${place} has no login ${login}`,
      `its administrator makes one: CREATE ROLE … LOGIN`,
    )
}

/** The roles that a login was given, the least first. Where it may only hand one on, as who made the roles may, it does not have that. */
async function giftsOf(link: Connection, login: string): Promise<Gift[]> {
  const given = await link.lists<[role: string, giver: string]>(
    `SELECT role.rolname::text, coalesce(giver.rolname, '')::text
     FROM pg_auth_members gift JOIN pg_roles role ON role.oid = roleid JOIN pg_roles member ON member.oid = member
     LEFT JOIN pg_roles giver ON giver.oid = grantor, to_jsonb(gift) how
     WHERE member.rolname = $1 AND role.rolname = ANY($2::text[])
       AND coalesce((how ->> 'inherit_option')::boolean OR (how ->> 'set_option')::boolean, true)
     ORDER BY 1, 2`,
    [login, NAMES],
  )
  return ROLES.flatMap((role) => given.flatMap(([name, giver]) => (name === ROLE_NAMES[role] ? [{ role, giver }] : [])))
}

/** Whether a role is taken only in the name of who gave it. */
async function isTakenByGiver(link: Connection): Promise<boolean> {
  const [row] = await link.lists<[number]>(`SELECT current_setting('server_version_num')::integer / 10000`)
  return (row?.[0] ?? 0) >= BY_GIVER
}

/** The most that a login may on the desk, by whichever roles of the server; null: nothing. */
async function whatMay(link: Connection, login: string): Promise<DeskRole | null> {
  const has = await link.lists<[boolean]>(
    `SELECT pg_has_role($1::text::name, name::name, 'USAGE') FROM unnest($2::text[]) WITH ORDINALITY AS each (name, place) ORDER BY place`,
    [login, NAMES],
  )
  return ROLES.findLast((_, i) => has[i]?.[0]) ?? null
}

async function give(
  link: Connection,
  place: string,
  { role, login, byGiver }: { role: DeskRole; login: string; byGiver: boolean },
): Promise<void> {
  // All administrators give in one name, so that each can take what another gave.
  const giver = byGiver && role !== 'admin' ? [ROLE_NAMES.admin] : []
  const who = role === 'admin' ? 'whoever made the roles, or the administrator of the server' : `a login with ${ROLE_NAMES.admin}`
  await change(link, 'GRANT %I TO %I', [ROLE_NAMES[role], login], giver).catch((error) => {
    throw refused(error, `this login may not give ${ROLE_NAMES[role]} on ${place}`, who)
  })
}

async function takeBack(
  link: Connection,
  place: string,
  { gift, login, byGiver }: { gift: Gift; login: string; byGiver: boolean },
): Promise<void> {
  const { giver } = gift
  const name = ROLE_NAMES[gift.role]
  const who = byGiver ? `${giver}, who gave it, or the administrator of the server` : 'the administrator of the server'
  await change(link, 'REVOKE %I FROM %I', [name, login], byGiver ? [giver] : []).catch((error) => {
    throw refused(error, `this login may not take ${name} from ${login} on ${place}`, who)
  })
}

/** Runs a statement with names in it, which the server quotes; `giver`: the role in whose name, if in another's. */
async function change(link: Connection, statement: string, names: readonly string[], giver: readonly string[]): Promise<void> {
  const whole = giver.length > 0 ? `${statement} GRANTED BY %I` : statement
  const [row] = await link.lists<[string]>(`SELECT format($1, VARIADIC $2::text[])`, [whole, [...names, ...giver]])
  await link.run(row?.[0] ?? '')
}

/** The error for what a login may not do; any other stays as it is. */
function refused(error: unknown, message: string, who: string): unknown {
  return sqlState(error) === '42501' ? failure('access_refused', message, `nothing was changed; ${who} can`) : error
}
