import { failure, type PhdError } from '../../../errors.ts'
import type { Host } from './address.ts'
import { Connection } from './connection.ts'
import { asUserError, isLost, unreachable } from './errors.ts'
import type { NamedDesk } from './named-desk.ts'
import { Client, systemCertificates } from './packages/driver.ts'
import { whyUnusable } from './server-facts.ts'
import { type SessionOptions, sessionCheck, sessionOptions } from './session.ts'
import { tlsFor } from './tls.ts'
import { parserOf } from './values.ts'

/** So long all hosts together have to answer, in seconds, where the address does not say. */
const SECONDS = 10

/** What a pooler says of settings that it does not pass on. */
const NOT_TAKEN = '08P01'

/**
 * Connects to a desk: to the first of its hosts that answers and takes writes. Throws `desk_unreachable`, `access_refused`,
 * `desk_not_trusted`, `server_too_old`, `passwords_exposed`, `usage`.
 */
export async function connect(desk: NamedDesk, options: SessionOptions): Promise<Connection> {
  const { hosts } = desk.address
  let last: PhdError = unreachable(desk.place)
  for (const host of hosts) {
    const found = await tried(desk, host, options)
    if (found instanceof Connection) return found
    last = found
  }
  throw last
}

/** A connection to one host; or why another one may do. Throws what no other host may be asked after, as libpq has it. */
async function tried(desk: NamedDesk, host: Host, options: SessionOptions): Promise<Connection | PhdError> {
  const { client, told } = clientFor(desk, host, options)
  try {
    await client.connect()
  } catch (error) {
    client.connection.stream.destroy()
    if (codeOf(error) === NOT_TAKEN) throw betweenUs(desk.place)
    const known = asUserError(error, desk.place)
    if (isLost(error) || codeOf(error) === '57P03') return known as PhdError
    throw known
  }
  const isAsAsked = client.query<[boolean]>({ ...sessionCheck(options), rowMode: 'array' } as never).then(({ rows: [row] }) => {
    if (row?.[0] !== true) throw betweenUs(desk.place)
  })
  const connection = new Connection(client, isAsAsked, () => connect(desk, options))
  const unusable = whyUnusable(told, desk.address.toWrite, desk.place)
  if (unusable === null) return connection
  await connection.close()
  if (unusable.kind === 'server_too_old') throw unusable
  return unusable
}

/** A client that is not connected yet, and what its server tells of itself when it is. */
function clientFor({ address, place, passwordOf, files }: NamedDesk, host: Host, options: SessionOptions) {
  const ssl = tlsFor(host, address, { ...files, ofSystem: systemCertificates })
  const client = new Client({
    host: host.at ?? host.name,
    port: host.port,
    user: address.user,
    database: address.database,
    // Asked only where the server asks. A text would have the driver look in places of its own.
    password: () => {
      const password = passwordOf(host)
      if (password === null) throw noPassword(place)
      return password
    },
    // Told nothing, the driver would go by the environment, and connect in plain text.
    ssl,
    sslnegotiation: 'postgres',
    // The server shows that it, too, has seen this certificate.
    enableChannelBinding: ssl !== false,
    application_name: address.application,
    options: sessionOptions(options, address.options),
    connectionTimeoutMillis: (address.seconds ?? SECONDS / address.hosts.length) * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
    types: { getTypeParser: parserOf as never },
  })
  // Who connects is told, and who asks.
  client.on('error', () => {})
  const told = new Map<string, string>()
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }) => told.set(parameterName, parameterValue))
  return { client, told }
}

/** Of a server that is reached by way of something that keeps its sessions for others, too. */
function betweenUs(place: string): PhdError {
  return failure(
    'access_refused',
    `${place} does not keep the settings that phd asks for; a pooler such as PgBouncer may be in between`,
    'nothing was changed; ask its administrator for the host and port of the server itself',
  )
}

function noPassword(place: string): PhdError {
  return failure(
    'access_refused',
    `${place} asks for a password`,
    'add a line for it to ~/.pgpass, host:port:database:user:password, and close the file to others: chmod 600 ~/.pgpass',
  )
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}
