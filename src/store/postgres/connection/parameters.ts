/** What can be said of a connection, by the names that PostgreSQL's own programs use, and the variable each has in the environment. */

import { usageError } from '../../../errors.ts'

/** Parameters that phd goes by. */
const USED = {
  application_name: 'PGAPPNAME',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  dbname: 'PGDATABASE',
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  options: 'PGOPTIONS',
  passfile: 'PGPASSFILE',
  password: 'PGPASSWORD',
  port: 'PGPORT',
  service: 'PGSERVICE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  user: 'PGUSER',
} as const

/** Parameters of which phd has one way alone, with the values that mean it. To ignore another one would be less safe than was asked for. */
const LIMITED: Readonly<Record<string, { variable: string; values: readonly string[] }>> = {
  channel_binding: { variable: 'PGCHANNELBINDING', values: ['disable', 'prefer'] },
  gssencmode: { variable: 'PGGSSENCMODE', values: ['disable', 'prefer'] },
  require_auth: { variable: 'PGREQUIREAUTH', values: [] },
  requirepeer: { variable: 'PGREQUIREPEER', values: [] },
  ssl_max_protocol_version: { variable: 'PGSSLMAXPROTOCOLVERSION', values: [] },
  ssl_min_protocol_version: { variable: 'PGSSLMINPROTOCOLVERSION', values: ['TLSv1.2'] },
  sslcrl: { variable: 'PGSSLCRL', values: [] },
  sslcrldir: { variable: 'PGSSLCRLDIR', values: [] },
  sslnegotiation: { variable: 'PGSSLNEGOTIATION', values: ['postgres'] },
}

/** Parameters that change nothing of what phd does: it decides them itself. */
const WITHOUT_EFFECT: readonly string[] = [
  ...['client_encoding', 'fallback_application_name', 'gsslib', 'keepalives', 'keepalives_count', 'keepalives_idle'],
  ...['keepalives_interval', 'krbsrvname', 'sslcompression', 'sslsni', 'tcp_user_timeout'],
]

/** The name of a parameter that phd goes by. */
export type Parameter = keyof typeof USED

/** What a parameter was given, and where: the name of a variable, or words for a person. Nothing ever prints the value. */
interface Given {
  value: string
  from: string
}

/** What was said of a connection. */
export type Settings = ReadonlyMap<Parameter, Given>

/** What the address or the service file says, checked by name. Throws `usage` for a parameter that phd does not know or cannot keep. */
export function settingsFrom(pairs: Iterable<readonly [name: string, value: string]>, from: string): Settings {
  const settings = new Map<Parameter, Given>()
  for (const [name, value] of pairs) {
    if (isUsed(name)) settings.set(name, { value, from })
    else if (Object.hasOwn(LIMITED, name)) checkLimited(name, value, from)
    else if (!WITHOUT_EFFECT.includes(name)) throw usageError(`${from} has an unknown parameter${named(name)}`, LIKE_LIBPQ)
  }
  return settings
}

/** What the environment says. An empty variable says nothing. Throws `usage` where it asks for what phd cannot keep. */
export function settingsOfEnvironment(env: Readonly<Record<string, string | undefined>>): Settings {
  for (const [name, { variable }] of Object.entries(LIMITED)) {
    if (env[variable]) checkLimited(name, env[variable], variable)
  }
  const names = Object.keys(USED).filter(isUsed)
  return new Map(names.flatMap((name) => (env[USED[name]] ? [[name, { value: env[USED[name]] ?? '', from: USED[name] }]] : [])))
}

const LIKE_LIBPQ = 'use the names of PostgreSQL, for example sslmode or connect_timeout'

const isUsed = (name: string): name is Parameter => Object.hasOwn(USED, name)

/** A name of a parameter is repeated only where it can be one: it may be a part of a password that was written in the wrong place. */
function named(name: string): string {
  return /^[a-z][a-z_]{0,39}$/.test(name) ? ` "${name}"` : ''
}

function checkLimited(name: string, value: string, from: string): void {
  const values = LIMITED[name]?.values ?? []
  if (values.includes(value)) return
  const kept = values.length === 0 ? 'remove it' : `use ${values.join(' or ')}, or remove it`
  const what = from === LIMITED[name]?.variable ? from : `${name} of ${from}`
  throw usageError(`${what} asks for something that phd does not support`, kept)
}
