/** A desk on a server, as it was named: what its address says, with what files and this machine add. It does not load the driver. */

import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { failure } from '../../../errors.ts'
import { type Address, addressOf, type Host, type Surroundings, safeName } from './address.ts'
import { passwordIn } from './password-file.ts'
import { passwordsExposed, type ServiceFile } from './service-file.ts'
import type { OwnFiles } from './tls.ts'

/** A desk that can be connected to. */
export interface NamedDesk {
  address: Address
  /** Host and database, safe to print. */
  place: string
  /** The password for a host; null where none is kept. Throws `passwords_exposed`. */
  passwordOf(host: Host): string | null
  files: OwnFiles
}

/** Where the socket of a server of this machine is, as Debian and as PostgreSQL itself have it. */
const SOCKET_FOLDERS: readonly string[] = ['/var/run/postgresql', '/run/postgresql', '/tmp']
/** Where Debian keeps the service file of a machine. */
const SYSTEM_SERVICES = '/etc/postgresql-common'

/** What `postgres://…` or `service=…` names. Throws `usage`, `passwords_exposed`. Nothing is connected to. */
export function namedDesk(named: string, env: Readonly<Record<string, string | undefined>>): NamedDesk {
  const { address, password, passwordFile } = addressOf(named, surroundings(env))
  const passwordOf = (host: Host): string | null => {
    if (password !== null) return password
    const text = readIfThere(passwordFile)
    if (text === null) return null
    if (isExposed(passwordFile)) throw passwordsExposed(passwordFile)
    // A socket in its usual folder is this machine.
    const name = SOCKET_FOLDERS.includes(host.name) ? 'localhost' : host.name
    return passwordIn(text, { host: name, port: host.port, database: address.database, user: address.user })
  }
  return { address, place: safeName(address), passwordOf, files: { read: readIfThere, isExposed } }
}

function surroundings(env: Readonly<Record<string, string | undefined>>): Surroundings {
  const home = env.HOME || homedir()
  return {
    env,
    home,
    login: loginOf,
    socketFolder: process.platform === 'win32' ? null : (SOCKET_FOLDERS.find((folder) => existsSync(folder)) ?? null),
    serviceFiles: () =>
      [env.PGSERVICEFILE || `${home}/.pg_service.conf`, `${env.PGSYSCONFDIR || SYSTEM_SERVICES}/pg_service.conf`].flatMap(
        (path): ServiceFile[] => {
          const text = readIfThere(path)
          return text === null ? [] : [{ path, text, exposed: isExposed(path) }]
        },
      ),
  }
}

function loginOf(): string | null {
  try {
    return userInfo().username
  } catch {
    // In a container, a user may be a number alone.
    return null
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw failure('access_refused', `${path} cannot be read (${code})`, 'check that you can read it, and that it is a file')
  }
}

/** On Windows a home folder is closed to others as it is. */
function isExposed(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0
}
