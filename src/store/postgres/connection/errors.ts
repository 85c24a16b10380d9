import { failure, PhdError } from '../../../errors.ts'

const UNCHANGED = 'nothing was changed'
const TRY_AGAIN = `${UNCHANGED}; try again in a moment`
const CHECK_SERVER = `${UNCHANGED}; check that its server runs and can be reached from here, then try again`

/** Thrown where the connection was lost during a COMMIT, and nobody can be asked whether it was carried out. */
export class UnknownOutcome extends Error {}

/** Whether the same transaction may succeed when it begins again: another one was in its way. */
export function isRetriable(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error))
}

/** Whether the connection is gone: of a COMMIT that was sent, nobody knows then whether it was carried out. */
export function isLost(error: unknown): boolean {
  // A file that cannot be read has codes of the same names.
  const isOfFile = typeof (error as { path?: unknown } | null)?.path === 'string'
  return (
    (!isOfFile && LOST.test(codeOf(error))) || LOST_MESSAGES.includes(String((error as { message?: unknown } | null)?.message))
  )
}

/**
 * Turns what the server, the driver or the network says into what a person can act on; anything else is passed on. All but
 * `UnknownOutcome` is of what was not committed. `place` is where the desk is, in words that are safe to print: of an error itself, only
 * its code is told.
 */
export function asUserError(error: unknown, place: string): unknown {
  if (error instanceof PhdError) return error
  if (error instanceof UnknownOutcome)
    return failure('outcome_unknown', `the connection to ${place} was lost as it recorded: whether it did is not known`)
  const code = codeOf(error)
  return (
    aboutLocks(code, place) ??
    aboutLogins(code, error, place) ??
    aboutTls(code, error, place) ??
    aboutServer(code, place) ??
    (isLost(error) ? unreachable(place, code) : error)
  )
}

/** The failure `desk_unreachable`; `code`: what the system or the server calls it. */
export function unreachable(place: string, code = ''): PhdError {
  return failure('desk_unreachable', `could not reach ${place}${code === '' ? '' : ` (${code})`}`, CHECK_SERVER)
}

/** The failure `desk_unreachable` of a server that only reads: a standby, or one that is being moved. */
export function readOnly(place: string): PhdError {
  const hint = `${UNCHANGED}; name the server that takes writes, or all of them with commas between: the first that does is used`
  return failure('desk_unreachable', `${place} takes no writes now`, hint)
}

function aboutLocks(code: string, place: string): PhdError | null {
  if (code === '55P03') return failure('busy', `another phd is writing to ${place}`, TRY_AGAIN)
  if (code === '40001' || code === '40P01') return failure('busy', `others are writing to ${place} at the same time`, TRY_AGAIN)
  if (code === '57014') return failure('desk_slow', `${place} took too long to answer`, TRY_AGAIN)
  return null
}

function aboutLogins(code: string, error: unknown, place: string): PhdError | null {
  if (code === '28P01')
    return failure(
      'access_refused',
      `${place} refused the password`,
      'check its line in ~/.pgpass, or PGPASSWORD, and the name of the login; an old password may have ended',
    )
  if (code === '28000')
    return failure(
      'access_refused',
      `${place} does not let this login in`,
      'ask its administrator whether the login exists, and may connect from here to this database (pg_hba.conf), with TLS or without',
    )
  if (code === '3D000')
    return failure('access_refused', `${place}: its server has no such database`, 'check the name at the end of the address')
  if (code === '42501')
    return failure(
      'access_refused',
      `this login may not do that on ${place}`,
      `${UNCHANGED}; ask its administrator for the role phd_reader to read, phd_desk to record, or phd_admin to prune`,
    )
  if (messageOf(error).startsWith('SASL: '))
    return failure(
      'access_refused',
      `${place} and phd do not agree on the password`,
      'check its line in ~/.pgpass; if it is right, someone else may be answering in place of the server',
    )
  return null
}

/** What TLS says begins so, in Node; the rest are answers of the server before it. */
const OF_TLS =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|HOSTNAME_MISMATCH$)/

function aboutTls(code: string, error: unknown, place: string): PhdError | null {
  const untrusted = (message: string, hint: string): PhdError =>
    failure('desk_not_trusted', message, `${hint}; no password was sent`)
  const message = messageOf(error)
  if (
    message === 'The server does not support SSL connections' ||
    message === 'There was an error establishing an SSL connection'
  )
    return untrusted(
      `${place} does not offer TLS`,
      'ask its administrator to turn TLS on; on a network that nobody else can read: sslmode=disable',
    )
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return untrusted(
      `${place} showed a certificate for another name`,
      'use the name that the certificate has; to connect to that name at another address, add hostaddr=<address>',
    )
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return untrusted(
      `${place} showed a certificate that is not valid today (${code})`,
      'check the clock of this machine, or ask its administrator for a new certificate',
    )
  if (code.startsWith('ERR_OSSL_'))
    return failure(
      'access_refused',
      `a file for TLS cannot be used (${code})`,
      'check sslrootcert, sslcert and sslkey; each is PEM, the key without a passphrase',
    )
  if (code.includes('_ALERT_'))
    return failure(
      'access_refused',
      `${place} refused the certificate of this login (${code})`,
      'check sslcert and sslkey, and ask its administrator which authority it goes by',
    )
  if (!OF_TLS.test(code)) return null
  return untrusted(
    `${place} is not trusted: its certificate could not be checked (${code})`,
    'ask its administrator for the certificate of its authority, and keep it in ~/.postgresql/root.crt, or name it with sslrootcert',
  )
}

function aboutServer(code: string, place: string): PhdError | null {
  if (code === '25006') return readOnly(place)
  if (code === '57P03') return failure('desk_unreachable', `${place} is starting or stopping`, TRY_AGAIN)
  if (code === '53300') return failure('desk_unreachable', `${place} has too many connections`, TRY_AGAIN)
  if (code === '53200') return failure('desk_unreachable', `the server of ${place} is out of memory`, TRY_AGAIN)
  if (code === '53100')
    return failure('disk_full', `no space left to write ${place}`, `${UNCHANGED}; ask its administrator for space on the server`)
  if (code === '58030')
    return failure('disk_failed', `the disk of ${place} failed`, `${UNCHANGED}; ask its administrator to check the server`)
  if (code === 'XX001' || code === 'XX002')
    return failure(
      'database_damaged',
      `${place} is damaged`,
      'do not write to it; ask its administrator to restore a backup of the server',
    )
  return null
}

/** Codes of the network and the system, and of a server that ends connections: 57P01 to 57P05, 25P03, and class 08. */
const LOST =
  /^(?:E(?:CONN\w+|PIPE|NOENT|ACCES|PERM|NOTFOUND|AI_\w+|HOST\w+|NET\w+|TIMEDOUT|ADDRNOTAVAIL|NOTSOCK)|57P0[1245]|25P03|08\w{3})$/

/** What the driver says without a code. */
const LOST_MESSAGES: readonly string[] = [
  'timeout expired',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
]

/** The code of an error of the server: "42501"; an empty text where it has none. */
export const sqlState = (error: unknown): string => codeOf(error)

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
