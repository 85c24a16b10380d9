/** The rows of a file, on the server but not in any table of the desk: nobody waits for them. */

import { interrupted } from '../../../errors.ts'
import type { Kind } from '../../../records/kind.ts'
import { OpenedDigest } from '../../records-check/digest.ts'
import type { ImportRequest, RowToStore } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { copyLine } from '../connection/copy-text.ts'
import { columnOf, columnsOf, typeOf } from '../tables.ts'

/** So many rows are sent before the event loop may do other things; of more, the collector of garbage would keep the text for long. */
const BREATH = 512

/** What was sent of a file. */
export interface TakenIn {
  /** Rows that only repeat another. */
  repeated: number
  rows: number
  digest: OpenedDigest
}

/**
 * Sends the rows of a file to a table `incoming` that ends with the transaction: those whose record no other row of the file, also no
 * rejected one, contradicts. Of rows that say the same the first stays. Gives how many only repeated another, how many there are, and the
 * hash that they have if each of them is opened as a version.
 */
export async function takeIn(link: Connection, request: ImportRequest, signal: AbortSignal | undefined): Promise<TakenIn> {
  const { kind } = request
  const columns = Object.entries(kind.fields).map(([name, field]) => `${columnOf(name)} ${typeOf(field)}`)
  await link.run(
    `CREATE TEMP TABLE incoming (place integer, key text COLLATE "C", line integer, extra text COLLATE "C", ${columns.join(', ')})
     ON COMMIT DROP`,
  )
  const contradicting = new Set<string>()
  for (;;) {
    const digest = new OpenedDigest(kind)
    let rows = 0
    const noted = (row: RowToStore): void => digest.add(++rows, row.key, row.line, row.extra, row.values)
    await link.copy('COPY incoming FROM STDIN', copied(request.rows(contradicting), signal, noted))
    const [row] = await link.lists<[boolean]>('SELECT count(*) > count(DISTINCT key) FROM incoming')
    const hasRepeated = row?.[0] === true
    const found = await contradictions(link, request, hasRepeated)
    if (found.size === 0) {
      const repeated = hasRepeated ? await removeRepeated(link) : 0
      // What the rows are found by.
      await link.run('ANALYZE incoming (place, key)')
      return { repeated, rows, digest }
    }
    for (const key of found) contradicting.add(key)
    await link.run('TRUNCATE incoming')
  }
}

/** Of rows that say the same the first stays. */
function removeRepeated(link: Connection): Promise<number> {
  return link.change(
    `DELETE FROM incoming USING (SELECT key, min(place) AS first FROM incoming GROUP BY key HAVING count(*) > 1) again
     WHERE incoming.key = again.key AND place > first`,
  )
}

/** The keys of records that the rows say differently, or that a rejected row is of too. */
async function contradictions(
  link: Connection,
  { kind, rejectedOwners }: ImportRequest,
  hasRepeated: boolean,
): Promise<Set<string>> {
  const said = ['extra', ...columnsOf(kind)].join(', ')
  const differing = !hasRepeated
    ? []
    : await link.lists<[string]>(
        `SELECT key FROM incoming WHERE key IN (SELECT key FROM incoming GROUP BY key HAVING count(*) > 1)
         GROUP BY key HAVING count(DISTINCT ROW(${said})) > 1`,
      )
  const keys = new Set(differing.map(([key]) => key))
  const rejected = [...rejectedOwners()].flatMap(({ key }) => key ?? [])
  if (rejected.length === 0) return keys
  const taken = await link.lists<[string]>('SELECT DISTINCT key FROM incoming WHERE key = ANY($1::text[])', [rejected])
  for (const [key] of taken) keys.add(key)
  return keys
}

/** The rows as COPY reads them. */
async function* copied(
  rows: Iterable<RowToStore>,
  signal: AbortSignal | undefined,
  note: (row: RowToStore) => void,
): AsyncGenerator<Buffer, void, void> {
  let place = 0
  let lines: string[] = []
  for (const row of rows) {
    const { key, line, extra, values } = row
    note(row)
    place++
    lines.push(copyLine([place, key, line, extra, ...values]))
    if (lines.length < BREATH) continue
    yield Buffer.from(lines.join(''))
    lines = []
    await new Promise(setImmediate)
    if (signal?.aborted) throw interrupted()
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''))
}

/** The fields of a kind that a file has no column for, and nothing was stated of: it says nothing about them. */
export function absentFields({ kind, headings, given }: Pick<ImportRequest, 'kind' | 'headings' | 'given'>): string[] {
  return Object.keys(kind.fields).filter((field) => !(field in headings) && !(field in given))
}

/** For an absent field those that say the same and are there: an id and a name. */
export function twinsOf(kind: Kind, field: string, absent: readonly string[]): string[] {
  const pairs = kind.pairs.flatMap(([name, id]) => [[name, id] as const, [id, name] as const])
  return pairs.flatMap(([one, other]) => (one === field && !absent.includes(other) ? [other] : []))
}
