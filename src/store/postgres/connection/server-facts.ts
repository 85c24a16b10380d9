import { failure, type PhdError } from '../../../errors.ts'
import { readOnly } from './errors.ts'

/** The oldest version of the server that phd works with. */
const OLDEST_SERVER = 15

/**
 * Why a server that let this login in cannot be used, by what it tells of itself as one connects; null where it can. `place`: the desk, in
 * words that are safe to print.
 */
export function whyUnusable(told: ReadonlyMap<string, string>, toWrite: boolean, place: string): PhdError | null {
  const version = Number.parseInt(told.get('server_version') ?? '', 10)
  if (!(version >= OLDEST_SERVER))
    return failure(
      'server_too_old',
      `${place} is on PostgreSQL ${told.get('server_version') ?? 'of an unknown version'}; phd needs ${OLDEST_SERVER} or newer`,
      'ask its administrator to upgrade the server',
    )
  const encoding = told.get('server_encoding') ?? 'an unknown encoding'
  if (encoding !== 'UTF8')
    return failure(
      'access_refused',
      `${place} keeps its texts as ${encoding}; phd needs UTF8`,
      "ask its administrator for another database: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
    )
  const isReadOnly = told.get('in_hot_standby') === 'on' || told.get('default_transaction_read_only') === 'on'
  return isReadOnly && toWrite ? readOnly(place) : null
}
