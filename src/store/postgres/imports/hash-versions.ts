/** The hashes of what an import did to the versions of records, for its entry of the audit. */

import type { Kind, Value } from '../../../records/kind.ts'
import { EndedDigest, OpenedDigest, type VersionHashes, versionHashes } from '../../records-check/digest.ts'
import type { ImportCounts } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { columnsOf, tableOf } from '../tables.ts'
import type { OpenedEntry } from './entries.ts'

/** So many versions are read at a time. */
const PART = 2000

/**
 * Hashes what an import opened and ended, in its transaction. `sent` is the hash of the rows that were sent, where these are what was opened:
 * to read a whole file back takes long.
 */
export async function hashVersions(
  link: Connection,
  kind: Kind,
  entry: OpenedEntry,
  { added, changed, removed }: Pick<ImportCounts, 'added' | 'changed' | 'removed'>,
  sent: OpenedDigest | null,
): Promise<VersionHashes> {
  return versionHashes({
    opened: added + changed === 0 ? undefined : sent ? sent.end(entry.firstVersion) : await openedBy(link, kind, entry),
    ended: added + changed + removed === 0 ? undefined : await endedBy(link, kind, entry),
  })
}

/** Nobody else imports meanwhile: all from the first one on are of this import. */
async function openedBy(link: Connection, kind: Kind, { firstVersion }: OpenedEntry): Promise<string> {
  const digest = new OpenedDigest(kind)
  const rows = link.parts<[version: number, key: string, line: number, extra: string | null, ...values: Value[]]>(
    `SELECT version, key, line, extra, ${columnsOf(kind).join(', ')} FROM ${tableOf(kind)} WHERE version >= $1 ORDER BY version`,
    [firstVersion],
    PART,
  )
  for await (const part of rows)
    for (const [version, key, line, extra, ...values] of part) digest.add(version, key, line, extra, values)
  return digest.end()
}

async function endedBy(link: Connection, kind: Kind, { id }: OpenedEntry): Promise<string> {
  const digest = new EndedDigest()
  const rows = link.parts<[number]>(`SELECT version FROM ${tableOf(kind)} WHERE valid_to = $1 ORDER BY version`, [id], PART)
  for await (const part of rows) for (const [version] of part) digest.add(version)
  return digest.end()
}
