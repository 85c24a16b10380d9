/** The first file of a kind: there is nothing to compare its rows with, so they are sent to where they stay. */

import type { Kind } from '../../../records/kind.ts'
import { OpenedDigest } from '../../records-check/digest.ts'
import type { ImportRequest } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { sqlState } from '../connection/errors.ts'
import { columnsOf, tableOf } from '../tables.ts'
import { analyzeKind } from './analyze.ts'
import type { OpenedEntry } from './entries.ts'
import type { Merged } from './merge.ts'
import { sentRows } from './sent-rows.ts'

/** What the server says of a second version of a record that is open. */
const TWICE = '23505'

/** Thrown where rows have to be compared after all: a record is in the file more than once, or a rejected row may be of it. */
export class NeedsComparing extends Error {}

/** Whether no file of a kind was imported yet. */
export async function isFirst(link: Connection, { kind }: Kind): Promise<boolean> {
  const [row] = await link.lists<[boolean]>('SELECT NOT EXISTS (SELECT 1 FROM imports WHERE kind = $1)', [kind])
  return row?.[0] === true
}

/**
 * Opens a version for each row of the first file of its kind, while nobody else imports. Throws `NeedsComparing`, and then the
 * transaction is good for nothing but to go back.
 */
export async function openAll(
  link: Connection,
  request: ImportRequest,
  { id, firstVersion: first }: OpenedEntry,
  signal: AbortSignal | undefined,
): Promise<Merged> {
  const { kind } = request
  const columns = ['valid_from', 'version', 'key', 'line', 'extra', ...columnsOf(kind)]
  const digest = new OpenedDigest(kind)
  const rows = sentRows(request.rows(new Set()), { first, before: `${id}\t`, digest, signal })
  let added: number
  try {
    added = await link.copy(`COPY ${tableOf(kind)} (${columns.join(', ')}) FROM STDIN`, rows)
  } catch (error) {
    throw sqlState(error) === TWICE ? new NeedsComparing() : error
  }
  if (await hasRejected(link, request)) throw new NeedsComparing()
  await analyzeKind(link, kind, { opened: added, rows: added })
  return { added, changed: 0, unchanged: 0, kept: [], met: 0, seenBefore: new Map(), digest, isCompared: false }
}

/** Whether a row that was sent is of a record that a rejected row is of too. */
async function hasRejected(link: Connection, { kind, rejectedOwners }: ImportRequest): Promise<boolean> {
  const keys = [...rejectedOwners()].flatMap(({ key }) => key ?? [])
  if (keys.length === 0) return false
  const sql = `SELECT EXISTS (SELECT 1 FROM ${tableOf(kind)} WHERE valid_to IS NULL AND key = ANY($1::text[]))`
  const [row] = await link.lists<[boolean]>(sql, [keys])
  return row?.[0] === true
}
