/** Where a desk may be, by what names it. */

import { usageError } from '../errors.ts'

/** An address, which may have a user and a password in it, or what stands for one in the files of PostgreSQL. */
const SERVER = /^\s*(?:[a-z][a-z\d+.-]*:\/\/|postgres(?:ql)?:|(?:service|host|hostaddr|dbname|user|password|passfile)\s*=)/i

/** Whether a place is on a server. */
export function isServer(place: string): boolean {
  return SERVER.test(place)
}

/** What phd can connect to. Which parts the address has is looked at where it is connected to. */
const KNOWN = /^\s*(?:postgres(?:ql)?:\/\/|service=)/i
/** A password within an address or beside the name of a service. */
const WITH_PASSWORD = /^[^@]*:\/\/[^/@]*:[^@]*@|password\s*=/i

/** Whether a place may be named: a file, or a server that phd knows, without a password. */
export function isUsablePlace(place: string): boolean {
  return !isServer(place) || (KNOWN.test(place) && !WITH_PASSWORD.test(place))
}

/**
 * Throws the usage error for a server that phd does not know, or an address with a password; `by` names the address, and no part of it is
 * repeated: nobody can tell for sure what in it is a password.
 */
export function refuseOtherServer(place: string, by: string): void {
  if (WITH_PASSWORD.test(place))
    throw usageError(
      `${by} has a password in it, which others could read`,
      'leave it out: keep it in ~/.pgpass, host:port:database:user:password, closed to others (chmod 600 ~/.pgpass)',
    )
  if (KNOWN.test(place)) return
  throw usageError(
    `${by} names a database on a server that phd cannot use`,
    'name a file, or a desk on PostgreSQL: postgres://host/database, or service=name',
  )
}
