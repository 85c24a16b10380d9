import { usageError } from '../../../errors.ts'
import { type Parameter, type Settings, settingsOfEnvironment } from './parameters.ts'
import { type ServiceFile, settingsOfService } from './service-file.ts'
import { settingsOfUri } from './uri.ts'

/** A server. */
export interface Host {
  /** Its name or address, as the certificate has it; or the folder of its socket. */
  name: string
  /** The address to connect to in place of the name; null: the name is looked up. */
  at: string | null
  port: number
}

export type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full'

/** What was said about TLS; null: nothing. */
export interface TlsWishes {
  mode: TlsMode | null
  /** Files, as PEM; of the authorities also `system`. */
  authorities: string | null
  certificate: string | null
  key: string | null
  /** Where each is looked for that was not named. */
  folder: string
}

/** How to reach a desk. It holds no password. */
export interface Address {
  /** In the order in which they are tried. */
  hosts: readonly [Host, ...Host[]]
  database: string
  user: string
  tls: TlsWishes
  /** Only a server that takes writes will do. */
  toWrite: boolean
  /** How long a host has to answer; null: nothing was said. */
  seconds: number | null
  /** What the server is told who is connected. */
  application: string
  /** Settings of the session, as the server takes them. */
  options: string | null
}

/** What an address rests on beside what names the desk. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>
  home: string
  /** The name of who is logged in on this machine; null where it has none. */
  login(): string | null
  /** Where the socket of a server of this machine would be; null on a machine without sockets. */
  socketFolder: string | null
  /** The service files that there are, the user's first. */
  serviceFiles(): readonly ServiceFile[]
}

/** An address, and the passwords that go with it. */
export interface AddressAndPasswords {
  address: Address
  /** The password that was given by name; null: it is looked up in the file. */
  password: string | null
  passwordFile: string
}

const PORT = 5432

/**
 * What is meant by `postgres://…` or `service=…`: what that says goes before its service, that before the environment. Throws `usage`,
 * `passwords_exposed`. No message has a value of the address.
 */
export function addressOf(named: string, around: Surroundings): AddressAndPasswords {
  const said = sayings(named, around)
  const value = (name: Parameter): string | null => said.get(name)?.value || null
  const user = value('user') ?? around.login()
  if (user === null) throw usageError('this machine has no name for you', 'name the login: postgres://login@host/database')
  const hosts = hostsOf(said, around.socketFolder)
  const address: Address = {
    hosts,
    database: value('dbname') ?? user,
    user,
    tls: {
      mode: tlsMode(said, hosts),
      authorities: value('sslrootcert'),
      certificate: value('sslcert'),
      key: value('sslkey'),
      folder: `${around.home}/.postgresql`,
    },
    toWrite: isToWrite(said),
    seconds: secondsOf(said),
    application: value('application_name') ?? 'phd',
    options: value('options'),
  }
  return { address, password: value('password'), passwordFile: value('passfile') ?? `${around.home}/.pgpass` }
}

/** Host and database, and nothing more: safe to print. */
export function safeName({ hosts, database }: Address): string {
  const names = hosts.map(({ name, port }) => {
    const host = name.includes(':') ? `[${name}]` : name
    return port === PORT ? host : `${host}:${port}`
  })
  return `${names.join(',')}/${database}`
}

function sayings(named: string, { env, serviceFiles }: Surroundings): Settings {
  const service = /^service=([^\s=]+)$/.exec(named)?.[1]
  const written: Settings =
    service === undefined ? settingsOfUri(named) : new Map([['service', { value: service, from: 'service=' }]])
  const environment = settingsOfEnvironment(env)
  const wanted = (written.get('service') ?? environment.get('service'))?.value
  return new Map([...environment, ...(wanted ? settingsOfService(wanted, serviceFiles()) : []), ...written])
}

function hostsOf(said: Settings, socketFolder: string | null): [Host, ...Host[]] {
  const names = listOf(said, 'host')
  const addresses = listOf(said, 'hostaddr')
  const ports = listOf(said, 'port').map((port) => portOf(port, said))
  const count = Math.max(names.length, addresses.length, 1)
  if (names.length > 0 && addresses.length > 0 && names.length !== addresses.length)
    throw usageError('host and hostaddr have lists of different lengths', 'name an address for each host')
  if (ports.length > 1 && ports.length !== count)
    throw usageError('there are more or fewer ports than hosts', 'name one port for all hosts, or one for each')
  const host = (i: number): Host => {
    const at = addresses[i] || null
    const name = names[i] || at || (socketFolder ?? 'localhost')
    if (name.startsWith('@')) throw usageError('the host is an abstract socket', 'name the folder of a socket, or a host')
    return { name, at: name.startsWith('/') || at === name ? null : at, port: ports[ports.length === 1 ? 0 : i] ?? PORT }
  }
  return [host(0), ...Array.from({ length: count - 1 }, (_, i) => host(i + 1))]
}

function listOf(said: Settings, name: Parameter): string[] {
  const value = said.get(name)?.value
  return value ? value.split(',').map((each) => each.trim()) : []
}

function portOf(port: string, said: Settings): number {
  if (port === '') return PORT
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536) return Number(port)
  throw badValue(said, 'port', 'use a number from 1 to 65535')
}

/** On this machine itself nobody is on the way. */
export function isLocal({ name }: Host): boolean {
  return name.startsWith('/') || name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

function tlsMode(said: Settings, hosts: readonly Host[]): TlsMode | null {
  const mode = said.get('sslmode')?.value
  if (!mode) return null
  if (mode === 'disable' || mode === 'require' || mode === 'verify-ca' || mode === 'verify-full') return mode
  // Either connects without TLS where the server, or someone on the way, says that there is no TLS.
  const isEither = mode === 'allow' || mode === 'prefer'
  if (isEither && hosts.every(isLocal)) return null
  if (isEither) throw badValue(said, 'sslmode', 'phd connects with TLS or without: use verify-full, or disable')
  throw badValue(said, 'sslmode', 'use verify-full, verify-ca, require or disable')
}

function isToWrite(said: Settings): boolean {
  const wanted = said.get('target_session_attrs')?.value || 'read-write'
  if (['any', 'read-write', 'primary'].includes(wanted)) return wanted !== 'any'
  throw badValue(said, 'target_session_attrs', 'use read-write or any')
}

/** As libpq has it, 0 or less means without end: phd then takes its own limit. */
function secondsOf(said: Settings): number | null {
  const seconds = said.get('connect_timeout')?.value
  if (!seconds) return null
  if (!/^-?\d{1,6}$/.test(seconds.trim())) throw badValue(said, 'connect_timeout', 'use a number of seconds')
  return Number(seconds) > 0 ? Number(seconds) : null
}

function badValue(said: Settings, name: Parameter, hint: string): Error {
  const from = said.get(name)?.from ?? ''
  return usageError(/^PG[A-Z]+$/.test(from) ? `${from} has an invalid value` : `${from} has an invalid ${name}`, hint)
}
