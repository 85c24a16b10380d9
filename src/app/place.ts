/** Where a desk may be, by what names it. */

import { type PhdError, usageError } from '../errors.ts'

/** An address, which may have a user and a password in it, or what stands for one in the files of PostgreSQL. */
const SERVER = /^\s*(?:[a-z][a-z\d+.-]*:\/\/|postgres(?:ql)?:|(?:service|host|hostaddr|dbname|user|password|passfile)\s*=)/i

/** Whether a place is on a server. */
export function isServer(place: string): boolean {
  return SERVER.test(place)
}

/** The usage error for a place on a server, which `by` names. No part of it is repeated: nobody can tell for sure what in it is a password. */
export function serverRefused(by: string): PhdError {
  return usageError(
    `${by} names a database on a server; this phd keeps its desk in a file`,
    'name a file with --db, PHD_DB or: phd config set db <file>',
  )
}
