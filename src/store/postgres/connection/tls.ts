import { failure, usageError } from '../../../errors.ts'
import { type Address, type Host, isLocal, type TlsMode, type TlsWishes } from './address.ts'

/** The files of who connects. */
export interface OwnFiles {
  /** The text of a file; null where there is none. Throws what the system says where it cannot be read. */
  read(path: string): string | null
  /** Whether others than the owner of a file can read it. */
  isExposed(path: string): boolean
}

/** What TLS takes from files and from the machine. */
export interface TlsFiles extends OwnFiles {
  /** The certificates of authorities that the machine trusts. */
  ofSystem(): readonly string[]
}

/** What the driver is told; `false`: plain text. */
export type TlsOptions =
  | false
  | {
      ca?: string[]
      cert?: string
      key?: string
      rejectUnauthorized: boolean
      /** Given only where the name of the server does not matter. */
      checkServerIdentity?: () => undefined
      /** Where the name is not what is connected to. */
      host?: string
      servername?: string
      minVersion: 'TLSv1.2'
    }

/**
 * How a connection to a host is kept private. Told nothing, the server must show a certificate of a trusted authority for its name, except
 * on this machine itself. Throws `usage` where authorities are needed and not named, `access_refused` where a file is missing,
 * `passwords_exposed` where others can read the key.
 */
export function tlsFor(host: Host, { tls }: Pick<Address, 'tls'>, files: TlsFiles): TlsOptions {
  if (host.name.startsWith('/')) return false
  const mode = tls.mode ?? (isLocal(host) ? 'disable' : 'verify-full')
  if (mode === 'disable') return false
  const authorities = authoritiesOf(mode, tls, files)
  return {
    minVersion: 'TLSv1.2',
    ...(host.at === null ? {} : { host: host.name, ...(isAddress(host.name) ? {} : { servername: host.name }) }),
    ...ownCertificate(tls, files),
    ...(authorities === null ? {} : { ca: authorities }),
    rejectUnauthorized: authorities !== null || mode === 'verify-full',
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  }
}

/** The authorities that are trusted; null: nobody is asked, or those that come with Node. As with libpq, `require` asks those of a file. */
function authoritiesOf(mode: TlsMode, tls: TlsWishes, files: TlsFiles): string[] | null {
  if (tls.authorities !== null && tls.authorities !== 'system') return [needed(tls.authorities, 'sslrootcert', files)]
  const own = tls.authorities === null ? files.read(`${tls.folder}/root.crt`) : null
  if (own !== null) return [own]
  if (mode === 'verify-full') {
    const system = files.ofSystem()
    return system.length > 0 ? [...system] : null
  }
  // Anybody can have a certificate of those for a name of their own.
  if (mode === 'verify-ca' || tls.authorities === 'system')
    throw usageError(
      `sslmode ${mode} needs the certificate of the desk's own authority`,
      'name its file with sslrootcert, or use sslmode=verify-full',
    )
  return null
}

/** The certificate by which this login is known, where it has one. */
function ownCertificate(tls: TlsWishes, files: TlsFiles): { cert: string; key: string } | null {
  const cert = tls.certificate === null ? files.read(`${tls.folder}/postgresql.crt`) : needed(tls.certificate, 'sslcert', files)
  if (cert === null) return null
  const path = tls.key ?? `${tls.folder}/postgresql.key`
  const key = needed(path, 'sslkey', files)
  if (files.isExposed(path))
    throw failure('passwords_exposed', `others can read the key in ${path}`, { chmod: { mode: '600', path } })
  return { cert, key }
}

function needed(path: string, parameter: string, files: TlsFiles): string {
  const text = files.read(path)
  if (text === null) throw failure('access_refused', `no file ${path}`, `check ${parameter}; nothing was sent`)
  return text
}

function isAddress(name: string): boolean {
  return name.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)
}
