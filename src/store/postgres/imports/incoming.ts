/** The rows of a file, on the server but not in any table of the desk: nobody waits for them. */

import type { Kind } from '../../../records/kind.ts'
import type { ImportRequest } from '../../store.ts'
import type { Connection } from '../connection/connection.ts'
import { columnOf, columnsOf, typeOf } from '../tables.ts'
import { analyzeTemporary } from './analyze.ts'
import { sentRows } from './sent-rows.ts'

/**
 * Sends the rows of a file to a table `incoming` that ends with the transaction: those whose record no other row of the file, also no
 * rejected one, contradicts. Of rows that say the same the first stays. Gives how many only repeated another.
 */
export async function takeIn(link: Connection, request: ImportRequest, signal: AbortSignal | undefined): Promise<number> {
  const { kind } = request
  const columns = Object.entries(kind.fields).map(([name, field]) => `${columnOf(name)} ${typeOf(field)}`)
  await link.run(
    `CREATE TEMP TABLE incoming (place integer, key text COLLATE "C", line integer, extra text COLLATE "C", ${columns.join(', ')})
     ON COMMIT DROP`,
  )
  const contradicting = new Set<string>()
  for (;;) {
    await link.copy('COPY incoming FROM STDIN', sentRows(request.rows(contradicting), { first: 1, digest: null, signal }))
    // It takes less to count hashes than keys; where two keys have one hash, the keys themselves are looked at.
    const [row] = await link.lists<[boolean]>('SELECT count(*) > count(DISTINCT hashtextextended(key, 0)) FROM incoming')
    const hasRepeated = row?.[0] === true
    const found = await contradictions(link, request, hasRepeated)
    if (found.size === 0) {
      const repeated = hasRepeated ? await removeRepeated(link) : 0
      // What the rows are found by.
      await analyzeTemporary(link, 'incoming (place, key)')
      return repeated
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

/** The fields of a kind that a file has no column for, and nothing was stated of: it says nothing about them. */
export function absentFields({ kind, headings, given }: Pick<ImportRequest, 'kind' | 'headings' | 'given'>): string[] {
  return Object.keys(kind.fields).filter((field) => !(field in headings) && !(field in given))
}

/** For an absent field those that say the same and are there: an id and a name. */
export function twinsOf(kind: Kind, field: string, absent: readonly string[]): string[] {
  const pairs = kind.pairs.flatMap(([name, id]) => [[name, id] as const, [id, name] as const])
  return pairs.flatMap(([one, other]) => (one === field && !absent.includes(other) ? [other] : []))
}
